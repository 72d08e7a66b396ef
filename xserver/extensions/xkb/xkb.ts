/**
 * XKEYBOARD 1.0. The keyboard itself, its types, groups and actions, is in input/xkb; here are the requests. Programs learn from it what
 * keys mean: without it xdotool, GTK and Chromium do not type.
 */
import {
  decodeXkbAccessXNotifyEvent,
  decodeXkbActionMessageEvent,
  decodeXkbBellNotifyEvent,
  decodeXkbCompatMapNotifyEvent,
  decodeXkbControlsNotifyEvent,
  decodeXkbExtensionDeviceNotifyEvent,
  decodeXkbIndicatorMapNotifyEvent,
  decodeXkbIndicatorStateNotifyEvent,
  decodeXkbMapNotifyEvent,
  decodeXkbNamesNotifyEvent,
  decodeXkbNewKeyboardNotifyEvent,
  decodeXkbStateNotifyEvent,
  encodeXkbEvent,
  xkbRequests,
  type XkbEvent,
  type XkbRequests,
} from '../../protocol/generated/xkb.ts';
import type { Reader } from '../../protocol/reader.ts';
import type { Writer } from '../../protocol/writer.ts';
import { extensionRequests, type Extension, type ExtensionRequest } from '../extension.ts';
import { FirstError, FirstEvent, MajorOpcode } from '../numbers.ts';
import { compatRequests } from './compat.ts';
import { componentRequests } from './components.ts';
import { controlsRequests } from './controls.ts';
import { deviceInfoRequests } from './device-info.ts';
import { getGeometry, setGeometry } from './geometry.ts';
import { indicatorRequests } from './indicators.ts';
import { mapRequests } from './map-reply.ts';
import { namesRequests } from './names.ts';
import { setMapRequests } from './set-map.ts';
import { stateRequests } from './state.ts';

const handlers: Parameters<typeof extensionRequests<XkbRequests>>[1] = {
  ...compatRequests,
  ...componentRequests,
  ...controlsRequests,
  ...deviceInfoRequests,
  ...indicatorRequests,
  ...mapRequests,
  ...namesRequests,
  ...setMapRequests,
  ...stateRequests,
};

/** The events in the order of their numbers. */
const DECODERS: readonly (readonly [XkbEvent['name'], (reader: Reader) => object])[] = [
  ['NewKeyboardNotify', decodeXkbNewKeyboardNotifyEvent],
  ['MapNotify', decodeXkbMapNotifyEvent],
  ['StateNotify', decodeXkbStateNotifyEvent],
  ['ControlsNotify', decodeXkbControlsNotifyEvent],
  ['IndicatorStateNotify', decodeXkbIndicatorStateNotifyEvent],
  ['IndicatorMapNotify', decodeXkbIndicatorMapNotifyEvent],
  ['NamesNotify', decodeXkbNamesNotifyEvent],
  ['CompatMapNotify', decodeXkbCompatMapNotifyEvent],
  ['BellNotify', decodeXkbBellNotifyEvent],
  ['ActionMessage', decodeXkbActionMessageEvent],
  ['AccessXNotify', decodeXkbAccessXNotifyEvent],
  ['ExtensionDeviceNotify', decodeXkbExtensionDeviceNotifyEvent],
];

const EVENT_BYTES = 32;

/** All events have one code; their second byte says which they are. */
function recode(reader: Reader, writer: Writer, sequence: number): void {
  const start = writer.length;
  const decoder = DECODERS[reader.data[reader.offset + 1] ?? 0];
  if (decoder === undefined) {
    // No event of XKEYBOARD: it has no numbers to turn round.
    writer.bytes(reader.bytes(EVENT_BYTES));
    writer.patchU16(start + 2, sequence);
    return;
  }
  const [name, decode] = decoder;
  encodeXkbEvent(writer, sequence, { ...decode(reader), name } as XkbEvent, 0);
  writer.patchU8(start, FirstEvent.Xkb);
}

const [GET_GEOMETRY, SET_GEOMETRY] = [19, 20];

function withGeometry(requests: (ExtensionRequest | undefined)[]): (ExtensionRequest | undefined)[] {
  requests[GET_GEOMETRY] = { name: 'GetGeometry', minorOpcode: GET_GEOMETRY, run: getGeometry };
  requests[SET_GEOMETRY] = { name: 'SetGeometry', minorOpcode: SET_GEOMETRY, run: setGeometry };
  return requests;
}

export const xkbExtension: Extension = {
  name: 'XKEYBOARD',
  majorOpcode: MajorOpcode.Xkb,
  firstEvent: FirstEvent.Xkb,
  firstError: FirstError.Xkb,
  events: { count: 1, recode },
  requests: withGeometry(extensionRequests<XkbRequests>(xkbRequests, handlers)),
};
