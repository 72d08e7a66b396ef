/** Hosts for tests: a front in this process, sessions in processes of their own, real programs in them. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { terminalUrl } from '../../clients/headless/session-url.ts';
import { viewSession, type View, type ViewOptions } from '../../clients/headless/view.ts';
import { Front, type FrontOptions } from '../../host/front.ts';
import type { HostedSession } from '../../host/hosted-session.ts';
import type { SessionOptions } from '../../host/session-messages.ts';
import { socketPath } from '../../host/x11/display.ts';
import { eventually } from '../support/patience.ts';

const run = promisify(execFile);

export interface TestHost {
  readonly front: Front;
  readonly session: HostedSession;
  /** What the host has said. */
  readonly lines: string[];
  readonly url: string;
  readonly displayNumber: number;
  /** Environment for X programs. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs a program to its end; gives what it printed. Rejects when it fails. */
  run(command: string, ...args: string[]): Promise<string>;
  /** Starts a program; it is ended with the host. */
  start(command: string, ...args: string[]): ChildProcess;
  /** Attaches a headless terminal. */
  view(options?: Partial<ViewOptions>): Promise<View>;
  /** Asks the REST API with the host's token, or the one given. */
  api(path: string, init?: RequestInit, token?: string): Promise<Response>;
  end(): Promise<void>;
}

export type HostOptions = Partial<Omit<FrontOptions, 'session'>> & { readonly session?: Partial<SessionOptions> };

export const DEFAULT_SESSION: Omit<SessionOptions, 'id'> = {
  width: 640,
  height: 480,
  display: undefined,
  accessControl: true,
  xTcp: undefined,
};

export async function startFront(options: HostOptions = {}): Promise<{ front: Front; lines: string[] }> {
  const lines: string[] = [];
  const front = await Front.start({
    port: 0,
    listen: '127.0.0.1',
    token: undefined,
    tls: undefined,
    allowOrigins: [],
    page: false,
    log: (line) => lines.push(line),
    ...options,
    session: { ...DEFAULT_SESSION, ...options.session },
  });
  return { front, lines };
}

/** What is known of the hosts that run: why waiting for something in them may be in vain. */
const running = new Set<{ lost: string | undefined }>();

export async function startTestHost(options: HostOptions = {}): Promise<TestHost> {
  const { front, lines } = await startFront(options);
  const session = await front.sessions
    .start({ ...DEFAULT_SESSION, ...options.session }, front.token)
    .catch(async (error: unknown) => {
      await front.end('it could not start');
      throw error;
    });
  const { display, xauthority } = session.handle.info;
  const environment = { ...process.env, DISPLAY: display, XAUTHORITY: xauthority, LC_ALL: 'C.UTF-8' };
  const children: ChildProcess[] = [];
  const url = front.urlOf(session);
  const known: { lost: string | undefined } = { lost: undefined };
  running.add(known);
  return {
    front,
    session,
    lines,
    url,
    displayNumber: Number(display.slice(1)),
    environment,
    run: async (command, ...args) => (await run(command, args, { env: environment, timeout: 200_000 })).stdout,
    start: (command, ...args) => {
      const child = spawn(command, args, { env: environment, stdio: 'ignore' });
      children.push(child);
      return child;
    },
    view: async (given = {}) => {
      const view = viewSession({
        url: terminalUrl(url),
        wire: 'x11',
        link: undefined,
        size: undefined,
        script: [],
        seconds: undefined,
        untilIdle: 300,
        verify: true,
        signal: undefined,
        log: (line) => lines.push(line),
        ...given,
      });
      view.catch((error: unknown) => (known.lost ??= `a terminal has failed: ${String(error)}`));
      return view;
    },
    api: async (path, init = {}, token = front.token) => {
      const headers = new Headers(init.headers);
      if (token !== '') headers.set('authorization', `Bearer ${token}`);
      return fetch(`http://127.0.0.1:${front.port}${path}`, { ...init, headers });
    },
    end: async () => {
      running.delete(known);
      for (const child of children) child.kill('SIGKILL');
      await front.end('the test is over');
    },
  };
}

/** Polls until a condition holds. Rejects after a long time, and as soon as a terminal of a running host has failed: then it never will. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const lost = (): string | undefined => [...running].find((known) => known.lost !== undefined)?.lost;
  await eventually(what, async () => (await condition()) || undefined, lost);
}

/** A connection to a display's socket. */
export async function connectX(display: number): Promise<Socket> {
  const socket = connect(socketPath(display));
  await once(socket, 'connect');
  return socket;
}

/** All that a socket gives until it has at least so many bytes, or ends. */
export async function readBytes(socket: Socket, count: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  const { promise, resolve } = withResolvers<void>();
  const take = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= count) resolve();
  };
  socket.on('data', take);
  socket.once('close', resolve);
  await promise;
  socket.off('data', take);
  socket.pause();
  return bytes;
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}
