import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { Authorization } from '../api/connection.ts';
import { Connection } from '../api/connection.ts';
import { openStyleFonts } from '../api/style.ts';
import { Display } from '../api/display.ts';
import type { Timers } from '../api/timers.ts';
import type { Transport } from '../api/transport.ts';

export const nodeTimers: Timers = {
  now: () => performance.now(),
  after: (delay, callback) => {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

interface DisplayAddress {
  readonly host: string;
  readonly number: number;
}

/** `:1`, `:1.0`, `unix:1`, `host:1`. @throws Error for anything else */
export function parseDisplay(name: string): DisplayAddress {
  const match = /^(?:unix|([^:]*)):(\d+)(?:\.\d+)?$/.exec(name);
  if (match === null) throw new Error(`DISPLAY is not host:number: '${name}'`);
  return { host: match[1] ?? '', number: Number(match[2]) };
}

/** Opens the display's socket. Rejects with a plain message when nobody listens. */
async function openSocket({ host, number }: DisplayAddress): Promise<Transport> {
  const socket: Socket =
    host === '' ? connect(`/tmp/.X11-unix/X${number}`) : connect({ host, port: 6000 + number, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (error) => reject(new Error(`cannot reach display ${host}:${number}: ${error.message}`)));
  });
  const transport: Transport = {
    send: (bytes) => socket.write(bytes),
    close: () => socket.end(),
    onBytes: () => {},
    onClose: () => {},
  };
  socket.on('data', (bytes: Buffer) => transport.onBytes(bytes));
  socket.on('error', () => {});
  socket.on('close', () => transport.onClose('the X server has gone'));
  return transport;
}

/** The MIT-MAGIC-COOKIE-1 of a display from an Xauthority file, if it has one. */
export async function readCookie(file: string, { host, number }: DisplayAddress): Promise<Authorization | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  let at = 0;
  const field = (): Buffer => {
    const length = bytes.readUInt16BE(at);
    if (at + 2 + length > bytes.length) throw new RangeError('truncated');
    const value = bytes.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    return value;
  };
  const wanted = host === '' || host === 'localhost' ? hostname() : host;
  let best: Authorization | undefined;
  try {
    while (at + 2 < bytes.length) {
      const family = bytes.readUInt16BE(at);
      at += 2;
      const [address, display, name, data] = [field(), field().toString(), field().toString(), field()];
      if (name !== 'MIT-MAGIC-COOKIE-1' || (display !== '' && display !== String(number))) continue;
      // Family 0xffff is a wildcard; 256 names a host by its local name.
      if (family === 256 && address.toString() === wanted) return { name, data };
      best ??= { name, data };
    }
  } catch {
    // A truncated file: what came before counts.
  }
  return best;
}

/**
 * Connects to an X server as the environment says.
 * @throws Error with a message for the user
 */
export async function connectFromEnvironment(
  environment: { readonly [name: string]: string | undefined } = process.env,
): Promise<Connection> {
  const { DISPLAY, XAUTHORITY } = environment;
  if (DISPLAY === undefined || DISPLAY === '') throw new Error('DISPLAY is not set');
  const address = parseDisplay(DISPLAY);
  const authorization = await readCookie(XAUTHORITY ?? join(homedir(), '.Xauthority'), address);
  const transport = await openSocket(address);
  return Connection.open(transport, { authorization, defer: queueMicrotask });
}

/** As `connectFromEnvironment`, with all that an app needs. */
export async function openDisplay(
  environment: { readonly [name: string]: string | undefined } = process.env,
  openFonts = openStyleFonts,
): Promise<Display> {
  return Display.open(await connectFromEnvironment(environment), nodeTimers, openFonts);
}
