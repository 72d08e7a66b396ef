import type { Change } from './change.ts';
import type { Pixels } from './pixels.ts';
import { RectList } from './spans.ts';
import type { Bounds } from './stroke.ts';

const nothing = new Uint32Array(0);
/** From this width on a row is filled by a call. */
const longRow = 32;

/**
 * A list of rectangles that keeps none: each is clipped and painted as it is added. For shapes in one colour where nobody wants to see
 * rectangles; what would gather them first and go over them three times takes about twice as long.
 */
export class PixelRects extends RectList {
  /** What has been painted lies between these, lower right exclusive; nothing has where x2 is not beyond x1. */
  paintedX1 = 0;
  paintedY1 = 0;
  paintedX2 = 0;
  paintedY2 = 0;
  private pixels: Uint32Array = nothing;
  private stride = 0;
  private and = 0;
  private xor = 0;
  private x1 = 0;
  private y1 = 0;
  private x2 = 0;
  private y2 = 0;

  /** What is added from here on changes pixels of `target` (borrowed until `end`) inside the bounds, which lie inside the target. */
  begin(target: Pixels, bounds: Bounds, { and, xor }: Change): void {
    this.clear();
    this.pixels = target.data;
    this.stride = target.width;
    this.and = and;
    this.xor = xor;
    this.x1 = bounds.x1;
    this.y1 = bounds.y1;
    this.x2 = bounds.x2;
    this.y2 = bounds.y2;
    this.paintedX1 = bounds.x2;
    this.paintedY1 = bounds.y2;
    this.paintedX2 = bounds.x1;
    this.paintedY2 = bounds.y1;
  }

  end(): void {
    this.pixels = nothing;
  }

  override add(x: number, y: number, width: number, height: number): void {
    const left = x < this.x1 ? this.x1 : x;
    const top = y < this.y1 ? this.y1 : y;
    const right = x + width > this.x2 ? this.x2 : x + width;
    const bottom = y + height > this.y2 ? this.y2 : y + height;
    if (left >= right || top >= bottom) return;
    if (left < this.paintedX1) this.paintedX1 = left;
    if (top < this.paintedY1) this.paintedY1 = top;
    if (right > this.paintedX2) this.paintedX2 = right;
    if (bottom > this.paintedY2) this.paintedY2 = bottom;
    const { pixels, stride, and, xor } = this;
    const long = right - left >= longRow && and === 0;
    for (let row = top, at = top * stride + left; row < bottom; row++, at += stride) {
      const end = at + right - left;
      if (long) pixels.fill(xor >>> 0, at, end);
      else if (and === 0) for (let i = at; i < end; i++) pixels[i] = xor;
      else for (let i = at; i < end; i++) pixels[i] = (pixels[i] & and) ^ xor;
    }
  }
}
