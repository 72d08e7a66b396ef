/** Pixel formats that viewers ask for. */
import { BGR233, RGB565, RGB888, type PixelFormat } from '../../rawpixel/rfb/pixel-format.ts';

export const FORMATS: Readonly<Record<string, PixelFormat>> = {
  'rgb888 little-endian': RGB888,
  'rgb888 big-endian': { ...RGB888, bigEndian: true },
  bgr888: { ...RGB888, redShift: 0, blueShift: 16 },
  'rgb888 in the upper bytes': { ...RGB888, redShift: 24, greenShift: 16, blueShift: 8 },
  'rgb888 in the upper bytes, big-endian': { ...RGB888, redShift: 24, greenShift: 16, blueShift: 8, bigEndian: true },
  'depth 32': { ...RGB888, depth: 32 },
  rgb101010: {
    ...RGB888,
    depth: 30,
    redMax: 1023,
    greenMax: 1023,
    blueMax: 1023,
    redShift: 20,
    greenShift: 10,
    blueShift: 0,
  },
  rgb565: RGB565,
  'rgb565 big-endian': { ...RGB565, bigEndian: true },
  rgb555: { ...RGB565, depth: 15, greenMax: 31, redShift: 10 },
  bgr233: BGR233,
  rgb222: { ...BGR233, depth: 6, redMax: 3, greenMax: 3, blueMax: 3, redShift: 4, greenShift: 2, blueShift: 0 },
};
