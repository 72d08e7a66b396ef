/** GetCompatMap and SetCompatMap (XKB protocol §13.4). */
import { mapChange } from '../../input/xkb/map-change.ts';
import { KEYBOARD_DEVICE, sendXkbEvent } from '../../input/xkb/send-events.ts';
import { refreshMasks } from '../../input/xkb/virtual-modifiers.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import {
  encodeXkbGetCompatMapReply,
  XkbCMDetail as Detail,
  type XkbGetCompatMapReply,
  type XkbRequests,
  type XkbSymInterpret,
} from '../../protocol/generated/xkb.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import type { XkbInterpret } from '../../state/xkb.ts';
import { MajorOpcode } from '../numbers.ts';
import { bitsOf, checkLegal, keyboardFor } from './checks.ts';

/** Interpretations of one keyboard: every key is compared with all of them. X.Org's default has 123. */
export const MAX_INTERPRETS = 1024;
const ALL_GROUPS = 0x0f;
const SET_COMPAT_MAP = 11;

function wireInterpret(interpret: XkbInterpret): XkbSymInterpret {
  const { keysym, modifiers, match, virtualModifier, flags, action } = interpret;
  return {
    sym: keysym,
    mods: modifiers,
    match,
    virtualMod: virtualModifier,
    flags,
    action: { type: action[0]!, data: action.slice(1) },
  };
}

function interpretOf({ sym, mods, match, virtualMod, flags, action }: XkbSymInterpret): XkbInterpret {
  return {
    keysym: sym,
    modifiers: mods,
    match,
    virtualModifier: virtualMod,
    flags,
    action: Uint8Array.of(action.type, ...action.data),
  };
}

/** @throws XError Value. */
export function compatReply(
  { xkb }: KeyboardState,
  request: Omit<XkbRequests['GetCompatMap'], 'deviceSpec'>,
): XkbGetCompatMapReply {
  const { interprets, groupCompat } = xkb;
  checkLegal(request.groups, ALL_GROUPS);
  const all = request.getAllSI !== 0;
  const first = all ? 0 : request.firstSI;
  const count = all ? interprets.length : request.nSI;
  if (count > 0 && first + count > interprets.length) throw new XError(ErrorCode.Value, first + count);
  const groups = bitsOf(request.groups).flatMap((bit) => {
    const { mask, real, virtual } = groupCompat[bit]!;
    return [mask, real, virtual];
  });
  return {
    deviceID: KEYBOARD_DEVICE,
    groupsRtrn: request.groups,
    firstSIRtrn: first,
    nTotalSI: interprets.length,
    siRtrn: interprets.slice(first, first + count).map(wireInterpret),
    groupRtrn: Int32Array.from(groups),
  };
}

export const compatRequests = {
  GetCompatMap(server: Server, client: Client, request: XkbRequests['GetCompatMap']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    server.reply(client, encodeXkbGetCompatMapReply, compatReply(keyboard, request));
  },

  SetCompatMap(server: Server, client: Client, request: XkbRequests['SetCompatMap']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    const { xkb, minKeycode, maxKeycode } = keyboard;
    const { groups, firstSI, si, groupMaps } = request;
    checkLegal(groups, ALL_GROUPS);
    if (si.length > 0 && firstSI > xkb.interprets.length) throw new XError(ErrorCode.Value, firstSI);
    if (firstSI + si.length > MAX_INTERPRETS) throw new XError(ErrorCode.Alloc);
    const change = (): void => {
      const kept = request.truncateSI !== 0 ? [] : xkb.interprets.slice(firstSI + si.length);
      if (si.length > 0) xkb.interprets = [...xkb.interprets.slice(0, firstSI), ...si.map(interpretOf), ...kept];
      bitsOf(groups).forEach((bit, index) => {
        const compat = xkb.groupCompat[bit]!;
        compat.real = groupMaps[3 * index + 1]!;
        compat.virtual = groupMaps[3 * index + 2]!;
      });
      refreshMasks(keyboard);
    };
    const cause = { keycode: 0, eventType: 0, major: MajorOpcode.Xkb, minor: SET_COMPAT_MAP };
    if (request.recomputeActions !== 0) {
      const count = maxKeycode - minKeycode + 1;
      mapChange(server, cause, { firstKeycode: minKeycode, count, parts: 0 }, change);
    } else {
      mapChange(server, cause, { firstKeycode: minKeycode, count: 0, parts: 0 }, change);
    }
    const details = (si.length > 0 ? Detail.SymInterp : 0) | (groups !== 0 ? Detail.GroupCompat : 0);
    sendXkbEvent(server, 'CompatMapNotify', details, {
      changedGroups: groups,
      firstSI,
      nSI: si.length,
      nTotalSI: xkb.interprets.length,
    });
  },
};
