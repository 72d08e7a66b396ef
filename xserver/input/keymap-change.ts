/** Changes of what keys and buttons mean, and who hears of it (X11 §11 MappingNotify; XKB protocol §12). */
import { XkbMapPart as MapPart } from '../protocol/generated/xkb.ts';
import type { Server } from '../server.ts';
import { mappingFromCore, unmappedKey } from './key-mapping.ts';
import { mapChange, type Cause } from './xkb/map-change.ts';

/** Tells every client, whatever it has selected. */
export function notifyMapping(server: Server, request: number, firstKeycode: number, count: number): void {
  for (const client of server.state.clients.keys()) {
    server.sendEvent(client, { name: 'MappingNotify', request, firstKeycode, count });
  }
}

const [CHANGE_KEYBOARD_MAPPING, SET_MODIFIER_MAPPING] = [100, 118];

function coreRequest(major: number): Cause {
  return { keycode: 0, eventType: 0, major, minor: 0 };
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
  mapChange(server, coreRequest(CHANGE_KEYBOARD_MAPPING), { firstKeycode, count, parts: MapPart.KeySyms }, () => {
    for (let i = 0; i < count; i++) {
      const at = firstKeycode + i - keyboard.minKeycode;
      const core = keysyms.subarray(i * keysymsPerKeycode, (i + 1) * keysymsPerKeycode);
      keyboard.mappings[at] = mappingFromCore(core, keyboard.mappings[at] ?? unmappedKey, keyboard.xkb.types);
    }
  });
}

/** Sets the modifiers of all keycodes. */
export function changeModifiers(server: Server, modifierMap: Uint8Array): void {
  const { keyboard } = server.state.input;
  const { minKeycode, maxKeycode } = keyboard;
  const keys = { firstKeycode: minKeycode, count: maxKeycode - minKeycode + 1, parts: MapPart.ModifierMap };
  mapChange(server, coreRequest(SET_MODIFIER_MAPPING), keys, () => keyboard.modifierMap.set(modifierMap));
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
