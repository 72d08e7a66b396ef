/**
 * A change of the keyboard's map: what follows from it (actions, virtual modifiers, masks, the state) is brought up to date, and the clients
 * are told (XKB protocol §12.1).
 */
import { Mapping } from '../../protocol/generated/xproto.ts';
import { XkbMapPart as MapPart } from '../../protocol/generated/xkb.ts';
import type { Server } from '../../server.ts';
import type { KeyboardState } from '../../state/input.ts';
import { interpretKey } from './key-actions.ts';
import { hasSelected, sendXkbEventTo, type EventBody } from './send-events.ts';
import { noticeControls, noticeState, settleState, type Cause } from './state-notice.ts';
import { enabledControls } from './indicators.ts';
import { deriveVirtualModifiers, refreshMasks } from './virtual-modifiers.ts';

export type { Cause };

const PER_KEY_REPEAT = 1 << 30;

/** The keys that `change` is about, and what of them it changes. */
export interface ChangedKeys {
  readonly firstKeycode: number;
  readonly count: number;
  readonly parts: number;
  readonly firstType?: number;
  readonly typeCount?: number;
  /** False leaves the actions of the keys alone. */
  readonly interpret?: boolean;
}

interface Before {
  readonly repeats: Uint8Array;
  readonly actions: ReadonlyMap<number, string>;
  readonly behaviors: Uint8Array;
  readonly explicit: Uint8Array;
  readonly virtualModifierMap: Uint16Array;
  readonly modifierMap: Uint8Array;
}

function explicitOf({ xkb, mappings, minKeycode }: KeyboardState): Uint8Array {
  const explicit = xkb.explicit.slice();
  mappings.forEach(({ explicitTypes }, index) => {
    explicit[minKeycode + index]! |= explicitTypes;
  });
  return explicit;
}

function textOfActions({ xkb }: KeyboardState): Map<number, string> {
  return new Map([...xkb.actions].map(([keycode, actions]) => [keycode, actions.join(' ')]));
}

function remember(keyboard: KeyboardState): Before {
  return {
    repeats: keyboard.autoRepeats.slice(),
    actions: textOfActions(keyboard),
    behaviors: keyboard.xkb.behaviors.slice(),
    explicit: explicitOf(keyboard),
    virtualModifierMap: keyboard.xkb.virtualModifierMap.slice(),
    modifierMap: keyboard.modifierMap.slice(),
  };
}

/** First and number of the keycodes for which `differs` is true. */
function rangeOf(keyboard: KeyboardState, differs: (keycode: number) => boolean): [first: number, count: number] {
  let [first, last] = [0, -1];
  for (let keycode = keyboard.minKeycode; keycode <= keyboard.maxKeycode; keycode++) {
    if (!differs(keycode)) continue;
    if (last < 0) first = keycode;
    last = keycode;
  }
  return last < 0 ? [0, 0] : [first, last - first + 1];
}

/** Makes a change of the map. `override` comes after virtual modifiers are derived, for a client that sets them itself. */
export function mapChange(
  server: Server,
  cause: Cause,
  keys: ChangedKeys,
  change: () => void,
  override?: () => void,
): void {
  const { input } = server.state;
  const { keyboard } = input;
  const state = noticeState(input);
  const before = remember(keyboard);
  change();
  if (keys.interpret !== false) {
    for (let i = 0; i < keys.count; i++) interpretKey(keyboard, keys.firstKeycode + i);
  }
  const virtualMods = deriveVirtualModifiers(keyboard);
  override?.();
  refreshMasks(keyboard);
  const notice = noticeOf(keyboard, before, keys, virtualMods);
  tellClients(server, notice, keys);
  const controls = keyboard.autoRepeats.some((byte, index) => byte !== before.repeats[index]) ? PER_KEY_REPEAT : 0;
  noticeControls(server, controls, enabledControls(keyboard), cause);
  settleState(server, state, cause);
}

function noticeOf(
  keyboard: KeyboardState,
  before: Before,
  keys: ChangedKeys,
  virtualMods: number,
): EventBody<'MapNotify'> {
  const { xkb, modifierMap } = keyboard;
  const actions = textOfActions(keyboard);
  const explicit = explicitOf(keyboard);
  const has = (part: number) => (keys.parts & part) !== 0;
  const whole = (part: number): [number, number] => (has(part) ? [keys.firstKeycode, keys.count] : [0, 0]);
  const [firstKeySym, nKeySyms] = whole(MapPart.KeySyms);
  // New keysyms count as new actions, whatever these are.
  const interpreted = has(MapPart.KeySyms) && keys.interpret !== false;
  const [firstKeyAct, nKeyActs] = interpreted
    ? whole(MapPart.KeySyms)
    : rangeOf(keyboard, (key) => before.actions.get(key) !== actions.get(key));
  const [firstKeyBehavior, nKeyBehavior] = rangeOf(
    keyboard,
    (key) =>
      before.behaviors[2 * key] !== xkb.behaviors[2 * key] ||
      before.behaviors[2 * key + 1] !== xkb.behaviors[2 * key + 1],
  );
  const [firstKeyExplicit, nKeyExplicit] = rangeOf(keyboard, (key) => before.explicit[key] !== explicit[key]);
  const [firstModMapKey, nModMapKeys] =
    has(MapPart.ModifierMap) && !has(MapPart.KeySyms)
      ? whole(MapPart.ModifierMap)
      : rangeOf(keyboard, (key) => before.modifierMap[key] !== modifierMap[key]);
  const [firstVModMapKey, nVModMapKeys] = rangeOf(
    keyboard,
    (key) => before.virtualModifierMap[key] !== xkb.virtualModifierMap[key],
  );
  let changed = keys.parts & (MapPart.KeyTypes | MapPart.KeySyms | MapPart.ModifierMap);
  if (nKeyActs > 0) changed |= MapPart.KeyActions;
  if (nKeyBehavior > 0) changed |= MapPart.KeyBehaviors;
  if (nKeyExplicit > 0) changed |= MapPart.ExplicitComponents;
  if (nModMapKeys > 0) changed |= MapPart.ModifierMap;
  if (nVModMapKeys > 0) changed |= MapPart.VirtualModMap;
  if (virtualMods !== 0) changed |= MapPart.VirtualMods;
  return {
    ptrBtnActions: 0,
    changed,
    minKeyCode: keyboard.minKeycode,
    maxKeyCode: keyboard.maxKeycode,
    firstType: keys.firstType ?? 0,
    nTypes: keys.typeCount ?? 0,
    firstKeySym,
    nKeySyms,
    firstKeyAct,
    nKeyActs,
    firstKeyBehavior,
    nKeyBehavior,
    firstKeyExplicit,
    nKeyExplicit,
    firstModMapKey,
    nModMapKeys,
    firstVModMapKey,
    nVModMapKeys,
    virtualMods,
  };
}

/** Clients with XKEYBOARD hear only of what they have selected, by MapNotify and MappingNotify both, as X.Org has it. */
function tellClients(server: Server, notice: EventBody<'MapNotify'>, keys: ChangedKeys): void {
  const { clients } = server.state.input.keyboard.xkb;
  const keymap = (notice.changed & (MapPart.KeySyms | MapPart.KeyTypes)) !== 0;
  const modifiers = (notice.changed & MapPart.ModifierMap) !== 0;
  for (const client of server.state.clients.keys()) {
    const knowsXkb = clients.has(client);
    if (knowsXkb && !hasSelected(server, client, 'MapNotify', notice.changed)) continue;
    if (knowsXkb) sendXkbEventTo(server, client, 'MapNotify', notice);
    if (keymap) {
      server.sendEvent(client, {
        name: 'MappingNotify',
        request: Mapping.Keyboard,
        firstKeycode: keys.firstKeycode,
        count: keys.count,
      });
    }
    if (modifiers) {
      server.sendEvent(client, { name: 'MappingNotify', request: Mapping.Modifier, firstKeycode: 0, count: 0 });
    }
  }
}
