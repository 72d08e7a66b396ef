/**
 * How an update becomes bytes. Encodings write what is quick at once and leave what takes time (zlib streams, pictures) as deferred parts; a packer
 * has these made, here and now or in other threads, and puts all together in the order of the update. Each connection has a packer of its own and packs
 * one update at a time, as the streams run through the connection.
 */
import { StillsBusyError, type StillEncoder, type StillKind, type StillRequest } from '../codecs/still-encoder.ts';
import type { VideoEncoders } from '../codecs/video-encoder.ts';
import { ByteWriter } from './byte-writer.ts';
import type { ZlibStream } from './encodings/encoding.ts';
import type { SizeGuess } from './size-guess.ts';
import type { Deflater, Zlib } from './zlib.ts';

/** Data for a zlib stream of the connection. */
export interface DeflatePart {
  readonly kind: 'deflate';
  readonly stream: ZlibStream;
  readonly level: number;
  /** The stream begins with it; an older one of the name is gone. */
  readonly begins: boolean;
  readonly data: Uint8Array;
}

export interface StillPart {
  readonly kind: 'still';
  readonly request: StillRequest;
}

/** What is made later, and put in where it belongs. */
export interface Deferred {
  readonly part: DeflatePart | StillPart;
  /** Where in the plain bytes it comes. */
  readonly at: number;
  /** Writes the finished bytes, with their length before them or whatever the encoding wants; in the order of the update. */
  readonly write: (made: Uint8Array, out: ByteWriter) => void;
}

/** What encodings write to. */
export class PartWriter extends ByteWriter {
  readonly deferred: Deferred[] = [];
  /** About how many bytes the deferred parts will be. */
  guessed = 0;
  readonly #sizes: SizeGuess;

  constructor(capacity: number, sizes: SizeGuess) {
    super(capacity);
    this.#sizes = sizes;
  }

  defer(part: DeflatePart | StillPart, write: Deferred['write']): void {
    this.guessed += this.#sizes.guess(part);
    this.deferred.push({
      part,
      at: this.length,
      write: (made, out) => {
        this.#sizes.learn(part, made.length);
        write(made, out);
      },
    });
  }
}

export interface Parts {
  readonly plain: Uint8Array;
  readonly deferred: readonly Deferred[];
}

export interface Packer {
  /** Pictures that it can have made. */
  readonly stills: ReadonlySet<StillKind>;
  /** Calls one of the two, once, now or later; not to be called again before. */
  pack(parts: Parts, done: (bytes: Uint8Array) => void, failed: (error: unknown) => void): void;
  /** The connection is gone. */
  end(): void;
}

function compose({ plain, deferred }: Parts, made: readonly Uint8Array[]): Uint8Array {
  if (deferred.length === 0) return plain;
  const out = new ByteWriter(plain.length + made.reduce((sum, { length }) => sum + length + 4, 0));
  let from = 0;
  for (const [i, { at, write }] of deferred.entries()) {
    out.bytes(plain.subarray(from, at));
    write(made[i]!, out);
    from = at;
  }
  out.bytes(plain.subarray(from));
  return out.finish();
}

/** Makes a picture file of 0xrrggbb pixels at once. The platform's; of the same files as `StillEncoder`'s. */
export type ImageEncoder = (rgb: Uint32Array, width: number, height: number, quality: number) => Uint8Array;

/** Picture encoders that work at once; what is missing is not offered. */
export interface ImageEncoders {
  readonly jpeg?: ImageEncoder | undefined;
  readonly png?: ImageEncoder | undefined;
  readonly webp?: ImageEncoder | undefined;
  readonly 'webp-lossless'?: ImageEncoder | undefined;
}

/** The zlib streams that are packed here and now. */
class NearStreams {
  readonly #zlib: Zlib;
  readonly #streams = new Map<ZlibStream, Deflater>();

  constructor(zlib: Zlib) {
    this.#zlib = zlib;
  }

  deflate({ stream: name, level, begins, data }: DeflatePart): Uint8Array {
    const running = begins ? undefined : this.#streams.get(name);
    const stream = running ?? this.#zlib.deflater(level);
    this.#streams.set(name, stream);
    return stream.deflate(data);
  }
}

function isNear(part: DeflatePart | StillPart): part is DeflatePart {
  return part.kind === 'deflate' && NEAR_STREAMS.has(part.stream);
}

/** Packs here and now. */
export class PlainPacker implements Packer {
  readonly stills: ReadonlySet<StillKind>;
  readonly #images: ImageEncoders;
  readonly #streams: NearStreams;

  constructor(zlib: Zlib, images: ImageEncoders) {
    this.#streams = new NearStreams(zlib);
    this.#images = images;
    this.stills = new Set(
      (['jpeg', 'png', 'webp', 'webp-lossless'] as const).filter((kind) => images[kind] !== undefined),
    );
  }

  pack(parts: Parts, done: (bytes: Uint8Array) => void): void {
    const made = parts.deferred.map(({ part }) => {
      if (part.kind === 'deflate') return this.#streams.deflate(part);
      const { kind, pixels, width, height, quality } = part.request;
      const encode = this.#images[kind];
      if (encode === undefined) throw new Error(`no encoder of ${kind}`);
      return encode(pixels, width, height, quality);
    });
    done(compose(parts, made));
  }

  end(): void {}
}

/** A zlib stream that is packed elsewhere. */
export interface DistantDeflater {
  /** Goes on with the stream, after what it was given before. @param bytes owned. */
  deflate(bytes: Uint8Array): Promise<Uint8Array>;
  /** It is not needed any more. */
  end(): void;
}

/** What makes parts in other threads. */
export interface DistantEncoders {
  readonly stills: StillEncoder;
  deflater(level: number): DistantDeflater;
  /** Films; without it they go as pictures. */
  readonly video?: VideoEncoders;
}

/** Streams that only ever get little at a time: another thread would take longer to wake than the data to pack. */
const NEAR_STREAMS: ReadonlySet<ZlibStream> = new Set<ZlibStream>([1, 2]);

/**
 * Has the parts made in other threads, side by side: only a stream's own pieces wait for one another. An update of nothing but little pieces is packed at
 * once.
 */
export class DistantPacker implements Packer {
  readonly #encoders: DistantEncoders;
  readonly #streams = new Map<ZlibStream, DistantDeflater>();
  readonly #near: NearStreams;

  constructor(encoders: DistantEncoders, zlib: Zlib) {
    this.#encoders = encoders;
    this.#near = new NearStreams(zlib);
  }

  get stills(): ReadonlySet<StillKind> {
    return this.#encoders.stills.kinds;
  }

  pack(parts: Parts, done: (bytes: Uint8Array) => void, failed: (error: unknown) => void): void {
    const near = parts.deferred.map(({ part }) => (isNear(part) ? this.#near.deflate(part) : undefined));
    if (near.every((made) => made !== undefined)) done(compose(parts, near));
    else void this.#make(parts, near, done, failed);
  }

  end(): void {
    for (const stream of this.#streams.values()) stream.end();
    this.#streams.clear();
  }

  async #make(
    parts: Parts,
    near: readonly (Uint8Array | undefined)[],
    done: (bytes: Uint8Array) => void,
    failed: (error: unknown) => void,
  ): Promise<void> {
    let bytes: Uint8Array;
    try {
      bytes = await this.#made(parts, near);
    } catch (error) {
      failed(error);
      return;
    }
    done(bytes);
  }

  async #made(parts: Parts, near: readonly (Uint8Array | undefined)[]): Promise<Uint8Array> {
    const requests = parts.deferred.flatMap(({ part }) => (part.kind === 'still' ? [part.request] : []));
    const pieces = parts.deferred.map(async ({ part }, i) =>
      part.kind === 'deflate' && near[i] === undefined ? this.#stream(part).deflate(part.data) : near[i],
    );
    const [files, deflated] = await Promise.all([
      requests.length === 0 ? [] : this.#stills(requests),
      Promise.all(pieces),
    ]);
    let next = 0;
    return compose(
      parts,
      deflated.map((piece) => piece ?? files[next++]!),
    );
  }

  /** Others' pictures may take all the room; there is some again when theirs are done. */
  async #stills(requests: readonly StillRequest[]): Promise<Uint8Array[]> {
    const { stills } = this.#encoders;
    for (;;) {
      try {
        return await stills.encode(requests);
      } catch (error) {
        if (!(error instanceof StillsBusyError)) throw error;
      }
      await stills.room();
    }
  }

  #stream({ stream: name, level, begins }: DeflatePart): DistantDeflater {
    const running = this.#streams.get(name);
    if (running !== undefined && !begins) return running;
    running?.end();
    const stream = this.#encoders.deflater(level);
    this.#streams.set(name, stream);
    return stream;
  }
}
