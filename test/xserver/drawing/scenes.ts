/** Random drawing as plain data: gcs, targets and primitives for fast-check, and their requests. */
import fc from 'fast-check';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import type { Writer } from '../../../xserver/protocol/writer.ts';
import type { BothClients } from '../../support/both-servers.ts';

export interface GcSpec {
  readonly function: number;
  readonly planeMask: number;
  readonly foreground: number;
  readonly background: number;
  readonly lineWidth: number;
  readonly lineStyle: number;
  readonly capStyle: number;
  readonly joinStyle: number;
  readonly fillStyle: number;
  readonly fillRule: number;
  readonly arcMode: number;
  readonly tileStippleXOrigin: number;
  readonly tileStippleYOrigin: number;
  readonly subwindowMode: number;
  readonly dashes: readonly number[];
  readonly dashOffset: number;
  /** Flat rectangles and an origin; undefined for none. */
  readonly clip: { readonly x: number; readonly y: number; readonly rectangles: readonly number[] } | undefined;
}

export const WIDTH = 48;
export const HEIGHT = 40;
const MAX_LINE_WIDTH = 9;

const coordinate = fc.integer({ min: -12, max: 60 });
const size = fc.integer({ min: 0, max: 40 });
const pixel = fc.oneof(fc.constantFrom(0, 1, 0xffffffff, 0xff0000), fc.integer({ min: 0, max: 0xffffffff }));

const rectangle = fc.tuple(coordinate, coordinate, size, size);
const flat = (groups: readonly (readonly number[])[]): Int32Array => Int32Array.from(groups.flat());

const usually = <T>(value: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, { weight: 2, arbitrary: other });

export const gcSpec: fc.Arbitrary<GcSpec> = fc.record({
  function: usually(3, fc.integer({ min: 0, max: 15 })),
  planeMask: usually(0xffffffff, pixel),
  foreground: pixel,
  background: pixel,
  lineWidth: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: MAX_LINE_WIDTH })),
  lineStyle: usually(0, fc.integer({ min: 0, max: 2 })),
  capStyle: fc.integer({ min: 0, max: 3 }),
  joinStyle: fc.integer({ min: 0, max: 2 }),
  fillStyle: usually(0, fc.integer({ min: 0, max: 3 })),
  fillRule: fc.integer({ min: 0, max: 1 }),
  arcMode: fc.integer({ min: 0, max: 1 }),
  tileStippleXOrigin: fc.integer({ min: -20, max: 20 }),
  tileStippleYOrigin: fc.integer({ min: -20, max: 20 }),
  subwindowMode: usually(0, fc.constant(1)),
  dashes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
  dashOffset: fc.integer({ min: 0, max: 30 }),
  clip: fc.option(
    fc.record({
      x: fc.integer({ min: -10, max: 10 }),
      y: fc.integer({ min: -10, max: 10 }),
      rectangles: fc.array(rectangle, { maxLength: 4 }).map((list) => list.flat()),
    }),
    { nil: undefined, freq: 2 },
  ),
});

/** A primitive: sends its request for a drawable and gc. */
export interface Primitive {
  /** Its name and numbers, as they are shown when a property fails. */
  readonly what: string;
  readonly kind: string;
  /** Has a rectangle outline of no size; which are not all alike when wide. */
  readonly isDot: boolean;
  send(both: BothClients, drawable: number | 'root', gc: number): void;
}

const groups = (of: fc.Arbitrary<readonly number[]>, min = 1, max = 5) =>
  fc.array(of, { minLength: min, maxLength: max });

const point = fc.tuple(coordinate, coordinate);
const segment = fc.tuple(coordinate, coordinate, coordinate, coordinate);
const angle = fc.oneof(
  fc.integer({ min: -30_000, max: 30_000 }),
  fc.integer({ min: -8, max: 8 }).map((quarters) => quarters * 90 * 64),
);
const arc = fc.tuple(coordinate, coordinate, size, size, angle, angle);
const mode = fc.integer({ min: 0, max: 1 });

type DrawingFields = { drawable: number; gc: number };

/** `fields` are those of the request besides drawable and gc. */
function primitive<Data, Request extends DrawingFields>(
  name: string,
  data: fc.Arbitrary<Data>,
  encode: (writer: Writer, request: Request) => void,
  fields: (data: Data) => Omit<Request, keyof DrawingFields>,
  isDot: (data: Data) => boolean = () => false,
): fc.Arbitrary<Primitive> {
  return data.map((value) => ({
    what: `${name} ${JSON.stringify(value)}`,
    kind: name,
    isDot: isDot(value),
    send: (both, drawable, gc) =>
      both.send(encode, ({ info }) => {
        // Encoders do not keep what they are given.
        return { ...fields(value), drawable: drawable === 'root' ? info.root : drawable, gc } as Request;
      }),
  }));
}

export const points = primitive(
  'PolyPoint',
  fc.tuple(mode, groups(point, 1, 20)),
  x.encodePolyPoint,
  ([coordinateMode, list]) => ({ coordinateMode, points: flat(list) }),
);
export const polyline = primitive(
  'PolyLine',
  fc.tuple(mode, groups(point, 1, 6)),
  x.encodePolyLine,
  ([coordinateMode, list]) => ({ coordinateMode, points: flat(list) }),
);
export const segments = primitive('PolySegment', groups(segment), x.encodePolySegment, (list) => ({
  segments: flat(list),
}));
export const rectangles = primitive(
  'PolyRectangle',
  groups(rectangle),
  x.encodePolyRectangle,
  (list) => ({ rectangles: flat(list) }),
  (list) => list.some(([, , width, height]) => width === 0 && height === 0),
);
export const arcs = primitive('PolyArc', groups(arc, 1, 3), x.encodePolyArc, (list) => ({ arcs: flat(list) }));
export const polygon = primitive(
  'FillPoly',
  fc.tuple(mode, groups(point, 1, 8)),
  x.encodeFillPoly,
  ([coordinateMode, list]) => ({ shape: 0, coordinateMode, points: flat(list) }),
);
export const filledRectangles = primitive(
  'PolyFillRectangle',
  groups(rectangle),
  x.encodePolyFillRectangle,
  (list) => ({
    rectangles: flat(list),
  }),
);
export const filledArcs = primitive('PolyFillArc', groups(arc, 1, 3), x.encodePolyFillArc, (list) => ({
  arcs: flat(list),
}));

const LINES = new Set(['PolyLine', 'PolySegment', 'PolyRectangle']);

/**
 * Wide arcs and wide dashed lines: both are within rounding of the exact outline, but a pixel here and there differs.
 * test/raster compares them.
 */
export function mayDiffer(spec: GcSpec, shapes: readonly Primitive[]): boolean {
  if (spec.lineWidth === 0) return false;
  const dashed = spec.lineStyle !== 0;
  return shapes.some(({ kind, isDot }) => kind === 'PolyArc' || isDot || (dashed && LINES.has(kind)));
}

/** Makes a gc of a spec, with a tile and a stipple if those are given. */
export function makeGc(both: BothClients, drawable: number, spec: GcSpec, tile?: number, stipple?: number): number {
  const cid = both.newId();
  const { dashes, clip, dashOffset, ...values } = spec;
  both.send(x.encodeCreateGC, { cid, drawable, valueList: { ...values, tile, stipple, graphicsExposures: 0 } });
  both.send(x.encodeSetDashes, { gc: cid, dashOffset, dashes: Uint8Array.from(dashes) });
  if (clip !== undefined) {
    const rectangles = Int32Array.from(clip.rectangles);
    both.send(x.encodeSetClipRectangles, {
      ordering: 0,
      gc: cid,
      clipXOrigin: clip.x,
      clipYOrigin: clip.y,
      rectangles,
    });
  }
  return cid;
}

/** A pixmap with a pattern in it that has every bit of the depth somewhere. */
export function makePattern(
  both: BothClients,
  drawable: number | 'root',
  depth: number,
  width: number,
  height: number,
  seed = 1,
): number {
  const pid = both.newId();
  both.send(x.encodeCreatePixmap, (client) => ({
    pid,
    drawable: drawable === 'root' ? client.info.root : drawable,
    depth,
    width,
    height,
  }));
  const gc = both.newId();
  both.send(x.encodeCreateGC, { cid: gc, drawable: pid, valueList: { graphicsExposures: 0 } });
  both.send(x.encodePutImage, {
    format: 2,
    drawable: pid,
    gc,
    width,
    height,
    dstX: 0,
    dstY: 0,
    leftPad: 0,
    depth,
    data: patternImage(depth, width, height, seed),
  });
  both.send(x.encodeFreeGC, { gc });
  return pid;
}

/** A ZPixmap of pseudo-random pixels. */
export function patternImage(depth: number, width: number, height: number, seed: number): Uint8Array {
  const bits = depth === 1 ? 1 : depth <= 8 ? 8 : 32;
  const stride = (((width * bits + 31) >> 5) * 32) >> 3;
  const bytes = new Uint8Array(stride * height);
  let state = seed >>> 0;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export function getImage(both: BothClients, drawable: number, width = WIDTH, height = HEIGHT): void {
  both.send(x.encodeGetImage, { format: 2, drawable, x: 0, y: 0, width, height, planeMask: 0xffffffff });
}
