/**
 * Requests that change nothing but their client's sequence number: questions, mostly. What they answer is known where the client is, so a
 * replica elsewhere may apply NoOperation in their place (X11 §9 NoOperation) and has the same state, hash included.
 *
 * Asked before the request is applied. Whatever is not surely quiet is not: requests that could be held (then the state keeps their bytes),
 * that could make an atom, answer a hint of motion, delete a property, or ring the bell.
 */
import { isBlocked } from '../blocked.ts';
import { MajorOpcode } from '../extensions/numbers.ts';
import type { FontInfo } from '../fonts/font.ts';
import { requestReader } from '../protocol/framing.ts';
import { coreRequests, decodeInternAtom, decodeQueryFont } from '../protocol/generated/xproto.ts';
import { shapeRequests } from '../protocol/generated/shape.ts';
import { xcMiscRequests } from '../protocol/generated/xc_misc.ts';
import { xkbRequests } from '../protocol/generated/xkb.ts';
import { xtestRequests } from '../protocol/generated/xtest.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import type { LogEntry } from './entry.ts';

type Judge = (server: Server, client: Client, bytes: Uint8Array) => boolean;

const always: Judge = () => true;

/** GetProperty's second byte says whether to delete. */
const unlessDeleting: Judge = (_server, _client, bytes) => bytes[1] !== 1;

/** A hint that waits may be answered by asking where the pointer is. X11 §11 PointerMotionHint */
const withoutHint: Judge = (server) => server.state.input.pointer.hinted === undefined;

/** With an atom of this name, or where none is to be made. */
const ofKnownAtom: Judge = (server, client, bytes) =>
  bytes[1] !== 0 || server.state.atoms.ids.has(decodeInternAtom(requestReader(bytes, client.littleEndian)).name);

/** The reply names the font's properties by atoms. */
const ofKnownProperties: Judge = (server, client, bytes) => {
  const { font: id } = decodeQueryFont(requestReader(bytes, client.littleEndian));
  const resource = server.state.resources.get(id);
  if (resource === undefined) return true;
  return resource.kind === 'font' && atomsAreKnown(server, resource.font);
};

function atomsAreKnown(server: Server, font: FontInfo): boolean {
  const { ids } = server.state.atoms;
  return font.properties.every(({ name, value }) => ids.has(name) && (typeof value !== 'string' || ids.has(value)));
}

const coreJudges: Partial<Record<(typeof coreRequests)[number]['name'], Judge>> = {
  GetWindowAttributes: always,
  GetGeometry: always,
  QueryTree: always,
  InternAtom: ofKnownAtom,
  GetAtomName: always,
  GetProperty: unlessDeleting,
  ListProperties: always,
  GetSelectionOwner: always,
  QueryPointer: withoutHint,
  GetMotionEvents: withoutHint,
  TranslateCoordinates: always,
  GetInputFocus: always,
  QueryKeymap: always,
  QueryFont: ofKnownProperties,
  ListFonts: always,
  GetFontPath: always,
  GetImage: always,
  ListInstalledColormaps: always,
  AllocColor: always,
  AllocNamedColor: always,
  AllocColorCells: always,
  AllocColorPlanes: always,
  FreeColors: always,
  StoreColors: always,
  StoreNamedColor: always,
  QueryColors: always,
  LookupColor: always,
  QueryBestSize: always,
  QueryExtension: always,
  ListExtensions: always,
  GetKeyboardMapping: always,
  GetKeyboardControl: always,
  GetPointerControl: always,
  GetPointerMapping: always,
  GetModifierMapping: always,
  GetScreenSaver: always,
  ListHosts: always,
  NoOperation: always,
};

const quietExtensionRequests: readonly (readonly [
  number,
  readonly { name: string; opcode: number }[],
  readonly string[],
])[] = [
  [MajorOpcode.XcMisc, xcMiscRequests, ['GetVersion', 'GetXIDRange', 'GetXIDList']],
  [MajorOpcode.Shape, shapeRequests, ['QueryVersion', 'QueryExtents', 'InputSelected', 'GetRectangles']],
  [MajorOpcode.Xtest, xtestRequests, ['GetVersion', 'CompareCursor']],
  [
    MajorOpcode.Xkb,
    xkbRequests,
    ['GetState', 'GetControls', 'GetMap', 'GetCompatMap', 'GetIndicatorState', 'GetIndicatorMap', 'GetNamedIndicator'],
  ],
];

const judges = judgesByOpcode();
/** By major opcode * 256 + minor opcode. */
const quietMinors = minorsOf(quietExtensionRequests);

function judgesByOpcode(): (Judge | undefined)[] {
  const byOpcode: (Judge | undefined)[] = [];
  for (const { name, opcode } of coreRequests) byOpcode[opcode] = coreJudges[name];
  return byOpcode;
}

function minorsOf(extensions: typeof quietExtensionRequests): Set<number> {
  const minors = new Set<number>();
  for (const [major, requests, names] of extensions) {
    for (const { name, opcode } of requests) if (names.includes(name)) minors.add(major * 256 + opcode);
  }
  return minors;
}

/** Whether applying the entry (the next one of this server) changes nothing but the index, the time and its client's sequence number. */
export function isQuiet(server: Server, entry: LogEntry): boolean {
  if (entry.kind !== 'request') return false;
  const { bytes } = entry;
  const major = bytes[0] ?? 0;
  const judge = major < 128 ? judges[major] : quietMinors.has(major * 256 + (bytes[1] ?? 0)) ? always : undefined;
  if (judge === undefined) return false;
  const client = server.state.clients.get(entry.client);
  if (client === undefined || isBlocked(server, client)) return false;
  // A held request may block others when time lets it go.
  for (const { held } of server.state.clients.values()) if (held.length > 0) return false;
  try {
    return judge(server, client, bytes);
  } catch {
    // It would end in an error before it changed anything.
    return false;
  }
}
