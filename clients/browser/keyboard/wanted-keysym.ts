/** What the user's own system says a key means, as a keysym. */
import { keysymOfCharacter } from './characters.ts';
import { isCharacters, KEYPAD_LOCATION, type KeyEvent } from './key-event.ts';
import type { Layout } from './layout.ts';
import { FIXED_KEYS, keypadKeysym, Keysym, namedKeysym } from './named-keysyms.ts';

/** Letters beyond Latin: no program has shortcuts with them. */
const LAST_LATIN = 0x24f;

export interface Held {
  readonly shift: boolean;
  /** Control, Alt or Meta: the key is a shortcut, not text. */
  readonly shortcut: boolean;
}

/**
 * The keysyms that a key press asks for: mostly one; several when a dead key could not be put on a letter ('´x'); none for keys unknown
 * to X, which press what their place on the keyboard says.
 * @param latin the layout whose letters stand in shortcuts for those of other alphabets
 */
export function wantedKeysyms(event: KeyEvent, held: Held, latin: Layout): readonly number[] {
  const { key, code } = event;
  if (event.location === KEYPAD_LOCATION) {
    const keysym = keypadKeysym(key);
    if (keysym !== undefined) return [keysym];
  }
  if (isCharacters(key)) {
    const characters = [...key];
    const latinLevels = held.shortcut && key.codePointAt(0)! > LAST_LATIN ? latin.keys.get(code) : undefined;
    if (latinLevels !== undefined) return [latinLevels[held.shift ? 1 : 0]];
    return characters.map(keysymOfCharacter);
  }
  // What Shift makes of such a key is the same for everybody.
  const fixed = FIXED_KEYS[code];
  const named = namedKeysym(key);
  if (fixed !== undefined && (named === undefined || fixed[0] === named)) {
    const shifted = held.shift ? fixed[1] : undefined;
    return [shifted ?? fixed[0]];
  }
  return named === undefined || named === Keysym.NoSymbol ? [] : [named];
}
