/** Atoms and properties as Xvfb has them, in both byte orders. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import type { BothClients, BothServers } from '../../support/both-servers.ts';
import { encodeRequest, request, type ServerMessage } from '../../support/x-client.ts';
import { expectAlike, freshAtoms, makeWindow, startRig, withoutTime } from './rig.ts';

const PROPERTY_CHANGE = 1 << 22;
const { CARDINAL, INTEGER, STRING, WM_NAME } = x.Atom;
const NO_ATOM = 0x12345678;
const NO_WINDOW = 0x77;

let servers: BothServers;
let little: BothClients;
let big: BothClients;

beforeAll(async () => {
  ({ servers, little, big } = await startRig());
});
afterAll(() => servers.close());

function change(
  both: BothClients,
  window: number,
  property: number,
  type: number,
  format: number,
  data: readonly number[],
  mode: number = x.PropMode.Replace,
): void {
  const bytes = Uint8Array.from(data);
  both.send(x.encodeChangeProperty, {
    mode,
    window,
    property,
    type,
    format,
    dataLen: Math.trunc((bytes.length * 8) / format),
    data: bytes,
  });
}

function get(both: BothClients, window: number, property: number, more: Partial<x.GetPropertyRequest> = {}): void {
  both.send(x.encodeGetProperty, { delete: 0, window, property, type: 0, longOffset: 0, longLength: 100, ...more });
}

/** Difference: a value of another type is reported with its length in bytes, as X11 §9 GetProperty says; Xvfb counts elements. */
function bytesAfterInElements(message: ServerMessage): ServerMessage {
  const { kind, bytes } = message;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (kind !== 'reply' || view.getUint32(16, true) !== 0 || view.getUint32(4, true) !== 0) return withoutTime(message);
  return { ...message, bytes: bytes.slice().fill(0, 12, 16) };
}

describe('atoms', () => {
  test('the predefined ones have their numbers and names', async () => {
    for (const [name, atom] of Object.entries(x.Atom)) {
      if (atom === 0) continue;
      little.send(x.encodeInternAtom, { onlyIfExists: 1, name });
      big.send(x.encodeGetAtomName, { atom });
    }
    await expectAlike(little, 68);
    await expectAlike(big, 68);
  });

  test('names differ by case, may be empty, and are made only when asked for', async () => {
    await freshAtoms(little, 'FRESH');
    const names = ['fresh', 'FRESH', 'primary', 'PRIMARY', 'caf\xe9'];
    for (const name of names) {
      little.send(x.encodeInternAtom, { onlyIfExists: 1, name });
      little.send(x.encodeInternAtom, { onlyIfExists: 0, name });
    }
    await expectAlike(little, 10);
    for (const name of names) big.send(x.encodeInternAtom, { onlyIfExists: 1, name });
    await expectAlike(big, 5);
  });

  test('the empty name is one like any other', async () => {
    const client = little.core;
    request(client, x.encodeInternAtom, { onlyIfExists: 0, name: '' });
    const [made] = await client.sync();
    const { atom } = x.decodeInternAtomReply(new Reader(made!.bytes, true));
    expect(atom).toBeGreaterThan(68);
    request(client, x.encodeGetAtomName, { atom });
    const [named] = await client.sync();
    expect(x.decodeGetAtomNameReply(new Reader(named!.bytes, true)).name).toBe('');
    while (little.xvfb.sequence < client.sequence) request(little.xvfb, x.encodeNoOperation, {});
  });

  test('errors', async () => {
    little.send(x.encodeInternAtom, { onlyIfExists: 2, name: 'x' });
    little.send(x.encodeGetAtomName, { atom: 0 });
    little.send(x.encodeGetAtomName, { atom: NO_ATOM });
    await expectAlike(little, 3);
  });
});

describe.each(['little', 'big'] as const)('properties of a %s-endian client', (order) => {
  const client = () => (order === 'little' ? little : big);

  test('are replaced, put before and behind, and reported', async () => {
    const both = client();
    const [a, b, c] = (await freshAtoms(both, `a${order}`, `b${order}`, `c${order}`)) as [number, number, number];
    const window = makeWindow(both, PROPERTY_CHANGE);
    change(both, window, a, INTEGER, 32, [1, 2, 3, 4, 5, 6, 7, 8]);
    change(both, window, b, STRING, 8, [0x41, 0x42, 0x43, 0x44, 0x45]);
    change(both, window, c, STRING, 16, [1, 2, 3, 4]);
    change(both, window, a, INTEGER, 32, [9, 10, 11, 12], x.PropMode.Append);
    change(both, window, a, INTEGER, 32, [13, 14, 15, 16], x.PropMode.Prepend);
    change(both, window, a, INTEGER, 32, [], x.PropMode.Append);
    change(both, window, b, STRING, 8, [0x5a], x.PropMode.Prepend);
    for (const property of [a, b, c]) get(both, window, property);
    both.send(x.encodeListProperties, { window });
    change(both, window, b, CARDINAL, 16, [1, 0]);
    both.send(x.encodeListProperties, { window });
    both.send(x.encodeDeleteProperty, { window, property: a });
    both.send(x.encodeDeleteProperty, { window, property: a });
    both.send(x.encodeListProperties, { window });
    await expectAlike(both, 7 + 3 + 1 + 1 + 1 + 1 + 1);
  });

  test('are given in parts', async () => {
    const both = client();
    const window = makeWindow(both, PROPERTY_CHANGE);
    change(both, window, WM_NAME, STRING, 8, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const [longOffset, longLength] of [[0, 1], [1, 1], [2, 1], [1, 0], [2, 0], [1, 0xffffffff], [3, 1]]) {
      get(both, window, WM_NAME, { longOffset: longOffset!, longLength: longLength! });
    } // prettier-ignore
    // With delete, only what reaches the end deletes.
    get(both, window, WM_NAME, { longLength: 1, delete: 1 });
    get(both, window, WM_NAME, { longOffset: 1, longLength: 2, delete: 1 });
    get(both, window, WM_NAME);
    await expectAlike(both, 1 + 7 + 1 + 2 + 1);
  });

  test('of another type are described, not given or deleted', async () => {
    const both = client();
    const window = makeWindow(both);
    change(both, window, WM_NAME, STRING, 16, [1, 2, 3, 4]);
    get(both, window, WM_NAME, { type: INTEGER, delete: 1 });
    get(both, window, WM_NAME, { type: INTEGER, longOffset: 99 });
    await expectAlike(both, 2, bytesAfterInElements);
    get(both, window, WM_NAME, { type: STRING });
    get(both, window, CARDINAL, { type: STRING, longOffset: 99 });
    await expectAlike(both, 2);
  });

  test('are rotated', async () => {
    const both = client();
    const names = [1, 2, 3, 4].map((i) => `rotate${i}${order}`);
    const atoms = Uint32Array.from(await freshAtoms(both, ...names));
    const window = makeWindow(both, PROPERTY_CHANGE);
    atoms.forEach((atom, i) => change(both, window, atom, STRING, 8, [i]));
    await expectAlike(both, 4);
    let count = 0;
    for (const delta of [1, -1, 3, -7, 4, 0, -32768, 32767]) {
      both.send(x.encodeRotateProperties, { window, delta, atoms });
      for (const atom of atoms) get(both, window, atom);
      both.send(x.encodeListProperties, { window });
      count += 5 + (delta % 4 === 0 ? 0 : 4);
    }
    await expectAlike(both, count);
    const [first, second] = atoms as unknown as [number, number];
    for (const wrong of [[first, first], [first, WM_NAME], [WM_NAME, NO_ATOM], [first, NO_ATOM, second], [0], []]) {
      both.send(x.encodeRotateProperties, { window, delta: 1, atoms: Uint32Array.from(wrong) });
    } // prettier-ignore
    await expectAlike(both, 5);
  });

  test('errors change nothing', async () => {
    const both = client();
    const window = makeWindow(both, PROPERTY_CHANGE);
    change(both, window, WM_NAME, STRING, 8, [1, 2, 3, 4]);
    await expectAlike(both, 1);
    change(both, window, WM_NAME, STRING, 16, [1, 2], x.PropMode.Append);
    change(both, window, WM_NAME, INTEGER, 8, [1], x.PropMode.Prepend);
    change(both, window, WM_NAME, STRING, 8, [1], 3);
    change(both, window, WM_NAME, NO_ATOM, 8, [1]);
    change(both, window, WM_NAME, 0, 8, [1]);
    change(both, window, NO_ATOM, STRING, 8, [1]);
    change(both, window, 0, STRING, 8, [1]);
    change(both, NO_WINDOW, WM_NAME, STRING, 8, [1]);
    both.send(x.encodeDeleteProperty, { window, property: NO_ATOM });
    both.send(x.encodeDeleteProperty, { window: NO_WINDOW, property: NO_ATOM });
    get(both, NO_WINDOW, WM_NAME);
    get(both, window, NO_ATOM);
    get(both, window, WM_NAME, { type: NO_ATOM });
    get(both, window, WM_NAME, { delete: 2 });
    get(both, window, WM_NAME, { longOffset: 2 });
    both.send(x.encodeListProperties, { window: NO_WINDOW });
    both.send(x.encodeRotateProperties, { window: NO_WINDOW, delta: 0, atoms: new Uint32Array(0) });
    get(both, window, WM_NAME);
    await expectAlike(both, 18);
  });
});

test('what one client stores, a client of the other byte order reads as numbers', async () => {
  const window = makeWindow(little);
  await little.answers();
  for (const [writer, reader] of [[little, big], [big, little]] as const) {
    for (const format of [8, 16, 32]) {
      change(writer, window, WM_NAME, STRING, format, [1, 2, 3, 4, 5, 6, 7, 8]);
      await writer.answers();
      get(reader, window, WM_NAME);
      await expectAlike(reader, 1);
    }
  } // prettier-ignore
});

test('every client that selects for it hears of a change', async () => {
  const window = makeWindow(little);
  await little.answers();
  const mask = { window, valueList: { eventMask: PROPERTY_CHANGE } };
  big.send(x.encodeChangeWindowAttributes, mask);
  await big.answers();
  change(little, window, WM_NAME, STRING, 8, [1]);
  await expectAlike(little, 0);
  await expectAlike(big, 1);
});

test('a property goes with its window, and no longer counts', async () => {
  const { core } = servers;
  const before = core.core.state.propertyBytes;
  const window = makeWindow(little);
  change(
    little,
    window,
    WM_NAME,
    STRING,
    8,
    Array.from({ length: 1000 }, () => 7),
  );
  await little.answers();
  expect(core.core.state.propertyBytes).toBeGreaterThanOrEqual(before + 1000);
  little.send(x.encodeDestroyWindow, { window });
  await little.answers();
  expect(core.core.state.propertyBytes).toBe(before);
});

test('the value is a copy: the request may be overwritten', async () => {
  const window = makeWindow(little);
  const client = little.core;
  const bytes = encodeRequest(true, x.encodeChangeProperty, {
    mode: 0,
    window,
    property: WM_NAME,
    type: STRING,
    format: 8,
    dataLen: 4,
    data: Uint8Array.of(1, 2, 3, 4),
  });
  client.send(bytes);
  bytes.fill(0xff);
  request(client, x.encodeGetProperty, { delete: 0, window, property: WM_NAME, type: 0, longOffset: 0, longLength: 9 });
  const reply = (await client.sync()).at(-1)!;
  expect([...x.decodeGetPropertyReply(new Reader(reply.bytes, true)).value]).toEqual([1, 2, 3, 4]);
});
