/** GetMap (XKB protocol §13.2): the keyboard's types, keysyms, actions and the rest as the protocol has them. */
import { KEYBOARD_DEVICE } from '../../input/xkb/send-events.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import {
  encodeXkbGetMapReply,
  XkbMapPart as Part,
  type XkbGetMapReply,
  type XkbGetMapRequest,
  type XkbKeySymMap,
  type XkbKeyType as WireType,
  type XkbRequests,
  type XkbSetBehavior,
} from '../../protocol/generated/xkb.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import { Explicit, type XkbKeyType } from '../../state/xkb.ts';
import { bitsOf, checkDisjoint, checkKeys, checkLegal, keyboardFor } from './checks.ts';

export const ALL_PARTS = 0xff;
const ALL_VIRTUAL = 0xffff;

type Range = readonly [first: number, count: number];

/** What a request for everything is. */
export function wholeMap(): Omit<XkbGetMapRequest, 'deviceSpec'> {
  const none = {
    partial: 0,
    firstType: 0,
    nTypes: 0,
    firstKeySym: 0,
    nKeySyms: 0,
    firstKeyAction: 0,
    nKeyActions: 0,
    firstKeyBehavior: 0,
    nKeyBehaviors: 0,
    virtualMods: 0,
    firstKeyExplicit: 0,
    nKeyExplicit: 0,
    firstModMapKey: 0,
    nModMapKeys: 0,
    firstVModMapKey: 0,
    nVModMapKeys: 0,
  };
  return { ...none, full: ALL_PARTS };
}

function wireType({ modifiers, levels, entries, hasPreserve }: XkbKeyType): WireType {
  const map = entries.flatMap((entry) => {
    const { mask, real, virtual } = entry.modifiers;
    return [entry.active ? 1 : 0, mask, entry.level, real, virtual];
  });
  const kept = entries.flatMap(({ preserve }) => [preserve.mask, preserve.real, preserve.virtual]);
  return {
    modsMask: modifiers.mask,
    modsMods: modifiers.real,
    modsVmods: modifiers.virtual,
    numLevels: levels,
    hasPreserve: hasPreserve ? 1 : 0,
    map: Int32Array.from(map),
    preserve: Int32Array.from(hasPreserve ? kept : []),
  };
}

function keysymMap({ mappings, minKeycode, xkb }: KeyboardState, keycode: number): XkbKeySymMap {
  const { types, keysyms } = mappings[keycode - minKeycode]!;
  const ktIndex = new Uint8Array(4);
  ktIndex.set(types);
  return {
    ktIndex,
    groupInfo: types.length | xkb.groupInfo[keycode]!,
    width: types.length === 0 ? 0 : keysyms.length / types.length,
    syms: keysyms,
  };
}

/** What of the key was set for itself (§7.1). */
export function explicitOf(keyboard: KeyboardState, keycode: number): number {
  const { explicitTypes } = keyboard.mappings[keycode - keyboard.minKeycode]!;
  const repeat = (keyboard.chosenRepeats[keycode >> 3]! & (1 << (keycode & 7))) !== 0;
  return keyboard.xkb.explicit[keycode]! | explicitTypes | (repeat ? Explicit.AutoRepeat : 0);
}

/** A key and its value, for each key of the range that has one. */
function pairs([first, count]: Range, valueOf: (keycode: number) => number): Int32Array {
  const list: number[] = [];
  for (let keycode = first; keycode < first + count; keycode++) {
    const value = valueOf(keycode);
    if (value !== 0) list.push(keycode, value);
  }
  return Int32Array.from(list);
}

function behaviorsOf({ xkb }: KeyboardState, [first, count]: Range): XkbSetBehavior[] {
  const list: XkbSetBehavior[] = [];
  for (let keycode = first; keycode < first + count; keycode++) {
    const behavior = xkb.behaviors.slice(2 * keycode, 2 * keycode + 2);
    if (behavior[0] !== 0) list.push({ keycode, behavior });
  }
  return list;
}

function actionsOf({ xkb }: KeyboardState, [first, count]: Range): { counts: Uint8Array; actions: Uint8Array } {
  const counts = new Uint8Array(count);
  const all: number[] = [];
  for (let i = 0; i < count; i++) {
    const actions = xkb.actions.get(first + i);
    if (actions === undefined) continue;
    counts[i] = actions.length / 8;
    all.push(...actions);
  }
  return { counts, actions: Uint8Array.from(all) };
}

/** @throws XError Value, Match. */
export function mapReply(keyboard: KeyboardState, request: Omit<XkbGetMapRequest, 'deviceSpec'>): XkbGetMapReply {
  const { full, partial } = request;
  checkDisjoint(full, partial);
  checkLegal(full, ALL_PARTS);
  checkLegal(partial, ALL_PARTS);
  const { xkb, minKeycode, maxKeycode } = keyboard;
  const has = (part: number) => ((full | partial) & part) !== 0;
  const keys = (part: number, first: number, count: number): Range => {
    if ((full & part) !== 0) return [minKeycode, maxKeycode - minKeycode + 1];
    if (!has(part)) return [0, 0];
    checkKeys(keyboard, first, count);
    return [first, count];
  };
  let [firstType, nTypes] = has(Part.KeyTypes) ? [request.firstType, request.nTypes] : [0, 0];
  if ((full & Part.KeyTypes) !== 0) [firstType, nTypes] = [0, xkb.types.length];
  if (firstType + nTypes > xkb.types.length) throw new XError(ErrorCode.Value, firstType + nTypes);
  const symRange = keys(Part.KeySyms, request.firstKeySym, request.nKeySyms);
  const actionRange = keys(Part.KeyActions, request.firstKeyAction, request.nKeyActions);
  const behaviorRange = keys(Part.KeyBehaviors, request.firstKeyBehavior, request.nKeyBehaviors);
  const explicitRange = keys(Part.ExplicitComponents, request.firstKeyExplicit, request.nKeyExplicit);
  const modMapRange = keys(Part.ModifierMap, request.firstModMapKey, request.nModMapKeys);
  const vModMapRange = keys(Part.VirtualModMap, request.firstVModMapKey, request.nVModMapKeys);
  let virtualMods = has(Part.VirtualMods) ? request.virtualMods : 0;
  if ((full & Part.VirtualMods) !== 0) virtualMods = ALL_VIRTUAL;

  const syms: XkbKeySymMap[] = [];
  for (let i = 0; i < symRange[1]; i++) syms.push(keysymMap(keyboard, symRange[0] + i));
  const { counts, actions } = actionsOf(keyboard, actionRange);
  const behaviors = behaviorsOf(keyboard, behaviorRange);
  const explicit = pairs(explicitRange, (keycode) => explicitOf(keyboard, keycode));
  const modmap = pairs(modMapRange, (keycode) => keyboard.modifierMap[keycode]!);
  const vmodmap = pairs(vModMapRange, (keycode) => xkb.virtualModifierMap[keycode]!);
  return {
    deviceID: KEYBOARD_DEVICE,
    minKeyCode: minKeycode,
    maxKeyCode: maxKeycode,
    present: full | partial,
    firstType,
    nTypes,
    totalTypes: xkb.types.length,
    firstKeySym: symRange[0],
    nKeySyms: symRange[1],
    totalSyms: syms.reduce((sum, { syms: list }) => sum + list.length, 0),
    firstKeyAction: actionRange[0],
    nKeyActions: actionRange[1],
    totalActions: actions.length / 8,
    firstKeyBehavior: behaviorRange[0],
    nKeyBehaviors: behaviorRange[1],
    totalKeyBehaviors: behaviors.length,
    firstKeyExplicit: explicitRange[0],
    nKeyExplicit: explicitRange[1],
    totalKeyExplicit: explicit.length / 2,
    firstModMapKey: modMapRange[0],
    nModMapKeys: modMapRange[1],
    totalModMapKeys: modmap.length / 2,
    firstVModMapKey: vModMapRange[0],
    nVModMapKeys: vModMapRange[1],
    totalVModMapKeys: vmodmap.length / 2,
    virtualMods,
    map: {
      typesRtrn: xkb.types.slice(firstType, firstType + nTypes).map(wireType),
      symsRtrn: syms,
      actsRtrnCount: counts,
      actsRtrnActs: actions,
      behaviorsRtrn: behaviors,
      vmodsRtrn: Uint8Array.from(bitsOf(virtualMods), (bit) => xkb.virtualModifiers[bit]!),
      explicitRtrn: explicit,
      modmapRtrn: modmap,
      vmodmapRtrn: vmodmap,
    },
  };
}

export const mapRequests = {
  GetMap(server: Server, client: Client, request: XkbRequests['GetMap']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    server.reply(client, encodeXkbGetMapReply, mapReply(keyboard, request));
  },
};
