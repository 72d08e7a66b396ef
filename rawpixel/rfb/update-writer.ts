/** Puts a FramebufferUpdate together (RFC 6143 §7.6.1): rectangles of pixels, copies, and the pseudo-rectangles. */
import type { CursorImage } from '../../xserver/driver.ts';
import { copyRect, encodeCopyRect } from '../encodings/copy-rect.ts';
import { writePixels, type EncodeChoice, type PixelEncoding } from '../encodings/encoding.ts';
import { encodeH264, h264 } from '../encodings/h264.ts';
import type { ConnectionEncodeState } from '../encodings/states.ts';
import { MAX_CURSOR_SIDE, MAX_RECT_PIXELS } from '../limits.ts';
import { PartWriter, type Parts } from '../packing.ts';
import type { Rect } from '../rect.ts';
import { encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { writeRect, writeScreens, type ScreenLayout } from './client-messages.ts';
import { pseudo, serverMessage } from './numbers.ts';

/** The rectangle count that says "until LastRect"; no update may have as many. */
const MAX_RECTS = 0xfffe;
const COUNT_AT = 2;

export class UpdateWriter {
  readonly #out: PartWriter;
  readonly #state: ConnectionEncodeState;
  #count = 0;

  constructor(state: ConnectionEncodeState) {
    this.#state = state;
    this.#out = new PartWriter(4096, state.sizes);
    this.#out.bytes([serverMessage.framebufferUpdate, 0, 0, 0]);
  }

  /** Bytes so far, about. */
  get length(): number {
    return this.#out.length + this.#out.guessed;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Whether one more rectangle, cut in however many pieces, might be too many. */
  get isFull(): boolean {
    return this.#count > MAX_RECTS - 4096;
  }

  #head(rect: Rect, encoding: number): void {
    this.#count++;
    writeRect(this.#out, rect);
    this.#out.u32(encoding);
  }

  copy(sourceX: number, sourceY: number, target: Rect): void {
    this.#head(target, copyRect.number);
    encodeCopyRect(sourceX, sourceY, this.#out);
  }

  /** More of the film in a rectangle; without data only the flags count. */
  film(rect: Rect, flags: number, data: Uint8Array): void {
    this.#head(rect, h264.number);
    encodeH264(flags, data, this.#out);
  }

  /** Pixels of a rectangle, 0xrrggbb without gaps; what is too big for the encoding goes in pieces. */
  pixels(rect: Rect, rgb: Uint32Array, encoding: PixelEncoding, choice: EncodeChoice): void {
    const { x, y, width, height } = rect;
    if (width > encoding.maxWidth) {
      for (let left = 0; left < width; left += encoding.maxWidth) {
        const part = { x: left, y: 0, width: Math.min(encoding.maxWidth, width - left), height };
        const cut = new Uint32Array(part.width * height);
        for (let row = 0; row < height; row++) {
          cut.set(rgb.subarray(row * width + left, row * width + left + part.width), row * part.width);
        }
        this.pixels({ ...part, x: x + left, y }, cut, encoding, choice);
      }
      return;
    }
    const rowsAtOnce = Math.max(1, Math.floor(MAX_RECT_PIXELS / width));
    for (let top = 0; top < height; top += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, height - top);
      const part = rgb.subarray(top * width, (top + rows) * width);
      this.#head({ x, y: y + top, width, height: rows }, encoding.number);
      const block = { width, height: rows, rgb: part, values: this.#state.format.toValues(part) };
      encoding.encode(block, this.#state, this.#out, choice);
    }
  }

  /** `undefined` hides the cursor. */
  cursor(cursor: CursorImage | undefined, kind: 'alpha' | 'masked'): void {
    const shown = cursor !== undefined && Math.max(cursor.width, cursor.height) <= MAX_CURSOR_SIDE ? cursor : undefined;
    const { width = 0, height = 0, hotX = 0, hotY = 0, argb = new Uint32Array(0) } = shown ?? {};
    const rect = { x: Math.min(hotX, width), y: Math.min(hotY, height), width, height };
    if (kind === 'alpha') {
      this.#head(rect, pseudo.cursorWithAlpha);
      // Encoded as Raw; always red, green, blue, alpha, premultiplied.
      this.#out.u32(0);
      for (const pixel of argb) this.#out.u32((pixel << 8) | (pixel >>> 24));
      return;
    }
    this.#head(rect, pseudo.cursor);
    const { format } = this.#state;
    const values = format.toValues(argb.map(unpremultiply));
    writePixels(this.#out, format.pixel, values);
    const rowBytes = (width + 7) >> 3;
    const mask = new Uint8Array(rowBytes * height);
    for (let i = 0; i < argb.length; i++) {
      const x = i % width;
      const y = (i - x) / width;
      if (argb[i]! >>> 24 >= 0x80) mask[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
    }
    this.#out.bytes(mask);
  }

  desktopSize(width: number, height: number): void {
    this.#head({ x: 0, y: 0, width, height }, pseudo.desktopSize);
  }

  extendedDesktopSize(
    reason: number,
    status: number,
    width: number,
    height: number,
    screens: readonly ScreenLayout[],
  ): void {
    this.#head({ x: reason, y: status, width, height }, pseudo.extendedDesktopSize);
    this.#out.bytes([screens.length, 0, 0, 0]);
    writeScreens(this.#out, screens);
  }

  desktopName(name: string): void {
    const bytes = encodeUtf8(name);
    this.#head({ x: 0, y: 0, width: 0, height: 0 }, pseudo.desktopName);
    this.#out.u32(bytes.length);
    this.#out.bytes(bytes);
  }

  /** Tells the viewer that we take keys by their place on the keyboard. */
  extendedKeys(): void {
    this.#head({ x: 0, y: 0, width: 0, height: 0 }, pseudo.qemuExtendedKey);
  }

  /** Which lights are on: see `led`. */
  leds(mask: number): void {
    this.#head({ x: 0, y: 0, width: 0, height: 0 }, pseudo.qemuLedState);
    this.#out.u8(mask);
  }

  finish(): Parts {
    this.#out.setU16(COUNT_AT, this.#count);
    return { plain: this.#out.finish(), deferred: this.#out.deferred };
  }
}

/** 0xrrggbb of a premultiplied pixel. */
function unpremultiply(argb: number): number {
  const alpha = argb >>> 24;
  if (alpha === 0 || alpha === 255) return argb & 0xffffff;
  const channel = (shift: number) => Math.min(255, Math.round((((argb >>> shift) & 0xff) * 255) / alpha)) << shift;
  return channel(16) | channel(8) | channel(0);
}
