/** Viewers of many kinds: what they ask for, and how. */
import type { ClientOptions } from '../../rawpixel/rfb/client-connection.ts';
import { pixelEncodings } from '../../rawpixel/encodings/all-encodings.ts';
import { FORMATS } from './formats.ts';

const kinds: Record<string, ClientOptions> = {
  everything: {},
  'everything, asking each time': { continuous: false },
  'everything, with JPEG': { quality: 6 },
  'JPEG, asking each time': { quality: 2, continuous: false },
  '16 bits': { format: FORMATS['rgb565']! },
  '8 bits, asking each time': { format: FORMATS['bgr233']!, continuous: false },
  'without a cursor': { without: ['cursor', 'cursorWithAlpha'] },
  'without fences': { without: ['fence'] },
  'with a masked cursor': { without: ['cursorWithAlpha'], format: FORMATS['bgr888']! },
  'resized the old way': { without: ['extendedDesktopSize'], continuous: false },
  'of one size': { without: ['extendedDesktopSize', 'desktopSize'] },
  'of one size, without a cursor': {
    without: ['extendedDesktopSize', 'desktopSize', 'cursor', 'cursorWithAlpha'],
    continuous: false,
  },
  'big-endian': { format: FORMATS['rgb888 big-endian']! },
};
for (const { name } of pixelEncodings) kinds[`CopyRect and ${name}`] = { encodings: ['CopyRect', name] };
// node-canvas does not decode it.
delete kinds['CopyRect and WebP'];

export const viewerKinds: Readonly<Record<string, ClientOptions>> = kinds;
export const exactKinds = Object.keys(kinds);
