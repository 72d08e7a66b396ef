/** Drawing on a window or pixmap of the root's depth, in core requests. */
import type { Connection } from './connection.ts';
import { characterWidth, fitText, textWidth, type Font } from './font.ts';
import type { GcCache } from './gc-cache.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Align = 'left' | 'center' | 'right';

/** Characters in one item of PolyText; 255 means a font change. */
const ITEM_CHARACTERS = 254;
const FULL_CIRCLE = 360 * 64;

export class Painter {
  readonly drawable: number;
  readonly #connection: Connection;
  readonly #gcs: GcCache;

  constructor(connection: Connection, gcs: GcCache, drawable: number) {
    this.#connection = connection;
    this.#gcs = gcs;
    this.drawable = drawable;
  }

  fill(color: number, x: number, y: number, width: number, height: number): void {
    if (width > 0 && height > 0) this.fills(color, [x, y, width, height]);
  }

  /** Fills rectangles given as x, y, width, height each. */
  fills(color: number, rectangles: readonly number[]): void {
    if (rectangles.length === 0) return;
    this.#connection.send('PolyFillRectangle', {
      drawable: this.drawable,
      gc: this.#gcs.get(color),
      rectangles: Int32Array.from(rectangles),
    });
  }

  /** A filled rectangle with corners rounded by `radius`. */
  fillRounded(color: number, x: number, y: number, width: number, height: number, radius: number): void {
    const rectangles: number[] = [x, y + radius, width, height - 2 * radius];
    for (let row = 0; row < radius; row++) {
      const inset = cornerInset(radius, row);
      rectangles.push(x + inset, y + row, width - 2 * inset, 1, x + inset, y + height - 1 - row, width - 2 * inset, 1);
    }
    this.fills(color, rectangles);
  }

  /** A rounded box with a border of one pixel. */
  box(border: number, face: number, x: number, y: number, width: number, height: number, radius: number): void {
    this.fillRounded(border, x, y, width, height, radius);
    this.fillRounded(face, x + 1, y + 1, width - 2, height - 2, Math.max(0, radius - 1));
  }

  /** The outline of a rectangle, inside its bounds. */
  outline(color: number, x: number, y: number, width: number, height: number): void {
    this.fills(color, [
      x,
      y,
      width,
      1,
      x,
      y + height - 1,
      width,
      1,
      x,
      y + 1,
      1,
      height - 2,
      x + width - 1,
      y + 1,
      1,
      height - 2,
    ]);
  }

  /** A line through points given as x, y each. */
  lines(color: number, points: readonly number[], lineWidth = 0): void {
    if (points.length < 4) return;
    this.#connection.send('PolyLine', {
      coordinateMode: 0,
      drawable: this.drawable,
      gc: this.#gcs.get(color, { lineWidth }),
      points: Int32Array.from(points, Math.round),
    });
  }

  polygon(color: number, points: readonly number[]): void {
    this.#connection.send('FillPoly', {
      drawable: this.drawable,
      gc: this.#gcs.get(color),
      shape: 0,
      coordinateMode: 0,
      points: Int32Array.from(points, Math.round),
    });
  }

  ellipse(color: number, x: number, y: number, width: number, height: number, lineWidth = 0): void {
    this.#connection.send('PolyArc', {
      drawable: this.drawable,
      gc: this.#gcs.get(color, { lineWidth }),
      arcs: Int32Array.of(x, y, width, height, 0, FULL_CIRCLE),
    });
  }

  fillEllipse(color: number, x: number, y: number, width: number, height: number): void {
    this.#connection.send('PolyFillArc', {
      drawable: this.drawable,
      gc: this.#gcs.get(color),
      arcs: Int32Array.of(x, y, width, height, 0, FULL_CIRCLE),
    });
  }

  /** Text with its baseline at `y`. */
  text(font: Font, color: number, x: number, y: number, text: string): void {
    if (text === '') return;
    const gc = this.#gcs.get(color, { font: font.id });
    let wide = false;
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) wide = true;
    let at = x;
    // Requests stay short, so that no item list grows beyond the smallest request limit.
    for (let start = 0; start < text.length; start += 2032) {
      const part = text.slice(start, start + 2032);
      const request = { drawable: this.drawable, gc, x: at, y, items: wide ? items16(part) : items8(part) };
      this.#connection.send(wide ? 'PolyText16' : 'PolyText8', request);
      if (text.length > 2032) at += textWidth(font, part);
    }
  }

  /** Text centred in the height of a box and aligned in its width, cut where it is too wide. */
  textIn(font: Font, color: number, box: Rectangle, text: string, align: Align = 'left'): void {
    const shown = fitText(font, text, box.width);
    const free = box.width - textWidth(font, shown);
    const x = box.x + (align === 'left' ? 0 : align === 'right' ? free : free >> 1);
    this.text(font, color, x, box.y + ((box.height - font.height) >> 1) + font.ascent, shown);
  }

  /** Copies from another drawable of the same depth (or this one). */
  copy(source: number, from: Rectangle, x: number, y: number): void {
    this.#connection.send('CopyArea', {
      srcDrawable: source,
      dstDrawable: this.drawable,
      gc: this.#gcs.get(0),
      srcX: from.x,
      srcY: from.y,
      dstX: x,
      dstY: y,
      width: from.width,
      height: from.height,
    });
  }

  /** Shows pixels of 4 bytes each (blue, green, red, unused, in the server's image byte order), whole rows. */
  image(data: Uint8Array, x: number, y: number, width: number, height: number): void {
    const rows = Math.max(1, Math.floor((Math.min(this.#connection.maximumRequestBytes, 1 << 18) - 32) / (width * 4)));
    for (let row = 0; row < height; row += rows) {
      const count = Math.min(rows, height - row);
      this.#connection.send('PutImage', {
        format: 2,
        drawable: this.drawable,
        gc: this.#gcs.get(0),
        width,
        height: count,
        dstX: x,
        dstY: y + row,
        leftPad: 0,
        depth: this.#connection.screen.rootDepth,
        data: data.subarray(row * width * 4, (row + count) * width * 4),
      });
    }
  }
}

/** How many pixels row `row` of a rounded corner leaves out. */
function cornerInset(radius: number, row: number): number {
  const dy = radius - row - 0.5;
  return Math.round(radius - Math.sqrt(radius * radius - dy * dy));
}

function items8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let start = 0; start < text.length; start += ITEM_CHARACTERS) {
    const part = text.slice(start, start + ITEM_CHARACTERS);
    bytes.push(part.length, 0);
    for (let i = 0; i < part.length; i++) bytes.push(part.charCodeAt(i));
  }
  return Uint8Array.from(bytes);
}

function items16(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let start = 0; start < text.length; start += ITEM_CHARACTERS) {
    const part = text.slice(start, start + ITEM_CHARACTERS);
    bytes.push(part.length, 0);
    for (let i = 0; i < part.length; i++) bytes.push(part.charCodeAt(i) >> 8, part.charCodeAt(i) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** Index of the character whose left half or whose gap before it is at `x` pixels from the text's start. */
export function characterAt(font: Font, text: string, x: number): number {
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const width = characterWidth(font, text.charCodeAt(i));
    if (x < at + width / 2) return i;
    at += width;
  }
  return text.length;
}
