/** Low five bits of a command's first byte; the upper three are flags. */
export const Opcode = {
  Raw: 0,
  KeptRaw: 1,
  Copy: 2,
  Fill: 3,
  Tile: 4,
  Bitmap: 5,
  Glyphs: 6,
  Video: 7,
  Picture: 8,
  Glyph: 9,
  ForgetGlyphs: 10,
  Screen: 11,
  Create: 12,
  Resize: 13,
  Move: 14,
  Shape: 15,
  Stack: 16,
  Destroy: 17,
  Cursor: 18,
  Blank: 19,
  Warp: 20,
  Whole: 21,
  CoverageGlyphs: 22,
  Locks: 23,
} as const;

/** The surface is the one of the drawing command before. */
export const SAME_SURFACE = 0x20;
/** Raw: kept. Copy: within one surface. Bitmap: transparent. Glyphs, CoverageGlyphs: clipped. Glyph: 8-bit coverage. Video: key frame. Shape, Cursor, Blank: there is one. Whole: not exact. Locks: Caps Lock. */
export const FLAG = 0x40;
/** Video has a clip. Locks: Num Lock. */
export const CLIPPED = 0x80;
/** The colour is the one of the command of this kind before. */
export const SAME_COLOR = 0x80;
