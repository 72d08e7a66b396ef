/**
 * How fast the rasteriser is by itself, without requests: operations per second of the primitives that x11perf names.
 *
 *     npx tsx bench/raster.ts [name part]
 */
import { strokeArcs } from '../xserver/raster/arcs.ts';
import { copyPlaneRect, copyRect } from '../xserver/raster/copy.ts';
import { fillArcs } from '../xserver/raster/fill-arcs.ts';
import { fillRects } from '../xserver/raster/fill.ts';
import { drawGlyphs } from '../xserver/raster/glyphs.ts';
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import { packZPixmap, unpackZPixmapInto } from '../xserver/raster/images.ts';
import type { Paint } from '../xserver/raster/paint.ts';
import { PaintRuns } from '../xserver/raster/paint-runs.ts';
import { createPixels } from '../xserver/raster/pixels.ts';
import { fillPolygon } from '../xserver/raster/polygon.ts';
import { regionFromRect, regionFromRects, subtractRegions, unionRegions } from '../xserver/raster/region.ts';
import type { Region } from '../xserver/raster/region.ts';
import { clipRects, RectList } from '../xserver/raster/spans.ts';
import { thinDashedSegments, thinSegments } from '../xserver/raster/thin-lines.ts';
import { widePolyline, wideSegments } from '../xserver/raster/wide-lines.ts';

const screen = createPixels(1024, 768, 24);
const whole = regionFromRect(0, 0, 1024, 768);
const bands = regionFromRects(Array.from({ length: 40 }, (_, i) => [(i * 37) % 400, i * 19, 600, 15]).flat());
const solid: Paint = { kind: 'solid', pixel: 0x336699 };
const all = 0xffffffff;
const gxCopy = 3;
const gxXor = 6;

/** Places of `count` boxes that walk over the screen, as x11perf's do. */
function boxes(count: number, width: number, height: number): number[] {
  return Array.from({ length: count }, (_, i) => [
    (i * (width + 3)) % (1024 - width),
    (i * 7 + Math.floor(i / 20) * (height + 2)) % (768 - height),
    width,
    height,
  ]).flat();
}

const clipped = new RectList();

function listOf(flat: readonly number[]): RectList {
  const list = new RectList();
  for (let i = 0; i < flat.length; i += 4) {
    list.add(flat[i] as number, flat[i + 1] as number, flat[i + 2] as number, flat[i + 3] as number);
  }
  return list;
}

function fill(flat: readonly number[], paint: Paint, rop: number, clip: Region = whole): () => void {
  const list = listOf(flat);
  return () => {
    clipRects(list, clip, clipped, ({ data, length }) => fillRects(screen, data, length >> 2, paint, rop, all));
  };
}

const runs = new PaintRuns((out) => {
  clipRects(out.rects, whole, clipped, ({ data, length }) => fillRects(screen, data, length >> 2, solid, gxCopy, all));
  out.clear();
});

function stroke(geometry: (out: PaintRuns) => void): () => void {
  return () => {
    geometry(runs);
    runs.end();
  };
}

/** Segments of 100 pixels in all directions. */
const segments = Array.from({ length: 1000 }, (_, i) => {
  const turn = (i % 40) / 10;
  const along = Math.round(100 * (turn < 2 ? 1 - turn : turn - 3));
  const across = Math.round((turn < 2 ? 1 : -1) * (100 - Math.abs(along)));
  const x = 200 + ((i * 13) % 600);
  const y = 200 + ((i * 29) % 350);
  return [x, y, x + along, y + across];
}).flat();

const plain = {
  lineWidth: 0,
  lineStyle: 0,
  capStyle: 1,
  joinStyle: 0,
  dashes: [4, 4],
  dashOffset: 0,
  rop: gxCopy,
};

/** 96 glyphs of 6 x 13 with about a third of the bits set. */
function font(): GlyphSet {
  const bits = new Uint8Array(96 * 13);
  for (let i = 0; i < bits.length; i++) bits[i] = i % 13 < 2 || i % 13 > 10 ? 0 : ((i * 73) ^ (i * 29)) & 0x78;
  return {
    bits,
    offsets: Uint32Array.from({ length: 96 }, (_, i) => i * 13),
    metrics: Int16Array.from(Array.from({ length: 96 }, () => [0, 6, 6, 11, 2, 0]).flat()),
  };
}

const text = font();
const line80 = Int32Array.from(
  Array.from({ length: 80 * 20 }, (_, i) => [i % 96, (i % 80) * 6 + 3, 20 + Math.floor(i / 80) * 13]).flat(),
);

const tile = createPixels(8, 8, 24);
tile.data.forEach((_, i) => (tile.data[i] = i * 0x30201));
const stipple = createPixels(8, 8, 1);
stipple.data.forEach((_, i) => (stipple.data[i] = (i * 5) & 1));
const pixmap = createPixels(500, 500, 24);
const bitmap = createPixels(500, 500, 1);
const image = packZPixmap(pixmap, 0, 0, 500, 500, all, 32, 32, true);
const triangles = Array.from({ length: 200 }, (_, i) => {
  const x = (i * 47) % 900;
  const y = (i * 31) % 650;
  return [x, y, x + 100, y + 30, x + 40, y + 100];
});
const circles = Array.from({ length: 100 }, (_, i) => [(i * 47) % 900, (i * 31) % 650, 100, 100, 0, 23040]).flat();
const comb = regionFromRects(
  Array.from({ length: 200 }, (_, i) => [(i % 20) * 50, Math.floor(i / 20) * 70, 30, 40]).flat(),
);
const box = regionFromRect(100, 100, 500, 400);

/** Name, operations in one call, call. */
const benches: [string, number, () => void][] = [
  ['rect10', 2000, fill(boxes(2000, 10, 10), solid, gxCopy)],
  ['rect10, clip of 40 bands', 2000, fill(boxes(2000, 10, 10), solid, gxCopy, bands)],
  ['rect10 xor', 2000, fill(boxes(2000, 10, 10), solid, gxXor)],
  ['rect100', 200, fill(boxes(200, 100, 100), solid, gxCopy)],
  ['rect500', 20, fill(boxes(20, 500, 500), solid, gxCopy)],
  ['rect500 xor', 20, fill(boxes(20, 500, 500), solid, gxXor)],
  ['tile rect100, 8x8', 200, fill(boxes(200, 100, 100), { kind: 'tile', tile, x: 3, y: 5 }, gxCopy)],
  [
    'stipple rect100, 8x8',
    200,
    fill(boxes(200, 100, 100), { kind: 'stipple', stipple, x: 3, y: 5, foreground: 7, background: undefined }, gxCopy),
  ],
  [
    'opaque stipple rect100, 8x8',
    200,
    fill(boxes(200, 100, 100), { kind: 'stipple', stipple, x: 3, y: 5, foreground: 7, background: 9 }, gxCopy),
  ],
  ['seg100', 1000, stroke((out) => thinSegments(segments, 1000, 1, whole, out))],
  ['dseg100', 1000, stroke((out) => thinDashedSegments(segments, 1000, { ...plain, lineStyle: 1 }, whole, out))],
  ['wseg100, width 1', 1000, stroke((out) => wideSegments(segments, 1000, { ...plain, lineWidth: 1 }, whole, out))],
  ['wseg100, width 10', 1000, stroke((out) => wideSegments(segments, 1000, { ...plain, lineWidth: 10 }, whole, out))],
  [
    'wline100 xor, width 10',
    200,
    stroke((out) => widePolyline(segments, 200, { ...plain, lineWidth: 10, rop: gxXor }, whole, out)),
  ],
  ['triangle100', 200, stroke((out) => triangles.forEach((points) => fillPolygon(points, 3, 0, whole, out)))],
  ['circle100', 100, stroke((out) => strokeArcs(circles, 100, plain, whole, out))],
  ['wcircle100, width 10', 100, stroke((out) => strokeArcs(circles, 100, { ...plain, lineWidth: 10 }, whole, out))],
  ['fcircle100', 100, stroke((out) => fillArcs(circles, 100, 1, whole, out))],
  ['glyph 6x13', 1600, () => drawGlyphs(screen, text, line80, 1600, whole, solid, gxCopy, all)],
  ['glyph 6x13, clip of 40 bands', 1600, () => drawGlyphs(screen, text, line80, 1600, bands, solid, gxCopy, all)],
  ['scroll500', 1, () => copyRect(screen, 100, 101, screen, 100, 100, 500, 500, gxCopy, all)],
  ['copypixwin500', 1, () => copyRect(pixmap, 0, 0, screen, 100, 100, 500, 500, gxCopy, all)],
  ['copypixwin500 xor', 1, () => copyRect(pixmap, 0, 0, screen, 100, 100, 500, 500, gxXor, all)],
  ['copypixwin10', 1, () => copyRect(pixmap, 0, 0, screen, 100, 100, 10, 10, gxCopy, all)],
  ['copyplane500', 1, () => copyPlaneRect(bitmap, 1, 0, 0, screen, 100, 100, 500, 500, 1, 2, gxCopy, all)],
  ['putimage500', 1, () => unpackZPixmapInto(image, 0, 500, 500, 32, 32, true, screen, 100, 100)],
  ['getimage500', 1, () => void packZPixmap(screen, 100, 100, 500, 500, all, 32, 32, true)],
  ['region union of 200 boxes and one', 1, () => void unionRegions(comb, box)],
  ['region 200 boxes without one', 1, () => void subtractRegions(comb, box)],
  ['region one without one', 1, () => void subtractRegions(whole, box)],
];

function measure(call: () => void): number {
  const warm = performance.now() + 150;
  while (performance.now() < warm) call();
  let best = 0;
  for (let round = 0; round < 5; round++) {
    // Processor time: other programs on the machine must not count.
    const start = process.cpuUsage();
    let calls = 0;
    let time = 0;
    do {
      for (let i = 0; i < 8; i++) call();
      calls += 8;
      const used = process.cpuUsage(start);
      time = (used.user + used.system) / 1000;
    } while (time < 100);
    best = Math.max(best, (calls * 1000) / time);
  }
  return best;
}

const wanted = process.argv[2] ?? '';
for (const [name, operations, call] of benches) {
  if (!name.includes(wanted)) continue;
  const perSecond = measure(call) * operations;
  console.log(`${name.padEnd(36)} ${Math.round(perSecond).toLocaleString('en').padStart(14)} /s`);
}
