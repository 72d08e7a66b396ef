/** The caps of these requests: at the cap, and one past it. */
import { beforeEach, expect, test } from 'vitest';
import {
  MAX_ACCESS_HOSTS,
  MAX_ALL_PROPERTY_BYTES,
  MAX_ATOMS,
  MAX_HELD_BYTES,
  MAX_PROPERTY_BYTES,
  MAX_WINDOW_PROPERTIES,
  PROPERTY_OVERHEAD_BYTES,
} from '../../../xserver/limits.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { internAtom } from '../../../xserver/requests/atoms.ts';
import { TestCore } from '../../support/core-client.ts';
import { request, type XClient } from '../../support/x-client.ts';

const ALLOC = 11;

let core: TestCore;
let client: XClient;

beforeEach(async () => {
  core = new TestCore({ width: 64, height: 64 });
  client = core.connect();
  await client.sync();
});

async function errors(): Promise<number[]> {
  return (await client.sync()).filter(({ kind }) => kind === 'error').map(({ code }) => code);
}

function change(property: number, data: Uint8Array, mode: number = x.PropMode.Replace): void {
  const window = client.info.root;
  const fields = { mode, window, property, type: x.Atom.STRING, format: 8, dataLen: data.length, data };
  request(client, x.encodeChangeProperty, fields);
}

test('atoms', async () => {
  const { names } = core.core.state.atoms;
  while (names.length < MAX_ATOMS) internAtom(core.core.server, `atom ${names.length}`);
  request(client, x.encodeInternAtom, { onlyIfExists: 0, name: 'the last' });
  expect(await errors()).toEqual([]);
  expect(names).toHaveLength(MAX_ATOMS + 1);
  request(client, x.encodeInternAtom, { onlyIfExists: 0, name: 'one too many' });
  request(client, x.encodeInternAtom, { onlyIfExists: 0, name: 'the last' });
  request(client, x.encodeInternAtom, { onlyIfExists: 1, name: 'one too many' });
  expect(await errors()).toEqual([ALLOC]);
});

test('the value of one property', async () => {
  const part = new Uint8Array(MAX_PROPERTY_BYTES / 8);
  for (let i = 0; i < 8; i++) change(x.Atom.WM_NAME, part, x.PropMode.Append);
  expect(await errors()).toEqual([]);
  change(x.Atom.WM_NAME, Uint8Array.of(1), x.PropMode.Append);
  expect(await errors()).toEqual([ALLOC]);
  expect(core.core.state.screen.root.properties.get(x.Atom.WM_NAME)!.data).toHaveLength(MAX_PROPERTY_BYTES);
});

test('the values of all properties', async () => {
  const { state } = core.core;
  const before = state.propertyBytes;
  change(x.Atom.WM_NAME, new Uint8Array(1000));
  await client.sync();
  expect(state.propertyBytes).toBe(before + 1000 + PROPERTY_OVERHEAD_BYTES);
  // As if others held the rest.
  state.propertyBytes = MAX_ALL_PROPERTY_BYTES - 500;
  change(x.Atom.WM_ICON_NAME, new Uint8Array(500 - PROPERTY_OVERHEAD_BYTES));
  expect(await errors()).toEqual([]);
  change(x.Atom.WM_NAME, new Uint8Array(1001));
  expect(await errors()).toEqual([ALLOC]);
  change(x.Atom.WM_NAME, new Uint8Array(10));
  change(x.Atom.WM_COMMAND, new Uint8Array(990 - PROPERTY_OVERHEAD_BYTES));
  expect(await errors()).toEqual([]);
  change(x.Atom.WM_CLASS, new Uint8Array(0));
  expect(await errors()).toEqual([ALLOC]);
});

test('the properties of one window', async () => {
  const { properties } = core.core.state.screen.root;
  const value = { type: x.Atom.STRING, format: 8, data: new Uint8Array(0) } as const;
  for (let i = properties.size + 1; i < MAX_WINDOW_PROPERTIES; i++) properties.set(1_000_000 + i, value);
  change(x.Atom.WM_NAME, Uint8Array.of(1));
  expect(await errors()).toEqual([]);
  change(x.Atom.WM_NAME, Uint8Array.of(2));
  change(x.Atom.WM_CLASS, Uint8Array.of(1));
  expect(await errors()).toEqual([ALLOC]);
  request(client, x.encodeListProperties, { window: client.info.root });
  expect((await client.sync())[0]!.bytes).toHaveLength(32 + MAX_WINDOW_PROPERTIES * 4);
});

test('hosts', async () => {
  for (let i = 0; i <= MAX_ACCESS_HOSTS; i++) {
    const address = Uint8Array.of(10, 0, i >> 8, i & 0xff);
    request(client, x.encodeChangeHosts, { mode: 0, family: x.Family.Internet, address });
    if (i === MAX_ACCESS_HOSTS - 1) expect(await errors()).toEqual([]);
  }
  expect(await errors()).toEqual([ALLOC]);
});

test('colours in one reply', async () => {
  request(client, x.encodeQueryColors, { cmap: client.info.colormap, pixels: new Uint32Array(0xffff) });
  expect(await errors()).toEqual([]);
  request(client, x.encodeQueryColors, { cmap: client.info.colormap, pixels: new Uint32Array(0x10000) });
  expect(await errors()).toEqual([ALLOC]);
});

test('requests held while the server is grabbed', async () => {
  const other = core.connect();
  await other.sync();
  request(client, x.encodeGrabServer, {});
  const part = new Uint8Array(MAX_HELD_BYTES / 8);
  new DataView(part.buffer).setUint32(4, part.length / 4, true);
  part[0] = 127;
  for (let i = 0; i < 8; i++) other.send(part);
  expect(core.core.state.clients.get(2)!.heldBytes).toBe(MAX_HELD_BYTES);
  request(other, x.encodeNoOperation, {});
  request(client, x.encodeUngrabServer, {});
  await expect(other.sync()).rejects.toThrow('too many requests');
  expect(await errors()).toEqual([]);
});
