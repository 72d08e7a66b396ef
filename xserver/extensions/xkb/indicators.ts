/** Indicators (XKB protocol §9, §13.5). */
import { shownIndicators, switchLights } from '../../input/xkb/indicators.ts';
import { KEYBOARD_DEVICE, sendXkbEvent } from '../../input/xkb/send-events.ts';
import { noticeDevice, noticeIndicators, noticeState, settleState } from '../../input/xkb/state-notice.ts';
import { realOf } from '../../input/xkb/virtual-modifiers.ts';
import { REAL_INDICATORS } from '../../input/xkb/default-compat.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import {
  encodeXkbGetIndicatorMapReply,
  encodeXkbGetIndicatorStateReply,
  encodeXkbGetNamedIndicatorReply,
  type XkbGetIndicatorMapReply,
  type XkbIndicatorMap as WireMap,
  type XkbRequests,
} from '../../protocol/generated/xkb.ts';
import { checkAtom } from '../../requests/atoms.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import type { XkbIndicatorMap, XkbState } from '../../state/xkb.ts';
import { MajorOpcode } from '../numbers.ts';
import { bitsOf, checkFeedback, checkLegal, keyboardFor, popCount } from './checks.ts';

const NO_INDICATOR = 255;
const INDICATOR_MAPS = 1 << 3;
const SET_NAMED_INDICATOR = 16;
const NO_EXPLICIT = 0x80;
const FLAGS = 0xe0;
const WHICH = 0x1f;

export function wireMap(map: XkbIndicatorMap): WireMap {
  const { flags, whichGroups, groups, whichModifiers, modifiers, controls } = map;
  return {
    flags,
    whichGroups,
    groups,
    whichMods: whichModifiers,
    mods: modifiers.mask,
    realMods: modifiers.real,
    vmods: modifiers.virtual,
    ctrls: controls,
  };
}

/** @throws XError Value for bits that mean nothing. */
export function checkMap({ whichGroups, whichMods }: Pick<WireMap, 'whichGroups' | 'whichMods'>): void {
  checkLegal(whichGroups, WHICH);
  checkLegal(whichMods, WHICH);
}

export function setMap(xkb: XkbState, indicator: number, map: Omit<WireMap, 'mods'>): void {
  const target = xkb.indicators[indicator]!;
  target.flags = map.flags & FLAGS;
  target.whichGroups = map.whichGroups;
  target.groups = map.groups;
  target.whichModifiers = map.whichMods;
  target.modifiers = { real: map.realMods, virtual: map.vmods, mask: map.realMods | realOf(xkb, map.vmods) };
  target.controls = map.ctrls;
}

/** Tells of changed maps, and of lights that went on or off with them. */
export function noticeMaps(server: Server, keyboard: KeyboardState, mapChanged: number): void {
  sendXkbEvent(server, 'IndicatorMapNotify', mapChanged, { state: shownIndicators(keyboard), mapChanged });
  if (mapChanged !== 0) noticeDevice(server, INDICATOR_MAPS);
  noticeIndicators(server);
}

/** Switches a light on or off where its map lets clients do that. */
export function switchIndicator(keyboard: KeyboardState, indicator: number, on: boolean): void {
  if ((keyboard.xkb.indicators[indicator]!.flags & NO_EXPLICIT) !== 0) return;
  const bit = 1 << indicator;
  switchLights(keyboard, on ? keyboard.leds | bit : keyboard.leds & ~bit);
}

export function indicatorMapReply({ xkb }: KeyboardState, which: number): XkbGetIndicatorMapReply {
  return {
    deviceID: KEYBOARD_DEVICE,
    which,
    realIndicators: REAL_INDICATORS,
    nIndicators: popCount(which),
    maps: bitsOf(which).map((bit) => wireMap(xkb.indicators[bit]!)),
  };
}

function indicatorNamed(server: Server, { xkb }: KeyboardState, atom: number): number {
  checkAtom(server, atom);
  return xkb.names.indicators.indexOf(server.state.atoms.names[atom]);
}

export const indicatorRequests = {
  GetIndicatorState(server: Server, client: Client, { deviceSpec }: XkbRequests['GetIndicatorState']): void {
    const keyboard = keyboardFor(server, client, deviceSpec);
    const state = shownIndicators(keyboard);
    server.reply(client, encodeXkbGetIndicatorStateReply, { deviceID: KEYBOARD_DEVICE, state });
  },

  GetIndicatorMap(server: Server, client: Client, { deviceSpec, which }: XkbRequests['GetIndicatorMap']): void {
    const keyboard = keyboardFor(server, client, deviceSpec);
    server.reply(client, encodeXkbGetIndicatorMapReply, indicatorMapReply(keyboard, which));
  },

  SetIndicatorMap(server: Server, client: Client, { deviceSpec, which, maps }: XkbRequests['SetIndicatorMap']): void {
    const keyboard = keyboardFor(server, client, deviceSpec);
    for (const map of maps) checkMap(map);
    // Xlib and X.Org take the first of the two masks for the real modifiers.
    bitsOf(which).forEach((bit, index) => setMap(keyboard.xkb, bit, { ...maps[index]!, realMods: maps[index]!.mods }));
    noticeMaps(server, keyboard, which);
  },

  GetNamedIndicator(server: Server, client: Client, request: XkbRequests['GetNamedIndicator']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    checkFeedback(request.ledClass, request.ledID);
    const index = indicatorNamed(server, keyboard, request.indicator);
    const map = index < 0 ? undefined : wireMap(keyboard.xkb.indicators[index]!);
    server.reply(client, encodeXkbGetNamedIndicatorReply, {
      deviceID: KEYBOARD_DEVICE,
      indicator: request.indicator,
      found: index < 0 ? 0 : 1,
      on: index >= 0 && (shownIndicators(keyboard) & (1 << index)) !== 0 ? 1 : 0,
      realIndicator: index >= 0 && (REAL_INDICATORS & (1 << index)) !== 0 ? 1 : 0,
      ndx: index < 0 ? NO_INDICATOR : index,
      mapFlags: map?.flags ?? 0,
      mapWhichGroups: map?.whichGroups ?? 0,
      mapGroups: map?.groups ?? 0,
      mapWhichMods: map?.whichMods ?? 0,
      mapMods: map?.mods ?? 0,
      mapRealMods: map?.realMods ?? 0,
      mapVmod: map?.vmods ?? 0,
      mapCtrls: map?.ctrls ?? 0,
      supported: 1,
    });
  },

  SetNamedIndicator(server: Server, client: Client, request: XkbRequests['SetNamedIndicator']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    checkFeedback(request.ledClass, request.ledID);
    checkMap({ whichGroups: request.mapWhichGroups, whichMods: request.mapWhichMods });
    const { names } = keyboard.xkb;
    let index = indicatorNamed(server, keyboard, request.indicator);
    if (index < 0) {
      if (request.createMap === 0) return;
      index = names.indicators.indexOf(undefined);
      if (index < 0) throw new XError(ErrorCode.Alloc);
      names.indicators[index] = server.state.atoms.names[request.indicator];
      noticeName(server, keyboard, index);
    }
    if (request.setMap !== 0) {
      setMap(keyboard.xkb, index, {
        flags: request.mapFlags,
        whichGroups: request.mapWhichGroups,
        groups: request.mapGroups,
        whichMods: request.mapWhichMods,
        realMods: request.mapRealMods,
        vmods: request.mapVmods,
        ctrls: request.mapCtrls,
      });
    }
    const before = noticeState(server.state.input);
    if (request.setState !== 0) switchIndicator(keyboard, index, request.on !== 0);
    settleState(server, before, { keycode: 0, eventType: 0, major: MajorOpcode.Xkb, minor: SET_NAMED_INDICATOR });
    noticeMaps(server, keyboard, request.setMap !== 0 ? (1 << index) >>> 0 : 0);
  },
};

const INDICATOR_NAMES = 1 << 8;

function noticeName(server: Server, { xkb }: KeyboardState, indicator: number): void {
  sendXkbEvent(server, 'NamesNotify', INDICATOR_NAMES, {
    changed: INDICATOR_NAMES,
    firstType: 0,
    nTypes: 0,
    firstLevelName: 0,
    nLevelNames: 0,
    nRadioGroups: xkb.names.radioGroups.length,
    nKeyAliases: xkb.names.aliases.length,
    changedGroupNames: 0,
    changedVirtualMods: 0,
    firstKey: 0,
    nKeys: 0,
    changedIndicators: (1 << indicator) >>> 0,
  });
}
