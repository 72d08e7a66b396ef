/** Drawing in windows with children, through both subwindow modes; on the root; ClearArea; GetImage of windows. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { BothServers, expectAlike, maskImage, type BothClients } from '../../support/both-servers.ts';
import * as scenes from './scenes.ts';
import { childSpec, endScene, makeScene, makeWindow, topSpec } from './window-scenes.ts';

const RUNS = Number(process.env['DRAWING_RUNS'] ?? 80);
const Z_PIXMAP = 2;

let servers: BothServers;
const connections: BothClients[] = [];

beforeAll(async () => {
  servers = await BothServers.start({ width: 320, height: 240 });
  connections.push(await servers.connect(true), await servers.connect(false));
});
afterAll(() => servers.close());

const shape = fc.oneof(
  scenes.points,
  scenes.polyline,
  scenes.segments,
  scenes.rectangles,
  scenes.arcs,
  scenes.polygon,
  scenes.filledRectangles,
  scenes.filledArcs,
);

function getWindowImage(both: BothClients, drawable: number, width: number, height: number, border: number): void {
  const size = { width: width + 2 * border, height: height + 2 * border };
  both.send(x.encodeGetImage, { format: Z_PIXMAP, drawable, x: -border, y: -border, ...size, planeMask: 0xffffffff });
}

function getRootImage(both: BothClients): void {
  const rectangle = { x: 0, y: 0, width: 320, height: 240 };
  both.send(x.encodeGetImage, ({ info }) => ({
    format: Z_PIXMAP,
    drawable: info.root,
    ...rectangle,
    planeMask: 0xffffffff,
  }));
}

describe.each([0, 1])('on connection %i', (connection) => {
  test('shapes in windows and their children', async () => {
    const both = connections[connection]!;
    await fc.assert(
      fc.asyncProperty(
        topSpec,
        fc.array(childSpec, { maxLength: 3 }),
        fc.array(fc.tuple(scenes.gcSpec, shape, fc.nat({ max: 3 })), { minLength: 1, maxLength: 3 }),
        async (top, children, drawn) => {
          fc.pre(!drawn.some(([spec, primitive]) => scenes.mayDiffer(spec, [primitive])));
          const scene = makeScene(both, top, children);
          const stipple = scenes.makePattern(both, 'root', 1, 9, 6, 3);
          for (const [spec, primitive, which] of drawn) {
            const drawable = scene.drawables[which % (scene.drawables.length - 1)]!;
            const gc = scenes.makeGc(both, drawable, spec, scene.tile, stipple);
            primitive.send(both, drawable, gc);
            both.send(x.encodeFreeGC, { gc });
          }
          both.send(x.encodeFreePixmap, { pixmap: stipple });
          getWindowImage(both, scene.top, top.width, top.height, top.borderWidth);
          endScene(both, scene);
          expectAlike(await both.answers(maskImage), 1);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('drawing on the root with its inferiors crosses top-levels', async () => {
    const both = connections[connection]!;
    await fc.assert(
      fc.asyncProperty(
        topSpec,
        topSpec,
        scenes.gcSpec,
        fc.constantFrom(0, 1),
        fc.array(shape, { minLength: 1, maxLength: 3 }),
        async (first, second, spec, subwindowMode, shapes) => {
          fc.pre(!shapes.some((primitive) => scenes.mayDiffer(spec, [primitive])));
          const scene = makeScene(both, first, []);
          const above = makeScene(both, second, []);
          const stipple = scenes.makePattern(both, 'root', 1, 9, 6, 3);
          const gc = scenes.makeGc(both, scene.top, { ...spec, subwindowMode }, scene.tile, stipple);
          for (const primitive of shapes) primitive.send(both, 'root', gc);
          getRootImage(both);
          both.send(x.encodeFreeGC, { gc });
          both.send(x.encodeFreePixmap, { pixmap: stipple });
          endScene(both, scene);
          endScene(both, above);
          // The root's own picture begins anew.
          both.send(x.encodeClearArea, ({ info }) => ({
            exposures: 0,
            window: info.root,
            x: 0,
            y: 0,
            width: 0,
            height: 0,
          }));
          expectAlike(await both.answers(maskImage), 1);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('copies from and to the root with its inferiors', async () => {
    const both = connections[connection]!;
    const where = fc.record({
      srcX: fc.integer({ min: -20, max: 300 }),
      srcY: fc.integer({ min: -20, max: 220 }),
      dstX: fc.integer({ min: -20, max: 300 }),
      dstY: fc.integer({ min: -20, max: 220 }),
      width: fc.integer({ min: 1, max: 150 }),
      height: fc.integer({ min: 1, max: 150 }),
    });
    await fc.assert(
      fc.asyncProperty(
        topSpec,
        topSpec,
        where,
        fc.constantFrom('in', 'out', 'within'),
        fc.boolean(),
        async (first, second, fields, direction, plane) => {
          const scene = makeScene(both, first, []);
          const above = makeScene(both, second, []);
          const pixmap = scenes.makePattern(both, 'root', 24, 200, 160, 8);
          const gc = both.newId();
          const valueList = { subwindowMode: 1, foreground: 0xaabbcc, background: 0x112233 };
          both.send(x.encodeCreateGC, { cid: gc, drawable: pixmap, valueList });
          const ends = (root: number) => ({
            srcDrawable: direction === 'in' ? pixmap : root,
            dstDrawable: direction === 'out' ? pixmap : root,
          });
          if (plane) both.send(x.encodeCopyPlane, ({ info }) => ({ ...fields, gc, ...ends(info.root), bitPlane: 8 }));
          else both.send(x.encodeCopyArea, ({ info }) => ({ ...fields, gc, ...ends(info.root) }));
          getRootImage(both);
          scenes.getImage(both, pixmap, 200, 160);
          both.send(x.encodeFreeGC, { gc });
          both.send(x.encodeFreePixmap, { pixmap });
          endScene(both, scene);
          endScene(both, above);
          both.send(x.encodeClearArea, ({ info }) => ({
            exposures: 0,
            window: info.root,
            x: 0,
            y: 0,
            width: 0,
            height: 0,
          }));
          expectAlike(await both.answers(maskImage));
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('GetImage of windows: borders, inferiors, what is refused', async () => {
    const both = connections[connection]!;
    const part = fc.record({
      x: fc.integer({ min: -5, max: 40 }),
      y: fc.integer({ min: -5, max: 40 }),
      width: fc.integer({ min: 0, max: 50 }),
      height: fc.integer({ min: 0, max: 45 }),
    });
    const format = fc.constantFrom(1, Z_PIXMAP);
    await fc.assert(
      fc.asyncProperty(
        topSpec,
        fc.array(childSpec, { minLength: 1, maxLength: 3 }),
        fc.nat({ max: 3 }),
        part,
        format,
        fc.integer({ min: -30, max: 300 }),
        async (top, children, which, rectangle, imageFormat, left) => {
          // Partly beyond the screen's edge too.
          const scene = makeScene(both, { ...top, x: left }, children);
          const drawable = scene.drawables[which % (scene.drawables.length - 1)]!;
          both.send(x.encodeGetImage, { format: imageFormat, drawable, ...rectangle, planeMask: 0xff00ff });
          endScene(both, scene);
          expectAlike(await both.answers(imageFormat === Z_PIXMAP ? maskImage : undefined), 1);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('ClearArea paints the background and reports it', async () => {
    const both = connections[connection]!;
    const area = fc.record({
      exposures: fc.constantFrom(0, 1),
      x: fc.integer({ min: -10, max: 50 }),
      y: fc.integer({ min: -10, max: 50 }),
      width: fc.integer({ min: 0, max: 50 }),
      height: fc.integer({ min: 0, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(
        topSpec,
        fc.array(childSpec, { maxLength: 3 }),
        fc.array(fc.tuple(fc.nat({ max: 3 }), area), { minLength: 1, maxLength: 3 }),
        async (top, children, areas) => {
          const scene = makeScene(both, top, children);
          for (const window of scene.drawables.slice(0, -1)) {
            both.send(x.encodeChangeWindowAttributes, { window, valueList: { eventMask: 0x8000 } });
          }
          for (const [which, fields] of areas) {
            const window = scene.drawables[which % (scene.drawables.length - 1)]!;
            both.send(x.encodeClearArea, { window, ...fields });
          }
          getWindowImage(both, scene.top, top.width, top.height, top.borderWidth);
          endScene(both, scene);
          expectAlike(await both.answers(maskImage));
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('drawing on a window that is not viewable does nothing but report', async () => {
    const both = connections[connection]!;
    const tile = scenes.makePattern(both, 'root', 24, 7, 5, 2);
    const parent = makeWindow(
      both,
      'root',
      { x: 5, y: 5, width: 30, height: 30, borderWidth: 0, background: 0xff },
      tile,
    );
    const child = makeWindow(
      both,
      parent,
      { x: 5, y: 5, width: 20, height: 20, borderWidth: 0, background: 0xff00 },
      tile,
    );
    both.send(x.encodeUnmapWindow, { window: parent });
    const gc = both.newId();
    both.send(x.encodeCreateGC, { cid: gc, drawable: child, valueList: { foreground: 0x123456 } });
    const where = { gc, srcX: 0, srcY: 0, dstX: 0, dstY: 0, width: 7, height: 5 };
    both.send(x.encodePolyFillRectangle, { drawable: child, gc, rectangles: Int32Array.of(0, 0, 9, 9) });
    both.send(x.encodeCopyArea, { ...where, srcDrawable: tile, dstDrawable: child });
    both.send(x.encodeCopyArea, { ...where, srcDrawable: child, dstDrawable: tile });
    both.send(x.encodeGetImage, { format: 2, drawable: child, x: 0, y: 0, width: 5, height: 5, planeMask: 0xffffffff });
    both.send(x.encodeMapWindow, { window: parent });
    getWindowImage(both, parent, 30, 30, 0);
    both.send(x.encodeDestroyWindow, { window: parent });
    expectAlike(await both.answers(maskImage), 4);
  });
});
