/** The shows of showcase.ts, by name. */
export const SHOWS = ['type', 'scroll', 'animation', 'drag'] as const;
export type Show = (typeof SHOWS)[number];
