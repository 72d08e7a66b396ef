/** Amounts as people read them. */

/** 950 bytes, 12.3 KB, 440 KB, 1.2 MB. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 999_500) return `${short(bytes / 1e3)} KB`;
  return `${short(bytes / 1e6)} MB`;
}

/** 0.4 ms, 12 ms, 1.3 s. */
export function timeInWords(milliseconds: number): string {
  if (milliseconds < 999.5) return `${short(milliseconds)} ms`;
  return `${short(milliseconds / 1000)} s`;
}

function short(value: number): string {
  return value < 9.95 ? value.toFixed(1) : String(Math.round(value));
}
