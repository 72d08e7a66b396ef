/** SetMap (XKB protocol §13.3): everything is checked before anything is changed. */
import { mapChange } from '../../input/xkb/map-change.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import { XkbMapPart as Part, XkbSetMapFlags as Flags, type XkbRequests } from '../../protocol/generated/xkb.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState, KeyMapping } from '../../state/input.ts';
import { Explicit, type XkbKeyType } from '../../state/xkb.ts';
import { MajorOpcode } from '../numbers.ts';
import { bitsOf, checkKeys, checkLegal, keyboardFor } from './checks.ts';
import { checkedTypes } from './set-types.ts';
import { ALL_PARTS } from './map-reply.ts';

type Request = XkbRequests['SetMap'];

const GROUPS = 4;
const GROUP_COUNT_BITS = 0x0f;
const SET_MAP = 9;
const RADIO_GROUPS = 32;
const Behavior = { RadioGroup: 2, Overlay1: 3, Overlay2: 4 } as const;
const PERMANENT = 0x80;

function wrong(value: number): never {
  throw new XError(ErrorCode.Value, value >>> 0);
}

/** What the keys will mean; keys that are not named keep what they have. */
function checkedMappings(keyboard: KeyboardState, types: readonly XkbKeyType[], request: Request): KeyMapping[] {
  const { mappings, minKeycode } = keyboard;
  const result = [...mappings];
  const { syms } = request.values;
  if (syms !== undefined) {
    checkKeys(keyboard, request.firstKeySym, request.nKeySyms);
    syms.forEach((map, index) => {
      const at = request.firstKeySym + index - minKeycode;
      const count = map.groupInfo & GROUP_COUNT_BITS;
      if (count > GROUPS) wrong(map.groupInfo);
      const used = [...map.ktIndex.subarray(0, count)];
      let width = 0;
      for (const type of used) width = Math.max(width, types[type]?.levels ?? wrong(type));
      if (count > 0 && map.width !== width) wrong(map.width);
      if (map.syms.length !== width * count) wrong(map.syms.length);
      result[at] = { types: used, explicitTypes: mappings[at]!.explicitTypes, keysyms: map.syms };
    });
    if (syms.reduce((sum, map) => sum + map.syms.length, 0) !== request.totalSyms) wrong(request.totalSyms);
  }
  // Types may have got other numbers of levels.
  return result.map((mapping) => fitted(mapping, types));
}

/** The mapping with as many levels as its types have now. */
function fitted(mapping: KeyMapping, types: readonly XkbKeyType[]): KeyMapping {
  const groups = mapping.types.length;
  if (groups === 0) return mapping;
  const old = mapping.keysyms.length / groups;
  let width = 0;
  for (const type of mapping.types) width = Math.max(width, types[type]?.levels ?? wrong(type));
  if (width === old) return mapping;
  const keysyms = new Uint32Array(width * groups);
  for (let group = 0; group < groups; group++) {
    keysyms.set(mapping.keysyms.subarray(group * old, group * old + Math.min(old, width)), group * width);
  }
  return { ...mapping, keysyms };
}

/** Actions of the named keys; undefined for none. */
function checkedActions(
  keyboard: KeyboardState,
  mappings: readonly KeyMapping[],
  request: Request,
): Map<number, Uint8Array | undefined> {
  const result = new Map<number, Uint8Array | undefined>();
  const { actionsCount, actions } = request.values;
  if (actionsCount === undefined || actions === undefined) return result;
  checkKeys(keyboard, request.firstKeyAction, request.nKeyActions);
  let at = 0;
  actionsCount.forEach((count, index) => {
    const keycode = request.firstKeyAction + index;
    if (count !== 0 && count !== mappings[keycode - keyboard.minKeycode]!.keysyms.length) wrong(count);
    result.set(keycode, count === 0 ? undefined : actions.slice(8 * at, 8 * (at + count)));
    at += count;
  });
  if (at !== request.totalActions) wrong(request.totalActions);
  return result;
}

/** Keycode and value pairs, checked to lie in the range that they are for. */
function checkedPairs(keyboard: KeyboardState, list: Int32Array | undefined, first: number, count: number): void {
  if (list === undefined) return;
  checkKeys(keyboard, first, count);
  for (let i = 0; i < list.length; i += 2) if (list[i]! < first || list[i]! >= first + count) wrong(list[i]!);
}

function checkBehaviors(keyboard: KeyboardState, request: Request): void {
  const { behaviors } = request.values;
  if (behaviors === undefined) return;
  const [first, count] = [request.firstKeyBehavior, request.nKeyBehaviors];
  checkKeys(keyboard, first, count);
  for (const { keycode, behavior } of behaviors) {
    if (keycode < first || keycode >= first + count) wrong(keycode);
    const [type = 0, data = 0] = behavior;
    const kind = type & ~PERMANENT;
    if (kind > Behavior.Overlay2) wrong(type);
    if (kind === Behavior.RadioGroup && data >= RADIO_GROUPS) wrong(data);
    if (kind === Behavior.Overlay1 || kind === Behavior.Overlay2) checkKeys(keyboard, data, 1);
  }
}

function setExplicit(keyboard: KeyboardState, request: Request): void {
  const { explicit } = request.values;
  if (explicit === undefined) return;
  const put = (keycode: number, bits: number): void => {
    const at = keycode - keyboard.minKeycode;
    keyboard.mappings[at] = { ...keyboard.mappings[at]!, explicitTypes: bits & Explicit.KeyTypes };
    keyboard.xkb.explicit[keycode] = bits & ~(Explicit.KeyTypes | Explicit.AutoRepeat);
    const bit = 1 << (keycode & 7);
    if ((bits & Explicit.AutoRepeat) !== 0) keyboard.chosenRepeats[keycode >> 3]! |= bit;
    else keyboard.chosenRepeats[keycode >> 3]! &= ~bit;
  };
  for (let i = 0; i < request.nKeyExplicit; i++) put(request.firstKeyExplicit + i, 0);
  for (let i = 0; i < explicit.length; i += 2) put(explicit[i]!, explicit[i + 1]!);
}

/** Clears a range of a table by keycode and puts the pairs in. */
function setPairs(table: Uint8Array | Uint16Array, list: Int32Array | undefined, first: number, count: number): void {
  if (list === undefined) return;
  table.fill(0, first, first + count);
  for (let i = 0; i < list.length; i += 2) table[list[i]!] = list[i + 1]!;
}

function apply(
  keyboard: KeyboardState,
  request: Request,
  types: XkbKeyType[],
  mappings: readonly KeyMapping[],
  actions: ReadonlyMap<number, Uint8Array | undefined>,
): void {
  const { xkb } = keyboard;
  const { values } = request;
  xkb.types = types;
  mappings.forEach((mapping, index) => {
    keyboard.mappings[index] = mapping;
    const keycode = keyboard.minKeycode + index;
    const old = xkb.actions.get(keycode);
    if (old !== undefined && old.length !== 8 * mapping.keysyms.length) {
      const resized = new Uint8Array(8 * mapping.keysyms.length);
      resized.set(old.subarray(0, resized.length));
      if (resized.length === 0) xkb.actions.delete(keycode);
      else xkb.actions.set(keycode, resized);
    }
  });
  values.syms?.forEach((map, index) => {
    xkb.groupInfo[request.firstKeySym + index] = map.groupInfo & ~GROUP_COUNT_BITS;
  });
  for (const [keycode, list] of actions) {
    if (list === undefined) xkb.actions.delete(keycode);
    else xkb.actions.set(keycode, list);
  }
  if (values.behaviors !== undefined) {
    const first = request.firstKeyBehavior;
    xkb.behaviors.fill(0, 2 * first, 2 * (first + request.nKeyBehaviors));
    for (const { keycode, behavior } of values.behaviors) xkb.behaviors.set(behavior, 2 * keycode);
  }
  setExplicit(keyboard, request);
  setPairs(keyboard.modifierMap, values.modmap, request.firstModMapKey, request.nModMapKeys);
  setPairs(xkb.virtualModifierMap, values.vmodmap, request.firstVModMapKey, request.nVModMapKeys);
}

export const setMapRequests = {
  SetMap(server: Server, client: Client, request: XkbRequests['SetMap']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    const { present, values } = request;
    checkLegal(present, ALL_PARTS);
    checkLegal(request.flags, Flags.ResizeTypes | Flags.RecomputeActions);
    if (request.minKeyCode !== keyboard.minKeycode || request.maxKeyCode !== keyboard.maxKeycode) {
      throw new XError(ErrorCode.Match, request.minKeyCode);
    }
    const types = checkedTypes(keyboard.xkb.types, request);
    const mappings = checkedMappings(keyboard, types, request);
    const actions = checkedActions(keyboard, mappings, request);
    checkBehaviors(keyboard, request);
    checkedPairs(keyboard, values.explicit, request.firstKeyExplicit, request.nKeyExplicit);
    checkedPairs(keyboard, values.modmap, request.firstModMapKey, request.nModMapKeys);
    checkedPairs(keyboard, values.vmodmap, request.firstVModMapKey, request.nVModMapKeys);

    const hasSyms = (present & Part.KeySyms) !== 0;
    const keys = {
      firstKeycode: hasSyms ? request.firstKeySym : keyboard.minKeycode,
      count: hasSyms ? request.nKeySyms : 0,
      parts: present,
      firstType: (present & Part.KeyTypes) !== 0 ? request.firstType : 0,
      typeCount: (present & Part.KeyTypes) !== 0 ? request.nTypes : 0,
      interpret: (request.flags & Flags.RecomputeActions) !== 0,
    };
    const cause = { keycode: 0, eventType: 0, major: MajorOpcode.Xkb, minor: SET_MAP };
    mapChange(
      server,
      cause,
      keys,
      () => apply(keyboard, request, types, mappings, actions),
      () => {
        if (values.vmods === undefined) return;
        bitsOf(request.virtualMods).forEach((bit, index) => {
          keyboard.xkb.virtualModifiers[bit] = values.vmods![index]!;
        });
      },
    );
  },
};
