import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as cases from './cases.ts';
import { compare } from './oracle.ts';
import type { Case, Random } from './oracle.ts';
import { Xvfb } from './xvfb.ts';

let xvfb: Xvfb;

beforeAll(async () => {
  xvfb = await Xvfb.start();
});

afterAll(async () => {
  await xvfb.stop();
});

/** Kinds whose pixels are all those of Xvfb, with how many random requests of each are drawn. */
const exact: Record<string, [make: (random: Random) => Case, count: number]> = {
  'lines of width 0': [cases.thinLineCase, 800],
  'segments of width 0': [cases.thinSegmentCase, 600],
  'dashed lines of width 0': [cases.thinDashCase, 600],
  polygons: [cases.polygonCase, 800],
  'rectangle outlines': [cases.rectangleCase, 600],
  'wide lines': [cases.wideLineCase, 800],
  'wide segments': [cases.wideSegmentCase, 400],
  'wide dashed lines': [cases.wideDashCase, 600],
  'wide dashed polylines': [cases.wideDashedPolylineCase, 500],
  'filled arcs': [cases.filledArcCase, 800],
  'arcs of width 0': [cases.thinArcCase, 800],
  'dashed arcs of width 0': [cases.thinDashedArcCase, 500],
  'wide circles': [cases.wideCircleCase, 500],
  'wide ellipses': [cases.wideEllipseCase, 500],
  'wide arcs': [cases.wideArcCase, 600],
  'shapes under a clip of many rectangles': [cases.clippedCase, 600],
};

/**
 * Kinds in which Xvfb departs from the ideal here and there (its own arithmetic is approximate): the share of the requests
 * that may differ at all, and how many pixels of one may. The reasons stand in xserver/raster/README.md.
 */
const near: Record<string, [make: (random: Random) => Case, count: number, share: number, pixels: number]> = {
  'thick arcs with caps': [cases.thickArcCase, 500, 0.03, 40],
  'wide dashed arcs': [cases.wideDashedArcCase, 400, 0.03, 12],
  'joined arcs': [cases.joinedArcCase, 400, 0.15, 20],
};

describe('geometry against Xvfb', () => {
  for (const [kind, [make, count]] of Object.entries(exact)) {
    it(`draws the same pixels: ${kind}`, async () => {
      const found = await compare(xvfb, make, 0, count);
      expect(found.map((mismatch) => mismatch.text).slice(0, 3)).toEqual([]);
    });
  }

  for (const [kind, [make, count, share, pixels]] of Object.entries(near)) {
    it(`draws nearly the same pixels: ${kind}`, async () => {
      const found = await compare(xvfb, make, 0, count);
      expect(found.filter((mismatch) => mismatch.pixels > pixels).map((mismatch) => mismatch.text)).toEqual([]);
      expect(found.length / count).toBeLessThan(share);
    });
  }
});
