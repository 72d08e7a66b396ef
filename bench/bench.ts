/**
 * The benchmark of remote displays: our wires and other systems, the same workloads, the same emulated links, the same measures.
 *
 * bench.ts finds what is installed and puts a run together; plan.ts says what is played, run.ts plays it, journal.ts keeps what was found.
 * systems/ has one file for each system: how it comes up between a host and a far end with the emulated link (link/) between them.
 * far/ is the far end: the screen as a user would see it there, watched by the same code for all. workloads/ is what is played.
 * alone/ has what is not played over a link. report/ makes tables and plots. Start reading at systems/system.ts and stage.ts.
 */
import { execFile } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { OFFERED_WIRES } from '../session/carrier/control.ts';
import { ALONE, playAlone } from './alone/alone.ts';
import { Journal, JournalError } from './journal.ts';
import { planTurns } from './plan.ts';
import { findProgram } from './processes.ts';
import { showAlone } from './report/figures.ts';
import { writeReport } from './report/report.ts';
import { runTurns } from './run.ts';
import { PEERS, SYSTEMS } from './systems/systems.ts';
import type { System } from './systems/system.ts';
import { WORKLOADS } from './workloads/workloads.ts';

export { JournalError, PEERS, WORKLOADS };

export interface BenchOptions {
  readonly wires: readonly string[];
  readonly peers: readonly string[];
  /** undefined for the default plan. */
  readonly workloads: readonly string[] | undefined;
  readonly links: readonly string[] | undefined;
  readonly quick: boolean;
  readonly repeats: number | undefined;
  /** False writes the report of what is there. */
  readonly play: boolean;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** @throws JournalError where the folder holds a run of another kind, or none where one is to be reported */
export async function bench(options: BenchOptions): Promise<{ folder: string; failures: number }> {
  const { folder } = options;
  const journal = options.play ? await play(options) : await Journal.read(folder);
  await writeReport(folder, journal);
  return {
    folder,
    failures: [...journal.cells, ...journal.rows].filter(({ failure }) => failure !== undefined).length,
  };
}

async function play(options: BenchOptions): Promise<Journal> {
  const { folder, log, signal, quick } = options;
  const systems: System[] = [];
  const absent: string[] = [];
  for (const system of SYSTEMS) {
    const { name, title, ours, needs } = system;
    if (!(ours ? options.wires.includes(name.replace(/^farpane-/, '')) : options.peers.includes(name))) continue;
    const missing = await missingOf(needs);
    if (missing.length === 0) systems.push(system);
    else absent.push(`${title} (no ${missing.join(', ')})`);
  }
  if (absent.length > 0) log(`left out, not installed: ${absent.join(', ')}`);
  const turns = planTurns({ ...options, systems: systems.map(({ name }) => name) });
  const playable = new Set<string>();
  for (const { name, title, needs } of WORKLOADS) {
    if (!turns.some(({ workload }) => workload === name)) continue;
    const missing = await missingOf(needs);
    if (missing.length === 0) playable.add(name);
    else log(`${title}: left out: ${missing.join(', ')} not installed`);
  }
  const journal = await Journal.open(folder, {
    begun: new Date().toISOString(),
    quick,
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`,
    software: [`Node ${process.versions.node}`, ...(await versions(WORKLOADS.flatMap(({ needs }) => needs)))],
    peers: await Promise.all(
      systems.filter(({ ours }) => !ours).map(async ({ title, needs }) => ({ title, software: await versions(needs) })),
    ),
    missing: absent,
    load: loadavg()[0] ?? 0,
  });
  const playing = turns.filter(({ workload }) => playable.has(workload));
  await runTurns({ turns: playing, journal, quick, allRepeats: options.repeats !== undefined, signal, progress: log });
  if (options.workloads === undefined && options.links === undefined && options.wires.length === OFFERED_WIRES.length)
    await playRows(journal, quick, signal, log);
  return journal;
}

/** What is measured alone, as far as it is not there yet. */
async function playRows(
  journal: Journal,
  quick: boolean,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  for (const row of ALONE) {
    if (signal.aborted) return;
    if (journal.rows.some((found) => found.row === row.name)) continue;
    const missing = await missingOf(row.needs);
    if (missing.length > 0) {
      log(`${row.title}: left out: ${missing.join(', ')} not installed`);
      continue;
    }
    const found = await playAlone(row, quick, signal);
    if (signal.aborted) return;
    await journal.addRow(found);
    log(`${row.title}: ${found.failure ?? found.figures.map(showAlone).join('; ')}`);
  }
}

async function missingOf(programs: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const program of programs) if ((await findProgram(program)) === undefined) missing.push(program);
  return missing;
}

const run = promisify(execFile);

/** Packages of programs, as the system's package manager knows them. */
async function versions(programs: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const program of programs) {
    const path = await findProgram(program);
    const version = path === undefined ? undefined : await versionOf(path);
    if (version !== undefined && !found.includes(version)) found.push(version);
  }
  return found.toSorted();
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout: owner } = await run('dpkg-query', ['-S', path], { timeout: 5000 });
    const name = owner.split(':')[0]!;
    const { stdout } = await run('dpkg-query', ['-W', '-f', '${Package} ${Version}', name], { timeout: 5000 });
    return stdout.trim();
  } catch {
    // Not Debian, or not from a package.
    return undefined;
  }
}
