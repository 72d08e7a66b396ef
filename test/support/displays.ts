/** Numbers of X displays and TCP ports for the servers of tests: those of files that run side by side never meet. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';

/** Above the displays that people and the product's own sessions use, and as ports below those that the system gives out by itself. */
const FIRST = 10_000;
const OF_A_WORKER = 1300;
const WORKERS = 16;

const worker = Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS;
/** The worker before may have left its last one for a moment; another run of the tests may be under way. */
let next = Math.floor(Math.random() * OF_A_WORKER);

function candidate(): number {
  next = (next + 1) % OF_A_WORKER;
  return FIRST + worker * OF_A_WORKER + next;
}

/** The number of a display that no X server has. */
export function freeDisplay(): number {
  for (let tries = 0; tries < OF_A_WORKER; tries++) {
    const number = candidate();
    if (!existsSync(`/tmp/.X11-unix/X${number}`) && !existsSync(`/tmp/.X${number}-lock`)) return number;
  }
  throw new Error('no display is free');
}

/** A number that is free as a display and as a port of 127.0.0.1. */
export async function freeDisplayAndPort(): Promise<number> {
  for (let tries = 0; tries < OF_A_WORKER; tries++) {
    const number = freeDisplay();
    if (await isFreePort(number)) return number;
  }
  throw new Error('no port is free');
}

async function isFreePort(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
