/** `farpane replay`, `--record` and `--lease` as a user types them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withRecording } from '../../host/recording/recording-file.ts';
import { Core } from '../../xserver/core.ts';
import { recordRandom } from './memory-recording.ts';

const COMMAND = fileURLToPath(new URL('../../cli/bin/farpane.mjs', import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-replay-command-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end; `ready` is called with its first line and may end it. */
async function farpane(args: readonly string[], ready?: (line: string, end: () => void) => void): Promise<Outcome> {
  const child = spawn(process.execPath, [COMMAND, ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdin.end();
  child.stdout.on('data', (chunk: Buffer) => {
    const before = stdout.includes('\n');
    stdout += chunk.toString();
    if (!before && stdout.includes('\n')) ready?.(stdout.split('\n', 1)[0]!, () => child.kill('SIGTERM'));
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

describe('farpane replay', () => {
  test('proves a recording that run has made, and gives its pictures', async () => {
    const file = join(folder, 'run.fprec');
    const viewable = 'xwininfo -name xlogo 2>/dev/null | grep -q IsViewable';
    const script = `xlogo & until ${viewable}; do sleep 0.1; done; xdpyinfo >/dev/null; kill $!; exit 7`;
    const ran = await farpane(['run', '--size', '320x240', '--record', file, '--json', '--', 'sh', '-c', script]);
    expect(ran).toMatchObject({ code: 7, stderr: '' });
    expect((await stat(file)).size).toBeGreaterThan(1000);

    // xdpyinfo comes last: then the logo was there.
    const at = await withRecording(file, async (recording) => {
      let last = recording.startTime;
      for await (const { kind, time } of recording.entries()) if (kind === 'client-connected') last = time;
      return (last - recording.startTime) / 1000;
    });
    const png = join(folder, 'run.png');
    const { code, stdout, stderr } = await farpane(['replay', file, '--verify', '--png', png, '--at', String(at)]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+:\d\d\.\d{3} entry \d+ [0-9a-f]{32} equal\n/);
    expect(stdout).toMatch(/\d entries, [1-9]\d* keyframes equal, closed in order\n$/);
    expect(stdout).not.toContain('DIFFERENT');
    expect(code).toBe(0);
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([320, 240]);
    expect(new Set(data).size).toBeGreaterThan(1);
  });

  test('says when a keyframe is not what the log leads to', async () => {
    const { bytes } = await recordRandom(3, 300, 100, 0, (snapshot, index) => {
      if (index !== 200) return snapshot;
      const core = Core.restore(snapshot);
      core.state.accessControl = !core.state.accessControl;
      return core.snapshot();
    });
    const file = join(folder, 'forged.fprec');
    await writeFile(file, bytes);
    const { code, stdout, stderr } = await farpane(['replay', file, '--verify']);
    expect(stdout.split('\n').map((line) => /equal$|DIFFERENT$/.exec(line)?.[0])).toEqual(
      expect.arrayContaining(['equal', 'DIFFERENT', 'equal']),
    );
    expect(stdout).toContain(' 2 keyframes equal');
    expect(stderr).toBe('farpane: 1 keyframes differ from what was replayed\n');
    expect(code).toBe(1);
  });

  test.each([
    ['nothing.fprec', undefined, 'no such file or folder'],
    ['text.fprec', 'It was a dark and stormy night.', 'not a recording of Farpane'],
    ['empty.fprec', '', 'not a recording of Farpane'],
  ])('%s is a line on stderr and exit code 1', async (name, content, message) => {
    const file = join(folder, name);
    if (content !== undefined) await writeFile(file, content);
    for (const args of [[file], [file, '--verify'], [file, '--png', join(folder, 'no.png')]]) {
      const { code, stdout, stderr } = await farpane(['replay', ...args]);
      expect(stderr).toBe(`farpane: ${file}: ${message}\n`);
      expect(stdout).toBe('');
      expect(code).toBe(1);
    }
  });

  test.each([
    [['replay'], 'an argument is missing'],
    [['replay', 'a', '--at', '3'], '--at goes with --png'],
    [['replay', 'a', '--png', 'b', '--at', 'x'], '--at takes a number'],
    [['replay', 'a', '--speed', '3'], 'speed'],
  ])('%j is misuse', async (args, message) => {
    const { code, stderr } = await farpane(args);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test('serves the page until it is told to end', async () => {
    const file = join(folder, 'served.fprec');
    await writeFile(file, (await recordRandom(3, 30, 100)).bytes);
    const served = await farpane(['replay', file, '--json'], (line, end) => {
      void (async () => {
        const { url, token } = JSON.parse(line) as { url: string; token: string };
        const page = await fetch(url);
        expect(await page.text()).toContain('<title>Farpane replay</title>');
        const facts = await fetch(new URL('api/recording', url), { headers: { authorization: `Bearer ${token}` } });
        expect(await facts.json()).toMatchObject({ name: 'served.fprec', table: { closed: true } });
      })().finally(end);
    });
    expect(served).toMatchObject({ code: 0, stderr: '' });
  });
});
