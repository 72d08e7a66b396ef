import { describe, expect, it } from 'vitest';
import { strokeArcs } from '../../xserver/raster/arcs.ts';
import { fillArcs } from '../../xserver/raster/fill-arcs.ts';
import { PaintRuns } from '../../xserver/raster/paint-runs.ts';
import { fillPolygon } from '../../xserver/raster/polygon.ts';
import { strokeRectangles } from '../../xserver/raster/rectangles.ts';
import { thinDashedPolyline, thinPolyline } from '../../xserver/raster/thin-lines.ts';
import { cosine, sine } from '../../xserver/raster/trigonometry.ts';
import { widePolyline } from '../../xserver/raster/wide-lines.ts';
import { plainGc, Random } from './oracle.ts';
import type { TestGc } from './oracle.ts';

const bounds = { x1: 0, y1: 0, x2: 200, y2: 150 };
const far = [-32768, -1, 0, 75, 199, 32767];
const sizes = [0, 1, 2, 300, 65535];

/** Counts what is produced and checks that it stays in bounds (one pixel of slack: thin arcs are clipped later). */
function collect(geometry: (out: PaintRuns) => void): { ints: number; largest: number } {
  const seen = { ints: 0, largest: 0 };
  const out = new PaintRuns((runs) => {
    const { data, length } = runs.rects;
    seen.ints += length;
    seen.largest = Math.max(seen.largest, length);
    expect(runs.runs.at(-2)).toBe(length);
    for (let i = 0; i < length; i += 4) {
      const [x, y, w, h] = data.subarray(i, i + 4) as unknown as [number, number, number, number];
      if (w <= 0 || h <= 0 || x < -70000 || y < -70000 || x + w > 140000 || y + h > 140000) {
        throw new Error(`odd rectangle ${x} ${y} ${w} ${h}`);
      }
    }
    runs.clear();
  });
  geometry(out);
  out.end();
  return seen;
}

function gcOf(random: Random, lineWidth: number): TestGc {
  return {
    ...plainGc,
    lineWidth,
    rop: random.pick([3, 6]),
    lineStyle: random.int(0, 2),
    capStyle: random.int(0, 3),
    joinStyle: random.int(0, 2),
    dashes: random.list(random.int(1, 3), 1, 255),
    dashOffset: random.int(0, 65535),
  };
}

describe('coordinates at the ends of their range', () => {
  it('make lines and polygons that end soon and stay small', () => {
    for (let seed = 0; seed < 150; seed++) {
      const random = new Random(seed);
      const points = Array.from({ length: random.int(2, 5) * 2 }, () => random.pick(far));
      const gc = gcOf(random, random.pick([0, 1, 100, 65535]));
      const count = points.length / 2;
      const line = collect((out) => {
        if (gc.lineWidth > 0) widePolyline(points, count, gc, bounds, out);
        else if (gc.lineStyle === 0) thinPolyline(points, count, gc.capStyle, bounds, out);
        else thinDashedPolyline(points, count, gc, bounds, out);
      });
      expect(line.largest).toBeLessThan(1 << 21);
      const polygon = collect((out) => fillPolygon(points, count, seed & 1, bounds, out));
      expect(polygon.ints).toBeLessThanOrEqual(4 * 150 * count);
    }
  });

  it('make arcs that end soon and stay small', () => {
    for (let seed = 0; seed < 150; seed++) {
      const random = new Random(seed);
      const arc = [
        random.pick(far),
        random.pick(far),
        random.pick(sizes),
        random.pick(sizes),
        random.int(-32768, 32767),
        random.int(-32768, 32767),
      ];
      const gc = gcOf(random, random.pick([0, 1, 100, 65535]));
      expect(collect((out) => strokeArcs(arc, 1, gc, bounds, out)).largest).toBeLessThan(1 << 21);
      expect(collect((out) => fillArcs(arc, 1, seed & 1, bounds, out)).ints).toBeLessThanOrEqual(4 * 300);
      expect(collect((out) => strokeRectangles(arc, 1, gc, bounds, out)).largest).toBeLessThan(1 << 21);
    }
  });

  it('paint in portions where a request covers much', () => {
    const segments = 20_000;
    const points = Array.from({ length: segments * 2 + 2 }, (_, i) => (i % 4 < 2 ? i % 40 : 140));
    const seen = collect((out) => thinPolyline(points, segments + 1, 1, bounds, out));
    expect(seen.ints).toBeGreaterThan(1 << 20);
    expect(seen.largest).toBeLessThan(1 << 20);
  });
});

describe('sine and cosine', () => {
  it('are those of the platform but for the last bit', () => {
    for (let unit = -46080; unit <= 46080; unit += 7) {
      const x = unit * (Math.PI / 11520);
      expect(Math.abs(sine(x) - Math.sin(x))).toBeLessThan(1.2e-16);
      expect(Math.abs(cosine(x) - Math.cos(x))).toBeLessThan(1.2e-16);
    }
  });

  it('have known values', () => {
    expect(sine(Math.PI / 6)).toBe(0.49999999999999994);
    expect(cosine(Math.PI / 3)).toBe(0.5000000000000001);
    expect(sine(Math.PI)).toBe(1.2246467991473532e-16);
    expect(cosine(Math.PI / 2)).toBe(6.123233995736766e-17);
    expect(sine(0)).toBe(0);
    expect(cosine(0)).toBe(1);
  });
});
