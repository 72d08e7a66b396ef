/** Latin-1, as STRING properties have it (ICCCM §2.7.1). */

/** Characters beyond Latin-1 become '?'. */
export function encodeLatin1(text: string): Uint8Array {
  return Uint8Array.from([...text], (character) => {
    const code = character.codePointAt(0)!;
    return code > 0xff ? 0x3f : code;
  });
}

export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
