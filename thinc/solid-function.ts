import { depthMask } from '../xserver/raster/pixels.ts';
import { ropClear, ropCopy, ropCopyInverted, ropNoop, ropSet } from '../xserver/raster/rop.ts';

/** What a drawing function makes of a pixel where it does not depend on what was there before. */
export type PixelFunction = ((pixel: number) => number) | 'nothing' | 'mixes';

/** `nothing`: the target stays as it is. `mixes`: the result depends on what the target holds. */
export function pixelFunction(rop: number, planeMask: number, depth: number): PixelFunction {
  const mask = depthMask(depth);
  const planes = (planeMask & mask) >>> 0;
  if (planes === 0 || rop === ropNoop) return 'nothing';
  if (planes !== mask) return 'mixes';
  switch (rop) {
    case ropCopy:
      return (pixel) => (pixel & mask) >>> 0;
    case ropCopyInverted:
      return (pixel) => (~pixel & mask) >>> 0;
    case ropClear:
      return () => 0;
    case ropSet:
      return () => mask;
    default:
      return 'mixes';
  }
}
