import type { DisplayDriver } from '../xserver/driver.ts';

/** A driver that shows nothing: for a core that only keeps the state. */
export const noDriver: DisplayDriver = {
  fill() {},
  copy() {},
  copyPlane() {},
  putImage() {},
  glyphs() {},
  composite() {},
  compositeGlyphs() {},
  pixmapCreated() {},
  pixmapFreed() {},
  surfaceCreated() {},
  surfaceDestroyed() {},
  surfaceMoved() {},
  surfaceResized() {},
  surfaceShaped() {},
  restacked() {},
  cursorChanged() {},
  screenBlanked() {},
  pointerWarped() {},
};
