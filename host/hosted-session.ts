/** What the front knows of a session beside its process: its token, and what is told to users. */
import type { SessionHandle } from './session-handle.ts';
import type { ProgramEnd } from './session-messages.ts';

export interface HostedSession {
  readonly id: string;
  readonly token: string;
  /** Lets terminals look, and no more. */
  readonly viewToken: string;
  readonly handle: SessionHandle;
  /** Tells of programs that have ended. */
  readonly programEnds: Set<(end: ProgramEnd) => void>;
}

/** A session as the REST API shows it; the token only to whom it makes the session for. */
export interface SessionDescription {
  readonly id: string;
  readonly display: string;
  readonly pid: number;
  readonly started: string;
}

export function describeSession({ id, handle }: HostedSession): SessionDescription {
  const { display, pid } = handle.info;
  return { id, display, pid, started: handle.started.toISOString() };
}
