/** Changes of what keys and buttons mean, and who hears of it: every client (X11 §11 MappingNotify). */
import { Mapping } from '../protocol/generated/xproto.ts';
import type { KeyboardState } from '../state/input.ts';
import type { Server } from '../server.ts';
import { mappingFromCore, unmappedKey } from './key-mapping.ts';
import { actsOnModifiers, mappingOf } from './modifiers.ts';

export function notifyMapping(server: Server, request: number, firstKeycode: number, count: number): void {
  for (const client of server.state.clients.keys()) {
    server.sendEvent(client, { name: 'MappingNotify', request, firstKeycode, count });
  }
}

/** Gives `count` keycodes new keysyms, `keysymsPerKeycode` each; the keycodes exist. */
export function changeKeysyms(
  server: Server,
  firstKeycode: number,
  count: number,
  keysymsPerKeycode: number,
  keysyms: Uint32Array,
): void {
  if (count === 0) return;
  const { keyboard } = server.state.input;
  for (let i = 0; i < count; i++) {
    const keycode = firstKeycode + i;
    const core = keysyms.subarray(i * keysymsPerKeycode, (i + 1) * keysymsPerKeycode);
    keyboard.mappings[keycode - keyboard.minKeycode] = mappingFromCore(
      core,
      mappingOf(keyboard, keycode) ?? unmappedKey,
    );
    deriveAutoRepeat(keyboard, keycode);
  }
  notifyMapping(server, Mapping.Keyboard, firstKeycode, count);
}

/** Sets the modifiers of all keycodes. */
export function changeModifiers(server: Server, modifierMap: Uint8Array): void {
  const { keyboard } = server.state.input;
  keyboard.modifierMap.set(modifierMap);
  for (let keycode = keyboard.minKeycode; keycode <= keyboard.maxKeycode; keycode++)
    deriveAutoRepeat(keyboard, keycode);
  notifyMapping(server, Mapping.Modifier, 0, 0);
}

/** Keys repeat unless they act on modifiers; what ChangeKeyboardControl chose for a key stays. */
function deriveAutoRepeat(keyboard: KeyboardState, keycode: number): void {
  const at = keycode >> 3;
  const bit = 1 << (keycode & 7);
  if ((keyboard.chosenRepeats[at]! & bit) !== 0) return;
  if (actsOnModifiers(keyboard, keycode)) keyboard.autoRepeats[at]! &= ~bit;
  else keyboard.autoRepeats[at]! |= bit;
}

/** Modifier masks by keycode from 8 rows of keycodes; undefined when a keycode stands in it twice. */
export function modifierMapOf(keycodes: Uint8Array): Uint8Array | undefined {
  const map = new Uint8Array(256);
  const perModifier = keycodes.length / 8;
  for (let i = 0; i < keycodes.length; i++) {
    const keycode = keycodes[i]!;
    if (keycode === 0) continue;
    if (map[keycode] !== 0) return undefined;
    map[keycode] = 1 << Math.floor(i / perModifier);
  }
  return map;
}
