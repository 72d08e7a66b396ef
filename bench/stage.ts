/** Where a workload plays: its programs, the far end, and what a stretch of time has cost. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linkProfile, type LinkProfile } from '../session/link.ts';
import { clock, pause } from './clock.ts';
import type { Measures } from './measures.ts';
import { memoryMiB, Processes, processorSeconds, watchWork } from './processes.ts';
import type { LinkCounts } from './link/link-proxy.ts';
import type { Bundles } from './bundles.ts';
import type { FarEnd, Ground, Running } from './systems/system.ts';

/** What the systems say to each other at rest, such as pings: no more messages than this in each direction count as rest. */
const REST_MESSAGES = 2;
/** What its processes take of the processor at rest: so many seconds, and such a share of the time. */
const REST_SECONDS = 0.03;
const REST_SHARE = 0.06;
const REST_MS = 250;
const REST_TRIPS = 1.5;
const PREPARATION = 2;
const LOOK_MS = 40;
/** For what is not measured, where that may be. */
const FAST_LINK = 'lan';
/** Who has just rested need not do so again. */
const STILL_MS = 30;

/** A workload took longer than it may. */
export class TooLong extends Error {
  constructor(seconds: number) {
    super(`not done after ${seconds} s`);
    this.name = 'TooLong';
  }
}

interface Point {
  readonly time: number;
  readonly changes: number;
  readonly counts: LinkCounts;
  readonly host: number;
  readonly terminal: number;
}

export interface StageOptions {
  readonly link: LinkProfile;
  /** A smaller run: fewer keys, pages, seconds. */
  readonly quick: boolean;
  /** A workload may take so long, in s; what prepares it twice as long: a window manager over plain X does. */
  readonly patience: number;
}

export class Stage {
  readonly link: LinkProfile;
  readonly quick: boolean;
  readonly bundles: Bundles;
  readonly far: FarEnd;
  readonly environment: Readonly<Record<string, string>>;
  readonly #ground: Ground;
  readonly #running: Running;
  readonly #patience: number;
  #deadline = Infinity;
  #programs = new Processes();
  #left: { readonly what: string; readonly detail: string } | undefined;
  /** When it last came to rest, and for how long it had. */
  #rested = { time: -Infinity, quiet: 0 };

  constructor(ground: Ground, running: Running, options: StageOptions) {
    this.#ground = ground;
    this.#running = running;
    this.link = options.link;
    this.quick = options.quick;
    this.#patience = options.patience;
    this.bundles = ground.bundles;
    this.far = running.far;
    this.environment = { ...running.environment, LANG: 'C', LC_ALL: 'C', PS1: '$ ' };
  }

  /** Round trip of the link in ms. */
  get roundTrip(): number {
    return this.link.up.delay + this.link.down.delay;
  }

  /** The patience begins anew, for what prepares a workload. */
  begin(): void {
    this.#deadline = clock() + PREPARATION * this.#patience * 1000;
  }

  /** A program of the host's; it ends with the workload at the latest. */
  run(command: string, ...args: string[]): ChildProcess {
    return this.#programs.start(command, args, {
      env: { ...process.env, ...this.environment },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  }

  /** Starts an xterm with a shell in it, and waits until it is seen. Gives the time of its start, and the shell's terminal. @throws TooLong */
  async xterm(options: readonly string[]): Promise<{ begun: number; tty: string }> {
    const up = join(await this.folder(), 'up');
    const { changes } = await this.far.call.status();
    const begun = clock();
    this.run('xterm', ...options, '-e', '/bin/sh', '-c', `tty > ${up}.part; mv ${up}.part ${up}; exec /bin/sh`);
    await this.exists(up);
    await this.changed(changes);
    return { begun, tty: (await readFile(up, 'utf8')).trim() };
  }

  /**
   * Does what a workload needs beforehand, and rests. Plain X would take a minute for it on a slow link, so there it goes over a fast one: what is
   * measured begins behind it. @throws TooLong
   */
  async prepare<T>(happen: () => Promise<T>, quiet = 0): Promise<T> {
    const { plain } = this.#running;
    if (plain === true) await this.#ground.changeLink(linkProfile(FAST_LINK)!);
    try {
      const value = await happen();
      await this.rest(quiet);
      return value;
    } finally {
      if (plain === true) await this.#ground.changeLink(this.link);
    }
  }

  /** What is up now may serve the next workload, if that is of the same scene: it is `left` there. */
  leave(what: string, detail: string): void {
    this.#left = { what, detail };
  }

  /** The detail of what was left by that name; undefined where it was something else, or is gone. */
  left(what: string): string | undefined {
    return this.#left?.what === what ? this.#left.detail : undefined;
  }

  /** The screen as it was before any workload. @throws TooLong */
  async clear(): Promise<void> {
    await this.end();
    await this.rest();
  }

  /** Until a program has ended. @throws TooLong */
  async ended(program: ChildProcess): Promise<void> {
    while (program.exitCode === null && program.signalCode === null) {
      this.#check();
      await pause(20);
    }
    if (program.exitCode !== 0) throw new Error(`a program has ended with ${program.exitCode ?? program.signalCode}`);
  }

  /** Until a file is there. @throws TooLong */
  async exists(path: string): Promise<void> {
    while (!existsSync(path)) {
      this.#check();
      await pause(5);
    }
  }

  async folder(): Promise<string> {
    return mkdtemp(join(this.#ground.folder, 'work-'));
  }

  /**
   * Until neither the far end's picture changes, nor the link carries anything, nor the system works at either end any more. How long that
   * lasts says only when to stop looking: the times measured are those of the changes. @throws TooLong
   */
  async rest(atLeast = 0): Promise<void> {
    const quiet = Math.max(atLeast, REST_MS + REST_TRIPS * this.roundTrip);
    if (clock() - this.#rested.time < STILL_MS && this.#rested.quiet >= quiet) return;
    let since = clock();
    const work = watchWork([...this.#running.hostPids, ...this.#running.terminalPids]);
    let worked = work();
    let [{ changes }, { messages }] = await Promise.all([this.far.call.status(), this.#ground.counts()]);
    while (clock() - since < quiet) {
      this.#check();
      await pause(LOOK_MS);
      const [status, counts] = await Promise.all([this.far.call.status(), this.#ground.counts()]);
      const said = Math.max(counts.messages.down - messages.down, counts.messages.up - messages.up);
      const busy = work() - worked > REST_SECONDS + (REST_SHARE * (clock() - since)) / 1000;
      if (status.changes === changes && said <= REST_MESSAGES && !busy) continue;
      worked = work();
      since = clock();
      changes = status.changes;
      messages = counts.messages;
    }
    this.#rested = { time: clock(), quiet };
  }

  /** Until the far end's picture has changed since `changes`. @throws TooLong */
  async changed(changes: number): Promise<void> {
    while ((await this.far.call.status()).changes === changes) {
      this.#check();
      await pause(20);
    }
  }

  async #point(): Promise<Point> {
    const [{ changes }, counts] = await Promise.all([this.far.call.status(), this.#ground.counts()]);
    const host = processorSeconds(this.#running.hostPids);
    const terminal = processorSeconds(this.#running.terminalPids);
    return { time: clock(), changes, counts, host, terminal };
  }

  /**
   * What something costs, and all that follows from it. The beginning is what `happen` gives, where it knows better than by being called; programs
   * that work long without a word want a longer `quiet` (ms).
   * @throws TooLong
   */
  async measure(happen: () => Promise<number | void>, quiet = 0): Promise<Measures> {
    await this.rest();
    this.#deadline = clock() + this.#patience * 1000;
    await this.#ground.resetPeak();
    const before = await this.#point();
    const begun = (await happen()) ?? before.time;
    await this.rest(quiet);
    const after = await this.#point();
    const { lastChange } = await this.far.call.status();
    const { bytes, messages } = before.counts;
    const cpu = (from: number, to: number): number => Math.max(0, Math.round((to - from) * 100) / 100);
    return {
      down: after.counts.bytes.down - bytes.down,
      up: after.counts.bytes.up - bytes.up,
      messagesDown: after.counts.messages.down - messages.down,
      messagesUp: after.counts.messages.up - messages.up,
      turns: after.counts.turns - before.counts.turns,
      backlog: after.counts.peak.down,
      hostCpu: cpu(before.host, after.host),
      terminalCpu: cpu(before.terminal, after.terminal),
      updates: after.changes - before.changes,
      ...(after.changes > before.changes ? { lastPixel: lastChange - begun } : {}),
    };
  }

  /** Of the system's processes, in MiB; undefined where the session is not at the host. */
  hostMemory(): number | undefined {
    const { hostPids, sessionAtHost } = this.#running;
    return sessionAtHost ? memoryMiB(hostPids) : undefined;
  }

  /** Ends the workload's programs. */
  async end(): Promise<void> {
    this.#left = undefined;
    const programs = this.#programs;
    this.#programs = new Processes();
    await programs.end();
  }

  /** Until what the last workload has left on the screen is gone. @throws TooLong */
  async rested(): Promise<void> {
    this.begin();
    await this.rest();
  }

  #check(): void {
    if (clock() > this.#deadline) throw new TooLong(this.#patience);
  }
}
