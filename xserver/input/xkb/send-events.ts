/** XKEYBOARD's events and who has selected them (XKB protocol §16). */
import { encodeXkbEvent, XkbEventCode, type XkbEvent } from '../../protocol/generated/xkb.ts';
import { FirstEvent } from '../../extensions/numbers.ts';
import { CURRENT_TIME, momentOf } from '../../server-time.ts';
import type { Server } from '../../server.ts';

/** The one keyboard's number, as X.Org numbers it. */
export const KEYBOARD_DEVICE = 3;

type Event = XkbEvent['name'];
/** An event without what all of them have. */
export type EventBody<Name extends Event> = Omit<
  Extract<XkbEvent, { name: Name }>,
  'name' | 'xkbType' | 'time' | 'deviceID'
>;

/** True when the client has selected any of the details. */
export function hasSelected(server: Server, client: number, name: Event, details: number): boolean {
  const selected = server.state.input.keyboard.xkb.clients.get(client)?.selected[XkbEventCode[name]] ?? 0;
  return (selected & details) !== 0;
}

/** Sends the event to those who have selected any of the details; `adapt` may cut it to what one has selected. */
export function sendXkbEvent<Name extends Event>(
  server: Server,
  name: Name,
  details: number,
  body: EventBody<Name>,
): void {
  if (details === 0) return;
  for (const client of server.state.input.keyboard.xkb.clients.keys()) {
    if (hasSelected(server, client, name, details)) sendXkbEventTo(server, client, name, body);
  }
}

export function sendXkbEventTo<Name extends Event>(
  server: Server,
  client: number,
  name: Name,
  body: EventBody<Name>,
): void {
  const event = {
    ...body,
    name,
    xkbType: XkbEventCode[name],
    time: momentOf(server, CURRENT_TIME),
    deviceID: KEYBOARD_DEVICE,
  } as unknown as XkbEvent;
  server.sendEncoded(client, (writer, sequence) => {
    const start = writer.length;
    encodeXkbEvent(writer, sequence, event, 0);
    // All have one code; the byte after it says which they are.
    writer.patchU8(start, FirstEvent.Xkb);
  });
}
