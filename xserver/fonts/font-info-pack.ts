/**
 * FontInfo as a few dozen bytes: a catalogue holds hundreds of them, is hashed with the state and crosses the network.
 * Numbers are zigzag variable-length integers (7 bits a byte, low first); texts are indices in the catalogue's strings.
 */
import type { CharInfo, FontInfo, FontProperty } from './font.ts';

function pushNumber(bytes: number[], value: number): void {
  // Multiplication, not shifts: properties are 32-bit and the zigzag form has 33.
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

export function packFontInfo(info: FontInfo, intern: (text: string) => number): Uint8Array {
  const bytes: number[] = [];
  const numbers = [
    info.drawDirection,
    info.minByte1,
    info.maxByte1,
    info.minCharOrByte2,
    info.maxCharOrByte2,
    info.defaultChar,
    info.allCharsExist ? 1 : 0,
    info.fontAscent,
    info.fontDescent,
    ...info.minBounds,
    ...info.maxBounds,
    ...info.minBitmap,
    ...info.maxBitmap,
    info.properties.length,
  ];
  for (const value of numbers) pushNumber(bytes, value);
  for (const { name, value } of info.properties) {
    const isText = typeof value === 'string';
    pushNumber(bytes, intern(name) * 2 + (isText ? 1 : 0));
    pushNumber(bytes, isText ? intern(value) : value);
  }
  return Uint8Array.from(bytes);
}

export function unpackFontInfo(bytes: Uint8Array, strings: readonly string[]): FontInfo {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * place;
      if (byte < 128) break;
    }
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  };
  const bounds = (): CharInfo => [number(), number(), number(), number(), number(), number()];
  const info: FontInfo = {
    drawDirection: number(),
    minByte1: number(),
    maxByte1: number(),
    minCharOrByte2: number(),
    maxCharOrByte2: number(),
    defaultChar: number(),
    allCharsExist: number() === 1,
    fontAscent: number(),
    fontDescent: number(),
    minBounds: bounds(),
    maxBounds: bounds(),
    minBitmap: bounds(),
    maxBitmap: bounds(),
    properties: [],
  };
  const count = number();
  const properties: FontProperty[] = info.properties;
  for (let i = 0; i < count; i++) {
    const key = number();
    const value = number();
    properties.push({ name: strings[key >> 1]!, value: (key & 1) === 1 ? strings[value]! : value });
  }
  return info;
}
