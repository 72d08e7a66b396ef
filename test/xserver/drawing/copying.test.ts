/** CopyArea and CopyPlane among windows with children and pixmaps: pixels, GraphicsExpose and NoExpose as Xvfb's. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { BothServers, expectAlike, maskImage, type BothClients } from '../../support/both-servers.ts';
import * as scenes from './scenes.ts';
import { childSpec, endScene, makeScene, topSpec } from './window-scenes.ts';

const RUNS = Number(process.env['DRAWING_RUNS'] ?? 80);
const COPY_FROM_PARENT = 0;

let servers: BothServers;
const connections: BothClients[] = [];

beforeAll(async () => {
  servers = await BothServers.start({ width: 320, height: 240 });
  connections.push(await servers.connect(true), await servers.connect(false));
});
afterAll(() => servers.close());

/**
 * Difference: X.Org clips what it could not copy by the gc's clip rectangles as they stand, without the clip origin; we move
 * them there as everywhere. So the clips here have their origin at 0, 0.
 */
const copyGcSpec = scenes.gcSpec.map((spec) =>
  spec.clip === undefined ? spec : { ...spec, clip: { ...spec.clip, x: 0, y: 0 } },
);

const copySpec = fc.record({
  source: fc.nat({ max: 4 }),
  target: fc.nat({ max: 4 }),
  srcX: fc.integer({ min: -15, max: 45 }),
  srcY: fc.integer({ min: -15, max: 40 }),
  dstX: fc.integer({ min: -15, max: 45 }),
  dstY: fc.integer({ min: -15, max: 40 }),
  // Difference: for a copy of no width or height Xvfb reports a GraphicsExpose of that size, we report NoExpose.
  width: fc.integer({ min: 1, max: 60 }),
  height: fc.integer({ min: 1, max: 50 }),
  /** -1 copies all planes. */
  plane: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 23 })),
  graphicsExposures: fc.boolean(),
});

describe.each([0, 1])('on connection %i', (connection) => {
  test('copies between windows and pixmaps', async () => {
    const both = connections[connection]!;
    await fc.assert(
      fc.asyncProperty(
        topSpec,
        fc.array(childSpec, { maxLength: 3 }),
        fc.array(fc.tuple(copyGcSpec, copySpec), { minLength: 1, maxLength: 3 }),
        async (top, children, copies) => {
          const scene = makeScene(both, top, children);
          for (const [spec, { source, target, plane, graphicsExposures, ...where }] of copies) {
            const srcDrawable = scene.drawables[source % scene.drawables.length]!;
            const dstDrawable = scene.drawables[target % scene.drawables.length]!;
            const gc = scenes.makeGc(both, dstDrawable, spec);
            both.send(x.encodeChangeGC, { gc, valueList: { graphicsExposures: graphicsExposures ? 1 : 0 } });
            const fields = { srcDrawable, dstDrawable, gc, ...where };
            if (plane < 0) both.send(x.encodeCopyArea, fields);
            else both.send(x.encodeCopyPlane, { ...fields, bitPlane: 1 << plane });
            both.send(x.encodeFreeGC, { gc });
          }
          scenes.getImage(both, scene.top);
          scenes.getImage(both, scene.drawables.at(-1)!);
          endScene(both, scene);
          expectAlike(await both.answers(maskImage));
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('CopyPlane from bitmaps and between depths', async () => {
    const both = connections[connection]!;
    for (const [sourceDepth, targetDepth] of [
      [1, 24],
      [8, 24],
      [24, 1],
      [24, 8],
      [32, 24],
      [1, 1],
    ] as const) {
      const source = scenes.makePattern(both, 'root', sourceDepth, 30, 20, 4);
      const target = scenes.makePattern(both, 'root', targetDepth, scenes.WIDTH, scenes.HEIGHT);
      const gc = both.newId();
      const valueList = { foreground: 0xfedcba, background: 0x123456 };
      both.send(x.encodeCreateGC, { cid: gc, drawable: target, valueList });
      for (const plane of [0, sourceDepth - 1]) {
        const where = { srcX: 2, srcY: 3, dstX: 5, dstY: plane, width: 25, height: 20 };
        const bitPlane = (1 << plane) >>> 0;
        both.send(x.encodeCopyPlane, { srcDrawable: source, dstDrawable: target, gc, ...where, bitPlane });
      }
      scenes.getImage(both, target);
    }
    expectAlike(await both.answers(maskImage));
  });

  test('errors', async () => {
    const both = connections[connection]!;
    const pixmap = scenes.makePattern(both, 'root', 8, 20, 20);
    const other = scenes.makePattern(both, 'root', 24, 20, 20);
    const gc = both.newId();
    both.send(x.encodeCreateGC, { cid: gc, drawable: pixmap, valueList: {} });
    const where = { srcX: 0, srcY: 0, dstX: 0, dstY: 0, width: 5, height: 5 };
    const good = { srcDrawable: pixmap, dstDrawable: pixmap, gc, ...where };
    both.send(x.encodeCopyArea, { ...good, srcDrawable: other });
    both.send(x.encodeCopyArea, { ...good, dstDrawable: other });
    both.send(x.encodeCopyArea, { ...good, srcDrawable: gc });
    both.send(x.encodeCopyArea, { ...good, dstDrawable: 3 });
    both.send(x.encodeCopyArea, { ...good, gc: pixmap });
    for (const bitPlane of [0, 3, 0x100, 0x80000000]) both.send(x.encodeCopyPlane, { ...good, bitPlane });
    const inputOnly = both.newId();
    both.send(x.encodeCreateWindow, (client) => ({
      wid: inputOnly,
      parent: client.info.root,
      x: 0,
      y: 0,
      width: 5,
      height: 5,
      borderWidth: 0,
      depth: 0,
      class: 2,
      visual: COPY_FROM_PARENT,
      valueList: {},
    }));
    both.send(x.encodeCopyArea, { ...good, srcDrawable: inputOnly });
    both.send(x.encodeCopyArea, { ...good, dstDrawable: inputOnly });
    both.send(x.encodeDestroyWindow, { window: inputOnly });
    expectAlike(await both.answers(), 11);
  });
});
