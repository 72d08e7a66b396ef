/** The one error that the font file parsers throw: the bytes are not a font of that format, or exceed limits.ts. */
export class FontFileError extends Error {
  override readonly name = 'FontFileError';
}
