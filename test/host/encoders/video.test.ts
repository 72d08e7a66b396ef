/** The platform's encoders keep what the wires count on: one coded frame for each picture, in their order, whatever else they are told. */
import { expect, test } from 'vitest';
import { drawFrame } from '../../../apps/demos/frame-pattern.ts';
import type { VideoCodec } from '../../../codecs/video-encoder.ts';
import { thincEncoders } from '../../../host/encoders/thinc-encoders.ts';

const FRAMES = 12;
const LOWER_AT = 6;

/** Whether each coded frame is a key frame; rejects when the encoder fails. The bitrate is lowered under way. */
async function encode(codec: VideoCodec, width: number, height: number): Promise<boolean[]> {
  const keys: boolean[] = [];
  return new Promise((resolve, reject) => {
    const encoder = thincEncoders().video!.open(
      { codec, width, height, bitrate: 2_000_000 },
      {
        coded: (_data, keyFrame) => {
          keys.push(keyFrame);
          if (keys.length < FRAMES) return;
          encoder.close();
          resolve(keys);
        },
        failed: (why) => reject(new Error(why)),
      },
    );
    for (let i = 0; i < FRAMES; i++) {
      const picture = new Uint8Array(width * height * 4);
      drawFrame(picture, width, height, i);
      if (i === LOWER_AT) encoder.setBitrate(400_000);
      encoder.encode(new Uint32Array(picture.buffer), i * 33, i === 0);
    }
  });
}

test.each([
  ['vp8', 320, 240],
  ['h264', 320, 240],
  ['vp8', 321, 241],
  ['h264', 321, 241],
  ['jpeg', 321, 241],
] as const)('%s of %i x %i: every picture is coded', async (codec, width, height) => {
  const keys = await encode(codec, width, height);
  expect(keys).toHaveLength(FRAMES);
  expect(keys[0]).toBe(true);
});
