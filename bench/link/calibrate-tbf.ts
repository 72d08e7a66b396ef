/**
 * Holds the emulated links against the kernel's own shaper: `tc qdisc ... tbf` on the loopback of a network namespace made for it, and bulk over
 * plain TCP through that, beside bulk through our link set to the same rate. Needs root, `ip` and `tc`.
 *
 *     npx tsx bench/link/calibrate-tbf.ts [PROFILE...]
 *
 * Both are compared as rates of payload: tbf counts headers, ours does not. Ends with exit code 1 where they are more than 5 % apart, 2 where the
 * machine does not allow it.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { LINK_PROFILES, type LinkProfile } from '../../session/link.ts';
import { pause } from '../clock.ts';
import { LinkProxy } from './link-proxy.ts';

const ALLOWED = 0.05;
/** Ethernet's, so that segments are those of a real link. */
const MTU = 1500;
/** What a segment carries of a frame: the MTU without IP's and TCP's headers and the usual time stamps, of the MTU with Ethernet's header. */
const PAYLOAD_SHARE = (MTU - 52) / (MTU + 14);
const SETTLE_MS = 2000;
const MEASURE_MS = 5000;

/** Bits of payload per second down a TCP connection, through our link where a profile is given. */
async function bulkRate(profile?: LinkProfile): Promise<number> {
  const chunk = Buffer.alloc(16 * 1024);
  const server = createServer((socket) => {
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', more);
    socket.on('error', () => socket.destroy());
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const far = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const proxy = profile && (await LinkProxy.start({ host: '127.0.0.1', port: 0 }, far, profile));
  const socket = createConnection({ host: '127.0.0.1', port: proxy?.port ?? far.port });
  let received = 0;
  socket.on('data', (bytes) => (received += bytes.length));
  await pause(SETTLE_MS);
  const [before, began] = [received, performance.now()];
  await pause(MEASURE_MS);
  const rate = ((received - before) * 8000) / (performance.now() - began);
  socket.destroy();
  proxy?.close();
  server.close();
  return rate;
}

function shapedRate(profile: LinkProfile): number {
  const name = `farpane-${process.pid}`;
  const ip = (...args: string[]): string =>
    execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  ip('netns', 'add', name);
  try {
    const inside = (...args: string[]): string => ip('netns', 'exec', name, ...args);
    // Segments as on a wire: joined ones would be counted with one header for many.
    inside('ip', 'link', 'set', 'lo', 'mtu', String(MTU), 'gso_max_segs', '1', 'up');
    const burst = String(Math.max(2 * (MTU + 14), Math.round(profile.down.rate / 8 / 250)));
    inside(
      'tc',
      'qdisc',
      'add',
      'dev',
      'lo',
      'root',
      'tbf',
      'rate',
      `${profile.down.rate}bit`,
      'burst',
      burst,
      'latency',
      '100ms',
    );
    return Number(inside(process.execPath, '--import', 'tsx', fileURLToPath(import.meta.url), '--bulk'));
  } finally {
    ip('netns', 'del', name);
  }
}

const wanted = process.argv.slice(2);
if (wanted[0] === '--bulk') {
  process.stdout.write(String(await bulkRate()));
  process.exit(0);
}
let bad = false;
process.stdout.write('| link | tbf, payload Mbit/s | ours | apart |\n|---|---|---|---|\n');
for (const profile of LINK_PROFILES) {
  // Slower links would need minutes for a rate that says anything.
  if (wanted.length > 0 ? !wanted.includes(profile.name) : profile.down.rate < 1e6) continue;
  let shaped: number;
  try {
    shaped = shapedRate(profile);
  } catch (error) {
    process.stderr.write(`this machine does not allow it: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
  const ours = await bulkRate({ ...profile, down: { ...profile.down, rate: profile.down.rate * PAYLOAD_SHARE } });
  const apart = ours / shaped - 1;
  bad ||= Math.abs(apart) > ALLOWED;
  process.stdout.write(
    `| ${profile.name} | ${(shaped / 1e6).toFixed(3)} | ${(ours / 1e6).toFixed(3)} | ${(apart * 100).toFixed(1)} % |\n`,
  );
}
process.exit(bad ? 1 : 0);
