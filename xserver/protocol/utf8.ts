/** UTF-8 (RFC 3629) where there is neither TextEncoder nor Buffer. */

const REPLACEMENT = 0xfffd;
/** The smallest code point that needs 2, 3 and 4 bytes. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];
/** Code points that are made a string at once: a call takes only so many arguments. */
const CHUNK = 4096;

/** A lone surrogate, which has no UTF-8 form, becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    let code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) code = REPLACEMENT;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return Uint8Array.from(bytes);
}

/** Undefined for bytes that are no UTF-8 (overlong forms and surrogates included). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  return decode(bytes, undefined);
}

/** What is no UTF-8 becomes U+FFFD, byte by byte: texts come from programs that may have cut them anywhere. */
export function decodeUtf8Loosely(bytes: Uint8Array): string {
  return decode(bytes, REPLACEMENT);
}

function decode(bytes: Uint8Array, replacement: number): string;
function decode(bytes: Uint8Array, replacement: undefined): string | undefined;
function decode(bytes: Uint8Array, replacement: number | undefined): string | undefined {
  const parts: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = lengthAt(bytes, at);
    const code = length === 0 ? replacement : codeAt(bytes, at, length);
    if (code === undefined) return undefined;
    codes.push(code);
    at += Math.max(1, length);
    if (codes.length === CHUNK) {
      parts.push(String.fromCodePoint(...codes));
      codes = [];
    }
  }
  return parts.join('') + String.fromCodePoint(...codes);
}

/** Bytes of the character at `at`; 0 where there is none. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  const length = first < 0x80 ? 1 : first >> 5 === 6 ? 2 : first >> 4 === 14 ? 3 : first >> 3 === 30 ? 4 : 0;
  if (at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if (bytes[at + i]! >> 6 !== 2) return 0;
  const code = codeAt(bytes, at, length);
  const wrong = code < SMALLEST[length]! || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return wrong ? 0 : length;
}

function codeAt(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at]!;
  let code = length <= 1 ? first : first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes[at + i]! & 0x3f);
  return code;
}
