/**
 * What glibc's allocator is told in a session's process: large blocks (images, fonts, replies) are mapped and go back to the system when freed,
 * instead of staying in the heap for good. Programs of the session don't inherit it.
 */
export const LEAN_ENVIRONMENT: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_ARENA_MAX: '2',
};
