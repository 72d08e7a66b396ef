/**
 * Caps on what a font file may ask for. They are far above every font that X.Org ships (the largest, 18x18ja, has
 * 18,000 glyphs and 1 MB of bitmaps) and keep a hostile file from costing more than a few tens of megabytes.
 */

/** A font file, uncompressed. The largest of xfonts-base has 1.6 MB. */
export const MAX_FONT_FILE_BYTES = 16 * 1024 * 1024;

/** Characters of a font name or XLFD (X.Org: MAXFONTNAMELEN). */
export const MAX_FONT_NAME_LENGTH = 1024;

/** Glyphs in one font: a glyph number is 16 bits wide and 0xffff means "none". */
export const MAX_GLYPHS = 65_535;

/** Width or height of one glyph in pixels. */
export const MAX_GLYPH_SIZE = 2048;

/** Bytes of all glyph bitmaps of one font, rows padded to bytes. */
export const MAX_BITMAP_BYTES = 16 * 1024 * 1024;

/** Properties of one font; X.Org's own fonts have up to 40. */
export const MAX_FONT_PROPERTIES = 1024;

/** Characters of one property's name or text; the longest of X.Org's fonts is a copyright notice of 300. */
export const MAX_PROPERTY_LENGTH = 8192;

/** Tables in a PCF file; nine kinds exist. */
export const MAX_PCF_TABLES = 32;

/** How deep one alias may lead to another; X.Org stops at 20 (MAX_ALIAS_DEPTH of its path search). */
export const MAX_ALIAS_DEPTH = 20;

/** Names that a catalogue may hold; xfonts-base has about 600, every Debian X font package together about 6,000. */
export const MAX_CATALOGUE_ENTRIES = 20_000;
