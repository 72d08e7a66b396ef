/** Keys as terminals give them. */
import type { TerminalInput } from '../../xserver/log/entry.ts';

/** A key's press or release, by its keycode or by what it means. */
export type KeyInput = Extract<TerminalInput, { kind: 'key' | 'keysym' }>;

export function isSameKey(one: KeyInput, other: KeyInput): boolean {
  if (one.kind === 'key') return other.kind === 'key' && one.keycode === other.keycode;
  if (other.kind !== 'keysym' || one.place !== other.place) return false;
  return one.place !== 0 || one.keysym === other.keysym;
}
