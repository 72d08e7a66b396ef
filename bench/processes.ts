/** Processes that the bench has started: their processor time, and their end. Only its own are ever touched. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const TICKS_PER_SECOND = 100;
const END_MS = 3000;

export class Processes {
  readonly #children = new Set<ChildProcess>();

  /** In a process group of its own, so that what it starts in turn ends with it. */
  start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn(command, args, { stdio: 'ignore', ...options, detached: true });
    this.#children.add(child);
    child.once('exit', () => signal(child, 'SIGTERM'));
    child.on('error', () => {
      // 'exit' does not follow; what waits for it gives up by time.
    });
    return child;
  }

  /** Ends them all, the youngest first, and waits until they are gone. */
  async end(): Promise<void> {
    const children = [...this.#children].toReversed();
    this.#children.clear();
    for (const child of children) signal(child, 'SIGTERM');
    await Promise.all(children.map(async (child) => gone(child, END_MS)));
    // What ignored it, and what it has left behind in its group.
    for (const child of children) signal(child, 'SIGKILL');
  }
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // Gone already.
  }
}

async function gone(child: ChildProcess, milliseconds: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const timer = new AbortController();
  await Promise.race([
    once(child, 'exit'),
    new Promise<void>((resolve) => {
      const timeout = setTimeout(resolve, milliseconds);
      timer.signal.addEventListener('abort', () => clearTimeout(timeout));
    }),
  ]);
  timer.abort();
}

/** Processes and their descendants, as /proc has them; `ticks` is what each has taken of the processor. */
function family(pids: readonly number[]): Map<number, number> {
  const children = new Map<number, number[]>();
  const ticks = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readProc(`/proc/${name}/stat`);
    if (stat === undefined) continue;
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    ticks.set(Number(name), ticksOf(stat));
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = new Map<number, number>();
  const waiting = [...pids];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    if (found.has(pid) || !ticks.has(pid)) continue;
    found.set(pid, ticks.get(pid)!);
    waiting.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** undefined for what has gone meanwhile. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

/** Processor time in seconds that processes, their threads and their descendants have taken so far. Those that have gone no longer count. */
export function processorSeconds(pids: readonly number[]): number {
  return [...family(pids).values()].reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND;
}

/** Gives a function for the processor time in seconds that these processes and their present descendants have taken; it costs little. */
export function watchWork(pids: readonly number[]): () => number {
  const paths = [...family(pids).keys()].map((pid) => `/proc/${pid}/stat`);
  return () => paths.reduce((sum, path) => sum + ticksOf(readProc(path)), 0) / TICKS_PER_SECOND;
}

/** The second field of a process's line is its name in parentheses, and may hold anything. */
function ticksOf(stat: string | undefined): number {
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** Resident memory of processes and their descendants in MiB: what several of them share counts for each. */
export function memoryMiB(pids: readonly number[]): number {
  let kilobytes = 0;
  for (const pid of family(pids).keys()) {
    kilobytes += Number(/^Rss:\s+(\d+)/m.exec(readProc(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);
  }
  return kilobytes / 1024;
}

/** Where a program is: searched in PATH and where servers are kept; undefined where it is not installed. */
export async function findProgram(name: string): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  for (const folder of folders) {
    const path = join(folder, name);
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return undefined;
}
