/**
 * JPEG (registered as 21; described in the rfbproto text): a JPEG file without a length before it, which may leave out the quantisation or
 * the Huffman tables where they are those of the file before. A small picture is half tables, so that pays.
 */
import { RfbError } from '../errors.ts';
import { ByteWriter } from '../byte-writer.ts';
import { MAX_IMAGE_BYTES } from '../limits.ts';
import { u16, type Parse } from '../parse.ts';
import type { PixelEncoding } from './encoding.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const QUANTIZATION = 0xdb;
const HUFFMAN = 0xc4;

/** Tables of the file before, as the segments that hold them. */
export interface JpegTables {
  quantization: Uint8Array;
  huffman: Uint8Array;
}

export function noTables(): JpegTables {
  return { quantization: new Uint8Array(0), huffman: new Uint8Array(0) };
}

/** A marker without a segment behind it. */
function isBare(marker: number): boolean {
  return marker === SOI || marker === EOI || marker === 1 || isRestart(marker);
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

/** Where the coded data from `at` on end: at a marker that is neither a stuffed zero nor a restart; -1 if that is not here. */
function endOfCoded(bytes: Uint8Array, at: number): number {
  for (let i = bytes.indexOf(0xff, at); i >= 0 && i + 1 < bytes.length; i = bytes.indexOf(0xff, i + 1)) {
    const next = bytes[i + 1]!;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return i;
  }
  return -1;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** A file cut into its tables and the rest. */
interface Parts {
  readonly quantization: ByteWriter;
  readonly huffman: ByteWriter;
  /** Everything else, SOI first. */
  readonly rest: ByteWriter;
}

function partFor(parts: Parts, marker: number): ByteWriter {
  return marker === QUANTIZATION ? parts.quantization : marker === HUFFMAN ? parts.huffman : parts.rest;
}

function emptyParts(): Parts {
  return { quantization: new ByteWriter(256), huffman: new ByteWriter(512), rest: new ByteWriter(4096) };
}

/** SOI, the tables given, and the rest: tables may stand anywhere before the scan. */
function writeFile(out: ByteWriter, quantization: Uint8Array, huffman: Uint8Array, rest: Uint8Array): void {
  out.bytes(rest.subarray(0, 2));
  out.bytes(quantization);
  out.bytes(huffman);
  out.bytes(rest.subarray(2));
}

/** Cuts a file of our own encoder. */
function cutFile(file: Uint8Array): Parts {
  const parts = emptyParts();
  for (let at = 0; at < file.length;) {
    const marker = file[at + 1]!;
    let end = at + 2;
    if (!isBare(marker)) end += u16(file, end);
    if (marker === SOS) end = endOfCoded(file, end);
    if (file[at] !== 0xff || end < at + 2) throw new Error('the JPEG encoder made no JPEG file');
    partFor(parts, marker).bytes(file.subarray(at, end));
    if (marker === EOI) break;
    at = end;
  }
  return parts;
}

/** Takes a file off a stream. */
function* takeFile(): Parse<Parts> {
  const parts = emptyParts();
  for (;;) {
    const head = yield 2;
    const marker = head[1]!;
    if (head[0] !== 0xff || (parts.rest.length === 0) !== (marker === SOI)) throw new RfbError('a JPEG that is none');
    const part = partFor(parts, marker);
    part.bytes(head);
    if (marker === EOI) return parts;
    if (!isBare(marker)) {
      const length = yield 2;
      const count = u16(length, 0) - 2;
      if (count < 0) throw new RfbError('a JPEG segment of no length');
      part.bytes(length);
      if (count > 0) part.bytes(yield count);
    }
    if (marker === SOS) yield* takeCoded(part);
    if (parts.rest.length + parts.quantization.length + parts.huffman.length > MAX_IMAGE_BYTES) {
      throw new RfbError('a JPEG without end');
    }
  }
}

function* takeCoded(out: ByteWriter): Parse<void> {
  for (;;) {
    // What has come so far is looked at and taken as far as it belongs here.
    const seen = yield -2;
    const end = endOfCoded(seen, 0);
    const count = end < 0 ? seen.length - 1 : end;
    if (count > 0) out.bytes(yield count);
    if (end >= 0) return;
    if (out.length > MAX_IMAGE_BYTES) throw new RfbError('a JPEG without end');
  }
}

export const jpeg: PixelEncoding = {
  name: 'JPEG',
  number: 21,
  lossy: true,
  exact: false,
  maxWidth: 0xffff,

  encode({ rgb: pixels, width, height }, { jpegTables }, out, { quality }) {
    if (quality === undefined) throw new Error('JPEG without a quality');
    const request = { kind: 'jpeg', pixels, width, height, quality } as const;
    out.defer({ kind: 'still', request }, (file, to) => {
      const parts = cutFile(file);
      const quantization = parts.quantization.finish();
      const huffman = parts.huffman.finish();
      const none = new Uint8Array(0);
      writeFile(
        to,
        sameBytes(quantization, jpegTables.quantization) ? none : quantization,
        sameBytes(huffman, jpegTables.huffman) ? none : huffman,
        parts.rest.finish(),
      );
      jpegTables.quantization = quantization;
      jpegTables.huffman = huffman;
    });
  },

  *decode(rect, { jpegTables, painter }) {
    const parts = yield* takeFile();
    if (parts.quantization.length > 0) jpegTables.quantization = parts.quantization.finish();
    if (parts.huffman.length > 0) jpegTables.huffman = parts.huffman.finish();
    const file = new ByteWriter(parts.rest.length + 1024);
    writeFile(file, jpegTables.quantization, jpegTables.huffman, parts.rest.finish());
    painter.image(rect, 'jpeg', file.finish());
  },
};
