import type { KeymapNotifyEvent } from '../protocol/generated/xproto.ts';
import type { KeyboardState } from '../state/input.ts';

/** KeymapNotify, which follows EnterNotify and FocusIn: the keys that are down, keycodes below 8 left out (X11 §11). */
export function keymapNotify(keyboard: KeyboardState): { name: 'KeymapNotify' } & KeymapNotifyEvent {
  return { name: 'KeymapNotify', keys: keyboard.down.slice(1) };
}
