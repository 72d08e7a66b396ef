/** Bit and window gravity (X11 §10 CreateWindow): where contents and children go when a window is resized. */

export const Gravity = {
  ForgetOrUnmap: 0,
  NorthWest: 1,
  North: 2,
  NorthEast: 3,
  West: 4,
  Center: 5,
  East: 6,
  SouthWest: 7,
  South: 8,
  SouthEast: 9,
  Static: 10,
} as const;

/**
 * How far gravity moves something, relative to the window's origin, when the window grows by (dw, dh). Not for Static.
 * Halves round towards zero, as in X.Org.
 */
export function gravityShift(gravity: number, dw: number, dh: number): { dx: number; dy: number } {
  const column = (gravity - 1) % 3;
  const row = Math.floor((gravity - 1) / 3);
  const dx = column === 0 ? 0 : column === 1 ? Math.trunc(dw / 2) : dw;
  const dy = row === 0 ? 0 : row === 1 ? Math.trunc(dh / 2) : dh;
  return { dx, dy };
}
