/**
 * Still pictures as JPEG, WebP and PNG, made in the threads that Node keeps for native work: pixels are read where they lie, nothing is copied over, no
 * thread of our own has to be kept alive. JPEG of tiles is made by libjpeg-turbo (53,000 tiles of 64x64 in a second and core, sharp makes 1,900);
 * sharp makes the rest, and JPEG too where there is no prebuilt jpeg-turbo.
 */
import { availableParallelism } from 'node:os';
import type * as TurboJpeg from '@julusian/jpeg-turbo';
import type sharp from 'sharp';
import { StillsBusyError, type StillEncoder, type StillKind, type StillRequest } from '../../codecs/still-encoder.ts';

/** About eight screens of 1080p: what waits longer than that is stale. */
export const MAX_WAITING_PIXELS = 16 << 20;
/** Up to this many pixels side by side count as one job: a tile alone is not worth a turn of the queue. */
const JOB_PIXELS = 1 << 16;
/** From this quality on colours keep their full resolution, as text and edges in a picture want it. */
const FULL_COLOR_QUALITY = 78;

type Turbo = typeof TurboJpeg;

interface Job {
  readonly requests: readonly StillRequest[];
  /** Files of these requests. */
  readonly done: (files: Uint8Array[]) => void;
  readonly failed: (error: unknown) => void;
}

function check({ pixels, width, height }: StillRequest): void {
  if (width > 0 && height > 0 && pixels.length === width * height) return;
  throw new RangeError(`${pixels.length} pixels for a picture of ${width}x${height}`);
}

function bytesOf({ pixels }: StillRequest): Buffer {
  return Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
}

/** Without the room behind it. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

export class Stills implements StillEncoder {
  readonly kinds: ReadonlySet<StillKind> = new Set<StillKind>(['jpeg', 'webp', 'webp-lossless', 'png']);
  readonly #turbo: Turbo | undefined;
  readonly #sharp: typeof sharp;
  readonly #width: number;
  readonly #queue: Job[] = [];
  readonly #awaitingRoom: (() => void)[] = [];
  #running = 0;
  #waiting = 0;

  private constructor(turbo: Turbo | undefined, makeSharp: typeof sharp, width: number) {
    this.#turbo = turbo;
    this.#sharp = makeSharp;
    this.#width = width;
  }

  /**
   * @param width jobs side by side; as many as there are cores.
   * @param fastJpeg whether to use libjpeg-turbo where it is there.
   */
  static async load(width = availableParallelism(), fastJpeg = true): Promise<Stills> {
    // Its prebuilt is missing on some platforms.
    const turbo = fastJpeg ? await import('@julusian/jpeg-turbo').catch(() => undefined) : undefined;
    const { default: makeSharp } = await import('sharp');
    // Each job is a thread of its own already, and no picture comes twice.
    makeSharp.concurrency(1);
    makeSharp.cache(false);
    return new Stills(turbo === undefined ? undefined : unwrapped(turbo), makeSharp, width);
  }

  get waitingPixels(): number {
    return this.#waiting;
  }

  /** Whether JPEG comes from the fast encoder. */
  get isFast(): boolean {
    return this.#turbo !== undefined;
  }

  async encode(batch: readonly StillRequest[]): Promise<Uint8Array[]> {
    for (const request of batch) check(request);
    const pixels = batch.reduce((sum, { width, height }) => sum + width * height, 0);
    // One batch may be larger than the limit; two may not.
    if (this.#waiting > 0 && this.#waiting + pixels > MAX_WAITING_PIXELS) {
      throw new StillsBusyError(`${this.#waiting} pixels wait to be encoded`);
    }
    this.#waiting += pixels;
    try {
      const jobs = cutJobs(batch).map(
        async (requests) =>
          new Promise<Uint8Array[]>((done, failed) => {
            this.#queue.push({ requests, done, failed });
          }),
      );
      this.#next();
      return (await Promise.all(jobs)).flat();
    } finally {
      this.#waiting -= pixels;
      for (const wake of this.#awaitingRoom.splice(0)) wake();
    }
  }

  async room(): Promise<void> {
    if (this.#waiting === 0) return;
    await new Promise<void>((resolve) => {
      this.#awaitingRoom.push(resolve);
    });
  }

  #next(): void {
    while (this.#running < this.#width) {
      const job = this.#queue.shift();
      if (job === undefined) return;
      this.#running++;
      void this.#run(job);
    }
  }

  async #run({ requests, done, failed }: Job): Promise<void> {
    try {
      const files: Uint8Array[] = [];
      for (const request of requests) files.push(await this.#make(request));
      done(files);
    } catch (error) {
      failed(error);
    } finally {
      this.#running--;
      this.#next();
    }
  }

  async #make(request: StillRequest): Promise<Uint8Array> {
    const bytes = bytesOf(request);
    const { kind, width, height } = request;
    const quality = Math.max(1, Math.min(100, Math.round(request.quality)));
    if (kind === 'jpeg' && this.#turbo !== undefined) {
      const turbo = this.#turbo;
      const subsampling = quality >= FULL_COLOR_QUALITY ? turbo.SAMP_444 : turbo.SAMP_420;
      return plain(await turbo.compress(bytes, { format: turbo.FORMAT_BGRX, width, height, subsampling, quality }));
    }
    const blueFirst = this.#sharp(bytes, { raw: { width, height, channels: 4 } }).removeAlpha();
    // Red and blue change places; the factors 0 and 1 leave the values as they are.
    const picture = blueFirst.recomb([
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    switch (kind) {
      case 'jpeg': {
        const chromaSubsampling = quality >= FULL_COLOR_QUALITY ? '4:4:4' : '4:2:0';
        return plain(await picture.jpeg({ quality, chromaSubsampling }).toBuffer());
      }
      case 'webp':
        return plain(await picture.webp({ quality, effort: 2 }).toBuffer());
      case 'webp-lossless':
        return plain(await picture.webp({ lossless: true, effort: 1 }).toBuffer());
      case 'png':
        return plain(await picture.png({ compressionLevel: 6 }).toBuffer());
      default:
        kind satisfies never;
        throw new RangeError('unknown kind of picture');
    }
  }
}

/** A CommonJS module, as loaders of both sorts give it. */
function unwrapped(module: Turbo): Turbo {
  return (module as unknown as { default?: Turbo }).default ?? module;
}

/** Small pictures together, each large one by itself. */
function cutJobs(batch: readonly StillRequest[]): StillRequest[][] {
  const jobs: StillRequest[][] = [];
  let room = 0;
  for (const request of batch) {
    const pixels = request.width * request.height;
    if (pixels > room) {
      jobs.push([]);
      room = JOB_PIXELS;
    }
    jobs.at(-1)!.push(request);
    room -= pixels;
  }
  return jobs;
}
