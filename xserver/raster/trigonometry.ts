/**
 * Sine and cosine that are the same in every engine, correctly rounded but for the rarest arguments.
 *
 * Math.sin differs between engines in the last bit, and arcs end at other pixels for it. Here the argument is reduced and
 * the series summed with twice the precision of a double (two doubles, high and low part), using only + - * /.
 */

/** An unevaluated sum of two doubles. */
interface Double2 {
  readonly high: number;
  readonly low: number;
}

function sum(a: number, b: number): Double2 {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

const splitter = 134217729;

function product(a: number, b: number): Double2 {
  const high = a * b;
  const ca = splitter * a;
  const aHigh = ca - (ca - a);
  const aLow = a - aHigh;
  const cb = splitter * b;
  const bHigh = cb - (cb - b);
  const bLow = b - bHigh;
  return { high, low: aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

function add(a: Double2, b: Double2): Double2 {
  const s = sum(a.high, b.high);
  return sum(s.high, s.low + a.low + b.low);
}

function multiply(a: Double2, b: Double2): Double2 {
  const p = product(a.high, b.high);
  return sum(p.high, p.low + a.high * b.low + a.low * b.high);
}

function divide(a: Double2, by: number): Double2 {
  const first = a.high / by;
  const back = product(first, by);
  return sum(first, (a.high - back.high - back.low + a.low) / by);
}

// Pi / 2 in three parts.
const halfPiHigh = 1.5707963267948966;
const halfPiMiddle = 6.123233995736766e-17;
const halfPiLow = -1.4973849048591833e-33;

/** The sine (quadrant 0), cosine (1), minus sine (2) or minus cosine (3) of x by the series, after reduction. */
function series(x: number, quadrant: number): number {
  const turns = Math.round(x / halfPiHigh);
  const away = product(turns, halfPiHigh);
  const near = product(turns, halfPiMiddle);
  const first = sum(x, -away.high);
  const rest = add(first, sum(-away.low, -near.high));
  const angle = sum(rest.high, rest.low - near.low - turns * halfPiLow);
  const square = multiply(angle, angle);
  const which = (((turns + quadrant) % 4) + 4) % 4;
  const isCosine = which % 2 === 1;
  let term: Double2 = isCosine ? { high: 1, low: 0 } : angle;
  let total = term;
  for (let n = isCosine ? 1 : 2; n < 28; n += 2) {
    const next = divide(multiply(term, square), n * (n + 1));
    term = { high: -next.high, low: -next.low };
    total = add(total, term);
  }
  return which < 2 ? total.high : -total.high;
}

/** The sine of x radians; x within some turns. */
export function sine(x: number): number {
  return x === 0 ? x : series(x, 0);
}

/** The cosine of x radians; x within some turns. */
export function cosine(x: number): number {
  return series(x, 1);
}

/** The angle whose sine is `value`, 0 to 1, in radians. */
export function arcSine(value: number): number {
  if (value >= 1) return halfPiHigh;
  let angle = value;
  // Newton's method doubles the number of right digits; near a right angle it begins slowly.
  for (let i = 0; i < 24; i++) {
    const next = angle - (sine(angle) - value) / cosine(angle);
    if (next === angle) break;
    angle = next < halfPiHigh ? next : (angle + halfPiHigh) / 2;
  }
  return angle;
}

/** The angle of the vector x, y with y not negative, 0 to pi radians. */
export function angleOf(x: number, y: number): number {
  const length = Math.sqrt(x * x + y * y);
  if (length === 0) return 0;
  const angle = arcSine(Math.min(Math.abs(x), y) / length);
  const acute = Math.abs(x) < y ? halfPiHigh - angle : angle;
  return x < 0 ? Math.PI - acute : acute;
}
