/**
 * A display's place in the system: its lock file and its sockets, as every X server has them. The lock says who has the number; one whose
 * process is gone is stale, and so is a socket that nobody answers.
 */
import { chmod, link, lstat, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';

export const FIRST_DISPLAY = 10;
/** TCP port 6000 + N must be a port. */
export const LAST_DISPLAY = 59_535;
/** How many numbers are tried when none is asked for. */
const TRIES = 1000;
/** Connections beyond the clients that a session may have: those that are not let in yet. */
const MAX_CONNECTIONS = 320;
const SOCKET_FOLDER = '/tmp/.X11-unix';

export function socketPath(display: number): string {
  return `${SOCKET_FOLDER}/X${display}`;
}

export function lockPath(display: number): string {
  return `/tmp/.X${display}-lock`;
}

/** The display cannot be had; the message says why. */
export class DisplayError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DisplayError';
  }
}

export interface DisplayOptions {
  /** Undefined takes the first free one from 10 on. */
  readonly display: number | undefined;
  /** Address for a TCP socket on port 6000 + N; undefined for none. */
  readonly tcp: string | undefined;
  /** A client has connected; nothing has been read from it. */
  readonly connected: (socket: Socket, local: boolean) => void;
}

export interface Display {
  readonly number: number;
  /** Stops listening and gives the number back. */
  close(): Promise<void>;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error;
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is a process too.
    return isCode(error, 'EPERM');
  }
}

/** Takes the lock; false when a running process has it. */
async function takeLock(display: number): Promise<boolean> {
  const path = lockPath(display);
  // A lock appears whole: it is written under another name and linked.
  const temporary = `/tmp/.tX${display}-lock.${process.pid}`;
  await unlinkIfThere(temporary);
  await writeFile(temporary, `${String(process.pid).padStart(10)}\n`, { mode: 0o444, flag: 'wx' });
  try {
    for (let tries = 0; tries < 3; tries++) {
      try {
        await link(temporary, path);
        return true;
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
      }
      const text = await readFile(path, 'latin1').catch(() => '');
      const pid = Number.parseInt(text.trim(), 10);
      if (Number.isInteger(pid) && pid > 0 && pid !== process.pid && isRunning(pid)) return false;
      await unlinkIfThere(path);
    }
    return false;
  } finally {
    await unlinkIfThere(temporary);
  }
}

/** Whether a server answers on the socket; it may be one without a lock file. */
async function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function makeSocketFolder(): Promise<void> {
  try {
    await mkdir(SOCKET_FOLDER);
    // As X makes it: everybody may add sockets, nobody may remove another's.
    await chmod(SOCKET_FOLDER, 0o1777);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  if (!(await lstat(SOCKET_FOLDER)).isDirectory()) throw new DisplayError(`${SOCKET_FOLDER} is not a folder`);
}

async function listen(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

function newServer(options: DisplayOptions, local: boolean): Server {
  const server = createServer({ pauseOnConnect: true }, (socket) => options.connected(socket, local));
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

/** Opens the number; undefined when another server has it. */
async function tryDisplay(number: number, options: DisplayOptions): Promise<Display | undefined> {
  if (!(await takeLock(number))) return undefined;
  const path = socketPath(number);
  const servers: Server[] = [];
  const release = async (): Promise<void> => {
    await Promise.all(servers.map(close));
    await unlinkIfThere(lockPath(number));
  };
  try {
    if (await isAnswered(path)) {
      await release();
      return undefined;
    }
    await unlinkIfThere(path);
    const unix = newServer(options, true);
    await listen(unix, { path });
    servers.push(unix);
    // Whoever is on the machine may try; the cookie decides.
    await chmod(path, 0o777);
    if (options.tcp !== undefined) {
      const tcp = newServer(options, false);
      await listen(tcp, { host: options.tcp, port: 6000 + number });
      servers.push(tcp);
    }
  } catch (error) {
    await release();
    if (isCode(error, 'EADDRINUSE')) return undefined;
    throw error;
  }
  return { number, close: release };
}

/** Opens a display. @throws DisplayError when the number, or every number, is taken. */
export async function openDisplay(options: DisplayOptions): Promise<Display> {
  await makeSocketFolder();
  if (options.display !== undefined) {
    const display = await tryDisplay(options.display, options);
    if (display === undefined) throw new DisplayError(`display :${options.display} is taken by another X server`);
    return display;
  }
  for (let number = FIRST_DISPLAY; number < FIRST_DISPLAY + TRIES; number++) {
    const display = await tryDisplay(number, options).catch((error: unknown) => {
      // Another user's stale lock or socket cannot be removed: that number is not ours to take.
      if (isCode(error, 'EACCES') || isCode(error, 'EPERM')) return undefined;
      throw error;
    });
    if (display !== undefined) return display;
  }
  throw new DisplayError(`no free display from :${FIRST_DISPLAY} to :${FIRST_DISPLAY + TRIES - 1}`);
}
