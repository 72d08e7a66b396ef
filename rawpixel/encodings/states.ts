/** What a connection keeps between rectangles: its zlib streams, on either side. */
import type { WireFormat } from '../rfb/pixel-format.ts';
import type { Deflater, Inflater, Zlib } from '../zlib.ts';
import type { DecodeState, EncodeState, ImageEncoder, Painter, ZlibStream } from './encoding.ts';

import { noTables } from './jpeg.ts';

/** The platform's picture encoders; what is missing is not offered. */
export interface ImageEncoders {
  readonly jpeg?: ImageEncoder | undefined;
  readonly png?: ImageEncoder | undefined;
}

/**
 * How much harder than the viewer's level each stream tries: packed indices are few bytes for many pixels, so that time spent on them
 * pays (1 bit per pixel most of all); plain pixels are many.
 */
const EFFORT: Readonly<Record<ZlibStream, number>> = { 0: 0, 1: 4, 2: 3, 3: 2, zrle: 2 };
const MAX_LEVEL = 9;

export class ConnectionEncodeState implements EncodeState {
  format: WireFormat;
  /** zlib level. Tight's streams follow it, restarted; ZRLE's cannot be restarted and keeps what it began with. */
  level = 2;
  readonly jpegTables = noTables();
  readonly #zlib: Zlib;
  readonly #images: ImageEncoders;
  readonly #streams = new Map<ZlibStream, { stream: Deflater; level: number }>();

  constructor(format: WireFormat, zlib: Zlib, images: ImageEncoders) {
    this.format = format;
    this.#zlib = zlib;
    this.#images = images;
  }

  get jpeg(): ImageEncoder | undefined {
    return this.#images.jpeg;
  }

  get png(): ImageEncoder | undefined {
    return this.#images.png;
  }

  deflater(name: ZlibStream): { stream: Deflater; restarted: boolean } {
    const running = this.#streams.get(name);
    const level = this.level === 0 ? 0 : Math.min(MAX_LEVEL, this.level + EFFORT[name]);
    if (running !== undefined && (running.level === level || name === 'zrle')) {
      return { stream: running.stream, restarted: false };
    }
    const stream = this.#zlib.deflater(level);
    this.#streams.set(name, { stream, level });
    return { stream, restarted: running !== undefined };
  }
}

export class ConnectionDecodeState implements DecodeState {
  format: WireFormat;
  readonly painter: Painter;
  readonly jpegTables = noTables();
  readonly #zlib: Zlib;
  readonly #streams = new Map<ZlibStream, Inflater>();

  constructor(format: WireFormat, zlib: Zlib, painter: Painter) {
    this.format = format;
    this.#zlib = zlib;
    this.painter = painter;
  }

  inflater(name: ZlibStream): Inflater {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = this.#zlib.inflater();
      this.#streams.set(name, stream);
    }
    return stream;
  }

  restartInflater(name: ZlibStream): void {
    this.#streams.delete(name);
  }
}
