/**
 * Packing of typed arrays: lossless, fast rather than tight (an outer compressor may follow).
 *
 * The packed form is a method byte and what it says. The low bits are the width of a literal in bytes (0: all elements are zero and nothing
 * follows; 1 to 4: the least that holds every element). Without the match bit all elements follow as literals. With it comes a series of:
 * varint count of literals, those literals, then, unless all elements are there, varint match length minus 3 and varint distance back
 * minus 1. A match may overlap what it makes: distance 1 repeats one element. So flat areas, repeated rows and repeated text shrink to
 * a few bytes, and unpacking costs little more than copying. With the differences bit the elements are what each is more than the one before
 * (modulo 2^32; twice that, or minus one minus twice that where it is less), so that even steps become repetitions.
 */
import type { ByteReader, ByteWriter } from './bytes.ts';

const MATCHES = 0x08;
const DIFFERENCES = 0x10;
const SHORTEST_MATCH = 3;
/** Shorter arrays are written as literals: setting up the table would cost more than it saves. */
const SHORTEST_PACKED = 24;
const LARGEST_TABLE_BITS = 15;
/** After so many literals in a row (as a power of two) the search takes longer steps: noise is not worth searching. */
const STEP_SHIFT = 5;

/** Bytes that hold every element. */
function widthOf(words: Uint32Array): number {
  let all = 0;
  for (let i = 0; i < words.length; i++) all |= words[i]!;
  return (39 - Math.clz32(all)) >> 3;
}

function writeLiterals(out: ByteWriter, words: Uint32Array, from: number, to: number, width: number): void {
  const bytes = out.reserve((to - from) * width);
  let at = out.length;
  for (let i = from; i < to; i++) {
    const word = words[i]!;
    bytes[at++] = word;
    if (width > 1) bytes[at++] = word >> 8;
    if (width > 2) bytes[at++] = word >> 16;
    if (width > 3) bytes[at++] = word >> 24;
  }
  out.length = at;
}

/** Writes the elements; their number is not written. */
export function packWords(out: ByteWriter, words: Uint32Array): void {
  const width = widthOf(words);
  if (width === 0 || words.length < SHORTEST_PACKED) {
    out.u8(width);
    if (width > 0) writeLiterals(out, words, 0, words.length, width);
    return;
  }
  out.u8(width | MATCHES);
  writeMatches(out, words, width);
}

/** As packWords, as differences where these hold in fewer bytes. */
export function packSmoothWords(out: ByteWriter, words: Uint32Array): void {
  const differences = new Uint32Array(words.length);
  let smooth = 0;
  for (let i = 0; i < words.length; i++) {
    const difference = (words[i]! - (i === 0 ? 0 : words[i - 1]!)) | 0;
    differences[i] = (difference << 1) ^ (difference >> 31);
    if (differences[i] === differences[i - 1]) smooth++;
  }
  if (words.length < SHORTEST_PACKED || smooth * 2 < words.length) {
    packWords(out, words);
    return;
  }
  const at = out.length;
  packWords(out, differences);
  out.reserve(0)[at]! |= DIFFERENCES;
}

function writeMatches(out: ByteWriter, words: Uint32Array, width: number): void {
  const count = words.length;
  const tableBits = Math.min(LARGEST_TABLE_BITS, 32 - Math.clz32(count));
  const shift = 32 - tableBits;
  // Position plus one of the last place where two elements with this hash began.
  const table = new Int32Array(1 << tableBits);
  let written = 0;
  let at = 0;
  while (at + SHORTEST_MATCH <= count) {
    const first = words[at]!;
    const second = words[at + 1]!;
    const slot = (Math.imul(first, 0x9e3779b1) + Math.imul(second, 0x85ebca77)) >>> shift;
    let match = table[slot]! - 1;
    table[slot] = at + 1;
    if (match < 0 || words[match] !== first || words[match + 1] !== second || words[match + 2] !== words[at + 2]) {
      at += 1 + ((at - written) >> STEP_SHIFT);
      continue;
    }
    while (at > written && match > 0 && words[at - 1] === words[match - 1]) {
      at--;
      match--;
    }
    const distance = at - match;
    let end = at + SHORTEST_MATCH;
    while (end < count && words[end] === words[end - distance]) end++;
    out.varint(at - written);
    writeLiterals(out, words, written, at, width);
    out.varint(end - at - SHORTEST_MATCH);
    out.varint(distance - 1);
    at = end;
    written = end;
  }
  if (written < count) {
    out.varint(count - written);
    writeLiterals(out, words, written, count, width);
  }
}

function readLiterals(reader: ByteReader, words: Uint32Array, from: number, count: number, width: number): void {
  const bytes = reader.bytes(count * width);
  let at = 0;
  const to = from + count;
  for (let i = from; i < to; i++) {
    let word = bytes[at++]!;
    if (width > 1) word |= bytes[at++]! << 8;
    if (width > 2) word |= bytes[at++]! << 16;
    if (width > 3) word |= bytes[at++]! << 24;
    words[i] = word;
  }
}

/** Fills `words`, which is all zero, with what packWords wrote. Fails (see ByteReader) where the bytes make no sense. */
export function unpackWords(reader: ByteReader, words: Uint32Array): void {
  const method = reader.u8();
  unpackElements(reader, words, method & ~DIFFERENCES);
  if ((method & DIFFERENCES) === 0) return;
  let last = 0;
  for (let i = 0; i < words.length; i++) {
    const folded = words[i]!;
    last = (last + ((folded >>> 1) ^ -(folded & 1))) | 0;
    words[i] = last;
  }
}

function unpackElements(reader: ByteReader, words: Uint32Array, method: number): void {
  const width = method & 7;
  if (method > (MATCHES | 4) || width > 4) reader.fail('unknown packing');
  if ((method & MATCHES) === 0) {
    if (width > 0) readLiterals(reader, words, 0, words.length, width);
    return;
  }
  if (width === 0) reader.fail('unknown packing');
  let at = 0;
  while (at < words.length) {
    const literals = reader.varint();
    if (literals > words.length - at) reader.fail('more elements than announced');
    readLiterals(reader, words, at, literals, width);
    at += literals;
    if (at === words.length) return;
    const length = reader.varint() + SHORTEST_MATCH;
    const distance = reader.varint() + 1;
    if (length > words.length - at || distance > at) reader.fail('a repetition outside of what is there');
    if (distance === 1) {
      words.fill(words[at - 1]!, at, at + length);
    } else if (distance >= length) {
      words.copyWithin(at, at - distance, at - distance + length);
    } else {
      for (let i = at; i < at + length; i++) words[i] = words[i - distance]!;
    }
    at += length;
  }
}
