/**
 * Characters drawn by hand: sheets of text (drawings/*.txt) for the smallest cells, where a pixel more or less decides
 * whether a letter can be read. Accented letters are put together from drawn letters and drawn marks, and the Greek and
 * Cyrillic letters that look like Latin ones are those.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Face } from './faces.ts';
import type { Glyph } from './glyph.ts';
import { at, boxOf, xOf, yOf } from './glyph.ts';

const folder = new URL('./drawings/', import.meta.url);

const LOOK_ALIKES = new Map(
  [
    ...['ΑA', 'ΒB', 'ΕE', 'ΖZ', 'ΗH', 'ΙI', 'ΚK', 'ΜM', 'ΝN', 'ΟO', 'ΡP', 'ΤT', 'ΥY', 'ΧX', 'οo', 'νv'],
    ...['АA', 'ВB', 'ЕE', 'КK', 'МM', 'НH', 'ОO', 'РP', 'СC', 'ТT', 'ХX', 'ЅS', 'ІI', 'ЈJ'],
    ...['аa', 'еe', 'оo', 'рp', 'сc', 'хx', 'уy', 'ѕs', 'іi', 'јj', '−-', '‐-', '‑-', '∣|', '․.'],
  ].map((pair) => [pair[0]!, pair[1]!]),
);

/** Combining marks: those above and those below letters. */
const MARKS_BELOW = ['\u0326', '\u0327', '\u0328'];

function character(name: string): string {
  return /^U\+[0-9A-F]{4}$/.test(name) ? String.fromCodePoint(Number.parseInt(name.slice(2), 16)) : name;
}

/** A sheet's characters, as sets of pixels. */
export function readSheet(text: string): Map<string, Set<number>> {
  const drawn = new Map<string, Set<number>>();
  let names: string[] = [];
  let y = 0;
  for (const line of text.split('\n')) {
    const words = line.split(/ +/).filter((word) => word !== '');
    // A comment, or a row of pixels of which the first may be one of `!`: comments have no dots and crosses alone.
    if (words.length === 0 || (line.startsWith('! ') && !/^[.# ]+$/.test(line))) continue;
    if (words[0] === '%' && /^-?[0-9]+$/.test(words[1] ?? '')) {
      y = -Number(words[1]);
      names = words.slice(2).map(character);
      for (const name of names) drawn.set(name, new Set());
      continue;
    }
    if (words.length !== names.length)
      throw new Error(`row of ${words.length} characters, not ${names.length}: ${line}`);
    words.forEach((row, i) => {
      [...row].forEach((pixel, x) => {
        if (pixel === '#') drawn.get(names[i]!)!.add(at(x, y));
      });
    });
    y++;
  }
  return drawn;
}

export class Drawings {
  readonly #face: Face;
  readonly #drawn: Map<string, Set<number>>;

  /** The drawings for a face; without a sheet there are none. */
  constructor(face: Face) {
    const sheet = new URL(`${face.key}.txt`, folder);
    this.#face = face;
    this.#drawn = existsSync(sheet) ? readSheet(readFileSync(sheet, 'utf8')) : new Map<string, Set<number>>();
  }

  draw(code: number): Glyph | undefined {
    const [base, ...marks] = String.fromCodePoint(code).normalize('NFD');
    const letter = LOOK_ALIKES.get(base!) ?? base!;
    const drawn = this.#drawn.get(letter);
    if (drawn === undefined || marks.length > 2) return undefined;
    const advance = this.#face.cell;
    if (marks.length === 0) return { advance, pixels: drawn };
    const dotless = letter === 'i' || letter === 'j';
    const xHeight = -boxOf({ advance, pixels: this.#drawn.get('x')! })!.top;
    let pixels = new Set(dotless ? [...drawn].filter((pixel) => yOf(pixel) >= -xHeight) : drawn);
    for (const mark of marks) {
      const shape = this.#drawn.get(mark);
      // The caron of letters with an ascender is an apostrophe: those are left to the outline.
      if (shape === undefined || ('dltL'.includes(letter) && mark === '\u030c')) return undefined;
      pixels = this.#placed(pixels, shape, MARKS_BELOW.includes(mark));
    }
    return { advance, pixels };
  }

  /** A letter with a mark: above with a row between where there is room, below right under the baseline. */
  #placed(letter: ReadonlySet<number>, mark: ReadonlySet<number>, below: boolean): Set<number> {
    const letterBox = boxOf({ advance: 0, pixels: new Set(letter) })!;
    const markBox = boxOf({ advance: 0, pixels: new Set(mark) })!;
    // Marks are drawn with their last row right above the baseline.
    let shift = below ? -markBox.top : letterBox.top - 1;
    if (!below && markBox.top + shift < -this.#face.ascent) shift = -this.#face.ascent - markBox.top;
    const pixels = new Set(letter);
    for (const pixel of mark) pixels.add(at(xOf(pixel), yOf(pixel) + shift));
    return pixels;
  }
}
