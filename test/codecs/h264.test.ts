/** H.264 as a stream of bytes: cut into pictures, its parameters completed, decoded in order; by the encoder and decoder that hosts and terminals have. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { filmDecoder } from '../../clients/headless/film-decoder.ts';
import { accessUnits } from '../../codecs/annex-b.ts';
import {
  decodesH264,
  openH264,
  type DecodedPicture,
  type H264Decoder,
  type OpenH264,
} from '../../codecs/h264-decoder.ts';
import { completeParameters } from '../../codecs/h264-parameters.ts';
import type { WebCodecs } from '../../codecs/web-codecs.ts';
import type { StillEncoder } from '../../codecs/still-encoder.ts';
import { videoEncoders } from '../../host/encoders/video.ts';

const WIDTH = 64;
const HEIGHT = 48;

/** A picture of one colour in the middle of its range, which 4:2:0 keeps. */
function grey(level: number, width = WIDTH, height = HEIGHT): Uint32Array {
  return new Uint32Array(width * height).fill(level * 0x010101);
}

async function encode(pictures: readonly Uint32Array[], width = WIDTH, height = HEIGHT): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const frames: Uint8Array[] = [];
    const encoder = videoEncoders({} as StillEncoder).open(
      { codec: 'h264', width, height, bitrate: 500_000 },
      {
        coded: (data) => {
          if (frames.push(data) < pictures.length) return;
          resolve(frames);
          encoder.close();
        },
        failed: (why) => reject(new Error(why)),
      },
    );
    for (const [i, picture] of pictures.entries()) encoder.encode(picture, i * 33, i === 0);
  });
}

let frames: Uint8Array[];
let open: OpenH264;
beforeAll(async () => {
  frames = await encode([40, 90, 140, 190, 60].map((level) => grey(level)));
  const found = await filmDecoder();
  if (found === undefined) throw new Error('no decoder of H.264 here');
  open = found;
});

async function decode(decoder: H264Decoder, data: Uint8Array): Promise<DecodedPicture | undefined> {
  return new Promise((resolve) => {
    decoder.decode(data, resolve);
  });
}

function glue(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

describe('pictures in a stream', () => {
  it('come out as they were glued together', () => {
    const units = accessUnits(glue(frames));
    expect(units.map(({ data }) => data)).toEqual(frames);
    expect(units.slice(0, 2).map(({ isKey }) => isKey)).toEqual([true, false]);
    expect(units.every(({ slices }) => slices === 1)).toBe(true);
    expect(units[0]!.profile).toMatch(/^[0-9a-f]{6}$/);
    expect(units[1]!.profile).toBeUndefined();
  });

  it('larger ones of many slices are one picture each', async () => {
    const large = await encode([grey(50, 64, 480), grey(70, 64, 480)], 64, 480);
    expect(accessUnits(glue(large)).map(({ data }) => data)).toEqual(large);
  });

  it('arbitrary bytes give pieces of them, or nothing', () => {
    const start = fc.constantFrom([0, 0, 1, 0x67], [0, 0, 0, 1, 0x65, 0x80], [0, 0, 1, 0x41], [0, 0, 1], [0, 0]);
    const noise = fc.array(fc.nat(255), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.oneof(start, noise), { maxLength: 30 }), (pieces) => {
        const bytes = Uint8Array.from(pieces.flat());
        let total = 0;
        for (const { data, slices } of accessUnits(bytes)) {
          expect(slices).toBeGreaterThan(0);
          total += data.length;
        }
        expect(total).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe('the parameters of a stream', () => {
  it('are completed once, and all behind them stays', () => {
    const [first] = frames;
    // The encoder's frames have passed already.
    expect(completeParameters(first!)).toBe(first);
    expect(Number.parseInt(accessUnits(first!)[0]!.profile!.slice(4), 16)).toBeGreaterThanOrEqual(30);
    expect(completeParameters(frames[1]!)).toBe(frames[1]);
  });

  it('that are cut short or damaged do no harm', () => {
    const first = frames[0]!;
    fc.assert(
      fc.property(fc.nat(first.length), fc.nat(40), fc.nat(255), (length, at, value) => {
        const damaged = first.slice(0, length);
        if (at < damaged.length) damaged[at] = value;
        expect(completeParameters(damaged).length).toBeLessThan(first.length + 20);
      }),
    );
  });
});

describe('a decoder', () => {
  it('answers every piece with its last picture, in order, at once', async () => {
    const decoder = open();
    const levels: number[] = [];
    for (const piece of [frames[0]!, frames[1]!, glue(frames.slice(2, 4)), frames[4]!]) {
      const picture = await decode(decoder, piece);
      expect([picture?.width, picture?.height]).toEqual([WIDTH, HEIGHT]);
      levels.push((picture?.rgb[WIDTH * 20 + 30] ?? 0) & 0xff);
    }
    decoder.close();
    for (const [i, level] of [40, 90, 190, 60].entries()) expect(Math.abs(levels[i]! - level)).toBeLessThan(8);
  });

  it('answers what is none with nothing, and so all that follows', async () => {
    for (const piece of [Uint8Array.of(1, 2, 3), new Uint8Array(0), frames[1]!]) {
      const decoder = open();
      expect(await decode(decoder, piece)).toBeUndefined();
      expect(await decode(decoder, frames[0]!)).toBeUndefined();
      decoder.close();
    }
  });

  it('gives up when more pictures wait than it could catch up with', () => {
    let decoded = 0;
    const api = {
      VideoDecoder: class {
        readonly state: string = 'configured';
        configure(): void {}
        decode(): void {
          decoded++;
        }
        close(): void {}
      },
      EncodedVideoChunk: Object,
    } as unknown as WebCodecs;
    const decoder = openH264({ api, after: () => () => {}, holdsBack: 0 })();
    const answers: unknown[] = [];
    const take = (picture: unknown): number => answers.push(picture);
    decoder.decode(frames[0]!, take);
    for (let i = 0; i < 5; i++) decoder.decode(glue(Array.from({ length: 51 }, () => frames[1]!)), take);
    expect(answers).toEqual([]);
    expect(decoded).toBe(256);
    decoder.decode(frames[1]!, take);
    expect(answers).toEqual(Array(7).fill(undefined));
    expect(decoded).toBe(256);
  });

  it('answers what waits when it is closed, and later pieces too', async () => {
    const decoder = open();
    const answers = frames.map(async (frame) => decode(decoder, frame));
    decoder.close();
    expect(await Promise.all(answers)).toEqual(frames.map(() => undefined));
    expect(await decode(decoder, frames[0]!)).toBeUndefined();
  });

  it('is survived by damaged streams: one answer each', async () => {
    const damaged = fc.array(fc.tuple(fc.nat(4), fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damaged, async (changes) => {
        const pieces = frames.map((frame) => frame.slice());
        for (const [frame, at, value] of changes) pieces[frame]![at % pieces[frame]!.length] = value;
        const decoder = open();
        const answers = Promise.all(pieces.map(async (piece) => decode(decoder, piece)));
        // What the platform makes of it may be less than it was given: closing answers for the rest.
        await Promise.race([
          answers,
          new Promise((resolve) => {
            setTimeout(resolve, 100);
          }),
        ]);
        decoder.close();
        expect(await answers).toHaveLength(frames.length);
      }),
      { numRuns: 15 },
    );
  });

  it('gives up on a picture that does not come', async () => {
    let act = (): void => {};
    const VideoDecoder = class {
      readonly state = 'configured';
      static async isConfigSupported(): Promise<{ supported: boolean }> {
        return { supported: false };
      }
      configure(): void {}
      decode(): void {}
      close(): void {}
    };
    const api = { VideoDecoder, EncodedVideoChunk: Object } as unknown as WebCodecs;
    const decoder = openH264({
      api,
      holdsBack: 0,
      after: (_ms, body) => {
        act = body;
        return () => {};
      },
    })();
    const answer = decode(decoder, frames[0]!);
    act();
    expect(await answer).toBeUndefined();
    // And such a platform is none.
    expect(await decodesH264(api)).toBe(false);
  });
});
