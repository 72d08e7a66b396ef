/**
 * What a run of the bench has found so far: a file of JSON lines, one for each cell, so that a run which was broken off goes on where it was. Rows
 * that are measured alone have lines of their own.
 */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AloneFound } from './alone/alone.ts';
import type { Cell } from './measures.ts';
import { keyOf } from './plan.ts';

const FORMAT = 2;

/** A system that takes part, and the packages that it is made of. */
export interface Present {
  readonly title: string;
  readonly software: readonly string[];
}

export interface Facts {
  /** ISO 8601. */
  readonly begun: string;
  readonly quick: boolean;
  readonly machine: string;
  /** Of the programs shown, and what else all systems share. */
  readonly software: readonly string[];
  readonly peers: readonly Present[];
  /** Titles of peers that were asked for and are not installed, each with what it lacks. */
  readonly missing: readonly string[];
  /** Load of the machine at the beginning. */
  readonly load: number;
}

interface Head extends Facts {
  readonly format: number;
}

/** The folder holds something else. */
export class JournalError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JournalError';
  }
}

export class Journal {
  readonly facts: Facts;
  readonly #path: string;
  readonly #cells: Map<string, Cell>;
  readonly #rows: Map<string, AloneFound>;

  private constructor(path: string, facts: Facts, cells: readonly Cell[], rows: readonly AloneFound[]) {
    this.#path = path;
    this.facts = facts;
    this.#cells = new Map(cells.map((cell) => [keyOf(cell), cell]));
    this.#rows = new Map(rows.map((row) => [row.row, row]));
  }

  /** Opens the journal of an earlier run. @throws JournalError where there is none */
  static async read(folder: string): Promise<Journal> {
    const path = join(folder, 'cells.jsonl');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) throw new JournalError(`${folder} holds no results`);
    const { head, cells, rows } = readJournal(text, path);
    return new Journal(path, head, cells, rows);
  }

  /** Opens a folder's journal, or begins one. @throws JournalError where it is of another kind of run */
  static async open(folder: string, facts: Facts): Promise<Journal> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'cells.jsonl');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) {
      await writeFile(path, `${JSON.stringify({ format: FORMAT, ...facts } satisfies Head)}\n`);
      return new Journal(path, facts, [], []);
    }
    const { head: was, cells, rows, whole } = readJournal(text, path);
    if (was.quick !== facts.quick) {
      const [before, now] = [was, facts].map(({ quick }) => (quick ? 'a quick run' : 'a whole run'));
      throw new JournalError(`${path} is of ${before}, this is ${now}: choose another folder, or remove it`);
    }
    const more = facts.peers.filter(({ title }) => was.peers.every((peer) => peer.title !== title));
    const head: Head = { ...was, peers: [...was.peers, ...more], missing: facts.missing };
    // Peers may have joined; and a last line that was cut off would spoil the next.
    if (!whole || JSON.stringify(head) !== JSON.stringify(was))
      await writeFile(path, [head, ...cells, ...rows].map((line) => `${JSON.stringify(line)}\n`).join(''));
    return new Journal(path, head, cells, rows);
  }

  has(key: string): boolean {
    return this.#cells.has(key);
  }

  cell(key: string): Cell | undefined {
    return this.#cells.get(key);
  }

  async add(cell: Cell): Promise<void> {
    this.#cells.set(keyOf(cell), cell);
    await appendFile(this.#path, `${JSON.stringify(cell)}\n`);
  }

  async addRow(row: AloneFound): Promise<void> {
    this.#rows.set(row.row, row);
    await appendFile(this.#path, `${JSON.stringify(row)}\n`);
  }

  /** Rows that were measured alone. */
  get rows(): AloneFound[] {
    return [...this.#rows.values()];
  }

  get cells(): Cell[] {
    return [...this.#cells.values()];
  }
}

/** @throws JournalError for text that is no journal */
export function readJournal(
  text: string,
  path = 'the journal',
): { head: Head; cells: Cell[]; rows: AloneFound[]; whole: boolean } {
  const lines = text.split('\n');
  const whole = lines.at(-1) === '';
  const values = lines.flatMap((line, i): unknown[] => {
    if (line === '') return [];
    try {
      return [JSON.parse(line)];
    } catch {
      // Broken off while it was written.
      if (i === lines.length - 1) return [];
      throw new JournalError(`line ${i + 1} of ${path} is no JSON`);
    }
  });
  const [head, ...found] = values as [Head | undefined, ...(Cell | AloneFound)[]];
  const rows = found.filter((line): line is AloneFound => 'row' in line);
  const cells = found.filter((line): line is Cell => !('row' in line));
  if (head?.format !== FORMAT)
    throw new JournalError(`${path} is no journal of this version of the bench: choose another folder, or remove it`);
  for (const cell of cells) {
    if (typeof cell.system !== 'string' || typeof cell.workload !== 'string' || typeof cell.link !== 'string') {
      throw new JournalError(`a line of ${path} is no cell`);
    }
  }
  return { head, cells, rows, whole };
}
