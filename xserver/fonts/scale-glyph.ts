/**
 * Scaling one glyph's picture as X.Org does it. Enlarging takes the nearest source pixel. Reducing blurs the source with a
 * box filter first, darkens it, and brings the greys back to black and white by error diffusion, row by row.
 */

export interface Glyph {
  /** Rows padded to bytes, most significant bit leftmost. */
  bits: Uint8Array;
  /** As CharInfo: left, right, width, ascent, descent. */
  metric: ArrayLike<number>;
}

/** Averages of a window of `box` values around each of `count` values, the window cut off at the ends. */
function blurLine(grey: Uint8Array, start: number, step: number, count: number, box: number): void {
  const after = box >> 1;
  const before = box - after - 1;
  const blurred = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const first = Math.max(0, i - before);
    const last = Math.min(count - 1, i + after);
    let sum = 0;
    for (let k = first; k <= last; k++) sum += grey[start + k * step]!;
    blurred[i] = Math.trunc(sum / (last - first + 1));
  }
  for (let i = 0; i < count; i++) grey[start + i * step] = blurred[i]!;
}

/** The glyph in greys, blurred and darkened; null where the reduction is too slight to blur. */
function blurred(glyph: Glyph, width: number, height: number, scaleX: number, scaleY: number): Uint8Array | null {
  const boxX = Math.min(width >> 1, Math.ceil(1 / scaleX));
  const boxY = Math.min(height >> 1, Math.ceil(1 / scaleY));
  if (boxX <= 1 && boxY <= 1) return null;
  const stride = (width + 7) >> 3;
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      grey[y * width + x] = (glyph.bits[y * stride + (x >> 3)]! & (0x80 >> (x & 7))) !== 0 ? 255 : 0;
    }
  }
  if (boxX > 1) for (let y = 0; y < height; y++) blurLine(grey, y * width, 1, width, boxX);
  if (boxY > 1) for (let x = 0; x < width; x++) blurLine(grey, x, width, height, boxY);
  const darken = boxX * boxY * 192;
  for (let i = 0; i < grey.length; i++) grey[i] = Math.min(255, Math.trunc((grey[i]! * darken) / 256));
  return grey;
}

/**
 * Draws `from`, scaled, into the zeroed rows of `to`, whose metric says its size. `x` and `y` are the exact factors,
 * `nominal` those by which the blur is chosen.
 */
export function scaleGlyph(from: Glyph, to: Glyph, x: number, y: number, nominal: { x: number; y: number }): void {
  const width = from.metric[1]! - from.metric[0]!;
  const height = from.metric[3]! + from.metric[4]!;
  const newWidth = to.metric[1]! - to.metric[0]!;
  const newHeight = to.metric[3]! + to.metric[4]!;
  if (width <= 0 || height <= 0 || newWidth <= 0 || newHeight <= 0) return;
  const stride = (width + 7) >> 3;
  const newStride = (newWidth + 7) >> 3;
  const reduces = nominal.x < 1 || nominal.y < 1;
  const grey = reduces ? blurred(from, width, height, nominal.x, nominal.y) : null;

  const determinant = x * y;
  const backX = y / determinant;
  const backY = x / determinant;
  const stepX = Math.trunc(backX * 65536);
  // Errors of this row and the next; one place before the first pixel and one after the last.
  let here = new Int32Array(newWidth + 2);
  let below = new Int32Array(newWidth + 2);

  for (let row = 0; row < newHeight; row++) {
    const sourceX = backX * (to.metric[0]! + 0.5) - from.metric[0]!;
    const sourceY = from.metric[3]! - backY * (to.metric[3]! - row - 0.5);
    let fixedX = Math.trunc(sourceX * 65536);
    const v = Math.trunc(sourceY * 65536) >> 16;
    for (let column = 0; column < newWidth; column++, fixedX += stepX) {
      const u = fixedX >> 16;
      const inside = u >= 0 && u < width && v >= 0 && v < height;
      let set: boolean;
      if (grey === null) {
        set = inside && (from.bits[v * stride + (u >> 3)]! & (0x80 >> (u & 7))) !== 0;
      } else {
        const wanted = (inside ? grey[v * width + u]! : 0) + Math.trunc(here[column + 1]! / 16);
        const value = Math.max(0, Math.min(255, wanted));
        set = value >= 128;
        const error = set ? value - 255 : -value;
        // X.Org subtracts what a white pixel lost where error diffusion would add it; the outcome depends on it.
        here[column + 2]! += error * 7;
        below[column]! += error * 3;
        below[column + 1]! += error * 5;
        below[column + 2] = error;
      }
      if (set) to.bits[row * newStride + (column >> 3)]! |= 0x80 >> (column & 7);
    }
    if (grey === null) continue;
    below[1]! += below[0]!;
    below[newWidth - 1]! += here[newWidth + 1]!;
    below[newWidth]! += below[newWidth + 1]!;
    below[newWidth + 1] = 0;
    [here, below] = [below, here];
    below[0] = 0;
    below[1] = 0;
  }
}
