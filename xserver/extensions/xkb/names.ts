/** GetNames and SetNames (XKB protocol §14). Names are kept as text and become atoms when they are asked for. */
import { KEYBOARD_DEVICE, sendXkbEvent } from '../../input/xkb/send-events.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import {
  encodeXkbGetNamesReply,
  XkbNameDetail as Detail,
  type XkbGetNamesReply,
  type XkbRequests,
} from '../../protocol/generated/xkb.ts';
import { checkAtom, internAtom } from '../../requests/atoms.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import { bitsOf, checkKeys, checkLegal, keyboardFor } from './checks.ts';

const ALL_NAMES = 0x3fff;
const KEY_NAME_LENGTH = 4;
const NONE = 0;

type Names = readonly (string | undefined)[];

function atomOf(server: Server, name: string | undefined): number {
  return name === undefined ? NONE : internAtom(server, name);
}

/** The names that there are, as atoms, and a bit for each. */
function known(server: Server, names: Names): { mask: number; atoms: Uint32Array } {
  let mask = 0;
  const atoms: number[] = [];
  names.forEach((name, bit) => {
    if (name === undefined) return;
    mask |= 1 << bit;
    atoms.push(internAtom(server, name));
  });
  return { mask: mask >>> 0, atoms: Uint32Array.from(atoms) };
}

function keyName(name: string): string {
  return name.padEnd(KEY_NAME_LENGTH, '\0');
}

/** @throws XError Alloc when there are too many atoms already. */
export function namesReply(server: Server, keyboard: KeyboardState, wanted: number): XkbGetNamesReply {
  const { names, types } = keyboard.xkb;
  // As X.Org has it: a part that is not there is not reported.
  let which = wanted & ALL_NAMES;
  if (names.radioGroups.length === 0) which &= ~Detail.RGNames;
  if (names.aliases.length === 0) which &= ~Detail.KeyAliases;
  const has = (detail: number) => (which & detail) !== 0;
  const nothing = { mask: 0, atoms: new Uint32Array(0) };
  const indicators = has(Detail.IndicatorNames) ? known(server, names.indicators) : nothing;
  const virtual = has(Detail.VirtualModNames) ? known(server, names.virtualModifiers) : nothing;
  const groups = has(Detail.GroupNames) ? known(server, names.groups) : nothing;
  const levelNames = has(Detail.KTLevelNames) ? types.flatMap((type) => type.levelNames) : [];
  const one = (detail: number, name: string | undefined) => (has(detail) ? atomOf(server, name) : NONE);
  const { minKeycode, maxKeycode } = keyboard;
  return {
    deviceID: KEYBOARD_DEVICE,
    which,
    minKeyCode: minKeycode,
    maxKeyCode: maxKeycode,
    nTypes: types.length,
    groupNames: groups.mask,
    virtualMods: virtual.mask,
    firstKey: minKeycode,
    nKeys: maxKeycode - minKeycode + 1,
    indicators: indicators.mask,
    nRadioGroups: has(Detail.RGNames) ? names.radioGroups.length : 0,
    nKeyAliases: has(Detail.KeyAliases) ? names.aliases.length : 0,
    nKTLevels: levelNames.length,
    valueList: {
      keycodesName: one(Detail.Keycodes, names.keycodes),
      geometryName: one(Detail.Geometry, names.geometry),
      symbolsName: one(Detail.Symbols, names.symbols),
      physSymbolsName: one(Detail.PhysSymbols, names.physicalSymbols),
      typesName: one(Detail.Types, names.types),
      compatName: one(Detail.Compat, names.compat),
      typeNames: Uint32Array.from(types, ({ name }) => one(Detail.KeyTypeNames, name)),
      nLevelsPerType: Uint8Array.from(types, (type) => type.levelNames.length),
      ktLevelNames: Uint32Array.from(levelNames, (name) => atomOf(server, name)),
      indicatorNames: indicators.atoms,
      virtualModNames: virtual.atoms,
      groups: groups.atoms,
      keyNames: names.keys.slice(minKeycode, maxKeycode + 1).map((name) => ({ name: keyName(name) })),
      keyAliases: names.aliases.map(({ real, alias }) => ({ real: keyName(real), alias: keyName(alias) })),
      radioGroupNames: Uint32Array.from(names.radioGroups, (name) => one(Detail.RGNames, name)),
    },
  };
}

/** @throws XError Atom, Match, Value. */
function checkNames(server: Server, keyboard: KeyboardState, request: XkbRequests['SetNames']): void {
  const { values, which } = request;
  const { types } = keyboard.xkb;
  checkLegal(which, ALL_NAMES);
  const single = [
    values.keycodesName,
    values.geometryName,
    values.symbolsName,
    values.physSymbolsName,
    values.typesName,
    values.compatName,
  ];
  const lists = [
    values.typeNames,
    values.ktLevelNames,
    values.indicatorNames,
    values.virtualModNames,
    values.groups,
    values.radioGroupNames,
  ];
  for (const atom of [...single, ...lists.flatMap((list) => [...(list ?? [])])]) {
    if (atom !== undefined && atom !== NONE) checkAtom(server, atom);
  }
  if (values.typeNames !== undefined && request.firstType + values.typeNames.length > types.length) {
    throw new XError(ErrorCode.Value, request.firstType);
  }
  if (values.nLevelsPerType !== undefined) {
    const first = request.firstKTLevelt;
    if (first + values.nLevelsPerType.length > types.length) throw new XError(ErrorCode.Value, first);
    values.nLevelsPerType.forEach((count, index) => {
      if (count !== 0 && count !== types[first + index]!.levels) throw new XError(ErrorCode.Match, count);
    });
  }
  if (values.keyNames !== undefined) checkKeys(keyboard, request.firstKey, request.nKeys);
}

function textOf(server: Server, atom: number): string | undefined {
  return atom === NONE ? undefined : server.state.atoms.names[atom];
}

function trimmed(name: string): string {
  const end = name.indexOf('\0');
  return end < 0 ? name : name.slice(0, end);
}

/** Puts the atoms' names at the places of the mask's bits. */
function place(server: Server, names: (string | undefined)[], mask: number, atoms: Uint32Array): void {
  bitsOf(mask).forEach((bit, index) => {
    if (bit < names.length) names[bit] = textOf(server, atoms[index]!);
  });
}

function setNames(server: Server, keyboard: KeyboardState, request: XkbRequests['SetNames']): void {
  const { values } = request;
  const { names, types } = keyboard.xkb;
  const text = (atom: number | undefined, old: string | undefined) => {
    return atom === undefined ? old : textOf(server, atom);
  };
  names.keycodes = text(values.keycodesName, names.keycodes);
  names.geometry = text(values.geometryName, names.geometry);
  names.symbols = text(values.symbolsName, names.symbols);
  names.physicalSymbols = text(values.physSymbolsName, names.physicalSymbols);
  names.types = text(values.typesName, names.types);
  names.compat = text(values.compatName, names.compat);
  values.typeNames?.forEach((atom, index) => {
    types[request.firstType + index]!.name = textOf(server, atom);
  });
  let at = 0;
  values.nLevelsPerType?.forEach((count, index) => {
    const atoms = values.ktLevelNames!.subarray(at, at + count);
    at += count;
    types[request.firstKTLevelt + index]!.levelNames = Array.from(atoms, (atom) => textOf(server, atom));
  });
  if (values.indicatorNames !== undefined) place(server, names.indicators, request.indicators, values.indicatorNames);
  if (values.virtualModNames !== undefined)
    place(server, names.virtualModifiers, request.virtualMods, values.virtualModNames);
  if (values.groups !== undefined) place(server, names.groups, request.groupNames, values.groups);
  values.keyNames?.forEach(({ name }, index) => {
    names.keys[request.firstKey + index] = trimmed(name);
  });
  if (values.keyAliases !== undefined) {
    names.aliases = values.keyAliases.map(({ real, alias }) => ({ real: trimmed(real), alias: trimmed(alias) }));
  }
  if (values.radioGroupNames !== undefined) {
    names.radioGroups = Array.from(values.radioGroupNames, (atom) => textOf(server, atom));
  }
}

export const namesRequests = {
  GetNames(server: Server, client: Client, { deviceSpec, which }: XkbRequests['GetNames']): void {
    const keyboard = keyboardFor(server, client, deviceSpec);
    checkLegal(which, ALL_NAMES);
    server.reply(client, encodeXkbGetNamesReply, namesReply(server, keyboard, which));
  },

  SetNames(server: Server, client: Client, request: XkbRequests['SetNames']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    checkNames(server, keyboard, request);
    setNames(server, keyboard, request);
    const { which } = request;
    const has = (detail: number) => (which & detail) !== 0;
    const { names } = keyboard.xkb;
    sendXkbEvent(server, 'NamesNotify', which, {
      changed: which,
      firstType: has(Detail.KeyTypeNames) ? request.firstType : 0,
      nTypes: has(Detail.KeyTypeNames) ? request.nTypes : 0,
      firstLevelName: has(Detail.KTLevelNames) ? request.firstKTLevelt : 0,
      nLevelNames: has(Detail.KTLevelNames) ? request.nKTLevels : 0,
      nRadioGroups: names.radioGroups.length,
      nKeyAliases: names.aliases.length,
      changedGroupNames: has(Detail.GroupNames) ? request.groupNames : 0,
      changedVirtualMods: has(Detail.VirtualModNames) ? request.virtualMods : 0,
      firstKey: has(Detail.KeyNames) ? request.firstKey : 0,
      nKeys: has(Detail.KeyNames) ? request.nKeys : 0,
      changedIndicators: has(Detail.IndicatorNames) ? request.indicators : 0,
    });
  },
};
