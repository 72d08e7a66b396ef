/** UTF-8 (RFC 3629) without a platform: this folder knows neither TextEncoder nor Buffer. */

const REPLACEMENT = 0xfffd;

/** Lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (const character of text) {
    let code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) code = REPLACEMENT;
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes[at++] = ((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more));
    for (let i = more - 1; i >= 0; i--) bytes[at++] = 0x80 | ((code >> (6 * i)) & 0x3f);
  }
  return bytes.slice(0, at);
}

/** What is no UTF-8 becomes U+FFFD, byte by byte: texts come from programs that may have cut them anywhere. */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [code, length] = decodeOne(bytes, at);
    codes.push(code);
    at += length;
    // fromCodePoint takes its arguments on the stack.
    if (codes.length === 4096) {
      parts.push(String.fromCodePoint(...codes));
      codes = [];
    }
  }
  return parts.join('') + String.fromCodePoint(...codes);
}

/** The smallest code point that needs 1, 2, 3 and 4 bytes. */
const SMALLEST = [0, 0x80, 0x800, 0x10000];

function decodeOne(bytes: Uint8Array, at: number): [code: number, length: number] {
  const first = bytes[at]!;
  if (first < 0x80) return [first, 1];
  const more = first >> 5 === 6 ? 1 : first >> 4 === 14 ? 2 : first >> 3 === 30 ? 3 : 0;
  let code = first & (0x3f >> more);
  for (let i = 1; i <= more; i++) {
    const next = bytes[at + i];
    if (next === undefined || next >> 6 !== 2) return [REPLACEMENT, 1];
    code = (code << 6) | (next & 0x3f);
  }
  const bad = more === 0 || code < SMALLEST[more]! || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return bad ? [REPLACEMENT, 1] : [code, more + 1];
}
