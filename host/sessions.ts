/** The sessions of one host. */
import { randomInt } from 'node:crypto';
import type { HostedSession } from './hosted-session.ts';
import { newToken, sameToken } from './security.ts';
import { ChildSession } from './child-session.ts';
import { SessionError, type SessionHandle, type SessionHandleEvents } from './session-handle.ts';
import type { ProgramEnd, SessionOptions } from './session-messages.ts';

/** Each is a process with some tens of megabytes. */
export const MAX_SESSIONS = 50;
const ID_LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const ID_LENGTH = 8;

export interface SessionsOptions {
  /** The program of a session's process. */
  readonly program: string;
  readonly version: string;
  readonly log: (line: string) => void;
}

export interface Access {
  readonly session: HostedSession;
  /** It may look, and no more. */
  readonly viewOnly: boolean;
}

function newId(): string {
  return Array.from({ length: ID_LENGTH }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('');
}

/** Its code is loaded only where it is wanted: that of all of a session. */
async function startInside(options: SessionOptions, events: SessionHandleEvents): Promise<SessionHandle> {
  const { InnerSession } = await import('./inner-session.ts');
  return InnerSession.start(options, events);
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, HostedSession>();
  readonly #starting = new Set<Promise<unknown>>();
  #ending = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  get list(): HostedSession[] {
    return [...this.#sessions.values()];
  }

  get(id: string): HostedSession | undefined {
    return this.#sessions.get(id);
  }

  /** The session, if the token is one of its own, and what that allows. Takes the same time for a session that is not there. */
  authorised(id: string, token: string | undefined): Access | undefined {
    const session = this.#sessions.get(id);
    const full = sameToken(token, session?.token ?? '');
    const view = sameToken(token, session?.viewToken ?? '');
    return session !== undefined && (full || view) ? { session, viewOnly: !full } : undefined;
  }

  /** The session that a token belongs to, the oldest where it is several's. All are looked at, whichever it is. */
  withToken(token: string | undefined): Access | undefined {
    let found: Access | undefined;
    for (const id of this.#sessions.keys()) {
      const access = this.authorised(id, token);
      found ??= access;
    }
    return found;
  }

  /** Starts a session; without a token it gets a new one. `inside` starts it in this process. @throws SessionError */
  async start(options: Omit<SessionOptions, 'id'>, token = newToken(), inside = false): Promise<HostedSession> {
    if (this.#ending) throw new SessionError('the host is ending');
    if (this.#sessions.size + this.#starting.size >= MAX_SESSIONS) {
      throw new SessionError(`more than ${MAX_SESSIONS} sessions`);
    }
    const id = newId();
    const programEnds = new Set<(end: ProgramEnd) => void>();
    const all: SessionOptions = { ...options, id, version: this.#options.version };
    const events: SessionHandleEvents = {
      programEnded: (end) => {
        for (const tell of programEnds) tell(end);
      },
      gone: () => this.#sessions.delete(id),
      log: (line) => this.#options.log(`session ${id}: ${line}`),
    };
    const starting = inside ? startInside(all, events) : ChildSession.start(this.#options.program, all, events);
    this.#starting.add(starting);
    try {
      const handle = await starting;
      const session = { id, token, viewToken: newToken(), handle, programEnds };
      if (handle.running) this.#sessions.set(id, session);
      return session;
    } finally {
      this.#starting.delete(starting);
    }
  }

  /** Ends them all, in order. */
  async end(reason: string, exitCode: number | undefined): Promise<void> {
    this.#ending = true;
    await Promise.allSettled(this.#starting);
    await Promise.all(this.list.map(({ handle }) => handle.end(reason, exitCode)));
  }
}
