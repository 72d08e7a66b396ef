/**
 * The sixteen raster functions (X11 §5, function) in the form the pixel kernels want.
 *
 * Bit 0 of a function is its result for source 1, destination 1; bit 1 for 1,0; bit 2 for 0,1; bit 3 for 0,0. For a known
 * source every function therefore is `destination = (destination & and) ^ xor`, and `and` and `xor` are themselves of the
 * form `(source & a) ^ b`. The plane mask is folded into the constants, so a kernel has one loop for all functions.
 */

export const ropClear = 0;
export const ropAnd = 1;
export const ropAndReverse = 2;
export const ropCopy = 3;
export const ropAndInverted = 4;
export const ropNoop = 5;
export const ropXor = 6;
export const ropOr = 7;
export const ropNor = 8;
export const ropEquiv = 9;
export const ropInvert = 10;
export const ropOrReverse = 11;
export const ropCopyInverted = 12;
export const ropOrInverted = 13;
export const ropNand = 14;
export const ropSet = 15;

/** For `destination = (destination & ((source & andA) ^ andB)) ^ ((source & xorA) ^ xorB)`; all are 32-bit masks. */
export interface MergeConstants {
  readonly andA: number;
  readonly andB: number;
  readonly xorA: number;
  readonly xorB: number;
}

/** The constants of function `rop` restricted to the planes of `planes` (already masked to the depth). */
export function mergeConstants(rop: number, planes: number): MergeConstants {
  const xorOfOne = -((rop >> 1) & 1);
  const andOfOne = -((rop ^ (rop >> 1)) & 1);
  const xorOfZero = -((rop >> 3) & 1);
  const andOfZero = -(((rop >> 2) ^ (rop >> 3)) & 1);
  return {
    andA: (andOfOne ^ andOfZero) & planes,
    andB: (andOfZero & planes) | ~planes,
    xorA: (xorOfOne ^ xorOfZero) & planes,
    xorB: xorOfZero & planes,
  };
}

/** The `and` mask of a constant source. */
export function solidAnd(constants: MergeConstants, source: number): number {
  return (source & constants.andA) ^ constants.andB;
}

/** The `xor` mask of a constant source. */
export function solidXor(constants: MergeConstants, source: number): number {
  return (source & constants.xorA) ^ constants.xorB;
}
