/**
 * A session in the front's own process: the host's first one, with which `farpane serve` and `farpane run` end anyway. A process of Node's takes some
 * 50 MB before it does anything.
 */
import type { Duplex } from 'node:stream';
import { messageOf } from './message-of.ts';
import { Refusal } from './refusal.ts';
import { SessionError, type SessionHandle, type SessionHandleEvents } from './session-handle.ts';
import type {
  OwnEnd,
  RequestName,
  SessionInfo,
  SessionOptions,
  SessionRequests,
  UpgradeRequest,
} from './session-messages.ts';
import { Session } from './session.ts';

export class InnerSession implements SessionHandle {
  readonly options: SessionOptions;
  readonly started = new Date();
  readonly exited: Promise<void>;
  readonly #gone: () => void;
  #parts: { readonly session: Session; readonly info: SessionInfo } | undefined;
  #running = true;
  #endedBy: OwnEnd | 'request' | undefined;

  private constructor(options: SessionOptions, events: SessionHandleEvents) {
    this.options = options;
    let told!: () => void;
    this.exited = new Promise((resolve) => {
      told = resolve;
    });
    this.#gone = () => {
      if (!this.#running) return;
      this.#running = false;
      events.gone();
      told();
    };
  }

  /** @throws SessionError when it cannot start, with the reason. */
  static async start(options: SessionOptions, events: SessionHandleEvents): Promise<InnerSession> {
    const handle = new InnerSession(options, events);
    try {
      handle.#parts = await Session.start(
        { ...options, watched: true },
        {
          programEnded: events.programEnded,
          ending: (why, reason) => {
            handle.#endedBy ??= why;
            events.log(`it ends: ${reason}`);
          },
          ended: handle.#gone,
          log: events.log,
        },
      );
    } catch (error) {
      throw new SessionError(messageOf(error));
    }
    return handle;
  }

  get info(): SessionInfo {
    return this.#parts!.info;
  }

  get running(): boolean {
    return this.#running;
  }

  get endedBy(): OwnEnd | 'request' | undefined {
    return this.#endedBy;
  }

  attach(upgrade: UpgradeRequest, socket: Duplex): void {
    if (this.#running) this.#parts!.session.attach(upgrade, socket);
    else socket.destroy();
  }

  async ask<Name extends RequestName>(
    name: Name,
    ask: SessionRequests[Name]['ask'],
  ): Promise<SessionRequests[Name]['answer']> {
    if (!this.#running) throw new SessionError('the session has ended');
    try {
      return await this.#parts!.session.ask(name, ask);
    } catch (error) {
      throw new SessionError(messageOf(error), error instanceof Refusal ? error.statusCode : 409);
    } finally {
      if (name === 'end') this.#gone();
    }
  }

  async end(reason: string, exitCode: number | undefined): Promise<void> {
    if (!this.#running) return;
    this.#endedBy ??= 'request';
    await this.ask('end', { reason, exitCode }).catch(() => {});
  }
}
