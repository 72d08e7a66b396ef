import { fillRects } from '../../xserver/raster/fill.ts';
import { createPixels } from '../../xserver/raster/pixels.ts';
import type { Pixels } from '../../xserver/raster/pixels.ts';
import { regionFromRect, regionFromRects } from '../../xserver/raster/region.ts';
import type { Region } from '../../xserver/raster/region.ts';
import { clipRects, RectList } from '../../xserver/raster/spans.ts';
import { PaintRuns } from '../../xserver/raster/paint-runs.ts';
import type { StrokeStyle } from '../../xserver/raster/stroke.ts';
import type { Xvfb } from './xvfb.ts';

/** A graphics context as both sides get it; numbers as on the wire. */
export interface TestGc extends StrokeStyle {
  planeMask: number;
  foreground: number;
  background: number;
  fillRule: number;
  arcMode: number;
  clip: readonly number[] | undefined;
}

export const plainGc: TestGc = {
  rop: 3,
  planeMask: 0xff,
  foreground: 1,
  background: 2,
  lineWidth: 0,
  lineStyle: 0,
  capStyle: 1,
  joinStyle: 0,
  dashes: [4],
  dashOffset: 0,
  fillRule: 0,
  arcMode: 1,
  clip: undefined,
};

/** One request on a pixmap of depth 8 that is all `ground`. */
export interface Case {
  width: number;
  height: number;
  ground: number;
  gc: TestGc;
  opcode: number;
  detail: number;
  numbers: readonly number[];
  /** Draws the same with the functions under test. */
  draw(target: Pixels, clip: Region, gc: TestGc): void;
}

/** mulberry32: the same numbers for the same seed everywhere. */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed >>> 0;
  }
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }
  pick<T>(choices: readonly T[]): T {
    return choices[this.int(0, choices.length - 1)] as T;
  }
  chance(probability: number): boolean {
    return this.next() < probability;
  }
  list(count: number, low: number, high: number): number[] {
    return Array.from({ length: count }, () => this.int(low, high));
  }
}

/** Draws the case here. */
export function drawCase(test: Case): Pixels {
  const target = createPixels(test.width, test.height, 8);
  target.data.fill(test.ground);
  test.draw(target, clipOf(test), test.gc);
  return target;
}

function clipOf(test: Case): Region {
  const { clip } = test.gc;
  const whole = regionFromRect(0, 0, test.width, test.height);
  return clip === undefined ? whole : regionFromRects(clip);
}

/** Draws the case in Xvfb; the result is one byte per pixel with rows padded to 4. */
export function drawInXvfb(xvfb: Xvfb, test: Case): Promise<Uint8Array> {
  const { gc } = test;
  const pixmap = xvfb.createPixmap(test.width, test.height, 8);
  const clear = xvfb.createGc(pixmap, [[2, test.ground]]);
  xvfb.draw(70, 0, pixmap, clear, [0, 0, test.width, test.height]);
  xvfb.freeGc(clear);
  const id = xvfb.createGc(pixmap, [
    [0, gc.rop],
    [1, gc.planeMask],
    [2, gc.foreground],
    [3, gc.background],
    [4, gc.lineWidth],
    [5, gc.lineStyle],
    [6, gc.capStyle],
    [7, gc.joinStyle],
    [9, gc.fillRule],
    [22, gc.arcMode],
  ]);
  xvfb.setDashes(id, gc.dashOffset, Array.from(gc.dashes));
  if (gc.clip !== undefined) xvfb.setClip(id, gc.clip);
  xvfb.draw(test.opcode, test.detail, pixmap, id, test.numbers);
  const image = xvfb.getImage(pixmap, test.width, test.height);
  xvfb.freeGc(id);
  xvfb.freePixmap(pixmap);
  return image;
}

/** How many pixels differ. */
export function countDifferences(ours: Pixels, theirs: Uint8Array): number {
  const stride = (ours.width + 3) & ~3;
  let count = 0;
  for (let y = 0; y < ours.height; y++) {
    for (let x = 0; x < ours.width; x++) if (ours.data[y * ours.width + x] !== theirs[y * stride + x]) count++;
  }
  return count;
}

/** Both pictures as text where they differ: `.` ground, `#` both, `+` only here, `-` only in Xvfb, `?` otherwise. */
export function picture(test: Case, ours: Pixels, theirs: Uint8Array): string {
  const stride = (ours.width + 3) & ~3;
  const rows: string[] = [];
  for (let y = 0; y < ours.height; y++) {
    let row = '';
    for (let x = 0; x < ours.width; x++) {
      const a = ours.data[y * ours.width + x] as number;
      const b = theirs[y * stride + x] as number;
      if (a === b) row += a === test.ground ? '.' : '#';
      else if (b === test.ground) row += '+';
      else row += a === test.ground ? '-' : '?';
    }
    rows.push(`${String(y).padStart(3)} ${row}`);
  }
  return rows.join('\n');
}

export interface Mismatch {
  seed: number;
  pixels: number;
  text: string;
}

/**
 * Runs cases of `make` for seeds `from` to below `to` on both sides. `allowed`: how many pixels a case may differ by.
 */
export async function compare(
  xvfb: Xvfb,
  make: (random: Random) => Case,
  from: number,
  to: number,
): Promise<Mismatch[]> {
  const found: Mismatch[] = [];
  const batch = 64;
  for (let start = from; start < to; start += batch) {
    const seeds = Array.from({ length: Math.min(batch, to - start) }, (_, i) => start + i);
    const cases = seeds.map((seed) => make(new Random(seed)));
    const images = await Promise.all(cases.map((test) => drawInXvfb(xvfb, test)));
    for (const [i, test] of cases.entries()) {
      const image = images[i] as Uint8Array;
      const ours = drawCase(test);
      const pixels = countDifferences(ours, image);
      if (pixels === 0) continue;
      const request = { ...test.gc, opcode: test.opcode, detail: test.detail, numbers: test.numbers.join(' ') };
      const text = `seed ${seeds[i]}: ${JSON.stringify(request)}\n${picture(test, ours, image)}`;
      found.push({ seed: seeds[i] as number, pixels, text });
    }
  }
  return found;
}

/** Paints what `geometry` produces: even dashes with the foreground, odd ones with the background. */
export function paint(target: Pixels, clip: Region, gc: TestGc, geometry: (out: PaintRuns) => void): void {
  const out = new PaintRuns((runs) => {
    let start = 0;
    for (let i = 0; i < runs.runs.length; i += 2) {
      const end = runs.runs[i] as number;
      const part = new RectList();
      part.data = runs.rects.data.slice(start, end);
      part.length = end - start;
      const pixel = runs.runs[i + 1] === 1 ? gc.background : gc.foreground;
      clipRects(part, clip, new RectList(), ({ data, length }) => {
        fillRects(target, data, length >> 2, { kind: 'solid', pixel }, gc.rop, gc.planeMask);
      });
      start = end;
    }
    runs.clear();
  });
  geometry(out);
  out.end();
}
