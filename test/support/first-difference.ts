/**
 * Where two graphs of plain data differ first, as a path with both values; undefined where they are the same. Regions count by
 * what they hold, as in snapshots.
 */
export function firstDifference(a: unknown, b: unknown): string | undefined {
  const pairs = new Map<object, object>();
  const backwards = new Map<object, object>();
  const waiting: [string, unknown, unknown][] = [['state', a, b]];
  for (const [path, left, right] of waiting) {
    if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) {
      if (!Object.is(left, right)) return `${path}: ${show(left)} and ${show(right)}`;
      continue;
    }
    const known = pairs.get(left);
    if (!('rects' in left) && !path.endsWith('.rects') && (known !== undefined || backwards.has(right))) {
      if (known !== right || backwards.get(right) !== left) return `${path}: shared in one of the two only`;
      continue;
    }
    pairs.set(left, right);
    backwards.set(right, left);
    if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return `${path}: of two kinds`;
    const [leftParts, rightParts] = [parts(left), parts(right)];
    for (const [i, [step, part]] of leftParts.entries()) {
      if (rightParts[i]?.[0] !== step) return `${path}${step}: ${show(part)} and ${rightParts[i]?.[0] ?? 'nothing'}`;
      waiting.push([path + step, part, rightParts[i][1]]);
    }
    const extra = rightParts[leftParts.length];
    if (extra !== undefined) return `${path}${extra[0]}: nothing and ${show(extra[1])}`;
  }
  return undefined;
}

function show(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function parts(object: object): [string, unknown][] {
  if (Array.isArray(object)) return object.map((part, i) => [`[${i}]`, part]);
  if (ArrayBuffer.isView(object)) {
    return Array.from(object as unknown as ArrayLike<number>, (part, i) => [`[${i}]`, part]);
  }
  if (object instanceof Map) {
    const keyName = (key: unknown, i: number) =>
      typeof key === 'number' || typeof key === 'string' ? String(key) : `(${i})`;
    return [...object].flatMap(([key, value], i) => [
      [`{${keyName(key, i)}}`, key],
      [`{${keyName(key, i)}}=`, value],
    ]);
  }
  if (object instanceof Set) return [...object].map((part, i) => [`{${i}}`, part]);
  return Object.entries(object).map(([key, part]) => [`.${key}`, part]);
}
