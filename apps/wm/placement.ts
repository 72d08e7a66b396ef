import type { Rectangle } from '../api/painter.ts';

/** Where a new frame covers the others least: at a corner of the work area, beside another frame, or in the middle. */
export function place(
  size: { width: number; height: number },
  others: readonly Rectangle[],
  area: Rectangle,
): { x: number; y: number } {
  const centre = {
    x: area.x + Math.max(0, (area.width - size.width) >> 1),
    y: area.y + Math.max(0, Math.floor((area.height - size.height) / 2.5)),
  };
  const gap = 24;
  const xs = [area.x + gap, area.x + area.width - size.width - gap, centre.x];
  const ys = [area.y + gap, area.y + area.height - size.height - gap, centre.y];
  for (const other of others) {
    xs.push(other.x + other.width + gap / 2, other.x - size.width - gap / 2, other.x + gap);
    ys.push(other.y + other.height + gap / 2, other.y - size.height - gap / 2, other.y + gap);
  }
  let best = centre;
  let least = Infinity;
  for (const y of ys) {
    if (y < area.y || (y + size.height > area.y + area.height && y !== centre.y)) continue;
    for (const x of xs) {
      if (x < area.x || (x + size.width > area.x + area.width && x !== centre.x)) continue;
      const covered = others.reduce((sum, other) => sum + overlap({ x, y, ...size }, other), 0);
      if (covered < least) {
        least = covered;
        best = { x, y };
      }
    }
  }
  return best;
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
