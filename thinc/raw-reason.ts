/** Why pixels are left to RAW. */
export type RawReason =
  /** A drawing function, plane mask or alpha mixes with what is there. */
  | 'function'
  /** An image of more than two colours, or a large one. */
  | 'image'
  /** A tile, stipple or glyph is larger than what terminals keep, or of another depth. */
  | 'size'
  /** A pixmap that took pixels from a surface. */
  | 'from-screen'
  /** More rectangles at once than are worth looking at. */
  | 'ragged'
  /** A copy within a target of one of its planes, or between depths. */
  | 'copy'
  /** Drawing the commands of a pixmap again would take more than its pixels. */
  | 'too-much';
