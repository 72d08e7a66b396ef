/**
 * x11perf's core tests on our core beside Xvfb, in one run, as ratios:
 *
 *     npx tsx bench/x11perf.ts [--browser] [--seconds S] [--processor] [--thinc] [--out FILE.md] [--json FILE] [TEST ...]
 *
 * `--browser` adds a session whose core runs in a Chromium tab, over loopback. `--processor` compares the processor time that the
 * servers take for the same operations instead of operations per second: on a machine that does other work too, that says more.
 *
 * `--thinc` compares our core with itself: one run without a terminal and one with a terminal on the thinc wire that takes LAN_BYTES every LAN_MS.
 *
 * Each server runs in a process of its own and the two take turns test by test, so that a machine whose speed drifts treats both alike.
 */
import { execFile, fork, spawn, type ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { workedTime } from '../host/thinc-wire.ts';
import { findChromium } from '../scripts/setup/chromium.mjs';
import { Translation } from '../thinc/translation.ts';
import { CoreServer } from './core-server.ts';

const run = promisify(execFile);

/** Core requests only: what x11perf measures of RENDER and other extensions is left out. */
const TESTS = (
  'dot rect1 rect10 rect100 rect500 srect10 srect100 osrect100 tilerect100 seg1 seg10 seg100 seg500 line10 line100 dseg100 ddseg100 ' +
  'wline10 wline100 wdline100 circle10 circle100 fcircle10 fcircle100 ellipse100 fellipse100 wcircle100 triangle10 triangle100 trap100 complex10 ' +
  'complex100 ftext f8text f9text tr10text tr24text fitext f8itext f14itext16 scroll10 scroll100 scroll500 copywinwin10 copywinwin100 copywinwin500 ' +
  'copypixwin10 copypixwin100 copypixwin500 copywinpix100 copypixpix100 copyplane100 putimage10 putimage100 putimage500 putimagexy100 getimage10 getimage100 ' +
  'getimage500 getimagexy100 noop pointer prop gc create ucreate map unmap destroy popup move umove movetree resize uresize circulate ucirculate'
).split(' ');

interface Subject {
  readonly name: string;
  readonly display: number;
  readonly xauthority?: string;
  /** Of the one process that is the server. */
  readonly pid?: number | undefined;
  stop(): void | Promise<void>;
}

function startXvfb(display: number): Subject {
  const args = [`:${display}`, '-screen', '0', '1024x768x24', '-ac', '-nolisten', 'tcp', '-noreset'];
  const child = spawn('Xvfb', args, { stdio: 'ignore' });
  return { name: 'Xvfb', display, pid: child.pid, stop: () => void child.kill() };
}

/** What a terminal on a LAN of 100 Mbit/s takes. */
const LAN_MS = 10;
const LAN_BYTES = 125_000;
/** As host/thinc-wire.ts does. */
const WORKED_MS = 10;

/** The core with the thinc wire's translation, and a terminal that takes what there is. */
async function serveThinc(display: number): Promise<void> {
  let translation: Translation | undefined;
  let last = 0;
  let lookedAt = -WORKED_MS;
  let worked = 0;
  const setTime = (time: number) => {
    if (time <= last) return;
    last = time;
    if (time >= lookedAt + WORKED_MS) {
      lookedAt = time;
      worked = workedTime();
    }
    translation?.setTime(time, worked);
  };
  const server = await CoreServer.start(display, {
    driver: ({ state }) => (translation = new Translation(state, state.input.pointer.shownCursor, false)),
    record: ({ time }) => setTime(time),
  });
  const buffer = translation!.attach();
  setInterval(() => {
    setTime(server.now);
    buffer.take(LAN_BYTES);
  }, LAN_MS);
}

/** This file as the host's processes are made of theirs: what runs from the sources names its functions again and again. */
async function bundled(): Promise<string> {
  const outfile = fileURLToPath(new URL('../build/bench/x11perf.mjs', import.meta.url));
  await build({
    entryPoints: [fileURLToPath(import.meta.url)],
    outfile,
    bundle: true,
    platform: 'node',
    packages: 'external',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

async function startCore(display: number, thinc = false): Promise<Subject> {
  const args = ['--serve', String(display), ...(thinc ? ['--thinc'] : [])];
  const child: ChildProcess = fork(await bundled(), args);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error('the core does not start')));
  });
  return { name: thinc ? 'with thinc' : 'Farpane', display, pid: child.pid, stop: () => void child.kill() };
}

/** A host with one session, shown by a page in Chromium. */
async function startInBrowser(): Promise<Subject> {
  const command = fileURLToPath(new URL('../cli/bin/farpane.mjs', import.meta.url));
  const host = spawn(process.execPath, [command, 'serve', '--json', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    host.stdout.once('data', (text: Buffer) => resolve(text.toString()));
    host.once('exit', () => reject(new Error('the host does not start')));
  });
  const { url, display, xauthority } = JSON.parse(line) as { url: string; display: string; xauthority: string };
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium is installed');
  const browser = await chromium.launch({ executablePath, args: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  await page.goto(url);
  return {
    name: 'Farpane in Chromium',
    display: Number(display.slice(1)),
    xauthority,
    stop: async () => {
      await browser.close();
      host.kill();
    },
  };
}

/** Operations per second, and x11perf's name of the test; undefined where it gives none. */
async function measure(
  subject: Subject,
  test: string,
  seconds: number,
): Promise<{ label: string; rate: number } | undefined> {
  const args = ['-display', `:${subject.display}`, '-repeat', '1', '-time', String(seconds), `-${test}`];
  const env = { ...process.env, XAUTHORITY: subject.xauthority ?? '/nonexistent' };
  const { stdout } = await run('x11perf', args, { timeout: 60_000, env }).catch(() => ({ stdout: '' }));
  const match = /\(\s*([\d.]+)\/sec\): (.+)/.exec(stdout);
  return match === null ? undefined : { label: match[2]!.trim(), rate: Number(match[1]) };
}

/** Least processor time in seconds for a comparison: the clock's ticks are 10 ms long. */
const LEAST_PROCESSOR_SECONDS = 1;
const TICKS_PER_SECOND = 100;
/** Tests of windows are run with this many children, and not with all of x11perf's numbers. */
const SUBWINDOWS = '100';

/** Processor time that a process and its threads have taken, in seconds. */
async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Operations per second of the server's processor time. */
async function measureProcessor(subject: Subject, test: string): Promise<{ label: string; rate: number } | undefined> {
  for (let repetitions = 20; repetitions < 1e9;) {
    const counts = ['-repeat', '1', '-reps', String(repetitions), '-subs', SUBWINDOWS];
    const args = ['-display', `:${subject.display}`, ...counts, `-${test}`];
    const before = await processorSeconds(subject.pid!);
    const { stdout } = await run('x11perf', args, { timeout: 60_000 }).catch(() => ({ stdout: '' }));
    const taken = (await processorSeconds(subject.pid!)) - before;
    const match = /(\d+) reps @[^:]+: (.+)/.exec(stdout);
    if (match === null) return undefined;
    // x11perf counts operations, and may do several in one repetition.
    if (taken >= LEAST_PROCESSOR_SECONDS) return { label: match[2]!.trim(), rate: Number(match[1]) / taken };
    repetitions = Math.ceil(
      repetitions * Math.min(20, Math.max(2, (LEAST_PROCESSOR_SECONDS * 1.5) / Math.max(taken, 0.01))),
    );
  }
  return undefined;
}

const geometricMean = (ratios: readonly number[]) =>
  Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
const thousands = (rate: number) =>
  rate >= 1e6 ? `${(rate / 1e6).toFixed(2)}M` : rate >= 1e4 ? `${(rate / 1e3).toFixed(1)}k` : rate.toFixed(0);

async function compare(
  tests: readonly string[],
  measureOne: (subject: Subject, test: string) => Promise<{ label: string; rate: number } | undefined>,
  { browser: inBrowser, thinc, out, json }: { browser: boolean; thinc: boolean; out?: string; json?: string },
): Promise<void> {
  const base = 3000 + Math.floor(Math.random() * 2000);
  const reference = thinc ? await startCore(base + 1) : startXvfb(base + 1);
  const subjects = [await startCore(base, thinc), ...(inBrowser ? [await startInBrowser()] : [])];
  const names = subjects.map(({ name }) => name);
  const rows: string[] = [
    `| test | ${reference.name} /s | ${names.map((name) => `${name} /s | ratio`).join(' | ')} |`,
    `|---|---:|${names.map(() => '---:|---:|').join('')}`,
  ];
  const ratios = subjects.map((): number[] => []);
  try {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    for (const test of tests) {
      const wanted = await measureOne(reference, test);
      const cells: string[] = [];
      for (const [i, subject] of subjects.entries()) {
        const got = await measureOne(subject, test);
        if (got !== undefined && wanted !== undefined) ratios[i]!.push(got.rate / wanted.rate);
        cells.push(
          got === undefined
            ? 'failed |'
            : `${thousands(got.rate)} | ${wanted === undefined ? '' : (got.rate / wanted.rate).toFixed(2)}`,
        );
      }
      rows.push(
        `| ${wanted?.label ?? test} | ${wanted === undefined ? 'failed' : thousands(wanted.rate)} | ${cells.join(' | ')} |`,
      );
      console.log(rows.at(-1));
    }
  } finally {
    for (const subject of [reference, ...subjects]) await subject.stop();
  }
  const means = ratios.map((list) => ` | **${geometricMean(list).toFixed(2)}** (${list.length})`);
  rows.push(`| **geometric mean** (tests) | |${means.join(' |')} |`);
  console.log(rows.at(-1));
  if (out !== undefined) await writeFile(out, `${rows.join('\n')}\n`);
  if (json !== undefined)
    await writeFile(json, JSON.stringify({ ratios: Object.fromEntries(names.map((name, i) => [name, ratios[i]])) }));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: 'boolean', default: false },
    processor: { type: 'boolean', default: false },
    thinc: { type: 'boolean', default: false },
    serve: { type: 'string' },
    seconds: { type: 'string', default: '1' },
    out: { type: 'string' },
    json: { type: 'string' },
  },
});
if (values.serve !== undefined) {
  if (values.thinc) await serveThinc(Number(values.serve));
  else await CoreServer.start(Number(values.serve));
  process.send?.('ready');
} else {
  const seconds = Number(values.seconds);
  const measureOne = values.processor
    ? measureProcessor
    : (subject: Subject, test: string) => measure(subject, test, seconds);
  if (values.processor && values.browser) throw new Error('--processor needs servers of one process');
  await compare(positionals.length > 0 ? positionals : TESTS, measureOne, values);
}
