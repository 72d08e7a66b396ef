import { depthMask } from './pixels.ts';
import { mergeConstants, solidAnd, solidXor } from './rop.ts';

/** What one colour does to a pixel: `destination = (destination & and) ^ xor`, both signed. */
export interface Change {
  readonly and: number;
  readonly xor: number;
}

/** `planes`: masked to the depth. What is above the depth stays as fill.ts leaves it: 0 where the old pixel does not count. */
export function changeTo(pixel: number, rop: number, planes: number, depth: number): Change {
  const constants = mergeConstants(rop, planes);
  const and = solidAnd(constants, pixel);
  const xor = solidXor(constants, pixel);
  const relevant = depthMask(depth);
  return (and & relevant) === 0 ? { and: 0, xor: (xor & relevant) | 0 } : { and: and | 0, xor: xor | 0 };
}
