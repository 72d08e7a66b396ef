/**
 * The thinc wire over an emulated link in virtual time: the host's end (translation, buffer, carrier), the link, a terminal. Codecs are the real ones,
 * but what they take counts as fixed: so the same drawing gives the same picture at the same time on a busy machine too.
 */
import { Carrier } from '../session/carrier/carrier.ts';
import { Channel } from '../session/carrier/frames.ts';
import { LinkQueue, type LinkProfile } from '../session/link.ts';
import type { TerminalBuffer } from '../thinc/buffer.ts';
import type { LossyEncoders } from '../thinc/lossy.ts';
import type { FrameDecoders } from '../thinc/video-frames.ts';
import { ThincTerminalEnd } from '../thinc/terminal-end.ts';
import { Translation } from '../thinc/translation.ts';
import { UpReader } from '../thinc/up-messages.ts';
import { Painter } from '../xserver/painter.ts';
import { createPixels, type Pixels } from '../xserver/raster/pixels.ts';
import { SceneDamage } from '../xserver/scene-damage.ts';
import type { Surface } from '../xserver/state/drawables.ts';

/** What coding and decoding count as, ms. */
const ENCODE_MS = 10;
const STILL_MS = 25;
const DECODE_MS = 5;
/** So long is waited for a codec that does not answer. */
const PATIENCE_MS = 20_000;

/** Something that the platform does in a thread of its own: its result comes at a fixed virtual time. */
interface Work {
  readonly due: number;
  result: (() => void) | undefined;
}

export class ThincLink {
  now = 0;
  readonly painter = new Painter();
  readonly root: Surface;
  readonly terminal: ThincTerminalEnd;
  readonly buffer: TerminalBuffer;
  readonly translation: Translation;
  readonly down: Carrier;
  readonly up: Carrier;
  /** Called when the terminal has drawn something. */
  drawn: () => void = () => {};
  readonly #downLink: LinkQueue<Uint8Array>;
  readonly #upLink: LinkQueue<Uint8Array>;
  readonly #timers = new Set<{ at: number; act: () => void }>();
  #work: Work[] = [];

  static async open(profile: LinkProfile, encoders: LossyEncoders, decoders: FrameDecoders): Promise<ThincLink> {
    // What is found out in real time is there before virtual time begins.
    await decoders.codecs;
    const link = new ThincLink(profile, encoders, decoders);
    await new Promise((resolve) => setImmediate(resolve));
    return link;
  }

  private constructor(profile: LinkProfile, encoders: LossyEncoders, decoders: FrameDecoders) {
    const [width, height] = [1024, 768];
    this.root = { kind: 'surface', window: 0, x: 0, y: 0, pixels: createPixels(width, height, 24), shape: undefined };
    const screen = { width, height, surfaces: [this.root] };
    this.translation = new Translation({ screen }, undefined, false);
    this.painter.observer = this.translation;
    this.#downLink = new LinkQueue(profile.down, () => 0);
    this.#upLink = new LinkQueue(profile.up, () => 0);
    this.down = new Carrier(() => {});
    this.up = new Carrier(() => {});
    this.buffer = this.translation.attach({
      rate: () => this.down.pace.rate,
      mayGrow: () => this.down.pace.mayGrow,
      now: () => this.now,
      after: (milliseconds, act) => {
        const timer = { at: this.now + milliseconds, act };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
      wake: () => {},
    });
    const { buffer, down, up } = this;
    buffer.link = down.pace;
    const reader = new UpReader();
    const source = {
      get waiting() {
        return buffer.isWaiting;
      },
      next: (maximum: number) => buffer.take(maximum),
    };
    down.open(Channel.thinc, source, (bytes) => {
      for (const message of reader.push(bytes)) {
        if (message.kind === 'lost') buffer.lossy!.lost(message.stream);
        else if (message.kind === 'decodes') buffer.lossy!.decodes(message.codecs, this.#slowed(encoders));
      }
      down.consumed(Channel.thinc, bytes.length);
    });
    this.terminal = new ThincTerminalEnd({
      driver: new SceneDamage(),
      whole: () => {},
      wake: () => {},
      fault: (message) => new Error(message),
      decoders: this.#slowedDecoders(decoders),
      painted: () => this.drawn(),
    });
    up.open(Channel.thinc, this.terminal.source, (bytes) => {
      this.terminal.receive(bytes);
      this.drawn();
      up.consumed(Channel.thinc, bytes.length);
    });
  }

  /** A result that comes no sooner than so many ms from now. */
  #begin(milliseconds: number): (result: () => void) => void {
    const work: Work = { due: this.now + milliseconds, result: undefined };
    this.#work.push(work);
    return (result) => (work.result = result);
  }

  #slowed({ video, stills }: LossyEncoders): LossyEncoders {
    return {
      video: video && {
        codecs: video.codecs,
        open: (format, { coded, failed }) => {
          const waiting: ((result: () => void) => void)[] = [];
          const encoder = video.open(format, {
            coded: (data, keyFrame) => waiting.shift()?.(() => coded(data, keyFrame)),
            failed,
          });
          return {
            encode: (pixels, time, keyFrame) => {
              waiting.push(this.#begin(ENCODE_MS));
              encoder.encode(pixels, time, keyFrame);
            },
            setBitrate: (bitrate) => encoder.setBitrate(bitrate),
            close: () => {
              encoder.close();
              for (const done of waiting) done(() => {});
            },
          };
        },
      },
      stills: stills && {
        kinds: stills.kinds,
        waitingPixels: 0,
        room: async () => {},
        encode: async (batch) => {
          const done = this.#begin(STILL_MS);
          const files = await stills.encode(batch);
          return new Promise((resolve) => done(() => resolve(files)));
        },
      },
    };
  }

  #slowedDecoders(decoders: FrameDecoders): FrameDecoders {
    return {
      codecs: decoders.codecs,
      decode: (frame, done) => {
        const later = this.#begin(DECODE_MS);
        decoders.decode(frame, (picture) => later(() => done(picture)));
      },
      close: () => decoders.close(),
    };
  }

  /** Puts an image on the screen as programs do without BIG-REQUESTS: in bands of up to 256 KiB. */
  putImage(image: Pixels, x: number, y: number): void {
    const most = Math.floor(262_000 / (image.width * 4));
    for (let row = 0; row < image.height; row += most) {
      const rows = Math.min(most, image.height - row);
      const place = Int32Array.of(0, row, x, y + row, image.width, rows);
      this.painter.putImage(this.root, image, place, 1, 3, 0xffffffff);
    }
  }

  /** Goes on to a time, millisecond by millisecond. */
  async until(time: number): Promise<void> {
    for (; this.now < time; this.now++) {
      this.translation.setTime(this.now);
      await this.#finishWork();
      for (const timer of this.#timers) {
        if (timer.at > this.now || !this.#timers.delete(timer)) continue;
        timer.act();
      }
      for (const [link, end] of [
        [this.#downLink, this.up],
        [this.#upLink, this.down],
      ] as const) {
        for (const message of link.arrived(this.now)) end.receive(message, this.now);
      }
      this.#send(this.down, this.#downLink);
      this.#send(this.up, this.#upLink);
    }
  }

  #send(end: Carrier, link: LinkQueue<Uint8Array>): void {
    while (end.waiting && !link.full(this.now)) {
      const message = end.take(this.now);
      if (message === undefined) break;
      link.put(message, message.length, this.now);
    }
  }

  async #finishWork(): Promise<void> {
    const due = this.#work.filter((work) => work.due <= this.now);
    if (due.length === 0) return;
    this.#work = this.#work.filter((work) => work.due > this.now);
    const began = performance.now();
    for (const work of due) {
      while (work.result === undefined) {
        if (performance.now() - began > PATIENCE_MS) throw new Error('a codec does not answer');
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      work.result();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Peak signal to noise of shown pixels beside what they should be, in dB; Infinity for the same. `stride`: pixels of a row of each. */
export function psnr(shown: Pixels, x: number, y: number, wanted: Pixels): number {
  let squares = 0;
  for (let row = 0; row < wanted.height; row++) {
    let at = (y + row) * shown.width + x;
    for (let i = row * wanted.width; i < (row + 1) * wanted.width; i++, at++) {
      const [a, b] = [shown.data[at]!, wanted.data[i]!];
      if (((a ^ b) & 0xffffff) === 0) continue;
      squares +=
        (((a >> 16) & 255) - ((b >> 16) & 255)) ** 2 +
        (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 +
        ((a & 255) - (b & 255)) ** 2;
    }
  }
  return squares === 0 ? Infinity : 10 * Math.log10(255 ** 2 / (squares / (wanted.width * wanted.height * 3)));
}
