/**
 * The two curves that bound a wide ellipse: what is nearer to the ellipse than half the line width lies between its parallel
 * curves (X11 §5, line-width: the brush is a circle of that diameter whose middle follows the path).
 *
 * All is in one quarter, x to the right and y upwards from the centre. A point of the ellipse is (w cos, h sin); its normal
 * is (h cos, w sin) / q with q² = h² cos² + w² sin². The parallel curves are reached by going along it by +l and -l. Rows are
 * solved for the sine by Newton's method inside a bracket, so that no engine's library functions have a say.
 */
export interface Ellipse {
  /** Half the width and height, half the line width. */
  readonly w: number;
  readonly h: number;
  readonly l: number;
}

/** A point of a parallel curve; `side` is 1 for the outer, -1 for the inner one. */
export function parallelPoint({ w, h, l }: Ellipse, cos: number, sin: number, side: number): { x: number; y: number } {
  const q = Math.sqrt(h * h * cos * cos + w * w * sin * sin);
  const reach = side * l;
  return { x: cos * (w + (reach * h) / q), y: sin * (h + (reach * w) / q) };
}

function parallelY({ w, h, l }: Ellipse, sin: number, side: number): number {
  const q = Math.sqrt(h * h + (w * w - h * h) * sin * sin);
  return sin * (h + (side * l * w) / q);
}

function parallelX({ w, h, l }: Ellipse, sin: number, side: number): number {
  const q = Math.sqrt(h * h + (w * w - h * h) * sin * sin);
  return Math.sqrt((1 - sin) * (1 + sin)) * (w + (side * l * h) / q);
}

/** The sine between `low` and `high` at which the curve, rising or falling from one to the other, has the height `y`. */
function solve(ellipse: Ellipse, side: number, y: number, low: number, high: number): number {
  const { w, h, l } = ellipse;
  const rising = parallelY(ellipse, low, side) <= parallelY(ellipse, high, side);
  let s = (low + high) / 2;
  for (let i = 0; i < 80; i++) {
    const q2 = h * h + (w * w - h * h) * s * s;
    const q = Math.sqrt(q2);
    const error = s * (h + (side * l * w) / q) - y;
    if (error === 0) return s;
    if (error < 0 === rising) low = s;
    else high = s;
    const slope = h + (side * l * w * h * h) / (q2 * q);
    const next = s - error / slope;
    const inside = next > low && next < high;
    const better = inside ? next : (low + high) / 2;
    if (better === s || Math.abs(better - s) < 1e-17) return better;
    s = better;
  }
  return s;
}

/** How far the outer curve is from the vertical axis at height `y` (0 to below h + l). */
export function outerX(ellipse: Ellipse, y: number): number {
  const { w, h, l } = ellipse;
  if (y === 0) return w + l;
  if (w === h) return Math.sqrt((w + l) * (w + l) - y * y);
  return parallelX(ellipse, solve(ellipse, 1, y, 0, 1), 1);
}

/**
 * How far the inner curve is from the vertical axis at height `y`; not above 0 where the line leaves no hole. Where the line
 * is wider than the curve is bent, the inner curve crosses itself; what counts is the part around the hole.
 */
export function innerX(ellipse: Ellipse, y: number): number {
  const { w, h, l } = ellipse;
  if (w === h) return l >= w || y >= w - l ? 0 : Math.sqrt((w - l) * (w - l) - y * y);
  if (w > h) {
    // The curve goes below the axis first where l > h² / w.
    if (l >= h || y >= h - l) return 0;
    const turn = l * w > h * h ? (turningSine(ellipse) ?? 1) : 0;
    if (y === 0 && turn === 0) return w - l;
    return parallelX(ellipse, solve(ellipse, -1, y, turn, 1), -1);
  }
  // The curve crosses the vertical axis where q = l h / w.
  const q = (l * h) / w;
  if (q >= h) return 0;
  const top = q <= w ? 1 : Math.sqrt((h * h - q * q) / (h * h - w * w));
  if (y >= parallelY(ellipse, top, -1)) return 0;
  if (y === 0) return w - l;
  return parallelX(ellipse, solve(ellipse, -1, y, 0, top), -1);
}

/** The sine at which the inner curve turns back: where the radius of curvature q³ / (w h) is l. Undefined if nowhere. */
export function turningSine({ w, h, l }: Ellipse): number | undefined {
  if (w === h) return undefined;
  const q = cubeRoot(l * w * h);
  const square = (q * q - h * h) / (w * w - h * h);
  return square > 0 && square < 1 ? Math.sqrt(square) : undefined;
}

/**
 * Where normals between two angles, up to l on either side of the ellipse, meet the row at height `y` (which may be below the
 * axis), apart from the normals at the two angles: on the outer and the inner curve and on the evolute. Calls `meet` with x.
 */
export function crossSweep(
  ellipse: Ellipse,
  sinLow: number,
  sinHigh: number,
  y: number,
  meet: (x: number) => void,
): void {
  const { w, h, l } = ellipse;
  if (y >= parallelY(ellipse, sinLow, 1) && y <= parallelY(ellipse, sinHigh, 1)) {
    meet(sinLow === 0 && y === 0 ? w + l : curveX(ellipse, 1, y, sinLow, sinHigh));
  }
  const turn = turningSine(ellipse);
  if (turn !== undefined && turn > sinLow && turn < sinHigh) {
    crossInner(ellipse, sinLow, turn, y, meet);
    crossInner(ellipse, turn, sinHigh, y, meet);
  } else {
    crossInner(ellipse, sinLow, sinHigh, y, meet);
  }
  if (w === h) return;
  // The evolute, where neighbouring normals cross, if the line is wide enough to reach it.
  const cube = (-y * h) / (w * w - h * h);
  if (cube <= 0 || cube > 1) return;
  const sin = cubeRoot(cube);
  if (sin <= sinLow || sin >= sinHigh) return;
  const square = h * h + (w * w - h * h) * sin * sin;
  if (square * Math.sqrt(square) > l * w * h) return;
  const cosSquare = (1 - sin) * (1 + sin);
  meet(((w * w - h * h) / w) * cosSquare * Math.sqrt(cosSquare));
}

function crossInner(ellipse: Ellipse, sinLow: number, sinHigh: number, y: number, meet: (x: number) => void): void {
  const a = parallelY(ellipse, sinLow, -1);
  const b = parallelY(ellipse, sinHigh, -1);
  if (y >= Math.min(a, b) && y <= Math.max(a, b)) meet(curveX(ellipse, -1, y, sinLow, sinHigh));
}

function curveX(ellipse: Ellipse, side: number, y: number, sinLow: number, sinHigh: number): number {
  const { w, h, l } = ellipse;
  if (w === h) {
    const reach = w + side * l;
    const x = Math.sqrt(Math.max(0, reach * reach - y * y));
    return reach < 0 ? -x : x;
  }
  if (y === parallelY(ellipse, sinHigh, side)) return parallelX(ellipse, sinHigh, side);
  if (y === parallelY(ellipse, sinLow, side)) return parallelX(ellipse, sinLow, side);
  return parallelX(ellipse, solve(ellipse, side, y, sinLow, sinHigh), side);
}

function cubeRoot(value: number): number {
  let low = 0;
  let high = Math.max(1, value);
  let root = high / 2;
  for (let i = 0; i < 200; i++) {
    const next = root - (root * root * root - value) / (3 * root * root);
    if (root * root * root > value) high = root;
    else low = root;
    const better = next > low && next < high ? next : (low + high) / 2;
    if (better === root) break;
    root = better;
  }
  return root;
}
