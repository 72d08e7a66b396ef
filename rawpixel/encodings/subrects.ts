/** Cuts a picture into rectangles of one colour each over a background: what RRE and Hextile send. */
/** The most frequent of a block's values. */
export function backgroundOf(values: Uint32Array): number {
  const counts = new Map<number, number>();
  let best = values[0]!;
  let bestCount = 0;
  // Enough for a good guess; any background gives the same picture.
  const step = Math.max(1, values.length >> 10);
  for (let i = 0; i < values.length; i += step) {
    const count = (counts.get(values[i]!) ?? 0) + 1;
    counts.set(values[i]!, count);
    if (count > bestCount) {
      bestCount = count;
      best = values[i]!;
    }
  }
  return best;
}

/**
 * Flat [value, x, y, width, height] of rectangles that cover every pixel but the background, without overlap; undefined when there
 * would be more than `limit`. Grows each rectangle to the right first, then down, or down first where that covers more.
 */
export function findSubrects(
  values: Uint32Array,
  width: number,
  height: number,
  background: number,
  limit: number,
): number[] | undefined {
  const covered = new Uint8Array(values.length);
  const rects: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const value = values[at]!;
      if (value === background || covered[at] === 1) continue;
      if (rects.length === limit * 5) return undefined;
      let across = 1;
      while (x + across < width && values[at + across] === value && covered[at + across] === 0) across++;
      let down = 1;
      while (y + down < height && rowIs(values, covered, at + down * width, across, value)) down++;
      let tall = 1;
      while (y + tall < height && values[at + tall * width] === value && covered[at + tall * width] === 0) tall++;
      if (tall > across * down) {
        across = 1;
        down = tall;
      }
      for (let row = 0, from = at; row < down; row++, from += width) covered.fill(1, from, from + across);
      rects.push(value, x, y, across, down);
    }
  }
  return rects;
}

function rowIs(values: Uint32Array, covered: Uint8Array, from: number, count: number, value: number): boolean {
  for (let i = from; i < from + count; i++) if (values[i] !== value || covered[i] === 1) return false;
  return true;
}
