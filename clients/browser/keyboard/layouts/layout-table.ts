/**
 * The notation of layout tables. Each row lists the keys of LAYOUT_ROWS (../key-codes.ts), parted by spaces. A key is written as the
 * characters that it gives plain, with Shift, with AltGr, with Shift and AltGr; a letter alone stands for both its cases; `†´` is the dead key
 * that puts an acute on the next letter, and so for other accents; `␣` is nothing.
 */
export interface LayoutTable {
  readonly id: string;
  /** As its users call it. */
  readonly name: string;
  /** Languages (BCP 47) whose users are likely to have it. */
  readonly languages: readonly string[];
  readonly rows: readonly [digits: string, upper: string, home: string, lower: string];
  /** Not a Latin alphabet: AltGr gives the Latin letters of the us layout, which programs look for in shortcuts. */
  readonly nonLatin?: true;
}
