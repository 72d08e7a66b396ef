/** Drawing requests with the largest and smallest numbers their fields hold: the core reports no defect and stays within its pixels. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import type { Writer } from '../../../xserver/protocol/writer.ts';
import type { Pixels } from '../../../xserver/raster/pixels.ts';
import { ARGB_VISUAL, TRUE_COLOR_VISUAL } from '../../../xserver/visuals.ts';
import { TestCore } from '../../support/core-client.ts';
import { encodeRequest, request, type XClient } from '../../support/x-client.ts';

const int16 = fc.oneof(
  fc.constantFrom(0, 1, -1, 32_767, -32_768),
  fc.integer({ min: -20, max: 400 }),
  fc.integer({ min: -32_768, max: 32_767 }),
);
const card16 = fc.oneof(
  fc.constantFrom(0, 1, 65_535, 32_768),
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 65_535 }),
);
const card32 = fc.integer({ min: 0, max: 0xffffffff });

/** Groups of numbers, flat. */
const list = (...fields: fc.Arbitrary<number>[]): fc.Arbitrary<Int32Array> =>
  fc.array(fc.tuple(...fields), { minLength: 1, maxLength: 12 }).map((groups) => Int32Array.from(groups.flat()));

interface Ids {
  readonly drawable: number;
  readonly other: number;
  readonly gc: number;
}

type Draw = (ids: Ids) => Uint8Array;

function draws<Request>(
  encode: (writer: Writer, request: Request) => void,
  fields: fc.Arbitrary<(ids: Ids) => Request>,
): fc.Arbitrary<Draw> {
  return fields.map((make) => (ids) => encodeRequest(true, encode, make(ids)));
}

const mode = fc.integer({ min: 0, max: 1 });
const points = fc.tuple(mode, list(int16, int16));
const rectangles = list(int16, int16, card16, card16);
const arcs = list(int16, int16, card16, card16, int16, int16);
const place = fc.record({ srcX: int16, srcY: int16, dstX: int16, dstY: int16, width: card16, height: card16 });
const part = fc.record({ x: int16, y: int16, width: card16, height: card16 });
const text = fc.record({ x: int16, y: int16 });

const requests: fc.Arbitrary<Draw> = fc.oneof(
  draws(
    x.encodePolyPoint,
    points.map(([coordinateMode, points]) => (ids) => ({ ...ids, coordinateMode, points })),
  ),
  draws(
    x.encodePolyLine,
    points.map(([coordinateMode, points]) => (ids) => ({ ...ids, coordinateMode, points })),
  ),
  draws(
    x.encodeFillPoly,
    points.map(([coordinateMode, points]) => (ids) => ({ ...ids, shape: 0, coordinateMode, points })),
  ),
  draws(
    x.encodePolySegment,
    list(int16, int16, int16, int16).map((segments) => (ids) => ({ ...ids, segments })),
  ),
  draws(
    x.encodePolyRectangle,
    rectangles.map((rectangles) => (ids) => ({ ...ids, rectangles })),
  ),
  draws(
    x.encodePolyFillRectangle,
    rectangles.map((rectangles) => (ids) => ({ ...ids, rectangles })),
  ),
  draws(
    x.encodePolyArc,
    arcs.map((arcs) => (ids) => ({ ...ids, arcs })),
  ),
  draws(
    x.encodePolyFillArc,
    arcs.map((arcs) => (ids) => ({ ...ids, arcs })),
  ),
  draws(
    x.encodeCopyArea,
    place.map((at) => ({ drawable, other, gc }) => ({ srcDrawable: other, dstDrawable: drawable, gc, ...at })),
  ),
  draws(
    x.encodeCopyPlane,
    fc.tuple(place, fc.integer({ min: 0, max: 23 })).map(([at, plane]) => ({ drawable, other, gc }) => {
      return { srcDrawable: other, dstDrawable: drawable, gc, ...at, bitPlane: 1 << plane };
    }),
  ),
  draws(
    x.encodeGetImage,
    fc.tuple(part, fc.integer({ min: 1, max: 2 }), card32).map(([at, format, planeMask]) => ({ drawable }) => {
      return { drawable, ...at, format, planeMask };
    }),
  ),
  draws(
    x.encodeImageText8,
    text.map((at) => (ids) => ({ ...ids, ...at, string: 'extreme text' })),
  ),
  draws(
    x.encodePolyText16,
    fc.tuple(text, fc.uint8Array({ maxLength: 60 })).map(([at, items]) => (ids) => ({ ...ids, ...at, items })),
  ),
  draws(
    x.encodeSetClipRectangles,
    fc.tuple(int16, int16, rectangles).map(([clipXOrigin, clipYOrigin, rectangles]) => ({ gc }) => {
      return { gc, ordering: 0, clipXOrigin, clipYOrigin, rectangles };
    }),
  ),
);

const putImage = draws(
  x.encodePutImage,
  fc
    .tuple(
      int16,
      int16,
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 20 }),
      fc.infiniteStream(fc.nat({ max: 255 })),
    )
    .map(([dstX, dstY, width, height, bytes]) => (ids) => {
      const data = Uint8Array.from({ length: width * height * 4 }, () => bytes.next().value!);
      return { ...ids, format: 2, width, height, dstX, dstY, leftPad: 0, depth: 24, data };
    }),
);

const gcValues = fc.record({
  function: fc.oneof(fc.constant(3), fc.integer({ min: 0, max: 15 })),
  planeMask: fc.oneof(fc.constant(0xffffffff), card32),
  foreground: card32,
  background: card32,
  lineWidth: fc.oneof(fc.constantFrom(0, 1, 65_535), fc.integer({ min: 0, max: 100 })),
  capStyle: fc.integer({ min: 0, max: 3 }),
  joinStyle: fc.integer({ min: 0, max: 2 }),
  fillStyle: fc.integer({ min: 0, max: 3 }),
  tileStippleXOrigin: int16,
  tileStippleYOrigin: int16,
  subwindowMode: mode,
  clipXOrigin: int16,
  clipYOrigin: int16,
});

/** A window of depth 24 inside a top-level of depth 32, whose surface it shares. */
function makeOpaqueChild(client: XClient): number {
  const { root } = client.info;
  const [mid, top, child] = [client.newId(), client.newId(), client.newId()];
  request(client, x.encodeCreateColormap, { alloc: 0, mid, window: root, visual: ARGB_VISUAL });
  const geometry = { x: 200, y: 150, width: 80, height: 70, borderWidth: 0, class: 1 };
  request(client, x.encodeCreateWindow, {
    ...geometry,
    wid: top,
    parent: root,
    depth: 32,
    visual: ARGB_VISUAL,
    valueList: { backgroundPixel: 0x80123456, borderPixel: 0, colormap: mid },
  });
  request(client, x.encodeCreateWindow, {
    ...geometry,
    wid: child,
    parent: top,
    x: 10,
    y: 10,
    depth: 24,
    visual: TRUE_COLOR_VISUAL,
    valueList: { borderPixel: 0, colormap: client.info.colormap },
  });
  for (const window of [top, child]) request(client, x.encodeMapWindow, { window });
  return child;
}

function makeDrawables(client: XClient): number[] {
  const { root } = client.info;
  const ids = [root];
  for (const [parent, size] of [
    [0, 300],
    [1, 60],
  ] as const) {
    const wid = client.newId();
    request(client, x.encodeCreateWindow, {
      wid,
      parent: ids[parent]!,
      x: 20,
      y: 10,
      width: size,
      height: size,
      borderWidth: 2,
      depth: 0,
      class: 1,
      visual: 0,
      valueList: { backgroundPixel: 3 },
    });
    request(client, x.encodeMapWindow, { window: wid });
    ids.push(wid);
  }
  const pid = client.newId();
  request(client, x.encodeCreatePixmap, { pid, drawable: root, depth: 24, width: 111, height: 77 });
  return [...ids, pid, makeOpaqueChild(client)];
}

/** Pixels with bits above their depth. Where a window of depth 24 shares a surface of depth 32 those stay what they were. */
function strayPixels({ core }: TestCore): number {
  const { resources, screen } = core.state;
  let stray = 0;
  const count = ({ data }: Pixels, highest: number): void => {
    for (let i = 0; i < data.length; i++) if (data[i]! > highest) stray++;
  };
  for (const { pixels } of screen.surfaces) count(pixels, pixels.depth === 32 ? 0x80ffffff : 0xffffff);
  for (const resource of resources.values()) if (resource.kind === 'pixmap') count(resource.pixels, 0xffffff);
  return stray;
}

test('extreme numbers', async () => {
  const core = new TestCore({ width: 400, height: 350 });
  const client = core.connect();
  const drawables = makeDrawables(client);
  const drawable = fc.nat({ max: drawables.length - 1 });
  await fc.assert(
    fc.asyncProperty(
      gcValues,
      drawable,
      drawable,
      fc.array(fc.oneof({ weight: 5, arbitrary: requests }, { weight: 1, arbitrary: putImage }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (valueList, on, from, list) => {
        const gc = client.newId();
        request(client, x.encodeCreateGC, { cid: gc, drawable: client.info.root, valueList });
        for (const draw of list) client.send(draw({ drawable: drawables[on]!, other: drawables[from]!, gc }));
        request(client, x.encodeFreeGC, { gc });
        // A fault of the core's would fail this; X errors (of GetImage and text) are in order.
        await client.sync();
        expect(strayPixels(core)).toBe(0);
      },
    ),
    { numRuns: 400 },
  );
});
