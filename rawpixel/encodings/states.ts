/** What a connection keeps between rectangles: its zlib streams, on either side. */
import type { StillKind } from '../../codecs/still-encoder.ts';
import { SizeGuess } from '../size-guess.ts';
import type { WireFormat } from '../rfb/pixel-format.ts';
import type { Inflater, Zlib } from '../zlib.ts';
import type { DecodeState, EncodeState, Painter, StreamUse, ZlibStream } from './encoding.ts';
import { noTables } from './jpeg.ts';

/**
 * How much harder than the viewer's level each stream tries: packed indices are few bytes for many pixels, so that time spent on them
 * pays (1 bit per pixel most of all); plain pixels are many.
 */
const EFFORT: Readonly<Record<ZlibStream, number>> = { 0: 0, 1: 4, 2: 3, 3: 3, zrle: 2 };
const MAX_LEVEL = 9;

export class ConnectionEncodeState implements EncodeState {
  format: WireFormat;
  /** zlib level. Tight's streams follow it, restarted; ZRLE's cannot be restarted and keeps what it began with. */
  level = 2;
  readonly stills: ReadonlySet<StillKind>;
  readonly jpegTables = noTables();
  readonly sizes = new SizeGuess();
  /** The level that each stream runs at. */
  readonly #levels = new Map<ZlibStream, number>();

  constructor(format: WireFormat, stills: ReadonlySet<StillKind>) {
    this.format = format;
    this.stills = stills;
  }

  useStream(name: ZlibStream): StreamUse {
    const running = this.#levels.get(name);
    const level = this.level === 0 ? 0 : Math.min(MAX_LEVEL, this.level + EFFORT[name]);
    if (running !== undefined && (running === level || name === 'zrle')) {
      return { level: running, begins: false, restarted: false };
    }
    this.#levels.set(name, level);
    return { level, begins: true, restarted: running !== undefined };
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
