/** PutImage and GetImage in all formats and depths, as Xvfb has them. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { BothServers, expectAlike, maskImage, type BothClients } from '../../support/both-servers.ts';
import { request } from '../../support/x-client.ts';
import * as scenes from './scenes.ts';

const XY_BITMAP = 0;
const XY_PIXMAP = 1;
const Z_PIXMAP = 2;

let servers: BothServers;
const connections: BothClients[] = [];

beforeAll(async () => {
  servers = await BothServers.start({ width: 320, height: 240 });
  connections.push(await servers.connect(true), await servers.connect(false));
});
afterAll(() => servers.close());

/** Random bytes of the length that an image of this format has. */
function imageBytes(format: number, depth: number, width: number, height: number, leftPad: number): Uint8Array {
  if (format === Z_PIXMAP) return scenes.patternImage(depth, width, height, 5);
  const planes = format === XY_BITMAP ? 1 : depth;
  return scenes.patternImage(1, width + leftPad, height * planes, 6);
}

const depths = fc.constantFrom(1, 4, 8, 24, 32);

test('PutImage through random gcs', async () => {
  const image = fc.record({
    format: fc.integer({ min: 0, max: 2 }),
    leftPad: fc.integer({ min: 0, max: 31 }),
    width: fc.integer({ min: 0, max: 70 }),
    height: fc.integer({ min: 0, max: 40 }),
    dstX: fc.integer({ min: -40, max: 50 }),
    dstY: fc.integer({ min: -20, max: 42 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0, 1),
      depths,
      scenes.gcSpec,
      image,
      async (connection, depth, spec, { leftPad: pad, ...fields }) => {
        const both = connections[connection]!;
        const leftPad = fields.format === Z_PIXMAP ? 0 : pad;
        const target = scenes.makePattern(both, 'root', depth, scenes.WIDTH, scenes.HEIGHT);
        const gc = scenes.makeGc(both, target, spec);
        both.send(x.encodePutImage, {
          ...fields,
          leftPad,
          drawable: target,
          gc,
          depth: fields.format === XY_BITMAP ? 1 : depth,
          data: imageBytes(fields.format, depth, fields.width, fields.height, leftPad),
        });
        scenes.getImage(both, target);
        both.send(x.encodeFreeGC, { gc });
        both.send(x.encodeFreePixmap, { pixmap: target });
        expectAlike(await both.answers(maskImage));
      },
    ),
    { numRuns: 300 },
  );
});

test('GetImage of parts of pixmaps in both formats', async () => {
  const part = fc.record({
    format: fc.constantFrom(XY_PIXMAP, Z_PIXMAP),
    x: fc.integer({ min: 0, max: 20 }),
    y: fc.integer({ min: 0, max: 20 }),
    width: fc.integer({ min: 0, max: 28 }),
    height: fc.integer({ min: 0, max: 20 }),
    planeMask: fc.oneof(fc.constant(0xffffffff), fc.integer({ min: 0, max: 0xffffffff })),
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0, 1), depths, part, async (connection, depth, fields) => {
      const both = connections[connection]!;
      const drawable = scenes.makePattern(both, 'root', depth, scenes.WIDTH, scenes.HEIGHT);
      both.send(x.encodeGetImage, { drawable, ...fields });
      both.send(x.encodeFreePixmap, { pixmap: drawable });
      expectAlike(await both.answers((message) => (fields.format === Z_PIXMAP ? maskImage(message) : message)), 1);
    }),
    { numRuns: 300 },
  );
});

test('images larger than a request of 16-bit length', async () => {
  for (const both of connections) {
    for (const client of [both.xvfb, both.core]) {
      request(client, x.encodeQueryExtension, { name: 'BIG-REQUESTS' });
      const [reply] = await client.sync();
      const enable = Uint8Array.of(reply!.bytes[9]!, 0, 0, 0);
      new DataView(enable.buffer).setUint16(2, 1, client.littleEndian);
      client.send(enable);
      expect(await client.sync()).toHaveLength(1);
    }
    const large = scenes.makePattern(both, 'root', 24, 500, 400, 77);
    scenes.getImage(both, large, 500, 400);
    both.send(x.encodeFreePixmap, { pixmap: large });
    expectAlike(await both.answers(maskImage), 1);
  }
});

describe('errors', () => {
  test('of PutImage', async () => {
    for (const both of connections) {
      const pixmap = scenes.makePattern(both, 'root', 8, 20, 10);
      const gc = both.newId();
      both.send(x.encodeCreateGC, { cid: gc, drawable: pixmap, valueList: {} });
      const good = {
        format: Z_PIXMAP,
        drawable: pixmap,
        gc,
        width: 20,
        height: 10,
        dstX: 0,
        dstY: 0,
        leftPad: 0,
        depth: 8,
        data: new Uint8Array(200),
      };
      both.send(x.encodePutImage, good);
      both.send(x.encodePutImage, { ...good, format: 3 });
      both.send(x.encodePutImage, { ...good, leftPad: 1 });
      both.send(x.encodePutImage, { ...good, depth: 4 });
      both.send(x.encodePutImage, { ...good, data: new Uint8Array(196) });
      both.send(x.encodePutImage, { ...good, data: new Uint8Array(204) });
      both.send(x.encodePutImage, { ...good, format: XY_BITMAP });
      both.send(x.encodePutImage, { ...good, format: XY_BITMAP, depth: 1, leftPad: 32, data: new Uint8Array(80) });
      both.send(x.encodePutImage, { ...good, format: XY_PIXMAP, leftPad: 32, data: new Uint8Array(640) });
      both.send(x.encodePutImage, { ...good, drawable: gc });
      both.send(x.encodePutImage, { ...good, gc: pixmap });
      both.send(x.encodePutImage, (client) => ({ ...good, drawable: client.info.root }));
      expectAlike(await both.answers(), 11);
    }
  });

  test('of GetImage', async () => {
    for (const both of connections) {
      const pixmap = scenes.makePattern(both, 'root', 8, 20, 10);
      const good = { format: Z_PIXMAP, drawable: pixmap, x: 0, y: 0, width: 20, height: 10, planeMask: 0xff };
      both.send(x.encodeGetImage, { ...good, format: XY_BITMAP });
      both.send(x.encodeGetImage, { ...good, drawable: 1 });
      both.send(x.encodeGetImage, { ...good, x: -1 });
      both.send(x.encodeGetImage, { ...good, y: 1 });
      both.send(x.encodeGetImage, { ...good, width: 21 });
      expectAlike(await both.answers(), 5);
    }
  });
});
