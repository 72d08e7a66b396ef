/**
 * The benchmark of remote displays: our wires and other systems, the same workloads, the same emulated links, the same measures.
 *
 * bench.ts finds what is installed and puts a run together; plan.ts says what is played, run.ts plays it, journal.ts keeps what was found.
 * systems/ has one file for each system: how it comes up between a host and a far end with the emulated link (link/) between them.
 * far/ is the far end: the screen as a user would see it there, watched by the same code for all. workloads/ is what is played.
 * report/ makes tables and plots. Start reading at systems/system.ts and stage.ts.
 */
import { execFile } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { Journal, JournalError } from './journal.ts';
import { planTurns } from './plan.ts';
import { findProgram } from './processes.ts';
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
  return { folder, failures: journal.cells.filter(({ failure }) => failure !== undefined).length };
}

async function play(options: BenchOptions): Promise<Journal> {
  const { folder, log, signal, quick } = options;
  const systems: System[] = [];
  for (const system of SYSTEMS) {
    const { name, title, ours, needs } = system;
    if (!(ours ? options.wires.includes(name.replace(/^farpane-/, '')) : options.peers.includes(name))) continue;
    const missing = await missingOf(needs);
    if (missing.length === 0) systems.push(system);
    else log(`${title} is left out: ${missing.join(', ')} not installed`);
  }
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
    software: await versions(systems),
    load: loadavg()[0] ?? 0,
  });
  const playing = turns.filter(({ workload }) => playable.has(workload));
  await runTurns({ turns: playing, journal, quick, signal, progress: log });
  return journal;
}

async function missingOf(programs: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const program of programs) if ((await findProgram(program)) === undefined) missing.push(program);
  return missing;
}

const run = promisify(execFile);

/** Packages of the programs that take part, as the system's package manager knows them. */
async function versions(systems: readonly System[]): Promise<string[]> {
  const programs = new Set([...systems.flatMap(({ needs }) => needs), ...WORKLOADS.flatMap(({ needs }) => needs)]);
  const found = [`Node ${process.versions.node}`];
  for (const program of [...programs].toSorted()) {
    const path = await findProgram(program);
    if (path === undefined) continue;
    const version = await versionOf(path);
    if (version !== undefined && !found.includes(version)) found.push(version);
  }
  return found;
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
