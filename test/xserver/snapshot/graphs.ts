/** Random plain data with shared objects and cycles, and whether two graphs are the same one. */
import fc from 'fast-check';

type Leaf = number | string | boolean | null | undefined;
type Edge = { leaf: Leaf } | { node: number };
interface Node {
  kind: 'array' | 'record' | 'map' | 'set' | 'typed';
  edges: { key: Edge; value: Edge; name: string }[];
  typed: TypedArray;
}
type TypedArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

const number = fc.oneof(
  fc.integer(),
  fc.integer({ min: 0, max: 300 }),
  fc.double({ noNaN: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(
    -0,
    0,
    127,
    128,
    -1,
    2 ** 31,
    2 ** 32,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    1e300,
    Infinity,
  ),
);
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  number,
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);
const typed: fc.Arbitrary<TypedArray> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.int8Array(),
  fc.uint16Array(),
  fc.int16Array({ maxLength: 100 }),
  fc.uint32Array({ maxLength: 100 }),
  fc.int32Array(),
  fc.float32Array({ noNaN: true }),
  fc.float64Array({ noNaN: true }),
  // Long and regular ones, so that packing finds something.
  fc
    .tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0 }))
    .map(([length, period, value]) => Uint32Array.from({ length }, (_, i) => (i % period) * value)),
);
const key = fc.oneof(fc.constantFrom('id', 'kind', 'x', 'y', 'width'), fc.string({ minLength: 1, maxLength: 5 }));

function edge(nodes: number): fc.Arbitrary<Edge> {
  return fc.oneof(
    fc.record({ leaf }),
    fc.integer({ min: 0, max: nodes - 1 }).map((node) => ({ node })),
  );
}

/** Any graph of up to 25 objects; the root may be a leaf. */
export const graph: fc.Arbitrary<unknown> = fc.integer({ min: 1, max: 25 }).chain((count) =>
  fc
    .tuple(
      edge(count),
      fc.array(
        fc.record({
          kind: fc.constantFrom<Node['kind']>('array', 'record', 'record', 'map', 'set', 'typed'),
          edges: fc.array(fc.record({ key: edge(count), value: edge(count), name: key }), { maxLength: 8 }),
          typed,
        }),
        { minLength: count, maxLength: count },
      ),
    )
    .map(([root, nodes]) => build(root, nodes)),
);

function build(root: Edge, nodes: readonly Node[]): unknown {
  const objects = nodes.map(({ kind, typed }): object => {
    if (kind === 'array') return [];
    if (kind === 'map') return new Map();
    if (kind === 'set') return new Set();
    return kind === 'typed' ? typed.slice() : {};
  });
  const valueOf = (edge: Edge) => ('leaf' in edge ? edge.leaf : objects[edge.node]);
  nodes.forEach(({ kind, edges }, i) => {
    const object = objects[i]!;
    for (const { key, value, name } of edges) {
      if (Array.isArray(object)) object.push(valueOf(value));
      else if (object instanceof Map) object.set(valueOf(key), valueOf(value));
      else if (object instanceof Set) object.add(valueOf(value));
      else if (kind === 'record' && name !== '__proto__') (object as Record<string, unknown>)[name] = valueOf(value);
    }
  });
  return valueOf(root);
}

/**
 * Whether the two are the same graph: values, kinds, the order of keys and entries, and which references lead to one object.
 * Written apart from the walker, which it tests.
 */
export function sameGraph(a: unknown, b: unknown, pairs = new Map<object, unknown>()): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  if (pairs.has(a)) return pairs.get(a) === b;
  if ([...pairs.values()].includes(b)) return false;
  pairs.set(a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const left = parts(a);
  const right = parts(b);
  return left.length === right.length && left.every((part, i) => sameGraph(part, right[i], pairs));
}

function parts(object: object): unknown[] {
  if (Array.isArray(object)) return object;
  if (object instanceof Map) return [...object.entries()].flat();
  if (object instanceof Set) return [...object];
  if (ArrayBuffer.isView(object)) return Array.from(object as unknown as ArrayLike<number>);
  return Object.entries(object).flat();
}
