/** What a viewer can do, read from its SetEncodings message. */
import type { StillKind } from '../../codecs/still-encoder.ts';
import { encodingByNumber, pixelEncodings } from '../encodings/all-encodings.ts';
import { copyRect } from '../encodings/copy-rect.ts';
import type { PixelEncoding } from '../encodings/encoding.ts';
import { h264 } from '../encodings/h264.ts';
import { jpeg } from '../encodings/jpeg.ts';
import { raw } from '../encodings/raw.ts';
import { tightPng } from '../encodings/tight.ts';
import { webp } from '../encodings/webp.ts';
import { COMPRESSION_LEVEL_0, FINE_QUALITY_0, pseudo, QUALITY_LEVEL_0 } from './numbers.ts';

export interface Abilities {
  /** Encodings that carry pixels, in the viewer's order; Raw is always the last. */
  readonly encodings: readonly PixelEncoding[];
  readonly copyRect: boolean;
  /** Films may come as H.264: it decodes that, and takes pixels with loss. */
  readonly films: boolean;
  /** JPEG quality, 1 to 100; undefined when the viewer wants exact pixels only. */
  readonly quality: number | undefined;
  /** zlib level, 0 to 9. */
  readonly compression: number;
  readonly cursor: 'alpha' | 'masked' | 'none';
  readonly resize: 'extended' | 'plain' | 'none';
  readonly lastRect: boolean;
  readonly fence: boolean;
  readonly continuousUpdates: boolean;
  readonly desktopName: boolean;
  readonly extendedClipboard: boolean;
  readonly extendedKeys: boolean;
  readonly leds: boolean;
}

const DEFAULT_COMPRESSION = 2;

/** Encodings that cannot do without pictures of some kind. */
const NEEDED: Readonly<Record<string, readonly StillKind[]>> = {
  [tightPng.name]: ['png'],
  [jpeg.name]: ['jpeg'],
  [webp.name]: ['webp', 'webp-lossless'],
};

/** What the ten levels mean to JPEG encoders of 1 to 100; viewers and servers of this protocol agree on about these. */
const QUALITIES = [15, 29, 41, 42, 62, 77, 79, 86, 92, 100];

export const NO_ABILITIES: Abilities = readAbilities([], new Set());

export function readAbilities(numbers: readonly number[], stills: ReadonlySet<StillKind>): Abilities {
  const has = new Set(numbers);
  const encodings: PixelEncoding[] = [];
  let quality: number | undefined;
  let compression = DEFAULT_COMPRESSION;
  let fineQuality: number | undefined;
  for (const number of numbers) {
    const encoding = encodingByNumber.get(number);
    if (encoding !== undefined && isPixelEncoding(encoding) && encoding !== raw && !encodings.includes(encoding)) {
      if (NEEDED[encoding.name]?.every((kind) => stills.has(kind)) ?? true) encodings.push(encoding);
    } else if (number >= QUALITY_LEVEL_0 && number < QUALITY_LEVEL_0 + 10) {
      quality = QUALITIES[number - QUALITY_LEVEL_0];
    } else if (number >= COMPRESSION_LEVEL_0 && number < COMPRESSION_LEVEL_0 + 10) {
      compression = number - COMPRESSION_LEVEL_0;
    } else if (number >= FINE_QUALITY_0 && number <= FINE_QUALITY_0 + 100) {
      fineQuality = Math.max(1, number - FINE_QUALITY_0);
    }
  }
  encodings.push(raw);
  const lossy = stills.has('jpeg') ? (fineQuality ?? quality) : undefined;
  return {
    encodings,
    copyRect: has.has(copyRect.number),
    films: has.has(h264.number) && lossy !== undefined,
    quality: lossy,
    compression,
    cursor: has.has(pseudo.cursorWithAlpha) ? 'alpha' : has.has(pseudo.cursor) ? 'masked' : 'none',
    // The extended way is only for viewers that name both.
    resize: has.has(pseudo.extendedDesktopSize) ? 'extended' : has.has(pseudo.desktopSize) ? 'plain' : 'none',
    lastRect: has.has(pseudo.lastRect),
    fence: has.has(pseudo.fence),
    continuousUpdates: has.has(pseudo.continuousUpdates),
    desktopName: has.has(pseudo.desktopName),
    extendedClipboard: has.has(pseudo.extendedClipboard),
    extendedKeys: has.has(pseudo.qemuExtendedKey),
    leds: has.has(pseudo.qemuLedState),
  };
}

function isPixelEncoding(encoding: object): encoding is PixelEncoding {
  return (pixelEncodings as readonly object[]).includes(encoding);
}
