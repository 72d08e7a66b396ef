/**
 * A session as the product runs it: the front, the session's own process, `--record`. Programs are at the tap, and the judge has nothing but what
 * the tap heard and what is in the recording.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Front } from '../../host/front.ts';
import type { HostedSession } from '../../host/hosted-session.ts';
import { withRecording } from '../../host/recording/recording-file.ts';
import type { SessionStats } from '../../host/session-messages.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { eventually } from '../support/patience.ts';
import { Judge, witnessOf } from './judge.ts';
import { Programs } from './programs.ts';
import { Tap } from './tap.ts';

export interface HostedLabOptions {
  readonly width: number;
  readonly height: number;
  /** With the page. */
  readonly page: boolean;
}

/** What the judge found. */
export interface Findings {
  readonly faults: readonly string[];
  readonly entries: number;
  readonly bytes: { readonly requests: number; readonly sent: number };
}

const REST_MS = 200;
/** So often nothing has happened: the session rests. */
const REST_TIMES = 4;

export class HostedLab {
  readonly tap: Tap;
  readonly programs: Programs;
  readonly session: HostedSession;
  readonly front: Front;
  /** What host and session said. */
  readonly lines: string[];
  readonly #folder: string;
  readonly #file: string;

  private constructor(
    front: Front,
    session: HostedSession,
    tap: Tap,
    parts: { readonly folder: string; readonly file: string; readonly lines: string[] },
  ) {
    this.front = front;
    this.session = session;
    this.tap = tap;
    this.#folder = parts.folder;
    this.#file = parts.file;
    this.lines = parts.lines;
    const environment = { ...process.env, DISPLAY: tap.display, XAUTHORITY: tap.xauthority, LC_ALL: 'C.UTF-8' };
    this.programs = new Programs(environment, parts.folder);
  }

  static async start({ width, height, page }: HostedLabOptions): Promise<HostedLab> {
    const lines: string[] = [];
    const folder = await mkdtemp(join(tmpdir(), 'failover-'));
    const file = join(folder, 'session.fprec');
    const options = { width, height, display: undefined, accessControl: true, xTcp: undefined, record: file };
    const front = await Front.start({
      port: 0,
      listen: '127.0.0.1',
      token: undefined,
      tls: undefined,
      allowOrigins: [],
      session: options,
      page,
      log: (line) => lines.push(line),
    });
    const session = await front.sessions.start(options, front.token);
    const { display, xauthority } = session.handle.info;
    const tap = await Tap.open(display, xauthority, folder);
    return new HostedLab(front, session, tap, { folder, file, lines });
  }

  /** The page's address. */
  get url(): string {
    return this.front.urlOf(this.session);
  }

  async stats(): Promise<SessionStats> {
    return this.session.handle.ask('stats', {});
  }

  /** Waits until nothing happens for a while; gives the index of the log's last entry. */
  async #rest(): Promise<number> {
    const now = async (): Promise<string> => {
      const { entries } = await this.stats();
      const { connections } = this.tap;
      return `${entries} ${connections.map(({ writtenBytes, receivedBytes }) => `${writtenBytes}/${receivedBytes}`).join(' ')}`;
    };
    let last = '';
    let unchanged = 0;
    return eventually('rest of the session', async () => {
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      const state = await now();
      unchanged = state === last ? unchanged + 1 : 0;
      last = state;
      return unchanged === REST_TIMES ? Number.parseInt(state, 10) : undefined;
    });
  }

  /** Waits for rest, ends the session, and compares what the tap heard until then with the recording. */
  async judge(): Promise<Findings> {
    const index = await this.#rest();
    // As they were at rest: the end of the session closes them all.
    const witnesses = this.tap.connections.flatMap((connection) => {
      const witness = witnessOf(connection);
      return witness === undefined
        ? []
        : [{ ...witness, written: [...connection.written], received: [...connection.received] }];
    });
    const shot = await this.session.handle.ask('screenshot', {});
    await this.programs.end();
    await this.session.handle.end('the test is over', undefined);
    return withRecording(this.#file, async (recording) => {
      const judge = new Judge(await recording.snapshot(recording.keyframes[0]!));
      for await (const entry of recording.entries()) {
        if (entry.index > index) break;
        judge.take(entry);
      }
      const faults = judge.verdict(witnesses);
      if (!recording.table.closed) faults.push('the recording was not closed in order');
      if (judge.core.state.index !== index) faults.push(`the recording ends before entry ${index}`);
      const { width, height } = judge.core.state.screen;
      const { data } = composeScene(judge.core.state, 0, 0, width, height);
      const same = Buffer.from(data.buffer, data.byteOffset, data.byteLength).equals(
        Buffer.from(Uint32Array.from(shot.pixels).buffer),
      );
      if (!same) faults.push('the screen at the host is not what the recording gives');
      return { faults, entries: judge.entries, bytes: judge.bytes };
    });
  }

  async end(): Promise<void> {
    await this.programs.end();
    await this.front.end('the test is over');
    await this.tap.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
