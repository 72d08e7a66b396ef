import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal, JournalError, readJournal } from '../../bench/journal.ts';
import { keyOf, REPEATED_BELOW } from '../../bench/plan.ts';
import { tooLongAgain } from '../../bench/run.ts';

const FACTS = {
  begun: '2026-11-21T12:00:00Z',
  quick: true,
  machine: 'a machine',
  software: [],
  peers: [],
  missing: [],
  load: 0,
};
const CELL = { system: 'x', workload: 'text', link: 'lan', repeat: 1, failure: 'none' };

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});

afterEach(async () => rm(folder, { recursive: true, force: true }));

test('a run that was broken off goes on with what it has, a line cut short left out', async () => {
  const first = await Journal.open(folder, FACTS);
  await first.add(CELL);
  await first.add({ ...CELL, repeat: 2 });
  const path = join(folder, 'cells.jsonl');
  const text = await readFile(path, 'utf8');
  // Every place in the last line at which the power may have gone.
  const before = text.lastIndexOf('\n', text.length - 2) + 1;
  for (const cut of [before, before + 1, text.length - 2]) {
    await writeFile(path, text.slice(0, cut));
    const again = await Journal.open(folder, { ...FACTS, begun: 'later' });
    expect(again.facts.begun).toBe(FACTS.begun);
    expect(again.has(keyOf(CELL))).toBe(true);
    expect(again.has(keyOf({ ...CELL, repeat: 2 }))).toBe(false);
    await again.add({ ...CELL, repeat: 3 });
    const { cells } = readJournal(await readFile(path, 'utf8'));
    expect(cells.map(({ repeat }) => repeat)).toEqual([1, 3]);
  }
});

test('a quick run repeats nothing that took long or failed, but for repeats that were asked for', async () => {
  const journal = await Journal.open(folder, FACTS);
  const turn = { system: 'x', link: 'wan', workload: 'text', repeat: 3 };
  const again = (workload: string, quick = true, allRepeats = false): boolean =>
    tooLongAgain({ ...turn, workload }, { quick, allRepeats, journal });
  expect(again('text')).toBe(false);
  await journal.add({ ...turn, repeat: 1, seconds: REPEATED_BELOW - 1 });
  expect(again('text')).toBe(false);
  await journal.add({ ...turn, repeat: 2, seconds: REPEATED_BELOW + 1 });
  await journal.add({ ...turn, workload: 'typing', repeat: 1, seconds: 1, failure: 'none' });
  for (const workload of ['text', 'typing']) {
    expect(again(workload)).toBe(true);
    expect(again(workload, false)).toBe(false);
    expect(again(workload, true, true)).toBe(false);
  }
  // Another link is another matter.
  expect(tooLongAgain({ ...turn, link: 'lan' }, { quick: true, allRepeats: false, journal })).toBe(false);
});

test('rows that are measured alone are kept beside the cells, and peers that join later are named', async () => {
  const row = { row: 'core', figures: [], reached: false, failure: 'none', seconds: 1 };
  const first = await Journal.open(folder, FACTS);
  await first.addRow(row);
  await first.add(CELL);
  const peer = { title: 'VNC', software: ['tigervnc 1.12'] };
  const again = await Journal.open(folder, { ...FACTS, begun: 'later', peers: [peer] });
  expect(again.rows).toEqual([row]);
  expect(again.cells).toEqual([CELL]);
  const { facts, rows, cells } = await Journal.read(folder);
  expect(facts).toMatchObject({ begun: FACTS.begun, peers: [peer] });
  expect([rows, cells]).toEqual([[row], [CELL]]);
});

test('a folder of another kind of run, or of something else, is refused', async () => {
  await Journal.open(folder, FACTS);
  await expect(Journal.open(folder, { ...FACTS, quick: false })).rejects.toThrow(JournalError);
  for (const text of ['', 'hello\n', '{}\n', '{"format":1}\n', '{"format":2}\n{"a":1}\n', '{"format":2}\nx\n{}\n']) {
    await writeFile(join(folder, 'cells.jsonl'), text);
    await expect(Journal.open(folder, FACTS)).rejects.toThrow(JournalError);
  }
});
