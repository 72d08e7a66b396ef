/** Which encoding a rectangle goes in: one pure function of its content, the viewer and the moment. */
import type { StillKind } from '../../codecs/still-encoder.ts';
import type { EncodeChoice, PixelEncoding } from '../encodings/encoding.ts';
import { hextile } from '../encodings/hextile.ts';
import { jpeg } from '../encodings/jpeg.ts';
import { raw } from '../encodings/raw.ts';
import { rre } from '../encodings/rre.ts';
import { tight, tightPng } from '../encodings/tight.ts';
import { trle } from '../encodings/trle.ts';
import { webp } from '../encodings/webp.ts';
import { zrle } from '../encodings/zrle.ts';
import { isPhoto, MANY_COLORS, type Content } from './content.ts';

/** Below this many pixels a JPEG is mostly its tables. */
const MIN_JPEG_PIXELS = 2048;
/** From this many pixels on tiles with palettes of their own beat plain pixels. */
const MIN_ZRLE_PIXELS = 4096;
/** JPEG is not asked for less than this: it would need tables of 16 bits, which not every viewer reads (noVNC 1.7 does not). */
export const MIN_QUALITY = 25;
/** What WebP calls a quality is worth about so much more than JPEG's. */
const WEBP_BONUS = 5;

export interface Situation {
  readonly width: number;
  readonly height: number;
  readonly content: Content;
  /** It changes time and again: what is shown now is soon another. */
  readonly moving: boolean;
  /** Exact pixels are due, whatever the content. */
  readonly exact: boolean;
  /** In the viewer's order. */
  readonly encodings: readonly PixelEncoding[];
  /** The viewer's JPEG quality, 1 to 100; undefined when it wants none, or there is no encoder. */
  readonly quality: number | undefined;
  readonly bitsPerPixel: number;
  /** The best quality of this kind that the link has room for, if less than `most`. */
  readonly fittingQuality: (kind: StillKind, least: number, most: number) => number;
}

export interface Chosen {
  readonly encoding: PixelEncoding;
  readonly choice: EncodeChoice;
  readonly lossy: boolean;
}

export function chooseEncoding(situation: Situation): Chosen {
  const { width, height, content, moving, exact, encodings, quality, bitsPerPixel, fittingQuality } = situation;
  const pixels = width * height;
  const photo = isPhoto(content, moving);
  const has = (encoding: PixelEncoding) => encodings.includes(encoding);

  if (photo && !exact && quality !== undefined && bitsPerPixel > 8 && pixels >= MIN_JPEG_PIXELS) {
    // WebP takes ten times JPEG's time to make: films would come late.
    if (has(webp) && !moving) {
      const fitting = fittingQuality('webp', MIN_QUALITY, Math.max(MIN_QUALITY, quality - WEBP_BONUS));
      return { encoding: webp, choice: { quality: fitting }, lossy: true };
    }
    // JPEG by itself leaves out tables that the viewer has.
    const lossy = has(jpeg) ? jpeg : encodings.find((encoding) => encoding.lossy && encoding !== webp);
    if (lossy !== undefined) {
      const fitting = fittingQuality('jpeg', MIN_QUALITY, Math.max(MIN_QUALITY, quality));
      return { encoding: lossy, choice: { quality: fitting }, lossy: true };
    }
  }
  const smooth = content.colors > MANY_COLORS && content.softness > 0.6;
  const exactly = (encoding: PixelEncoding): Chosen => ({ encoding, choice: { smooth }, lossy: false });
  if (has(webp) && photo && bitsPerPixel > 8 && pixels >= MIN_JPEG_PIXELS) return exactly(webp);
  // One palette for all beats one for each tile, while there can be one.
  const onePalette = content.colors <= MANY_COLORS;
  if (has(tight) && (onePalette || pixels < MIN_ZRLE_PIXELS || smooth || !has(zrle))) return exactly(tight);
  if (has(zrle)) return exactly(zrle);
  if (has(tightPng) && photo) return exactly(tightPng);
  for (const encoding of [trle, hextile, tightPng]) if (has(encoding)) return exactly(encoding);
  return exactly(has(rre) && content.flatness > 0.9 ? rre : raw);
}
