/** The coded session that nx decoders are primed with (nx/primer.ts), as a module. */
export function emitPrimer(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const lines = hex.match(/.{1,100}/g) ?? [];
  return [
    '// Generated from nx/primer.ts by `npm run generate`. Do not edit.',
    '',
    '/** What nx/primer.ts comes to as an nx stream, in hexadecimal digits. */',
    'export const PRIMER =',
    ...lines.map((line, i) => `  '${line}'${i === lines.length - 1 ? ';' : ' +'}`),
    '',
  ].join('\n');
}
