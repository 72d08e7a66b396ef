/**
 * Typing beside a stream of full-window pictures over the thinc wire, in virtual time (thinc-link.ts): how long after a key its glyph is shown.
 *
 *     npx tsx bench/thinc-typing.ts [--keys N] [--size WxH] [--fps N] [LINK ...]
 *
 * A window of pictures gets another one, all of it new, again and again; a terminal of text stands beside it. A key goes up the link, its program answers after
 * ECHO_MS, as xterm does: the cell is cleared, the glyph drawn, the cursor drawn behind it. `exact`: without video and lossy stills, so that each picture goes
 * as it is.
 */
import { parseArgs } from 'node:util';
import { nodeDecoders } from '../clients/headless/video-decoders.ts';
import { thincEncoders } from '../host/encoders/thinc-encoders.ts';
import { linkProfile, type LinkProfile } from '../session/link.ts';
import type { LossyEncoders } from '../thinc/lossy.ts';
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import { createPixels } from '../xserver/raster/pixels.ts';
import { regionFromRect } from '../xserver/raster/region.ts';
import { ThincLink } from './thinc-link.ts';

const KEY_MS = 150;
const ECHO_MS = 2;
const COLUMNS = 30;
/** A key whose glyph is not seen by then is lost. */
const PATIENCE_MS = 20_000;
const TEXT = { x: 700, y: 20 };
const CELL = { width: 6, height: 13 };
const WHITE = 0xffffff;

export interface TypingResult {
  readonly keys: number;
  readonly median: number;
  readonly p95: number;
  readonly most: number;
  /** Of the link, in ms. */
  readonly roundTrip: number;
  readonly pictures: number;
  readonly bytes: number;
}

interface TypingOptions {
  readonly keys: number;
  readonly width: number;
  readonly height: number;
  readonly rate: number;
}

/** A letter for each key: no two that follow each other alike. */
const font: GlyphSet = {
  bits: Uint8Array.from({ length: 26 * 9 }, (_, i) => (i % 9 < 2 ? 0x70 : (((i * 37) % 251) & 0xf8) | 0x80)),
  offsets: Uint32Array.from({ length: 26 }, (_, i) => i * 9),
  metrics: Int16Array.from(Array.from({ length: 26 }, () => [0, 5, 6, 9, 0, 0]).flat()),
};

export async function typing(
  profile: LinkProfile,
  encoders: LossyEncoders,
  { keys, width, height, rate }: TypingOptions,
): Promise<TypingResult> {
  const link = await ThincLink.open(profile, encoders, nodeDecoders());
  const { painter, root, translation } = link;
  const fill = (x: number, y: number, w: number, h: number, pixel: number) =>
    painter.fill(root, Int32Array.of(x, y, w, h), 1, { kind: 'solid', pixel }, 3, 0xffffffff);
  fill(TEXT.x - 4, TEXT.y - 4, 300, 700, WHITE);
  await link.until(3000);

  const cellOf = (key: number) => ({
    x: TEXT.x + (key % COLUMNS) * CELL.width,
    y: TEXT.y + Math.floor(key / COLUMNS) * CELL.height,
  });
  const echo = (key: number): void => {
    translation.setTime(link.now);
    const { x, y } = cellOf(key);
    fill(x, y, CELL.width, CELL.height, WHITE);
    const glyph = Int32Array.of(key % 26, x, y + 11);
    painter.glyphs(root, font, glyph, 1, regionFromRect(0, 0, 1024, 768), { kind: 'solid', pixel: 0 }, 3, 0xffffffff);
    const next = cellOf(key + 1);
    fill(next.x, next.y, CELL.width, CELL.height, 0);
  };
  /** The cell as it is at the host, and no cursor any more. */
  const isShown = (key: number): boolean => {
    const { x, y } = cellOf(key);
    const shown = link.terminal.terminal.surface(0)!.pixels;
    for (let row = y; row < y + CELL.height; row++) {
      for (let at = row * 1024 + x; at < row * 1024 + x + CELL.width; at++)
        if (shown.data[at] !== root.pixels.data[at]) return false;
    }
    return true;
  };

  const pressed = new Map<number, number>();
  const latencies: number[] = [];
  link.drawn = () => {
    for (const [key, at] of pressed) {
      if (!echoed.has(key) || !isShown(key)) continue;
      latencies.push(link.now - at);
      pressed.delete(key);
    }
  };
  const echoed = new Set<number>();
  const picture = createPixels(width, height, 24);
  const start = link.now;
  const before = link.down.sent.bytes;
  let pictures = 0;
  let pressedKeys = 0;
  const events: { at: number; act: () => void }[] = [];
  for (; latencies.length < keys && link.now - start < keys * KEY_MS + PATIENCE_MS; await link.until(link.now + 1)) {
    if (link.now - start >= (pictures * 1000) / rate && pressedKeys < keys) {
      // What cameras give: soft shapes that move, with noise over them.
      const phase = pictures++ * 9;
      for (let y = 0, at = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at++) {
          const noise = (Math.imul(at + pictures * 7919, 0x9e3779b1) >>> 28) & 3;
          const red = (x + phase + noise) & 255;
          const green = (y * 2 + phase + noise) & 255;
          picture.data[at] = (red << 16) | (green << 8) | ((((x + y) >> 1) + noise) & 255);
        }
      }
      link.putImage(picture, 10, 20);
    }
    // Not in step with the pictures.
    if (pressedKeys < keys && link.now - start >= 500 + pressedKeys * (KEY_MS + 1.7)) {
      const key = pressedKeys++;
      pressed.set(key, link.now);
      const arrives = link.now + profile.up.delay;
      events.push({ at: arrives, act: () => link.buffer.urgency.key(link.now) });
      events.push({
        at: arrives + ECHO_MS,
        act: () => {
          echo(key);
          echoed.add(key);
        },
      });
    }
    for (let next = events[0]; next !== undefined && next.at <= link.now; next = events[0]) {
      events.shift();
      next.act();
    }
  }
  latencies.sort((a, b) => a - b);
  const at = (part: number) => latencies[Math.max(0, Math.ceil(latencies.length * part) - 1)] ?? NaN;
  const bytes = link.down.sent.bytes - before;
  const roundTrip = profile.up.delay + profile.down.delay;
  return { keys: latencies.length, median: at(0.5), p95: at(0.95), most: at(1), roundTrip, pictures, bytes };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      keys: { type: 'string', default: '100' },
      size: { type: 'string', default: '640x480' },
      fps: { type: 'string', default: '10' },
    },
  });
  const [width, height] = values.size.split('x').map(Number);
  const options = { keys: Number(values.keys), width: width!, height: height!, rate: Number(values.fps) };
  const coded = thincEncoders();
  console.log('| link | pictures go | keys | median ms | p95 ms | most ms | RTT + 30 | kB down |');
  console.log('|---|---|---:|---:|---:|---:|---:|---:|');
  for (const name of positionals.length > 0 ? positionals : ['lan', 'wan', 'dsl', '3g']) {
    const profile = linkProfile(name);
    if (profile === undefined) throw new Error(`no link ${name}`);
    for (const [how, encoders] of [
      ['exact', { video: undefined, stills: undefined }],
      ['coded', coded],
    ] as const) {
      const { keys, median, p95, most, roundTrip, bytes } = await typing(profile, encoders, options);
      const figures = [keys, median, p95, most].map((figure) => figure.toFixed(0));
      const kilobytes = Math.round(bytes / 1000);
      console.log(`| ${name} | ${how} | ${figures.join(' | ')} | ${(roundTrip + 30).toFixed(0)} | ${kilobytes} |`);
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  await main();
  process.exit(0);
}
