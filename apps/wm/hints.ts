/** What a window says about itself: ICCCM §4.1.2, and the Motif hint that toolkits use to have no decorations. */

export interface SizeHints {
  /** Whether the user or the program has chosen the position. */
  readonly userPosition: boolean;
  readonly programPosition: boolean;
  readonly minWidth: number;
  readonly minHeight: number;
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly baseWidth: number;
  readonly baseHeight: number;
  readonly widthIncrement: number;
  readonly heightIncrement: number;
  /** Bounds of width / height, or undefined. */
  readonly minAspect: number | undefined;
  readonly maxAspect: number | undefined;
  readonly gravity: number;
}

const UNBOUNDED = 32_767;

/** WM_NORMAL_HINTS; missing or short ones leave defaults. */
export function parseSizeHints(words: readonly number[]): SizeHints {
  const flags = words[0] ?? 0;
  const word = (flag: number, at: number, otherwise: number): number =>
    (flags & flag) === 0 ? otherwise : (words[at] ?? otherwise);
  const minimum = (at: number, baseAt: number): number => word(16, at, word(256, baseAt, 1));
  const aspect = (at: number): number | undefined => {
    const [numerator = 0, denominator = 0] = [words[at], words[at + 1]];
    return (flags & 128) === 0 || numerator === 0 || denominator === 0 ? undefined : numerator / denominator;
  };
  return {
    userPosition: (flags & 1) !== 0,
    programPosition: (flags & 4) !== 0,
    minWidth: Math.max(1, minimum(5, 15)),
    minHeight: Math.max(1, minimum(6, 16)),
    maxWidth: word(32, 7, UNBOUNDED) || UNBOUNDED,
    maxHeight: word(32, 8, UNBOUNDED) || UNBOUNDED,
    widthIncrement: Math.max(1, word(64, 9, 1)),
    heightIncrement: Math.max(1, word(64, 10, 1)),
    minAspect: aspect(11),
    maxAspect: aspect(13),
    baseWidth: word(256, 15, word(16, 5, 0)),
    baseHeight: word(256, 16, word(16, 6, 0)),
    gravity: word(512, 17, 1) || 1,
  };
}

/** The size nearest below that the hints allow. */
export function constrainSize(hints: SizeHints, width: number, height: number): { width: number; height: number } {
  let [w, h] = [clamp(width, hints.minWidth, hints.maxWidth), clamp(height, hints.minHeight, hints.maxHeight)];
  if (hints.maxAspect !== undefined && w / h > hints.maxAspect) w = Math.round(h * hints.maxAspect);
  if (hints.minAspect !== undefined && w / h < hints.minAspect) h = Math.round(w / hints.minAspect);
  const step = (size: number, base: number, increment: number, least: number): number => {
    const stepped = size - ((((size - base) % increment) + increment) % increment);
    return stepped < least ? stepped + increment : stepped;
  };
  return {
    width: clamp(step(w, hints.baseWidth, hints.widthIncrement, hints.minWidth), 1, UNBOUNDED),
    height: clamp(step(h, hints.baseHeight, hints.heightIncrement, hints.minHeight), 1, UNBOUNDED),
  };
}

export function isResizable(hints: SizeHints): boolean {
  return hints.minWidth < hints.maxWidth || hints.minHeight < hints.maxHeight;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}

export interface Extents {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where the frame goes for a client that wants to be at (x, y): its reference point stays. ICCCM §4.1.2.3 */
export function framePosition(
  gravity: number,
  x: number,
  y: number,
  extents: Extents,
  borderWidth = 0,
): { x: number; y: number } {
  if (gravity === 10) return { x: x + borderWidth - extents.left, y: y + borderWidth - extents.top };
  const column = (gravity - 1) % 3;
  const row = Math.floor((gravity - 1) / 3);
  const shift = (place: number, before: number, after: number): number =>
    place === 0
      ? 0
      : place === 1
        ? Math.round((2 * borderWidth - before - after) / 2)
        : 2 * borderWidth - before - after;
  return { x: x + shift(column, extents.left, extents.right), y: y + shift(row, extents.top, extents.bottom) };
}

export interface WmHints {
  readonly input: boolean;
  readonly iconic: boolean;
  readonly urgent: boolean;
}

export function parseWmHints(words: readonly number[]): WmHints {
  const flags = words[0] ?? 0;
  return {
    input: (flags & 1) === 0 || words[1] !== 0,
    iconic: (flags & 2) !== 0 && words[2] === 3,
    urgent: (flags & 256) !== 0,
  };
}

/** Whether _MOTIF_WM_HINTS asks for no decorations at all. */
export function refusesDecorations(words: readonly number[]): boolean {
  return ((words[0] ?? 0) & 2) !== 0 && (words[2] ?? 1) === 0;
}
