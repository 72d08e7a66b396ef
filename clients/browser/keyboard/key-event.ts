/** What the keyboard model needs of a browser's KeyboardEvent. */
export interface KeyEvent {
  /** The physical key; '' when unknown. */
  readonly code: string;
  /** What it means to the user's own system: a character, or a name. */
  readonly key: string;
  /** 3 on the number pad. */
  readonly location: number;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  /** 229 while an input method has the key. */
  readonly keyCode: number;
  /** Milliseconds. */
  readonly timeStamp: number;
  getModifierState(name: string): boolean;
}

/** What keyboards do differently by system. */
export type Platform = 'mac' | 'windows' | 'other';

export const KEYPAD_LOCATION = 3;

/** A `key` that writes something, in contrast to a name such as 'Enter'. */
export function isCharacters(key: string): boolean {
  // Names are ASCII words of two letters and more; a lone character may be two UTF-16 units.
  return [...key].length === 1 || !/^[A-Z][A-Za-z0-9]+$/.test(key);
}
