/** A rectangle of pixels on a framebuffer. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a rectangle within 0, 0, width, height; undefined where nothing is left. */
export function clipRect(rect: Rect, width: number, height: number): Rect | undefined {
  return intersectRects(rect, { x: 0, y: 0, width, height });
}

export function intersectRects(a: Rect, b: Rect): Rect | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const right = Math.min(a.x + a.width, b.x + b.width);
  const bottom = Math.min(a.y + a.height, b.y + b.height);
  return x < right && y < bottom ? { x, y, width: right - x, height: bottom - y } : undefined;
}

/** The smallest rectangle around both. */
export function joinRects(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** The parts of a rectangle that are not in another. */
export function subtractRect(rect: Rect, other: Rect): Rect[] {
  const inside = intersectRects(rect, other);
  if (inside === undefined) return [rect];
  const { x, y, width, height } = rect;
  const right = inside.x + inside.width;
  const bottom = inside.y + inside.height;
  const parts = [
    { x, y, width, height: inside.y - y },
    { x, y: bottom, width, height: y + height - bottom },
    { x, y: inside.y, width: inside.x - x, height: inside.height },
    { x: right, y: inside.y, width: x + width - right, height: inside.height },
  ];
  return parts.filter((part) => part.width > 0 && part.height > 0);
}

export function isSameRect(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

export function rectArea(rect: Rect): number {
  return rect.width * rect.height;
}

/** The pixels of a rectangle of a framebuffer, without gaps. */
export function cutPixels(data: Uint32Array, stride: number, rect: Rect): Uint32Array {
  const { x, y, width, height } = rect;
  if (width === stride) return data.slice(y * stride, (y + height) * stride);
  const pixels = new Uint32Array(width * height);
  for (let row = 0, from = y * stride + x; row < height; row++, from += stride) {
    pixels.set(data.subarray(from, from + width), row * width);
  }
  return pixels;
}

/** Puts pixels without gaps into a rectangle of a framebuffer. */
export function putPixels(data: Uint32Array, stride: number, rect: Rect, pixels: Uint32Array): void {
  const { x, y, width, height } = rect;
  for (let row = 0, to = y * stride + x; row < height; row++, to += stride) {
    data.set(pixels.subarray(row * width, (row + 1) * width), to);
  }
}

/** Fills a rectangle of a framebuffer with one pixel. */
export function fillPixels(data: Uint32Array, stride: number, rect: Rect, pixel: number): void {
  const { x, y, width, height } = rect;
  for (let row = 0, to = y * stride + x; row < height; row++, to += stride) data.fill(pixel, to, to + width);
}

/** Copies a rectangle within one framebuffer; source and target may overlap. */
export function movePixels(data: Uint32Array, stride: number, sourceX: number, sourceY: number, target: Rect): void {
  const { x, y, width, height } = target;
  const down = sourceY < y;
  for (let i = 0; i < height; i++) {
    const row = down ? height - 1 - i : i;
    const from = (sourceY + row) * stride + sourceX;
    data.copyWithin((y + row) * stride + x, from, from + width);
  }
}
