import fc from 'fast-check';
import type { Paint } from '../../xserver/raster/paint.ts';
import { createPixels, depthMask } from '../../xserver/raster/pixels.ts';
import type { Pixels } from '../../xserver/raster/pixels.ts';

export const depths = fc.constantFrom(1, 4, 8, 24, 32);
export const rops = fc.integer({ min: 0, max: 15 });
export const planeMasks = fc.oneof(fc.constant(0xffffffff), fc.integer({ min: 0, max: 0xffffffff }));
export const anyPixel = fc.integer({ min: 0, max: 0xffffffff });

export function pixelsOf(
  depth: number,
  width: fc.Arbitrary<number>,
  height: fc.Arbitrary<number>,
): fc.Arbitrary<Pixels> {
  return fc.tuple(width, height, fc.infiniteStream(anyPixel)).map(([w, h, noise]) => {
    const pixels = createPixels(w, h, depth);
    for (let i = 0; i < w * h; i++) pixels.data[i] = ((noise.next().value as number) & depthMask(depth)) >>> 0;
    return pixels;
  });
}

const origin = fc.integer({ min: -50, max: 50 });
const patternSize = fc.integer({ min: 1, max: 11 });

/** Paints for a target of a depth: solid, tile, transparent and opaque stipple. */
export function paintsFor(depth: number): fc.Arbitrary<Paint> {
  return fc.oneof(
    anyPixel.map((pixel): Paint => ({ kind: 'solid', pixel })),
    fc
      .tuple(pixelsOf(depth, patternSize, patternSize), origin, origin)
      .map(([tile, x, y]): Paint => ({ kind: 'tile', tile, x, y })),
    fc
      .tuple(pixelsOf(1, patternSize, patternSize), origin, origin, anyPixel, fc.option(anyPixel, { nil: undefined }))
      .map(([stipple, x, y, foreground, background]): Paint => ({
        kind: 'stipple',
        stipple,
        x,
        y,
        foreground,
        background,
      })),
  );
}
