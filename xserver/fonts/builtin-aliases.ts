/**
 * Aliases of the built-in fonts: the short names that every X program expects, the sizes of the misc fonts that no face
 * has, and the families that old programs ask for by name (twm ends without some bold Helvetica).
 */

const ISO_CHARSETS = ['iso8859-1', 'iso10646-1'];

/** Short names, and the misc fonts in sizes near to a face. */
const SHORT: readonly (readonly [string, string])[] = [
  ['fixed', '-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso8859-1'],
  ['variable', '-adobe-helvetica-bold-r-normal--12-120-75-75-p-70-iso8859-1'],
  ['5x7', '-misc-fixed-medium-r-normal--10-100-75-75-c-60-iso8859-1'],
  ['5x8', '-misc-fixed-medium-r-normal--10-100-75-75-c-60-iso8859-1'],
  ['6x9', '-misc-fixed-medium-r-normal--10-100-75-75-c-60-iso8859-1'],
  ['6x10', '-misc-fixed-medium-r-normal--10-100-75-75-c-60-iso8859-1'],
  ['6x12', '-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso8859-1'],
  ['6x13', '-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso8859-1'],
  ['6x13bold', '-misc-fixed-bold-r-semicondensed--13-120-75-75-c-60-iso8859-1'],
  ['7x13', '-misc-fixed-medium-r-normal--13-120-75-75-c-70-iso8859-1'],
  ['7x13bold', '-misc-fixed-bold-r-normal--13-120-75-75-c-70-iso8859-1'],
  ['7x14', '-misc-fixed-medium-r-normal--13-120-75-75-c-70-iso8859-1'],
  ['7x14bold', '-misc-fixed-bold-r-normal--13-120-75-75-c-70-iso8859-1'],
  ['8x13', '-misc-fixed-medium-r-normal--13-120-75-75-c-80-iso8859-1'],
  ['8x13bold', '-misc-fixed-bold-r-normal--13-120-75-75-c-80-iso8859-1'],
  ['8x16', '-misc-fixed-medium-r-normal--15-140-75-75-c-90-iso8859-1'],
  ['9x15', '-misc-fixed-medium-r-normal--15-140-75-75-c-90-iso8859-1'],
  ['9x15bold', '-misc-fixed-bold-r-normal--15-140-75-75-c-90-iso8859-1'],
  ['10x20', '-misc-fixed-medium-r-normal--20-200-75-75-c-100-iso8859-1'],
  ['12x24', '-misc-fixed-medium-r-normal--20-200-75-75-c-100-iso8859-1'],
  ['nil2', '-misc-nil-medium-r-normal--2-20-75-75-c-10-misc-fontspecific'],
];

/** The classic 75 dpi sizes: pixels, the average widths of medium and bold, and the pixel size of the face that serves. */
const HELVETICA_SIZES = [
  [8, 46, 50, 10],
  [10, 56, 60, 10],
  [12, 67, 70, 12],
  [14, 77, 82, 14],
  [18, 98, 103, 18],
  [24, 130, 138, 24],
] as const;

/** Courier's sizes: pixels, average width, and the fixed face that serves, without weight. */
const COURIER_SIZES = [
  [8, 50, 'normal--10-100-75-75-c-60'],
  [10, 60, 'normal--10-100-75-75-c-60'],
  [12, 70, 'normal--13-120-75-75-c-70'],
  [14, 90, 'normal--15-140-75-75-c-90'],
  [18, 110, 'normal--20-200-75-75-c-100'],
] as const;

/** Courier faces that have no bold of their own. */
const MEDIUM_ONLY = new Set(['normal--10-100-75-75-c-60', 'normal--20-200-75-75-c-100']);

export function builtinAliases(): { name: string; target: string }[] {
  const aliases = SHORT.map(([name, target]) => ({ name, target }));
  for (const charset of ISO_CHARSETS) {
    for (const [pixels, mediumWidth, boldWidth, face] of HELVETICA_SIZES) {
      for (const weight of ['medium', 'bold']) {
        for (const slant of ['r', 'o']) {
          const width = weight === 'bold' ? boldWidth : mediumWidth;
          const sizes = `${pixels}-${pixels * 10}-75-75-p-${width}`;
          aliases.push({
            name: `-adobe-helvetica-${weight}-${slant}-normal--${sizes}-${charset}`,
            target: `-farpane-sans-${weight}-r-normal--${face}-*-75-75-p-*-${charset}`,
          });
        }
      }
    }
    for (const [pixels, width, face] of COURIER_SIZES) {
      for (const weight of ['medium', 'bold']) {
        const sizes = `${pixels}-${pixels * 10}-75-75-m-${width}`;
        const faceWeight = MEDIUM_ONLY.has(face) ? 'medium' : weight;
        aliases.push({
          name: `-adobe-courier-${weight}-r-normal--${sizes}-${charset}`,
          target: `-misc-fixed-${faceWeight}-r-${face}-${charset}`,
        });
      }
    }
  }
  return aliases;
}
