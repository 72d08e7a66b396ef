/** Numbers in the bytes of a request, in its client's byte order, as 32 bits with sign. */
import type { FieldLetter } from './request-shape.ts';

export function readField(
  bytes: Uint8Array,
  at: number,
  size: 1 | 2 | 4,
  letter: FieldLetter,
  littleEndian: boolean,
): number {
  if (size === 1) return bytes[at]!;
  if (size === 2) {
    const value = littleEndian ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;
    return letter === 'i' ? (value << 16) >> 16 : value;
  }
  return littleEndian
    ? bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    : (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

export function writeField(bytes: Uint8Array, at: number, size: 1 | 2 | 4, value: number, littleEndian: boolean): void {
  for (let i = 0; i < size; i++) bytes[littleEndian ? at + i : at + size - 1 - i] = (value >>> (8 * i)) & 0xff;
}
