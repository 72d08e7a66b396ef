/** The area of one colour around a point, as rectangles of one row each: x, y, width, 1. Changes `pixels` where it has been. */
export function flood(pixels: Uint32Array, width: number, height: number, startX: number, startY: number): number[] {
  if (startX < 0 || startY < 0 || startX >= width || startY >= height) return [];
  const wanted = pixels[startY * width + startX]!;
  // No colour has this value.
  const visited = 0xff000000;
  const runs: number[] = [];
  const waiting: number[] = [startX, startY];
  while (waiting.length > 0) {
    const y = waiting.pop()!;
    const x = waiting.pop()!;
    const row = y * width;
    if (pixels[row + x] !== wanted) continue;
    let left = x;
    let right = x;
    while (left > 0 && pixels[row + left - 1] === wanted) left--;
    while (right < width - 1 && pixels[row + right + 1] === wanted) right++;
    pixels.fill(visited, row + left, row + right + 1);
    runs.push(left, y, right - left + 1, 1);
    for (const next of [y - 1, y + 1]) {
      if (next < 0 || next >= height) continue;
      for (let i = left; i <= right; i++) {
        const here = pixels[next * width + i] === wanted;
        if (here && (i === left || pixels[next * width + i - 1] !== wanted)) waiting.push(i, next);
      }
    }
  }
  return runs;
}
