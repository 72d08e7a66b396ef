/**
 * Measures the emulated links against their settings, on this machine's loopback: rate by bulk in each direction, round trip by small messages.
 *
 *     npx tsx bench/link/calibrate.ts [PROFILE...]
 *
 * Ends with exit code 1 where a figure is more than 5 % off (and more than 1 ms, which is what loopback and timers take).
 */
import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { LINK_PROFILES, type LinkProfile } from '../../session/link.ts';
import { LinkProxy } from './link-proxy.ts';

const BULK_SECONDS = 4;
const ROUND_TRIPS = 20;
const ALLOWED = 0.05;
const ALLOWED_MS = 1;

/** What the far side does with a connection, by its first byte. */
const Mode = { echo: 0, swallow: 1, pour: 2 } as const;

async function farSide(): Promise<{ port: number; received: () => number; close: () => void }> {
  let received = 0;
  const chunk = Buffer.alloc(16 * 1024);
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    let mode: number | undefined;
    socket.on('data', (bytes) => {
      let rest = bytes;
      if (mode === undefined) {
        mode = rest[0];
        rest = rest.subarray(1);
        if (mode === Mode.pour) pour(socket, chunk);
      }
      if (mode === Mode.echo && rest.length > 0) socket.write(rest);
      received += rest.length;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { port: address.port, received: () => received, close: () => server.close() };
}

function pour(socket: Socket, chunk: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

async function connect(port: number, mode: number): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  socket.write(Uint8Array.of(mode));
  return socket;
}

/** Bits per second at which a count of bytes grows, once it has begun to grow. */
async function rateOf(count: () => number): Promise<number> {
  const begun = count();
  while (count() === begun) await new Promise((resolve) => setTimeout(resolve, 5));
  const [bytes, time] = [count(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, BULK_SECONDS * 1000));
  return ((count() - bytes) * 8000) / (performance.now() - time);
}

async function measure(profile: LinkProfile): Promise<{ down: number; up: number; roundTrip: number }> {
  const far = await farSide();
  const proxy = await LinkProxy.start({ host: '127.0.0.1', port: 0 }, { host: '127.0.0.1', port: far.port }, profile);
  const port = proxy.port!;
  try {
    const echo = await connect(port, Mode.echo);
    const times: number[] = [];
    for (let i = 0; i <= ROUND_TRIPS; i++) {
      const start = performance.now();
      echo.write('x');
      await once(echo, 'data');
      // The first one waits for the connection.
      if (i > 0) times.push(performance.now() - start);
    }
    echo.destroy();
    times.sort((a, b) => a - b);
    const down = await connect(port, Mode.pour);
    let received = 0;
    down.on('data', (bytes) => (received += bytes.length));
    const downRate = await rateOf(() => received);
    down.destroy();
    const up = await connect(port, Mode.swallow);
    pour(up, Buffer.alloc(16 * 1024));
    const upRate = await rateOf(far.received);
    up.destroy();
    return { down: downRate, up: upRate, roundTrip: times[times.length >> 1]! };
  } finally {
    proxy.close();
    far.close();
  }
}

function off(measured: number, set: number): number {
  return measured / set - 1;
}

const wanted = process.argv.slice(2);
let bad = false;
process.stdout.write('| link | down, off | up, off | round trip, off |\n|---|---|---|---|\n');
for (const profile of LINK_PROFILES) {
  if (wanted.length > 0 && !wanted.includes(profile.name)) continue;
  const { down, up, roundTrip } = await measure(profile);
  const trip = profile.up.delay + profile.down.delay;
  const offs = [off(down, profile.down.rate), off(up, profile.up.rate), off(roundTrip, trip)];
  const percent = offs.map((value) => `${(value * 100).toFixed(1)} %`);
  process.stdout.write(
    `| ${profile.name} | ${(down / 1e6).toFixed(4)} Mbit/s, ${percent[0]} | ${(up / 1e6).toFixed(4)} Mbit/s, ${percent[1]} | ${roundTrip.toFixed(2)} ms, ${percent[2]} |\n`,
  );
  const tripIsOff = Math.abs(offs[2]!) > ALLOWED && Math.abs(roundTrip - trip) > ALLOWED_MS;
  if (Math.abs(offs[0]!) > ALLOWED || Math.abs(offs[1]!) > ALLOWED || tripIsOff) bad = true;
}
process.exit(bad ? 1 : 0);
