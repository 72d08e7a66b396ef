/** Keys by name or character, as keysyms. */

/** Names of keysyms that scripts may use (keysymdef.h without XK_), beside single characters. */
const NAMED: Readonly<Record<string, number>> = {
  BackSpace: 0xff08,
  Tab: 0xff09,
  Return: 0xff0d,
  Pause: 0xff13,
  Scroll_Lock: 0xff14,
  Escape: 0xff1b,
  Multi_key: 0xff20,
  Home: 0xff50,
  Left: 0xff51,
  Up: 0xff52,
  Right: 0xff53,
  Down: 0xff54,
  Prior: 0xff55,
  Page_Up: 0xff55,
  Next: 0xff56,
  Page_Down: 0xff56,
  End: 0xff57,
  Print: 0xff61,
  Insert: 0xff63,
  Menu: 0xff67,
  Num_Lock: 0xff7f,
  KP_Enter: 0xff8d,
  Shift_L: 0xffe1,
  Shift_R: 0xffe2,
  Control_L: 0xffe3,
  Control_R: 0xffe4,
  Caps_Lock: 0xffe5,
  Meta_L: 0xffe7,
  Alt_L: 0xffe9,
  Alt_R: 0xffea,
  Super_L: 0xffeb,
  Super_R: 0xffec,
  Delete: 0xffff,
  space: 0x20,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`F${i + 1}`, 0xffbe + i])),
};

export const KEY_NAMES: readonly string[] = Object.keys(NAMED);

/** The keysym of a character (X11 appendix A: Latin-1 as it is, the rest of Unicode from 0x1000000). */
export function keysymOfCharacter(character: string): number {
  const code = character.codePointAt(0)!;
  if (code === 0x0a) return NAMED['Return']!;
  if (code === 0x09) return NAMED['Tab']!;
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) ? code : 0x1000000 + code;
}

/** The keysym of a name or a single character; undefined for neither. */
export function keysymOf(name: string): number | undefined {
  if ([...name].length === 1) return keysymOfCharacter(name);
  return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}
