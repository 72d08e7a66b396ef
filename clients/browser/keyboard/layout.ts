/** A keyboard layout, read from its table: which keysyms each physical key gives. */
import { keysymOfCharacter } from './characters.ts';
import { LAYOUT_ROWS } from './key-codes.ts';
import type { LayoutTable } from './layouts/layout-table.ts';
import { us } from './layouts/western.ts';

/** Keysyms plain, with Shift, with AltGr, with Shift and AltGr; 0 for none. */
export type KeyLevels = readonly [number, number, number, number];

export interface Layout {
  readonly id: string;
  readonly name: string;
  readonly languages: readonly string[];
  readonly nonLatin: boolean;
  /** The right Alt key chooses the third level. */
  readonly hasAltGr: boolean;
  /** By the browser's `code`. */
  readonly keys: ReadonlyMap<string, KeyLevels>;
}

const DEAD_MARK = '†';
const NOTHING = '␣';
/** Dead keys (X11 keysyms dead_grave …) by the accent that the tables write. */
const DEAD_KEYS: Readonly<Record<string, number>> = {
  '`': 0xfe50,
  '´': 0xfe51,
  '^': 0xfe52,
  '~': 0xfe53,
  '¯': 0xfe54,
  '˘': 0xfe55,
  '˙': 0xfe56,
  '¨': 0xfe57,
  '°': 0xfe58,
  '˝': 0xfe59,
  ˇ: 0xfe5a,
  '¸': 0xfe5b,
  '˛': 0xfe5c,
};

export function isDeadKeysym(keysym: number): boolean {
  return keysym >= 0xfe50 && keysym <= 0xfe6f;
}

/** The keysyms of one key as a table writes it. @throws Error for an accent that is no dead key. */
function parseKey(text: string): KeyLevels {
  const keysyms: number[] = [];
  const characters = [...text];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === DEAD_MARK) {
      const dead = DEAD_KEYS[characters[++i] ?? ''];
      if (dead === undefined) throw new Error(`no such dead key in ${text}`);
      keysyms.push(dead);
    } else keysyms.push(character === NOTHING ? 0 : keysymOfCharacter(character));
  }
  const upper = text.toUpperCase();
  if (characters.length === 1 && upper !== text) keysyms.push(keysymOfCharacter(upper));
  const [plain = 0, shift = 0, altGr = 0, shiftAltGr = 0] = keysyms;
  return [plain, shift, altGr, shiftAltGr];
}

function parseRows(rows: LayoutTable['rows']): Map<string, KeyLevels> {
  const keys = new Map<string, KeyLevels>();
  rows.forEach((row, index) => {
    row.split(' ').forEach((text, column) => {
      const code = LAYOUT_ROWS[index]?.[column];
      if (code === undefined) throw new Error(`row ${index + 1} has more keys than a keyboard`);
      keys.set(code, parseKey(text));
    });
  });
  return keys;
}

export function readLayout(table: LayoutTable): Layout {
  const keys = parseRows(table.rows);
  if (table.nonLatin === true) {
    for (const [code, [plain, shift]] of parseRows(us.rows)) {
      const own = keys.get(code);
      keys.set(code, own === undefined ? [plain, shift, 0, 0] : [own[0], own[1], plain, shift]);
    }
  }
  const { id, name, languages } = table;
  const hasAltGr = [...keys.values()].some((levels) => levels[2] !== 0);
  return { id, name, languages, nonLatin: table.nonLatin === true, hasAltGr, keys };
}
