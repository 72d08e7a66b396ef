/** What the raw wire has packed in other threads: its pictures, and its zlib streams, by Node's own zlib (a quarter of pako's time, the same bytes). */
import type { TransformOptions } from 'node:stream';
import { constants, createDeflate, type ZlibOptions } from 'node:zlib';
import type { DistantDeflater, DistantEncoders } from '../../rawpixel/packing.ts';
import { Stills } from './stills.ts';
import { videoEncoders } from './video.ts';

/** More than one piece ever becomes: the stream must not wait for somebody to read the first half. */
const READ_AHEAD = 64 << 20;

function deflater(level: number): DistantDeflater {
  const options: ZlibOptions & Pick<TransformOptions, 'highWaterMark'> = {
    level,
    flush: constants.Z_SYNC_FLUSH,
    highWaterMark: READ_AHEAD,
  };
  const stream = createDeflate(options);
  // Whoever waits is told by the callback of `write`.
  stream.on('error', () => {});
  return {
    async deflate(bytes) {
      return new Promise((resolve, reject) => {
        stream.write(bytes, (error) => {
          if (error != null) reject(error);
          else resolve(plainBytes(stream.read() as Buffer | null));
        });
      });
    },
    end: () => stream.destroy(),
  };
}

function plainBytes(buffer: Buffer | null): Uint8Array {
  return buffer === null ? new Uint8Array(0) : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** To be shared by all viewers of a process. */
export async function loadRawEncoders(): Promise<DistantEncoders> {
  const stills = await Stills.load();
  return { stills, deflater, video: videoEncoders(stills) };
}
