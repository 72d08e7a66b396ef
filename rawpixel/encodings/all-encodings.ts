/** Every encoding that we have, both ways; a viewer's own order of preference decides among equals. */
import { copyRect } from './copy-rect.ts';
import type { Encoding, PixelEncoding } from './encoding.ts';
import { h264 } from './h264.ts';
import { hextile } from './hextile.ts';
import { jpeg } from './jpeg.ts';
import { raw } from './raw.ts';
import { rre } from './rre.ts';
import { tight, tightPng } from './tight.ts';
import { trle } from './trle.ts';
import { webp } from './webp.ts';
import { zrle } from './zrle.ts';

/** Those that carry pixels, usually smallest first. */
export const pixelEncodings: readonly PixelEncoding[] = [tight, zrle, jpeg, webp, tightPng, trle, hextile, rre, raw];

export const allEncodings: readonly Encoding[] = [copyRect, h264, ...pixelEncodings];

export const encodingByNumber: ReadonlyMap<number, Encoding> = new Map(
  allEncodings.map((encoding) => [encoding.number, encoding]),
);
