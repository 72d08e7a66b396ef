/** SendEvent (X11 §9). */
import { anySelected } from '../events.ts';
import { extensionWithEvent } from '../extensions/registry.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import { decodeCoreEvent, encodeCoreEvent, SendEventDest } from '../protocol/generated/xproto.ts';
import { Reader } from '../protocol/reader.ts';
import type { Writer } from '../protocol/writer.ts';
import { findWindow } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import type { Window } from '../state/windows.ts';
import { isAncestorOf } from '../windows/tree.ts';
import { checkBool } from './atoms.ts';

const SEND_EVENT_BIT = 0x80;
const FIRST_CORE_EVENT = 2;
const LAST_CORE_EVENT = 34;
const KEYMAP_NOTIFY = 11;
const CLIENT_MESSAGE = 33;
const ALL_EVENTS = 0x1ffffff;
/** The mask of events that go to the client that made the window. */
const NO_EVENT = 0;

function checkEvent(event: Uint8Array): void {
  const code = event[0]! & ~SEND_EVENT_BIT;
  const known = code >= FIRST_CORE_EVENT && code <= LAST_CORE_EVENT;
  if (!known && extensionWithEvent(code) === undefined) throw new XError(ErrorCode.Value, code);
  if (code !== CLIENT_MESSAGE) return;
  const format = event[1]!;
  if (format !== 8 && format !== 16 && format !== 32) throw new XError(ErrorCode.Value, format);
}

/** Where the event goes, and the window at which propagation stops (the focus); undefined when the focus is None. */
function destinationOf(server: Server, id: number): { window: Window; last: Window | undefined } | undefined {
  const { pointer, keyboard } = server.state.input;
  if (id === SendEventDest.PointerWindow) return { window: pointer.window, last: undefined };
  if (id !== SendEventDest.ItemFocus) return { window: findWindow(server, id), last: undefined };
  const focused = keyboard.focus.window;
  if (focused === undefined) return undefined;
  const focus = focused === 'pointer-root' ? server.state.screen.root : focused;
  return { window: isAncestorOf(focus, pointer.window) ? pointer.window : focus, last: focus };
}

/** The event as one client gets it: bytes as sent where the byte orders agree, else read in one and written in the other. */
function writeFor(writer: Writer, sequence: number, sender: Client, event: Uint8Array): void {
  const start = writer.length;
  if (writer.littleEndian === sender.littleEndian) {
    writer.bytes(event);
    if ((event[0]! & ~SEND_EVENT_BIT) !== KEYMAP_NOTIFY) writer.patchU16(start + 2, sequence);
  } else {
    const reader = new Reader(event, sender.littleEndian);
    const core = decodeCoreEvent(reader);
    if (core !== undefined) encodeCoreEvent(writer, sequence, core);
    else extensionWithEvent(event[0]! & ~SEND_EVENT_BIT)!.events!.recode(reader, writer, sequence);
  }
  writer.patchU8(start, event[0]! | SEND_EVENT_BIT);
}

function deliverTo(server: Server, window: Window, mask: number, sender: Client, event: Uint8Array): boolean {
  if (mask !== NO_EVENT && !anySelected(window, mask)) return false;
  const receivers: number[] = [];
  if (mask === NO_EVENT) receivers.push(window.client);
  else for (const [client, selected] of window.eventMasks) if ((selected & mask) !== 0) receivers.push(client);
  for (const number of receivers) {
    server.sendEncoded(number, (writer, sequence) => writeFor(writer, sequence, sender, event));
  }
  return true;
}

export const sendEventRequests = {
  SendEvent(server, client, { propagate, destination, eventMask, event }) {
    checkEvent(event);
    if ((eventMask & ~ALL_EVENTS) !== 0) throw new XError(ErrorCode.Value, eventMask);
    const found = destinationOf(server, destination);
    if (found === undefined) return;
    const upwards = checkBool(propagate);
    let mask = eventMask;
    let window: Window | undefined = found.window;
    while (window !== undefined) {
      if (deliverTo(server, window, mask, client, event) || !upwards || window === found.last) return;
      mask &= ~window.doNotPropagateMask;
      if (mask === 0) return;
      window = window.parent;
    }
  },
} satisfies SomeCoreHandlers;
