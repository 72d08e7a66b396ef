/** GetDeviceInfo and SetDeviceInfo (XKB protocol §13.7): the keyboard's lights; the pointer's buttons, which have no actions here. */
import { REAL_INDICATORS } from '../../input/xkb/default-compat.ts';
import { hasMap, shownIndicators } from '../../input/xkb/indicators.ts';
import { noticeState, settleState } from '../../input/xkb/state-notice.ts';
import { KEYBOARD_DEVICE } from '../../input/xkb/send-events.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import {
  encodeXkbGetDeviceInfoReply,
  XkbXIFeature as Feature,
  type XkbDeviceLedInfo,
  type XkbRequests,
} from '../../protocol/generated/xkb.ts';
import { checkAtom, internAtom } from '../../requests/atoms.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import { MajorOpcode } from '../numbers.ts';
import { bitsOf, checkFeedback, checkLegal, isPointer, keyboardFor, POINTER_DEVICE } from './checks.ts';
import { checkMap, noticeMaps, setMap, switchIndicator, wireMap } from './indicators.ts';

const LIGHTS = Feature.IndicatorNames | Feature.IndicatorMaps | Feature.IndicatorState;
const SUPPORTED = Feature.ButtonActions | LIGHTS;
const NO_FEEDBACK = 0xff00;
const SET_DEVICE_INFO = 25;
const NONE = 0;

function ledInfo(server: Server, keyboard: KeyboardState, wanted: number): XkbDeviceLedInfo {
  const { names, indicators } = keyboard.xkb;
  let [namesPresent, mapsPresent] = [0, 0];
  indicators.forEach((map, bit) => {
    if (names.indicators[bit] !== undefined) namesPresent |= 1 << bit;
    if (hasMap(map)) mapsPresent |= 1 << bit;
  });
  if ((wanted & Feature.IndicatorNames) === 0) namesPresent = 0;
  if ((wanted & Feature.IndicatorMaps) === 0) mapsPresent = 0;
  return {
    ledClass: 0,
    ledID: 0,
    namesPresent: namesPresent >>> 0,
    mapsPresent: mapsPresent >>> 0,
    physIndicators: REAL_INDICATORS,
    state: shownIndicators(keyboard),
    names: Uint32Array.from(bitsOf(namesPresent), (bit) => internAtom(server, names.indicators[bit]!)),
    maps: bitsOf(mapsPresent).map((bit) => wireMap(indicators[bit]!)),
  };
}

/** @throws XError Atom, Keyboard, Value. */
function checkLights(server: Server, leds: readonly XkbDeviceLedInfo[]): void {
  for (const { ledClass, ledID, names, maps } of leds) {
    checkFeedback(ledClass, ledID);
    for (const atom of names) if (atom !== NONE) checkAtom(server, atom);
    for (const map of maps) checkMap(map);
  }
}

export const deviceInfoRequests = {
  GetDeviceInfo(server: Server, client: Client, request: XkbRequests['GetDeviceInfo']): void {
    const pointer = isPointer(server, client, request.deviceSpec);
    const { wanted } = request;
    checkLegal(wanted, SUPPORTED);
    const lights = !pointer && (wanted & LIGHTS) !== 0;
    if (lights) checkFeedback(request.ledClass, request.ledID);
    const { keyboard, pointer: pointerState } = server.state.input;
    const totalBtns = pointer ? pointerState.mapping.length : 0;
    const buttons = pointer && (wanted & Feature.ButtonActions) !== 0;
    const all = request.allButtons !== 0;
    const [first, count] = all ? [0, totalBtns] : [request.firstButton, request.nButtons];
    if (buttons && first + count > totalBtns) throw new XError(ErrorCode.Value, first + count);
    const present = (buttons && count > 0 ? Feature.ButtonActions : 0) | (lights ? wanted & LIGHTS : 0);
    server.reply(client, encodeXkbGetDeviceInfoReply, {
      deviceID: pointer ? POINTER_DEVICE : KEYBOARD_DEVICE,
      present,
      supported: SUPPORTED,
      unsupported: 0,
      firstBtnWanted: buttons ? first : 0,
      nBtnsWanted: buttons ? count : 0,
      firstBtnRtrn: 0,
      totalBtns,
      hasOwnState: pointer ? 0 : 1,
      dfltKbdFB: pointer ? NO_FEEDBACK : 0,
      dfltLedFB: NO_FEEDBACK,
      devType: NONE,
      name: pointer ? 'Virtual core pointer' : 'Virtual core keyboard',
      btnActions: new Uint8Array(0),
      leds: lights ? [ledInfo(server, keyboard, wanted)] : [],
    });
  },

  SetDeviceInfo(server: Server, client: Client, request: XkbRequests['SetDeviceInfo']): void {
    checkLegal(request.change, SUPPORTED);
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    // A keyboard has no buttons to give actions to.
    if ((request.change & Feature.ButtonActions) !== 0) throw new XError(ErrorCode.Match);
    checkLights(server, request.leds);
    const { names, indicators } = keyboard.xkb;
    const before = noticeState(server.state.input);
    let changed = 0;
    for (const led of request.leds) {
      if ((request.change & Feature.IndicatorNames) !== 0) {
        bitsOf(led.namesPresent).forEach((bit, index) => {
          const atom = led.names[index]!;
          names.indicators[bit] = atom === NONE ? undefined : server.state.atoms.names[atom];
        });
      }
      if ((request.change & Feature.IndicatorMaps) !== 0) {
        bitsOf(led.mapsPresent).forEach((bit, index) => setMap(keyboard.xkb, bit, led.maps[index]!));
        changed = (changed | led.mapsPresent) >>> 0;
      }
      if ((request.change & Feature.IndicatorState) !== 0) {
        for (let bit = 0; bit < indicators.length; bit++) {
          switchIndicator(keyboard, bit, ((led.state >>> bit) & 1) !== 0);
        }
      }
    }
    settleState(server, before, { keycode: 0, eventType: 0, major: MajorOpcode.Xkb, minor: SET_DEVICE_INFO });
    noticeMaps(server, keyboard, changed);
  },
};
