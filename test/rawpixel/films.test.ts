/** Films go as H.264 to viewers that decode it, and become exact when they rest. */
import { beforeAll, describe, expect, it } from 'vitest';
import { imageDecoder } from '../../clients/headless/decode-image.ts';
import { filmDecoder } from '../../clients/headless/film-decoder.ts';
import type { OpenH264 } from '../../codecs/h264-decoder.ts';
import type { VideoEncoders } from '../../codecs/video-encoder.ts';
import { loadRawEncoders } from '../../host/encoders/raw-encoders.ts';
import type { DistantEncoders } from '../../rawpixel/packing.ts';
import { movePixels, putPixels, type Rect } from '../../rawpixel/rect.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { MovingPicture } from './moving-picture.ts';
import { pixelDifference } from './pictures.ts';
import { onPicture, ViewerPair } from './viewer-pair.ts';

let encoders: DistantEncoders;
let open: OpenH264;
beforeAll(async () => {
  encoders = await loadRawEncoders();
  const found = await filmDecoder();
  if (found === undefined) throw new Error('no decoder of H.264 here');
  open = found;
});

/** A step of the film, ms. */
const STEP_MS = 33;
async function pause(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 3);
  });
}

/** The real encoders, and how many pictures they still have to code: time stands still for that long, on the slowest machine too. */
function counted(pending: { count: number }): DistantEncoders {
  const video = encoders.video!;
  return {
    ...encoders,
    video: {
      codecs: video.codecs,
      open: (format, events) => {
        let own = 0;
        const less = (by: number): void => {
          own -= by;
          pending.count -= by;
        };
        const encoder = video.open(format, {
          coded: (...coded) => {
            if (own > 0) less(1);
            events.coded(...coded);
          },
          failed: (why) => {
            less(own);
            events.failed(why);
          },
        });
        return {
          encode: (...picture) => {
            less(-1);
            encoder.encode(...picture);
          },
          setBitrate: (bitrate) => encoder.setBitrate(bitrate),
          close: () => {
            less(own);
            encoder.close();
          },
        };
      },
    },
  };
}

interface CinemaOptions {
  readonly lossless?: boolean;
  readonly decoder?: OpenH264 | undefined;
  /** In place of the real ones, or around them. */
  readonly encoders?: DistantEncoders | ((real: DistantEncoders) => DistantEncoders);
  readonly film?: Rect;
}

/** A viewer of a picture with a film in it, and the time that goes by for both. */
class Cinema {
  readonly picture = new MovingPicture(21);
  readonly pair: ViewerPair;
  readonly film: Rect;
  now = 0;
  #frame = 0;
  readonly #pending = { count: 0 };

  constructor({ lossless = false, film, ...options }: CinemaOptions = {}) {
    const decodeImage = imageDecoder((error) => {
      throw error as Error;
    });
    this.film = film ?? { x: 200, y: 150, width: 160, height: 120 };
    const { encoders: given = (real) => real } = options;
    this.pair = new ViewerPair(
      onPicture(this.picture),
      lossless ? { decodeImage } : { decodeImage, quality: 6 },
      typeof given === 'function' ? given(counted(this.#pending)) : given,
    );
    const decoder = 'decoder' in options ? options.decoder : open;
    if (decoder !== undefined) this.pair.client.offerFilms(decoder);
  }

  #paintFilm(): void {
    const { width, height } = this.film;
    const pixels = new Uint32Array(width * height);
    const shift = ++this.#frame * 3;
    for (let i = 0; i < pixels.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      pixels[i] = (((x + shift) & 0x7f) << 16) | (((y * 2 + shift) & 0xff) << 8) | ((x + y) & 0xff);
    }
    putPixels(this.picture.data, this.picture.width, this.film, pixels);
  }

  async step(more: readonly Rect[] = [], allowed = Infinity): Promise<void> {
    this.#paintFilm();
    this.pair.viewer.changed(this.picture, [this.film, ...more], []);
    await this.look(allowed);
  }

  async look(allowed = Infinity): Promise<void> {
    this.now += STEP_MS;
    this.pair.viewer.update(this.now, allowed);
    await this.pair.packed();
    this.pair.deliver();
    for (const end = performance.now() + PATIENCE_MS; this.#pending.count > 0 && performance.now() < end;)
      await pause();
    await pause();
  }

  /** Shows the film until it is as it is to be. */
  async playUntil(what: string, done: () => boolean, allowed = Infinity): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!done()) {
      if (performance.now() > end) throw new Error(`a film was shown in vain for ${what}`);
      await this.step([], allowed);
    }
  }

  /** Shows the film until so many more of its pictures have gone as H.264. */
  async play(pictures: number): Promise<void> {
    const { viewer } = this.pair;
    const before = viewer.films.pictures;
    await this.playUntil('H.264', () => viewer.films.pictures - before >= pictures);
  }

  /** Lets the film rest until nothing is due any more. */
  async rest(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    const { viewer } = this.pair;
    for (let quiet = 0; quiet < 3;) {
      if (performance.now() > end) throw new Error('it does not come to rest');
      this.now = Math.max(this.now + STEP_MS, Math.min(viewer.nextRefinement ?? 0, this.now + 1000));
      const sent = viewer.update(this.now);
      await this.pair.packed();
      const isQuiet = !this.pair.deliver() && sent === 0 && viewer.nextRefinement === undefined;
      quiet = isQuiet && this.wrong === undefined ? quiet + 1 : 0;
      await pause();
    }
  }

  get wrong(): string | undefined {
    return pixelDifference(this.pair.client.framebuffer.data, this.picture.data, this.picture.width);
  }

  /** How far the pixels of a rectangle are from those that it should have: root mean square. */
  distance({ x, y, width, height }: Rect): number {
    let sum = 0;
    for (let row = y; row < y + height; row++) {
      for (let at = row * 400 + x; at < row * 400 + x + width; at++) {
        const [a, b] = [this.pair.client.framebuffer.data[at]!, this.picture.data[at]!];
        for (const shift of [0, 8, 16]) sum += (((a >> shift) & 0xff) - ((b >> shift) & 0xff)) ** 2;
      }
    }
    return Math.sqrt(sum / (width * height * 3));
  }
}

describe('a film goes as H.264', () => {
  it('in fewer bytes than as JPEG, near to the original, text beside it exact, and exact itself at rest', async () => {
    const cinema = new Cinema();
    const plain = new Cinema({ decoder: undefined });
    await cinema.play(5);
    for (let i = 0; i < 30; i++) await plain.step();
    const [bytes, plainBytes] = [cinema.pair.bytes, plain.pair.bytes];
    const before = cinema.pair.viewer.films.pictures;
    let [count, text] = [0, 0];
    for (; count < 20; count++) {
      cinema.picture.data[20 * 400 + 20 + count] = 0x123456 + count;
      await cinema.step([{ x: 20, y: 20, width: 40, height: 1 }]);
      await plain.step();
      if (cinema.pair.client.framebuffer.data[20 * 400 + 20 + count] === 0x123456 + count) text++;
    }
    const pictures = cinema.pair.viewer.films.pictures - before;
    expect(pictures).toBeGreaterThan(0);
    expect((cinema.pair.bytes - bytes) / pictures).toBeLessThan(((plain.pair.bytes - plainBytes) / count) * 0.8);
    expect(text).toBeGreaterThan(0);
    expect(plain.pair.viewer.films.pictures).toBe(0);
    // Once the decoder has answered the last picture is shown with loss.
    const seen = cinema.pair.updates;
    await cinema.playUntil('a picture', () => cinema.pair.updates > seen + 3);
    expect(cinema.distance(cinema.film)).toBeGreaterThan(0);
    expect(cinema.distance(cinema.film)).toBeLessThan(60);
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
    expect(cinema.pair.viewer.films.running).toBe(0);
    // And it begins anew.
    await cinema.play(3);
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });

  it.each([
    ['of odd sizes at odd places', { x: 31, y: 17, width: 161, height: 121 }],
    ['of many bands', { x: 4, y: 0, width: 64, height: 300 }],
    ['as large as the screen', { x: 0, y: 0, width: 400, height: 300 }],
  ])('%s', async (_name, film) => {
    const cinema = new Cinema({ film });
    await cinema.play(4);
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });

  it('where it is cut off, too small, or only text moves, there is none', async () => {
    const small = new Cinema({ film: { x: 30, y: 30, width: 40, height: 40 } });
    const text = new Cinema({ film: { x: 0, y: 0, width: 1, height: 1 } });
    for (let i = 0; i < 60; i++) {
      await small.step();
      await text.step([text.picture.scroll()]);
    }
    for (const cinema of [small, text]) {
      expect(cinema.pair.viewer.films).toEqual({ running: 0, pictures: 0 });
      await cinema.rest();
      expect(cinema.wrong).toBeUndefined();
    }
  });

  it('what moves over it or away from it is copied and shown right', async () => {
    const cinema = new Cinema();
    await cinema.play(3);
    const { picture, film } = cinema;
    for (const [dx, dy] of [
      [-40, -20],
      [10, 30],
    ] as const) {
      const target = { ...film, x: film.x + dx, y: film.y + dy };
      movePixels(picture.data, 400, film.x, film.y, target);
      await cinema.step([target]);
      await cinema.step([]);
    }
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });

  it('a viewer that asks for everything anew, or takes another format, gets it', async () => {
    const cinema = new Cinema();
    await cinema.play(3);
    cinema.pair.client.requestUpdate(false);
    await cinema.play(3);
    cinema.pair.client.setFormat({ ...cinema.pair.viewer.connection.state.format.format, bigEndian: true });
    await cinema.step();
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });

  it('a link that takes little gets what fits, and all of it at rest', async () => {
    const cinema = new Cinema();
    await cinema.playUntil('H.264', () => cinema.pair.viewer.films.pictures >= 5, 3000);
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });
});

describe('a film goes as JPEG', () => {
  it.each([
    ['to a viewer without a decoder', { decoder: undefined }],
    ['exact at once, to a viewer that wants no loss', { lossless: true }],
  ] as const)('%s', async (_name, options) => {
    const cinema = new Cinema(options);
    for (let i = 0; i < 40; i++) await cinema.step();
    expect(cinema.pair.viewer.films).toEqual({ running: 0, pictures: 0 });
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });

  function withVideo(openEncoder: VideoEncoders['open']): DistantEncoders {
    return { ...encoders, video: { codecs: ['h264'], open: openEncoder } };
  }

  it('where the encoder refuses, fails, answers nothing, or answers what is no picture', async () => {
    let calls = 0;
    const nothing = { setBitrate: (): void => {}, close: (): void => {} };
    const bad: VideoEncoders['open'][] = [
      () => {
        calls++;
        throw new Error('no');
      },
      (_format, { failed }) => ({ ...nothing, encode: () => queueMicrotask(() => failed('no')) }),
      () => ({ ...nothing, encode: () => calls++ }),
      (_format, { coded }) => ({ ...nothing, encode: () => queueMicrotask(() => coded(Uint8Array.of(1, 2, 3), true)) }),
    ];
    for (const each of bad) {
      const cinema = new Cinema({ encoders: withVideo(each) });
      const before = cinema.pair.updates;
      for (let i = 0; i < 60; i++) await cinema.step();
      expect(cinema.pair.updates - before).toBeGreaterThan(20);
      expect(cinema.pair.viewer.films.pictures).toBe(0);
      await cinema.rest();
      expect(cinema.wrong).toBeUndefined();
    }
    expect(calls).toBeGreaterThan(1);
  });

  it('once the encoder lags behind', async () => {
    const cinema = new Cinema({
      encoders: withVideo((format, events) => {
        let at = 0;
        const real = encoders.video!.open(format, {
          ...events,
          // Ten pictures of the film go by meanwhile.
          coded: (...coded) => {
            const due = ++at * 10 * STEP_MS;
            const wait = (): void => {
              if (cinema.now >= due) events.coded(...coded);
              else setTimeout(wait, 1);
            };
            wait();
          },
        });
        return real;
      }),
    });
    await cinema.playUntil('a film', () => cinema.pair.viewer.films.running > 0);
    await cinema.playUntil('the end of a film', () => cinema.pair.viewer.films.running === 0);
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });

  it('until a busy host has time for the encoder, which is tried after longer and longer pauses', async () => {
    let hangs = true;
    const cinema = new Cinema({
      encoders: (real) => {
        const open: VideoEncoders['open'] = (format, events) => {
          const encoder = real.video!.open(format, events);
          return {
            encode: (...picture) => {
              if (!hangs) encoder.encode(...picture);
            },
            setBitrate: (bitrate) => encoder.setBitrate(bitrate),
            close: () => encoder.close(),
          };
        };
        return { ...real, video: { ...real.video!, open } };
      },
    });
    const { viewer } = cinema.pair;
    const begins = async (): Promise<void> => {
      const from = cinema.now;
      await cinema.playUntil('a film', () => viewer.films.running > 0);
      expect(cinema.now - from).toBeLessThan(3000);
    };
    const hang = async (pause: number): Promise<void> => {
      cinema.now += 15_000;
      await cinema.step();
      expect(viewer.films.running).toBe(0);
      // Until just before the pause is over there is none.
      cinema.now += pause - 30 * STEP_MS;
      for (let i = 0; i < 25; i++) await cinema.step();
      expect(viewer.films.running).toBe(0);
    };
    for (const pause of [10_000, 20_000, 40_000]) {
      await begins();
      await hang(pause);
    }
    expect(viewer.films.pictures).toBe(0);
    hangs = false;
    await begins();
    await cinema.play(30);
    hangs = true;
    await cinema.step();
    await hang(10_000);
    hangs = false;
    await begins();
    await cinema.play(1);
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });

  it('once a viewer can not decode it', async () => {
    const cinema = new Cinema({
      decoder: () => ({ decode: (_data, done) => queueMicrotask(() => done(undefined)), close: () => {} }),
    });
    await cinema.play(1);
    await cinema.playUntil('the end of films', () => !cinema.pair.viewer.connection.abilities.films);
    await cinema.rest();
    expect(cinema.wrong).toBeUndefined();
  });
});
