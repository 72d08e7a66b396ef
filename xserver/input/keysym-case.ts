/** Upper and lower case of keysyms (X11 appendix A), as far as key types depend on it. */

/** Runs of capital keysyms: first, last, distance to the small letter. */
const CAPITALS: readonly (readonly [first: number, last: number, toSmall: number])[] = [
  [0x41, 0x5a, 0x20],
  [0xc0, 0xd6, 0x20],
  [0xd8, 0xde, 0x20],
  // Latin 2
  [0x1a1, 0x1a1, 0x10],
  [0x1a3, 0x1a6, 0x10],
  [0x1a9, 0x1ac, 0x10],
  [0x1ae, 0x1af, 0x10],
  [0x1c0, 0x1de, 0x20],
  // Latin 3
  [0x2a1, 0x2a6, 0x10],
  [0x2ab, 0x2ac, 0x10],
  [0x2c5, 0x2de, 0x20],
  // Latin 4
  [0x3a3, 0x3ac, 0x10],
  [0x3bd, 0x3bd, 0x02],
  [0x3c0, 0x3de, 0x20],
  // Cyrillic: capitals come after the small letters
  [0x6b1, 0x6bf, -0x10],
  [0x6e0, 0x6ff, -0x20],
  // Greek
  [0x7a1, 0x7ab, 0x10],
  [0x7c1, 0x7d9, 0x20],
];

/** Greek letters with a double accent, and the final sigma: small letters without a capital. */
const SMALL_ONLY = new Set([0x7b6, 0x7ba, 0x7f3]);

/** The keysym as a small and as a capital letter; itself twice when it is no letter with two cases. */
export function keysymCases(keysym: number): { lower: number; upper: number } {
  for (const [first, last, toSmall] of CAPITALS) {
    if (keysym >= first && keysym <= last) return { lower: keysym + toSmall, upper: keysym };
    if (keysym >= first + toSmall && keysym <= last + toSmall && !SMALL_ONLY.has(keysym)) {
      return { lower: keysym, upper: keysym - toSmall };
    }
  }
  return { lower: keysym, upper: keysym };
}
