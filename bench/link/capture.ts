/**
 * Holds what the bench counts on its link against a packet capture: a workload is played as in a run, tcpdump listens on the loopback at the terminal's side
 * of the link, and the payload of TCP that it saw (each byte once, however often it was sent) is put beside the bench's own count.
 *
 *     npx tsx bench/link/capture.ts [SYSTEM] [WORKLOAD] [LINK]        such as: farpane-thinc text wan; vnc typing 3g
 *
 * Needs root and tcpdump. Ends with exit code 1 where the counts differ, 2 where the machine does not allow it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkProfile } from '../../session/link.ts';
import { makeBundles } from '../bundles.ts';
import { pause } from '../clock.ts';
import { RunGround } from '../ground.ts';
import { PATIENCE } from '../plan.ts';
import { Stage } from '../stage.ts';
import { SYSTEMS } from '../systems/systems.ts';
import { WORKLOADS } from '../workloads/workloads.ts';
import type { LinkPair } from './link-proxy.ts';
import { payloads } from './pcap.ts';

const [systemName = 'farpane-thinc', workloadName = 'text', linkName = 'wan'] = process.argv.slice(2);
const system = SYSTEMS.find(({ name }) => name === systemName);
const workload = WORKLOADS.find(({ name }) => name === workloadName);
const link = linkProfile(linkName);
if (system === undefined || workload === undefined || link === undefined) {
  process.stderr.write('no such system, workload or link\n');
  process.exit(2);
}

/** Until the kernel has handed over what was captured. */
const FLUSH_MS = 300;
const file = join(tmpdir(), `farpane-capture-${process.pid}`);

async function startCapture(port: number): Promise<ChildProcess> {
  const args = ['-i', 'lo', '-s', '128', '-B', '16384', '--immediate-mode', '-U', '-w', file, `tcp port ${port}`];
  const child = spawn('tcpdump', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`tcpdump: ${told.trim()}`)));
    child.stderr.on('data', (text: Buffer) => {
      told += text.toString();
      if (told.includes('listening')) resolve();
    });
  });
  return child;
}

/** Does something, again and again until nothing has crossed the link meanwhile. Gives what crossed it until then. */
async function still<T extends ChildProcess | void>(happen: () => Promise<T>): Promise<{ value: T; bytes: LinkPair }> {
  for (;;) {
    const { bytes } = await ground.counts();
    const value = await happen();
    const { bytes: then } = await ground.counts();
    if (then.down === bytes.down && then.up === bytes.up) return { value, bytes };
    value?.kill();
  }
}

const ground = await RunGround.open(await makeBundles());
let code = 0;
try {
  const running = await system.start(ground, link);
  const stage = new Stage(ground, running, { link, quick: true, patience: PATIENCE.quick });
  stage.begin();
  await stage.rest();
  const port = ground.port;
  // Pings pass now and then: the capture is to begin and to end where none does.
  const first = await still(async () => startCapture(port));
  await workload.play(stage, 1);
  await stage.end();
  await stage.rested();
  const last = await still(async () => pause(FLUSH_MS));
  first.value.kill('SIGINT');
  await once(first.value, 'exit');
  const [before, bytes] = [first.bytes, last.bytes];
  const captured = payloads(await readFile(file), port);
  // Programs of the host's connect to the link where the terminal is the server.
  const [down, up] = system.name === 'x' ? [captured.toPort, captured.fromPort] : [captured.fromPort, captured.toPort];
  process.stdout.write('| direction | bench | capture | packets with payload |\n|---|---|---|---|\n');
  for (const [direction, counted, seen] of [
    ['down', bytes.down - before.down, down],
    ['up', bytes.up - before.up, up],
  ] as const) {
    process.stdout.write(`| ${direction} | ${counted} | ${seen.bytes} | ${seen.packets} |\n`);
    if (counted !== seen.bytes) code = 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  code = 2;
} finally {
  await ground.end();
  await rm(file, { force: true });
}
process.exit(code);
