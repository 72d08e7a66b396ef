/** Points, lines, rectangles, arcs and polygons through random gcs: every pixel as Xvfb has it. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { BothServers, expectAlike, maskImage, type BothClients } from '../../support/both-servers.ts';
import * as scenes from './scenes.ts';

/** More for a thorough search by hand. */
const RUNS = Number(process.env['DRAWING_RUNS'] ?? 60);

let servers: BothServers;
const connections: BothClients[] = [];

beforeAll(async () => {
  servers = await BothServers.start({ width: 320, height: 240 });
  connections.push(await servers.connect(true), await servers.connect(false));
});
afterAll(() => servers.close());

/** Draws on a pixmap with a pattern and compares it whole. */
async function drawsAlike(both: BothClients, depth: number, spec: scenes.GcSpec, shapes: readonly scenes.Primitive[]) {
  fc.pre(!scenes.mayDiffer(spec, shapes));
  const target = scenes.makePattern(both, 'root', depth, scenes.WIDTH, scenes.HEIGHT);
  const tile = scenes.makePattern(both, 'root', depth, 7, 5, 2);
  const stipple = scenes.makePattern(both, 'root', 1, 9, 6, 3);
  const gc = scenes.makeGc(both, target, spec, tile, stipple);
  for (const shape of shapes) shape.send(both, target, gc);
  scenes.getImage(both, target);
  both.send(x.encodeFreeGC, { gc });
  for (const pixmap of [target, tile, stipple]) both.send(x.encodeFreePixmap, { pixmap });
  expectAlike(await both.answers(maskImage));
}

const kinds: readonly [string, fc.Arbitrary<scenes.Primitive>][] = [
  ['points', scenes.points],
  ['polylines', scenes.polyline],
  ['segments', scenes.segments],
  ['rectangles', scenes.rectangles],
  ['arcs', scenes.arcs],
  ['polygons', scenes.polygon],
  ['filled rectangles', scenes.filledRectangles],
  ['filled arcs', scenes.filledArcs],
];

describe.each(kinds)('%s', (_name, kind) => {
  test.each([1, 4, 8, 24, 32])('on depth %i', async (depth) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1),
        scenes.gcSpec,
        fc.array(kind, { minLength: 1, maxLength: 2 }),
        async (connection, spec, shapes) => drawsAlike(connections[connection]!, depth, spec, shapes),
      ),
      { numRuns: RUNS },
    );
  });
});
