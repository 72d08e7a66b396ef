/** What a run of the bench has found so far: a file of JSON lines, one for each cell, so that a run which was broken off goes on where it was. */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell } from './measures.ts';
import { keyOf } from './plan.ts';

const FORMAT = 1;

export interface Facts {
  /** ISO 8601. */
  readonly begun: string;
  readonly quick: boolean;
  readonly machine: string;
  readonly software: readonly string[];
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

  private constructor(path: string, facts: Facts, cells: Map<string, Cell>) {
    this.#path = path;
    this.facts = facts;
    this.#cells = cells;
  }

  /** Opens the journal of an earlier run. @throws JournalError where there is none */
  static async read(folder: string): Promise<Journal> {
    const path = join(folder, 'cells.jsonl');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) throw new JournalError(`${folder} holds no results`);
    const { head, cells } = readJournal(text);
    return new Journal(path, head, new Map(cells.map((cell) => [keyOf(cell), cell])));
  }

  /** Opens a folder's journal, or begins one. @throws JournalError where it is of another kind of run */
  static async open(folder: string, facts: Facts): Promise<Journal> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'cells.jsonl');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) {
      await writeFile(path, `${JSON.stringify({ format: FORMAT, ...facts } satisfies Head)}\n`);
      return new Journal(path, facts, new Map());
    }
    const { head, cells, whole } = readJournal(text);
    if (head.quick !== facts.quick) {
      const [was, is] = [head, facts].map(({ quick }) => (quick ? 'a quick run' : 'a whole run'));
      throw new JournalError(`${path} is of ${was}, this is ${is}: choose another folder, or remove it`);
    }
    // A last line that was cut off would spoil the next.
    if (!whole) await writeFile(path, [head, ...cells].map((line) => `${JSON.stringify(line)}\n`).join(''));
    return new Journal(path, head, new Map(cells.map((cell) => [keyOf(cell), cell])));
  }

  has(key: string): boolean {
    return this.#cells.has(key);
  }

  async add(cell: Cell): Promise<void> {
    this.#cells.set(keyOf(cell), cell);
    await appendFile(this.#path, `${JSON.stringify(cell)}\n`);
  }

  get cells(): Cell[] {
    return [...this.#cells.values()];
  }
}

/** @throws JournalError for text that is no journal */
export function readJournal(text: string): { head: Head; cells: Cell[]; whole: boolean } {
  const lines = text.split('\n');
  const whole = lines.at(-1) === '';
  const values = lines.flatMap((line, i): unknown[] => {
    if (line === '') return [];
    try {
      return [JSON.parse(line)];
    } catch {
      // Broken off while it was written.
      if (i === lines.length - 1) return [];
      throw new JournalError(`line ${i + 1} of the journal is no JSON`);
    }
  });
  const [head, ...cells] = values as [Head | undefined, ...Cell[]];
  if (head?.format !== FORMAT) throw new JournalError('it is no journal of this version of the bench');
  for (const cell of cells) {
    if (typeof cell.system !== 'string' || typeof cell.workload !== 'string' || typeof cell.link !== 'string') {
      throw new JournalError('a line of the journal is no cell');
    }
  }
  return { head, cells, whole };
}
