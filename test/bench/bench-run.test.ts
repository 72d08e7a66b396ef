/** One real run of the command, as small as it can be: a host, a headless terminal, the link between them, xterm. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readJournal } from '../../bench/journal.ts';
import { eventually } from '../support/patience.ts';

const COMMAND = fileURLToPath(new URL('../../cli/bin/farpane.mjs', import.meta.url));

async function farpane(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [COMMAND, 'bench', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  await once(child, 'close');
  return { code: child.exitCode, output };
}

async function leftBehind(): Promise<string[]> {
  const folders = [tmpdir(), '/dev/shm'];
  const names = await Promise.all(folders.map(async (folder) => readdir(folder).catch(() => [])));
  return names.flat().filter((name) => name.startsWith('farpane-bench-'));
}

test(
  'a wire is measured, the report written, nothing left behind, and a second run finds all done',
  { timeout: 600_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-run-'));
    const before = await leftBehind();
    const args = ['--quick', '--wires', 'thinc', '--workloads', 'xterm-start', '--links', 'lan', '--out', folder];
    try {
      const first = await farpane(...args);
      expect(first.output).toContain('lan farpane-thinc xterm-start:');
      expect(first.code).toBe(0);
      const { cells } = readJournal(await readFile(join(folder, 'cells.jsonl'), 'utf8'));
      expect(cells).toHaveLength(1);
      const { measures, failure } = cells[0]!;
      expect(failure).toBeUndefined();
      // An xterm with its prompt is more than nothing and less than its pixels, and it was seen.
      expect(measures!.down).toBeGreaterThan(50);
      expect(measures!.down).toBeLessThan(200_000);
      expect(measures!.updates).toBeGreaterThan(0);
      expect(measures!.lastPixel).toBeGreaterThan(0);
      expect(await readFile(join(folder, 'report.md'), 'utf8')).toContain('| lan | Farpane thinc |');
      expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<svg');
      const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as { cells: unknown[] };
      expect(results.cells).toEqual(cells);
      // Somebody else on this machine may measure something meanwhile.
      await eventually('the folder of the run to be gone', async () =>
        (await leftBehind()).every((name) => before.includes(name)) ? true : undefined,
      );

      const second = await farpane(...args);
      expect(second.output).toContain('1 of 1 are there already');
      expect(readJournal(await readFile(join(folder, 'cells.jsonl'), 'utf8')).cells).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('what is asked for wrongly is told in a line', async () => {
  for (const [args, words] of [
    [['--workloads', 'typing,juggling'], '--workloads takes'],
    [['--links', 'moon'], '--link'],
    [['--wires', 'string'], '--wires takes'],
    [['--workloads', ','], '--workloads takes names'],
    [['--out='], '--out takes a folder'],
    [['--report', '--out', join(tmpdir(), 'no-such-folder')], 'holds no results'],
  ] as const) {
    const { code, output } = await farpane(...args);
    expect(output).toContain(words);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(words === 'holds no results' ? 1 : 2);
  }
});
