/**
 * One H.264 stream decoded by the platform's WebCodecs. Every piece of the stream is answered once, in order, so that a framebuffer can keep its own
 * order: by a picture, or by nothing where the platform makes none of it.
 */
import { accessUnits, type AccessUnit } from './annex-b.ts';
import type { DecodedFrame, DecoderConfig, WebCodecs, WebDecoder } from './web-codecs.ts';

export interface DecodedPicture {
  readonly width: number;
  readonly height: number;
  /** 0xrrggbb, row by row. */
  readonly rgb: Uint32Array;
}

export interface H264Decoder {
  /**
   * Goes on with the stream (Annex B) by whole pictures.
   * @param data owned.
   * @param done called once, now or later, in the order of the calls: with the last of the pictures, or undefined where it can't be decoded.
   */
  decode(data: Uint8Array, done: (picture: DecodedPicture | undefined) => void): void;
  /** Whoever waits is told that there is no picture. */
  close(): void;
}

export type OpenH264 = () => H264Decoder;

/** Decoders whose answers go through `run`, which deals with what they bring about. */
export function guardedH264(open: OpenH264, run: (answer: () => void) => void): OpenH264 {
  return () => {
    const decoder = open();
    return {
      decode: (data, done) => decoder.decode(data, (picture) => run(() => done(picture))),
      close: () => decoder.close(),
    };
  };
}

export interface H264Platform {
  readonly api: WebCodecs;
  /** Calls back after so many ms; gives what calls it off. */
  readonly after: (milliseconds: number, act: () => void) => () => void;
  /**
   * Pictures that the decoder holds back, as each of its threads has one in hand: so many empty pieces push a picture out. 0 for decoders that give each
   * picture at once.
   */
  readonly holdsBack: number;
}

/** A picture that has not come after this will not: a stream made for films holds nothing back. */
const PATIENCE_MS = 10_000;
/** Pictures that wait to be decoded: who is so far behind, or is given so many at once, never catches up. */
const MOST_WAITING = 256;
/** Of one picture; framebuffers are no larger. */
const MOST_PIXELS = 1 << 25;
/** The end of a sequence, which asks for nothing and gives no picture. */
const EMPTY = Uint8Array.of(0, 0, 0, 1, 10);
/** Constrained baseline of level 4, the least that is asked of a viewer. */
const ASKED = '42e028';

/** Levels below 3 are not known everywhere by all of their names; a higher one asks only for more room. */
const LEAST_LEVEL = 0x1e;

function configOf(profile: string): DecoderConfig {
  const level = Math.max(LEAST_LEVEL, Number.parseInt(profile.slice(4), 16));
  return { codec: `avc1.${profile.slice(0, 4)}${level.toString(16).padStart(2, '0')}`, optimizeForLatency: true };
}

/** Whether the platform decodes H.264 at all. */
export async function decodesH264(api: WebCodecs): Promise<boolean> {
  const answer = await api.VideoDecoder.isConfigSupported(configOf(ASKED)).catch(() => undefined);
  return answer?.supported === true;
}

interface Waiting {
  /** Undefined for all but the last picture of a piece. */
  readonly done: ((picture: DecodedPicture | undefined) => void) | undefined;
}

class WebH264Decoder implements H264Decoder {
  readonly #platform: H264Platform;
  #decoder: WebDecoder | undefined;
  #profile: string | undefined;
  readonly #waiting: Waiting[] = [];
  /** Pictures are copied one after the other. */
  #order = Promise.resolve();
  #patience: (() => void) | undefined;
  #time = 0;
  #failed = false;

  constructor(platform: H264Platform) {
    this.#platform = platform;
  }

  decode(data: Uint8Array, done: (picture: DecodedPicture | undefined) => void): void {
    const units = accessUnits(data);
    const isTooMuch = this.#waiting.length + this.#copying.length + units.length > MOST_WAITING;
    if (this.#failed || units.length === 0 || isTooMuch) {
      this.#fail();
      done(undefined);
      return;
    }
    for (let i = 1; i < units.length; i++) this.#waiting.push({ done: undefined });
    this.#waiting.push({ done });
    try {
      for (const unit of units) this.#decode(unit);
    } catch {
      this.#fail();
      return;
    }
    this.#watch();
  }

  #decode({ data, isKey, profile }: AccessUnit): void {
    const { api, holdsBack } = this.#platform;
    if (profile !== undefined && profile !== this.#profile) {
      this.#profile = profile;
      this.#decoder ??= new api.VideoDecoder({ output: (frame) => this.#take(frame), error: () => this.#fail() });
      this.#decoder.configure(configOf(profile));
    }
    if (this.#decoder === undefined) throw new Error('a stream that does not begin with a key frame');
    const timestamp = ++this.#time;
    this.#decoder.decode(new api.EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp, data }));
    for (let i = 0; i < holdsBack; i++) {
      this.#decoder.decode(new api.EncodedVideoChunk({ type: 'delta', timestamp, data: EMPTY }));
    }
  }

  #take(frame: DecodedFrame): void {
    const waiting = this.#waiting[0];
    if (this.#failed || waiting === undefined) {
      frame.close();
      return;
    }
    if (waiting.done === undefined) {
      this.#waiting.shift();
      frame.close();
      return;
    }
    const { displayWidth: width, displayHeight: height } = frame;
    if (width * height > MOST_PIXELS) {
      frame.close();
      this.#fail();
      return;
    }
    const rgb = new Uint32Array(width * height);
    const copied = frame.copyTo(new Uint8Array(rgb.buffer), { format: 'BGRX' });
    // Its place is kept: the pictures after it are answered after it.
    this.#waiting.shift();
    this.#copying.push(waiting);
    this.#order = this.#order
      .then(async () => copied)
      .then(
        () => {
          if (this.#copying.shift() !== waiting) return;
          for (let i = 0; i < rgb.length; i++) rgb[i]! &= 0xffffff;
          this.#watch();
          waiting.done?.({ width, height, rgb });
        },
        () => this.#fail(),
      )
      .finally(() => frame.close());
  }

  readonly #copying: Waiting[] = [];

  #watch(): void {
    this.#patience?.();
    this.#patience =
      this.#waiting.length + this.#copying.length === 0
        ? undefined
        : this.#platform.after(PATIENCE_MS, () => this.#fail());
  }

  #fail(): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#patience?.();
    if (this.#decoder !== undefined && this.#decoder.state !== 'closed') this.#decoder.close();
    for (const { done } of [...this.#copying.splice(0), ...this.#waiting.splice(0)]) done?.(undefined);
  }

  close(): void {
    this.#fail();
  }
}

export function openH264(platform: H264Platform): OpenH264 {
  return () => new WebH264Decoder(platform);
}
