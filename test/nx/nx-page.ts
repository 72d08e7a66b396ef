/** The nx decoder in a page. */
import { unpackPixels } from '../../codecs/pack-pixels.ts';
import { NxDecoder } from '../../nx/decoder.ts';
import { NxEncoder } from '../../nx/encoder.ts';
import { decodeLogEntry, encodeLogEntry } from '../../xserver/log/encoding.ts';

const OPTIONS = { terminal: 0, index: 0, time: 0 };

export interface NxPage {
  /** The entries of a stream, as xserver/log/encoding.ts writes them. */
  decode(stream: readonly number[]): number[][];
  /** The stream of such entries; none is quiet. */
  encode(entries: readonly (readonly number[])[]): number[];
  unpack(bytes: readonly number[], width: number, count: number): number[];
}

export const nxPage: NxPage = {
  decode(stream) {
    return new NxDecoder(OPTIONS).push(Uint8Array.from(stream)).map((entry) => [...encodeLogEntry(entry)]);
  },

  encode(entries) {
    const encoder = new NxEncoder(OPTIONS);
    for (const entry of entries) encoder.push(decodeLogEntry(Uint8Array.from(entry)), false);
    return [...encoder.take(1 << 26)!];
  },

  unpack(bytes, width, count) {
    return [...unpackPixels(Uint8Array.from(bytes), width, count)];
  },
};

Object.assign(globalThis, { nxPage });
