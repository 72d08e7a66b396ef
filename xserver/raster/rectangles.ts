import { thinDashedPolyline, thinPolyline } from './thin-lines.ts';
import { joinMiter, lineSolid } from './stroke.ts';
import type { Bounds, StrokeStyle } from './stroke.ts';
import type { PaintRuns } from './paint-runs.ts';
import { widePolyline } from './wide-lines.ts';

/**
 * Outlines of rectangles (X11 §12 PolyRectangle), flat x, y, width, height, `count` of them: each is the closed polyline
 * around it.
 */
export function strokeRectangles(
  rects: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const { lineWidth } = style;
  out.use(0);
  for (let i = 0; i < count * 4; i += 4) {
    out.checkpoint();
    const x = rects[i];
    const y = rects[i + 1];
    const width = rects[i + 2];
    const height = rects[i + 3];
    const reach = lineWidth + 1;
    if (x - reach >= bounds.x2 || y - reach >= bounds.y2) continue;
    if (x + width + reach < bounds.x1 || y + height + reach < bounds.y1) continue;
    if (lineWidth > 0 && style.lineStyle === lineSolid && style.joinStyle === joinMiter) {
      addFrame(x, y, width, height, lineWidth, out);
      continue;
    }
    const corners = [x, y, x + width, y, x + width, y + height, x, y + height, x, y];
    if (lineWidth > 0) widePolyline(corners, 5, style, bounds, out);
    else if (style.lineStyle === lineSolid) {
      thinPolyline(corners, 5, style.capStyle, bounds, out, style.closesTwice);
    } else thinDashedPolyline(corners, 5, style, bounds, out);
  }
}

/** With mitred corners the outline is four bars, or one rectangle where the hole is too small, which is as the sample server does it. */
function addFrame(x: number, y: number, width: number, height: number, lineWidth: number, out: PaintRuns): void {
  const before = lineWidth >> 1;
  const after = lineWidth - before;
  const { rects } = out;
  if (width === 0 && height === 0) return;
  if (height < lineWidth || width < before) {
    const left = height === 0 ? x : x - before;
    const top = width === 0 ? y : y - before;
    rects.add(left, top, height === 0 ? width : width + lineWidth, width === 0 ? height : height + lineWidth);
    return;
  }
  rects.add(x - before, y - before, width + lineWidth, lineWidth);
  rects.add(x - before, y + after, lineWidth, height - lineWidth);
  rects.add(x + width - before, y + after, lineWidth, height - lineWidth);
  rects.add(x - before, y + height - before, width + lineWidth, lineWidth);
}
