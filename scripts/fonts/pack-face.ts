/** Writes a face as xserver/fonts/unpack-face.ts reads it. */
import type { Glyph } from './glyph.ts';
import { at, boxOf } from './glyph.ts';

const SHORTEST = 4;
/** How many earlier places with the same three bytes are tried for the longest repetition. */
const TRIES = 400;

function pushNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** The glyphs as bytes: code (from the last one), advance, left, top, width, height, rows. */
export function faceBytes(glyphs: ReadonlyMap<number, Glyph>): Uint8Array {
  const bytes: number[] = [];
  let last = -1;
  for (const code of [...glyphs.keys()].sort((a, b) => a - b)) {
    const glyph = glyphs.get(code)!;
    const box = boxOf(glyph) ?? { left: 0, right: 0, top: 0, bottom: 0 };
    pushNumber(bytes, code - last);
    pushNumber(bytes, glyph.advance);
    pushNumber(bytes, zigzag(box.left));
    pushNumber(bytes, zigzag(box.top));
    pushNumber(bytes, box.right - box.left);
    pushNumber(bytes, box.bottom - box.top);
    for (let y = box.top; y < box.bottom; y++) {
      for (let x = box.left; x < box.right; x += 8) {
        let byte = 0;
        for (let bit = 0; bit < 8; bit++) if (glyph.pixels.has(at(x + bit, y))) byte |= 0x80 >> bit;
        bytes.push(byte);
      }
    }
    last = code;
  }
  return Uint8Array.from(bytes);
}

/** Replaces repetitions of earlier bytes by length and distance. */
export function compress(bytes: Uint8Array): Uint8Array {
  const packed: number[] = [];
  pushNumber(packed, bytes.length);
  const places = new Map<number, number[]>();
  const key = (i: number): number => (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
  const remember = (i: number): void => {
    if (i + 2 >= bytes.length) return;
    const list = places.get(key(i));
    if (list === undefined) places.set(key(i), [i]);
    else list.push(i);
  };
  const longest = (i: number): { length: number; distance: number } => {
    let best = { length: 0, distance: 0 };
    const list = places.get(key(i)) ?? [];
    for (let k = list.length - 1; k >= Math.max(0, list.length - TRIES); k--) {
      const from = list[k]!;
      let length = 0;
      while (i + length < bytes.length && bytes[from + length] === bytes[i + length]) length++;
      if (length > best.length) best = { length, distance: i - from };
    }
    return best;
  };
  let start = 0;
  let i = 0;
  while (i < bytes.length) {
    const match = longest(i);
    if (match.length < SHORTEST) {
      remember(i++);
      continue;
    }
    pushNumber(packed, i - start);
    for (let k = start; k < i; k++) packed.push(bytes[k]!);
    pushNumber(packed, match.length);
    pushNumber(packed, match.distance);
    for (const end = i + match.length; i < end;) remember(i++);
    start = i;
  }
  if (start < bytes.length) {
    pushNumber(packed, bytes.length - start);
    for (let k = start; k < bytes.length; k++) packed.push(bytes[k]!);
  }
  return Uint8Array.from(packed);
}

/** The packed face as text. */
export function packFace(glyphs: ReadonlyMap<number, Glyph>): string {
  return Buffer.from(compress(faceBytes(glyphs)))
    .toString('base64')
    .replaceAll('=', '');
}
