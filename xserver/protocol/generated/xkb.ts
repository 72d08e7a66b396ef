// Generated from /usr/share/xcb/xkb.xml by `npm run generate`. Do not edit.

import { popCount, present, sumOf } from '../bits.ts';
import type { Reader } from '../reader.ts';
import { checkLength, type Writer } from '../writer.ts';
import { readPointList, writePointList } from './xproto.ts';

export const XkbConst = {
  MaxLegalKeyCode: 255,
  PerKeyBitArraySize: 32,
  KeyNameLength: 4,
} as const;

export const XkbEventType = {
  NewKeyboardNotify: 1,
  MapNotify: 2,
  StateNotify: 4,
  ControlsNotify: 8,
  IndicatorStateNotify: 16,
  IndicatorMapNotify: 32,
  NamesNotify: 64,
  CompatMapNotify: 128,
  BellNotify: 256,
  ActionMessage: 512,
  AccessXNotify: 1024,
  ExtensionDeviceNotify: 2048,
} as const;

export const XkbNKNDetail = {
  Keycodes: 1,
  Geometry: 2,
  DeviceID: 4,
} as const;

export const XkbAXNDetail = {
  SKPress: 1,
  SKAccept: 2,
  SKReject: 4,
  SKRelease: 8,
  BKAccept: 16,
  BKReject: 32,
  AXKWarning: 64,
} as const;

export const XkbMapPart = {
  KeyTypes: 1,
  KeySyms: 2,
  ModifierMap: 4,
  ExplicitComponents: 8,
  KeyActions: 16,
  KeyBehaviors: 32,
  VirtualMods: 64,
  VirtualModMap: 128,
} as const;

export const XkbSetMapFlags = {
  ResizeTypes: 1,
  RecomputeActions: 2,
} as const;

export const XkbStatePart = {
  ModifierState: 1,
  ModifierBase: 2,
  ModifierLatch: 4,
  ModifierLock: 8,
  GroupState: 16,
  GroupBase: 32,
  GroupLatch: 64,
  GroupLock: 128,
  CompatState: 256,
  GrabMods: 512,
  CompatGrabMods: 1024,
  LookupMods: 2048,
  CompatLookupMods: 4096,
  PointerButtons: 8192,
} as const;

export const XkbBoolCtrl = {
  RepeatKeys: 1,
  SlowKeys: 2,
  BounceKeys: 4,
  StickyKeys: 8,
  MouseKeys: 16,
  MouseKeysAccel: 32,
  AccessXKeys: 64,
  AccessXTimeoutMask: 128,
  AccessXFeedbackMask: 256,
  AudibleBellMask: 512,
  Overlay1Mask: 1024,
  Overlay2Mask: 2048,
  IgnoreGroupLockMask: 4096,
} as const;

export const XkbControl = {
  GroupsWrap: 134217728,
  InternalMods: 268435456,
  IgnoreLockMods: 536870912,
  PerKeyRepeat: 1073741824,
  ControlsEnabled: 2147483648,
} as const;

export const XkbAXOption = {
  SKPressFB: 1,
  SKAcceptFB: 2,
  FeatureFB: 4,
  SlowWarnFB: 8,
  IndicatorFB: 16,
  StickyKeysFB: 32,
  TwoKeys: 64,
  LatchToLock: 128,
  SKReleaseFB: 256,
  SKRejectFB: 512,
  BKRejectFB: 1024,
  DumbBell: 2048,
} as const;

export const XkbLedClassResult = {
  KbdFeedbackClass: 0,
  LedFeedbackClass: 4,
} as const;

export const XkbLedClass = {
  KbdFeedbackClass: 0,
  LedFeedbackClass: 4,
  DfltXIClass: 768,
  AllXIClasses: 1280,
} as const;

export const XkbBellClassResult = {
  KbdFeedbackClass: 0,
  BellFeedbackClass: 5,
} as const;

export const XkbBellClass = {
  KbdFeedbackClass: 0,
  BellFeedbackClass: 5,
  DfltXIClass: 768,
} as const;

export const XkbID = {
  UseCoreKbd: 256,
  UseCorePtr: 512,
  DfltXIClass: 768,
  DfltXIId: 1024,
  AllXIClass: 1280,
  AllXIId: 1536,
  XINone: 65280,
} as const;

export const XkbGroup = {
  '1': 0,
  '2': 1,
  '3': 2,
  '4': 3,
} as const;

export const XkbGroups = {
  Any: 254,
  All: 255,
} as const;

export const XkbSetOfGroup = {
  Group1: 1,
  Group2: 2,
  Group3: 4,
  Group4: 8,
} as const;

export const XkbSetOfGroups = {
  Any: 128,
} as const;

export const XkbGroupsWrap = {
  WrapIntoRange: 0,
  ClampIntoRange: 64,
  RedirectIntoRange: 128,
} as const;

export const XkbVModsHigh = {
  '15': 128,
  '14': 64,
  '13': 32,
  '12': 16,
  '11': 8,
  '10': 4,
  '9': 2,
  '8': 1,
} as const;

export const XkbVModsLow = {
  '7': 128,
  '6': 64,
  '5': 32,
  '4': 16,
  '3': 8,
  '2': 4,
  '1': 2,
  '0': 1,
} as const;

export const XkbVMod = {
  '15': 32768,
  '14': 16384,
  '13': 8192,
  '12': 4096,
  '11': 2048,
  '10': 1024,
  '9': 512,
  '8': 256,
  '7': 128,
  '6': 64,
  '5': 32,
  '4': 16,
  '3': 8,
  '2': 4,
  '1': 2,
  '0': 1,
} as const;

export const XkbExplicit = {
  VModMap: 128,
  Behavior: 64,
  AutoRepeat: 32,
  Interpret: 16,
  KeyType4: 8,
  KeyType3: 4,
  KeyType2: 2,
  KeyType1: 1,
} as const;

export const XkbSymInterpretMatch = {
  NoneOf: 0,
  AnyOfOrNone: 1,
  AnyOf: 2,
  AllOf: 3,
  Exactly: 4,
} as const;

export const XkbSymInterpMatch = {
  LevelOneOnly: 128,
  OpMask: 127,
} as const;

export const XkbIMFlag = {
  NoExplicit: 128,
  NoAutomatic: 64,
  LEDDrivesKB: 32,
} as const;

export const XkbIMModsWhich = {
  UseCompat: 16,
  UseEffective: 8,
  UseLocked: 4,
  UseLatched: 2,
  UseBase: 1,
} as const;

export const XkbIMGroupsWhich = {
  UseCompat: 16,
  UseEffective: 8,
  UseLocked: 4,
  UseLatched: 2,
  UseBase: 1,
} as const;

export const XkbCMDetail = {
  SymInterp: 1,
  GroupCompat: 2,
} as const;

export const XkbNameDetail = {
  Keycodes: 1,
  Geometry: 2,
  Symbols: 4,
  PhysSymbols: 8,
  Types: 16,
  Compat: 32,
  KeyTypeNames: 64,
  KTLevelNames: 128,
  IndicatorNames: 256,
  KeyNames: 512,
  KeyAliases: 1024,
  VirtualModNames: 2048,
  GroupNames: 4096,
  RGNames: 8192,
} as const;

export const XkbGBNDetail = {
  Types: 1,
  CompatMap: 2,
  ClientSymbols: 4,
  ServerSymbols: 8,
  IndicatorMaps: 16,
  KeyNames: 32,
  Geometry: 64,
  OtherNames: 128,
} as const;

export const XkbXIFeature = {
  Keyboards: 1,
  ButtonActions: 2,
  IndicatorNames: 4,
  IndicatorMaps: 8,
  IndicatorState: 16,
} as const;

export const XkbPerClientFlag = {
  DetectableAutoRepeat: 1,
  GrabsUseXKBState: 2,
  AutoResetControls: 4,
  LookupStateWhenGrabbed: 8,
  SendEventUsesXKBState: 16,
} as const;

export const XkbBehaviorType = {
  Default: 0,
  Lock: 1,
  RadioGroup: 2,
  Overlay1: 3,
  Overlay2: 4,
  PermamentLock: 129,
  PermamentRadioGroup: 130,
  PermamentOverlay1: 131,
  PermamentOverlay2: 132,
} as const;

export const XkbDoodadType = {
  Outline: 1,
  Solid: 2,
  Text: 3,
  Indicator: 4,
  Logo: 5,
} as const;

export const XkbError = {
  BadDevice: 255,
  BadClass: 254,
  BadId: 253,
} as const;

export const XkbSA = {
  ClearLocks: 1,
  LatchToLock: 2,
  UseModMapMods: 4,
  GroupAbsolute: 4,
} as const;

export const XkbSAType = {
  NoAction: 0,
  SetMods: 1,
  LatchMods: 2,
  LockMods: 3,
  SetGroup: 4,
  LatchGroup: 5,
  LockGroup: 6,
  MovePtr: 7,
  PtrBtn: 8,
  LockPtrBtn: 9,
  SetPtrDflt: 10,
  ISOLock: 11,
  Terminate: 12,
  SwitchScreen: 13,
  SetControls: 14,
  LockControls: 15,
  ActionMessage: 16,
  RedirectKey: 17,
  DeviceBtn: 18,
  LockDeviceBtn: 19,
  DeviceValuator: 20,
} as const;

export const XkbSAMovePtrFlag = {
  NoAcceleration: 1,
  MoveAbsoluteX: 2,
  MoveAbsoluteY: 4,
} as const;

export const XkbSASetPtrDfltFlag = {
  DfltBtnAbsolute: 4,
  AffectDfltButton: 1,
} as const;

export const XkbSAIsoLockFlag = {
  NoLock: 1,
  NoUnlock: 2,
  UseModMapMods: 4,
  GroupAbsolute: 4,
  ISODfltIsGroup: 8,
} as const;

export const XkbSAIsoLockNoAffect = {
  Ctrls: 8,
  Ptr: 16,
  Group: 32,
  Mods: 64,
} as const;

export const XkbSwitchScreenFlag = {
  Application: 1,
  Absolute: 4,
} as const;

export const XkbBoolCtrlsHigh = {
  AccessXFeedback: 1,
  AudibleBell: 2,
  Overlay1: 4,
  Overlay2: 8,
  IgnoreGroupLock: 16,
} as const;

export const XkbBoolCtrlsLow = {
  RepeatKeys: 1,
  SlowKeys: 2,
  BounceKeys: 4,
  StickyKeys: 8,
  MouseKeys: 16,
  MouseKeysAccel: 32,
  AccessXKeys: 64,
  AccessXTimeout: 128,
} as const;

export const XkbActionMessageFlag = {
  OnPress: 1,
  OnRelease: 2,
  GenKeyEvent: 4,
} as const;

export const XkbLockDeviceFlags = {
  NoLock: 1,
  NoUnlock: 2,
} as const;

export const XkbSAValWhat = {
  IgnoreVal: 0,
  SetValMin: 1,
  SetValCenter: 2,
  SetValMax: 3,
  SetValRelative: 4,
  SetValAbsolute: 5,
} as const;

export interface XkbIndicatorMap {
  /** IMFlag */
  flags: number;
  /** IMGroupsWhich */
  whichGroups: number;
  /** SetOfGroup */
  groups: number;
  /** IMModsWhich */
  whichMods: number;
  /** ModMask */
  mods: number;
  /** ModMask */
  realMods: number;
  /** VMod */
  vmods: number;
  /** BoolCtrl */
  ctrls: number;
}

export function readXkbIndicatorMap(reader: Reader): XkbIndicatorMap {
  const flags = reader.u8();
  const whichGroups = reader.u8();
  const groups = reader.u8();
  const whichMods = reader.u8();
  const mods = reader.u8();
  const realMods = reader.u8();
  const vmods = reader.u16();
  const ctrls = reader.u32();
  return { flags, whichGroups, groups, whichMods, mods, realMods, vmods, ctrls };
}

export function writeXkbIndicatorMap(writer: Writer, value: XkbIndicatorMap): void {
  writer.u8(value.flags);
  writer.u8(value.whichGroups);
  writer.u8(value.groups);
  writer.u8(value.whichMods);
  writer.u8(value.mods);
  writer.u8(value.realMods);
  writer.u16(value.vmods);
  writer.u32(value.ctrls);
}

export function readXkbIndicatorMapList(reader: Reader, count: number): XkbIndicatorMap[] {
  const list: XkbIndicatorMap[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbIndicatorMap(reader));
  return list;
}

export function writeXkbIndicatorMapList(writer: Writer, list: readonly XkbIndicatorMap[]): void {
  for (const value of list) writeXkbIndicatorMap(writer, value);
}

export interface XkbModDef {
  /** ModMask */
  mask: number;
  /** ModMask */
  realMods: number;
  /** VMod */
  vmods: number;
}

export function readXkbModDef(reader: Reader): XkbModDef {
  const mask = reader.u8();
  const realMods = reader.u8();
  const vmods = reader.u16();
  return { mask, realMods, vmods };
}

export function writeXkbModDef(writer: Writer, value: XkbModDef): void {
  writer.u8(value.mask);
  writer.u8(value.realMods);
  writer.u16(value.vmods);
}

export function readXkbModDefList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 4);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 3);
  for (let i = 0; i < flat.length; i += 3, at += 4) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint16(at + 2, littleEndian);
  }
  return flat;
}

export function writeXkbModDefList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 3) * 4);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 3, at += 4) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint16(at + 2, flat[i + 2] ?? 0, littleEndian);
  }
}

export interface XkbKeyName {
  name: string;
}

export function readXkbKeyName(reader: Reader): XkbKeyName {
  const name = reader.latin1(4);
  return { name };
}

export function writeXkbKeyName(writer: Writer, value: XkbKeyName): void {
  checkLength('name', value.name.length, 4);
  writer.latin1(value.name);
}

export function readXkbKeyNameList(reader: Reader, count: number): XkbKeyName[] {
  const list: XkbKeyName[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbKeyName(reader));
  return list;
}

export function writeXkbKeyNameList(writer: Writer, list: readonly XkbKeyName[]): void {
  for (const value of list) writeXkbKeyName(writer, value);
}

export interface XkbKeyAlias {
  real: string;
  alias: string;
}

export function readXkbKeyAlias(reader: Reader): XkbKeyAlias {
  const real = reader.latin1(4);
  const alias = reader.latin1(4);
  return { real, alias };
}

export function writeXkbKeyAlias(writer: Writer, value: XkbKeyAlias): void {
  checkLength('real', value.real.length, 4);
  checkLength('alias', value.alias.length, 4);
  writer.latin1(value.real);
  writer.latin1(value.alias);
}

export function readXkbKeyAliasList(reader: Reader, count: number): XkbKeyAlias[] {
  const list: XkbKeyAlias[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbKeyAlias(reader));
  return list;
}

export function writeXkbKeyAliasList(writer: Writer, list: readonly XkbKeyAlias[]): void {
  for (const value of list) writeXkbKeyAlias(writer, value);
}

export interface XkbCountedString16 {
  string: string;
  alignmentPad: Uint8Array;
}

export function readXkbCountedString16(reader: Reader): XkbCountedString16 {
  const length_ = reader.u16();
  const string = reader.latin1(length_);
  const alignmentPad = reader.bytes((((length_ + 5) & (~3 >>> 0)) >>> 0) - (length_ + 2));
  return { string, alignmentPad };
}

export function writeXkbCountedString16(writer: Writer, value: XkbCountedString16): void {
  checkLength('alignmentPad', value.alignmentPad.length, (((value.string.length + 5) & (~3 >>> 0)) >>> 0) - (value.string.length + 2));
  writer.count16(value.string.length);
  writer.latin1(value.string);
  writer.bytes(value.alignmentPad);
}

export function readXkbCountedString16List(reader: Reader, count: number): XkbCountedString16[] {
  const list: XkbCountedString16[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbCountedString16(reader));
  return list;
}

export function writeXkbCountedString16List(writer: Writer, list: readonly XkbCountedString16[]): void {
  for (const value of list) writeXkbCountedString16(writer, value);
}

export interface XkbKTMapEntry {
  active: number;
  /** ModMask */
  modsMask: number;
  level: number;
  /** ModMask */
  modsMods: number;
  /** VMod */
  modsVmods: number;
}

export function readXkbKTMapEntry(reader: Reader): XkbKTMapEntry {
  const active = reader.u8();
  const modsMask = reader.u8();
  const level = reader.u8();
  const modsMods = reader.u8();
  const modsVmods = reader.u16();
  reader.skip(2);
  return { active, modsMask, level, modsMods, modsVmods };
}

export function writeXkbKTMapEntry(writer: Writer, value: XkbKTMapEntry): void {
  writer.u8(value.active);
  writer.u8(value.modsMask);
  writer.u8(value.level);
  writer.u8(value.modsMods);
  writer.u16(value.modsVmods);
  writer.pad(2);
}

export function readXkbKTMapEntryList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 5);
  for (let i = 0; i < flat.length; i += 5, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
    flat[i + 3] = view.getUint8(at + 3);
    flat[i + 4] = view.getUint16(at + 4, littleEndian);
  }
  return flat;
}

export function writeXkbKTMapEntryList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 5) * 8);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 5, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
    view.setUint8(at + 3, flat[i + 3] ?? 0);
    view.setUint16(at + 4, flat[i + 4] ?? 0, littleEndian);
  }
}

export interface XkbKeyType {
  /** ModMask */
  modsMask: number;
  /** ModMask */
  modsMods: number;
  /** VMod */
  modsVmods: number;
  numLevels: number;
  hasPreserve: number;
  /** KTMapEntry: [active, modsMask, level, modsMods, modsVmods, ...] */
  map: Int32Array;
  /** ModDef: [mask, realMods, vmods, ...] */
  preserve: Int32Array;
}

export function readXkbKeyType(reader: Reader): XkbKeyType {
  const modsMask = reader.u8();
  const modsMods = reader.u8();
  const modsVmods = reader.u16();
  const numLevels = reader.u8();
  const nMapEntries = reader.u8();
  const hasPreserve = reader.u8();
  reader.skip(1);
  const map = readXkbKTMapEntryList(reader, nMapEntries);
  const preserve = readXkbModDefList(reader, hasPreserve * nMapEntries);
  return { modsMask, modsMods, modsVmods, numLevels, hasPreserve, map, preserve };
}

export function writeXkbKeyType(writer: Writer, value: XkbKeyType): void {
  checkLength('preserve', value.preserve.length / 3, value.hasPreserve * value.map.length / 5);
  writer.u8(value.modsMask);
  writer.u8(value.modsMods);
  writer.u16(value.modsVmods);
  writer.u8(value.numLevels);
  writer.count8(value.map.length / 5);
  writer.u8(value.hasPreserve);
  writer.pad(1);
  writeXkbKTMapEntryList(writer, value.map);
  writeXkbModDefList(writer, value.preserve);
}

export function readXkbKeyTypeList(reader: Reader, count: number): XkbKeyType[] {
  const list: XkbKeyType[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbKeyType(reader));
  return list;
}

export function writeXkbKeyTypeList(writer: Writer, list: readonly XkbKeyType[]): void {
  for (const value of list) writeXkbKeyType(writer, value);
}

export interface XkbKeySymMap {
  ktIndex: Uint8Array;
  groupInfo: number;
  width: number;
  syms: Uint32Array;
}

export function readXkbKeySymMap(reader: Reader): XkbKeySymMap {
  const ktIndex = reader.bytes(4);
  const groupInfo = reader.u8();
  const width = reader.u8();
  const nSyms = reader.u16();
  const syms = reader.u32s(nSyms);
  return { ktIndex, groupInfo, width, syms };
}

export function writeXkbKeySymMap(writer: Writer, value: XkbKeySymMap): void {
  checkLength('ktIndex', value.ktIndex.length, 4);
  writer.bytes(value.ktIndex);
  writer.u8(value.groupInfo);
  writer.u8(value.width);
  writer.count16(value.syms.length);
  writer.u32s(value.syms);
}

export function readXkbKeySymMapList(reader: Reader, count: number): XkbKeySymMap[] {
  const list: XkbKeySymMap[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbKeySymMap(reader));
  return list;
}

export function writeXkbKeySymMapList(writer: Writer, list: readonly XkbKeySymMap[]): void {
  for (const value of list) writeXkbKeySymMap(writer, value);
}

export interface XkbCommonBehavior {
  type: number;
  data: number;
}

export function readXkbCommonBehavior(reader: Reader): XkbCommonBehavior {
  const type = reader.u8();
  const data = reader.u8();
  return { type, data };
}

export function writeXkbCommonBehavior(writer: Writer, value: XkbCommonBehavior): void {
  writer.u8(value.type);
  writer.u8(value.data);
}

export function readXkbCommonBehaviorList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 2);
  const { view } = reader;
  const flat = reader.numbers(count * 2);
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
  }
  return flat;
}

export function writeXkbCommonBehaviorList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 2) * 2);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
  }
}

export interface XkbDefaultBehavior {
  type: number;
}

export function readXkbDefaultBehavior(reader: Reader): XkbDefaultBehavior {
  const type = reader.u8();
  reader.skip(1);
  return { type };
}

export function writeXkbDefaultBehavior(writer: Writer, value: XkbDefaultBehavior): void {
  writer.u8(value.type);
  writer.pad(1);
}

export function readXkbDefaultBehaviorList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 2);
  const { view } = reader;
  const flat = reader.numbers(count * 1);
  for (let i = 0; i < flat.length; i += 1, at += 2) {
    flat[i] = view.getUint8(at);
  }
  return flat;
}

export function writeXkbDefaultBehaviorList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 1) * 2);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 1, at += 2) {
    view.setUint8(at, flat[i] ?? 0);
  }
}

export interface XkbRadioGroupBehavior {
  type: number;
  group: number;
}

export function readXkbRadioGroupBehavior(reader: Reader): XkbRadioGroupBehavior {
  const type = reader.u8();
  const group = reader.u8();
  return { type, group };
}

export function writeXkbRadioGroupBehavior(writer: Writer, value: XkbRadioGroupBehavior): void {
  writer.u8(value.type);
  writer.u8(value.group);
}

export function readXkbRadioGroupBehaviorList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 2);
  const { view } = reader;
  const flat = reader.numbers(count * 2);
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
  }
  return flat;
}

export function writeXkbRadioGroupBehaviorList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 2) * 2);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
  }
}

export interface XkbOverlayBehavior {
  type: number;
  key: number;
}

export function readXkbOverlayBehavior(reader: Reader): XkbOverlayBehavior {
  const type = reader.u8();
  const key = reader.u8();
  return { type, key };
}

export function writeXkbOverlayBehavior(writer: Writer, value: XkbOverlayBehavior): void {
  writer.u8(value.type);
  writer.u8(value.key);
}

export function readXkbOverlayBehaviorList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 2);
  const { view } = reader;
  const flat = reader.numbers(count * 2);
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
  }
  return flat;
}

export function writeXkbOverlayBehaviorList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 2) * 2);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
  }
}

export interface XkbSetBehavior {
  keycode: number;
  behavior: Uint8Array;
}

export function readXkbSetBehavior(reader: Reader): XkbSetBehavior {
  const keycode = reader.u8();
  const behavior = reader.bytes(2);
  reader.skip(1);
  return { keycode, behavior };
}

export function writeXkbSetBehavior(writer: Writer, value: XkbSetBehavior): void {
  writer.u8(value.keycode);
  writer.fixedBytes(value.behavior, 2);
  writer.pad(1);
}

export function readXkbSetBehaviorList(reader: Reader, count: number): XkbSetBehavior[] {
  const list: XkbSetBehavior[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbSetBehavior(reader));
  return list;
}

export function writeXkbSetBehaviorList(writer: Writer, list: readonly XkbSetBehavior[]): void {
  for (const value of list) writeXkbSetBehavior(writer, value);
}

export interface XkbSetExplicit {
  keycode: number;
  /** Explicit */
  explicit: number;
}

export function readXkbSetExplicit(reader: Reader): XkbSetExplicit {
  const keycode = reader.u8();
  const explicit = reader.u8();
  return { keycode, explicit };
}

export function writeXkbSetExplicit(writer: Writer, value: XkbSetExplicit): void {
  writer.u8(value.keycode);
  writer.u8(value.explicit);
}

export function readXkbSetExplicitList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 2);
  const { view } = reader;
  const flat = reader.numbers(count * 2);
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
  }
  return flat;
}

export function writeXkbSetExplicitList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 2) * 2);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
  }
}

export interface XkbKeyModMap {
  keycode: number;
  /** ModMask */
  mods: number;
}

export function readXkbKeyModMap(reader: Reader): XkbKeyModMap {
  const keycode = reader.u8();
  const mods = reader.u8();
  return { keycode, mods };
}

export function writeXkbKeyModMap(writer: Writer, value: XkbKeyModMap): void {
  writer.u8(value.keycode);
  writer.u8(value.mods);
}

export function readXkbKeyModMapList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 2);
  const { view } = reader;
  const flat = reader.numbers(count * 2);
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
  }
  return flat;
}

export function writeXkbKeyModMapList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 2) * 2);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
  }
}

export interface XkbKeyVModMap {
  keycode: number;
  /** VMod */
  vmods: number;
}

export function readXkbKeyVModMap(reader: Reader): XkbKeyVModMap {
  const keycode = reader.u8();
  reader.skip(1);
  const vmods = reader.u16();
  return { keycode, vmods };
}

export function writeXkbKeyVModMap(writer: Writer, value: XkbKeyVModMap): void {
  writer.u8(value.keycode);
  writer.pad(1);
  writer.u16(value.vmods);
}

export function readXkbKeyVModMapList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 4);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 2);
  for (let i = 0; i < flat.length; i += 2, at += 4) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint16(at + 2, littleEndian);
  }
  return flat;
}

export function writeXkbKeyVModMapList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 2) * 4);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 2, at += 4) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint16(at + 2, flat[i + 1] ?? 0, littleEndian);
  }
}

export interface XkbKTSetMapEntry {
  level: number;
  /** ModMask */
  realMods: number;
  /** VMod */
  virtualMods: number;
}

export function readXkbKTSetMapEntry(reader: Reader): XkbKTSetMapEntry {
  const level = reader.u8();
  const realMods = reader.u8();
  const virtualMods = reader.u16();
  return { level, realMods, virtualMods };
}

export function writeXkbKTSetMapEntry(writer: Writer, value: XkbKTSetMapEntry): void {
  writer.u8(value.level);
  writer.u8(value.realMods);
  writer.u16(value.virtualMods);
}

export function readXkbKTSetMapEntryList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 4);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 3);
  for (let i = 0; i < flat.length; i += 3, at += 4) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint16(at + 2, littleEndian);
  }
  return flat;
}

export function writeXkbKTSetMapEntryList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 3) * 4);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 3, at += 4) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint16(at + 2, flat[i + 2] ?? 0, littleEndian);
  }
}

export interface XkbSetKeyType {
  /** ModMask */
  mask: number;
  /** ModMask */
  realMods: number;
  /** VMod */
  virtualMods: number;
  numLevels: number;
  preserve: number;
  /** KTSetMapEntry: [level, realMods, virtualMods, ...] */
  entries: Int32Array;
  /** KTSetMapEntry: [level, realMods, virtualMods, ...] */
  preserveEntries: Int32Array;
}

export function readXkbSetKeyType(reader: Reader): XkbSetKeyType {
  const mask = reader.u8();
  const realMods = reader.u8();
  const virtualMods = reader.u16();
  const numLevels = reader.u8();
  const nMapEntries = reader.u8();
  const preserve = reader.u8();
  reader.skip(1);
  const entries = readXkbKTSetMapEntryList(reader, nMapEntries);
  const preserveEntries = readXkbKTSetMapEntryList(reader, preserve * nMapEntries);
  return { mask, realMods, virtualMods, numLevels, preserve, entries, preserveEntries };
}

export function writeXkbSetKeyType(writer: Writer, value: XkbSetKeyType): void {
  checkLength('preserveEntries', value.preserveEntries.length / 3, value.preserve * value.entries.length / 3);
  writer.u8(value.mask);
  writer.u8(value.realMods);
  writer.u16(value.virtualMods);
  writer.u8(value.numLevels);
  writer.count8(value.entries.length / 3);
  writer.u8(value.preserve);
  writer.pad(1);
  writeXkbKTSetMapEntryList(writer, value.entries);
  writeXkbKTSetMapEntryList(writer, value.preserveEntries);
}

export function readXkbSetKeyTypeList(reader: Reader, count: number): XkbSetKeyType[] {
  const list: XkbSetKeyType[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbSetKeyType(reader));
  return list;
}

export function writeXkbSetKeyTypeList(writer: Writer, list: readonly XkbSetKeyType[]): void {
  for (const value of list) writeXkbSetKeyType(writer, value);
}

export interface XkbOutline {
  cornerRadius: number;
  /** Point: [x, y, ...] */
  points: Int32Array;
}

export function readXkbOutline(reader: Reader): XkbOutline {
  const nPoints = reader.u8();
  const cornerRadius = reader.u8();
  reader.skip(2);
  const points = readPointList(reader, nPoints);
  return { cornerRadius, points };
}

export function writeXkbOutline(writer: Writer, value: XkbOutline): void {
  writer.count8(value.points.length / 2);
  writer.u8(value.cornerRadius);
  writer.pad(2);
  writePointList(writer, value.points);
}

export function readXkbOutlineList(reader: Reader, count: number): XkbOutline[] {
  const list: XkbOutline[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbOutline(reader));
  return list;
}

export function writeXkbOutlineList(writer: Writer, list: readonly XkbOutline[]): void {
  for (const value of list) writeXkbOutline(writer, value);
}

export interface XkbShape {
  name: number;
  primaryNdx: number;
  approxNdx: number;
  outlines: XkbOutline[];
}

export function readXkbShape(reader: Reader): XkbShape {
  const name = reader.u32();
  const nOutlines = reader.u8();
  const primaryNdx = reader.u8();
  const approxNdx = reader.u8();
  reader.skip(1);
  const outlines = readXkbOutlineList(reader, nOutlines);
  return { name, primaryNdx, approxNdx, outlines };
}

export function writeXkbShape(writer: Writer, value: XkbShape): void {
  writer.u32(value.name);
  writer.count8(value.outlines.length);
  writer.u8(value.primaryNdx);
  writer.u8(value.approxNdx);
  writer.pad(1);
  writeXkbOutlineList(writer, value.outlines);
}

export function readXkbShapeList(reader: Reader, count: number): XkbShape[] {
  const list: XkbShape[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbShape(reader));
  return list;
}

export function writeXkbShapeList(writer: Writer, list: readonly XkbShape[]): void {
  for (const value of list) writeXkbShape(writer, value);
}

export interface XkbKey {
  name: string;
  gap: number;
  shapeNdx: number;
  colorNdx: number;
}

export function readXkbKey(reader: Reader): XkbKey {
  const name = reader.latin1(4);
  const gap = reader.i16();
  const shapeNdx = reader.u8();
  const colorNdx = reader.u8();
  return { name, gap, shapeNdx, colorNdx };
}

export function writeXkbKey(writer: Writer, value: XkbKey): void {
  checkLength('name', value.name.length, 4);
  writer.latin1(value.name);
  writer.i16(value.gap);
  writer.u8(value.shapeNdx);
  writer.u8(value.colorNdx);
}

export function readXkbKeyList(reader: Reader, count: number): XkbKey[] {
  const list: XkbKey[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbKey(reader));
  return list;
}

export function writeXkbKeyList(writer: Writer, list: readonly XkbKey[]): void {
  for (const value of list) writeXkbKey(writer, value);
}

export interface XkbOverlayKey {
  over: string;
  under: string;
}

export function readXkbOverlayKey(reader: Reader): XkbOverlayKey {
  const over = reader.latin1(4);
  const under = reader.latin1(4);
  return { over, under };
}

export function writeXkbOverlayKey(writer: Writer, value: XkbOverlayKey): void {
  checkLength('over', value.over.length, 4);
  checkLength('under', value.under.length, 4);
  writer.latin1(value.over);
  writer.latin1(value.under);
}

export function readXkbOverlayKeyList(reader: Reader, count: number): XkbOverlayKey[] {
  const list: XkbOverlayKey[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbOverlayKey(reader));
  return list;
}

export function writeXkbOverlayKeyList(writer: Writer, list: readonly XkbOverlayKey[]): void {
  for (const value of list) writeXkbOverlayKey(writer, value);
}

export interface XkbOverlayRow {
  rowUnder: number;
  keys: XkbOverlayKey[];
}

export function readXkbOverlayRow(reader: Reader): XkbOverlayRow {
  const rowUnder = reader.u8();
  const nKeys = reader.u8();
  reader.skip(2);
  const keys = readXkbOverlayKeyList(reader, nKeys);
  return { rowUnder, keys };
}

export function writeXkbOverlayRow(writer: Writer, value: XkbOverlayRow): void {
  writer.u8(value.rowUnder);
  writer.count8(value.keys.length);
  writer.pad(2);
  writeXkbOverlayKeyList(writer, value.keys);
}

export function readXkbOverlayRowList(reader: Reader, count: number): XkbOverlayRow[] {
  const list: XkbOverlayRow[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbOverlayRow(reader));
  return list;
}

export function writeXkbOverlayRowList(writer: Writer, list: readonly XkbOverlayRow[]): void {
  for (const value of list) writeXkbOverlayRow(writer, value);
}

export interface XkbOverlay {
  name: number;
  rows: XkbOverlayRow[];
}

export function readXkbOverlay(reader: Reader): XkbOverlay {
  const name = reader.u32();
  const nRows = reader.u8();
  reader.skip(3);
  const rows = readXkbOverlayRowList(reader, nRows);
  return { name, rows };
}

export function writeXkbOverlay(writer: Writer, value: XkbOverlay): void {
  writer.u32(value.name);
  writer.count8(value.rows.length);
  writer.pad(3);
  writeXkbOverlayRowList(writer, value.rows);
}

export function readXkbOverlayList(reader: Reader, count: number): XkbOverlay[] {
  const list: XkbOverlay[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbOverlay(reader));
  return list;
}

export function writeXkbOverlayList(writer: Writer, list: readonly XkbOverlay[]): void {
  for (const value of list) writeXkbOverlay(writer, value);
}

export interface XkbRow {
  top: number;
  left: number;
  vertical: number;
  keys: XkbKey[];
}

export function readXkbRow(reader: Reader): XkbRow {
  const top = reader.i16();
  const left = reader.i16();
  const nKeys = reader.u8();
  const vertical = reader.u8();
  reader.skip(2);
  const keys = readXkbKeyList(reader, nKeys);
  return { top, left, vertical, keys };
}

export function writeXkbRow(writer: Writer, value: XkbRow): void {
  writer.i16(value.top);
  writer.i16(value.left);
  writer.count8(value.keys.length);
  writer.u8(value.vertical);
  writer.pad(2);
  writeXkbKeyList(writer, value.keys);
}

export function readXkbRowList(reader: Reader, count: number): XkbRow[] {
  const list: XkbRow[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbRow(reader));
  return list;
}

export function writeXkbRowList(writer: Writer, list: readonly XkbRow[]): void {
  for (const value of list) writeXkbRow(writer, value);
}

export interface XkbListing {
  flags: number;
  string: string;
}

export function readXkbListing(reader: Reader): XkbListing {
  const flags = reader.u16();
  const length_ = reader.u16();
  const string = reader.latin1(length_);
  reader.align(2);
  return { flags, string };
}

export function writeXkbListing(writer: Writer, value: XkbListing): void {
  writer.u16(value.flags);
  writer.count16(value.string.length);
  writer.latin1(value.string);
  writer.align(2);
}

export function readXkbListingList(reader: Reader, count: number): XkbListing[] {
  const list: XkbListing[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbListing(reader));
  return list;
}

export function writeXkbListingList(writer: Writer, list: readonly XkbListing[]): void {
  for (const value of list) writeXkbListing(writer, value);
}

export interface XkbDeviceLedInfo {
  /** LedClass */
  ledClass: number;
  /** ID */
  ledID: number;
  namesPresent: number;
  mapsPresent: number;
  physIndicators: number;
  state: number;
  names: Uint32Array;
  maps: XkbIndicatorMap[];
}

export function readXkbDeviceLedInfo(reader: Reader): XkbDeviceLedInfo {
  const ledClass = reader.u16();
  const ledID = reader.u16();
  const namesPresent = reader.u32();
  const mapsPresent = reader.u32();
  const physIndicators = reader.u32();
  const state = reader.u32();
  const names = reader.u32s(popCount(namesPresent));
  const maps = readXkbIndicatorMapList(reader, popCount(mapsPresent));
  return { ledClass, ledID, namesPresent, mapsPresent, physIndicators, state, names, maps };
}

export function writeXkbDeviceLedInfo(writer: Writer, value: XkbDeviceLedInfo): void {
  checkLength('names', value.names.length, popCount(value.namesPresent));
  checkLength('maps', value.maps.length, popCount(value.mapsPresent));
  writer.u16(value.ledClass);
  writer.u16(value.ledID);
  writer.u32(value.namesPresent);
  writer.u32(value.mapsPresent);
  writer.u32(value.physIndicators);
  writer.u32(value.state);
  writer.u32s(value.names);
  writeXkbIndicatorMapList(writer, value.maps);
}

export function readXkbDeviceLedInfoList(reader: Reader, count: number): XkbDeviceLedInfo[] {
  const list: XkbDeviceLedInfo[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbDeviceLedInfo(reader));
  return list;
}

export function writeXkbDeviceLedInfoList(writer: Writer, list: readonly XkbDeviceLedInfo[]): void {
  for (const value of list) writeXkbDeviceLedInfo(writer, value);
}

export interface XkbSANoAction {
  /** SAType */
  type: number;
}

export function readXkbSANoAction(reader: Reader): XkbSANoAction {
  const type = reader.u8();
  reader.skip(7);
  return { type };
}

export function writeXkbSANoAction(writer: Writer, value: XkbSANoAction): void {
  writer.u8(value.type);
  writer.pad(7);
}

export function readXkbSANoActionList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 1);
  for (let i = 0; i < flat.length; i += 1, at += 8) {
    flat[i] = view.getUint8(at);
  }
  return flat;
}

export function writeXkbSANoActionList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 1) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 1, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
  }
}

export interface XkbSASetMods {
  /** SAType */
  type: number;
  /** SA */
  flags: number;
  /** ModMask */
  mask: number;
  /** ModMask */
  realMods: number;
  /** VModsHigh */
  vmodsHigh: number;
  /** VModsLow */
  vmodsLow: number;
}

export function readXkbSASetMods(reader: Reader): XkbSASetMods {
  const type = reader.u8();
  const flags = reader.u8();
  const mask = reader.u8();
  const realMods = reader.u8();
  const vmodsHigh = reader.u8();
  const vmodsLow = reader.u8();
  reader.skip(2);
  return { type, flags, mask, realMods, vmodsHigh, vmodsLow };
}

export function writeXkbSASetMods(writer: Writer, value: XkbSASetMods): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.u8(value.mask);
  writer.u8(value.realMods);
  writer.u8(value.vmodsHigh);
  writer.u8(value.vmodsLow);
  writer.pad(2);
}

export function readXkbSASetModsList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 6);
  for (let i = 0; i < flat.length; i += 6, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
    flat[i + 3] = view.getUint8(at + 3);
    flat[i + 4] = view.getUint8(at + 4);
    flat[i + 5] = view.getUint8(at + 5);
  }
  return flat;
}

export function writeXkbSASetModsList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 6) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 6, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
    view.setUint8(at + 3, flat[i + 3] ?? 0);
    view.setUint8(at + 4, flat[i + 4] ?? 0);
    view.setUint8(at + 5, flat[i + 5] ?? 0);
  }
}

export interface XkbSASetGroup {
  /** SAType */
  type: number;
  /** SA */
  flags: number;
  group: number;
}

export function readXkbSASetGroup(reader: Reader): XkbSASetGroup {
  const type = reader.u8();
  const flags = reader.u8();
  const group = reader.i8();
  reader.skip(5);
  return { type, flags, group };
}

export function writeXkbSASetGroup(writer: Writer, value: XkbSASetGroup): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.i8(value.group);
  writer.pad(5);
}

export function readXkbSASetGroupList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 3);
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getInt8(at + 2);
  }
  return flat;
}

export function writeXkbSASetGroupList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 3) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setInt8(at + 2, flat[i + 2] ?? 0);
  }
}

export interface XkbSAMovePtr {
  /** SAType */
  type: number;
  /** SAMovePtrFlag */
  flags: number;
  xHigh: number;
  xLow: number;
  yHigh: number;
  yLow: number;
}

export function readXkbSAMovePtr(reader: Reader): XkbSAMovePtr {
  const type = reader.u8();
  const flags = reader.u8();
  const xHigh = reader.i8();
  const xLow = reader.u8();
  const yHigh = reader.i8();
  const yLow = reader.u8();
  reader.skip(2);
  return { type, flags, xHigh, xLow, yHigh, yLow };
}

export function writeXkbSAMovePtr(writer: Writer, value: XkbSAMovePtr): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.i8(value.xHigh);
  writer.u8(value.xLow);
  writer.i8(value.yHigh);
  writer.u8(value.yLow);
  writer.pad(2);
}

export function readXkbSAMovePtrList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 6);
  for (let i = 0; i < flat.length; i += 6, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getInt8(at + 2);
    flat[i + 3] = view.getUint8(at + 3);
    flat[i + 4] = view.getInt8(at + 4);
    flat[i + 5] = view.getUint8(at + 5);
  }
  return flat;
}

export function writeXkbSAMovePtrList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 6) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 6, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setInt8(at + 2, flat[i + 2] ?? 0);
    view.setUint8(at + 3, flat[i + 3] ?? 0);
    view.setInt8(at + 4, flat[i + 4] ?? 0);
    view.setUint8(at + 5, flat[i + 5] ?? 0);
  }
}

export interface XkbSAPtrBtn {
  /** SAType */
  type: number;
  flags: number;
  count: number;
  button: number;
}

export function readXkbSAPtrBtn(reader: Reader): XkbSAPtrBtn {
  const type = reader.u8();
  const flags = reader.u8();
  const count_ = reader.u8();
  const button = reader.u8();
  reader.skip(4);
  return { type, flags, count: count_, button };
}

export function writeXkbSAPtrBtn(writer: Writer, value: XkbSAPtrBtn): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.u8(value.count);
  writer.u8(value.button);
  writer.pad(4);
}

export function readXkbSAPtrBtnList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 4);
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
    flat[i + 3] = view.getUint8(at + 3);
  }
  return flat;
}

export function writeXkbSAPtrBtnList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 4) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
    view.setUint8(at + 3, flat[i + 3] ?? 0);
  }
}

export interface XkbSALockPtrBtn {
  /** SAType */
  type: number;
  flags: number;
  button: number;
}

export function readXkbSALockPtrBtn(reader: Reader): XkbSALockPtrBtn {
  const type = reader.u8();
  const flags = reader.u8();
  reader.skip(1);
  const button = reader.u8();
  reader.skip(4);
  return { type, flags, button };
}

export function writeXkbSALockPtrBtn(writer: Writer, value: XkbSALockPtrBtn): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.pad(1);
  writer.u8(value.button);
  writer.pad(4);
}

export function readXkbSALockPtrBtnList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 3);
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 3);
  }
  return flat;
}

export function writeXkbSALockPtrBtnList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 3) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 3, flat[i + 2] ?? 0);
  }
}

export interface XkbSASetPtrDflt {
  /** SAType */
  type: number;
  /** SASetPtrDfltFlag */
  flags: number;
  /** SASetPtrDfltFlag */
  affect: number;
  value: number;
}

export function readXkbSASetPtrDflt(reader: Reader): XkbSASetPtrDflt {
  const type = reader.u8();
  const flags = reader.u8();
  const affect = reader.u8();
  const value_ = reader.i8();
  reader.skip(4);
  return { type, flags, affect, value: value_ };
}

export function writeXkbSASetPtrDflt(writer: Writer, value: XkbSASetPtrDflt): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.u8(value.affect);
  writer.i8(value.value);
  writer.pad(4);
}

export function readXkbSASetPtrDfltList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 4);
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
    flat[i + 3] = view.getInt8(at + 3);
  }
  return flat;
}

export function writeXkbSASetPtrDfltList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 4) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
    view.setInt8(at + 3, flat[i + 3] ?? 0);
  }
}

export interface XkbSAIsoLock {
  /** SAType */
  type: number;
  /** SAIsoLockFlag */
  flags: number;
  /** ModMask */
  mask: number;
  /** ModMask */
  realMods: number;
  group: number;
  /** SAIsoLockNoAffect */
  affect: number;
  /** VModsHigh */
  vmodsHigh: number;
  /** VModsLow */
  vmodsLow: number;
}

export function readXkbSAIsoLock(reader: Reader): XkbSAIsoLock {
  const type = reader.u8();
  const flags = reader.u8();
  const mask = reader.u8();
  const realMods = reader.u8();
  const group = reader.i8();
  const affect = reader.u8();
  const vmodsHigh = reader.u8();
  const vmodsLow = reader.u8();
  return { type, flags, mask, realMods, group, affect, vmodsHigh, vmodsLow };
}

export function writeXkbSAIsoLock(writer: Writer, value: XkbSAIsoLock): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.u8(value.mask);
  writer.u8(value.realMods);
  writer.i8(value.group);
  writer.u8(value.affect);
  writer.u8(value.vmodsHigh);
  writer.u8(value.vmodsLow);
}

export function readXkbSAIsoLockList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 8);
  for (let i = 0; i < flat.length; i += 8, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
    flat[i + 3] = view.getUint8(at + 3);
    flat[i + 4] = view.getInt8(at + 4);
    flat[i + 5] = view.getUint8(at + 5);
    flat[i + 6] = view.getUint8(at + 6);
    flat[i + 7] = view.getUint8(at + 7);
  }
  return flat;
}

export function writeXkbSAIsoLockList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 8) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 8, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
    view.setUint8(at + 3, flat[i + 3] ?? 0);
    view.setInt8(at + 4, flat[i + 4] ?? 0);
    view.setUint8(at + 5, flat[i + 5] ?? 0);
    view.setUint8(at + 6, flat[i + 6] ?? 0);
    view.setUint8(at + 7, flat[i + 7] ?? 0);
  }
}

export interface XkbSATerminate {
  /** SAType */
  type: number;
}

export function readXkbSATerminate(reader: Reader): XkbSATerminate {
  const type = reader.u8();
  reader.skip(7);
  return { type };
}

export function writeXkbSATerminate(writer: Writer, value: XkbSATerminate): void {
  writer.u8(value.type);
  writer.pad(7);
}

export function readXkbSATerminateList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 1);
  for (let i = 0; i < flat.length; i += 1, at += 8) {
    flat[i] = view.getUint8(at);
  }
  return flat;
}

export function writeXkbSATerminateList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 1) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 1, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
  }
}

export interface XkbSASwitchScreen {
  /** SAType */
  type: number;
  flags: number;
  newScreen: number;
}

export function readXkbSASwitchScreen(reader: Reader): XkbSASwitchScreen {
  const type = reader.u8();
  const flags = reader.u8();
  const newScreen = reader.i8();
  reader.skip(5);
  return { type, flags, newScreen };
}

export function writeXkbSASwitchScreen(writer: Writer, value: XkbSASwitchScreen): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.i8(value.newScreen);
  writer.pad(5);
}

export function readXkbSASwitchScreenList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 3);
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getInt8(at + 2);
  }
  return flat;
}

export function writeXkbSASwitchScreenList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 3) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setInt8(at + 2, flat[i + 2] ?? 0);
  }
}

export interface XkbSASetControls {
  /** SAType */
  type: number;
  /** BoolCtrlsHigh */
  boolCtrlsHigh: number;
  /** BoolCtrlsLow */
  boolCtrlsLow: number;
}

export function readXkbSASetControls(reader: Reader): XkbSASetControls {
  const type = reader.u8();
  reader.skip(3);
  const boolCtrlsHigh = reader.u8();
  const boolCtrlsLow = reader.u8();
  reader.skip(2);
  return { type, boolCtrlsHigh, boolCtrlsLow };
}

export function writeXkbSASetControls(writer: Writer, value: XkbSASetControls): void {
  writer.u8(value.type);
  writer.pad(3);
  writer.u8(value.boolCtrlsHigh);
  writer.u8(value.boolCtrlsLow);
  writer.pad(2);
}

export function readXkbSASetControlsList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 3);
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 4);
    flat[i + 2] = view.getUint8(at + 5);
  }
  return flat;
}

export function writeXkbSASetControlsList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 3) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 4, flat[i + 1] ?? 0);
    view.setUint8(at + 5, flat[i + 2] ?? 0);
  }
}

export interface XkbSAActionMessage {
  /** SAType */
  type: number;
  /** ActionMessageFlag */
  flags: number;
  message: Uint8Array;
}

export function readXkbSAActionMessage(reader: Reader): XkbSAActionMessage {
  const type = reader.u8();
  const flags = reader.u8();
  const message = reader.bytes(6);
  return { type, flags, message };
}

export function writeXkbSAActionMessage(writer: Writer, value: XkbSAActionMessage): void {
  checkLength('message', value.message.length, 6);
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.bytes(value.message);
}

export function readXkbSAActionMessageList(reader: Reader, count: number): XkbSAActionMessage[] {
  const list: XkbSAActionMessage[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbSAActionMessage(reader));
  return list;
}

export function writeXkbSAActionMessageList(writer: Writer, list: readonly XkbSAActionMessage[]): void {
  for (const value of list) writeXkbSAActionMessage(writer, value);
}

export interface XkbSARedirectKey {
  /** SAType */
  type: number;
  newkey: number;
  /** ModMask */
  mask: number;
  /** ModMask */
  realModifiers: number;
  /** VModsHigh */
  vmodsMaskHigh: number;
  /** VModsLow */
  vmodsMaskLow: number;
  /** VModsHigh */
  vmodsHigh: number;
  /** VModsLow */
  vmodsLow: number;
}

export function readXkbSARedirectKey(reader: Reader): XkbSARedirectKey {
  const type = reader.u8();
  const newkey = reader.u8();
  const mask = reader.u8();
  const realModifiers = reader.u8();
  const vmodsMaskHigh = reader.u8();
  const vmodsMaskLow = reader.u8();
  const vmodsHigh = reader.u8();
  const vmodsLow = reader.u8();
  return { type, newkey, mask, realModifiers, vmodsMaskHigh, vmodsMaskLow, vmodsHigh, vmodsLow };
}

export function writeXkbSARedirectKey(writer: Writer, value: XkbSARedirectKey): void {
  writer.u8(value.type);
  writer.u8(value.newkey);
  writer.u8(value.mask);
  writer.u8(value.realModifiers);
  writer.u8(value.vmodsMaskHigh);
  writer.u8(value.vmodsMaskLow);
  writer.u8(value.vmodsHigh);
  writer.u8(value.vmodsLow);
}

export function readXkbSARedirectKeyList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 8);
  for (let i = 0; i < flat.length; i += 8, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
    flat[i + 3] = view.getUint8(at + 3);
    flat[i + 4] = view.getUint8(at + 4);
    flat[i + 5] = view.getUint8(at + 5);
    flat[i + 6] = view.getUint8(at + 6);
    flat[i + 7] = view.getUint8(at + 7);
  }
  return flat;
}

export function writeXkbSARedirectKeyList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 8) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 8, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
    view.setUint8(at + 3, flat[i + 3] ?? 0);
    view.setUint8(at + 4, flat[i + 4] ?? 0);
    view.setUint8(at + 5, flat[i + 5] ?? 0);
    view.setUint8(at + 6, flat[i + 6] ?? 0);
    view.setUint8(at + 7, flat[i + 7] ?? 0);
  }
}

export interface XkbSADeviceBtn {
  /** SAType */
  type: number;
  flags: number;
  count: number;
  button: number;
  device: number;
}

export function readXkbSADeviceBtn(reader: Reader): XkbSADeviceBtn {
  const type = reader.u8();
  const flags = reader.u8();
  const count_ = reader.u8();
  const button = reader.u8();
  const device = reader.u8();
  reader.skip(3);
  return { type, flags, count: count_, button, device };
}

export function writeXkbSADeviceBtn(writer: Writer, value: XkbSADeviceBtn): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.u8(value.count);
  writer.u8(value.button);
  writer.u8(value.device);
  writer.pad(3);
}

export function readXkbSADeviceBtnList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 5);
  for (let i = 0; i < flat.length; i += 5, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
    flat[i + 3] = view.getUint8(at + 3);
    flat[i + 4] = view.getUint8(at + 4);
  }
  return flat;
}

export function writeXkbSADeviceBtnList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 5) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 5, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
    view.setUint8(at + 3, flat[i + 3] ?? 0);
    view.setUint8(at + 4, flat[i + 4] ?? 0);
  }
}

export interface XkbSALockDeviceBtn {
  /** SAType */
  type: number;
  /** LockDeviceFlags */
  flags: number;
  button: number;
  device: number;
}

export function readXkbSALockDeviceBtn(reader: Reader): XkbSALockDeviceBtn {
  const type = reader.u8();
  const flags = reader.u8();
  reader.skip(1);
  const button = reader.u8();
  const device = reader.u8();
  reader.skip(3);
  return { type, flags, button, device };
}

export function writeXkbSALockDeviceBtn(writer: Writer, value: XkbSALockDeviceBtn): void {
  writer.u8(value.type);
  writer.u8(value.flags);
  writer.pad(1);
  writer.u8(value.button);
  writer.u8(value.device);
  writer.pad(3);
}

export function readXkbSALockDeviceBtnList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 4);
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 3);
    flat[i + 3] = view.getUint8(at + 4);
  }
  return flat;
}

export function writeXkbSALockDeviceBtnList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 4) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 3, flat[i + 2] ?? 0);
    view.setUint8(at + 4, flat[i + 3] ?? 0);
  }
}

export interface XkbSADeviceValuator {
  /** SAType */
  type: number;
  device: number;
  /** SAValWhat */
  val1what: number;
  val1index: number;
  val1value: number;
  /** SAValWhat */
  val2what: number;
  val2index: number;
  val2value: number;
}

export function readXkbSADeviceValuator(reader: Reader): XkbSADeviceValuator {
  const type = reader.u8();
  const device = reader.u8();
  const val1what = reader.u8();
  const val1index = reader.u8();
  const val1value = reader.u8();
  const val2what = reader.u8();
  const val2index = reader.u8();
  const val2value = reader.u8();
  return { type, device, val1what, val1index, val1value, val2what, val2index, val2value };
}

export function writeXkbSADeviceValuator(writer: Writer, value: XkbSADeviceValuator): void {
  writer.u8(value.type);
  writer.u8(value.device);
  writer.u8(value.val1what);
  writer.u8(value.val1index);
  writer.u8(value.val1value);
  writer.u8(value.val2what);
  writer.u8(value.val2index);
  writer.u8(value.val2value);
}

export function readXkbSADeviceValuatorList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 8);
  for (let i = 0; i < flat.length; i += 8, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
    flat[i + 3] = view.getUint8(at + 3);
    flat[i + 4] = view.getUint8(at + 4);
    flat[i + 5] = view.getUint8(at + 5);
    flat[i + 6] = view.getUint8(at + 6);
    flat[i + 7] = view.getUint8(at + 7);
  }
  return flat;
}

export function writeXkbSADeviceValuatorList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 8) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 8, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
    view.setUint8(at + 3, flat[i + 3] ?? 0);
    view.setUint8(at + 4, flat[i + 4] ?? 0);
    view.setUint8(at + 5, flat[i + 5] ?? 0);
    view.setUint8(at + 6, flat[i + 6] ?? 0);
    view.setUint8(at + 7, flat[i + 7] ?? 0);
  }
}

export interface XkbSIAction {
  /** SAType */
  type: number;
  data: Uint8Array;
}

export function readXkbSIAction(reader: Reader): XkbSIAction {
  const type = reader.u8();
  const data = reader.bytes(7);
  return { type, data };
}

export function writeXkbSIAction(writer: Writer, value: XkbSIAction): void {
  checkLength('data', value.data.length, 7);
  writer.u8(value.type);
  writer.bytes(value.data);
}

export function readXkbSIActionList(reader: Reader, count: number): XkbSIAction[] {
  const list: XkbSIAction[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbSIAction(reader));
  return list;
}

export function writeXkbSIActionList(writer: Writer, list: readonly XkbSIAction[]): void {
  for (const value of list) writeXkbSIAction(writer, value);
}

export interface XkbSymInterpret {
  sym: number;
  /** ModMask */
  mods: number;
  /** SymInterpretMatch */
  match: number;
  /** VModsLow */
  virtualMod: number;
  flags: number;
  action: XkbSIAction;
}

export function readXkbSymInterpret(reader: Reader): XkbSymInterpret {
  const sym = reader.u32();
  const mods = reader.u8();
  const match = reader.u8();
  const virtualMod = reader.u8();
  const flags = reader.u8();
  const action = readXkbSIAction(reader);
  return { sym, mods, match, virtualMod, flags, action };
}

export function writeXkbSymInterpret(writer: Writer, value: XkbSymInterpret): void {
  writer.u32(value.sym);
  writer.u8(value.mods);
  writer.u8(value.match);
  writer.u8(value.virtualMod);
  writer.u8(value.flags);
  writeXkbSIAction(writer, value.action);
}

export function readXkbSymInterpretList(reader: Reader, count: number): XkbSymInterpret[] {
  const list: XkbSymInterpret[] = [];
  for (let i = 0; i < count; i++) list.push(readXkbSymInterpret(reader));
  return list;
}

export function writeXkbSymInterpretList(writer: Writer, list: readonly XkbSymInterpret[]): void {
  for (const value of list) writeXkbSymInterpret(writer, value);
}

export interface XkbUseExtensionRequest {
  wantedMajor: number;
  wantedMinor: number;
}

export function decodeXkbUseExtension(reader: Reader): XkbUseExtensionRequest {
  reader.skip(2);
  reader.requestBody();
  const wantedMajor = reader.u16();
  const wantedMinor = reader.u16();
  reader.endRequest();
  return { wantedMajor, wantedMinor };
}

export function encodeXkbUseExtension(writer: Writer, request: XkbUseExtensionRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(0);
  writer.u16(0);
  writer.u16(request.wantedMajor);
  writer.u16(request.wantedMinor);
  writer.endRequest(start);
}

export interface XkbUseExtensionReply {
  supported: number;
  serverMajor: number;
  serverMinor: number;
}

export function decodeXkbUseExtensionReply(reader: Reader): XkbUseExtensionReply & { sequence: number } {
  reader.skip(1);
  const supported = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const serverMajor = reader.u16();
  const serverMinor = reader.u16();
  reader.skip(20);
  return { sequence, supported, serverMajor, serverMinor };
}

export function encodeXkbUseExtensionReply(writer: Writer, sequence: number, reply: XkbUseExtensionReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.supported);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.serverMajor);
  writer.u16(reply.serverMinor);
  writer.pad(20);
  writer.endReply(start);
}

export interface XkbSelectEventsDetails {
  /** NKNDetail */
  affectNewKeyboard?: number | undefined;
  /** NKNDetail */
  newKeyboardDetails?: number | undefined;
  /** StatePart */
  affectState?: number | undefined;
  /** StatePart */
  stateDetails?: number | undefined;
  /** Control */
  affectCtrls?: number | undefined;
  /** Control */
  ctrlDetails?: number | undefined;
  affectIndicatorState?: number | undefined;
  indicatorStateDetails?: number | undefined;
  affectIndicatorMap?: number | undefined;
  indicatorMapDetails?: number | undefined;
  /** NameDetail */
  affectNames?: number | undefined;
  /** NameDetail */
  namesDetails?: number | undefined;
  /** CMDetail */
  affectCompat?: number | undefined;
  /** CMDetail */
  compatDetails?: number | undefined;
  affectBell?: number | undefined;
  bellDetails?: number | undefined;
  affectMsgDetails?: number | undefined;
  msgDetails?: number | undefined;
  /** AXNDetail */
  affectAccessX?: number | undefined;
  /** AXNDetail */
  accessXDetails?: number | undefined;
  /** XIFeature */
  affectExtDev?: number | undefined;
  /** XIFeature */
  extdevDetails?: number | undefined;
}

export interface XkbSelectEventsRequest {
  deviceSpec: number;
  /** EventType */
  affectWhich: number;
  /** EventType */
  clear: number;
  /** EventType */
  selectAll: number;
  /** MapPart */
  affectMap: number;
  /** MapPart */
  map: number;
  details: XkbSelectEventsDetails;
}

export function decodeXkbSelectEvents(reader: Reader): XkbSelectEventsRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const affectWhich = reader.u16();
  const clear = reader.u16();
  const selectAll = reader.u16();
  const affectMap = reader.u16();
  const map = reader.u16();
  const detailsMask = (affectWhich & (((~clear >>> 0) & (~selectAll >>> 0)) >>> 0)) >>> 0;
  const details: XkbSelectEventsDetails = {};
  if ((detailsMask & 1) !== 0) {
    const affectNewKeyboard = reader.u16();
    const newKeyboardDetails = reader.u16();
    details.affectNewKeyboard = affectNewKeyboard;
    details.newKeyboardDetails = newKeyboardDetails;
  }
  if ((detailsMask & 4) !== 0) {
    const affectState = reader.u16();
    const stateDetails = reader.u16();
    details.affectState = affectState;
    details.stateDetails = stateDetails;
  }
  if ((detailsMask & 8) !== 0) {
    const affectCtrls = reader.u32();
    const ctrlDetails = reader.u32();
    details.affectCtrls = affectCtrls;
    details.ctrlDetails = ctrlDetails;
  }
  if ((detailsMask & 16) !== 0) {
    const affectIndicatorState = reader.u32();
    const indicatorStateDetails = reader.u32();
    details.affectIndicatorState = affectIndicatorState;
    details.indicatorStateDetails = indicatorStateDetails;
  }
  if ((detailsMask & 32) !== 0) {
    const affectIndicatorMap = reader.u32();
    const indicatorMapDetails = reader.u32();
    details.affectIndicatorMap = affectIndicatorMap;
    details.indicatorMapDetails = indicatorMapDetails;
  }
  if ((detailsMask & 64) !== 0) {
    const affectNames = reader.u16();
    const namesDetails = reader.u16();
    details.affectNames = affectNames;
    details.namesDetails = namesDetails;
  }
  if ((detailsMask & 128) !== 0) {
    const affectCompat = reader.u8();
    const compatDetails = reader.u8();
    details.affectCompat = affectCompat;
    details.compatDetails = compatDetails;
  }
  if ((detailsMask & 256) !== 0) {
    const affectBell = reader.u8();
    const bellDetails = reader.u8();
    details.affectBell = affectBell;
    details.bellDetails = bellDetails;
  }
  if ((detailsMask & 512) !== 0) {
    const affectMsgDetails = reader.u8();
    const msgDetails = reader.u8();
    details.affectMsgDetails = affectMsgDetails;
    details.msgDetails = msgDetails;
  }
  if ((detailsMask & 1024) !== 0) {
    const affectAccessX = reader.u16();
    const accessXDetails = reader.u16();
    details.affectAccessX = affectAccessX;
    details.accessXDetails = accessXDetails;
  }
  if ((detailsMask & 2048) !== 0) {
    const affectExtDev = reader.u16();
    const extdevDetails = reader.u16();
    details.affectExtDev = affectExtDev;
    details.extdevDetails = extdevDetails;
  }
  reader.endRequest();
  return { deviceSpec, affectWhich, clear, selectAll, affectMap, map, details };
}

export function encodeXkbSelectEvents(writer: Writer, request: XkbSelectEventsRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(1);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.affectWhich);
  writer.u16(request.clear);
  writer.u16(request.selectAll);
  writer.u16(request.affectMap);
  writer.u16(request.map);
  const detailsMask = (request.affectWhich & (((~request.clear >>> 0) & (~request.selectAll >>> 0)) >>> 0)) >>> 0;
  if ((detailsMask & 1) !== 0) {
    const detailsPart = {
      affectNewKeyboard: present('affectNewKeyboard', request.details.affectNewKeyboard),
      newKeyboardDetails: present('newKeyboardDetails', request.details.newKeyboardDetails),
    };
    writer.u16(detailsPart.affectNewKeyboard);
    writer.u16(detailsPart.newKeyboardDetails);
  }
  if ((detailsMask & 4) !== 0) {
    const detailsPart = {
      affectState: present('affectState', request.details.affectState),
      stateDetails: present('stateDetails', request.details.stateDetails),
    };
    writer.u16(detailsPart.affectState);
    writer.u16(detailsPart.stateDetails);
  }
  if ((detailsMask & 8) !== 0) {
    const detailsPart = {
      affectCtrls: present('affectCtrls', request.details.affectCtrls),
      ctrlDetails: present('ctrlDetails', request.details.ctrlDetails),
    };
    writer.u32(detailsPart.affectCtrls);
    writer.u32(detailsPart.ctrlDetails);
  }
  if ((detailsMask & 16) !== 0) {
    const detailsPart = {
      affectIndicatorState: present('affectIndicatorState', request.details.affectIndicatorState),
      indicatorStateDetails: present('indicatorStateDetails', request.details.indicatorStateDetails),
    };
    writer.u32(detailsPart.affectIndicatorState);
    writer.u32(detailsPart.indicatorStateDetails);
  }
  if ((detailsMask & 32) !== 0) {
    const detailsPart = {
      affectIndicatorMap: present('affectIndicatorMap', request.details.affectIndicatorMap),
      indicatorMapDetails: present('indicatorMapDetails', request.details.indicatorMapDetails),
    };
    writer.u32(detailsPart.affectIndicatorMap);
    writer.u32(detailsPart.indicatorMapDetails);
  }
  if ((detailsMask & 64) !== 0) {
    const detailsPart = {
      affectNames: present('affectNames', request.details.affectNames),
      namesDetails: present('namesDetails', request.details.namesDetails),
    };
    writer.u16(detailsPart.affectNames);
    writer.u16(detailsPart.namesDetails);
  }
  if ((detailsMask & 128) !== 0) {
    const detailsPart = {
      affectCompat: present('affectCompat', request.details.affectCompat),
      compatDetails: present('compatDetails', request.details.compatDetails),
    };
    writer.u8(detailsPart.affectCompat);
    writer.u8(detailsPart.compatDetails);
  }
  if ((detailsMask & 256) !== 0) {
    const detailsPart = {
      affectBell: present('affectBell', request.details.affectBell),
      bellDetails: present('bellDetails', request.details.bellDetails),
    };
    writer.u8(detailsPart.affectBell);
    writer.u8(detailsPart.bellDetails);
  }
  if ((detailsMask & 512) !== 0) {
    const detailsPart = {
      affectMsgDetails: present('affectMsgDetails', request.details.affectMsgDetails),
      msgDetails: present('msgDetails', request.details.msgDetails),
    };
    writer.u8(detailsPart.affectMsgDetails);
    writer.u8(detailsPart.msgDetails);
  }
  if ((detailsMask & 1024) !== 0) {
    const detailsPart = {
      affectAccessX: present('affectAccessX', request.details.affectAccessX),
      accessXDetails: present('accessXDetails', request.details.accessXDetails),
    };
    writer.u16(detailsPart.affectAccessX);
    writer.u16(detailsPart.accessXDetails);
  }
  if ((detailsMask & 2048) !== 0) {
    const detailsPart = {
      affectExtDev: present('affectExtDev', request.details.affectExtDev),
      extdevDetails: present('extdevDetails', request.details.extdevDetails),
    };
    writer.u16(detailsPart.affectExtDev);
    writer.u16(detailsPart.extdevDetails);
  }
  writer.endRequest(start);
}

export interface XkbBellRequest {
  deviceSpec: number;
  bellClass: number;
  bellID: number;
  percent: number;
  forceSound: number;
  eventOnly: number;
  pitch: number;
  duration: number;
  name: number;
  window: number;
}

export function decodeXkbBell(reader: Reader): XkbBellRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const bellClass = reader.u16();
  const bellID = reader.u16();
  const percent = reader.i8();
  const forceSound = reader.u8();
  const eventOnly = reader.u8();
  reader.skip(1);
  const pitch = reader.i16();
  const duration = reader.i16();
  reader.skip(2);
  const name = reader.u32();
  const window = reader.u32();
  reader.endRequest();
  return { deviceSpec, bellClass, bellID, percent, forceSound, eventOnly, pitch, duration, name, window };
}

export function encodeXkbBell(writer: Writer, request: XkbBellRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(3);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.bellClass);
  writer.u16(request.bellID);
  writer.i8(request.percent);
  writer.u8(request.forceSound);
  writer.u8(request.eventOnly);
  writer.pad(1);
  writer.i16(request.pitch);
  writer.i16(request.duration);
  writer.pad(2);
  writer.u32(request.name);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface XkbGetStateRequest {
  deviceSpec: number;
}

export function decodeXkbGetState(reader: Reader): XkbGetStateRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(2);
  reader.endRequest();
  return { deviceSpec };
}

export function encodeXkbGetState(writer: Writer, request: XkbGetStateRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(4);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.pad(2);
  writer.endRequest(start);
}

export interface XkbGetStateReply {
  deviceID: number;
  /** ModMask */
  mods: number;
  /** ModMask */
  baseMods: number;
  /** ModMask */
  latchedMods: number;
  /** ModMask */
  lockedMods: number;
  /** Group */
  group: number;
  /** Group */
  lockedGroup: number;
  baseGroup: number;
  latchedGroup: number;
  /** ModMask */
  compatState: number;
  /** ModMask */
  grabMods: number;
  /** ModMask */
  compatGrabMods: number;
  /** ModMask */
  lookupMods: number;
  /** ModMask */
  compatLookupMods: number;
  /** KeyButMask */
  ptrBtnState: number;
}

export function decodeXkbGetStateReply(reader: Reader): XkbGetStateReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const mods = reader.u8();
  const baseMods = reader.u8();
  const latchedMods = reader.u8();
  const lockedMods = reader.u8();
  const group = reader.u8();
  const lockedGroup = reader.u8();
  const baseGroup = reader.i16();
  const latchedGroup = reader.i16();
  const compatState = reader.u8();
  const grabMods = reader.u8();
  const compatGrabMods = reader.u8();
  const lookupMods = reader.u8();
  const compatLookupMods = reader.u8();
  reader.skip(1);
  const ptrBtnState = reader.u16();
  reader.skip(6);
  return {
    sequence,
    deviceID,
    mods,
    baseMods,
    latchedMods,
    lockedMods,
    group,
    lockedGroup,
    baseGroup,
    latchedGroup,
    compatState,
    grabMods,
    compatGrabMods,
    lookupMods,
    compatLookupMods,
    ptrBtnState,
  };
}

export function encodeXkbGetStateReply(writer: Writer, sequence: number, reply: XkbGetStateReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u8(reply.mods);
  writer.u8(reply.baseMods);
  writer.u8(reply.latchedMods);
  writer.u8(reply.lockedMods);
  writer.u8(reply.group);
  writer.u8(reply.lockedGroup);
  writer.i16(reply.baseGroup);
  writer.i16(reply.latchedGroup);
  writer.u8(reply.compatState);
  writer.u8(reply.grabMods);
  writer.u8(reply.compatGrabMods);
  writer.u8(reply.lookupMods);
  writer.u8(reply.compatLookupMods);
  writer.pad(1);
  writer.u16(reply.ptrBtnState);
  writer.pad(6);
  writer.endReply(start);
}

export interface XkbLatchLockStateRequest {
  deviceSpec: number;
  /** ModMask */
  affectModLocks: number;
  /** ModMask */
  modLocks: number;
  lockGroup: number;
  /** Group */
  groupLock: number;
  /** ModMask */
  affectModLatches: number;
  modLatches: number;
  latchGroup: number;
  groupLatch: number;
}

export function decodeXkbLatchLockState(reader: Reader): XkbLatchLockStateRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const affectModLocks = reader.u8();
  const modLocks = reader.u8();
  const lockGroup = reader.u8();
  const groupLock = reader.u8();
  const affectModLatches = reader.u8();
  const modLatches = reader.u8();
  reader.skip(1);
  const latchGroup = reader.u8();
  const groupLatch = reader.u16();
  reader.endRequest();
  return {
    deviceSpec,
    affectModLocks,
    modLocks,
    lockGroup,
    groupLock,
    affectModLatches,
    modLatches,
    latchGroup,
    groupLatch,
  };
}

export function encodeXkbLatchLockState(writer: Writer, request: XkbLatchLockStateRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(5);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u8(request.affectModLocks);
  writer.u8(request.modLocks);
  writer.u8(request.lockGroup);
  writer.u8(request.groupLock);
  writer.u8(request.affectModLatches);
  writer.u8(request.modLatches);
  writer.pad(1);
  writer.u8(request.latchGroup);
  writer.u16(request.groupLatch);
  writer.endRequest(start);
}

export interface XkbGetControlsRequest {
  deviceSpec: number;
}

export function decodeXkbGetControls(reader: Reader): XkbGetControlsRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(2);
  reader.endRequest();
  return { deviceSpec };
}

export function encodeXkbGetControls(writer: Writer, request: XkbGetControlsRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(6);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.pad(2);
  writer.endRequest(start);
}

export interface XkbGetControlsReply {
  deviceID: number;
  mouseKeysDfltBtn: number;
  numGroups: number;
  groupsWrap: number;
  /** ModMask */
  internalModsMask: number;
  /** ModMask */
  ignoreLockModsMask: number;
  /** ModMask */
  internalModsRealMods: number;
  /** ModMask */
  ignoreLockModsRealMods: number;
  /** VMod */
  internalModsVmods: number;
  /** VMod */
  ignoreLockModsVmods: number;
  repeatDelay: number;
  repeatInterval: number;
  slowKeysDelay: number;
  debounceDelay: number;
  mouseKeysDelay: number;
  mouseKeysInterval: number;
  mouseKeysTimeToMax: number;
  mouseKeysMaxSpeed: number;
  mouseKeysCurve: number;
  /** AXOption */
  accessXOption: number;
  accessXTimeout: number;
  /** AXOption */
  accessXTimeoutOptionsMask: number;
  /** AXOption */
  accessXTimeoutOptionsValues: number;
  /** BoolCtrl */
  accessXTimeoutMask: number;
  /** BoolCtrl */
  accessXTimeoutValues: number;
  /** BoolCtrl */
  enabledControls: number;
  perKeyRepeat: Uint8Array;
}

export function decodeXkbGetControlsReply(reader: Reader): XkbGetControlsReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const mouseKeysDfltBtn = reader.u8();
  const numGroups = reader.u8();
  const groupsWrap = reader.u8();
  const internalModsMask = reader.u8();
  const ignoreLockModsMask = reader.u8();
  const internalModsRealMods = reader.u8();
  const ignoreLockModsRealMods = reader.u8();
  reader.skip(1);
  const internalModsVmods = reader.u16();
  const ignoreLockModsVmods = reader.u16();
  const repeatDelay = reader.u16();
  const repeatInterval = reader.u16();
  const slowKeysDelay = reader.u16();
  const debounceDelay = reader.u16();
  const mouseKeysDelay = reader.u16();
  const mouseKeysInterval = reader.u16();
  const mouseKeysTimeToMax = reader.u16();
  const mouseKeysMaxSpeed = reader.u16();
  const mouseKeysCurve = reader.i16();
  const accessXOption = reader.u16();
  const accessXTimeout = reader.u16();
  const accessXTimeoutOptionsMask = reader.u16();
  const accessXTimeoutOptionsValues = reader.u16();
  reader.skip(2);
  const accessXTimeoutMask = reader.u32();
  const accessXTimeoutValues = reader.u32();
  const enabledControls = reader.u32();
  const perKeyRepeat = reader.bytes(32);
  return {
    sequence,
    deviceID,
    mouseKeysDfltBtn,
    numGroups,
    groupsWrap,
    internalModsMask,
    ignoreLockModsMask,
    internalModsRealMods,
    ignoreLockModsRealMods,
    internalModsVmods,
    ignoreLockModsVmods,
    repeatDelay,
    repeatInterval,
    slowKeysDelay,
    debounceDelay,
    mouseKeysDelay,
    mouseKeysInterval,
    mouseKeysTimeToMax,
    mouseKeysMaxSpeed,
    mouseKeysCurve,
    accessXOption,
    accessXTimeout,
    accessXTimeoutOptionsMask,
    accessXTimeoutOptionsValues,
    accessXTimeoutMask,
    accessXTimeoutValues,
    enabledControls,
    perKeyRepeat,
  };
}

export function encodeXkbGetControlsReply(writer: Writer, sequence: number, reply: XkbGetControlsReply): void {
  const start = writer.length;
  checkLength('perKeyRepeat', reply.perKeyRepeat.length, 32);
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u8(reply.mouseKeysDfltBtn);
  writer.u8(reply.numGroups);
  writer.u8(reply.groupsWrap);
  writer.u8(reply.internalModsMask);
  writer.u8(reply.ignoreLockModsMask);
  writer.u8(reply.internalModsRealMods);
  writer.u8(reply.ignoreLockModsRealMods);
  writer.pad(1);
  writer.u16(reply.internalModsVmods);
  writer.u16(reply.ignoreLockModsVmods);
  writer.u16(reply.repeatDelay);
  writer.u16(reply.repeatInterval);
  writer.u16(reply.slowKeysDelay);
  writer.u16(reply.debounceDelay);
  writer.u16(reply.mouseKeysDelay);
  writer.u16(reply.mouseKeysInterval);
  writer.u16(reply.mouseKeysTimeToMax);
  writer.u16(reply.mouseKeysMaxSpeed);
  writer.i16(reply.mouseKeysCurve);
  writer.u16(reply.accessXOption);
  writer.u16(reply.accessXTimeout);
  writer.u16(reply.accessXTimeoutOptionsMask);
  writer.u16(reply.accessXTimeoutOptionsValues);
  writer.pad(2);
  writer.u32(reply.accessXTimeoutMask);
  writer.u32(reply.accessXTimeoutValues);
  writer.u32(reply.enabledControls);
  writer.bytes(reply.perKeyRepeat);
  writer.endReply(start);
}

export interface XkbSetControlsRequest {
  deviceSpec: number;
  /** ModMask */
  affectInternalRealMods: number;
  /** ModMask */
  internalRealMods: number;
  /** ModMask */
  affectIgnoreLockRealMods: number;
  /** ModMask */
  ignoreLockRealMods: number;
  /** VMod */
  affectInternalVirtualMods: number;
  /** VMod */
  internalVirtualMods: number;
  /** VMod */
  affectIgnoreLockVirtualMods: number;
  /** VMod */
  ignoreLockVirtualMods: number;
  mouseKeysDfltBtn: number;
  groupsWrap: number;
  /** AXOption */
  accessXOptions: number;
  /** BoolCtrl */
  affectEnabledControls: number;
  /** BoolCtrl */
  enabledControls: number;
  /** Control */
  changeControls: number;
  repeatDelay: number;
  repeatInterval: number;
  slowKeysDelay: number;
  debounceDelay: number;
  mouseKeysDelay: number;
  mouseKeysInterval: number;
  mouseKeysTimeToMax: number;
  mouseKeysMaxSpeed: number;
  mouseKeysCurve: number;
  accessXTimeout: number;
  /** BoolCtrl */
  accessXTimeoutMask: number;
  /** BoolCtrl */
  accessXTimeoutValues: number;
  /** AXOption */
  accessXTimeoutOptionsMask: number;
  /** AXOption */
  accessXTimeoutOptionsValues: number;
  perKeyRepeat: Uint8Array;
}

export function decodeXkbSetControls(reader: Reader): XkbSetControlsRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const affectInternalRealMods = reader.u8();
  const internalRealMods = reader.u8();
  const affectIgnoreLockRealMods = reader.u8();
  const ignoreLockRealMods = reader.u8();
  const affectInternalVirtualMods = reader.u16();
  const internalVirtualMods = reader.u16();
  const affectIgnoreLockVirtualMods = reader.u16();
  const ignoreLockVirtualMods = reader.u16();
  const mouseKeysDfltBtn = reader.u8();
  const groupsWrap = reader.u8();
  const accessXOptions = reader.u16();
  reader.skip(2);
  const affectEnabledControls = reader.u32();
  const enabledControls = reader.u32();
  const changeControls = reader.u32();
  const repeatDelay = reader.u16();
  const repeatInterval = reader.u16();
  const slowKeysDelay = reader.u16();
  const debounceDelay = reader.u16();
  const mouseKeysDelay = reader.u16();
  const mouseKeysInterval = reader.u16();
  const mouseKeysTimeToMax = reader.u16();
  const mouseKeysMaxSpeed = reader.u16();
  const mouseKeysCurve = reader.i16();
  const accessXTimeout = reader.u16();
  const accessXTimeoutMask = reader.u32();
  const accessXTimeoutValues = reader.u32();
  const accessXTimeoutOptionsMask = reader.u16();
  const accessXTimeoutOptionsValues = reader.u16();
  const perKeyRepeat = reader.bytes(32);
  reader.endRequest();
  return {
    deviceSpec,
    affectInternalRealMods,
    internalRealMods,
    affectIgnoreLockRealMods,
    ignoreLockRealMods,
    affectInternalVirtualMods,
    internalVirtualMods,
    affectIgnoreLockVirtualMods,
    ignoreLockVirtualMods,
    mouseKeysDfltBtn,
    groupsWrap,
    accessXOptions,
    affectEnabledControls,
    enabledControls,
    changeControls,
    repeatDelay,
    repeatInterval,
    slowKeysDelay,
    debounceDelay,
    mouseKeysDelay,
    mouseKeysInterval,
    mouseKeysTimeToMax,
    mouseKeysMaxSpeed,
    mouseKeysCurve,
    accessXTimeout,
    accessXTimeoutMask,
    accessXTimeoutValues,
    accessXTimeoutOptionsMask,
    accessXTimeoutOptionsValues,
    perKeyRepeat,
  };
}

export function encodeXkbSetControls(writer: Writer, request: XkbSetControlsRequest, majorOpcode: number): void {
  const start = writer.length;
  checkLength('perKeyRepeat', request.perKeyRepeat.length, 32);
  writer.u8(majorOpcode);
  writer.u8(7);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u8(request.affectInternalRealMods);
  writer.u8(request.internalRealMods);
  writer.u8(request.affectIgnoreLockRealMods);
  writer.u8(request.ignoreLockRealMods);
  writer.u16(request.affectInternalVirtualMods);
  writer.u16(request.internalVirtualMods);
  writer.u16(request.affectIgnoreLockVirtualMods);
  writer.u16(request.ignoreLockVirtualMods);
  writer.u8(request.mouseKeysDfltBtn);
  writer.u8(request.groupsWrap);
  writer.u16(request.accessXOptions);
  writer.pad(2);
  writer.u32(request.affectEnabledControls);
  writer.u32(request.enabledControls);
  writer.u32(request.changeControls);
  writer.u16(request.repeatDelay);
  writer.u16(request.repeatInterval);
  writer.u16(request.slowKeysDelay);
  writer.u16(request.debounceDelay);
  writer.u16(request.mouseKeysDelay);
  writer.u16(request.mouseKeysInterval);
  writer.u16(request.mouseKeysTimeToMax);
  writer.u16(request.mouseKeysMaxSpeed);
  writer.i16(request.mouseKeysCurve);
  writer.u16(request.accessXTimeout);
  writer.u32(request.accessXTimeoutMask);
  writer.u32(request.accessXTimeoutValues);
  writer.u16(request.accessXTimeoutOptionsMask);
  writer.u16(request.accessXTimeoutOptionsValues);
  writer.bytes(request.perKeyRepeat);
  writer.endRequest(start);
}

export interface XkbGetMapRequest {
  deviceSpec: number;
  /** MapPart */
  full: number;
  /** MapPart */
  partial: number;
  firstType: number;
  nTypes: number;
  firstKeySym: number;
  nKeySyms: number;
  firstKeyAction: number;
  nKeyActions: number;
  firstKeyBehavior: number;
  nKeyBehaviors: number;
  /** VMod */
  virtualMods: number;
  firstKeyExplicit: number;
  nKeyExplicit: number;
  firstModMapKey: number;
  nModMapKeys: number;
  firstVModMapKey: number;
  nVModMapKeys: number;
}

export function decodeXkbGetMap(reader: Reader): XkbGetMapRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const full = reader.u16();
  const partial = reader.u16();
  const firstType = reader.u8();
  const nTypes = reader.u8();
  const firstKeySym = reader.u8();
  const nKeySyms = reader.u8();
  const firstKeyAction = reader.u8();
  const nKeyActions = reader.u8();
  const firstKeyBehavior = reader.u8();
  const nKeyBehaviors = reader.u8();
  const virtualMods = reader.u16();
  const firstKeyExplicit = reader.u8();
  const nKeyExplicit = reader.u8();
  const firstModMapKey = reader.u8();
  const nModMapKeys = reader.u8();
  const firstVModMapKey = reader.u8();
  const nVModMapKeys = reader.u8();
  reader.skip(2);
  reader.endRequest();
  return {
    deviceSpec,
    full,
    partial,
    firstType,
    nTypes,
    firstKeySym,
    nKeySyms,
    firstKeyAction,
    nKeyActions,
    firstKeyBehavior,
    nKeyBehaviors,
    virtualMods,
    firstKeyExplicit,
    nKeyExplicit,
    firstModMapKey,
    nModMapKeys,
    firstVModMapKey,
    nVModMapKeys,
  };
}

export function encodeXkbGetMap(writer: Writer, request: XkbGetMapRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(8);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.full);
  writer.u16(request.partial);
  writer.u8(request.firstType);
  writer.u8(request.nTypes);
  writer.u8(request.firstKeySym);
  writer.u8(request.nKeySyms);
  writer.u8(request.firstKeyAction);
  writer.u8(request.nKeyActions);
  writer.u8(request.firstKeyBehavior);
  writer.u8(request.nKeyBehaviors);
  writer.u16(request.virtualMods);
  writer.u8(request.firstKeyExplicit);
  writer.u8(request.nKeyExplicit);
  writer.u8(request.firstModMapKey);
  writer.u8(request.nModMapKeys);
  writer.u8(request.firstVModMapKey);
  writer.u8(request.nVModMapKeys);
  writer.pad(2);
  writer.endRequest(start);
}

export interface XkbGetMapReplyMap {
  typesRtrn?: XkbKeyType[] | undefined;
  symsRtrn?: XkbKeySymMap[] | undefined;
  actsRtrnCount?: Uint8Array | undefined;
  /** 8 bytes for each Action */
  actsRtrnActs?: Uint8Array | undefined;
  behaviorsRtrn?: XkbSetBehavior[] | undefined;
  vmodsRtrn?: Uint8Array | undefined;
  /** SetExplicit: [keycode, explicit, ...] */
  explicitRtrn?: Int32Array | undefined;
  /** KeyModMap: [keycode, mods, ...] */
  modmapRtrn?: Int32Array | undefined;
  /** KeyVModMap: [keycode, vmods, ...] */
  vmodmapRtrn?: Int32Array | undefined;
}

export interface XkbGetMapReply {
  deviceID: number;
  minKeyCode: number;
  maxKeyCode: number;
  /** MapPart */
  present: number;
  firstType: number;
  nTypes: number;
  totalTypes: number;
  firstKeySym: number;
  totalSyms: number;
  nKeySyms: number;
  firstKeyAction: number;
  totalActions: number;
  nKeyActions: number;
  firstKeyBehavior: number;
  nKeyBehaviors: number;
  totalKeyBehaviors: number;
  firstKeyExplicit: number;
  nKeyExplicit: number;
  totalKeyExplicit: number;
  firstModMapKey: number;
  nModMapKeys: number;
  totalModMapKeys: number;
  firstVModMapKey: number;
  nVModMapKeys: number;
  totalVModMapKeys: number;
  /** VMod */
  virtualMods: number;
  map: XkbGetMapReplyMap;
}

export function decodeXkbGetMapReply(reader: Reader): XkbGetMapReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(6);
  const minKeyCode = reader.u8();
  const maxKeyCode = reader.u8();
  const present = reader.u16();
  const firstType = reader.u8();
  const nTypes = reader.u8();
  const totalTypes = reader.u8();
  const firstKeySym = reader.u8();
  const totalSyms = reader.u16();
  const nKeySyms = reader.u8();
  const firstKeyAction = reader.u8();
  const totalActions = reader.u16();
  const nKeyActions = reader.u8();
  const firstKeyBehavior = reader.u8();
  const nKeyBehaviors = reader.u8();
  const totalKeyBehaviors = reader.u8();
  const firstKeyExplicit = reader.u8();
  const nKeyExplicit = reader.u8();
  const totalKeyExplicit = reader.u8();
  const firstModMapKey = reader.u8();
  const nModMapKeys = reader.u8();
  const totalModMapKeys = reader.u8();
  const firstVModMapKey = reader.u8();
  const nVModMapKeys = reader.u8();
  const totalVModMapKeys = reader.u8();
  reader.skip(1);
  const virtualMods = reader.u16();
  const map: XkbGetMapReplyMap = {};
  if ((present & 1) !== 0) {
    const typesRtrn = readXkbKeyTypeList(reader, nTypes);
    map.typesRtrn = typesRtrn;
  }
  if ((present & 2) !== 0) {
    const symsRtrn = readXkbKeySymMapList(reader, nKeySyms);
    map.symsRtrn = symsRtrn;
  }
  if ((present & 16) !== 0) {
    const actsRtrnCount = reader.bytes(nKeyActions);
    reader.align(4);
    const actsRtrnActs = reader.bytes((totalActions) * 8);
    map.actsRtrnCount = actsRtrnCount;
    map.actsRtrnActs = actsRtrnActs;
  }
  if ((present & 32) !== 0) {
    const behaviorsRtrn = readXkbSetBehaviorList(reader, totalKeyBehaviors);
    map.behaviorsRtrn = behaviorsRtrn;
  }
  if ((present & 64) !== 0) {
    const vmodsRtrn = reader.bytes(popCount(virtualMods));
    reader.align(4);
    map.vmodsRtrn = vmodsRtrn;
  }
  if ((present & 8) !== 0) {
    const explicitRtrn = readXkbSetExplicitList(reader, totalKeyExplicit);
    reader.align(4);
    map.explicitRtrn = explicitRtrn;
  }
  if ((present & 4) !== 0) {
    const modmapRtrn = readXkbKeyModMapList(reader, totalModMapKeys);
    reader.align(4);
    map.modmapRtrn = modmapRtrn;
  }
  if ((present & 128) !== 0) {
    const vmodmapRtrn = readXkbKeyVModMapList(reader, totalVModMapKeys);
    map.vmodmapRtrn = vmodmapRtrn;
  }
  return {
    sequence,
    deviceID,
    minKeyCode,
    maxKeyCode,
    present,
    firstType,
    nTypes,
    totalTypes,
    firstKeySym,
    totalSyms,
    nKeySyms,
    firstKeyAction,
    totalActions,
    nKeyActions,
    firstKeyBehavior,
    nKeyBehaviors,
    totalKeyBehaviors,
    firstKeyExplicit,
    nKeyExplicit,
    totalKeyExplicit,
    firstModMapKey,
    nModMapKeys,
    totalModMapKeys,
    firstVModMapKey,
    nVModMapKeys,
    totalVModMapKeys,
    virtualMods,
    map,
  };
}

export function encodeXkbGetMapReply(writer: Writer, sequence: number, reply: XkbGetMapReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.pad(2);
  writer.u8(reply.minKeyCode);
  writer.u8(reply.maxKeyCode);
  writer.u16(reply.present);
  writer.u8(reply.firstType);
  writer.u8(reply.nTypes);
  writer.u8(reply.totalTypes);
  writer.u8(reply.firstKeySym);
  writer.u16(reply.totalSyms);
  writer.u8(reply.nKeySyms);
  writer.u8(reply.firstKeyAction);
  writer.u16(reply.totalActions);
  writer.u8(reply.nKeyActions);
  writer.u8(reply.firstKeyBehavior);
  writer.u8(reply.nKeyBehaviors);
  writer.u8(reply.totalKeyBehaviors);
  writer.u8(reply.firstKeyExplicit);
  writer.u8(reply.nKeyExplicit);
  writer.u8(reply.totalKeyExplicit);
  writer.u8(reply.firstModMapKey);
  writer.u8(reply.nModMapKeys);
  writer.u8(reply.totalModMapKeys);
  writer.u8(reply.firstVModMapKey);
  writer.u8(reply.nVModMapKeys);
  writer.u8(reply.totalVModMapKeys);
  writer.pad(1);
  writer.u16(reply.virtualMods);
  if ((reply.present & 1) !== 0) {
    const mapPart = {
      typesRtrn: present('typesRtrn', reply.map.typesRtrn),
    };
    checkLength('typesRtrn', mapPart.typesRtrn.length, reply.nTypes);
    writeXkbKeyTypeList(writer, mapPart.typesRtrn);
  }
  if ((reply.present & 2) !== 0) {
    const mapPart = {
      symsRtrn: present('symsRtrn', reply.map.symsRtrn),
    };
    checkLength('symsRtrn', mapPart.symsRtrn.length, reply.nKeySyms);
    writeXkbKeySymMapList(writer, mapPart.symsRtrn);
  }
  if ((reply.present & 16) !== 0) {
    const mapPart = {
      actsRtrnCount: present('actsRtrnCount', reply.map.actsRtrnCount),
      actsRtrnActs: present('actsRtrnActs', reply.map.actsRtrnActs),
    };
    checkLength('actsRtrnCount', mapPart.actsRtrnCount.length, reply.nKeyActions);
    checkLength('actsRtrnActs', mapPart.actsRtrnActs.length / 8, reply.totalActions);
    writer.bytes(mapPart.actsRtrnCount);
    writer.align(4);
    writer.bytes(mapPart.actsRtrnActs);
  }
  if ((reply.present & 32) !== 0) {
    const mapPart = {
      behaviorsRtrn: present('behaviorsRtrn', reply.map.behaviorsRtrn),
    };
    checkLength('behaviorsRtrn', mapPart.behaviorsRtrn.length, reply.totalKeyBehaviors);
    writeXkbSetBehaviorList(writer, mapPart.behaviorsRtrn);
  }
  if ((reply.present & 64) !== 0) {
    const mapPart = {
      vmodsRtrn: present('vmodsRtrn', reply.map.vmodsRtrn),
    };
    checkLength('vmodsRtrn', mapPart.vmodsRtrn.length, popCount(reply.virtualMods));
    writer.bytes(mapPart.vmodsRtrn);
    writer.align(4);
  }
  if ((reply.present & 8) !== 0) {
    const mapPart = {
      explicitRtrn: present('explicitRtrn', reply.map.explicitRtrn),
    };
    checkLength('explicitRtrn', mapPart.explicitRtrn.length / 2, reply.totalKeyExplicit);
    writeXkbSetExplicitList(writer, mapPart.explicitRtrn);
    writer.align(4);
  }
  if ((reply.present & 4) !== 0) {
    const mapPart = {
      modmapRtrn: present('modmapRtrn', reply.map.modmapRtrn),
    };
    checkLength('modmapRtrn', mapPart.modmapRtrn.length / 2, reply.totalModMapKeys);
    writeXkbKeyModMapList(writer, mapPart.modmapRtrn);
    writer.align(4);
  }
  if ((reply.present & 128) !== 0) {
    const mapPart = {
      vmodmapRtrn: present('vmodmapRtrn', reply.map.vmodmapRtrn),
    };
    checkLength('vmodmapRtrn', mapPart.vmodmapRtrn.length / 2, reply.totalVModMapKeys);
    writeXkbKeyVModMapList(writer, mapPart.vmodmapRtrn);
  }
  writer.endReply(start);
}

export interface XkbSetMapValues {
  types?: XkbSetKeyType[] | undefined;
  syms?: XkbKeySymMap[] | undefined;
  actionsCount?: Uint8Array | undefined;
  /** 8 bytes for each Action */
  actions?: Uint8Array | undefined;
  behaviors?: XkbSetBehavior[] | undefined;
  vmods?: Uint8Array | undefined;
  /** SetExplicit: [keycode, explicit, ...] */
  explicit?: Int32Array | undefined;
  /** KeyModMap: [keycode, mods, ...] */
  modmap?: Int32Array | undefined;
  /** KeyVModMap: [keycode, vmods, ...] */
  vmodmap?: Int32Array | undefined;
}

export interface XkbSetMapRequest {
  deviceSpec: number;
  /** MapPart */
  present: number;
  /** SetMapFlags */
  flags: number;
  minKeyCode: number;
  maxKeyCode: number;
  firstType: number;
  nTypes: number;
  firstKeySym: number;
  nKeySyms: number;
  totalSyms: number;
  firstKeyAction: number;
  nKeyActions: number;
  totalActions: number;
  firstKeyBehavior: number;
  nKeyBehaviors: number;
  totalKeyBehaviors: number;
  firstKeyExplicit: number;
  nKeyExplicit: number;
  totalKeyExplicit: number;
  firstModMapKey: number;
  nModMapKeys: number;
  totalModMapKeys: number;
  firstVModMapKey: number;
  nVModMapKeys: number;
  totalVModMapKeys: number;
  /** VMod */
  virtualMods: number;
  values: XkbSetMapValues;
}

export function decodeXkbSetMap(reader: Reader): XkbSetMapRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const present = reader.u16();
  const flags = reader.u16();
  const minKeyCode = reader.u8();
  const maxKeyCode = reader.u8();
  const firstType = reader.u8();
  const nTypes = reader.u8();
  const firstKeySym = reader.u8();
  const nKeySyms = reader.u8();
  const totalSyms = reader.u16();
  const firstKeyAction = reader.u8();
  const nKeyActions = reader.u8();
  const totalActions = reader.u16();
  const firstKeyBehavior = reader.u8();
  const nKeyBehaviors = reader.u8();
  const totalKeyBehaviors = reader.u8();
  const firstKeyExplicit = reader.u8();
  const nKeyExplicit = reader.u8();
  const totalKeyExplicit = reader.u8();
  const firstModMapKey = reader.u8();
  const nModMapKeys = reader.u8();
  const totalModMapKeys = reader.u8();
  const firstVModMapKey = reader.u8();
  const nVModMapKeys = reader.u8();
  const totalVModMapKeys = reader.u8();
  const virtualMods = reader.u16();
  const values: XkbSetMapValues = {};
  if ((present & 1) !== 0) {
    const types = readXkbSetKeyTypeList(reader, nTypes);
    values.types = types;
  }
  if ((present & 2) !== 0) {
    const syms = readXkbKeySymMapList(reader, nKeySyms);
    values.syms = syms;
  }
  if ((present & 16) !== 0) {
    const actionsCount = reader.bytes(nKeyActions);
    reader.align(4);
    const actions = reader.bytes((totalActions) * 8);
    values.actionsCount = actionsCount;
    values.actions = actions;
  }
  if ((present & 32) !== 0) {
    const behaviors = readXkbSetBehaviorList(reader, totalKeyBehaviors);
    values.behaviors = behaviors;
  }
  if ((present & 64) !== 0) {
    const vmods = reader.bytes(popCount(virtualMods));
    reader.align(4);
    values.vmods = vmods;
  }
  if ((present & 8) !== 0) {
    const explicit = readXkbSetExplicitList(reader, totalKeyExplicit);
    reader.align(4);
    values.explicit = explicit;
  }
  if ((present & 4) !== 0) {
    const modmap = readXkbKeyModMapList(reader, totalModMapKeys);
    reader.align(4);
    values.modmap = modmap;
  }
  if ((present & 128) !== 0) {
    const vmodmap = readXkbKeyVModMapList(reader, totalVModMapKeys);
    values.vmodmap = vmodmap;
  }
  reader.endRequest();
  return {
    deviceSpec,
    present,
    flags,
    minKeyCode,
    maxKeyCode,
    firstType,
    nTypes,
    firstKeySym,
    nKeySyms,
    totalSyms,
    firstKeyAction,
    nKeyActions,
    totalActions,
    firstKeyBehavior,
    nKeyBehaviors,
    totalKeyBehaviors,
    firstKeyExplicit,
    nKeyExplicit,
    totalKeyExplicit,
    firstModMapKey,
    nModMapKeys,
    totalModMapKeys,
    firstVModMapKey,
    nVModMapKeys,
    totalVModMapKeys,
    virtualMods,
    values,
  };
}

export function encodeXkbSetMap(writer: Writer, request: XkbSetMapRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(9);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.present);
  writer.u16(request.flags);
  writer.u8(request.minKeyCode);
  writer.u8(request.maxKeyCode);
  writer.u8(request.firstType);
  writer.u8(request.nTypes);
  writer.u8(request.firstKeySym);
  writer.u8(request.nKeySyms);
  writer.u16(request.totalSyms);
  writer.u8(request.firstKeyAction);
  writer.u8(request.nKeyActions);
  writer.u16(request.totalActions);
  writer.u8(request.firstKeyBehavior);
  writer.u8(request.nKeyBehaviors);
  writer.u8(request.totalKeyBehaviors);
  writer.u8(request.firstKeyExplicit);
  writer.u8(request.nKeyExplicit);
  writer.u8(request.totalKeyExplicit);
  writer.u8(request.firstModMapKey);
  writer.u8(request.nModMapKeys);
  writer.u8(request.totalModMapKeys);
  writer.u8(request.firstVModMapKey);
  writer.u8(request.nVModMapKeys);
  writer.u8(request.totalVModMapKeys);
  writer.u16(request.virtualMods);
  if ((request.present & 1) !== 0) {
    const valuesPart = {
      types: present('types', request.values.types),
    };
    checkLength('types', valuesPart.types.length, request.nTypes);
    writeXkbSetKeyTypeList(writer, valuesPart.types);
  }
  if ((request.present & 2) !== 0) {
    const valuesPart = {
      syms: present('syms', request.values.syms),
    };
    checkLength('syms', valuesPart.syms.length, request.nKeySyms);
    writeXkbKeySymMapList(writer, valuesPart.syms);
  }
  if ((request.present & 16) !== 0) {
    const valuesPart = {
      actionsCount: present('actionsCount', request.values.actionsCount),
      actions: present('actions', request.values.actions),
    };
    checkLength('actionsCount', valuesPart.actionsCount.length, request.nKeyActions);
    checkLength('actions', valuesPart.actions.length / 8, request.totalActions);
    writer.bytes(valuesPart.actionsCount);
    writer.align(4);
    writer.bytes(valuesPart.actions);
  }
  if ((request.present & 32) !== 0) {
    const valuesPart = {
      behaviors: present('behaviors', request.values.behaviors),
    };
    checkLength('behaviors', valuesPart.behaviors.length, request.totalKeyBehaviors);
    writeXkbSetBehaviorList(writer, valuesPart.behaviors);
  }
  if ((request.present & 64) !== 0) {
    const valuesPart = {
      vmods: present('vmods', request.values.vmods),
    };
    checkLength('vmods', valuesPart.vmods.length, popCount(request.virtualMods));
    writer.bytes(valuesPart.vmods);
    writer.align(4);
  }
  if ((request.present & 8) !== 0) {
    const valuesPart = {
      explicit: present('explicit', request.values.explicit),
    };
    checkLength('explicit', valuesPart.explicit.length / 2, request.totalKeyExplicit);
    writeXkbSetExplicitList(writer, valuesPart.explicit);
    writer.align(4);
  }
  if ((request.present & 4) !== 0) {
    const valuesPart = {
      modmap: present('modmap', request.values.modmap),
    };
    checkLength('modmap', valuesPart.modmap.length / 2, request.totalModMapKeys);
    writeXkbKeyModMapList(writer, valuesPart.modmap);
    writer.align(4);
  }
  if ((request.present & 128) !== 0) {
    const valuesPart = {
      vmodmap: present('vmodmap', request.values.vmodmap),
    };
    checkLength('vmodmap', valuesPart.vmodmap.length / 2, request.totalVModMapKeys);
    writeXkbKeyVModMapList(writer, valuesPart.vmodmap);
  }
  writer.endRequest(start);
}

export interface XkbGetCompatMapRequest {
  deviceSpec: number;
  /** SetOfGroup */
  groups: number;
  getAllSI: number;
  firstSI: number;
  nSI: number;
}

export function decodeXkbGetCompatMap(reader: Reader): XkbGetCompatMapRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const groups = reader.u8();
  const getAllSI = reader.u8();
  const firstSI = reader.u16();
  const nSI = reader.u16();
  reader.endRequest();
  return { deviceSpec, groups, getAllSI, firstSI, nSI };
}

export function encodeXkbGetCompatMap(writer: Writer, request: XkbGetCompatMapRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(10);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u8(request.groups);
  writer.u8(request.getAllSI);
  writer.u16(request.firstSI);
  writer.u16(request.nSI);
  writer.endRequest(start);
}

export interface XkbGetCompatMapReply {
  deviceID: number;
  /** SetOfGroup */
  groupsRtrn: number;
  firstSIRtrn: number;
  nTotalSI: number;
  siRtrn: XkbSymInterpret[];
  /** ModDef: [mask, realMods, vmods, ...] */
  groupRtrn: Int32Array;
}

export function decodeXkbGetCompatMapReply(reader: Reader): XkbGetCompatMapReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const groupsRtrn = reader.u8();
  reader.skip(1);
  const firstSIRtrn = reader.u16();
  const nSIRtrn = reader.u16();
  const nTotalSI = reader.u16();
  reader.skip(16);
  const siRtrn = readXkbSymInterpretList(reader, nSIRtrn);
  const groupRtrn = readXkbModDefList(reader, popCount(groupsRtrn));
  return { sequence, deviceID, groupsRtrn, firstSIRtrn, nTotalSI, siRtrn, groupRtrn };
}

export function encodeXkbGetCompatMapReply(writer: Writer, sequence: number, reply: XkbGetCompatMapReply): void {
  const start = writer.length;
  checkLength('groupRtrn', reply.groupRtrn.length / 3, popCount(reply.groupsRtrn));
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u8(reply.groupsRtrn);
  writer.pad(1);
  writer.u16(reply.firstSIRtrn);
  writer.count16(reply.siRtrn.length);
  writer.u16(reply.nTotalSI);
  writer.pad(16);
  writeXkbSymInterpretList(writer, reply.siRtrn);
  writeXkbModDefList(writer, reply.groupRtrn);
  writer.endReply(start);
}

export interface XkbSetCompatMapRequest {
  deviceSpec: number;
  recomputeActions: number;
  truncateSI: number;
  /** SetOfGroup */
  groups: number;
  firstSI: number;
  si: XkbSymInterpret[];
  /** ModDef: [mask, realMods, vmods, ...] */
  groupMaps: Int32Array;
}

export function decodeXkbSetCompatMap(reader: Reader): XkbSetCompatMapRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(1);
  const recomputeActions = reader.u8();
  const truncateSI = reader.u8();
  const groups = reader.u8();
  const firstSI = reader.u16();
  const nSI = reader.u16();
  reader.skip(2);
  const si = readXkbSymInterpretList(reader, nSI);
  const groupMaps = readXkbModDefList(reader, popCount(groups));
  reader.endRequest();
  return { deviceSpec, recomputeActions, truncateSI, groups, firstSI, si, groupMaps };
}

export function encodeXkbSetCompatMap(writer: Writer, request: XkbSetCompatMapRequest, majorOpcode: number): void {
  const start = writer.length;
  checkLength('groupMaps', request.groupMaps.length / 3, popCount(request.groups));
  writer.u8(majorOpcode);
  writer.u8(11);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.pad(1);
  writer.u8(request.recomputeActions);
  writer.u8(request.truncateSI);
  writer.u8(request.groups);
  writer.u16(request.firstSI);
  writer.count16(request.si.length);
  writer.pad(2);
  writeXkbSymInterpretList(writer, request.si);
  writeXkbModDefList(writer, request.groupMaps);
  writer.endRequest(start);
}

export interface XkbGetIndicatorStateRequest {
  deviceSpec: number;
}

export function decodeXkbGetIndicatorState(reader: Reader): XkbGetIndicatorStateRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(2);
  reader.endRequest();
  return { deviceSpec };
}

export function encodeXkbGetIndicatorState(
  writer: Writer,
  request: XkbGetIndicatorStateRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(12);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.pad(2);
  writer.endRequest(start);
}

export interface XkbGetIndicatorStateReply {
  deviceID: number;
  state: number;
}

export function decodeXkbGetIndicatorStateReply(reader: Reader): XkbGetIndicatorStateReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const state = reader.u32();
  reader.skip(20);
  return { sequence, deviceID, state };
}

export function encodeXkbGetIndicatorStateReply(
  writer: Writer,
  sequence: number,
  reply: XkbGetIndicatorStateReply,
): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.state);
  writer.pad(20);
  writer.endReply(start);
}

export interface XkbGetIndicatorMapRequest {
  deviceSpec: number;
  which: number;
}

export function decodeXkbGetIndicatorMap(reader: Reader): XkbGetIndicatorMapRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(2);
  const which = reader.u32();
  reader.endRequest();
  return { deviceSpec, which };
}

export function encodeXkbGetIndicatorMap(
  writer: Writer,
  request: XkbGetIndicatorMapRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(13);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.pad(2);
  writer.u32(request.which);
  writer.endRequest(start);
}

export interface XkbGetIndicatorMapReply {
  deviceID: number;
  which: number;
  realIndicators: number;
  nIndicators: number;
  maps: XkbIndicatorMap[];
}

export function decodeXkbGetIndicatorMapReply(reader: Reader): XkbGetIndicatorMapReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const which = reader.u32();
  const realIndicators = reader.u32();
  const nIndicators = reader.u8();
  reader.skip(15);
  const maps = readXkbIndicatorMapList(reader, popCount(which));
  return { sequence, deviceID, which, realIndicators, nIndicators, maps };
}

export function encodeXkbGetIndicatorMapReply(writer: Writer, sequence: number, reply: XkbGetIndicatorMapReply): void {
  const start = writer.length;
  checkLength('maps', reply.maps.length, popCount(reply.which));
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.which);
  writer.u32(reply.realIndicators);
  writer.u8(reply.nIndicators);
  writer.pad(15);
  writeXkbIndicatorMapList(writer, reply.maps);
  writer.endReply(start);
}

export interface XkbSetIndicatorMapRequest {
  deviceSpec: number;
  which: number;
  maps: XkbIndicatorMap[];
}

export function decodeXkbSetIndicatorMap(reader: Reader): XkbSetIndicatorMapRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(2);
  const which = reader.u32();
  const maps = readXkbIndicatorMapList(reader, popCount(which));
  reader.endRequest();
  return { deviceSpec, which, maps };
}

export function encodeXkbSetIndicatorMap(
  writer: Writer,
  request: XkbSetIndicatorMapRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  checkLength('maps', request.maps.length, popCount(request.which));
  writer.u8(majorOpcode);
  writer.u8(14);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.pad(2);
  writer.u32(request.which);
  writeXkbIndicatorMapList(writer, request.maps);
  writer.endRequest(start);
}

export interface XkbGetNamedIndicatorRequest {
  deviceSpec: number;
  /** LedClass */
  ledClass: number;
  /** ID */
  ledID: number;
  indicator: number;
}

export function decodeXkbGetNamedIndicator(reader: Reader): XkbGetNamedIndicatorRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const ledClass = reader.u16();
  const ledID = reader.u16();
  reader.skip(2);
  const indicator = reader.u32();
  reader.endRequest();
  return { deviceSpec, ledClass, ledID, indicator };
}

export function encodeXkbGetNamedIndicator(
  writer: Writer,
  request: XkbGetNamedIndicatorRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(15);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.ledClass);
  writer.u16(request.ledID);
  writer.pad(2);
  writer.u32(request.indicator);
  writer.endRequest(start);
}

export interface XkbGetNamedIndicatorReply {
  deviceID: number;
  indicator: number;
  found: number;
  on: number;
  realIndicator: number;
  ndx: number;
  /** IMFlag */
  mapFlags: number;
  /** IMGroupsWhich */
  mapWhichGroups: number;
  /** SetOfGroups */
  mapGroups: number;
  /** IMModsWhich */
  mapWhichMods: number;
  /** ModMask */
  mapMods: number;
  /** ModMask */
  mapRealMods: number;
  /** VMod */
  mapVmod: number;
  /** BoolCtrl */
  mapCtrls: number;
  supported: number;
}

export function decodeXkbGetNamedIndicatorReply(reader: Reader): XkbGetNamedIndicatorReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const indicator = reader.u32();
  const found = reader.u8();
  const on = reader.u8();
  const realIndicator = reader.u8();
  const ndx = reader.u8();
  const mapFlags = reader.u8();
  const mapWhichGroups = reader.u8();
  const mapGroups = reader.u8();
  const mapWhichMods = reader.u8();
  const mapMods = reader.u8();
  const mapRealMods = reader.u8();
  const mapVmod = reader.u16();
  const mapCtrls = reader.u32();
  const supported = reader.u8();
  reader.skip(3);
  return {
    sequence,
    deviceID,
    indicator,
    found,
    on,
    realIndicator,
    ndx,
    mapFlags,
    mapWhichGroups,
    mapGroups,
    mapWhichMods,
    mapMods,
    mapRealMods,
    mapVmod,
    mapCtrls,
    supported,
  };
}

export function encodeXkbGetNamedIndicatorReply(
  writer: Writer,
  sequence: number,
  reply: XkbGetNamedIndicatorReply,
): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.indicator);
  writer.u8(reply.found);
  writer.u8(reply.on);
  writer.u8(reply.realIndicator);
  writer.u8(reply.ndx);
  writer.u8(reply.mapFlags);
  writer.u8(reply.mapWhichGroups);
  writer.u8(reply.mapGroups);
  writer.u8(reply.mapWhichMods);
  writer.u8(reply.mapMods);
  writer.u8(reply.mapRealMods);
  writer.u16(reply.mapVmod);
  writer.u32(reply.mapCtrls);
  writer.u8(reply.supported);
  writer.pad(3);
  writer.endReply(start);
}

export interface XkbSetNamedIndicatorRequest {
  deviceSpec: number;
  /** LedClass */
  ledClass: number;
  /** ID */
  ledID: number;
  indicator: number;
  setState: number;
  on: number;
  setMap: number;
  createMap: number;
  /** IMFlag */
  mapFlags: number;
  /** IMGroupsWhich */
  mapWhichGroups: number;
  /** SetOfGroups */
  mapGroups: number;
  /** IMModsWhich */
  mapWhichMods: number;
  /** ModMask */
  mapRealMods: number;
  /** VMod */
  mapVmods: number;
  /** BoolCtrl */
  mapCtrls: number;
}

export function decodeXkbSetNamedIndicator(reader: Reader): XkbSetNamedIndicatorRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const ledClass = reader.u16();
  const ledID = reader.u16();
  reader.skip(2);
  const indicator = reader.u32();
  const setState = reader.u8();
  const on = reader.u8();
  const setMap = reader.u8();
  const createMap = reader.u8();
  reader.skip(1);
  const mapFlags = reader.u8();
  const mapWhichGroups = reader.u8();
  const mapGroups = reader.u8();
  const mapWhichMods = reader.u8();
  const mapRealMods = reader.u8();
  const mapVmods = reader.u16();
  const mapCtrls = reader.u32();
  reader.endRequest();
  return {
    deviceSpec,
    ledClass,
    ledID,
    indicator,
    setState,
    on,
    setMap,
    createMap,
    mapFlags,
    mapWhichGroups,
    mapGroups,
    mapWhichMods,
    mapRealMods,
    mapVmods,
    mapCtrls,
  };
}

export function encodeXkbSetNamedIndicator(
  writer: Writer,
  request: XkbSetNamedIndicatorRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(16);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.ledClass);
  writer.u16(request.ledID);
  writer.pad(2);
  writer.u32(request.indicator);
  writer.u8(request.setState);
  writer.u8(request.on);
  writer.u8(request.setMap);
  writer.u8(request.createMap);
  writer.pad(1);
  writer.u8(request.mapFlags);
  writer.u8(request.mapWhichGroups);
  writer.u8(request.mapGroups);
  writer.u8(request.mapWhichMods);
  writer.u8(request.mapRealMods);
  writer.u16(request.mapVmods);
  writer.u32(request.mapCtrls);
  writer.endRequest(start);
}

export interface XkbGetNamesRequest {
  deviceSpec: number;
  /** NameDetail */
  which: number;
}

export function decodeXkbGetNames(reader: Reader): XkbGetNamesRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(2);
  const which = reader.u32();
  reader.endRequest();
  return { deviceSpec, which };
}

export function encodeXkbGetNames(writer: Writer, request: XkbGetNamesRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(17);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.pad(2);
  writer.u32(request.which);
  writer.endRequest(start);
}

export interface XkbGetNamesReplyValueList {
  keycodesName?: number | undefined;
  geometryName?: number | undefined;
  symbolsName?: number | undefined;
  physSymbolsName?: number | undefined;
  typesName?: number | undefined;
  compatName?: number | undefined;
  typeNames?: Uint32Array | undefined;
  nLevelsPerType?: Uint8Array | undefined;
  ktLevelNames?: Uint32Array | undefined;
  indicatorNames?: Uint32Array | undefined;
  virtualModNames?: Uint32Array | undefined;
  groups?: Uint32Array | undefined;
  keyNames?: XkbKeyName[] | undefined;
  keyAliases?: XkbKeyAlias[] | undefined;
  radioGroupNames?: Uint32Array | undefined;
}

export interface XkbGetNamesReply {
  deviceID: number;
  /** NameDetail */
  which: number;
  minKeyCode: number;
  maxKeyCode: number;
  nTypes: number;
  /** SetOfGroup */
  groupNames: number;
  /** VMod */
  virtualMods: number;
  firstKey: number;
  nKeys: number;
  indicators: number;
  nRadioGroups: number;
  nKeyAliases: number;
  nKTLevels: number;
  valueList: XkbGetNamesReplyValueList;
}

export function decodeXkbGetNamesReply(reader: Reader): XkbGetNamesReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const which = reader.u32();
  const minKeyCode = reader.u8();
  const maxKeyCode = reader.u8();
  const nTypes = reader.u8();
  const groupNames = reader.u8();
  const virtualMods = reader.u16();
  const firstKey = reader.u8();
  const nKeys = reader.u8();
  const indicators = reader.u32();
  const nRadioGroups = reader.u8();
  const nKeyAliases = reader.u8();
  const nKTLevels = reader.u16();
  reader.skip(4);
  const valueList: XkbGetNamesReplyValueList = {};
  if ((which & 1) !== 0) valueList.keycodesName = reader.u32();
  if ((which & 2) !== 0) valueList.geometryName = reader.u32();
  if ((which & 4) !== 0) valueList.symbolsName = reader.u32();
  if ((which & 8) !== 0) valueList.physSymbolsName = reader.u32();
  if ((which & 16) !== 0) valueList.typesName = reader.u32();
  if ((which & 32) !== 0) valueList.compatName = reader.u32();
  if ((which & 64) !== 0) {
    const typeNames = reader.u32s(nTypes);
    valueList.typeNames = typeNames;
  }
  if ((which & 128) !== 0) {
    const nLevelsPerType = reader.bytes(nTypes);
    reader.align(4);
    const ktLevelNames = reader.u32s(sumOf(nLevelsPerType, (one) => one));
    valueList.nLevelsPerType = nLevelsPerType;
    valueList.ktLevelNames = ktLevelNames;
  }
  if ((which & 256) !== 0) {
    const indicatorNames = reader.u32s(popCount(indicators));
    valueList.indicatorNames = indicatorNames;
  }
  if ((which & 2048) !== 0) {
    const virtualModNames = reader.u32s(popCount(virtualMods));
    valueList.virtualModNames = virtualModNames;
  }
  if ((which & 4096) !== 0) {
    const groups = reader.u32s(popCount(groupNames));
    valueList.groups = groups;
  }
  if ((which & 512) !== 0) {
    const keyNames = readXkbKeyNameList(reader, nKeys);
    valueList.keyNames = keyNames;
  }
  if ((which & 1024) !== 0) {
    const keyAliases = readXkbKeyAliasList(reader, nKeyAliases);
    valueList.keyAliases = keyAliases;
  }
  if ((which & 8192) !== 0) {
    const radioGroupNames = reader.u32s(nRadioGroups);
    valueList.radioGroupNames = radioGroupNames;
  }
  return {
    sequence,
    deviceID,
    which,
    minKeyCode,
    maxKeyCode,
    nTypes,
    groupNames,
    virtualMods,
    firstKey,
    nKeys,
    indicators,
    nRadioGroups,
    nKeyAliases,
    nKTLevels,
    valueList,
  };
}

export function encodeXkbGetNamesReply(writer: Writer, sequence: number, reply: XkbGetNamesReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.which);
  writer.u8(reply.minKeyCode);
  writer.u8(reply.maxKeyCode);
  writer.u8(reply.nTypes);
  writer.u8(reply.groupNames);
  writer.u16(reply.virtualMods);
  writer.u8(reply.firstKey);
  writer.u8(reply.nKeys);
  writer.u32(reply.indicators);
  writer.u8(reply.nRadioGroups);
  writer.u8(reply.nKeyAliases);
  writer.u16(reply.nKTLevels);
  writer.pad(4);
  if ((reply.which & 1) !== 0) {
    const valueListPart = {
      keycodesName: present('keycodesName', reply.valueList.keycodesName),
    };
    writer.u32(valueListPart.keycodesName);
  }
  if ((reply.which & 2) !== 0) {
    const valueListPart = {
      geometryName: present('geometryName', reply.valueList.geometryName),
    };
    writer.u32(valueListPart.geometryName);
  }
  if ((reply.which & 4) !== 0) {
    const valueListPart = {
      symbolsName: present('symbolsName', reply.valueList.symbolsName),
    };
    writer.u32(valueListPart.symbolsName);
  }
  if ((reply.which & 8) !== 0) {
    const valueListPart = {
      physSymbolsName: present('physSymbolsName', reply.valueList.physSymbolsName),
    };
    writer.u32(valueListPart.physSymbolsName);
  }
  if ((reply.which & 16) !== 0) {
    const valueListPart = {
      typesName: present('typesName', reply.valueList.typesName),
    };
    writer.u32(valueListPart.typesName);
  }
  if ((reply.which & 32) !== 0) {
    const valueListPart = {
      compatName: present('compatName', reply.valueList.compatName),
    };
    writer.u32(valueListPart.compatName);
  }
  if ((reply.which & 64) !== 0) {
    const valueListPart = {
      typeNames: present('typeNames', reply.valueList.typeNames),
    };
    checkLength('typeNames', valueListPart.typeNames.length, reply.nTypes);
    writer.u32s(valueListPart.typeNames);
  }
  if ((reply.which & 128) !== 0) {
    const valueListPart = {
      nLevelsPerType: present('nLevelsPerType', reply.valueList.nLevelsPerType),
      ktLevelNames: present('ktLevelNames', reply.valueList.ktLevelNames),
    };
    checkLength('nLevelsPerType', valueListPart.nLevelsPerType.length, reply.nTypes);
    checkLength('ktLevelNames', valueListPart.ktLevelNames.length, sumOf(valueListPart.nLevelsPerType, (one) => one));
    writer.bytes(valueListPart.nLevelsPerType);
    writer.align(4);
    writer.u32s(valueListPart.ktLevelNames);
  }
  if ((reply.which & 256) !== 0) {
    const valueListPart = {
      indicatorNames: present('indicatorNames', reply.valueList.indicatorNames),
    };
    checkLength('indicatorNames', valueListPart.indicatorNames.length, popCount(reply.indicators));
    writer.u32s(valueListPart.indicatorNames);
  }
  if ((reply.which & 2048) !== 0) {
    const valueListPart = {
      virtualModNames: present('virtualModNames', reply.valueList.virtualModNames),
    };
    checkLength('virtualModNames', valueListPart.virtualModNames.length, popCount(reply.virtualMods));
    writer.u32s(valueListPart.virtualModNames);
  }
  if ((reply.which & 4096) !== 0) {
    const valueListPart = {
      groups: present('groups', reply.valueList.groups),
    };
    checkLength('groups', valueListPart.groups.length, popCount(reply.groupNames));
    writer.u32s(valueListPart.groups);
  }
  if ((reply.which & 512) !== 0) {
    const valueListPart = {
      keyNames: present('keyNames', reply.valueList.keyNames),
    };
    checkLength('keyNames', valueListPart.keyNames.length, reply.nKeys);
    writeXkbKeyNameList(writer, valueListPart.keyNames);
  }
  if ((reply.which & 1024) !== 0) {
    const valueListPart = {
      keyAliases: present('keyAliases', reply.valueList.keyAliases),
    };
    checkLength('keyAliases', valueListPart.keyAliases.length, reply.nKeyAliases);
    writeXkbKeyAliasList(writer, valueListPart.keyAliases);
  }
  if ((reply.which & 8192) !== 0) {
    const valueListPart = {
      radioGroupNames: present('radioGroupNames', reply.valueList.radioGroupNames),
    };
    checkLength('radioGroupNames', valueListPart.radioGroupNames.length, reply.nRadioGroups);
    writer.u32s(valueListPart.radioGroupNames);
  }
  writer.endReply(start);
}

export interface XkbSetNamesValues {
  keycodesName?: number | undefined;
  geometryName?: number | undefined;
  symbolsName?: number | undefined;
  physSymbolsName?: number | undefined;
  typesName?: number | undefined;
  compatName?: number | undefined;
  typeNames?: Uint32Array | undefined;
  nLevelsPerType?: Uint8Array | undefined;
  ktLevelNames?: Uint32Array | undefined;
  indicatorNames?: Uint32Array | undefined;
  virtualModNames?: Uint32Array | undefined;
  groups?: Uint32Array | undefined;
  keyNames?: XkbKeyName[] | undefined;
  keyAliases?: XkbKeyAlias[] | undefined;
  radioGroupNames?: Uint32Array | undefined;
}

export interface XkbSetNamesRequest {
  deviceSpec: number;
  /** VMod */
  virtualMods: number;
  /** NameDetail */
  which: number;
  firstType: number;
  nTypes: number;
  firstKTLevelt: number;
  nKTLevels: number;
  indicators: number;
  /** SetOfGroup */
  groupNames: number;
  nRadioGroups: number;
  firstKey: number;
  nKeys: number;
  nKeyAliases: number;
  totalKTLevelNames: number;
  values: XkbSetNamesValues;
}

export function decodeXkbSetNames(reader: Reader): XkbSetNamesRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const virtualMods = reader.u16();
  const which = reader.u32();
  const firstType = reader.u8();
  const nTypes = reader.u8();
  const firstKTLevelt = reader.u8();
  const nKTLevels = reader.u8();
  const indicators = reader.u32();
  const groupNames = reader.u8();
  const nRadioGroups = reader.u8();
  const firstKey = reader.u8();
  const nKeys = reader.u8();
  const nKeyAliases = reader.u8();
  reader.skip(1);
  const totalKTLevelNames = reader.u16();
  const values: XkbSetNamesValues = {};
  if ((which & 1) !== 0) values.keycodesName = reader.u32();
  if ((which & 2) !== 0) values.geometryName = reader.u32();
  if ((which & 4) !== 0) values.symbolsName = reader.u32();
  if ((which & 8) !== 0) values.physSymbolsName = reader.u32();
  if ((which & 16) !== 0) values.typesName = reader.u32();
  if ((which & 32) !== 0) values.compatName = reader.u32();
  if ((which & 64) !== 0) {
    const typeNames = reader.u32s(nTypes);
    values.typeNames = typeNames;
  }
  if ((which & 128) !== 0) {
    const nLevelsPerType = reader.bytes(nKTLevels);
    reader.align(4);
    const ktLevelNames = reader.u32s(sumOf(nLevelsPerType, (one) => one));
    values.nLevelsPerType = nLevelsPerType;
    values.ktLevelNames = ktLevelNames;
  }
  if ((which & 256) !== 0) {
    const indicatorNames = reader.u32s(popCount(indicators));
    values.indicatorNames = indicatorNames;
  }
  if ((which & 2048) !== 0) {
    const virtualModNames = reader.u32s(popCount(virtualMods));
    values.virtualModNames = virtualModNames;
  }
  if ((which & 4096) !== 0) {
    const groups = reader.u32s(popCount(groupNames));
    values.groups = groups;
  }
  if ((which & 512) !== 0) {
    const keyNames = readXkbKeyNameList(reader, nKeys);
    values.keyNames = keyNames;
  }
  if ((which & 1024) !== 0) {
    const keyAliases = readXkbKeyAliasList(reader, nKeyAliases);
    values.keyAliases = keyAliases;
  }
  if ((which & 8192) !== 0) {
    const radioGroupNames = reader.u32s(nRadioGroups);
    values.radioGroupNames = radioGroupNames;
  }
  reader.endRequest();
  return {
    deviceSpec,
    virtualMods,
    which,
    firstType,
    nTypes,
    firstKTLevelt,
    nKTLevels,
    indicators,
    groupNames,
    nRadioGroups,
    firstKey,
    nKeys,
    nKeyAliases,
    totalKTLevelNames,
    values,
  };
}

export function encodeXkbSetNames(writer: Writer, request: XkbSetNamesRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(18);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.virtualMods);
  writer.u32(request.which);
  writer.u8(request.firstType);
  writer.u8(request.nTypes);
  writer.u8(request.firstKTLevelt);
  writer.u8(request.nKTLevels);
  writer.u32(request.indicators);
  writer.u8(request.groupNames);
  writer.u8(request.nRadioGroups);
  writer.u8(request.firstKey);
  writer.u8(request.nKeys);
  writer.u8(request.nKeyAliases);
  writer.pad(1);
  writer.u16(request.totalKTLevelNames);
  if ((request.which & 1) !== 0) {
    const valuesPart = {
      keycodesName: present('keycodesName', request.values.keycodesName),
    };
    writer.u32(valuesPart.keycodesName);
  }
  if ((request.which & 2) !== 0) {
    const valuesPart = {
      geometryName: present('geometryName', request.values.geometryName),
    };
    writer.u32(valuesPart.geometryName);
  }
  if ((request.which & 4) !== 0) {
    const valuesPart = {
      symbolsName: present('symbolsName', request.values.symbolsName),
    };
    writer.u32(valuesPart.symbolsName);
  }
  if ((request.which & 8) !== 0) {
    const valuesPart = {
      physSymbolsName: present('physSymbolsName', request.values.physSymbolsName),
    };
    writer.u32(valuesPart.physSymbolsName);
  }
  if ((request.which & 16) !== 0) {
    const valuesPart = {
      typesName: present('typesName', request.values.typesName),
    };
    writer.u32(valuesPart.typesName);
  }
  if ((request.which & 32) !== 0) {
    const valuesPart = {
      compatName: present('compatName', request.values.compatName),
    };
    writer.u32(valuesPart.compatName);
  }
  if ((request.which & 64) !== 0) {
    const valuesPart = {
      typeNames: present('typeNames', request.values.typeNames),
    };
    checkLength('typeNames', valuesPart.typeNames.length, request.nTypes);
    writer.u32s(valuesPart.typeNames);
  }
  if ((request.which & 128) !== 0) {
    const valuesPart = {
      nLevelsPerType: present('nLevelsPerType', request.values.nLevelsPerType),
      ktLevelNames: present('ktLevelNames', request.values.ktLevelNames),
    };
    checkLength('nLevelsPerType', valuesPart.nLevelsPerType.length, request.nKTLevels);
    checkLength('ktLevelNames', valuesPart.ktLevelNames.length, sumOf(valuesPart.nLevelsPerType, (one) => one));
    writer.bytes(valuesPart.nLevelsPerType);
    writer.align(4);
    writer.u32s(valuesPart.ktLevelNames);
  }
  if ((request.which & 256) !== 0) {
    const valuesPart = {
      indicatorNames: present('indicatorNames', request.values.indicatorNames),
    };
    checkLength('indicatorNames', valuesPart.indicatorNames.length, popCount(request.indicators));
    writer.u32s(valuesPart.indicatorNames);
  }
  if ((request.which & 2048) !== 0) {
    const valuesPart = {
      virtualModNames: present('virtualModNames', request.values.virtualModNames),
    };
    checkLength('virtualModNames', valuesPart.virtualModNames.length, popCount(request.virtualMods));
    writer.u32s(valuesPart.virtualModNames);
  }
  if ((request.which & 4096) !== 0) {
    const valuesPart = {
      groups: present('groups', request.values.groups),
    };
    checkLength('groups', valuesPart.groups.length, popCount(request.groupNames));
    writer.u32s(valuesPart.groups);
  }
  if ((request.which & 512) !== 0) {
    const valuesPart = {
      keyNames: present('keyNames', request.values.keyNames),
    };
    checkLength('keyNames', valuesPart.keyNames.length, request.nKeys);
    writeXkbKeyNameList(writer, valuesPart.keyNames);
  }
  if ((request.which & 1024) !== 0) {
    const valuesPart = {
      keyAliases: present('keyAliases', request.values.keyAliases),
    };
    checkLength('keyAliases', valuesPart.keyAliases.length, request.nKeyAliases);
    writeXkbKeyAliasList(writer, valuesPart.keyAliases);
  }
  if ((request.which & 8192) !== 0) {
    const valuesPart = {
      radioGroupNames: present('radioGroupNames', request.values.radioGroupNames),
    };
    checkLength('radioGroupNames', valuesPart.radioGroupNames.length, request.nRadioGroups);
    writer.u32s(valuesPart.radioGroupNames);
  }
  writer.endRequest(start);
}

export interface XkbPerClientFlagsRequest {
  deviceSpec: number;
  /** PerClientFlag */
  change: number;
  /** PerClientFlag */
  value: number;
  /** BoolCtrl */
  ctrlsToChange: number;
  /** BoolCtrl */
  autoCtrls: number;
  /** BoolCtrl */
  autoCtrlsValues: number;
}

export function decodeXkbPerClientFlags(reader: Reader): XkbPerClientFlagsRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(2);
  const change = reader.u32();
  const value_ = reader.u32();
  const ctrlsToChange = reader.u32();
  const autoCtrls = reader.u32();
  const autoCtrlsValues = reader.u32();
  reader.endRequest();
  return { deviceSpec, change, value: value_, ctrlsToChange, autoCtrls, autoCtrlsValues };
}

export function encodeXkbPerClientFlags(writer: Writer, request: XkbPerClientFlagsRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(21);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.pad(2);
  writer.u32(request.change);
  writer.u32(request.value);
  writer.u32(request.ctrlsToChange);
  writer.u32(request.autoCtrls);
  writer.u32(request.autoCtrlsValues);
  writer.endRequest(start);
}

export interface XkbPerClientFlagsReply {
  deviceID: number;
  /** PerClientFlag */
  supported: number;
  /** PerClientFlag */
  value: number;
  /** BoolCtrl */
  autoCtrls: number;
  /** BoolCtrl */
  autoCtrlsValues: number;
}

export function decodeXkbPerClientFlagsReply(reader: Reader): XkbPerClientFlagsReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const supported = reader.u32();
  const value_ = reader.u32();
  const autoCtrls = reader.u32();
  const autoCtrlsValues = reader.u32();
  reader.skip(8);
  return { sequence, deviceID, supported, value: value_, autoCtrls, autoCtrlsValues };
}

export function encodeXkbPerClientFlagsReply(writer: Writer, sequence: number, reply: XkbPerClientFlagsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.supported);
  writer.u32(reply.value);
  writer.u32(reply.autoCtrls);
  writer.u32(reply.autoCtrlsValues);
  writer.pad(8);
  writer.endReply(start);
}

export interface XkbListComponentsRequest {
  deviceSpec: number;
  maxNames: number;
  componentNames: Uint8Array;
}

export function decodeXkbListComponents(reader: Reader): XkbListComponentsRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const maxNames = reader.u16();
  const componentNames = reader.bytes(reader.remaining);
  reader.endRequest();
  return { deviceSpec, maxNames, componentNames };
}

export function encodeXkbListComponents(writer: Writer, request: XkbListComponentsRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(22);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.maxNames);
  writer.bytes(request.componentNames);
  writer.endRequest(start);
}

export interface XkbListComponentsReply {
  deviceID: number;
  extra: number;
  keymaps: XkbListing[];
  keycodes: XkbListing[];
  types: XkbListing[];
  compatMaps: XkbListing[];
  symbols: XkbListing[];
  geometries: XkbListing[];
}

export function decodeXkbListComponentsReply(reader: Reader): XkbListComponentsReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const nKeymaps = reader.u16();
  const nKeycodes = reader.u16();
  const nTypes = reader.u16();
  const nCompatMaps = reader.u16();
  const nSymbols = reader.u16();
  const nGeometries = reader.u16();
  const extra = reader.u16();
  reader.skip(10);
  const keymaps = readXkbListingList(reader, nKeymaps);
  const keycodes = readXkbListingList(reader, nKeycodes);
  const types = readXkbListingList(reader, nTypes);
  const compatMaps = readXkbListingList(reader, nCompatMaps);
  const symbols = readXkbListingList(reader, nSymbols);
  const geometries = readXkbListingList(reader, nGeometries);
  return { sequence, deviceID, extra, keymaps, keycodes, types, compatMaps, symbols, geometries };
}

export function encodeXkbListComponentsReply(writer: Writer, sequence: number, reply: XkbListComponentsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.keymaps.length);
  writer.count16(reply.keycodes.length);
  writer.count16(reply.types.length);
  writer.count16(reply.compatMaps.length);
  writer.count16(reply.symbols.length);
  writer.count16(reply.geometries.length);
  writer.u16(reply.extra);
  writer.pad(10);
  writeXkbListingList(writer, reply.keymaps);
  writeXkbListingList(writer, reply.keycodes);
  writeXkbListingList(writer, reply.types);
  writeXkbListingList(writer, reply.compatMaps);
  writeXkbListingList(writer, reply.symbols);
  writeXkbListingList(writer, reply.geometries);
  writer.endReply(start);
}

export interface XkbGetKbdByNameRequest {
  deviceSpec: number;
  /** GBNDetail */
  need: number;
  /** GBNDetail */
  want: number;
  load: number;
  componentNames: Uint8Array;
}

export function decodeXkbGetKbdByName(reader: Reader): XkbGetKbdByNameRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const need = reader.u16();
  const want = reader.u16();
  const load = reader.u8();
  reader.skip(1);
  const componentNames = reader.bytes(reader.remaining);
  reader.endRequest();
  return { deviceSpec, need, want, load, componentNames };
}

export function encodeXkbGetKbdByName(writer: Writer, request: XkbGetKbdByNameRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(23);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.need);
  writer.u16(request.want);
  writer.u8(request.load);
  writer.pad(1);
  writer.bytes(request.componentNames);
  writer.endRequest(start);
}

export interface XkbGetKbdByNameReplyRepliesTypesMap {
  typesRtrn?: XkbKeyType[] | undefined;
  symsRtrn?: XkbKeySymMap[] | undefined;
  actsRtrnCount?: Uint8Array | undefined;
  /** 8 bytes for each Action */
  actsRtrnActs?: Uint8Array | undefined;
  behaviorsRtrn?: XkbSetBehavior[] | undefined;
  vmodsRtrn?: Uint8Array | undefined;
  /** SetExplicit: [keycode, explicit, ...] */
  explicitRtrn?: Int32Array | undefined;
  /** KeyModMap: [keycode, mods, ...] */
  modmapRtrn?: Int32Array | undefined;
  /** KeyVModMap: [keycode, vmods, ...] */
  vmodmapRtrn?: Int32Array | undefined;
}

export interface XkbGetKbdByNameReplyRepliesTypes {
  getmapType: number;
  typeDeviceID: number;
  getmapSequence: number;
  getmapLength: number;
  typeMinKeyCode: number;
  typeMaxKeyCode: number;
  /** MapPart */
  present: number;
  firstType: number;
  nTypes: number;
  totalTypes: number;
  firstKeySym: number;
  totalSyms: number;
  nKeySyms: number;
  firstKeyAction: number;
  totalActions: number;
  nKeyActions: number;
  firstKeyBehavior: number;
  nKeyBehaviors: number;
  totalKeyBehaviors: number;
  firstKeyExplicit: number;
  nKeyExplicit: number;
  totalKeyExplicit: number;
  firstModMapKey: number;
  nModMapKeys: number;
  totalModMapKeys: number;
  firstVModMapKey: number;
  nVModMapKeys: number;
  totalVModMapKeys: number;
  /** VMod */
  virtualMods: number;
  map: XkbGetKbdByNameReplyRepliesTypesMap;
}

export interface XkbGetKbdByNameReplyRepliesCompatMap {
  compatmapType: number;
  compatDeviceID: number;
  compatmapSequence: number;
  compatmapLength: number;
  /** SetOfGroup */
  groupsRtrn: number;
  firstSIRtrn: number;
  nTotalSI: number;
  siRtrn: XkbSymInterpret[];
  /** ModDef: [mask, realMods, vmods, ...] */
  groupRtrn: Int32Array;
}

export interface XkbGetKbdByNameReplyRepliesIndicatorMaps {
  indicatormapType: number;
  indicatorDeviceID: number;
  indicatormapSequence: number;
  indicatormapLength: number;
  which: number;
  realIndicators: number;
  maps: XkbIndicatorMap[];
}

export interface XkbGetKbdByNameReplyRepliesKeyNamesValueList {
  keycodesName?: number | undefined;
  geometryName?: number | undefined;
  symbolsName?: number | undefined;
  physSymbolsName?: number | undefined;
  typesName?: number | undefined;
  compatName?: number | undefined;
  typeNames?: Uint32Array | undefined;
  nLevelsPerType?: Uint8Array | undefined;
  ktLevelNames?: Uint32Array | undefined;
  indicatorNames?: Uint32Array | undefined;
  virtualModNames?: Uint32Array | undefined;
  groups?: Uint32Array | undefined;
  keyNames?: XkbKeyName[] | undefined;
  keyAliases?: XkbKeyAlias[] | undefined;
  radioGroupNames?: Uint32Array | undefined;
}

export interface XkbGetKbdByNameReplyRepliesKeyNames {
  keynameType: number;
  keyDeviceID: number;
  keynameSequence: number;
  keynameLength: number;
  /** NameDetail */
  which: number;
  keyMinKeyCode: number;
  keyMaxKeyCode: number;
  nTypes: number;
  /** SetOfGroup */
  groupNames: number;
  /** VMod */
  virtualMods: number;
  firstKey: number;
  nKeys: number;
  indicators: number;
  nRadioGroups: number;
  nKeyAliases: number;
  nKTLevels: number;
  valueList: XkbGetKbdByNameReplyRepliesKeyNamesValueList;
}

export interface XkbGetKbdByNameReplyRepliesGeometry {
  geometryType: number;
  geometryDeviceID: number;
  geometrySequence: number;
  geometryLength: number;
  name: number;
  geometryFound: number;
  widthMM: number;
  heightMM: number;
  nProperties: number;
  nColors: number;
  nShapes: number;
  nSections: number;
  nDoodads: number;
  nKeyAliases: number;
  baseColorNdx: number;
  labelColorNdx: number;
  labelFont: XkbCountedString16;
}

export interface XkbGetKbdByNameReplyReplies {
  types?: XkbGetKbdByNameReplyRepliesTypes | undefined;
  compatMap?: XkbGetKbdByNameReplyRepliesCompatMap | undefined;
  indicatorMaps?: XkbGetKbdByNameReplyRepliesIndicatorMaps | undefined;
  keyNames?: XkbGetKbdByNameReplyRepliesKeyNames | undefined;
  geometry?: XkbGetKbdByNameReplyRepliesGeometry | undefined;
}

export interface XkbGetKbdByNameReply {
  deviceID: number;
  minKeyCode: number;
  maxKeyCode: number;
  loaded: number;
  newKeyboard: number;
  /** GBNDetail */
  found: number;
  /** GBNDetail */
  reported: number;
  replies: XkbGetKbdByNameReplyReplies;
}

export function decodeXkbGetKbdByNameReply(reader: Reader): XkbGetKbdByNameReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const minKeyCode = reader.u8();
  const maxKeyCode = reader.u8();
  const loaded = reader.u8();
  const newKeyboard = reader.u8();
  const found = reader.u16();
  const reported = reader.u16();
  reader.skip(16);
  const replies: XkbGetKbdByNameReplyReplies = {};
  if ((reported & 13) !== 0) {
    const getmapType = reader.u8();
    const typeDeviceID = reader.u8();
    const getmapSequence = reader.u16();
    const getmapLength = reader.u32();
    reader.skip(2);
    const typeMinKeyCode = reader.u8();
    const typeMaxKeyCode = reader.u8();
    const present = reader.u16();
    const firstType = reader.u8();
    const nTypes = reader.u8();
    const totalTypes = reader.u8();
    const firstKeySym = reader.u8();
    const totalSyms = reader.u16();
    const nKeySyms = reader.u8();
    const firstKeyAction = reader.u8();
    const totalActions = reader.u16();
    const nKeyActions = reader.u8();
    const firstKeyBehavior = reader.u8();
    const nKeyBehaviors = reader.u8();
    const totalKeyBehaviors = reader.u8();
    const firstKeyExplicit = reader.u8();
    const nKeyExplicit = reader.u8();
    const totalKeyExplicit = reader.u8();
    const firstModMapKey = reader.u8();
    const nModMapKeys = reader.u8();
    const totalModMapKeys = reader.u8();
    const firstVModMapKey = reader.u8();
    const nVModMapKeys = reader.u8();
    const totalVModMapKeys = reader.u8();
    reader.skip(1);
    const virtualMods = reader.u16();
    const map: XkbGetKbdByNameReplyRepliesTypesMap = {};
    if ((present & 1) !== 0) {
      const typesRtrn = readXkbKeyTypeList(reader, nTypes);
      map.typesRtrn = typesRtrn;
    }
    if ((present & 2) !== 0) {
      const symsRtrn = readXkbKeySymMapList(reader, nKeySyms);
      map.symsRtrn = symsRtrn;
    }
    if ((present & 16) !== 0) {
      const actsRtrnCount = reader.bytes(nKeyActions);
      reader.align(4);
      const actsRtrnActs = reader.bytes((totalActions) * 8);
      map.actsRtrnCount = actsRtrnCount;
      map.actsRtrnActs = actsRtrnActs;
    }
    if ((present & 32) !== 0) {
      const behaviorsRtrn = readXkbSetBehaviorList(reader, totalKeyBehaviors);
      map.behaviorsRtrn = behaviorsRtrn;
    }
    if ((present & 64) !== 0) {
      const vmodsRtrn = reader.bytes(popCount(virtualMods));
      reader.align(4);
      map.vmodsRtrn = vmodsRtrn;
    }
    if ((present & 8) !== 0) {
      const explicitRtrn = readXkbSetExplicitList(reader, totalKeyExplicit);
      reader.align(4);
      map.explicitRtrn = explicitRtrn;
    }
    if ((present & 4) !== 0) {
      const modmapRtrn = readXkbKeyModMapList(reader, totalModMapKeys);
      reader.align(4);
      map.modmapRtrn = modmapRtrn;
    }
    if ((present & 128) !== 0) {
      const vmodmapRtrn = readXkbKeyVModMapList(reader, totalVModMapKeys);
      map.vmodmapRtrn = vmodmapRtrn;
    }
    replies.types = {
      getmapType,
      typeDeviceID,
      getmapSequence,
      getmapLength,
      typeMinKeyCode,
      typeMaxKeyCode,
      present,
      firstType,
      nTypes,
      totalTypes,
      firstKeySym,
      totalSyms,
      nKeySyms,
      firstKeyAction,
      totalActions,
      nKeyActions,
      firstKeyBehavior,
      nKeyBehaviors,
      totalKeyBehaviors,
      firstKeyExplicit,
      nKeyExplicit,
      totalKeyExplicit,
      firstModMapKey,
      nModMapKeys,
      totalModMapKeys,
      firstVModMapKey,
      nVModMapKeys,
      totalVModMapKeys,
      virtualMods,
      map,
    };
  }
  if ((reported & 2) !== 0) {
    const compatmapType = reader.u8();
    const compatDeviceID = reader.u8();
    const compatmapSequence = reader.u16();
    const compatmapLength = reader.u32();
    const groupsRtrn = reader.u8();
    reader.skip(1);
    const firstSIRtrn = reader.u16();
    const nSIRtrn = reader.u16();
    const nTotalSI = reader.u16();
    reader.skip(16);
    const siRtrn = readXkbSymInterpretList(reader, nSIRtrn);
    const groupRtrn = readXkbModDefList(reader, popCount(groupsRtrn));
    replies.compatMap = {
      compatmapType,
      compatDeviceID,
      compatmapSequence,
      compatmapLength,
      groupsRtrn,
      firstSIRtrn,
      nTotalSI,
      siRtrn,
      groupRtrn,
    };
  }
  if ((reported & 16) !== 0) {
    const indicatormapType = reader.u8();
    const indicatorDeviceID = reader.u8();
    const indicatormapSequence = reader.u16();
    const indicatormapLength = reader.u32();
    const which = reader.u32();
    const realIndicators = reader.u32();
    const nIndicators = reader.u8();
    reader.skip(15);
    const maps = readXkbIndicatorMapList(reader, nIndicators);
    replies.indicatorMaps = {
      indicatormapType,
      indicatorDeviceID,
      indicatormapSequence,
      indicatormapLength,
      which,
      realIndicators,
      maps,
    };
  }
  if ((reported & 160) !== 0) {
    const keynameType = reader.u8();
    const keyDeviceID = reader.u8();
    const keynameSequence = reader.u16();
    const keynameLength = reader.u32();
    const which = reader.u32();
    const keyMinKeyCode = reader.u8();
    const keyMaxKeyCode = reader.u8();
    const nTypes = reader.u8();
    const groupNames = reader.u8();
    const virtualMods = reader.u16();
    const firstKey = reader.u8();
    const nKeys = reader.u8();
    const indicators = reader.u32();
    const nRadioGroups = reader.u8();
    const nKeyAliases = reader.u8();
    const nKTLevels = reader.u16();
    reader.skip(4);
    const valueList: XkbGetKbdByNameReplyRepliesKeyNamesValueList = {};
    if ((which & 1) !== 0) valueList.keycodesName = reader.u32();
    if ((which & 2) !== 0) valueList.geometryName = reader.u32();
    if ((which & 4) !== 0) valueList.symbolsName = reader.u32();
    if ((which & 8) !== 0) valueList.physSymbolsName = reader.u32();
    if ((which & 16) !== 0) valueList.typesName = reader.u32();
    if ((which & 32) !== 0) valueList.compatName = reader.u32();
    if ((which & 64) !== 0) {
      const typeNames = reader.u32s(nTypes);
      valueList.typeNames = typeNames;
    }
    if ((which & 128) !== 0) {
      const nLevelsPerType = reader.bytes(nTypes);
      reader.align(4);
      const ktLevelNames = reader.u32s(sumOf(nLevelsPerType, (one) => one));
      valueList.nLevelsPerType = nLevelsPerType;
      valueList.ktLevelNames = ktLevelNames;
    }
    if ((which & 256) !== 0) {
      const indicatorNames = reader.u32s(popCount(indicators));
      valueList.indicatorNames = indicatorNames;
    }
    if ((which & 2048) !== 0) {
      const virtualModNames = reader.u32s(popCount(virtualMods));
      valueList.virtualModNames = virtualModNames;
    }
    if ((which & 4096) !== 0) {
      const groups = reader.u32s(popCount(groupNames));
      valueList.groups = groups;
    }
    if ((which & 512) !== 0) {
      const keyNames = readXkbKeyNameList(reader, nKeys);
      valueList.keyNames = keyNames;
    }
    if ((which & 1024) !== 0) {
      const keyAliases = readXkbKeyAliasList(reader, nKeyAliases);
      valueList.keyAliases = keyAliases;
    }
    if ((which & 8192) !== 0) {
      const radioGroupNames = reader.u32s(nRadioGroups);
      valueList.radioGroupNames = radioGroupNames;
    }
    replies.keyNames = {
      keynameType,
      keyDeviceID,
      keynameSequence,
      keynameLength,
      which,
      keyMinKeyCode,
      keyMaxKeyCode,
      nTypes,
      groupNames,
      virtualMods,
      firstKey,
      nKeys,
      indicators,
      nRadioGroups,
      nKeyAliases,
      nKTLevels,
      valueList,
    };
  }
  if ((reported & 64) !== 0) {
    const geometryType = reader.u8();
    const geometryDeviceID = reader.u8();
    const geometrySequence = reader.u16();
    const geometryLength = reader.u32();
    const name = reader.u32();
    const geometryFound = reader.u8();
    reader.skip(1);
    const widthMM = reader.u16();
    const heightMM = reader.u16();
    const nProperties = reader.u16();
    const nColors = reader.u16();
    const nShapes = reader.u16();
    const nSections = reader.u16();
    const nDoodads = reader.u16();
    const nKeyAliases = reader.u16();
    const baseColorNdx = reader.u8();
    const labelColorNdx = reader.u8();
    const labelFont = readXkbCountedString16(reader);
    replies.geometry = {
      geometryType,
      geometryDeviceID,
      geometrySequence,
      geometryLength,
      name,
      geometryFound,
      widthMM,
      heightMM,
      nProperties,
      nColors,
      nShapes,
      nSections,
      nDoodads,
      nKeyAliases,
      baseColorNdx,
      labelColorNdx,
      labelFont,
    };
  }
  return { sequence, deviceID, minKeyCode, maxKeyCode, loaded, newKeyboard, found, reported, replies };
}

export function encodeXkbGetKbdByNameReply(writer: Writer, sequence: number, reply: XkbGetKbdByNameReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u8(reply.minKeyCode);
  writer.u8(reply.maxKeyCode);
  writer.u8(reply.loaded);
  writer.u8(reply.newKeyboard);
  writer.u16(reply.found);
  writer.u16(reply.reported);
  writer.pad(16);
  if ((reply.reported & 13) !== 0) {
    const types = present('types', reply.replies.types);
    writer.u8(types.getmapType);
    writer.u8(types.typeDeviceID);
    writer.u16(types.getmapSequence);
    writer.u32(types.getmapLength);
    writer.pad(2);
    writer.u8(types.typeMinKeyCode);
    writer.u8(types.typeMaxKeyCode);
    writer.u16(types.present);
    writer.u8(types.firstType);
    writer.u8(types.nTypes);
    writer.u8(types.totalTypes);
    writer.u8(types.firstKeySym);
    writer.u16(types.totalSyms);
    writer.u8(types.nKeySyms);
    writer.u8(types.firstKeyAction);
    writer.u16(types.totalActions);
    writer.u8(types.nKeyActions);
    writer.u8(types.firstKeyBehavior);
    writer.u8(types.nKeyBehaviors);
    writer.u8(types.totalKeyBehaviors);
    writer.u8(types.firstKeyExplicit);
    writer.u8(types.nKeyExplicit);
    writer.u8(types.totalKeyExplicit);
    writer.u8(types.firstModMapKey);
    writer.u8(types.nModMapKeys);
    writer.u8(types.totalModMapKeys);
    writer.u8(types.firstVModMapKey);
    writer.u8(types.nVModMapKeys);
    writer.u8(types.totalVModMapKeys);
    writer.pad(1);
    writer.u16(types.virtualMods);
    if ((types.present & 1) !== 0) {
      const mapPart = {
        typesRtrn: present('typesRtrn', types.map.typesRtrn),
      };
      checkLength('typesRtrn', mapPart.typesRtrn.length, types.nTypes);
      writeXkbKeyTypeList(writer, mapPart.typesRtrn);
    }
    if ((types.present & 2) !== 0) {
      const mapPart = {
        symsRtrn: present('symsRtrn', types.map.symsRtrn),
      };
      checkLength('symsRtrn', mapPart.symsRtrn.length, types.nKeySyms);
      writeXkbKeySymMapList(writer, mapPart.symsRtrn);
    }
    if ((types.present & 16) !== 0) {
      const mapPart = {
        actsRtrnCount: present('actsRtrnCount', types.map.actsRtrnCount),
        actsRtrnActs: present('actsRtrnActs', types.map.actsRtrnActs),
      };
      checkLength('actsRtrnCount', mapPart.actsRtrnCount.length, types.nKeyActions);
      checkLength('actsRtrnActs', mapPart.actsRtrnActs.length / 8, types.totalActions);
      writer.bytes(mapPart.actsRtrnCount);
      writer.align(4);
      writer.bytes(mapPart.actsRtrnActs);
    }
    if ((types.present & 32) !== 0) {
      const mapPart = {
        behaviorsRtrn: present('behaviorsRtrn', types.map.behaviorsRtrn),
      };
      checkLength('behaviorsRtrn', mapPart.behaviorsRtrn.length, types.totalKeyBehaviors);
      writeXkbSetBehaviorList(writer, mapPart.behaviorsRtrn);
    }
    if ((types.present & 64) !== 0) {
      const mapPart = {
        vmodsRtrn: present('vmodsRtrn', types.map.vmodsRtrn),
      };
      checkLength('vmodsRtrn', mapPart.vmodsRtrn.length, popCount(types.virtualMods));
      writer.bytes(mapPart.vmodsRtrn);
      writer.align(4);
    }
    if ((types.present & 8) !== 0) {
      const mapPart = {
        explicitRtrn: present('explicitRtrn', types.map.explicitRtrn),
      };
      checkLength('explicitRtrn', mapPart.explicitRtrn.length / 2, types.totalKeyExplicit);
      writeXkbSetExplicitList(writer, mapPart.explicitRtrn);
      writer.align(4);
    }
    if ((types.present & 4) !== 0) {
      const mapPart = {
        modmapRtrn: present('modmapRtrn', types.map.modmapRtrn),
      };
      checkLength('modmapRtrn', mapPart.modmapRtrn.length / 2, types.totalModMapKeys);
      writeXkbKeyModMapList(writer, mapPart.modmapRtrn);
      writer.align(4);
    }
    if ((types.present & 128) !== 0) {
      const mapPart = {
        vmodmapRtrn: present('vmodmapRtrn', types.map.vmodmapRtrn),
      };
      checkLength('vmodmapRtrn', mapPart.vmodmapRtrn.length / 2, types.totalVModMapKeys);
      writeXkbKeyVModMapList(writer, mapPart.vmodmapRtrn);
    }
  }
  if ((reply.reported & 2) !== 0) {
    const compatMap = present('compat_map', reply.replies.compatMap);
    checkLength('groupRtrn', compatMap.groupRtrn.length / 3, popCount(compatMap.groupsRtrn));
    writer.u8(compatMap.compatmapType);
    writer.u8(compatMap.compatDeviceID);
    writer.u16(compatMap.compatmapSequence);
    writer.u32(compatMap.compatmapLength);
    writer.u8(compatMap.groupsRtrn);
    writer.pad(1);
    writer.u16(compatMap.firstSIRtrn);
    writer.count16(compatMap.siRtrn.length);
    writer.u16(compatMap.nTotalSI);
    writer.pad(16);
    writeXkbSymInterpretList(writer, compatMap.siRtrn);
    writeXkbModDefList(writer, compatMap.groupRtrn);
  }
  if ((reply.reported & 16) !== 0) {
    const indicatorMaps = present('indicator_maps', reply.replies.indicatorMaps);
    writer.u8(indicatorMaps.indicatormapType);
    writer.u8(indicatorMaps.indicatorDeviceID);
    writer.u16(indicatorMaps.indicatormapSequence);
    writer.u32(indicatorMaps.indicatormapLength);
    writer.u32(indicatorMaps.which);
    writer.u32(indicatorMaps.realIndicators);
    writer.count8(indicatorMaps.maps.length);
    writer.pad(15);
    writeXkbIndicatorMapList(writer, indicatorMaps.maps);
  }
  if ((reply.reported & 160) !== 0) {
    const keyNames = present('key_names', reply.replies.keyNames);
    writer.u8(keyNames.keynameType);
    writer.u8(keyNames.keyDeviceID);
    writer.u16(keyNames.keynameSequence);
    writer.u32(keyNames.keynameLength);
    writer.u32(keyNames.which);
    writer.u8(keyNames.keyMinKeyCode);
    writer.u8(keyNames.keyMaxKeyCode);
    writer.u8(keyNames.nTypes);
    writer.u8(keyNames.groupNames);
    writer.u16(keyNames.virtualMods);
    writer.u8(keyNames.firstKey);
    writer.u8(keyNames.nKeys);
    writer.u32(keyNames.indicators);
    writer.u8(keyNames.nRadioGroups);
    writer.u8(keyNames.nKeyAliases);
    writer.u16(keyNames.nKTLevels);
    writer.pad(4);
    if ((keyNames.which & 1) !== 0) {
      const valueListPart = {
        keycodesName: present('keycodesName', keyNames.valueList.keycodesName),
      };
      writer.u32(valueListPart.keycodesName);
    }
    if ((keyNames.which & 2) !== 0) {
      const valueListPart = {
        geometryName: present('geometryName', keyNames.valueList.geometryName),
      };
      writer.u32(valueListPart.geometryName);
    }
    if ((keyNames.which & 4) !== 0) {
      const valueListPart = {
        symbolsName: present('symbolsName', keyNames.valueList.symbolsName),
      };
      writer.u32(valueListPart.symbolsName);
    }
    if ((keyNames.which & 8) !== 0) {
      const valueListPart = {
        physSymbolsName: present('physSymbolsName', keyNames.valueList.physSymbolsName),
      };
      writer.u32(valueListPart.physSymbolsName);
    }
    if ((keyNames.which & 16) !== 0) {
      const valueListPart = {
        typesName: present('typesName', keyNames.valueList.typesName),
      };
      writer.u32(valueListPart.typesName);
    }
    if ((keyNames.which & 32) !== 0) {
      const valueListPart = {
        compatName: present('compatName', keyNames.valueList.compatName),
      };
      writer.u32(valueListPart.compatName);
    }
    if ((keyNames.which & 64) !== 0) {
      const valueListPart = {
        typeNames: present('typeNames', keyNames.valueList.typeNames),
      };
      checkLength('typeNames', valueListPart.typeNames.length, keyNames.nTypes);
      writer.u32s(valueListPart.typeNames);
    }
    if ((keyNames.which & 128) !== 0) {
      const valueListPart = {
        nLevelsPerType: present('nLevelsPerType', keyNames.valueList.nLevelsPerType),
        ktLevelNames: present('ktLevelNames', keyNames.valueList.ktLevelNames),
      };
      checkLength('nLevelsPerType', valueListPart.nLevelsPerType.length, keyNames.nTypes);
      checkLength('ktLevelNames', valueListPart.ktLevelNames.length, sumOf(valueListPart.nLevelsPerType, (one) => one));
      writer.bytes(valueListPart.nLevelsPerType);
      writer.align(4);
      writer.u32s(valueListPart.ktLevelNames);
    }
    if ((keyNames.which & 256) !== 0) {
      const valueListPart = {
        indicatorNames: present('indicatorNames', keyNames.valueList.indicatorNames),
      };
      checkLength('indicatorNames', valueListPart.indicatorNames.length, popCount(keyNames.indicators));
      writer.u32s(valueListPart.indicatorNames);
    }
    if ((keyNames.which & 2048) !== 0) {
      const valueListPart = {
        virtualModNames: present('virtualModNames', keyNames.valueList.virtualModNames),
      };
      checkLength('virtualModNames', valueListPart.virtualModNames.length, popCount(keyNames.virtualMods));
      writer.u32s(valueListPart.virtualModNames);
    }
    if ((keyNames.which & 4096) !== 0) {
      const valueListPart = {
        groups: present('groups', keyNames.valueList.groups),
      };
      checkLength('groups', valueListPart.groups.length, popCount(keyNames.groupNames));
      writer.u32s(valueListPart.groups);
    }
    if ((keyNames.which & 512) !== 0) {
      const valueListPart = {
        keyNames: present('keyNames', keyNames.valueList.keyNames),
      };
      checkLength('keyNames', valueListPart.keyNames.length, keyNames.nKeys);
      writeXkbKeyNameList(writer, valueListPart.keyNames);
    }
    if ((keyNames.which & 1024) !== 0) {
      const valueListPart = {
        keyAliases: present('keyAliases', keyNames.valueList.keyAliases),
      };
      checkLength('keyAliases', valueListPart.keyAliases.length, keyNames.nKeyAliases);
      writeXkbKeyAliasList(writer, valueListPart.keyAliases);
    }
    if ((keyNames.which & 8192) !== 0) {
      const valueListPart = {
        radioGroupNames: present('radioGroupNames', keyNames.valueList.radioGroupNames),
      };
      checkLength('radioGroupNames', valueListPart.radioGroupNames.length, keyNames.nRadioGroups);
      writer.u32s(valueListPart.radioGroupNames);
    }
  }
  if ((reply.reported & 64) !== 0) {
    const geometry = present('geometry', reply.replies.geometry);
    writer.u8(geometry.geometryType);
    writer.u8(geometry.geometryDeviceID);
    writer.u16(geometry.geometrySequence);
    writer.u32(geometry.geometryLength);
    writer.u32(geometry.name);
    writer.u8(geometry.geometryFound);
    writer.pad(1);
    writer.u16(geometry.widthMM);
    writer.u16(geometry.heightMM);
    writer.u16(geometry.nProperties);
    writer.u16(geometry.nColors);
    writer.u16(geometry.nShapes);
    writer.u16(geometry.nSections);
    writer.u16(geometry.nDoodads);
    writer.u16(geometry.nKeyAliases);
    writer.u8(geometry.baseColorNdx);
    writer.u8(geometry.labelColorNdx);
    writeXkbCountedString16(writer, geometry.labelFont);
  }
  writer.endReply(start);
}

export interface XkbGetDeviceInfoRequest {
  deviceSpec: number;
  /** XIFeature */
  wanted: number;
  allButtons: number;
  firstButton: number;
  nButtons: number;
  /** LedClass */
  ledClass: number;
  /** ID */
  ledID: number;
}

export function decodeXkbGetDeviceInfo(reader: Reader): XkbGetDeviceInfoRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const wanted = reader.u16();
  const allButtons = reader.u8();
  const firstButton = reader.u8();
  const nButtons = reader.u8();
  reader.skip(1);
  const ledClass = reader.u16();
  const ledID = reader.u16();
  reader.endRequest();
  return { deviceSpec, wanted, allButtons, firstButton, nButtons, ledClass, ledID };
}

export function encodeXkbGetDeviceInfo(writer: Writer, request: XkbGetDeviceInfoRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(24);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u16(request.wanted);
  writer.u8(request.allButtons);
  writer.u8(request.firstButton);
  writer.u8(request.nButtons);
  writer.pad(1);
  writer.u16(request.ledClass);
  writer.u16(request.ledID);
  writer.endRequest(start);
}

export interface XkbGetDeviceInfoReply {
  deviceID: number;
  /** XIFeature */
  present: number;
  /** XIFeature */
  supported: number;
  /** XIFeature */
  unsupported: number;
  firstBtnWanted: number;
  nBtnsWanted: number;
  firstBtnRtrn: number;
  totalBtns: number;
  hasOwnState: number;
  /** ID */
  dfltKbdFB: number;
  /** ID */
  dfltLedFB: number;
  devType: number;
  name: string;
  /** 8 bytes for each Action */
  btnActions: Uint8Array;
  leds: XkbDeviceLedInfo[];
}

export function decodeXkbGetDeviceInfoReply(reader: Reader): XkbGetDeviceInfoReply & { sequence: number } {
  reader.skip(1);
  const deviceID = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const present = reader.u16();
  const supported = reader.u16();
  const unsupported = reader.u16();
  const nDeviceLedFBs = reader.u16();
  const firstBtnWanted = reader.u8();
  const nBtnsWanted = reader.u8();
  const firstBtnRtrn = reader.u8();
  const nBtnsRtrn = reader.u8();
  const totalBtns = reader.u8();
  const hasOwnState = reader.u8();
  const dfltKbdFB = reader.u16();
  const dfltLedFB = reader.u16();
  reader.skip(2);
  const devType = reader.u32();
  const nameLen = reader.u16();
  const name = reader.latin1(nameLen);
  reader.align(4);
  const btnActions = reader.bytes((nBtnsRtrn) * 8);
  const leds = readXkbDeviceLedInfoList(reader, nDeviceLedFBs);
  return {
    sequence,
    deviceID,
    present,
    supported,
    unsupported,
    firstBtnWanted,
    nBtnsWanted,
    firstBtnRtrn,
    totalBtns,
    hasOwnState,
    dfltKbdFB,
    dfltLedFB,
    devType,
    name,
    btnActions,
    leds,
  };
}

export function encodeXkbGetDeviceInfoReply(writer: Writer, sequence: number, reply: XkbGetDeviceInfoReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.deviceID);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.present);
  writer.u16(reply.supported);
  writer.u16(reply.unsupported);
  writer.count16(reply.leds.length);
  writer.u8(reply.firstBtnWanted);
  writer.u8(reply.nBtnsWanted);
  writer.u8(reply.firstBtnRtrn);
  writer.count8(reply.btnActions.length / 8);
  writer.u8(reply.totalBtns);
  writer.u8(reply.hasOwnState);
  writer.u16(reply.dfltKbdFB);
  writer.u16(reply.dfltLedFB);
  writer.pad(2);
  writer.u32(reply.devType);
  writer.count16(reply.name.length);
  writer.latin1(reply.name);
  writer.align(4);
  writer.bytes(reply.btnActions);
  writeXkbDeviceLedInfoList(writer, reply.leds);
  writer.endReply(start);
}

export interface XkbSetDeviceInfoRequest {
  deviceSpec: number;
  firstBtn: number;
  /** XIFeature */
  change: number;
  /** 8 bytes for each Action */
  btnActions: Uint8Array;
  leds: XkbDeviceLedInfo[];
}

export function decodeXkbSetDeviceInfo(reader: Reader): XkbSetDeviceInfoRequest {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const firstBtn = reader.u8();
  const nBtns = reader.u8();
  const change = reader.u16();
  const nDeviceLedFBs = reader.u16();
  const btnActions = reader.bytes((nBtns) * 8);
  const leds = readXkbDeviceLedInfoList(reader, nDeviceLedFBs);
  reader.endRequest();
  return { deviceSpec, firstBtn, change, btnActions, leds };
}

export function encodeXkbSetDeviceInfo(writer: Writer, request: XkbSetDeviceInfoRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(25);
  writer.u16(0);
  writer.u16(request.deviceSpec);
  writer.u8(request.firstBtn);
  writer.count8(request.btnActions.length / 8);
  writer.u16(request.change);
  writer.count16(request.leds.length);
  writer.bytes(request.btnActions);
  writeXkbDeviceLedInfoList(writer, request.leds);
  writer.endRequest(start);
}

export interface XkbSetDebuggingFlagsRequest {
  affectFlags: number;
  flags: number;
  affectCtrls: number;
  ctrls: number;
  message: string;
}

export function decodeXkbSetDebuggingFlags(reader: Reader): XkbSetDebuggingFlagsRequest {
  reader.skip(2);
  reader.requestBody();
  const msgLength = reader.u16();
  reader.skip(2);
  const affectFlags = reader.u32();
  const flags = reader.u32();
  const affectCtrls = reader.u32();
  const ctrls = reader.u32();
  const message = reader.latin1(msgLength);
  reader.endRequest();
  return { affectFlags, flags, affectCtrls, ctrls, message };
}

export function encodeXkbSetDebuggingFlags(
  writer: Writer,
  request: XkbSetDebuggingFlagsRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(101);
  writer.u16(0);
  writer.count16(request.message.length);
  writer.pad(2);
  writer.u32(request.affectFlags);
  writer.u32(request.flags);
  writer.u32(request.affectCtrls);
  writer.u32(request.ctrls);
  writer.latin1(request.message);
  writer.endRequest(start);
}

export interface XkbSetDebuggingFlagsReply {
  currentFlags: number;
  currentCtrls: number;
  supportedFlags: number;
  supportedCtrls: number;
}

export function decodeXkbSetDebuggingFlagsReply(reader: Reader): XkbSetDebuggingFlagsReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const currentFlags = reader.u32();
  const currentCtrls = reader.u32();
  const supportedFlags = reader.u32();
  const supportedCtrls = reader.u32();
  reader.skip(8);
  return { sequence, currentFlags, currentCtrls, supportedFlags, supportedCtrls };
}

export function encodeXkbSetDebuggingFlagsReply(
  writer: Writer,
  sequence: number,
  reply: XkbSetDebuggingFlagsReply,
): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.currentFlags);
  writer.u32(reply.currentCtrls);
  writer.u32(reply.supportedFlags);
  writer.u32(reply.supportedCtrls);
  writer.pad(8);
  writer.endReply(start);
}

export interface XkbNewKeyboardNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  oldDeviceID: number;
  minKeyCode: number;
  maxKeyCode: number;
  oldMinKeyCode: number;
  oldMaxKeyCode: number;
  requestMajor: number;
  requestMinor: number;
  /** NKNDetail */
  changed: number;
}

export function decodeXkbNewKeyboardNotifyEvent(
  reader: Reader,
): XkbNewKeyboardNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  const oldDeviceID = reader.u8();
  const minKeyCode = reader.u8();
  const maxKeyCode = reader.u8();
  const oldMinKeyCode = reader.u8();
  const oldMaxKeyCode = reader.u8();
  const requestMajor = reader.u8();
  const requestMinor = reader.u8();
  const changed = reader.u16();
  reader.skip(14);
  return {
    sequence,
    sendEvent,
    xkbType,
    time,
    deviceID,
    oldDeviceID,
    minKeyCode,
    maxKeyCode,
    oldMinKeyCode,
    oldMaxKeyCode,
    requestMajor,
    requestMinor,
    changed,
  };
}

export function encodeXkbNewKeyboardNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbNewKeyboardNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 0);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.u8(event.oldDeviceID);
  writer.u8(event.minKeyCode);
  writer.u8(event.maxKeyCode);
  writer.u8(event.oldMinKeyCode);
  writer.u8(event.oldMaxKeyCode);
  writer.u8(event.requestMajor);
  writer.u8(event.requestMinor);
  writer.u16(event.changed);
  writer.pad(14);
  writer.endEvent(start);
}

export interface XkbMapNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  ptrBtnActions: number;
  /** MapPart */
  changed: number;
  minKeyCode: number;
  maxKeyCode: number;
  firstType: number;
  nTypes: number;
  firstKeySym: number;
  nKeySyms: number;
  firstKeyAct: number;
  nKeyActs: number;
  firstKeyBehavior: number;
  nKeyBehavior: number;
  firstKeyExplicit: number;
  nKeyExplicit: number;
  firstModMapKey: number;
  nModMapKeys: number;
  firstVModMapKey: number;
  nVModMapKeys: number;
  /** VMod */
  virtualMods: number;
}

export function decodeXkbMapNotifyEvent(reader: Reader): XkbMapNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  const ptrBtnActions = reader.u8();
  const changed = reader.u16();
  const minKeyCode = reader.u8();
  const maxKeyCode = reader.u8();
  const firstType = reader.u8();
  const nTypes = reader.u8();
  const firstKeySym = reader.u8();
  const nKeySyms = reader.u8();
  const firstKeyAct = reader.u8();
  const nKeyActs = reader.u8();
  const firstKeyBehavior = reader.u8();
  const nKeyBehavior = reader.u8();
  const firstKeyExplicit = reader.u8();
  const nKeyExplicit = reader.u8();
  const firstModMapKey = reader.u8();
  const nModMapKeys = reader.u8();
  const firstVModMapKey = reader.u8();
  const nVModMapKeys = reader.u8();
  const virtualMods = reader.u16();
  reader.skip(2);
  return {
    sequence,
    sendEvent,
    xkbType,
    time,
    deviceID,
    ptrBtnActions,
    changed,
    minKeyCode,
    maxKeyCode,
    firstType,
    nTypes,
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

export function encodeXkbMapNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbMapNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 1);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.u8(event.ptrBtnActions);
  writer.u16(event.changed);
  writer.u8(event.minKeyCode);
  writer.u8(event.maxKeyCode);
  writer.u8(event.firstType);
  writer.u8(event.nTypes);
  writer.u8(event.firstKeySym);
  writer.u8(event.nKeySyms);
  writer.u8(event.firstKeyAct);
  writer.u8(event.nKeyActs);
  writer.u8(event.firstKeyBehavior);
  writer.u8(event.nKeyBehavior);
  writer.u8(event.firstKeyExplicit);
  writer.u8(event.nKeyExplicit);
  writer.u8(event.firstModMapKey);
  writer.u8(event.nModMapKeys);
  writer.u8(event.firstVModMapKey);
  writer.u8(event.nVModMapKeys);
  writer.u16(event.virtualMods);
  writer.pad(2);
  writer.endEvent(start);
}

export interface XkbStateNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  /** ModMask */
  mods: number;
  /** ModMask */
  baseMods: number;
  /** ModMask */
  latchedMods: number;
  /** ModMask */
  lockedMods: number;
  /** Group */
  group: number;
  baseGroup: number;
  latchedGroup: number;
  /** Group */
  lockedGroup: number;
  /** ModMask */
  compatState: number;
  /** ModMask */
  grabMods: number;
  /** ModMask */
  compatGrabMods: number;
  /** ModMask */
  lookupMods: number;
  /** ModMask */
  compatLoockupMods: number;
  /** KeyButMask */
  ptrBtnState: number;
  /** StatePart */
  changed: number;
  keycode: number;
  eventType: number;
  requestMajor: number;
  requestMinor: number;
}

export function decodeXkbStateNotifyEvent(
  reader: Reader,
): XkbStateNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  const mods = reader.u8();
  const baseMods = reader.u8();
  const latchedMods = reader.u8();
  const lockedMods = reader.u8();
  const group = reader.u8();
  const baseGroup = reader.i16();
  const latchedGroup = reader.i16();
  const lockedGroup = reader.u8();
  const compatState = reader.u8();
  const grabMods = reader.u8();
  const compatGrabMods = reader.u8();
  const lookupMods = reader.u8();
  const compatLoockupMods = reader.u8();
  const ptrBtnState = reader.u16();
  const changed = reader.u16();
  const keycode = reader.u8();
  const eventType = reader.u8();
  const requestMajor = reader.u8();
  const requestMinor = reader.u8();
  return {
    sequence,
    sendEvent,
    xkbType,
    time,
    deviceID,
    mods,
    baseMods,
    latchedMods,
    lockedMods,
    group,
    baseGroup,
    latchedGroup,
    lockedGroup,
    compatState,
    grabMods,
    compatGrabMods,
    lookupMods,
    compatLoockupMods,
    ptrBtnState,
    changed,
    keycode,
    eventType,
    requestMajor,
    requestMinor,
  };
}

export function encodeXkbStateNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbStateNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 2);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.u8(event.mods);
  writer.u8(event.baseMods);
  writer.u8(event.latchedMods);
  writer.u8(event.lockedMods);
  writer.u8(event.group);
  writer.i16(event.baseGroup);
  writer.i16(event.latchedGroup);
  writer.u8(event.lockedGroup);
  writer.u8(event.compatState);
  writer.u8(event.grabMods);
  writer.u8(event.compatGrabMods);
  writer.u8(event.lookupMods);
  writer.u8(event.compatLoockupMods);
  writer.u16(event.ptrBtnState);
  writer.u16(event.changed);
  writer.u8(event.keycode);
  writer.u8(event.eventType);
  writer.u8(event.requestMajor);
  writer.u8(event.requestMinor);
  writer.endEvent(start);
}

export interface XkbControlsNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  numGroups: number;
  /** Control */
  changedControls: number;
  /** BoolCtrl */
  enabledControls: number;
  /** BoolCtrl */
  enabledControlChanges: number;
  keycode: number;
  eventType: number;
  requestMajor: number;
  requestMinor: number;
}

export function decodeXkbControlsNotifyEvent(
  reader: Reader,
): XkbControlsNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  const numGroups = reader.u8();
  reader.skip(2);
  const changedControls = reader.u32();
  const enabledControls = reader.u32();
  const enabledControlChanges = reader.u32();
  const keycode = reader.u8();
  const eventType = reader.u8();
  const requestMajor = reader.u8();
  const requestMinor = reader.u8();
  reader.skip(4);
  return {
    sequence,
    sendEvent,
    xkbType,
    time,
    deviceID,
    numGroups,
    changedControls,
    enabledControls,
    enabledControlChanges,
    keycode,
    eventType,
    requestMajor,
    requestMinor,
  };
}

export function encodeXkbControlsNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbControlsNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 3);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.u8(event.numGroups);
  writer.pad(2);
  writer.u32(event.changedControls);
  writer.u32(event.enabledControls);
  writer.u32(event.enabledControlChanges);
  writer.u8(event.keycode);
  writer.u8(event.eventType);
  writer.u8(event.requestMajor);
  writer.u8(event.requestMinor);
  writer.pad(4);
  writer.endEvent(start);
}

export interface XkbIndicatorStateNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  state: number;
  stateChanged: number;
}

export function decodeXkbIndicatorStateNotifyEvent(
  reader: Reader,
): XkbIndicatorStateNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  reader.skip(3);
  const state = reader.u32();
  const stateChanged = reader.u32();
  reader.skip(12);
  return { sequence, sendEvent, xkbType, time, deviceID, state, stateChanged };
}

export function encodeXkbIndicatorStateNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbIndicatorStateNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 4);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.pad(3);
  writer.u32(event.state);
  writer.u32(event.stateChanged);
  writer.pad(12);
  writer.endEvent(start);
}

export interface XkbIndicatorMapNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  state: number;
  mapChanged: number;
}

export function decodeXkbIndicatorMapNotifyEvent(
  reader: Reader,
): XkbIndicatorMapNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  reader.skip(3);
  const state = reader.u32();
  const mapChanged = reader.u32();
  reader.skip(12);
  return { sequence, sendEvent, xkbType, time, deviceID, state, mapChanged };
}

export function encodeXkbIndicatorMapNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbIndicatorMapNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 5);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.pad(3);
  writer.u32(event.state);
  writer.u32(event.mapChanged);
  writer.pad(12);
  writer.endEvent(start);
}

export interface XkbNamesNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  /** NameDetail */
  changed: number;
  firstType: number;
  nTypes: number;
  firstLevelName: number;
  nLevelNames: number;
  nRadioGroups: number;
  nKeyAliases: number;
  /** SetOfGroup */
  changedGroupNames: number;
  /** VMod */
  changedVirtualMods: number;
  firstKey: number;
  nKeys: number;
  changedIndicators: number;
}

export function decodeXkbNamesNotifyEvent(
  reader: Reader,
): XkbNamesNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  reader.skip(1);
  const changed = reader.u16();
  const firstType = reader.u8();
  const nTypes = reader.u8();
  const firstLevelName = reader.u8();
  const nLevelNames = reader.u8();
  reader.skip(1);
  const nRadioGroups = reader.u8();
  const nKeyAliases = reader.u8();
  const changedGroupNames = reader.u8();
  const changedVirtualMods = reader.u16();
  const firstKey = reader.u8();
  const nKeys = reader.u8();
  const changedIndicators = reader.u32();
  reader.skip(4);
  return {
    sequence,
    sendEvent,
    xkbType,
    time,
    deviceID,
    changed,
    firstType,
    nTypes,
    firstLevelName,
    nLevelNames,
    nRadioGroups,
    nKeyAliases,
    changedGroupNames,
    changedVirtualMods,
    firstKey,
    nKeys,
    changedIndicators,
  };
}

export function encodeXkbNamesNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbNamesNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 6);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.pad(1);
  writer.u16(event.changed);
  writer.u8(event.firstType);
  writer.u8(event.nTypes);
  writer.u8(event.firstLevelName);
  writer.u8(event.nLevelNames);
  writer.pad(1);
  writer.u8(event.nRadioGroups);
  writer.u8(event.nKeyAliases);
  writer.u8(event.changedGroupNames);
  writer.u16(event.changedVirtualMods);
  writer.u8(event.firstKey);
  writer.u8(event.nKeys);
  writer.u32(event.changedIndicators);
  writer.pad(4);
  writer.endEvent(start);
}

export interface XkbCompatMapNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  /** SetOfGroup */
  changedGroups: number;
  firstSI: number;
  nSI: number;
  nTotalSI: number;
}

export function decodeXkbCompatMapNotifyEvent(
  reader: Reader,
): XkbCompatMapNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  const changedGroups = reader.u8();
  const firstSI = reader.u16();
  const nSI = reader.u16();
  const nTotalSI = reader.u16();
  reader.skip(16);
  return { sequence, sendEvent, xkbType, time, deviceID, changedGroups, firstSI, nSI, nTotalSI };
}

export function encodeXkbCompatMapNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbCompatMapNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 7);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.u8(event.changedGroups);
  writer.u16(event.firstSI);
  writer.u16(event.nSI);
  writer.u16(event.nTotalSI);
  writer.pad(16);
  writer.endEvent(start);
}

export interface XkbBellNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  /** BellClassResult */
  bellClass: number;
  bellID: number;
  percent: number;
  pitch: number;
  duration: number;
  bellName: number;
  window: number;
  eventOnly: number;
}

export function decodeXkbBellNotifyEvent(
  reader: Reader,
): XkbBellNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  const bellClass = reader.u8();
  const bellID = reader.u8();
  const percent = reader.u8();
  const pitch = reader.u16();
  const duration = reader.u16();
  const bellName = reader.u32();
  const window = reader.u32();
  const eventOnly = reader.u8();
  reader.skip(7);
  return {
    sequence,
    sendEvent,
    xkbType,
    time,
    deviceID,
    bellClass,
    bellID,
    percent,
    pitch,
    duration,
    bellName,
    window,
    eventOnly,
  };
}

export function encodeXkbBellNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbBellNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 8);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.u8(event.bellClass);
  writer.u8(event.bellID);
  writer.u8(event.percent);
  writer.u16(event.pitch);
  writer.u16(event.duration);
  writer.u32(event.bellName);
  writer.u32(event.window);
  writer.u8(event.eventOnly);
  writer.pad(7);
  writer.endEvent(start);
}

export interface XkbActionMessageEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  keycode: number;
  press: number;
  keyEventFollows: number;
  /** ModMask */
  mods: number;
  /** Group */
  group: number;
  message: string;
}

export function decodeXkbActionMessageEvent(
  reader: Reader,
): XkbActionMessageEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  const keycode = reader.u8();
  const press = reader.u8();
  const keyEventFollows = reader.u8();
  const mods = reader.u8();
  const group = reader.u8();
  const message = reader.latin1(8);
  reader.skip(10);
  return { sequence, sendEvent, xkbType, time, deviceID, keycode, press, keyEventFollows, mods, group, message };
}

export function encodeXkbActionMessageEvent(
  writer: Writer,
  sequence: number,
  event: XkbActionMessageEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  checkLength('message', event.message.length, 8);
  writer.u8(firstEvent + 9);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.u8(event.keycode);
  writer.u8(event.press);
  writer.u8(event.keyEventFollows);
  writer.u8(event.mods);
  writer.u8(event.group);
  writer.latin1(event.message);
  writer.pad(10);
  writer.endEvent(start);
}

export interface XkbAccessXNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  keycode: number;
  /** AXNDetail */
  detailt: number;
  slowKeysDelay: number;
  debounceDelay: number;
}

export function decodeXkbAccessXNotifyEvent(
  reader: Reader,
): XkbAccessXNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  const keycode = reader.u8();
  const detailt = reader.u16();
  const slowKeysDelay = reader.u16();
  const debounceDelay = reader.u16();
  reader.skip(16);
  return { sequence, sendEvent, xkbType, time, deviceID, keycode, detailt, slowKeysDelay, debounceDelay };
}

export function encodeXkbAccessXNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbAccessXNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 10);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.u8(event.keycode);
  writer.u16(event.detailt);
  writer.u16(event.slowKeysDelay);
  writer.u16(event.debounceDelay);
  writer.pad(16);
  writer.endEvent(start);
}

export interface XkbExtensionDeviceNotifyEvent {
  xkbType: number;
  time: number;
  deviceID: number;
  /** XIFeature */
  reason: number;
  /** LedClassResult */
  ledClass: number;
  ledID: number;
  ledsDefined: number;
  ledState: number;
  firstButton: number;
  nButtons: number;
  /** XIFeature */
  supported: number;
  /** XIFeature */
  unsupported: number;
}

export function decodeXkbExtensionDeviceNotifyEvent(
  reader: Reader,
): XkbExtensionDeviceNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const xkbType = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const deviceID = reader.u8();
  reader.skip(1);
  const reason = reader.u16();
  const ledClass = reader.u16();
  const ledID = reader.u16();
  const ledsDefined = reader.u32();
  const ledState = reader.u32();
  const firstButton = reader.u8();
  const nButtons = reader.u8();
  const supported = reader.u16();
  const unsupported = reader.u16();
  reader.skip(2);
  return {
    sequence,
    sendEvent,
    xkbType,
    time,
    deviceID,
    reason,
    ledClass,
    ledID,
    ledsDefined,
    ledState,
    firstButton,
    nButtons,
    supported,
    unsupported,
  };
}

export function encodeXkbExtensionDeviceNotifyEvent(
  writer: Writer,
  sequence: number,
  event: XkbExtensionDeviceNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 11);
  writer.u8(event.xkbType);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u8(event.deviceID);
  writer.pad(1);
  writer.u16(event.reason);
  writer.u16(event.ledClass);
  writer.u16(event.ledID);
  writer.u32(event.ledsDefined);
  writer.u32(event.ledState);
  writer.u8(event.firstButton);
  writer.u8(event.nButtons);
  writer.u16(event.supported);
  writer.u16(event.unsupported);
  writer.pad(2);
  writer.endEvent(start);
}

export interface XkbRequests {
  UseExtension: XkbUseExtensionRequest;
  SelectEvents: XkbSelectEventsRequest;
  Bell: XkbBellRequest;
  GetState: XkbGetStateRequest;
  LatchLockState: XkbLatchLockStateRequest;
  GetControls: XkbGetControlsRequest;
  SetControls: XkbSetControlsRequest;
  GetMap: XkbGetMapRequest;
  SetMap: XkbSetMapRequest;
  GetCompatMap: XkbGetCompatMapRequest;
  SetCompatMap: XkbSetCompatMapRequest;
  GetIndicatorState: XkbGetIndicatorStateRequest;
  GetIndicatorMap: XkbGetIndicatorMapRequest;
  SetIndicatorMap: XkbSetIndicatorMapRequest;
  GetNamedIndicator: XkbGetNamedIndicatorRequest;
  SetNamedIndicator: XkbSetNamedIndicatorRequest;
  GetNames: XkbGetNamesRequest;
  SetNames: XkbSetNamesRequest;
  PerClientFlags: XkbPerClientFlagsRequest;
  ListComponents: XkbListComponentsRequest;
  GetKbdByName: XkbGetKbdByNameRequest;
  GetDeviceInfo: XkbGetDeviceInfoRequest;
  SetDeviceInfo: XkbSetDeviceInfoRequest;
  SetDebuggingFlags: XkbSetDebuggingFlagsRequest;
}

/** What the request encoders take. */
export interface XkbRequestArguments {
  UseExtension: XkbUseExtensionRequest;
  SelectEvents: XkbSelectEventsRequest;
  Bell: XkbBellRequest;
  GetState: XkbGetStateRequest;
  LatchLockState: XkbLatchLockStateRequest;
  GetControls: XkbGetControlsRequest;
  SetControls: XkbSetControlsRequest;
  GetMap: XkbGetMapRequest;
  SetMap: XkbSetMapRequest;
  GetCompatMap: XkbGetCompatMapRequest;
  SetCompatMap: XkbSetCompatMapRequest;
  GetIndicatorState: XkbGetIndicatorStateRequest;
  GetIndicatorMap: XkbGetIndicatorMapRequest;
  SetIndicatorMap: XkbSetIndicatorMapRequest;
  GetNamedIndicator: XkbGetNamedIndicatorRequest;
  SetNamedIndicator: XkbSetNamedIndicatorRequest;
  GetNames: XkbGetNamesRequest;
  SetNames: XkbSetNamesRequest;
  PerClientFlags: XkbPerClientFlagsRequest;
  ListComponents: XkbListComponentsRequest;
  GetKbdByName: XkbGetKbdByNameRequest;
  GetDeviceInfo: XkbGetDeviceInfoRequest;
  SetDeviceInfo: XkbSetDeviceInfoRequest;
  SetDebuggingFlags: XkbSetDebuggingFlagsRequest;
}

export interface XkbReplies {
  UseExtension: XkbUseExtensionReply;
  GetState: XkbGetStateReply;
  GetControls: XkbGetControlsReply;
  GetMap: XkbGetMapReply;
  GetCompatMap: XkbGetCompatMapReply;
  GetIndicatorState: XkbGetIndicatorStateReply;
  GetIndicatorMap: XkbGetIndicatorMapReply;
  GetNamedIndicator: XkbGetNamedIndicatorReply;
  GetNames: XkbGetNamesReply;
  PerClientFlags: XkbPerClientFlagsReply;
  ListComponents: XkbListComponentsReply;
  GetKbdByName: XkbGetKbdByNameReply;
  GetDeviceInfo: XkbGetDeviceInfoReply;
  SetDebuggingFlags: XkbSetDebuggingFlagsReply;
}

export type XkbRequestName = keyof XkbRequests;

export const xkbRequests: readonly {
  [N in XkbRequestName]: {
    readonly name: N;
    readonly opcode: number;
    readonly decode: (reader: Reader) => XkbRequests[N];
    readonly hasReply: boolean;
  };
}[XkbRequestName][] = [
  { name: 'UseExtension', opcode: 0, decode: decodeXkbUseExtension, hasReply: true },
  { name: 'SelectEvents', opcode: 1, decode: decodeXkbSelectEvents, hasReply: false },
  { name: 'Bell', opcode: 3, decode: decodeXkbBell, hasReply: false },
  { name: 'GetState', opcode: 4, decode: decodeXkbGetState, hasReply: true },
  { name: 'LatchLockState', opcode: 5, decode: decodeXkbLatchLockState, hasReply: false },
  { name: 'GetControls', opcode: 6, decode: decodeXkbGetControls, hasReply: true },
  { name: 'SetControls', opcode: 7, decode: decodeXkbSetControls, hasReply: false },
  { name: 'GetMap', opcode: 8, decode: decodeXkbGetMap, hasReply: true },
  { name: 'SetMap', opcode: 9, decode: decodeXkbSetMap, hasReply: false },
  { name: 'GetCompatMap', opcode: 10, decode: decodeXkbGetCompatMap, hasReply: true },
  { name: 'SetCompatMap', opcode: 11, decode: decodeXkbSetCompatMap, hasReply: false },
  { name: 'GetIndicatorState', opcode: 12, decode: decodeXkbGetIndicatorState, hasReply: true },
  { name: 'GetIndicatorMap', opcode: 13, decode: decodeXkbGetIndicatorMap, hasReply: true },
  { name: 'SetIndicatorMap', opcode: 14, decode: decodeXkbSetIndicatorMap, hasReply: false },
  { name: 'GetNamedIndicator', opcode: 15, decode: decodeXkbGetNamedIndicator, hasReply: true },
  { name: 'SetNamedIndicator', opcode: 16, decode: decodeXkbSetNamedIndicator, hasReply: false },
  { name: 'GetNames', opcode: 17, decode: decodeXkbGetNames, hasReply: true },
  { name: 'SetNames', opcode: 18, decode: decodeXkbSetNames, hasReply: false },
  { name: 'PerClientFlags', opcode: 21, decode: decodeXkbPerClientFlags, hasReply: true },
  { name: 'ListComponents', opcode: 22, decode: decodeXkbListComponents, hasReply: true },
  { name: 'GetKbdByName', opcode: 23, decode: decodeXkbGetKbdByName, hasReply: true },
  { name: 'GetDeviceInfo', opcode: 24, decode: decodeXkbGetDeviceInfo, hasReply: true },
  { name: 'SetDeviceInfo', opcode: 25, decode: decodeXkbSetDeviceInfo, hasReply: false },
  { name: 'SetDebuggingFlags', opcode: 101, decode: decodeXkbSetDebuggingFlags, hasReply: true },
];

export const xkbRequestEncoders: {
  readonly [N in XkbRequestName]: (
    writer: Writer,
    request: XkbRequestArguments[N],
    majorOpcode: number,
  ) => void;
} = {
  UseExtension: encodeXkbUseExtension,
  SelectEvents: encodeXkbSelectEvents,
  Bell: encodeXkbBell,
  GetState: encodeXkbGetState,
  LatchLockState: encodeXkbLatchLockState,
  GetControls: encodeXkbGetControls,
  SetControls: encodeXkbSetControls,
  GetMap: encodeXkbGetMap,
  SetMap: encodeXkbSetMap,
  GetCompatMap: encodeXkbGetCompatMap,
  SetCompatMap: encodeXkbSetCompatMap,
  GetIndicatorState: encodeXkbGetIndicatorState,
  GetIndicatorMap: encodeXkbGetIndicatorMap,
  SetIndicatorMap: encodeXkbSetIndicatorMap,
  GetNamedIndicator: encodeXkbGetNamedIndicator,
  SetNamedIndicator: encodeXkbSetNamedIndicator,
  GetNames: encodeXkbGetNames,
  SetNames: encodeXkbSetNames,
  PerClientFlags: encodeXkbPerClientFlags,
  ListComponents: encodeXkbListComponents,
  GetKbdByName: encodeXkbGetKbdByName,
  GetDeviceInfo: encodeXkbGetDeviceInfo,
  SetDeviceInfo: encodeXkbSetDeviceInfo,
  SetDebuggingFlags: encodeXkbSetDebuggingFlags,
};

export const xkbReplyEncoders: {
  readonly [N in keyof XkbReplies]: (writer: Writer, sequence: number, reply: XkbReplies[N]) => void;
} = {
  UseExtension: encodeXkbUseExtensionReply,
  GetState: encodeXkbGetStateReply,
  GetControls: encodeXkbGetControlsReply,
  GetMap: encodeXkbGetMapReply,
  GetCompatMap: encodeXkbGetCompatMapReply,
  GetIndicatorState: encodeXkbGetIndicatorStateReply,
  GetIndicatorMap: encodeXkbGetIndicatorMapReply,
  GetNamedIndicator: encodeXkbGetNamedIndicatorReply,
  GetNames: encodeXkbGetNamesReply,
  PerClientFlags: encodeXkbPerClientFlagsReply,
  ListComponents: encodeXkbListComponentsReply,
  GetKbdByName: encodeXkbGetKbdByNameReply,
  GetDeviceInfo: encodeXkbGetDeviceInfoReply,
  SetDebuggingFlags: encodeXkbSetDebuggingFlagsReply,
};

export const xkbReplyDecoders: {
  readonly [N in keyof XkbReplies]: (reader: Reader) => XkbReplies[N] & { sequence: number };
} = {
  UseExtension: decodeXkbUseExtensionReply,
  GetState: decodeXkbGetStateReply,
  GetControls: decodeXkbGetControlsReply,
  GetMap: decodeXkbGetMapReply,
  GetCompatMap: decodeXkbGetCompatMapReply,
  GetIndicatorState: decodeXkbGetIndicatorStateReply,
  GetIndicatorMap: decodeXkbGetIndicatorMapReply,
  GetNamedIndicator: decodeXkbGetNamedIndicatorReply,
  GetNames: decodeXkbGetNamesReply,
  PerClientFlags: decodeXkbPerClientFlagsReply,
  ListComponents: decodeXkbListComponentsReply,
  GetKbdByName: decodeXkbGetKbdByNameReply,
  GetDeviceInfo: decodeXkbGetDeviceInfoReply,
  SetDebuggingFlags: decodeXkbSetDebuggingFlagsReply,
};

/** Counted from the extension's first event; generic events by their own type. */
export const XkbEventCode = {
  NewKeyboardNotify: 0,
  MapNotify: 1,
  StateNotify: 2,
  ControlsNotify: 3,
  IndicatorStateNotify: 4,
  IndicatorMapNotify: 5,
  NamesNotify: 6,
  CompatMapNotify: 7,
  BellNotify: 8,
  ActionMessage: 9,
  AccessXNotify: 10,
  ExtensionDeviceNotify: 11,
} as const;

export type XkbEvent =
  | ({ name: 'NewKeyboardNotify' } & XkbNewKeyboardNotifyEvent)
  | ({ name: 'MapNotify' } & XkbMapNotifyEvent)
  | ({ name: 'StateNotify' } & XkbStateNotifyEvent)
  | ({ name: 'ControlsNotify' } & XkbControlsNotifyEvent)
  | ({ name: 'IndicatorStateNotify' } & XkbIndicatorStateNotifyEvent)
  | ({ name: 'IndicatorMapNotify' } & XkbIndicatorMapNotifyEvent)
  | ({ name: 'NamesNotify' } & XkbNamesNotifyEvent)
  | ({ name: 'CompatMapNotify' } & XkbCompatMapNotifyEvent)
  | ({ name: 'BellNotify' } & XkbBellNotifyEvent)
  | ({ name: 'ActionMessage' } & XkbActionMessageEvent)
  | ({ name: 'AccessXNotify' } & XkbAccessXNotifyEvent)
  | ({ name: 'ExtensionDeviceNotify' } & XkbExtensionDeviceNotifyEvent);

export const xkbEventEncoders: {
  readonly [E in XkbEvent as E['name']]: (writer: Writer, sequence: number, event: E, firstEvent: number) => void;
} = {
  NewKeyboardNotify: encodeXkbNewKeyboardNotifyEvent,
  MapNotify: encodeXkbMapNotifyEvent,
  StateNotify: encodeXkbStateNotifyEvent,
  ControlsNotify: encodeXkbControlsNotifyEvent,
  IndicatorStateNotify: encodeXkbIndicatorStateNotifyEvent,
  IndicatorMapNotify: encodeXkbIndicatorMapNotifyEvent,
  NamesNotify: encodeXkbNamesNotifyEvent,
  CompatMapNotify: encodeXkbCompatMapNotifyEvent,
  BellNotify: encodeXkbBellNotifyEvent,
  ActionMessage: encodeXkbActionMessageEvent,
  AccessXNotify: encodeXkbAccessXNotifyEvent,
  ExtensionDeviceNotify: encodeXkbExtensionDeviceNotifyEvent,
};

export function encodeXkbEvent(writer: Writer, sequence: number, event: XkbEvent, firstEvent: number): void {
  switch (event.name) {
    case 'NewKeyboardNotify':
      return encodeXkbNewKeyboardNotifyEvent(writer, sequence, event, firstEvent);
    case 'MapNotify':
      return encodeXkbMapNotifyEvent(writer, sequence, event, firstEvent);
    case 'StateNotify':
      return encodeXkbStateNotifyEvent(writer, sequence, event, firstEvent);
    case 'ControlsNotify':
      return encodeXkbControlsNotifyEvent(writer, sequence, event, firstEvent);
    case 'IndicatorStateNotify':
      return encodeXkbIndicatorStateNotifyEvent(writer, sequence, event, firstEvent);
    case 'IndicatorMapNotify':
      return encodeXkbIndicatorMapNotifyEvent(writer, sequence, event, firstEvent);
    case 'NamesNotify':
      return encodeXkbNamesNotifyEvent(writer, sequence, event, firstEvent);
    case 'CompatMapNotify':
      return encodeXkbCompatMapNotifyEvent(writer, sequence, event, firstEvent);
    case 'BellNotify':
      return encodeXkbBellNotifyEvent(writer, sequence, event, firstEvent);
    case 'ActionMessage':
      return encodeXkbActionMessageEvent(writer, sequence, event, firstEvent);
    case 'AccessXNotify':
      return encodeXkbAccessXNotifyEvent(writer, sequence, event, firstEvent);
    case 'ExtensionDeviceNotify':
      return encodeXkbExtensionDeviceNotifyEvent(writer, sequence, event, firstEvent);
  }
}

/** The event the reader stands on, or undefined where its code is not one of these. KeymapNotify has no sequence. */
export function decodeXkbEvent(
  reader: Reader, firstEvent: number,
): (XkbEvent & { sequence: number | undefined; sendEvent: boolean }) | undefined {
  switch (reader.eventCode() - firstEvent) {
    case 0:
      return { name: 'NewKeyboardNotify', ...decodeXkbNewKeyboardNotifyEvent(reader) };
    case 1:
      return { name: 'MapNotify', ...decodeXkbMapNotifyEvent(reader) };
    case 2:
      return { name: 'StateNotify', ...decodeXkbStateNotifyEvent(reader) };
    case 3:
      return { name: 'ControlsNotify', ...decodeXkbControlsNotifyEvent(reader) };
    case 4:
      return { name: 'IndicatorStateNotify', ...decodeXkbIndicatorStateNotifyEvent(reader) };
    case 5:
      return { name: 'IndicatorMapNotify', ...decodeXkbIndicatorMapNotifyEvent(reader) };
    case 6:
      return { name: 'NamesNotify', ...decodeXkbNamesNotifyEvent(reader) };
    case 7:
      return { name: 'CompatMapNotify', ...decodeXkbCompatMapNotifyEvent(reader) };
    case 8:
      return { name: 'BellNotify', ...decodeXkbBellNotifyEvent(reader) };
    case 9:
      return { name: 'ActionMessage', ...decodeXkbActionMessageEvent(reader) };
    case 10:
      return { name: 'AccessXNotify', ...decodeXkbAccessXNotifyEvent(reader) };
    case 11:
      return { name: 'ExtensionDeviceNotify', ...decodeXkbExtensionDeviceNotifyEvent(reader) };
    default:
      return undefined;
  }
}

export const xkbExtension = {
  xname: 'XKEYBOARD',
  majorVersion: 1,
  minorVersion: 0,
  /** Numbers of event and error codes that the extension takes. */
  events: 12,
  errors: 1,
} as const;

/** Counted from the extension's first error. */
export const XkbErrorCode = {
  Keyboard: 0,
} as const;
