/** What the raw wire and Xtigervnc are given to show: the workloads of the peers' table. Each begins on a bare screen of 1024x768. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { photo } from '../programs/photo-picture.ts';
import { psnr, type Looker } from './looker.ts';
import { XWindow } from './x-window.ts';

export interface Ground {
  readonly display: number;
  readonly looker: Looker;
  run(command: string, ...args: string[]): ChildProcess;
  /** What comes before does not count. */
  mark(): void;
  /** ms since `mark`, bytes down since `mark`. */
  soFar(): { ms: number; bytes: number };
}

/** What a workload measures besides bytes, updates and CPU. */
export interface Seen {
  /** Of what was meant to be seen, in dB. */
  readonly psnr?: number;
  readonly frames?: number;
  readonly note?: string;
}

/** Until what went with loss has been sent exact, too. */
const REST_MS = 2500;
const pause = async (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
const shell = ['-geometry', '80x24+10+10', '-e', '/bin/sh'];

/** Of a rectangle of the viewer's picture. */
function cut(looker: Looker, x: number, y: number, width: number, height: number): Uint32Array {
  const { data, width: stride } = looker.client.framebuffer;
  const pixels = new Uint32Array(width * height);
  for (let row = 0; row < height; row++)
    pixels.set(data.subarray((y + row) * stride + x, (y + row) * stride + x + width), row * width);
  return pixels;
}

function sampleText(): string {
  let state = 1;
  const next = (below: number): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % below;
  const words =
    'the of window server pixel and screen to a request that link by copy is from encoding viewer in text'.split(' ');
  let text = '';
  while (text.length < 200_000) {
    let line = '';
    const length = 20 + next(60);
    while (line.length < length) line += `${words[next(words.length)]} `;
    text += `${line.trimEnd()}\n`;
  }
  return text;
}

async function keys({ looker, run, mark }: Ground): Promise<Seen> {
  run('xterm', '-geometry', '80x24+10+10', '-e', 'cat');
  await pause(1500);
  looker.client.pointer(200, 150, 0);
  await looker.rest(800);
  mark();
  for (let i = 0; i < 100; i++) {
    looker.key(0x61 + ((i * 7) % 26));
    await pause(60 + ((i * 13) % 31));
  }
  await looker.rest(REST_MS);
  return {};
}

async function text({ looker, run, mark }: Ground): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'raw-'));
  await writeFile(join(folder, 'text'), sampleText());
  run('xterm', '-geometry', '80x24+10+10', '-e', 'sh', '-c', `read x; cat ${folder}/text; sleep 60`);
  await pause(1500);
  looker.client.pointer(200, 150, 0);
  await looker.rest(1500);
  mark();
  const { updates } = looker;
  looker.key(0xff0d);
  while (looker.updates < updates + 2) await pause(50);
  await looker.rest(REST_MS);
  return {};
}

async function drag({ looker, run, mark }: Ground): Promise<Seen> {
  run('openbox', '--sm-disable');
  await pause(1500);
  run('xterm', ...shell);
  await pause(1500);
  looker.client.pointer(150, 18, 0);
  await looker.rest(800);
  mark();
  looker.client.pointer(150, 18, 1);
  for (let i = 0; i < 200; i++) {
    looker.client.pointer(150 + i * 2, 18 + i, 1);
    await pause(16);
  }
  looker.client.pointer(550, 218, 0);
  await looker.rest(REST_MS);
  return {};
}

async function showPhoto({ display, looker, mark, soFar }: Ground): Promise<Seen> {
  const [width, height] = [640, 480];
  const pixels = photo(width, height);
  const window = await XWindow.open(display, 20, 20, width, height);
  await looker.rest(500);
  mark();
  let good: string | undefined;
  looker.onUpdate = () => {
    if (good !== undefined) return;
    const quality = psnr(pixels, cut(looker, 20, 20, width, height));
    if (quality < 32) return;
    const { ms, bytes } = soFar();
    good = `${quality === Infinity ? 'exact' : `${quality.toFixed(1)} dB`} after ${Math.round(ms)} ms and ${Math.round(bytes / 1000)} kB`;
  };
  window.put(pixels);
  await looker.rest(REST_MS);
  looker.onUpdate = () => {};
  const last = psnr(pixels, cut(looker, 20, 20, width, height));
  return { psnr: last, note: good ?? 'never at 32 dB' };
}

/** Frames of a film: a scene that pans over a photograph, with a sensor's noise; the upper left corner has the frame's number in 10 blocks. */
function filmFrames(count: number): Uint32Array[] {
  const [width, height] = [320, 240];
  const scene = photo(960, 480);
  let state = 5;
  const noise = Int8Array.from(
    { length: 65_536 },
    () => (((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24) % 5) - 2,
  );
  return Array.from({ length: count }, (_, frame) => {
    const pixels = new Uint32Array(width * height);
    const left = Math.round(frame * 2.05);
    const top = Math.round(100 + 90 * Math.sin(frame / 40));
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const source = scene[(y + top) * 960 + x + left]!;
        const grain = noise[(i * 7 + frame * 8191) & 0xffff]!;
        const channel = (shift: number) => Math.max(0, Math.min(255, ((source >> shift) & 0xff) + grain)) << shift;
        pixels[i] = channel(16) | channel(8) | channel(0);
      }
    }
    for (let bit = 0; bit < 10; bit++) {
      const shade = (frame >> bit) & 1 ? 0xffffff : 0;
      for (let y = 0; y < 16; y++) pixels.fill(shade, y * width + bit * 16, y * width + bit * 16 + 16);
    }
    return pixels;
  });
}

async function film({ display, looker, mark }: Ground): Promise<Seen> {
  const [width, height] = [320, 240];
  const frames = filmFrames(300);
  const window = await XWindow.open(display, 40, 40, width, height);
  await looker.rest(500);
  const shown = new Set<number>();
  let sum = 0;
  looker.onUpdate = () => {
    const { data, width: stride } = looker.client.framebuffer;
    let frame = 0;
    for (let bit = 0; bit < 10; bit++) if ((data[48 * stride + 48 + bit * 16]! & 0xff) > 127) frame |= 1 << bit;
    const drawn = frames[frame];
    if (shown.has(frame) || drawn === undefined) return;
    shown.add(frame);
    sum += Math.min(60, psnr(drawn, cut(looker, 40, 40, width, height)));
  };
  mark();
  const start = performance.now();
  for (const [i, frame] of frames.entries()) {
    window.put(frame);
    await pause(Math.max(0, start + ((i + 1) * 1000) / 30 - performance.now()));
  }
  await looker.rest(REST_MS);
  looker.onUpdate = () => {};
  const last = psnr(frames.at(-1)!, cut(looker, 40, 40, width, height));
  return {
    psnr: sum / Math.max(1, shown.size),
    frames: shown.size,
    note: last === Infinity ? 'exact at rest' : `${last.toFixed(1)} dB at rest`,
  };
}

async function chromium({ run }: Ground): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'raw-'));
  const page = join(folder, 'page.html');
  const paragraph = sampleText().slice(0, 1200).replaceAll('\n', ' ');
  const hues = Array.from({ length: 24 }, (_, i) => i * 15);
  const sections = hues.map(
    (hue, i) =>
      `<h2>Section ${i}</h2><div style="float:right;width:260px;height:180px;background:radial-gradient(hsl(${hue} 80% 60%),hsl(${hue + 90} 60% 30%))"></div><p>${paragraph}</p><p><b>${paragraph.slice(i * 20, i * 20 + 300)}</b></p>`,
  );
  await writeFile(
    page,
    `<meta charset=utf-8><title>Page</title><body style="font:16px sans-serif;margin:2em"><h1>A page</h1>${sections.join('')}`,
  );
  run(
    'chromium',
    ...[
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-dev-shm-usage',
      '--test-type',
      `--user-data-dir=${folder}`,
    ],
    ...['--window-position=0,0', '--window-size=1000,740', page],
  );
}

async function chromiumStart(ground: Ground): Promise<Seen> {
  ground.mark();
  await chromium(ground);
  await pause(6000);
  await ground.looker.rest(2500, 20_000);
  return {};
}

async function chromiumScroll(ground: Ground): Promise<Seen> {
  const { looker, mark } = ground;
  await chromium(ground);
  await pause(6000);
  looker.client.pointer(400, 400, 0);
  await looker.rest(2500, 20_000);
  mark();
  for (let i = 0; i < 40; i++) {
    const wheel = i < 25 ? 16 : 8;
    looker.client.pointer(400, 400, wheel);
    looker.client.pointer(400, 400, 0);
    await pause(120);
  }
  await looker.rest(REST_MS, 20_000);
  return {};
}

const PERF_TESTS =
  'rect10 rect100 line10 line100 seg100 circle10 fcircle100 ftext f8text scroll100 copywinwin100 copypixwin100 putimage10 putimage100 noop prop gc create map';

export const workloads: Readonly<Record<string, (ground: Ground) => Promise<Seen>>> = {
  'xterm start': async ({ run, looker, mark }) => {
    mark();
    run('xterm', ...shell);
    await pause(1500);
    await looker.rest(REST_MS);
    return {};
  },
  '100 keys': keys,
  '200 KB text': text,
  'x11perf mix': async ({ run, looker, mark }) => {
    mark();
    const tests = PERF_TESTS.split(' ').map((test) => `-${test}`);
    await once(run('x11perf', '-repeat', '1', '-reps', '300', ...tests), 'exit');
    await looker.rest(REST_MS);
    return {};
  },
  drag,
  photo: showPhoto,
  'video 320x240': film,
  'Chromium start': chromiumStart,
  'Chromium scroll': chromiumScroll,
};
