/**
 * ListComponents and GetKbdByName (XKB protocol §12). There is no compiler of keyboard descriptions here: the one keyboard that is known by
 * name is the one in use.
 */
import { KEYBOARD_DEVICE } from '../../input/xkb/send-events.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import {
  encodeXkbGetCompatMapReply,
  encodeXkbGetIndicatorMapReply,
  encodeXkbGetMapReply,
  encodeXkbGetNamesReply,
  encodeXkbListComponentsReply,
  XkbGBNDetail as Part,
  XkbMapPart as MapPart,
  XkbNameDetail as Name,
  type XkbListing,
  type XkbRequests,
} from '../../protocol/generated/xkb.ts';
import type { Writer } from '../../protocol/writer.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import type { XkbNames } from '../../state/xkb.ts';
import { checkLegal, keyboardFor } from './checks.ts';
import { compatReply } from './compat.ts';
import { encodeGeometryReply } from './geometry.ts';
import { indicatorMapReply } from './indicators.ts';
import { mapReply, wholeMap } from './map-reply.ts';
import { namesReply } from './names.ts';

const COMPONENTS = 6;
const ALL_PARTS = 0xff;
const KEY_NAMES = Name.KeyNames | Name.KeyAliases;
const ALL_INDICATORS = 0xffffffff;
const DEFAULT_FLAG = 0x8000;

/** The six patterns of a request, each with its length before it. @throws XError Length. */
function patterns(bytes: Uint8Array): string[] {
  const found: string[] = [];
  let at = 0;
  for (let i = 0; i < COMPONENTS; i++) {
    const length = bytes[at];
    if (length === undefined || at + 1 + length > bytes.length) throw new XError(ErrorCode.Length);
    let text = '';
    for (const byte of bytes.subarray(at + 1, at + 1 + length)) text += String.fromCharCode(byte);
    found.push(text);
    at += 1 + length;
  }
  if (bytes.length - at > 3) throw new XError(ErrorCode.Length);
  return found;
}

/** Names of what is in use, in the order of the patterns; keymaps have no names. */
function components(names: XkbNames): (string | undefined)[] {
  return [undefined, names.keycodes, names.types, names.compat, names.symbols, names.geometry];
}

/** Whether a name has the pattern: `*` stands for any text, `?` for one character. */
function matchesPattern(pattern: string, name: string): boolean {
  let [p, n, star, from] = [0, 0, -1, 0];
  while (n < name.length) {
    if (p < pattern.length && pattern[p] !== '*' && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (pattern[p] === '*') {
      star = p++;
      from = n;
    } else if (star >= 0) {
      p = star + 1;
      n = ++from;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** A name that stands for what is in use: itself, nothing, or `%`. */
function namesCurrent(wanted: string, current: string | undefined): boolean {
  return wanted === '' || wanted === '%' || wanted === current;
}

function foundParts(names: XkbNames, wanted: readonly string[]): number {
  const [keymap = '', ...others] = wanted;
  if (keymap !== '') return 0;
  const [, ...current] = components(names);
  const [keycodes, types, compat, symbols, geometry] = others.map((name, i) => namesCurrent(name, current[i]));
  let found = 0;
  if (keycodes === true) found |= Part.KeyNames | Part.OtherNames;
  if (types === true) found |= Part.Types;
  if (compat === true) found |= Part.CompatMap | Part.IndicatorMaps;
  if (symbols === true) found |= Part.ClientSymbols | Part.ServerSymbols;
  if (geometry === true) found |= Part.Geometry;
  return found;
}

/** The map parts that belong to the reported parts. */
function mapParts(reported: number): number {
  let full = 0;
  if ((reported & Part.Types) !== 0) full |= MapPart.KeyTypes;
  if ((reported & Part.ClientSymbols) !== 0) full |= MapPart.KeyTypes | MapPart.KeySyms | MapPart.ModifierMap;
  if ((reported & Part.ServerSymbols) !== 0) {
    full |= MapPart.KeyTypes | MapPart.ExplicitComponents | MapPart.KeyActions;
    full |= MapPart.KeyBehaviors | MapPart.VirtualMods | MapPart.VirtualModMap;
  }
  return full;
}

interface KeyboardReply {
  readonly loaded: boolean;
  readonly found: number;
  readonly reported: number;
}

/** The reply: a header, then the replies of the requests for each part that is reported. */
function encodeReply(
  server: Server,
  keyboard: KeyboardState,
  writer: Writer,
  sequence: number,
  { loaded, found, reported }: KeyboardReply,
): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(KEYBOARD_DEVICE);
  writer.u16(sequence);
  writer.u32(0);
  writer.u8(keyboard.minKeycode);
  writer.u8(keyboard.maxKeycode);
  writer.u8(loaded ? 1 : 0);
  writer.u8(0);
  writer.u16(found);
  writer.u16(reported);
  writer.pad(16);
  const full = mapParts(reported);
  if (full !== 0) encodeXkbGetMapReply(writer, sequence, mapReply(keyboard, { ...wholeMap(), full }));
  if ((reported & Part.CompatMap) !== 0) {
    const all = { groups: 0x0f, getAllSI: 1, firstSI: 0, nSI: 0 };
    encodeXkbGetCompatMapReply(writer, sequence, compatReply(keyboard, all));
  }
  if ((reported & Part.IndicatorMaps) !== 0) {
    encodeXkbGetIndicatorMapReply(writer, sequence, indicatorMapReply(keyboard, ALL_INDICATORS));
  }
  if ((reported & (Part.KeyNames | Part.OtherNames)) !== 0) {
    let which = (reported & Part.OtherNames) !== 0 ? 0x3fff & ~KEY_NAMES : 0;
    if ((reported & Part.KeyNames) !== 0) which |= KEY_NAMES;
    encodeXkbGetNamesReply(writer, sequence, namesReply(server, keyboard, which));
  }
  if ((reported & Part.Geometry) !== 0) encodeGeometryReply(server, keyboard, writer, sequence, 0);
  writer.endReply(start);
}

export const componentRequests = {
  ListComponents(server: Server, client: Client, request: XkbRequests['ListComponents']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    const wanted = patterns(request.componentNames);
    let room = request.maxNames;
    let extra = 0;
    const lists = components(keyboard.xkb.names).map((name, index): XkbListing[] => {
      if (name === undefined || !matchesPattern(wanted[index]!, name)) return [];
      if (room > 0) room--;
      else extra++;
      return room >= 0 && extra === 0 ? [{ flags: DEFAULT_FLAG, string: name }] : [];
    });
    const [keymaps = [], keycodes = [], types = [], compatMaps = [], symbols = [], geometries = []] = lists;
    server.reply(client, encodeXkbListComponentsReply, {
      deviceID: KEYBOARD_DEVICE,
      extra,
      keymaps,
      keycodes,
      types,
      compatMaps,
      symbols,
      geometries,
    });
  },

  GetKbdByName(server: Server, client: Client, request: XkbRequests['GetKbdByName']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    const { need, want } = request;
    checkLegal(need, ALL_PARTS);
    checkLegal(want, ALL_PARTS);
    const wanted = patterns(request.componentNames);
    const found = foundParts(keyboard.xkb.names, wanted);
    const satisfied = (need & ~found) === 0;
    const reply = {
      found,
      reported: satisfied ? found & (need | want) : 0,
      loaded: request.load !== 0 && satisfied && found === ALL_PARTS,
    };
    server.reply(client, (writer, sequence, body) => encodeReply(server, keyboard, writer, sequence, body), reply);
  },
};
