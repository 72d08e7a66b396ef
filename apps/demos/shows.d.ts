/** The shows of showcase.ts, by name. */
export declare const SHOWS: readonly ['type', 'scroll', 'animation', 'drag'];
export type Show = (typeof SHOWS)[number];
