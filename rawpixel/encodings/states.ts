/** What a connection keeps between rectangles: its zlib streams, on either side. */
import type { WireFormat } from '../rfb/pixel-format.ts';
import type { Deflater, Inflater, Zlib } from '../zlib.ts';
import type { DecodeState, EncodeState, ImageEncoder, Painter, ZlibStream } from './encoding.ts';

/** The platform's picture encoders; what is missing is not offered. */
export interface ImageEncoders {
  readonly jpeg?: ImageEncoder | undefined;
  readonly png?: ImageEncoder | undefined;
}

export class ConnectionEncodeState implements EncodeState {
  format: WireFormat;
  /** zlib level. Tight's streams follow it, restarted; ZRLE's cannot be restarted and keeps what it began with. */
  level = 2;
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
    if (running !== undefined && (running.level === this.level || name === 'zrle')) {
      return { stream: running.stream, restarted: false };
    }
    const stream = this.#zlib.deflater(this.level);
    this.#streams.set(name, { stream, level: this.level });
    return { stream, restarted: running !== undefined };
  }
}

export class ConnectionDecodeState implements DecodeState {
  format: WireFormat;
  readonly painter: Painter;
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
