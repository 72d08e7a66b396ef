/** What kind of content a rectangle of pixels is: decides which encoding suits it. */

/** More colours than this are "many". */
export const MANY_COLORS = 256;

export interface Content {
  /** Number of colours, up to MANY_COLORS + 1, which stands for more. */
  readonly colors: number;
  /** Share of pixels that equal their left neighbour: high for text and surfaces, low for photos. */
  readonly flatness: number;
  /** Among pixels that differ from their left neighbour, the share that differ but little: high for photos and gradients. */
  readonly softness: number;
}

const SLOTS = 1024;
/** In rectangles of more pixels than this every fourth row tells enough. */
const MANY_PIXELS = 1 << 14;
/** A step of each channel up to this is soft. */
const SOFT_STEP = 24;

/** Looks at a rectangle of a picture. */
export function lookAt(
  data: Uint32Array,
  stride: number,
  x: number,
  y: number,
  width: number,
  height: number,
): Content {
  const slots = new Int32Array(SLOTS).fill(-1);
  let colors = 0;
  let equal = 0;
  let soft = 0;
  const step = width * height > MANY_PIXELS ? 4 : 1;
  for (let row = y; row < y + height; row += step) {
    const start = row * stride + x;
    let last = -1;
    for (let at = start; at < start + width; at++) {
      const pixel = data[at]!;
      if (pixel === last) {
        equal++;
        continue;
      }
      if (last >= 0 && isSoft(pixel, last)) soft++;
      last = pixel;
      if (colors > MANY_COLORS) continue;
      let slot = Math.imul(pixel ^ (pixel >>> 11), 0x9e3779b1) >>> 22;
      while (slots[slot] !== -1 && slots[slot] !== pixel) slot = (slot + 1) & (SLOTS - 1);
      if (slots[slot] === -1) {
        slots[slot] = pixel;
        colors++;
      }
    }
  }
  const pairs = Math.max(1, (width - 1) * Math.ceil(height / step));
  return { colors, flatness: equal / pairs, softness: soft / Math.max(1, pairs - equal) };
}

function isSoft(a: number, b: number): boolean {
  return (
    Math.abs((a >> 16) - (b >> 16)) <= SOFT_STEP &&
    Math.abs(((a >> 8) & 0xff) - ((b >> 8) & 0xff)) <= SOFT_STEP &&
    Math.abs((a & 0xff) - (b & 0xff)) <= SOFT_STEP
  );
}

/**
 * Photographs, video and the like: what may go with loss. Text never does.
 * @param moving it changes time and again: then a photo may have large flat parts as well.
 */
export function isPhoto({ colors, flatness, softness }: Content, moving: boolean): boolean {
  return colors > MANY_COLORS && (moving || flatness < 0.35) && softness > 0.3;
}
