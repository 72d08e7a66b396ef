/** A session in a process of its own: starts that, asks it things, hands connections over to it. */
import { fork, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { LEAN_ENVIRONMENT } from './lean-memory.ts';
import { relayTo } from './relay.ts';
import { SessionError, type SessionHandle, type SessionHandleEvents } from './session-handle.ts';
import type {
  FromSession,
  OwnEnd,
  RequestName,
  SessionInfo,
  SessionOptions,
  SessionRequests,
  ToSession,
  UpgradeRequest,
} from './session-messages.ts';

/** A small nursery: requests die young, and each megabyte of it is three of memory. Measured: no slower, 15 MB less at rest. */
const LEAN_FLAGS = ['--max-semi-space-size=2'];

/** How long a session may take to answer, or to end. */
const ANSWER_MS = 30_000;

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export class ChildSession implements SessionHandle {
  readonly options: SessionOptions;
  readonly started = new Date();
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly exited: Promise<void>;
  #info: SessionInfo | undefined;
  #nextId = 1;
  #gone = false;
  #endedBy: OwnEnd | 'request' | undefined;

  private constructor(program: string, options: SessionOptions, events: SessionHandleEvents) {
    this.options = options;
    this.#child = fork(program, [], {
      execArgv: LEAN_FLAGS,
      env: { ...process.env, ...LEAN_ENVIRONMENT },
      serialization: 'advanced',
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    this.exited = new Promise((resolve) => {
      const gone = (): void => {
        if (this.#gone) return;
        this.#gone = true;
        for (const { reject, timer } of this.#pending.values()) {
          clearTimeout(timer);
          reject(new SessionError('the session has ended'));
        }
        this.#pending.clear();
        events.gone();
        resolve();
      };
      this.#child.once('exit', gone);
      this.#child.once('error', gone);
    });
    this.#child.on('message', (message: FromSession) => this.#take(message, events));
  }

  /** Starts a session's process. @throws SessionError when it cannot start, with the reason. */
  static async start(program: string, options: SessionOptions, events: SessionHandleEvents): Promise<ChildSession> {
    const handle = new ChildSession(program, options, events);
    await new Promise<void>((resolve, reject) => {
      handle.#child.on('message', (message: FromSession) => {
        if (message.type === 'ready') resolve();
        else if (message.type === 'failed') reject(new SessionError(message.message));
      });
      void handle.exited.then(() => reject(new SessionError('the session could not be started')));
      handle.#send({ type: 'start', options });
    });
    return handle;
  }

  get info(): SessionInfo {
    return this.#info!;
  }

  get running(): boolean {
    return !this.#gone;
  }

  get endedBy(): OwnEnd | 'request' | undefined {
    return this.#endedBy;
  }

  /**
   * The connection is no longer this process's. Until the other process has confirmed that it has the handle, this one
   * still reads from it and throws away what it reads: so the other answers the terminal, and thereby makes it speak, only when it has been
   * told that this handle is closed.
   */
  attach(upgrade: UpgradeRequest, socket: Duplex): void {
    if (this.#gone || !this.#child.connected) socket.destroy();
    // Under TLS the connection's state is here.
    else if (socket instanceof Socket && !(socket instanceof TLSSocket)) this.#hand(upgrade, socket);
    else relayTo(this.info.relay, upgrade, socket);
  }

  #hand(upgrade: UpgradeRequest, socket: Socket): void {
    const message: ToSession = { type: 'terminal', id: this.#nextId++, upgrade };
    this.#child.send(message, socket, { keepOpen: false }, () => {});
  }

  async ask<Name extends RequestName>(
    name: Name,
    ask: SessionRequests[Name]['ask'],
  ): Promise<SessionRequests[Name]['answer']> {
    if (this.#gone) throw new SessionError('the session has ended');
    const id = this.#nextId++;
    const answer = await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new SessionError('the session does not answer'));
      }, ANSWER_MS);
      this.#pending.set(id, { resolve, reject, timer });
      this.#send({ type: 'ask', id, name, ask });
    });
    return answer as SessionRequests[Name]['answer'];
  }

  /** By force, if it doesn't end in order. */
  async end(reason: string, exitCode: number | undefined): Promise<void> {
    if (this.#gone) return;
    this.#endedBy ??= 'request';
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), ANSWER_MS);
    await this.ask('end', { reason, exitCode }).catch(() => {});
    await this.exited;
    clearTimeout(killer);
  }

  #send(message: ToSession): void {
    // A process that has just gone is dealt with when it is reported.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #take(message: FromSession, events: SessionHandleEvents): void {
    switch (message.type) {
      case 'ready':
        this.#info = message.info;
        return;
      case 'failed':
        return;
      case 'answer':
      case 'refused': {
        const pending = this.#pending.get(message.id);
        if (pending === undefined) return;
        this.#pending.delete(message.id);
        clearTimeout(pending.timer);
        if (message.type === 'answer') pending.resolve(message.answer);
        else pending.reject(new SessionError(message.message, message.status));
        return;
      }
      case 'has-terminal':
        // Node's own confirmation, which closes the handle, came before this message.
        this.#send({ type: 'take-terminal', id: message.id });
        return;
      case 'program-ended':
        events.programEnded(message.end);
        return;
      case 'ending':
        this.#endedBy ??= message.why;
        events.log(`it ends: ${message.reason}`);
        return;
      case 'log':
        events.log(message.line);
        return;
      default:
        message satisfies never;
    }
  }
}
