/** The built-in faces: which TTF each is drawn from, at which sizes, and what it is called in X. */

export interface Face {
  /** Names the generated file. */
  key: string;
  /** File of dejavu-fonts-ttf, without ending, and the family name under which it is found. */
  file: string;
  family: string;
  bold: boolean;
  /** Pixels per em, across and down: a cell font is drawn as wide as its cell and as high as leaves room for accents. */
  emX: number;
  emY: number;
  /** Vertical strokes, in pixels before rounding. */
  stem: number;
  /** How far glyphs are moved, to agree with those drawn by hand. */
  nudge: number;
  /** Lightest grey of a row, of 255, that counts as ink. */
  threshold: number;
  ascent: number;
  descent: number;
  /** Width of the cell; 0 for a proportional face. */
  cell: number;
  /** XLFD up to the character set, `%` standing for the average width. */
  xlfd: string;
}

const MONO = { file: 'DejaVuSansMono', family: 'DejaVu Sans Mono', bold: false };
const MONO_BOLD = { file: 'DejaVuSansMono-Bold', family: 'DejaVu Sans Mono', bold: true };
const SANS = { file: 'DejaVuSans', family: 'DejaVu Sans', bold: false };
const SANS_BOLD = { file: 'DejaVuSans-Bold', family: 'DejaVu Sans', bold: true };

/** A face of the sizes and the name of one of X's fixed fonts. */
function fixed(
  cell: number,
  height: number,
  bold: boolean,
  setWidth: string,
  points: number,
  drawing: { emX: number; emY: number; stem: number; descent: number; threshold?: number; nudge?: number },
): Face {
  const { emX, emY, stem, descent, threshold = 160, nudge = 0 } = drawing;
  return {
    key: `fixed-${cell}x${height}${bold ? '-bold' : ''}`,
    ...(bold ? MONO_BOLD : MONO),
    emX,
    emY,
    stem,
    nudge,
    threshold,
    ascent: height - descent,
    descent,
    cell,
    xlfd: `-misc-fixed-${bold ? 'bold' : 'medium'}-r-${setWidth}--${height}-${points}-75-75-c-${cell * 10}`,
  };
}

function sans(
  pixels: number,
  bold: boolean,
  drawing: { emX: number; emY: number; stem: number; ascent: number; descent: number; threshold?: number },
): Face {
  const { emX, emY, stem, ascent, descent, threshold = 175 } = drawing;
  const weight = bold ? 'bold' : 'medium';
  return {
    key: `sans-${pixels}${bold ? '-bold' : ''}`,
    ...(bold ? SANS_BOLD : SANS),
    emX,
    emY,
    stem,
    nudge: 0,
    threshold,
    ascent,
    descent,
    cell: 0,
    xlfd: `-farpane-sans-${weight}-r-normal--${pixels}-${pixels * 10}-75-75-p-%`,
  };
}

export const FACES: readonly Face[] = [
  fixed(6, 10, false, 'normal', 100, { emX: 10, emY: 9, stem: 0.9, descent: 2, nudge: -0.4 }),
  fixed(6, 13, false, 'semicondensed', 120, { emX: 10, emY: 11, stem: 0.9, descent: 2, nudge: -0.4 }),
  fixed(6, 13, true, 'semicondensed', 120, { emX: 10, emY: 11, stem: 1.5, descent: 2 }),
  fixed(7, 13, false, 'normal', 120, { emX: 11.6, emY: 11, stem: 1, descent: 2 }),
  fixed(7, 13, true, 'normal', 120, { emX: 11.6, emY: 11, stem: 1.7, descent: 2 }),
  fixed(8, 13, false, 'normal', 120, { emX: 13.2, emY: 11, stem: 1.1, descent: 2 }),
  fixed(8, 13, true, 'normal', 120, { emX: 13.2, emY: 11, stem: 1.9, descent: 2 }),
  fixed(9, 15, false, 'normal', 140, { emX: 15, emY: 13, stem: 1.3, descent: 3 }),
  fixed(9, 15, true, 'normal', 140, { emX: 15, emY: 13, stem: 2, descent: 3 }),
  fixed(10, 20, false, 'normal', 200, { emX: 16.6, emY: 17, stem: 1.5, descent: 4, threshold: 110 }),
  sans(10, false, { emX: 9, emY: 9, stem: 0.8, ascent: 9, descent: 2, threshold: 150 }),
  sans(10, true, { emX: 9, emY: 9, stem: 1.6, ascent: 9, descent: 2, threshold: 150 }),
  sans(12, false, { emX: 11, emY: 11, stem: 1, ascent: 11, descent: 3 }),
  sans(12, true, { emX: 10.5, emY: 11, stem: 1.9, ascent: 11, descent: 3 }),
  sans(14, false, { emX: 12, emY: 13, stem: 1.1, ascent: 13, descent: 3 }),
  sans(14, true, { emX: 12, emY: 13, stem: 2, ascent: 13, descent: 3 }),
  sans(18, false, { emX: 15.5, emY: 16, stem: 1.5, ascent: 16, descent: 4 }),
  sans(18, true, { emX: 15, emY: 16, stem: 2.6, ascent: 16, descent: 4 }),
  sans(24, false, { emX: 20.5, emY: 21, stem: 2, ascent: 21, descent: 5 }),
  sans(24, true, { emX: 20, emY: 21, stem: 3.4, ascent: 21, descent: 5 }),
];
