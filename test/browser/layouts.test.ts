import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { characterOfKeysym, keysymOfCharacter } from '../../clients/browser/keyboard/characters.ts';
import { keycodeOf, LAYOUT_ROWS } from '../../clients/browser/keyboard/key-codes.ts';
import { isDeadKeysym, readLayout } from '../../clients/browser/keyboard/layout.ts';
import { LAYOUTS } from '../../clients/browser/keyboard/layouts/all-layouts.ts';
import { Keymap, NO_LEVELS } from '../../clients/browser/keyboard/keymap.ts';

const layouts = LAYOUTS.map(readLayout);
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** Letters that a language has beyond a to z; those with accents are written by dead keys where they are missing here. */
const OWN_LETTERS: Readonly<Record<string, string>> = {
  de: 'äöüß',
  ch: 'äöüéèàç',
  fr: 'éèçàù',
  es: 'ñçº',
  it: 'èéòàùì',
  pt: 'çºª',
  br: 'ç',
  se: 'åäö',
  no: 'åæø',
  dk: 'åæø',
  fi: 'åäö',
  pl: 'ąćęłńóśźż',
  cz: 'ěščřžýáíéúů',
  hu: 'öüóőúéáűí',
  tr: 'ğüşıöç',
  'us-intl': 'äåéüúíóöáßñç',
};
const ALPHABETS: Readonly<Record<string, string>> = {
  ru: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  ua: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  gr: 'αβγδεζηθικλμνξοπρσςτυφχψω',
};

test('layouts have distinct names and ids', () => {
  expect(new Set(LAYOUTS.map(({ id }) => id)).size).toBe(LAYOUTS.length);
  expect(new Set(LAYOUTS.map(({ name }) => name)).size).toBe(LAYOUTS.length);
});

describe.each(layouts)('$id', ({ id, keys, nonLatin }) => {
  const all = [...keys.values()];
  const plain = new Set(all.flatMap((levels) => levels.slice(0, 2)));
  const everywhere = new Set(all.flat());

  test('reaches every letter and digit', () => {
    const reachable = nonLatin ? everywhere : plain;
    for (const letter of LETTERS) {
      // The Turkish small i has the capital İ, and I belongs to ı.
      expect(reachable, letter).toContain(keysymOfCharacter(letter));
      expect(reachable, letter).toContain(keysymOfCharacter(letter.toUpperCase()));
    }
    for (const digit of DIGITS) expect(plain, digit).toContain(keysymOfCharacter(digit));
    for (const letter of OWN_LETTERS[id] ?? '') expect(everywhere, letter).toContain(keysymOfCharacter(letter));
    for (const letter of ALPHABETS[id] ?? '') {
      expect(plain, letter).toContain(keysymOfCharacter(letter));
      expect(plain, letter).toContain(keysymOfCharacter(letter.toUpperCase()));
    }
  });

  test('reaches all of ASCII, by dead keys at most', () => {
    const byDeadKey = '^`~"\'';
    for (let code = 0x21; code < 0x7f; code++) {
      const character = String.fromCharCode(code);
      const dead = byDeadKey.includes(character) && all.flat().some(isDeadKeysym);
      if (!dead) expect(everywhere, character).toContain(code);
    }
  });

  test('has no letter twice', () => {
    const seen = new Map<number, string>();
    for (const [code, levels] of keys) {
      for (const keysym of new Set(levels.slice(0, 2))) {
        const character = characterOfKeysym(keysym);
        if (character === undefined || !/\p{Letter}/u.test(character)) continue;
        // The final sigma and sigma share their capital.
        if (character === 'Σ') continue;
        expect(seen.get(keysym), `${character} on ${code}`).toBeUndefined();
        seen.set(keysym, code);
      }
    }
  });
});

const DEAD_NAMES: Readonly<Record<string, number>> = {
  dead_grave: 0xfe50,
  dead_acute: 0xfe51,
  dead_circumflex: 0xfe52,
  dead_tilde: 0xfe53,
  dead_macron: 0xfe54,
  dead_breve: 0xfe55,
  dead_abovedot: 0xfe56,
  dead_diaeresis: 0xfe57,
  dead_abovering: 0xfe58,
  dead_doubleacute: 0xfe59,
  dead_caron: 0xfe5a,
  dead_cedilla: 0xfe5b,
  dead_ogonek: 0xfe5c,
};

/** Where our tables follow the keys' engraving or Windows, and the system's layout differs. Code, level, why. */
const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ua: { 'Backquote 1': 'the hryvnia sign of Windows and the national standard, not a letter apostrophe' },
};

/** The keysyms of the system's own layout data, by xkbcomp: an oracle that shares nothing with our tables. */
function systemLayout(symbols: string): Map<number, number[]> {
  const keymap = `xkb_keymap {
    xkb_keycodes { include "evdev+aliases(qwerty)" };
    xkb_types { include "complete" };
    xkb_compat { include "complete" };
    xkb_symbols { include "pc+${symbols}" };
  };`;
  const text = execFileSync('xkbcomp', ['-w0', '-xkb', '-', '-'], { input: keymap, encoding: 'utf8' });
  const keycodes = new Map<string, number>();
  for (const [, name, code] of text.matchAll(/^\s+<(\w+)> = (\d+);/gm)) keycodes.set(name!, Number(code));
  const layout = new Map<number, number[]>();
  for (const [, name, body] of text.slice(text.indexOf('xkb_symbols')).matchAll(/key\s+<(\w+)>\s*\{([^}]*)\}/g)) {
    const at = body!.indexOf('symbols[Group1]');
    const list = /\[([^[\]]*)\]\s*(?:,|$)/.exec(at === -1 ? body! : body!.slice(at + 'symbols[Group1]'.length));
    const keycode = keycodes.get(name!);
    if (list !== null && keycode !== undefined) {
      layout.set(
        keycode,
        list[1]!.split(',').map((symbol) => keysymByName(symbol.trim())),
      );
    }
  }
  return layout;
}

const NAMES: Readonly<Record<string, string>> = {
  space: ' ',
  exclam: '!',
  quotedbl: '"',
  numbersign: '#',
  dollar: '$',
  percent: '%',
  ampersand: '&',
  apostrophe: "'",
  parenleft: '(',
  parenright: ')',
  asterisk: '*',
  plus: '+',
  comma: ',',
  minus: '-',
  period: '.',
  slash: '/',
  colon: ':',
  semicolon: ';',
  less: '<',
  equal: '=',
  greater: '>',
  question: '?',
  at: '@',
  bracketleft: '[',
  backslash: '\\',
  bracketright: ']',
  asciicircum: '^',
  underscore: '_',
  grave: '`',
  braceleft: '{',
  bar: '|',
  braceright: '}',
  asciitilde: '~',
  section: '§',
  degree: '°',
  onehalf: '½',
  currency: '¤',
  sterling: '£',
  masculine: 'º',
  ordfeminine: 'ª',
  exclamdown: '¡',
  questiondown: '¿',
  guillemotleft: '«',
  guillemotright: '»',
  twosuperior: '²',
  threesuperior: '³',
  onesuperior: '¹',
  notsign: '¬',
  brokenbar: '¦',
  acute: '´',
  diaeresis: '¨',
  periodcentered: '·',
  mu: 'µ',
  numerosign: '№',
  ssharp: 'ß',
  ccedilla: 'ç',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ugrave: 'ù',
  igrave: 'ì',
  ograve: 'ò',
  ntilde: 'ñ',
  idotless: 'ı',
  Iabovedot: 'İ',
};

const LETTER_NAMES = new Map<string, string>();
const CYRILLIC =
  'yu a be tse de ie ef ghe ha i shorti ka el em en o pe ya er es te u zhe ve softsign yeru ze sha e shcha che hardsign'.split(
    ' ',
  );
CYRILLIC.forEach((name, index) => {
  const letter = 'юабцдефгхийклмнопярстужвьызшэщчъ'[index]!;
  LETTER_NAMES.set(`Cyrillic_${name}`, letter).set(`Cyrillic_${name.toUpperCase()}`, letter.toUpperCase());
});
const GREEK =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );
GREEK.forEach((name, index) => {
  const letter = 'αβγδεζηθικλμνξοπρστυφχψω'[index]!;
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  LETTER_NAMES.set(`Greek_${name}`, letter).set(`Greek_${name.toUpperCase()}`, letter.toUpperCase());
  LETTER_NAMES.set(`Greek_${capital}`, letter.toUpperCase());
});

/** Undefined names are 0 and not compared. */
function keysymByName(name: string): number {
  if (DEAD_NAMES[name] !== undefined) return DEAD_NAMES[name];
  if (NAMES[name] !== undefined) return keysymOfCharacter(NAMES[name]);
  const letter = LETTER_NAMES.get(name);
  if (letter !== undefined) return keysymOfCharacter(letter);
  if (/^[A-Za-z0-9]$/.test(name)) return name.charCodeAt(0);
  const unicode = /^U([0-9A-F]{4,6})$/.exec(name)?.[1];
  return unicode === undefined ? 0 : keysymOfCharacter(String.fromCodePoint(Number.parseInt(unicode, 16)));
}

const SYSTEM_NAMES: Readonly<Record<string, string>> = { 'us-intl': 'us(intl)' };

test.each(layouts)("$id agrees with the system's layout, plain and with Shift", ({ id, keys }) => {
  const system = systemLayout(SYSTEM_NAMES[id] ?? id);
  let compared = 0;
  for (const code of LAYOUT_ROWS.flat()) {
    const ours = keys.get(code);
    const theirs = system.get(keycodeOf(code)!);
    if (ours === undefined || theirs === undefined) continue;
    for (const level of [0, 1]) {
      const expected = theirs[level] ?? 0;
      if (expected === 0 || DIFFERENCES[id]?.[`${code} ${level}`] !== undefined) continue;
      compared++;
      expect(ours[level]!.toString(16), `${code} level ${level}`).toBe(expected.toString(16));
    }
  }
  expect(compared).toBeGreaterThan(70);
});

test('characters and keysyms lead to each other', () => {
  for (let keysym = 0x100; keysym < 0x2000; keysym++) {
    const character = characterOfKeysym(keysym);
    if (character !== undefined) expect(keysymOfCharacter(character)).toBe(keysym);
  }
  // Samples of X11 appendix A and the keysym registry.
  const samples = {
    ж: 0x6d6,
    Ж: 0x6f6,
    ω: 0x7f9,
    ά: 0x7b1,
    ł: 0x1b3,
    Ő: 0x1d5,
    ğ: 0x2bb,
    ŋ: 0x3bf,
    א: 0xce0,
    œ: 0x13bd,
  };
  for (const [character, keysym] of Object.entries(samples)) expect(keysymOfCharacter(character)).toBe(keysym);
  expect(keysymOfCharacter('€')).toBe(0x20ac);
  expect(keysymOfCharacter('語')).toBe(0x1008a9e);
  expect(keysymOfCharacter('ÿ')).toBe(0xff);
});

test('keymaps read as they were written', () => {
  for (const layout of layouts) {
    const keymap = new Keymap(layout);
    const { keysyms, keysymsPerKeycode, firstKeycode, modifierMap } = keymap.input();
    expect(keysyms.length).toBe((256 - firstKeycode) * keysymsPerKeycode);
    const held = [...modifierMap!].filter((keycode) => keycode !== 0);
    expect(new Set(held).size).toBe(held.length);
    for (const [code, [plain]] of layout.keys) expect(keymap.keysymAt(keycodeOf(code)!, NO_LEVELS)).toBe(plain);
  }
});
