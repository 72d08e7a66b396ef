import type { RectList } from './spans.ts';
import type { Bounds } from './stroke.ts';
import { innerX, outerX } from './wide-ellipse.ts';
import type { Ellipse } from './wide-ellipse.ts';

export function addSpan(left: number, right: number, y: number, bounds: Bounds, out: RectList): void {
  if (y < bounds.y1 || y >= bounds.y2) return;
  const x1 = Math.max(left, bounds.x1);
  const x2 = Math.min(right, bounds.x2);
  if (x1 < x2) out.add(x1, y, x2 - x1, 1);
}

/** Two curves are solved for in each row. */
const stepsPerRow = 100;

/**
 * Adds a whole wide ellipse: the inside of the outer curve without the inside of the inner one, both by the rule of polygons
 * (a boundary pixel is inside if the inside is right of it or below it).
 */
export function addWideEllipse(
  x: number,
  y: number,
  width: number,
  height: number,
  lineWidth: number,
  bounds: Bounds,
  out: RectList,
): void {
  const ellipse: Ellipse = { w: width / 2, h: height / 2, l: lineWidth / 2 };
  const centerX = x + (width >> 1);
  const upper = y + (height >> 1);
  const lower = upper + (height & 1);
  const shiftX = (width & 1) / 2;
  const shiftY = (height & 1) / 2;
  const rows = (height >> 1) + ((lineWidth - 1) >> 1);
  const evenBoth = width % 2 === 0 && lineWidth % 2 === 0;
  // The topmost points of both curves are pixels of their own if they fall on one.
  if (evenBoth) addSpan(centerX, centerX + 1, upper - rows - 1, bounds, out);
  const touches = evenBoth && height * lineWidth <= width * width && lineWidth < height;
  const touchRow = touches ? (height - lineWidth) / 2 - shiftY : -1;
  const farthest = Math.min(rows, Math.max(upper - bounds.y1, bounds.y2 - lower));
  out.steps += stepsPerRow * Math.max(0, farthest);
  for (let row = farthest; row >= 0; row--) {
    const above = upper - row;
    const below = lower + row;
    if ((above < bounds.y1 || above >= bounds.y2) && (below < bounds.y1 || below >= bounds.y2)) continue;
    const level = row + shiftY;
    const outer = outerX(ellipse, level);
    const inner = innerX(ellipse, level);
    const left = centerX + Math.ceil(shiftX - outer);
    const right = centerX + Math.ceil(shiftX + outer);
    const holeLeft = centerX + Math.ceil(shiftX - inner);
    const holeRight = centerX + Math.ceil(shiftX + inner);
    const whole = inner <= 0;
    if (row === touchRow) {
      addSpan(left, centerX, above, bounds, out);
      addSpan(centerX + 1, right, above, bounds, out);
      if (above !== below) addSpan(left, right, below, bounds, out);
      continue;
    }
    for (const at of above === below ? [above] : [above, below]) {
      if (whole) {
        addSpan(left, right, at, bounds, out);
      } else {
        addSpan(left, holeLeft, at, bounds, out);
        addSpan(holeRight, right, at, bounds, out);
      }
    }
  }
}
