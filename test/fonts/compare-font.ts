/** One font, theirs and ours: everything that QueryFont says of it, text extents, and the pictures of some characters. */
import { expect } from 'vitest';
import type { Font } from '../../xserver/fonts/font.ts';
import { glyphIndex, queryFontCharacters, textExtents } from '../../xserver/fonts/font.ts';
import type { FontOracle } from './font-oracle.ts';
import { sixNumbers } from './font-oracle.ts';

/** Everything that QueryFont says of a font, theirs and ours. */
export async function compareFont(oracle: FontOracle, name: string, ours: Font | undefined): Promise<void> {
  const theirs = await oracle.open(name);
  expect(ours !== undefined, `${name} is found`).toBe(theirs !== undefined);
  if (ours === undefined || theirs === undefined) return;
  const reply = await oracle.query(theirs);
  const properties = await oracle.properties(reply.properties, ours.properties);
  const compared = {
    direction: reply.drawDirection,
    rows: [reply.minByte1, reply.maxByte1],
    columns: [reply.minCharOrByte2, reply.maxCharOrByte2],
    defaultChar: reply.defaultChar,
    allCharsExist: reply.allCharsExist !== 0,
    ascent: [reply.fontAscent, reply.fontDescent],
    minBounds: sixNumbers(reply.minBounds),
    maxBounds: sixNumbers(reply.maxBounds),
    properties,
  };
  expect({
    direction: ours.drawDirection,
    rows: [ours.minByte1, ours.maxByte1],
    columns: [ours.minCharOrByte2, ours.maxCharOrByte2],
    defaultChar: ours.defaultChar,
    allCharsExist: ours.allCharsExist,
    ascent: [ours.fontAscent, ours.fontDescent],
    minBounds: ours.minBounds,
    maxBounds: ours.maxBounds,
    properties: ours.properties,
  }).toEqual(compared);
  const characters = queryFontCharacters(ours);
  expect(characters.length, `${name} characters`).toBe(reply.charInfos.length);
  const differing = characters.findIndex((value, i) => value << 16 !== reply.charInfos[i]! << 16);
  expect(differing, `${name}: first number of the characters that differs`).toBe(-1);

  const codes = sampleCodes(ours, 12);
  expect(textExtents(ours, codes), `${name} extents of ${codes.join()}`).toEqual(
    withoutSequence(await oracle.textExtents(theirs, codes)),
  );
  await comparePictures(oracle, name, ours, theirs, codes);
  await oracle.close(theirs);
}

function withoutSequence<Reply extends object>(reply: Reply): Omit<Reply, 'sequence'> {
  const { sequence: _, ...rest } = reply as Reply & { sequence: number };
  return rest;
}

/** Codes spread over the font, with some that do not exist. */
function sampleCodes(font: Font, count: number): number[] {
  const codes = [0, 0x41, 0xffff, font.defaultChar];
  const columns = font.maxCharOrByte2 - font.minCharOrByte2 + 1;
  for (let i = 0; i < count; i++) {
    const at = Math.floor((i * font.index.length) / count);
    codes.push(((font.minByte1 + Math.floor(at / columns)) << 8) + font.minCharOrByte2 + (at % columns));
  }
  return codes;
}

async function comparePictures(
  oracle: FontOracle,
  name: string,
  ours: Font,
  theirs: number,
  codes: number[],
): Promise<void> {
  const size = 64;
  const [originX, originY] = [20, 40];
  const pictures = await oracle.pictures(theirs, codes, size, size, originX, originY);
  codes.forEach((code, i) => {
    const expected = new Uint8Array(size * size);
    const glyph = glyphIndex(ours, code);
    if (glyph >= 0) {
      const [left, right, , ascent, descent] = [...ours.metrics.subarray(glyph * 6, glyph * 6 + 6)];
      const stride = (right! - left! + 7) >> 3;
      for (let y = 0; y < ascent! + descent!; y++) {
        for (let x = 0; x < right! - left!; x++) {
          const [atX, atY] = [originX + left! + x, originY - ascent! + y];
          if (atX < 0 || atY < 0 || atX >= size || atY >= size) continue;
          const byte = ours.bits[ours.offsets[glyph]! + y * stride + (x >> 3)]!;
          expected[atY * size + atX] = (byte >> (7 - (x & 7))) & 1;
        }
      }
    }
    expect(Buffer.compare(expected, pictures[i]!), `${name}: picture of character ${code}`).toBe(0);
  });
}
