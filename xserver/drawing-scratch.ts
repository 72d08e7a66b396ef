import type { Font } from './fonts/font.ts';
import { RectList } from './raster/spans.ts';
import type { WorkMeter } from './raster/work.ts';
import type { Drawing } from './requests/drawing-target.ts';
import { ShapePainter } from './requests/shape-painter.ts';
import type { Gc } from './state/resources.ts';

/**
 * Buffers and caches that drawing requests of one server use again and again. Nothing here is state: each request fills
 * what it reads, and a cache only saves work whose result is the same without it.
 */
export class DrawingScratch {
  /** Rectangles before clipping. */
  readonly shapes: RectList = new RectList();
  /** What clipping leaves of them. */
  readonly clipped: RectList = new RectList();
  /** For lines, polygons and arcs. */
  readonly shapePainter: ShapePainter;
  /** The last drawable that each gc drew on. */
  readonly drawings: WeakMap<Gc, Drawing> = new WeakMap();
  /** Glyph numbers of the 256 codes of 8-bit text. */
  readonly byteGlyphs: WeakMap<Font, Int32Array> = new WeakMap();
  /** Copies (flat sourceX, sourceY, targetX, targetY, width, height) or glyphs (flat glyph, x, y) for the painter. */
  numbers: Int32Array = new Int32Array(1024);
  #pixels: Uint32Array = new Uint32Array(0);
  #bytes: ArrayBuffer = new ArrayBuffer(0);

  constructor(work: WorkMeter) {
    this.shapePainter = new ShapePainter(work);
  }

  /** Makes `numbers` at least `count` long and keeps its content. */
  growNumbers(count: number): void {
    if (this.numbers.length >= count) return;
    const longer = new Int32Array(Math.max(count, this.numbers.length * 2));
    longer.set(this.numbers);
    this.numbers = longer;
  }

  /** Room for `count` pixels of any content. Large ones are not kept. */
  pixels(count: number): Uint32Array {
    if (count > 1 << 20) return new Uint32Array(count);
    if (this.#pixels.length < count) this.#pixels = new Uint32Array(count);
    return this.#pixels;
  }

  /** `count` bytes of any content, at the beginning of a buffer. Large ones are not kept. */
  bytes(count: number): Uint8Array {
    if (count > 1 << 22) return new Uint8Array(count);
    if (this.#bytes.byteLength < count)
      this.#bytes = new ArrayBuffer(Math.max(count, this.#bytes.byteLength * 2, 4096));
    return new Uint8Array(this.#bytes, 0, count);
  }
}
