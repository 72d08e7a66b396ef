/** SendEvent: who gets the event, and as what bytes. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import type { BothClients, BothServers } from '../../support/both-servers.ts';
import { encodeRequest } from '../../support/x-client.ts';
import { expectAlike, makeWindow, startRig } from './rig.ts';

const STRUCTURE_NOTIFY = 1 << 17;
const BUTTON_PRESS = 1 << 2;
const CLIENT_MESSAGE = 33;

let servers: BothServers;
let little: BothClients;
let big: BothClients;

beforeAll(async () => {
  ({ servers, little, big } = await startRig());
});
afterAll(() => servers.close());

/** 32 bytes: the code, then given ones, then a pattern. */
function event(code: number, ...bytes: number[]): Uint8Array {
  const all = Uint8Array.from({ length: 32 }, (_, i) => 0xa0 + i);
  all.set([code, ...bytes]);
  return all;
}

function send(both: BothClients, fields: Partial<x.SendEventRequest>): void {
  both.send(x.encodeSendEvent, {
    propagate: 0,
    destination: 0,
    eventMask: 0,
    event: event(CLIENT_MESSAGE, 32),
    ...fields,
  });
}

/** A chain of windows, each in the one before: ids from the outermost. */
function nest(both: BothClients, masks: readonly number[], doNotPropagate: readonly number[] = []): number[] {
  const ids: number[] = [];
  for (const [i, eventMask] of masks.entries()) {
    const window = makeWindow(both, eventMask);
    const parent = ids.at(-1);
    if (parent !== undefined) both.send(x.encodeReparentWindow, { window, parent, x: 0, y: 0 });
    const valueList = { doNotPropogateMask: doNotPropagate[i] ?? 0 };
    both.send(x.encodeChangeWindowAttributes, { window, valueList });
    ids.push(window);
  }
  return ids;
}

test('with an empty mask the event goes to who made the window, else to who selected', async () => {
  const window = makeWindow(little);
  const selected = makeWindow(little, STRUCTURE_NOTIFY);
  await expectAlike(little, 0);
  send(big, { destination: window });
  send(big, { destination: window, eventMask: STRUCTURE_NOTIFY });
  send(big, { destination: selected, eventMask: STRUCTURE_NOTIFY | BUTTON_PRESS });
  send(big, { destination: selected, eventMask: BUTTON_PRESS });
  await expectAlike(big, 0);
  const received = await expectAlike(little);
  expect(received).toHaveLength(2);
});

test('every client that selected gets it, and the root has no maker', async () => {
  const window = makeWindow(little, STRUCTURE_NOTIFY);
  await expectAlike(little, 0);
  big.send(x.encodeChangeWindowAttributes, { window, valueList: { eventMask: STRUCTURE_NOTIFY } });
  await expectAlike(big, 0);
  send(little, { destination: window, eventMask: STRUCTURE_NOTIFY, event: event(CLIENT_MESSAGE, 8) });
  await expectAlike(little, 1);
  await expectAlike(big, 1);
  little.send(x.encodeSendEvent, (client) => ({
    propagate: 1,
    destination: client.info.root,
    eventMask: 0,
    event: event(CLIENT_MESSAGE, 32),
  }));
  await expectAlike(little, 0);
});

test('it climbs until someone wants it, and where it may', async () => {
  const [, , inner] = nest(little, [STRUCTURE_NOTIFY, 0, 0]) as [number, number, number];
  await little.answers();
  send(little, { destination: inner, eventMask: STRUCTURE_NOTIFY, propagate: 1 });
  send(little, { destination: inner, eventMask: STRUCTURE_NOTIFY, propagate: 0 });
  send(little, { destination: inner, eventMask: 0, propagate: 1 });
  await expectAlike(little, 2);
  const [, , fenced] = nest(little, [BUTTON_PRESS, BUTTON_PRESS, 0], [0, 0, BUTTON_PRESS]) as [number, number, number];
  await little.answers();
  send(little, { destination: fenced, eventMask: BUTTON_PRESS, propagate: 1, event: event(4) });
  send(little, { destination: fenced, eventMask: BUTTON_PRESS | STRUCTURE_NOTIFY, propagate: 1, event: event(4) });
  await expectAlike(little, 0);
  const [, middle] = nest(little, [BUTTON_PRESS, 0, 0], [0, STRUCTURE_NOTIFY, 0]) as [number, number];
  await little.answers();
  send(little, { destination: middle, eventMask: BUTTON_PRESS | STRUCTURE_NOTIFY, propagate: 1, event: event(4) });
  await expectAlike(little, 1);
});

test('to the pointer and to the focus', async () => {
  const windows = [40, 120].map((left) => {
    const window = makeWindow(little, STRUCTURE_NOTIFY);
    little.send(x.encodeConfigureWindow, { window, valueList: { x: left, y: 40, width: 60, height: 60 } });
    little.send(x.encodeMapWindow, { window });
    return window;
  });
  const [left, right] = windows as [number, number];
  await little.answers();
  for (const x_ of [60, 140, 300]) {
    little.send(x.encodeWarpPointer, (client) => ({
      srcWindow: 0,
      dstWindow: client.info.root,
      srcX: 0,
      srcY: 0,
      srcWidth: 0,
      srcHeight: 0,
      dstX: x_,
      dstY: 60,
    }));
    for (const focus of [0, 1, left, right]) {
      little.send(x.encodeSetInputFocus, { revertTo: 0, focus, time: 0 });
      for (const destination of [0, 1]) {
        for (const propagate of [0, 1]) {
          send(little, {
            destination,
            propagate,
            eventMask: STRUCTURE_NOTIFY,
            event: event(CLIENT_MESSAGE, 32, destination),
          });
        }
      }
    }
  }
  const received = await expectAlike(little);
  expect(received.length).toBeGreaterThan(15);
  for (const window of windows) little.send(x.encodeDestroyWindow, { window });
  await little.answers();
});

test('every core event arrives as sent, with the bit and the sequence number', async () => {
  const window = makeWindow(little);
  await expectAlike(little, 0);
  let count = 0;
  for (let code = 2; code <= 34; code++) {
    send(little, { destination: window, event: event(code | (code & 1 ? 0x80 : 0), 8) });
    count++;
  }
  await expectAlike(little, count);
});

test('errors', async () => {
  const window = makeWindow(little);
  for (const code of [0, 1, 35, 36, 63, 0x80, 0xff]) send(little, { destination: window, event: event(code) });
  for (const format of [0, 9, 31]) send(little, { destination: window, event: event(CLIENT_MESSAGE, format) });
  send(little, { destination: window, eventMask: 0x2000000 });
  send(little, { destination: 0x77 });
  send(little, { destination: window, propagate: 2 });
  await expectAlike(little, 13);
});

test('between byte orders the fields keep their values', async () => {
  const yours = makeWindow(big);
  await expectAlike(big, 0);
  const client = little.core;
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.integer({ min: 2, max: 34 }),
      async (bytes, code) => {
        bytes[0] = code;
        if (code === CLIENT_MESSAGE) bytes[1] = [8, 16, 32][bytes[1]! % 3]!;
        client.send(
          encodeRequest(true, x.encodeSendEvent, { propagate: 0, destination: yours, eventMask: 0, event: bytes }),
        );
        await client.sync();
        const [message] = await big.core.sync();
        const sent = x.decodeCoreEvent(new Reader(bytes, true))!;
        const received = x.decodeCoreEvent(new Reader(message!.bytes, false))!;
        expect({ ...received, sequence: 0, sendEvent: false }).toEqual({ ...sent, sequence: 0, sendEvent: false });
        expect(received.sendEvent).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
  while (little.xvfb.sequence < client.sequence) little.xvfb.send(encodeRequest(true, x.encodeNoOperation, {}));
});
