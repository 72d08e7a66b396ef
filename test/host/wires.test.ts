/** The wires that ship the log, end to end: real programs, real connections, and both ends' states compared while they run. */
import { afterEach, describe, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import { linkProfile } from '../../session/link.ts';
import { startTestHost, until, type TestHost } from './support.ts';

let host: TestHost | undefined;

afterEach(async () => {
  await host?.end();
  host = undefined;
});

async function stats() {
  return host!.session.handle.ask('stats', {});
}

describe('the nx wire', () => {
  test('xterm draws and is typed into; the host orders the log', { timeout: 60_000 }, async () => {
    host = await startTestHost();
    host.start('xterm', '-geometry', '60x20+0+0', '-e', 'sh', '-c', 'seq 2000; read line; echo "$line"; sleep 1000');
    const script = parseScript('move 100 50\nidle 300\ntype "hello\\n"\nidle 300');
    const view = await host.view({ wire: 'nx', script, verify: true });
    expect(view.stats.verified.different).toBe(0);
    expect(view.stats.verified.equal).toBeGreaterThan(0);
    expect(view.stats.kinds.entryBytes).toBeGreaterThan(0);
    expect(view.stats.kinds.requestBytes).toBe(0);
    expect((await stats()).defects).toBe(0);
  });

  test('over a slow link an app goes at the pace of the host', { timeout: 60_000 }, async () => {
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
