/**
 * Characters and keysyms (X11 appendix A). Latin 1 keysyms are the characters' own codes; alphabets that had keysyms before Unicode
 * keep them, because programs without Unicode tables know only those; everything else is 0x01000000 + code point.
 */

const UNICODE_KEYSYM = 0x1000000;

/** Runs of consecutive keysyms and the characters that they stand for; a space stands for a keysym that is left out. */
const RUNS: readonly (readonly [first: number, characters: string])[] = [
  // Latin 2
  [0x1a1, 'Ą˘Ł ĽŚ  ŠŞŤŹ ŽŻ ą˛ł ľśˇ šşťź˝žż'],
  [0x1c0, 'Ŕ  Ă ĹĆ Č Ę Ě  ĎĐŃŇ  Ő  ŘŮ Ű  Ţ ŕ  ă ĺć č ę ě  ďđńň  ő  řů ű  ţ˙'],
  // Latin 3
  [0x2a1, 'Ħ    Ĥ  İ ĞĴ    ħ    ĥ  ı ğĵ'],
  [0x2c5, 'ĊĈ              Ġ  Ĝ    ŬŜ      ċĉ              ġ  ĝ    ŭŝ'],
  // Latin 4
  [0x3a2, 'ĸŖ ĨĻ   ĒĢŦ      ŗ ĩļ   ēģŧŊ ŋ'],
  [0x3c0, 'Ā      Į    Ė  Ī ŅŌĶ     Ų   ŨŪ ā      į    ė  ī ņōķ     ų   ũū'],
  // Katakana
  [
    0x4a1,
    '。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜',
  ],
  // Arabic
  [0x5ac, '،'],
  [0x5bb, '؛'],
  [0x5bf, '؟ ءآأؤإئابةتثجحخدذرزسشصضطظعغ'],
  [0x5e0, 'ـفقكلمنهوىيًٌٍَُِّْ'],
  // Cyrillic, in the order of KOI8
  [0x6a1, 'ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏюабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ'],
  // Greek
  [0x7a1, 'ΆΈΉΊΪ ΌΎΫ Ώ  ΅― άέήίϊΐόύϋΰώ'],
  [0x7c1, 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣ ΤΥΦΧΨΩ'],
  [0x7e1, 'αβγδεζηθικλμνξοπρσςτυφχψω'],
  // Signs
  [0x8bc, '≤≠≥∫'],
  [0x8fb, '←↑→↓'],
  [0xaa9, '—–   …‥'],
  [0xac9, '™'],
  [0xad0, '‘’“”'],
  [0xaf1, '†‡'],
  [0xafd, '‚„'],
  // Hebrew
  [0xce0, 'אבגדהוזחטיךכלםמןנסעףפץצקרשת'],
  // Thai
  [0xda1, 'กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะัาำิีึืฺุู'],
  [0xddf, '฿เแโใไๅๆ็่้๊๋์ํ'],
  [0xdf0, '๐๑๒๓๔๕๖๗๘๙'],
  // Latin 9
  [0x13bc, 'ŒœŸ'],
  [0x20ac, '€'],
];

const KEYSYM_OF = new Map<string, number>();
const CHARACTER_OF = new Map<number, string>();
for (const [first, characters] of RUNS) {
  [...characters].forEach((character, index) => {
    if (character === ' ') return;
    KEYSYM_OF.set(character, first + index);
    CHARACTER_OF.set(first + index, character);
  });
}

/** Control characters as pasted or composed text may hold them. */
const CONTROLS: Readonly<Record<string, number>> = { '\n': 0xff0d, '\r': 0xff0d, '\t': 0xff09, '\b': 0xff08 };

/** The keysym that writes a character (one code point). */
export function keysymOfCharacter(character: string): number {
  const legacy = KEYSYM_OF.get(character) ?? CONTROLS[character];
  if (legacy !== undefined) return legacy;
  const code = character.codePointAt(0)!;
  if ((code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff)) return code;
  return UNICODE_KEYSYM + code;
}

/** The character that a keysym writes; undefined for keysyms of other keys, dead keys among them. */
export function characterOfKeysym(keysym: number): string | undefined {
  if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff)) return String.fromCharCode(keysym);
  const legacy = CHARACTER_OF.get(keysym);
  if (legacy !== undefined) return legacy;
  // The keypad's digits and signs.
  if (keysym >= 0xffaa && keysym <= 0xffb9) return String.fromCharCode(keysym - 0xff80);
  if (keysym === 0xffbd) return '=';
  return keysym >= UNICODE_KEYSYM + 0x100 && keysym <= UNICODE_KEYSYM + 0x10ffff
    ? String.fromCodePoint(keysym - UNICODE_KEYSYM)
    : undefined;
}

/** The keysym with its letter in the other case; itself when it has none, as a Caps_Lock would make it. */
export function capitalKeysym(keysym: number): number {
  const character = characterOfKeysym(keysym);
  if (character === undefined || (keysym >= 0xff00 && keysym <= 0xffff)) return keysym;
  const capital = character.toUpperCase();
  // ß has no single capital: Caps_Lock leaves it.
  return [...capital].length === 1 && capital !== character && keysym !== 0xb5 ? keysymOfCharacter(capital) : keysym;
}
