/** Keysyms (X11 Appendix A) that apps act on, and the characters that keysyms stand for. */

export const Key = {
  BackSpace: 0xff08,
  Tab: 0xff09,
  Return: 0xff0d,
  Escape: 0xff1b,
  Delete: 0xffff,
  Home: 0xff50,
  Left: 0xff51,
  Up: 0xff52,
  Right: 0xff53,
  Down: 0xff54,
  PageUp: 0xff55,
  PageDown: 0xff56,
  End: 0xff57,
  Insert: 0xff63,
  Menu: 0xff67,
  ModeSwitch: 0xff7e,
  NumLock: 0xff7f,
  KeypadEnter: 0xff8d,
  F1: 0xffbe,
  F2: 0xffbf,
  F4: 0xffc1,
  F5: 0xffc2,
  F10: 0xffc7,
  F11: 0xffc8,
  ShiftLeft: 0xffe1,
  AltLeft: 0xffe9,
  AltRight: 0xffea,
  SuperLeft: 0xffeb,
  SuperRight: 0xffec,
  MetaLeft: 0xffe7,
  IsoLevel3Shift: 0xfe03,
  IsoLeftTab: 0xfe20,
} as const;

/** Characters of the keysyms from a base on; a space where there is none. */
const TABLES: readonly (readonly [base: number, characters: string])[] = [
  [0x1a1, 'Ą˘Ł ĽŚ  ŠŞŤŹ ŽŻ ą˛ł ľśˇ šşťź˝žżŔ  Ă ĹĆ Č Ę Ě  ĎĐŃŇ  Ő  ŘŮ Ű  Ţ ŕ  ă ĺć č ę ě  ďđńň  ő  řů ű  ţ˙'],
  [0x2a1, 'Ħ    Ĥ  İ ĞĴ    ħ    ĥ  ı ğĵ        ĊĈ              Ġ  Ĝ    ŬŜ      ċĉ              ġ  ĝ    ŭŝ'],
  [0x3a2, 'ĸŖ ĨĻ   ĒĢŦ      ŗ ĩļ   ēģŧŊ ŋĀ      Į    Ė  Ī ŅŌĶ     Ų   ŨŪ ā      į    ė  ī ņōķ     ų   ũū'],
  [0x6a1, 'ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏюабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ'],
  [0x7a1, 'ΆΈΉΊΪ ΌΎΫ Ώ  ΅― άέήίϊΐόύϋΰώ     ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣ ΤΥΦΧΨΩ       αβγδεζηθικλμνξοπρσςτυφχψω'],
];

const SINGLES = new Map<number, string>([
  [0x13bc, 'Œ'],
  [0x13bd, 'œ'],
  [0x13be, 'Ÿ'],
  [0x20ac, '€'],
  [0xaa9, '—'],
  [0xaaa, '–'],
  [0xaae, '…'],
  [0xad0, '‘'],
  [0xad1, '’'],
  [0xad2, '“'],
  [0xad3, '”'],
  [0xafe, '„'],
  [0xac9, '™'],
  [0xff80, ' '],
  [0xffbd, '='],
]);

/** Combining characters of the dead keys, by keysym. */
export const DEAD_KEYS = new Map<number, string>([
  [0xfe50, '\u0300'],
  [0xfe51, '\u0301'],
  [0xfe52, '\u0302'],
  [0xfe53, '\u0303'],
  [0xfe54, '\u0304'],
  [0xfe55, '\u0306'],
  [0xfe56, '\u0307'],
  [0xfe57, '\u0308'],
  [0xfe58, '\u030a'],
  [0xfe59, '\u030b'],
  [0xfe5a, '\u030c'],
  [0xfe5b, '\u0327'],
  [0xfe5c, '\u0328'],
]);

/** What a dead key leaves when it stands alone, in the order of DEAD_KEYS. */
const SPACING = '`´^~¯˘˙¨°˝ˇ¸˛';

/** The character of a keysym, or '' for one that types nothing. */
export function keysymText(keysym: number): string {
  if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff)) return String.fromCharCode(keysym);
  if (keysym >= 0x01000100 && keysym <= 0x0110ffff) return String.fromCodePoint(keysym - 0x01000000);
  if (keysym >= 0xffaa && keysym <= 0xffb9) return String.fromCharCode(keysym - 0xff80);
  for (const [base, characters] of TABLES) {
    const character = characters[keysym - base];
    if (character !== undefined && character !== ' ') return character;
  }
  return SINGLES.get(keysym) ?? '';
}

/** A dead key and the text typed after it. */
export function compose(deadKeysym: number, text: string): string {
  const combining = DEAD_KEYS.get(deadKeysym) ?? '';
  const composed = (text + combining).normalize('NFC');
  if (text !== ' ' && [...composed].length === 1) return composed;
  const alone = SPACING[[...DEAD_KEYS.keys()].indexOf(deadKeysym)] ?? '';
  return text === ' ' ? alone : alone + text;
}

/** The capital of a keysym that has one. X11 §5 uses it where a key lists only the small letter. */
export function upperKeysym(keysym: number): number {
  const text = keysymText(keysym);
  const upper = text.toUpperCase();
  if (upper === text || [...upper].length !== 1) return keysym;
  if (keysym <= 0xff && upper.charCodeAt(0) <= 0xff) return upper.charCodeAt(0);
  for (const [base, characters] of TABLES) {
    if (keysym < base || keysym >= base + characters.length) continue;
    const at = characters.indexOf(upper);
    if (at >= 0) return base + at;
  }
  return 0x01000000 + upper.codePointAt(0)!;
}
