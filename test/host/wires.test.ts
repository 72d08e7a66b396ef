/** The wires that ship the log, end to end: real programs, real connections, and both ends' states compared while they run. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import { linkProfile } from '../../session/link.ts';
import { startTestHost, until, type TestHost } from './support.ts';

let host: TestHost | undefined;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-wires-test-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

afterEach(async () => {
  await host?.end();
  host = undefined;
});

async function stats() {
  return host!.session.handle.ask('stats', {});
}

describe('the nx wire', () => {
  test('xterm draws and is typed into; the host orders the log', async () => {
    host = await startTestHost();
    const file = join(folder, 'typed');
    const command = `seq 2000; read line; printf %s "$line" > ${file}; sleep 1000`;
    host.start('xterm', '-wf', '-geometry', '60x20+0+0', '-e', 'sh', '-c', command);
    await until(async () => (await stats()).entries > 300, 'numbers');
    const stop = new AbortController();
    const script = parseScript('move 100 50\nidle 300\ntype "hello\\n"');
    const viewing = host.view({ wire: 'nx', script, verify: true, untilIdle: undefined, signal: stop.signal });
    const typed = async () => readFile(file, 'utf8').catch(() => '');
    await until(async () => (await typed()) === 'hello', 'what was typed');
    stop.abort();
    const view = await viewing;
    expect(view.stats.verified.different).toBe(0);
    expect(view.stats.verified.equal).toBeGreaterThan(0);
    expect(view.stats.kinds.entryBytes).toBeGreaterThan(0);
    expect(view.stats.kinds.requestBytes).toBe(0);
    expect((await stats()).defects).toBe(0);
  });

  test('over a slow link an app goes at the pace of the host', async () => {
    host = await startTestHost();
    const stop = new AbortController();
    const viewing = host.view({ wire: 'nx', link: linkProfile('3g'), untilIdle: undefined, signal: stop.signal });
    await until(async () => (await stats()).terminals.some(({ wire }) => wire === 'nx'), 'a terminal');
    const { replies } = await stats();
    await host.run('xdpyinfo');
    expect((await stats()).replies).toBeGreaterThan(replies);
    await until(async () => (await stats()).terminals.some(({ roundTrip }) => (roundTrip ?? 0) >= 150), 'a round trip');
    stop.abort();
    await viewing.catch(() => {});
  });
});
