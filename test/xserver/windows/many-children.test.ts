/** Windows with very many children: what is done in batches or by a sweep there gives what the definitions give. */
import { describe, expect, it } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { intersectRegions, regionsEqual, subtractRegions } from '../../../xserver/raster/region.ts';
import type { Window } from '../../../xserver/state/windows.ts';
import { outerRegion } from '../../../xserver/windows/clips.ts';
import { circulationCandidate } from '../../../xserver/windows/stacking.ts';
import { TestCore } from '../../support/core-client.ts';
import { request } from '../../support/x-client.ts';

function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Geometry = { x: number; y: number; width: number; height: number };

/** A mapped top-level with these children, most of them mapped. */
function familyOf(children: readonly Geometry[], mapped: (i: number) => boolean): { core: TestCore; top: Window } {
  const core = new TestCore({ width: 640, height: 480 });
  const client = core.connect();
  const common = { borderWidth: 0, depth: 0, class: 1, visual: 0, valueList: {} };
  const top = client.newId();
  const { root } = client.info;
  request(client, x.encodeCreateWindow, { ...common, wid: top, parent: root, x: 0, y: 0, width: 600, height: 400 });
  children.forEach((geometry, i) => {
    const wid = client.newId();
    request(client, x.encodeCreateWindow, { ...common, ...geometry, wid, parent: top });
    if (mapped(i)) request(client, x.encodeMapWindow, { window: wid });
  });
  request(client, x.encodeMapWindow, { window: top });
  const resource = core.core.state.resources.get(top);
  if (resource?.kind !== 'window') throw new Error('no window');
  return { core, top: resource };
}

function scattered(count: number, seed: number, size: number): Geometry[] {
  const next = numbers(seed);
  return Array.from({ length: count }, () => {
    return { x: next(620) - 20, y: next(420) - 20, width: 1 + next(size), height: 1 + next(size) };
  });
}

describe('a window with many children', () => {
  it.each([31, 33, 160, 400])('gives %i of them what those above leave', (count) => {
    const { top } = familyOf(scattered(count, count, 60), (i) => i % 7 !== 3);
    let remaining = top.inferiorClip;
    for (const child of top.children.toReversed()) {
      if (!child.mapped) continue;
      expect(regionsEqual(child.borderClip, intersectRegions(outerRegion(child), remaining))).toBe(true);
      remaining = subtractRegions(remaining, child.borderClip);
    }
    expect(regionsEqual(top.clip, remaining)).toBe(true);
  });

  it('circulates the child that the definition says', () => {
    const meet = (a: Window, b: Window): boolean =>
      a.mapped &&
      b.mapped &&
      a.x < b.x + b.width &&
      b.x < a.x + a.width &&
      a.y < b.y + b.height &&
      b.y < a.y + a.height;
    let found = 0;
    for (let seed = 1; seed <= 40; seed++) {
      // Small ones, so that few or none overlap.
      const { top } = familyOf(scattered(10 + seed, seed, 2 + (seed % 5) * 8), (i) => i % 5 !== seed % 5);
      const { children } = top;
      const lowest = children.find((child, i) => children.some((other, n) => n > i && meet(other, child)));
      const highest = children.findLast((child, i) => children.some((other, n) => n < i && meet(other, child)));
      expect(circulationCandidate(top, true)).toBe(lowest);
      expect(circulationCandidate(top, false)).toBe(highest);
      if (lowest !== undefined) found++;
    }
    expect(found).toBeGreaterThan(5);
    expect(found).toBeLessThan(40);
  });
});
