/** Which characters a TrueType font has: its cmap table (OpenType 1.9, "cmap", formats 4 and 12). */

export function coveredCodes(font: Uint8Array): Set<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = view.getUint16(4);
  let cmap = 0;
  for (let i = 0; i < tables; i++) {
    const tag = String.fromCharCode(...font.subarray(12 + i * 16, 16 + i * 16));
    if (tag === 'cmap') cmap = view.getUint32(12 + i * 16 + 8);
  }
  const codes = new Set<number>();
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const table = cmap + view.getUint32(cmap + 4 + i * 8 + 4);
    const format = view.getUint16(table);
    if (format === 4) readSegments(view, table, codes);
    else if (format === 12) readGroups(view, table, codes);
  }
  return codes;
}

function readSegments(view: DataView, table: number, codes: Set<number>): void {
  const segments = view.getUint16(table + 6) / 2;
  const ends = table + 14;
  const starts = ends + segments * 2 + 2;
  for (let i = 0; i < segments; i++) {
    const end = view.getUint16(ends + i * 2);
    const start = view.getUint16(starts + i * 2);
    const delta = view.getUint16(starts + segments * 2 + i * 2);
    const offsetAt = starts + segments * 4 + i * 2;
    const offset = view.getUint16(offsetAt);
    for (let code = start; code <= end && code < 0xffff; code++) {
      // A segment may have holes: characters of glyph 0.
      const listed = offset === 0 ? code : view.getUint16(offsetAt + offset + (code - start) * 2);
      if (listed !== 0 && ((listed + delta) & 0xffff) !== 0) codes.add(code);
    }
  }
}

function readGroups(view: DataView, table: number, codes: Set<number>): void {
  for (let i = 0; i < view.getUint32(table + 12); i++) {
    const group = table + 16 + i * 12;
    for (let code = view.getUint32(group); code <= view.getUint32(group + 4); code++) codes.add(code);
  }
}
