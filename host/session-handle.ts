/** What the front has of a session, wherever that lives: in a process of its own (child-session.ts), or in the front's (inner-session.ts). */
import type { Duplex } from 'node:stream';
import type {
  OwnEnd,
  ProgramEnd,
  RequestName,
  SessionInfo,
  SessionOptions,
  SessionRequests,
  UpgradeRequest,
} from './session-messages.ts';

export interface SessionHandleEvents {
  readonly programEnded: (end: ProgramEnd) => void;
  /** It is gone, whatever the cause. */
  readonly gone: () => void;
  readonly log: (line: string) => void;
}

export interface SessionHandle {
  readonly options: SessionOptions;
  readonly started: Date;
  /** Resolves when it is gone, whatever the cause. */
  readonly exited: Promise<void>;
  readonly info: SessionInfo;
  readonly running: boolean;
  /** Why it ends, or has ended, in order; undefined while it lives, and when it just went. */
  readonly endedBy: OwnEnd | 'request' | undefined;
  /** Hands a terminal's connection over; it is no longer the front's. */
  attach(upgrade: UpgradeRequest, socket: Duplex): void;
  /** @throws SessionError when the session refuses or is gone. */
  ask<Name extends RequestName>(
    name: Name,
    ask: SessionRequests[Name]['ask'],
  ): Promise<SessionRequests[Name]['answer']>;
  /** Ends the session in order. */
  end(reason: string, exitCode: number | undefined): Promise<void>;
}

/** The session could not be started, or has refused what was asked. */
export class SessionError extends Error {
  /** Of the HTTP answer, see Refusal. */
  readonly statusCode: number;

  constructor(message: string, statusCode = 409) {
    super(message);
    this.name = 'SessionError';
    this.statusCode = statusCode;
  }
}
