/** Paints the scene's damage on a canvas, once a frame. */
import { Fingerprint } from './fingerprint.ts';
import type { Pixels } from '../../../xserver/raster/pixels.ts';
import type { Box } from '../../../xserver/scene-damage.ts';
import { visibleSurfaces, type Scene } from '../../../xserver/windows/scene.ts';

/** Alpha of the picture: a canvas shows anything less as black or clear. */
const OPAQUE = 0xff000000;

export class Presenter {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #canvas: OffscreenCanvas;
  /** Grown as needed: the RGBA pixels of one box. */
  #buffer = new Uint32Array(0);
  /** Of what is shown, while somebody compares pictures. */
  #fingerprint: Fingerprint | undefined;

  constructor(canvas: OffscreenCanvas) {
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) throw new Error('this browser gives no 2D canvas');
    this.#canvas = canvas;
    this.#context = context;
  }

  get width(): number {
    return this.#canvas.width;
  }

  get height(): number {
    return this.#canvas.height;
  }

  /** Begins to keep a number for the picture, or ends. */
  fingerprint(wanted: boolean): void {
    this.#fingerprint = wanted ? new Fingerprint() : undefined;
    this.#printAll();
  }

  /** The same for equal pictures; undefined while none is kept. */
  get print(): string | undefined {
    return this.#fingerprint?.value;
  }

  #printAll(): void {
    const { width, height } = this.#canvas;
    this.#fingerprint?.resize(width, height);
    this.#fingerprint?.painted(new Uint32Array(this.shown().buffer), 0, 0, width, height);
  }

  /** Shows black. */
  blank(): void {
    this.#context.fillStyle = '#000';
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#fingerprint?.resize(this.#canvas.width, this.#canvas.height);
  }

  /** What the canvas shows, RGBA. */
  shown(): Uint8ClampedArray<ArrayBuffer> {
    return this.#context.getImageData(0, 0, this.#canvas.width, this.#canvas.height).data;
  }

  /** Fits the canvas to the screen; true when it has changed. Then everything must be painted, unless what was shown is to be kept. */
  fit(width: number, height: number, keep = false): boolean {
    const canvas = this.#canvas;
    if (canvas.width === width && canvas.height === height) return false;
    const shown = keep
      ? this.#context.getImageData(0, 0, Math.min(canvas.width, width), Math.min(canvas.height, height))
      : undefined;
    canvas.width = width;
    canvas.height = height;
    if (shown !== undefined) this.#context.putImageData(shown, 0, 0);
    if (this.#fingerprint !== undefined) this.#printAll();
    return true;
  }

  /** Shows pixels as they are: 0x00rrggbb, row by row. */
  put(source: Uint32Array, x: number, y: number, width: number): void {
    const pixels = new Uint32Array(source.length);
    swizzle(source, 0, pixels, 0, source.length);
    const bytes = new Uint8ClampedArray(pixels.buffer);
    this.#context.putImageData(new ImageData(bytes, width, source.length / width), x, y);
    this.#fingerprint?.painted(pixels, x, y, width, source.length / width);
  }

  /** Paints boxes of the screen from the scene as it stands. */
  paint(scene: Scene, boxes: readonly Box[]): void {
    const { width, height } = scene.screen;
    for (const box of boxes) {
      const x1 = Math.max(0, box.x1);
      const y1 = Math.max(0, box.y1);
      const x2 = Math.min(width, box.x2);
      const y2 = Math.min(height, box.y2);
      if (x1 < x2 && y1 < y2) this.#paintBox(scene, x1, y1, x2 - x1, y2 - y1);
    }
  }

  #paintBox(scene: Scene, x: number, y: number, width: number, height: number): void {
    if (this.#buffer.length < width * height) this.#buffer = new Uint32Array(width * height);
    const pixels = this.#buffer.subarray(0, width * height);
    for (const { surface, region } of visibleSurfaces(scene, x, y, width, height)) {
      const { data, width: stride } = surface.pixels;
      const { rects } = region;
      for (let r = 0; r < rects.length; r += 4) {
        const left = rects[r]!;
        const right = rects[r + 2]!;
        for (let row = rects[r + 1]!; row < rects[r + 3]!; row++) {
          const from = (row - surface.y) * stride + left - surface.x;
          swizzle(data, from, pixels, (row - y) * width + left - x, right - left);
        }
      }
    }
    const bytes = new Uint8ClampedArray(pixels.buffer as ArrayBuffer, 0, width * height * 4);
    this.#context.putImageData(new ImageData(bytes, width, height), x, y);
    this.#fingerprint?.painted(pixels, x, y, width, height);
  }
}

/** A picture as canvases have it. */
export function toRgba({ data }: Pixels): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(data.length);
  swizzle(data, 0, pixels, 0, data.length);
  return new Uint8ClampedArray(pixels.buffer);
}

/** Pixels of the core (0x..RRGGBB) to RGBA bytes, which a little-endian machine reads as 0xAABBGGRR. */
function swizzle(source: Uint32Array, from: number, target: Uint32Array, to: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const pixel = source[from + i]!;
    target[to + i] = OPAQUE | ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff);
  }
}
