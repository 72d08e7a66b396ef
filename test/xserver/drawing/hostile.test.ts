/** Requests made to keep the core busy: what one request may cost is bounded, counted in steps (raster/work.ts), not in time. */
import { describe, expect, test } from 'vitest';
import { MAX_DRAWING_STEPS } from '../../../xserver/limits.ts';
import { ErrorCode } from '../../../xserver/protocol/errors.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { TestCore } from '../../support/core-client.ts';
import { hostileRequests, sendHostile, type Hostile } from '../../support/hostile-requests.ts';
import { encodeRequest, request, type XClient } from '../../support/x-client.ts';

const WIDTH = 640;
const HEIGHT = 480;
/** What is counted at a time may go past the limit by this. */
const PORTION = 1 << 20;

function setUp(limit: number): { core: TestCore; client: XClient; drawable: number } {
  const core = new TestCore({ width: WIDTH, height: HEIGHT });
  const client = core.connect();
  const drawable = client.newId();
  const { root } = client.info;
  request(client, x.encodeCreatePixmap, { pid: drawable, drawable: root, depth: 24, width: WIDTH, height: HEIGHT });
  core.core.server.painter.work.limit = limit;
  return { core, client, drawable };
}

/** Steps taken, and the errors that came. */
async function cost(
  { core, client, drawable }: ReturnType<typeof setUp>,
  hostile: Hostile,
): Promise<{ steps: number; errors: number[] }> {
  await client.sync();
  sendHostile(client, drawable, hostile);
  const steps = core.core.server.painter.work.spent;
  const messages = await client.sync();
  return { steps, errors: messages.flatMap((message) => (message.kind === 'error' ? [message.bytes[1]!] : [])) };
}

describe('hostile requests', () => {
  test('the core starts with the limit', () => {
    expect(new TestCore().core.server.painter.work.limit).toBe(MAX_DRAWING_STEPS);
  });

  test('stop soon after the limit, with Alloc', async () => {
    const limit = 1 << 20;
    const rig = setUp(limit);
    let cut = 0;
    for (const hostile of hostileRequests(1500)) {
      const { steps, errors } = await cost(rig, hostile);
      expect(steps, hostile.name).toBeLessThan(limit + PORTION);
      expect(errors, hostile.name).toEqual(steps > limit ? [ErrorCode.Alloc] : []);
      if (errors.length > 0) cut++;
    }
    expect(cut).toBeGreaterThan(50);
  });

  test('are carried out at the cap and cut short one step past it', async () => {
    const wanted = [
      'segments near, width 10 style 1 cap 2 rop 3',
      'arcs large, width 1 style 2 cap 1 rop 6',
      'polygon random, rule 1',
    ];
    const chosen = hostileRequests(200).filter(({ name }) => wanted.includes(name));
    expect(chosen.length).toBe(wanted.length);
    for (const hostile of chosen) {
      const { steps } = await cost(setUp(Infinity), hostile);
      expect(await cost(setUp(steps), hostile)).toEqual({ steps, errors: [] });
      expect((await cost(setUp(steps - 1), hostile)).errors, hostile.name).toEqual([ErrorCode.Alloc]);
    }
  });

  test('leave the next request its own steps', async () => {
    const rig = setUp(20_000);
    const [first] = hostileRequests(1500).filter(({ name }) => name.startsWith('polygon zigzag'));
    expect((await cost(rig, first!)).errors).toEqual([ErrorCode.Alloc]);
    expect((await cost(rig, hostileRequests(8)[0]!)).errors).toEqual([]);
  });
});

describe('what lies outside costs little', () => {
  const oneLine = (lineWidth: number, lineStyle: number, capStyle: number, from: number[], to: number[]): Hostile => ({
    name: 'a line',
    values: { lineWidth, lineStyle, capStyle, foreground: 1, dashes: 1 },
    make: (ids) => encodeSegment(ids, [...from, ...to]),
  });

  test.each([0, 1, 10, 1000])('dashes of one pixel on a line of width %i that is far away', async (lineWidth) => {
    for (const style of [1, 2]) {
      const { steps } = await cost(
        setUp(Infinity),
        oneLine(lineWidth, style, 2, [-30_000, -20_000], [30_000, -21_000]),
      );
      expect(steps).toBeLessThan(2000);
    }
  });

  test('dashes of one pixel on lines as wide as they can be', async () => {
    for (const capStyle of [1, 2, 3]) {
      const { steps } = await cost(setUp(Infinity), oneLine(65_535, 1, capStyle, [-30_000, -20_000], [30_000, 21_000]));
      expect(steps).toBeLessThan(MAX_DRAWING_STEPS);
    }
  });

  test('long dash lists on many lines', async () => {
    const rig = setUp(Infinity);
    const dashes = new Uint8Array(65_535).fill(1);
    for (const lineWidth of [0, 3]) {
      const hostile: Hostile = {
        name: 'many short lines',
        values: { lineWidth, lineStyle: 1 },
        dashes,
        make: (ids) =>
          encodeSegment(
            ids,
            Array.from({ length: 4000 }, (_, i) => (i * 7) % 100),
          ),
      };
      expect((await cost(rig, hostile)).steps).toBeLessThan(4_000_000);
    }
  });
});

describe('dashes that were skipped', () => {
  test.each([
    [[-20_000, 100], [20_000, 100], true],
    [[100, -20_000], [100, 20_000], false],
    [[20_000, 100], [-20_000, 100], true],
  ] as const)('leave the visible ones in their places: %j to %j', async (from, to, along) => {
    const rig = setUp(Infinity);
    const hostile: Hostile = {
      name: 'a long line',
      values: { lineWidth: 10, lineStyle: 1, foreground: 0x123456, dashOffset: 5 },
      dashes: Uint8Array.of(3, 5, 2, 1),
      make: (ids) => encodeSegment(ids, [...from, ...to]),
    };
    await cost(rig, { ...hostile, values: { ...hostile.values } });
    const pixmap = rig.core.core.state.resources.get(rig.drawable);
    if (pixmap?.kind !== 'pixmap') throw new Error('no pixmap');
    const { data, width } = pixmap.pixels;
    const start = along ? from[0] : from[1];
    const step = (along ? to[0] : to[1]) > start ? 1 : -1;
    for (let at = 0; at < 480; at++) {
      const pixel = along ? data[100 * width + at]! : data[at * width + 100]!;
      // The pixel whose left or upper edge the dash runs over first or last.
      const distance = step > 0 ? at - start : start - at - 1;
      const place = distance % 11;
      const on = place < 3 || (place >= 8 && place < 10);
      expect(pixel, `at ${at}`).toBe(on ? 0x123456 : 0);
    }
  });
});

function encodeSegment(ids: { drawable: number; gc: number }, numbers: readonly number[]): Uint8Array {
  return encodeRequest(true, x.encodePolySegment, { ...ids, segments: Int32Array.from(numbers) });
}
