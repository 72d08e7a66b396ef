/**
 * x11perf's core tests on our core beside Xvfb, in one run, as ratios:
 *
 *     npx tsx bench/x11perf.ts [--seconds S] [--out FILE.md] [TEST ...]
 *
 * Each server runs in a process of its own and the two take turns test by test, so that a machine whose speed drifts treats both alike.
 */
import { execFile, fork, spawn, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
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
  stop(): void;
}

function startXvfb(display: number): Subject {
  const args = [`:${display}`, '-screen', '0', '1024x768x24', '-ac', '-nolisten', 'tcp', '-noreset'];
  const child = spawn('Xvfb', args, { stdio: 'ignore' });
  return { name: 'Xvfb', display, stop: () => child.kill() };
}

async function startCore(display: number): Promise<Subject> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['--serve', String(display)], {
    execArgv: ['--import', 'tsx'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error('the core does not start')));
  });
  return { name: 'Farpane', display, stop: () => child.kill() };
}

/** Operations per second by test description; undefined where x11perf gives none. */
async function measure(
  subject: Subject,
  test: string,
  seconds: number,
): Promise<{ label: string; rate: number } | undefined> {
  const args = ['-display', `:${subject.display}`, '-repeat', '1', '-time', String(seconds), `-${test}`];
  const { stdout } = await run('x11perf', args, { timeout: 120_000 }).catch(() => ({ stdout: '' }));
  const match = /\(\s*([\d.]+)\/sec\): (.+)/.exec(stdout);
  return match === null ? undefined : { label: match[2]!.trim(), rate: Number(match[1]) };
}

const geometricMean = (ratios: readonly number[]) =>
  Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
const thousands = (rate: number) =>
  rate >= 1e6 ? `${(rate / 1e6).toFixed(2)}M` : rate >= 1e4 ? `${(rate / 1e3).toFixed(1)}k` : rate.toFixed(0);

async function compare(tests: readonly string[], seconds: number, out: string | undefined): Promise<void> {
  const base = 3000 + Math.floor(Math.random() * 2000);
  const subjects = [await startCore(base), startXvfb(base + 1)] as const;
  const rows: string[] = ['| test | Farpane core in Node /s | Xvfb /s | ratio |', '|---|---:|---:|---:|'];
  const ratios: number[] = [];
  try {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const test of tests) {
      const ours = await measure(subjects[0], test, seconds);
      const theirs = await measure(subjects[1], test, seconds);
      if (ours === undefined || theirs === undefined) {
        rows.push(
          `| ${test} | ${ours === undefined ? 'failed' : thousands(ours.rate)} | ${theirs === undefined ? 'failed' : thousands(theirs.rate)} | |`,
        );
      } else {
        ratios.push(ours.rate / theirs.rate);
        rows.push(
          `| ${theirs.label} | ${thousands(ours.rate)} | ${thousands(theirs.rate)} | ${ratios.at(-1)!.toFixed(2)} |`,
        );
      }
      console.log(rows.at(-1));
    }
  } finally {
    for (const subject of subjects) subject.stop();
  }
  rows.push(`| **geometric mean** of ${ratios.length} | | | **${geometricMean(ratios).toFixed(2)}** |`);
  console.log(rows.at(-1));
  if (out !== undefined) await writeFile(out, `${rows.join('\n')}\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { serve: { type: 'string' }, seconds: { type: 'string', default: '1' }, out: { type: 'string' } },
});
if (values.serve !== undefined) {
  await CoreServer.start(Number(values.serve));
  process.send?.('ready');
} else {
  await compare(positionals.length > 0 ? positionals : TESTS, Number(values.seconds), values.out);
}
