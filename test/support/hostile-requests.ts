/** Requests that make a server work as hard as their bytes can: for the test that bounds them and for hostile-timing.ts. */
import * as x from '../../xserver/protocol/generated/xproto.ts';
import type { Writer } from '../../xserver/protocol/writer.ts';
import { encodeRequest, type XClient } from './x-client.ts';

/** Numbers for the list of a request without BIG-REQUESTS: 65,535 words less a few for the header. */
const SHORT_WORDS = 65_000;

export interface Hostile {
  readonly name: string;
  /** Values of the gc, and its dash list where it has a long one. */
  readonly values: x.CreateGCRequest['valueList'];
  readonly dashes?: Uint8Array;
  readonly make: (ids: { drawable: number; gc: number }) => Uint8Array;
}

/** A small generator: the same requests every time. */
function numbers(seed: number): (low: number, high: number) => number {
  let state = seed >>> 0;
  return (low, high) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return low + (state % (high - low + 1));
  };
}

function flat(
  groups: number,
  make: (next: (low: number, high: number) => number, group: number) => number[],
): Int32Array {
  const next = numbers(groups);
  return Int32Array.from(Array.from({ length: groups }, (_, group) => make(next, group)).flat());
}

const encode = <Request>(encoder: (writer: Writer, request: Request) => void, request: Request): Uint8Array =>
  encodeRequest(true, encoder, request);

const farSegments = (count: number): Int32Array =>
  flat(count, (next) => [-32_768, next(-32_768, 32_767), 32_767, next(-32_768, 32_767)]);
const nearSegments = (count: number): Int32Array =>
  flat(count, (next) => [next(0, 1000), next(0, 700), next(0, 1000), next(0, 700)]);
const zigzag = (count: number): Int32Array => flat(count, (next, i) => [next(0, 1000), i % 2 === 0 ? -32_768 : 32_767]);
const arcs = (count: number, size: number): Int32Array =>
  flat(count, (next) => [
    next(-size / 2, 500),
    next(-size / 2, 300),
    next(size / 2, size),
    next(size / 2, size),
    next(0, 23_040),
    next(1, 23_039),
  ]);
const dashesOf = (length: number): Uint8Array => new Uint8Array(length).fill(1);

/** Hostile requests with lists of at most `words` 32-bit words. */
export function hostileRequests(words: number = SHORT_WORDS): Hostile[] {
  const segments = Math.floor(words / 2);
  const points = words;
  const arcCount = Math.floor(words / 3);
  const list: Hostile[] = [];
  const add = (name: string, values: Hostile['values'], make: Hostile['make'], dashes?: Uint8Array): void => {
    list.push({ name, values, make, ...(dashes === undefined ? {} : { dashes }) });
  };
  for (const lineWidth of [0, 1, 10, 1000, 65_535]) {
    for (const lineStyle of [0, 1, 2]) {
      for (const [capStyle, joinStyle] of [
        [1, 0],
        [2, 1],
        [3, 2],
      ] as const) {
        for (const rop of [3, 6]) {
          const values = { lineWidth, lineStyle, capStyle, joinStyle, function: rop, foreground: 5, dashes: 1 };
          const tag = `width ${lineWidth} style ${lineStyle} cap ${capStyle} rop ${rop}`;
          add(`segments far, ${tag}`, values, (ids) =>
            encode(x.encodePolySegment, { ...ids, segments: farSegments(segments) }),
          );
          add(`segments near, ${tag}`, values, (ids) =>
            encode(x.encodePolySegment, { ...ids, segments: nearSegments(segments) }),
          );
          add(`zigzag, ${tag}`, values, (ids) =>
            encode(x.encodePolyLine, { ...ids, coordinateMode: 0, points: zigzag(points) }),
          );
          add(`arcs small, ${tag}`, values, (ids) => encode(x.encodePolyArc, { ...ids, arcs: arcs(arcCount, 40) }));
          add(`arcs large, ${tag}`, values, (ids) => encode(x.encodePolyArc, { ...ids, arcs: arcs(arcCount, 2000) }));
          add(`arcs huge, ${tag}`, values, (ids) => encode(x.encodePolyArc, { ...ids, arcs: arcs(arcCount, 60_000) }));
          add(`one arc, ${tag}`, values, (ids) =>
            encode(x.encodePolyArc, { ...ids, arcs: Int32Array.of(-30_000, -30_000, 60_000, 60_000, 0, 23_040) }),
          );
          add(`rectangles, ${tag}`, values, (ids) =>
            encode(x.encodePolyRectangle, {
              ...ids,
              rectangles: flat(segments, (next) => [next(-500, 500), next(-500, 500), next(0, 1000), next(0, 1000)]),
            }),
          );
        }
      }
    }
  }
  add(
    'odd dashes of one, far segments',
    { lineWidth: 0, lineStyle: 2 },
    (ids) => encode(x.encodePolySegment, { ...ids, segments: farSegments(segments) }),
    dashesOf(65_000),
  );
  for (const fillRule of [0, 1]) {
    add(`polygon zigzag, rule ${fillRule}`, { fillRule }, (ids) =>
      encode(x.encodeFillPoly, { ...ids, shape: 0, coordinateMode: 0, points: zigzag(points) }),
    );
    add(`polygon random, rule ${fillRule}`, { fillRule }, (ids) =>
      encode(x.encodeFillPoly, {
        ...ids,
        shape: 0,
        coordinateMode: 0,
        points: flat(points, (next) => [next(-32_768, 32_767), next(-32_768, 32_767)]),
      }),
    );
  }
  for (const rop of [3, 6]) {
    add(`full rectangles, rop ${rop}`, { function: rop }, (ids) =>
      encode(x.encodePolyFillRectangle, { ...ids, rectangles: flat(segments, () => [0, 0, 2000, 2000]) }),
    );
    add(`full arcs, rop ${rop}`, { function: rop }, (ids) =>
      encode(x.encodePolyFillArc, { ...ids, arcs: arcs(arcCount, 2000) }),
    );
  }
  return list;
}

/** Makes the gc and sends the request, so that what it costs can be read off the core's WorkMeter. */
export function sendHostile(client: XClient, drawable: number, { values, dashes, make }: Hostile): void {
  const gc = client.newId();
  const { littleEndian } = client;
  client.send(encodeRequest(littleEndian, x.encodeCreateGC, { cid: gc, drawable, valueList: values }));
  if (dashes !== undefined) client.send(encodeRequest(littleEndian, x.encodeSetDashes, { gc, dashOffset: 0, dashes }));
  client.send(make({ drawable, gc }));
}
