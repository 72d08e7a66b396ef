/**
 * From the bytes of a request to its handler. Only here are error packets written: handlers throw.
 *
 * A client that is blocked (another has grabbed the server, or XTEST told it to wait) has its requests held in the state, and they run in
 * order when it is released; nobody else waits.
 */
import { encodeError, ErrorCode, XError } from './protocol/errors.ts';
import { coreRequests } from './protocol/generated/xproto.ts';
import { pointAtRequest } from './protocol/framing.ts';
import type { Reader } from './protocol/reader.ts';
import { TooMuchWork } from './raster/work.ts';
import { isBlocked } from './blocked.ts';
import { closeDownClient } from './close-down.ts';
import { extensionWithOpcode } from './extensions/registry.ts';
import type { CoreHandlers } from './handlers.ts';
import { MAX_HELD_BYTES } from './limits.ts';
import { atomRequests } from './requests/atoms.ts';
import { colormapRequests } from './requests/colormaps.ts';
import { copyingRequests } from './requests/copying.ts';
import { cursorRequests } from './requests/cursors.ts';
import { drawingRequests } from './requests/drawing.ts';
import { focusRequests } from './requests/focus.ts';
import { fontRequests } from './requests/fonts.ts';
import { gcRequests } from './requests/gcs.ts';
import { grabRequests } from './requests/grabs.ts';
import { imageRequests } from './requests/images.ts';
import { keyboardRequests } from './requests/keyboard.ts';
import { pixmapRequests } from './requests/pixmaps.ts';
import { pointerRequests } from './requests/pointer.ts';
import { propertyRequests } from './requests/properties.ts';
import { selectionRequests } from './requests/selections.ts';
import { sendEventRequests } from './requests/send-event.ts';
import { serverControlRequests } from './requests/server-control.ts';
import { textRequests } from './requests/text.ts';
import { windowRequests } from './requests/windows.ts';
import type { Client } from './state/clients.ts';
import type { Server } from './server.ts';

/** The core requests by the file under requests/ that carries them out; the README's table is printed from this. */
export const requestAreas = {
  atoms: atomRequests,
  colormaps: colormapRequests,
  copying: copyingRequests,
  cursors: cursorRequests,
  drawing: drawingRequests,
  focus: focusRequests,
  fonts: fontRequests,
  gcs: gcRequests,
  grabs: grabRequests,
  images: imageRequests,
  keyboard: keyboardRequests,
  pixmaps: pixmapRequests,
  pointer: pointerRequests,
  properties: propertyRequests,
  selections: selectionRequests,
  'send-event': sendEventRequests,
  'server-control': serverControlRequests,
  text: textRequests,
  windows: windowRequests,
} as const;

export const coreHandlers = {
  ...atomRequests,
  ...colormapRequests,
  ...copyingRequests,
  ...cursorRequests,
  ...drawingRequests,
  ...focusRequests,
  ...fontRequests,
  ...gcRequests,
  ...grabRequests,
  ...imageRequests,
  ...keyboardRequests,
  ...pixmapRequests,
  ...pointerRequests,
  ...propertyRequests,
  ...selectionRequests,
  ...sendEventRequests,
  ...serverControlRequests,
  ...textRequests,
  ...windowRequests,
} satisfies CoreHandlers;

/** The requests that draw one list of shapes. */
const POLY_POINT = 64;
const POLY_FILL_ARC = 71;

type Run = (server: Server, client: Client, reader: Reader) => void;

const runByOpcode = runs();

function runs(): (Run | undefined)[] {
  const byOpcode: (Run | undefined)[] = [];
  for (const { name, opcode, decode } of coreRequests) {
    const handle = coreHandlers[name] as (server: Server, client: Client, request: unknown) => void;
    byOpcode[opcode] = (server, client, reader) => handle(server, client, decode(reader));
  }
  return byOpcode;
}

/** Takes one whole request (`bytes` from `from` up to `to`, borrowed) of a client: runs it now, or holds it while the client is blocked. */
export function takeRequest(server: Server, client: Client, bytes: Uint8Array, from: number, to: number): void {
  if (client.held.length > 0 || isBlocked(server, client)) {
    hold(server, client, bytes.slice(from, to));
    return;
  }
  const grab = server.state.serverGrab;
  runRequest(server, client, bytes, from, to);
  // A grab that ends lets others go on; a FakeInput delay may have passed meanwhile.
  if (server.state.serverGrab !== grab) runHeldRequests(server);
}

/** `bytes`: owned. */
function hold(server: Server, client: Client, bytes: Uint8Array): void {
  client.held.push(bytes);
  client.heldBytes += bytes.length;
  if (client.heldBytes > MAX_HELD_BYTES) closeDownClient(server, client, 'too many requests while blocked');
}

/** Runs what released clients have waiting, client by client in order of their numbers. */
export function runHeldRequests(server: Server): void {
  for (;;) {
    const client = firstReleased(server);
    if (client === undefined) return;
    const bytes = client.held.shift();
    if (bytes === undefined) {
      closeDownClient(server, client);
      continue;
    }
    client.heldBytes -= bytes.length;
    runRequest(server, client, bytes, 0, bytes.length);
  }
}

function firstReleased(server: Server): Client | undefined {
  let first: Client | undefined;
  for (const client of server.state.clients.values()) {
    if (client.held.length === 0 && !client.goneWhenDrained) continue;
    if (isBlocked(server, client) || (first !== undefined && first.number < client.number)) continue;
    first = client;
  }
  return first;
}

function runRequest(server: Server, client: Client, bytes: Uint8Array, from: number, to: number): void {
  client.sequence = (client.sequence + 1) >>> 0;
  const majorOpcode = from < to ? (bytes[from] ?? 0) : 0;
  let minorOpcode = 0;
  try {
    const { reader } = server;
    server.painter.work.spent = 0;
    pointAtRequest(reader, bytes, client.littleEndian, from, to);
    reader.lendsNumbers = majorOpcode >= POLY_POINT && majorOpcode <= POLY_FILL_ARC;
    let run = runByOpcode[majorOpcode];
    if (run === undefined && majorOpcode >= 128) {
      const extension = extensionWithOpcode(majorOpcode);
      if (extension !== undefined) minorOpcode = bytes[from + 1] ?? 0;
      run = extension?.requests[minorOpcode]?.run;
    }
    if (run === undefined) throw new XError(ErrorCode.Request);
    run(server, client, reader);
  } catch (error) {
    sendError(server, client, majorOpcode, minorOpcode, error);
  }
  server.sink.consumed(client.number, to - from);
}

function sendError(server: Server, client: Client, majorOpcode: number, minorOpcode: number, error: unknown): void {
  let known: XError;
  if (error instanceof XError) {
    known = error;
  } else if (error instanceof TooMuchWork) {
    known = new XError(ErrorCode.Alloc);
  } else {
    server.sink.defect(
      `request ${majorOpcode}.${minorOpcode}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    known = new XError(ErrorCode.Implementation);
  }
  const packet = {
    code: known.code,
    sequence: client.sequence & 0xffff,
    badValue: known.badValue,
    minorOpcode,
    majorOpcode,
  };
  server.send(client, encodeError(client.littleEndian, packet));
}
