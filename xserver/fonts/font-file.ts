/** From the bytes of a font file, whatever its format, to a `Font`. */
import { isBdf, parseBdf } from './bdf.ts';
import type { Font, FontInfo } from './font.ts';
import { FontFileError } from './font-file-error.ts';
import { isPcf, parsePcf, parsePcfInfo } from './pcf.ts';

/** A file (uncompressed; borrowed) as a font. @throws FontFileError */
export function parseFontFile(file: Uint8Array, hash: string): Font {
  if (isPcf(file)) return parsePcf(file, hash);
  if (isBdf(file)) return parseBdf(file, hash);
  throw new FontFileError('neither PCF nor BDF');
}

/** What a catalogue holds of a file. @throws FontFileError */
export function parseFontFileInfo(file: Uint8Array): FontInfo {
  // Glyphs are what takes time and space; in a PCF file they can be left out.
  return isPcf(file) ? parsePcfInfo(file) : parseFontFile(file, '');
}
