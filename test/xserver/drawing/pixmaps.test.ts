/** CreatePixmap and FreePixmap: errors as Xvfb's, and the count of each client's bytes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_PIXMAP_BYTES_PER_CLIENT } from '../../../xserver/limits.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { BothServers, expectAlike, type BothClients } from '../../support/both-servers.ts';
import { TestCore } from '../../support/core-client.ts';
import { request, type XClient } from '../../support/x-client.ts';

const ERROR_ALLOC = 11;

let servers: BothServers;
const connections: BothClients[] = [];

beforeAll(async () => {
  servers = await BothServers.start({ width: 320, height: 240 });
  connections.push(await servers.connect(true), await servers.connect(false));
});
afterAll(() => servers.close());

test.each([0, 1])('errors on connection %i', (connection) => {
  const both = connections[connection]!;
  const pid = both.newId();
  const create = (fields: Partial<x.CreatePixmapRequest>) =>
    both.send(x.encodeCreatePixmap, ({ info }) => ({
      pid,
      drawable: info.root,
      depth: 24,
      width: 10,
      height: 10,
      ...fields,
    }));
  create({ pid: 5 });
  create({ drawable: 5 });
  create({ width: 0 });
  create({ height: 0 });
  create({ width: 32_768 });
  create({ height: 40_000 });
  for (const depth of [0, 2, 3, 7, 33, 255]) create({ depth });
  create({});
  create({});
  both.send(x.encodeFreePixmap, { pixmap: pid });
  both.send(x.encodeFreePixmap, { pixmap: pid });
  return both.answers().then((answers) => expectAlike(answers, 14));
});

describe('bytes of a client', () => {
  const core = new TestCore();
  const bytesOf = (client: XClient): number | undefined => {
    for (const { idBase, pixmapBytes } of core.core.state.clients.values()) {
      if (idBase === client.info.idBase) return pixmapBytes;
    }
    return undefined;
  };
  const create = (client: XClient, width: number, height: number): number => {
    const pid = client.newId();
    request(client, x.encodeCreatePixmap, { pid, drawable: client.info.root, depth: 24, width, height });
    return pid;
  };

  test('are limited, and free again for others', async () => {
    const client = core.connect();
    const side = Math.sqrt(MAX_PIXMAP_BYTES_PER_CLIENT / 4);
    const large = create(client, side, side);
    expect(await client.sync()).toEqual([]);
    expect(bytesOf(client)).toBe(MAX_PIXMAP_BYTES_PER_CLIENT);
    create(client, 1, 1);
    expect((await client.sync()).map(({ kind, code }) => [kind, code])).toEqual([['error', ERROR_ALLOC]]);
    const other = core.connect();
    create(other, 1, 1);
    expect(await other.sync()).toEqual([]);
    request(client, x.encodeFreePixmap, { pixmap: large });
    create(client, 1, 1);
    expect(await client.sync()).toEqual([]);
    expect(bytesOf(client)).toBe(4);
    await client.close();
    await other.close();
  });

  test('count until the last gc or window lets go', async () => {
    const client = core.connect();
    const tile = create(client, 10, 10);
    const [first, second] = [client.newId(), client.newId()];
    for (const cid of [first, second]) {
      request(client, x.encodeCreateGC, { cid, drawable: client.info.root, valueList: { tile } });
    }
    const wid = client.newId();
    request(client, x.encodeCreateWindow, {
      wid,
      parent: client.info.root,
      x: 0,
      y: 0,
      width: 10,
      height: 10,
      borderWidth: 1,
      depth: 0,
      class: 1,
      visual: 0,
      valueList: { backgroundPixmap: tile, borderPixmap: tile },
    });
    request(client, x.encodeFreePixmap, { pixmap: tile });
    expect(await client.sync()).toEqual([]);
    expect(bytesOf(client)).toBe(400);
    request(client, x.encodeFreeGC, { gc: first });
    request(client, x.encodeDestroyWindow, { window: wid });
    expect(await client.sync()).toEqual([]);
    expect(bytesOf(client)).toBe(400);
    const another = create(client, 1, 1);
    request(client, x.encodeChangeGC, { gc: second, valueList: { tile: another } });
    expect(await client.sync()).toEqual([]);
    expect(bytesOf(client)).toBe(4);
    await client.close();
  });

  test('go with the client', async () => {
    const client = core.connect();
    create(client, 100, 100);
    expect(await client.sync()).toEqual([]);
    await client.close();
    expect(bytesOf(client)).toBeUndefined();
    expect([...core.core.state.resources.values()].filter(({ kind }) => kind === 'pixmap')).toEqual([]);
  });
});
