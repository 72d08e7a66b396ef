/** Lines, points, arcs and polygons are painted straight into the pixels where the driver asks for no rectangles: replicas watched otherwise must not part. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { SceneDamage } from '../../../xserver/scene-damage.ts';
import { TestCore } from '../../support/core-client.ts';
import { RecordingSink } from '../../support/recording-sink.ts';
import { request } from '../../support/x-client.ts';

const coordinate = fc.integer({ min: -30, max: 90 });
const drawing = fc.record({
  shape: fc.constantFrom('points', 'polyline', 'segments', 'arcs', 'filled arcs', 'polygon'),
  size: fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })),
  circles: fc.boolean(),
  angles: fc.tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 })),
  sameArcs: fc.boolean(),
  numbers: fc.array(coordinate, { minLength: 8, maxLength: 24 }),
  inside: fc.boolean(),
  previous: fc.boolean(),
  gc: fc.record({
    function: fc.integer({ min: 0, max: 15 }),
    planeMask: fc.constantFrom(0xffffffff, 0x00f0ff0f),
    lineWidth: fc.constantFrom(0, 0, 0, 3),
    lineStyle: fc.integer({ min: 0, max: 2 }),
    capStyle: fc.integer({ min: 0, max: 3 }),
    clipXOrigin: fc.integer({ min: -20, max: 20 }),
  }),
});

type Drawing = typeof drawing extends fc.Arbitrary<infer Value> ? Value : never;

/** Arcs at the points, of one size and sweep or, now and then, of another. */
function arcsAt(
  points: Int32Array,
  { size, circles, angles, sameArcs }: Pick<Drawing, 'size' | 'circles' | 'angles' | 'sameArcs'>,
): Int32Array {
  const [width, height] = [size[0], circles ? size[0] : size[1]];
  const [start, extent] = circles ? [0, 360] : angles;
  const arcs: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const more = sameArcs || i % 4 === 0 ? 0 : i;
    arcs.push(points[i]! % 30, points[i + 1]! % 30, width + more, height + more, start * 64, extent * 64);
  }
  return Int32Array.from(arcs);
}

async function stateAfter(scene: Drawing[], rectangles: boolean): Promise<string> {
  const driver = rectangles ? new RecordingSink().driver : new SceneDamage();
  const core = new TestCore({ width: 120, height: 100, driver });
  const client = core.connect();
  const [window, gc] = [client.newId(), client.newId()];
  const { root, rootDepth, rootVisual } = client.info;
  request(client, x.encodeCreateWindow, {
    ...{ depth: rootDepth, wid: window, parent: root, x: 10, y: 12, width: 64, height: 60, borderWidth: 2 },
    ...{ class: 1, visual: rootVisual, valueList: { backgroundPixel: 0x3c5a78 } },
  });
  request(client, x.encodeMapWindow, { window });
  request(client, x.encodeCreateGC, { cid: gc, drawable: window, valueList: {} });
  request(client, x.encodeSetDashes, { gc, dashOffset: 3, dashes: Uint8Array.of(5, 2, 1) });
  for (const { shape, numbers, inside, previous, gc: values, ...arcValues } of scene) {
    request(client, x.encodeChangeGC, { gc, valueList: { ...values, foreground: 0xabcdef, background: 0x123456 } });
    const four = numbers.slice(0, numbers.length & ~3).map((n) => (inside ? Math.abs(n) % 60 : n));
    const flat = Int32Array.from(four);
    const coordinateMode = previous ? 1 : 0;
    const arcs = arcsAt(flat, arcValues);
    if (shape === 'arcs') request(client, x.encodePolyArc, { drawable: window, gc, arcs });
    else if (shape === 'filled arcs') request(client, x.encodePolyFillArc, { drawable: window, gc, arcs });
    else if (shape === 'polygon')
      request(client, x.encodeFillPoly, { shape: 0, coordinateMode, drawable: window, gc, points: flat });
    else if (shape === 'segments') request(client, x.encodePolySegment, { drawable: window, gc, segments: flat });
    else if (shape === 'points')
      request(client, x.encodePolyPoint, { coordinateMode, drawable: window, gc, points: flat });
    else request(client, x.encodePolyLine, { coordinateMode, drawable: window, gc, points: flat });
  }
  await client.sync();
  return core.core.stateHash();
}

test('what is drawn does not depend on who looks on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(drawing, { minLength: 1, maxLength: 12 }), async (scene) => {
      expect(await stateAfter(scene, true)).toBe(await stateAfter(scene, false));
    }),
    { numRuns: 60 },
  );
});
