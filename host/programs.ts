/** The programs that a session has started: each in a process group of its own, so that what it starts in turn ends with it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LEAN_ENVIRONMENT } from './lean-memory.ts';
import { messageOf } from './message-of.ts';
import { Refusal } from './refusal.ts';
import type { ProgramEnd, ProgramInfo } from './session-messages.ts';

/** How long programs may take to end by themselves when the session does. */
const PATIENCE_MS = 2000;
/** Far above any desktop's. */
const MAX_PROGRAMS = 200;

export class Programs {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #began: (group: number) => void;
  readonly #ended: (end: ProgramEnd) => void;
  readonly #running = new Map<number, { readonly child: ChildProcess; readonly command: readonly string[] }>();

  /** `began` and `ended` are told of process groups and of programs. */
  constructor(display: string, xauthority: string, began: (group: number) => void, ended: (end: ProgramEnd) => void) {
    // Toolkits that find a Wayland compositor would show their windows there.
    const { WAYLAND_DISPLAY: _display, WAYLAND_SOCKET: _socket, ...environment } = process.env;
    for (const [name, value] of Object.entries(LEAN_ENVIRONMENT))
      if (environment[name] === value) delete environment[name];
    this.#environment = { ...environment, DISPLAY: display, XAUTHORITY: xauthority, XDG_SESSION_TYPE: 'x11' };
    this.#began = began;
    this.#ended = ended;
  }

  get list(): ProgramInfo[] {
    return [...this.#running].map(([pid, { command }]) => ({ pid, command }));
  }

  /** @throws Refusal when the program cannot be started. */
  async launch(command: readonly string[], foreground: boolean): Promise<ProgramInfo> {
    const [file, ...args] = command;
    if (file === undefined || file === '') throw new Refusal(422, 'no program given');
    if (this.#running.size >= MAX_PROGRAMS) throw new Refusal(409, `more than ${MAX_PROGRAMS} programs`);
    const child = spawn(file, args, {
      env: this.#environment,
      // Standard output is the command's own (`serve --json`); only the program that it runs for the user may write there.
      stdio: foreground ? 'inherit' : ['ignore', 2, 2],
      detached: true,
    });
    await this.#started(child, file);
    const pid = child.pid!;
    this.#running.set(pid, { child, command });
    this.#began(pid);
    child.once('exit', (code, signal) => {
      this.#running.delete(pid);
      this.#ended({ pid, code: code ?? undefined, signal: signal ?? undefined });
    });
    return { pid, command };
  }

  async #started(child: ChildProcess, file: string): Promise<void> {
    try {
      await once(child, 'spawn');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT') throw new Refusal(422, `${file}: not found`);
      if (code === 'EACCES') throw new Refusal(422, `${file}: not a program that may be run`);
      throw new Refusal(409, `${file}: ${messageOf(error)}`);
    }
  }

  /** Ends them all, in order first and by force then. */
  async endAll(): Promise<void> {
    const children = [...this.#running.values()].map(({ child }) => child);
    const gone = Promise.all(children.map((child) => once(child, 'exit')));
    this.#signalAll('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([gone, patience]);
    clearTimeout(timer);
    this.#signalAll('SIGKILL');
  }

  #signalAll(signal: NodeJS.Signals): void {
    for (const pid of this.#running.keys()) {
      try {
        process.kill(-pid, signal);
      } catch {
        // The group is gone already.
      }
    }
  }
}
