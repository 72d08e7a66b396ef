/** Caps on windows: at the cap all is well, one past it the request fails and nothing has changed. */
import { expect, test } from 'vitest';
import { MAX_RESOURCES_PER_CLIENT, MAX_SURFACE_BYTES, MAX_WINDOW_NESTING } from '../../../xserver/limits.ts';
import { ErrorCode } from '../../../xserver/protocol/errors.ts';
import {
  encodeCreateGC,
  encodeCreateWindow,
  encodeGetImage,
  encodeMapSubwindows,
  encodeMapWindow,
  encodeReparentWindow,
} from '../../../xserver/protocol/generated/xproto.ts';
import { Writer } from '../../../xserver/protocol/writer.ts';
import { TestCore } from '../../support/core-client.ts';
import type { XClient } from '../../support/x-client.ts';

function request(encode: (writer: Writer) => void): Uint8Array {
  const writer = new Writer(true);
  encode(writer);
  return writer.finish();
}

function createWindow(client: XClient, wid: number, parent: number, width = 10, height = 10): void {
  client.send(
    request((writer) =>
      encodeCreateWindow(writer, {
        depth: 0,
        wid,
        parent,
        x: 0,
        y: 0,
        width,
        height,
        borderWidth: 0,
        class: 1,
        visual: 0,
        valueList: { backgroundPixel: 1, overrideRedirect: 1 },
      }),
    ),
  );
}

const errors = async (client: XClient) =>
  (await client.sync()).filter(({ kind }) => kind === 'error').map(({ code }) => code);

/** Windows inside one another, `count` of them; the outermost first. */
function nest(client: XClient, count: number): number[] {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) {
    const id = client.newId();
    createWindow(client, id, ids.at(-1) ?? client.info.root);
    ids.push(id);
  }
  return ids;
}

test('windows nest as deep as the cap and no deeper; the deepest tree is mapped and destroyed', async () => {
  const core = new TestCore();
  const client = core.connect();
  const ids = nest(client, MAX_WINDOW_NESTING);
  expect(await errors(client)).toEqual([]);
  createWindow(client, client.newId(), ids.at(-1)!);
  expect(await errors(client)).toEqual([ErrorCode.Alloc]);
  for (const id of ids) client.send(request((writer) => encodeMapSubwindows(writer, { window: id })));
  client.send(request((writer) => encodeMapWindow(writer, { window: ids[0]! })));
  expect(await errors(client)).toEqual([]);
  expect(core.core.snapshot().length).toBeGreaterThan(0);
  await client.close();
  expect(core.core.state.screen.root.children).toHaveLength(0);
});

test('reparenting does not go round the cap', async () => {
  const client = new TestCore().connect();
  const half = MAX_WINDOW_NESTING / 2;
  const upper = nest(client, half);
  const lower = nest(client, half);
  client.send(
    request((writer) => encodeReparentWindow(writer, { window: lower[0]!, parent: upper.at(-1)!, x: 0, y: 0 })),
  );
  expect(await errors(client)).toEqual([]);
  const one = nest(client, 1)[0]!;
  client.send(request((writer) => encodeReparentWindow(writer, { window: upper[0]!, parent: one, x: 0, y: 0 })));
  expect(await errors(client)).toEqual([ErrorCode.Alloc]);
});

test('a client has as many resources as the cap and no more', async () => {
  const core = new TestCore();
  const client = core.connect();
  const drawable = client.info.root;
  const create = () =>
    client.send(request((writer) => encodeCreateGC(writer, { cid: client.newId(), drawable, valueList: {} })));
  for (let i = 0; i < MAX_RESOURCES_PER_CLIENT; i++) create();
  expect(await errors(client)).toEqual([]);
  create();
  expect(await errors(client)).toEqual([ErrorCode.Alloc]);
});

test('a monstrous window keeps no more pixels than the cap, and still draws', async () => {
  const core = new TestCore();
  const client = core.connect();
  const id = client.newId();
  createWindow(client, id, client.info.root, 32_767, 32_767);
  client.send(request((writer) => encodeMapWindow(writer, { window: id })));
  expect(await errors(client)).toEqual([]);
  const surface = core.core.state.screen.surfaces.at(-1)!;
  expect(surface.pixels.data.byteLength).toBeLessThanOrEqual(MAX_SURFACE_BYTES);
  client.send(
    request((writer) =>
      encodeGetImage(writer, { format: 2, drawable: id, x: 0, y: 0, width: 1, height: 1, planeMask: 0xffffffff }),
    ),
  );
  const reply = (await client.sync()).find(({ kind }) => kind === 'reply')!;
  expect(reply.bytes[32]).toBe(1);
});
