/** What requests change, and what clients are told: Xvfb and our core side by side. */
import { expect, onTestFinished, test } from 'vitest';
import { wholeMap } from '../../../xserver/extensions/xkb/map-reply.ts';
import {
  coreRequestEncoders,
  type CoreRequestArguments,
  type CoreRequestName,
} from '../../../xserver/protocol/generated/xproto.ts';
import type { XkbRequestArguments } from '../../../xserver/protocol/generated/xkb.ts';
import { Writer } from '../../../xserver/protocol/writer.ts';
import { CORE_KEYBOARD, XkbRig, type XkbSide } from './xkb-rig.ts';

const deviceSpec = CORE_KEYBOARD;
const ALL_EVENTS = 0xfff;

async function startRig(): Promise<XkbRig> {
  const rig = await XkbRig.start();
  onTestFinished(() => rig.close());
  return rig;
}

async function core<Name extends CoreRequestName>(side: XkbSide, name: Name, fields: CoreRequestArguments[Name]) {
  const writer = new Writer(side.client.littleEndian);
  coreRequestEncoders[name](writer, fields);
  const messages = await side.raw(writer.finish());
  return messages.map(({ kind, code, bytes }) => (kind === 'event' ? side.event(code, bytes) : { kind, code }));
}

async function checkCore<Name extends CoreRequestName>(rig: XkbRig, name: Name, fields: CoreRequestArguments[Name]) {
  const theirs = await core(rig.xvfb, name, fields);
  const ours = await core(rig.core, name, fields);
  expect(ours, name).toEqual(theirs);
  return ours;
}

/** Xvfb leaves four of the masks out of the reply; StateNotify has them. */
async function checkState(rig: XkbRig): Promise<void> {
  const answers = [];
  for (const side of [rig.xvfb, rig.core]) {
    const [reply] = await side.ask('GetState', { deviceSpec });
    answers.push({ ...reply, grabMods: 0, compatGrabMods: 0, lookupMods: 0, compatLookupMods: 0 });
  }
  expect(answers[1]).toEqual(answers[0]);
}

/** As Xvfb keeps a width for keys that have lost their keysyms. */
async function checkMap(rig: XkbRig): Promise<void> {
  const answers = [];
  for (const side of [rig.xvfb, rig.core]) {
    const [reply] = await side.ask('GetMap', { deviceSpec, ...wholeMap() });
    const map = reply!['map'] as {
      symsRtrn: { groupInfo: number; ktIndex: number[]; width: number; syms: number[] }[];
    };
    const symsRtrn = map.symsRtrn.map((key) => {
      const groups = key.groupInfo & 0x0f;
      return { ...key, width: groups === 0 ? 0 : key.width, ktIndex: key.ktIndex.slice(0, groups) };
    });
    answers.push({ ...reply, map: { ...map, symsRtrn } });
  }
  expect(answers[1]).toEqual(answers[0]);
}

/** Everything that does not change what is selected. */
async function checkAll(rig: XkbRig): Promise<void> {
  await checkMap(rig);
  await checkState(rig);
  await rig.check('GetControls', { deviceSpec });
  await rig.check('GetIndicatorState', { deviceSpec });
  await rig.check('GetIndicatorMap', { deviceSpec, which: 0xffffffff });
  await rig.check('GetCompatMap', { deviceSpec, groups: 15, getAllSI: 1, firstSI: 0, nSI: 0 });
}

async function selectAll(rig: XkbRig): Promise<void> {
  await rig.check('SelectEvents', {
    deviceSpec,
    affectWhich: ALL_EVENTS,
    clear: 0,
    selectAll: ALL_EVENTS & ~2,
    affectMap: 0xff,
    map: 0xff,
    details: {},
  });
}

function latchLock(fields: Partial<XkbRequestArguments['LatchLockState']>): XkbRequestArguments['LatchLockState'] {
  const nothing = { affectModLocks: 0, modLocks: 0, lockGroup: 0, groupLock: 0 };
  return { deviceSpec, ...nothing, affectModLatches: 0, modLatches: 0, latchGroup: 0, groupLatch: 0, ...fields };
}

test('LatchLockState locks and latches, and StateNotify tells', async () => {
  const rig = await startRig();
  await selectAll(rig);
  for (const fields of [
    { affectModLocks: 2, modLocks: 2 },
    { affectModLocks: 0x12, modLocks: 0x10 },
    { affectModLatches: 4, modLatches: 4 },
    { affectModLocks: 0x10 },
    { affectModLatches: 4, modLatches: 0 },
    { lockGroup: 1, groupLock: 1 },
    { lockGroup: 1, groupLock: 0 },
    { affectModLocks: 1, modLocks: 3 },
  ]) {
    await rig.check('LatchLockState', latchLock(fields));
    await checkState(rig);
    await rig.check('GetIndicatorState', { deviceSpec });
  }
});

test('ChangeKeyboardMapping and SetModifierMapping change types, actions and virtual modifiers', async () => {
  const rig = await startRig();
  const rows: readonly (readonly [keycode: number, keysyms: readonly number[]])[] = [
    [38, [0x62, 0x42]],
    [39, [0x31, 0x21, 0x32, 0x40]],
    [22, [0xff08, 0xff08]],
    [24, [0xff7e]],
    [66, [0xffe3]],
    [37, [0xffe5]],
    [94, [0x61, 0x62, 0x63, 0x64, 0x65, 0x66]],
    [77, [0]],
    [120, [0xfe03]],
  ];
  for (const [firstKeycode, keysyms] of rows) {
    await checkCore(rig, 'ChangeKeyboardMapping', {
      firstKeycode,
      keycodeCount: 1,
      keysymsPerKeycode: keysyms.length,
      keysyms: Uint32Array.from(keysyms),
    });
    await checkAll(rig);
  }
  // Hyper keeps its key: Xvfb does not forget what a virtual modifier without keys stood for.
  const modifierRows = [[50, 62], [66], [37, 105], [64, 108, 205], [77], [120], [133, 134, 206, 207], [92, 203]];
  const keycodes = new Uint8Array(32);
  modifierRows.forEach((row, index) => keycodes.set(row, 4 * index));
  for (const side of [rig.xvfb, rig.core]) await core(side, 'SetModifierMapping', { keycodesPerModifier: 4, keycodes });
  await checkAll(rig);
});

test('SetMap sets types, keysyms, actions and the rest, and what is wrong in it is refused', async () => {
  const rig = await startRig();
  const none = {
    deviceSpec,
    present: 0,
    flags: 0,
    minKeyCode: 8,
    maxKeyCode: 255,
    firstType: 0,
    nTypes: 0,
    firstKeySym: 0,
    nKeySyms: 0,
    totalSyms: 0,
    firstKeyAction: 0,
    nKeyActions: 0,
    totalActions: 0,
    firstKeyBehavior: 0,
    nKeyBehaviors: 0,
    totalKeyBehaviors: 0,
    firstKeyExplicit: 0,
    nKeyExplicit: 0,
    totalKeyExplicit: 0,
    firstModMapKey: 0,
    nModMapKeys: 0,
    totalModMapKeys: 0,
    firstVModMapKey: 0,
    nVModMapKeys: 0,
    totalVModMapKeys: 0,
    virtualMods: 0,
    values: {},
  };
  const syms = (ktIndex: readonly number[], width: number, list: readonly number[], groups: number) => ({
    ktIndex: Uint8Array.from({ length: 4 }, (_, index) => ktIndex[index] ?? 0),
    groupInfo: groups,
    width,
    syms: Uint32Array.from(list),
  });
  const setSyms = (map: ReturnType<typeof syms>, total = map.syms.length) => ({
    ...none,
    present: 2,
    firstKeySym: 38,
    nKeySyms: 1,
    totalSyms: total,
    values: { syms: [map] },
  });
  for (const fields of [
    setSyms(syms([2], 2, [0x71, 0x51], 1)),
    setSyms(syms([2, 1], 2, [0x71, 0x51, 0x31, 0x32], 2)),
    setSyms(syms([28], 2, [0x71, 0x51], 1)),
    setSyms(syms([2], 3, [0x71, 0x51, 0x52], 1)),
    setSyms(syms([2], 2, [0x71], 1)),
    {
      ...none,
      present: 4,
      firstModMapKey: 38,
      nModMapKeys: 2,
      totalModMapKeys: 1,
      values: { modmap: Int32Array.of(39, 32) },
    },
    {
      ...none,
      present: 8,
      firstKeyExplicit: 40,
      nKeyExplicit: 2,
      totalKeyExplicit: 1,
      values: { explicit: Int32Array.of(41, 0x11) },
    },
    { ...none, present: 0x100 },
  ]) {
    await rig.check('SetMap', fields);
    await checkMap(rig);
    const keysyms = { firstKeycode: 8, count: 248 };
    await checkCore(rig, 'GetKeyboardMapping', keysyms);
  }
});

test('SetControls sets what its mask says', async () => {
  const rig = await startRig();
  const none: XkbRequestArguments['SetControls'] = {
    deviceSpec,
    affectInternalRealMods: 0,
    internalRealMods: 0,
    affectIgnoreLockRealMods: 0,
    ignoreLockRealMods: 0,
    affectInternalVirtualMods: 0,
    internalVirtualMods: 0,
    affectIgnoreLockVirtualMods: 0,
    ignoreLockVirtualMods: 0,
    mouseKeysDfltBtn: 0,
    groupsWrap: 0,
    accessXOptions: 0,
    affectEnabledControls: 0,
    enabledControls: 0,
    changeControls: 0,
    repeatDelay: 0,
    repeatInterval: 0,
    slowKeysDelay: 0,
    debounceDelay: 0,
    mouseKeysDelay: 0,
    mouseKeysInterval: 0,
    mouseKeysTimeToMax: 0,
    mouseKeysMaxSpeed: 0,
    mouseKeysCurve: 0,
    accessXTimeout: 0,
    accessXTimeoutMask: 0,
    accessXTimeoutValues: 0,
    accessXTimeoutOptionsMask: 0,
    accessXTimeoutOptionsValues: 0,
    perKeyRepeat: new Uint8Array(32),
  };
  for (const fields of [
    { changeControls: 1, repeatDelay: 250, repeatInterval: 33 },
    { changeControls: 1, repeatDelay: 0, repeatInterval: 33 },
    { changeControls: 0x80000000, affectEnabledControls: 0x11, enabledControls: 0x10 },
    { changeControls: 0x80000000, affectEnabledControls: 0x11, enabledControls: 0x20 },
    { changeControls: 0x80000000, affectEnabledControls: 0x2000 },
    { changeControls: 0x40000000, perKeyRepeat: new Uint8Array(32).fill(0xa5) },
    { changeControls: 0x10000000, affectInternalRealMods: 0xc, internalRealMods: 4 },
    { changeControls: 0x20000000, affectIgnoreLockVirtualMods: 1, ignoreLockVirtualMods: 1 },
    { changeControls: 0x10, mouseKeysDfltBtn: 3 },
    { changeControls: 0x10, mouseKeysDfltBtn: 6 },
  ]) {
    await rig.check('SetControls', { ...none, ...fields });
    await rig.check('GetControls', { deviceSpec });
    await checkCore(rig, 'GetKeyboardControl', {});
  }
});

test('PerClientFlags gives back what is set', async () => {
  const rig = await startRig();
  const nothing = { ctrlsToChange: 0, autoCtrls: 0, autoCtrlsValues: 0 };
  for (const fields of [
    { change: 1, value: 1, ...nothing },
    { change: 0, value: 0, ...nothing },
    { change: 31, value: 4, ctrlsToChange: 3, autoCtrls: 3, autoCtrlsValues: 2 },
    { change: 1, value: 0, ...nothing },
  ]) {
    // Xvfb leaves the device out of the reply.
    const answers = [];
    for (const side of [rig.xvfb, rig.core]) {
      const [reply] = await side.ask('PerClientFlags', { deviceSpec, ...fields });
      answers.push({ ...reply, deviceID: 3 });
    }
    expect(answers[1]).toEqual(answers[0]);
  }
});
