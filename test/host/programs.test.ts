/** Real X programs in a session, seen by a headless terminal. */
import sharp from 'sharp';
import { afterEach, describe, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import { linkProfile } from '../../session/link.ts';
import { startTestHost, until, type TestHost } from './support.ts';

let host: TestHost | undefined;

afterEach(async () => {
  await host?.end();
  host = undefined;
});

async function stats(of: TestHost) {
  return of.session.handle.ask('stats', {});
}

async function screenshot(of: TestHost): Promise<Response> {
  return of.api(`/api/sessions/${of.session.id}/screenshot`);
}

const BLACK = 0;
const WHITE = 0xffffff;

/** Pixels of a PNG, three bytes each. */
async function pixelsOf(png: Uint8Array): Promise<{ width: number; height: number; data: Buffer }> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

function countPixels(data: Buffer, color: number): number {
  let count = 0;
  for (let i = 0; i < data.length; i += 3) if (data.readUIntBE(i, 3) === color) count++;
  return count;
}

describe('programs in a session', () => {
  test('xdpyinfo is answered without and with a terminal', async () => {
    host = await startTestHost({ session: { width: 800, height: 600 } });
    const alone = await host.run('xdpyinfo');
    expect(alone).toContain('vendor string:    Farpane');
    expect(alone).toContain('dimensions:    800x600 pixels');
    const stop = new AbortController();
    const viewing = host.view({ size: { width: 500, height: 400 }, untilIdle: undefined, signal: stop.signal });
    await until(
      async () => (await stats(host!)).terminals.some(({ primary }) => primary),
      'a terminal that is primary',
    );
    expect(await host.run('xdpyinfo')).toContain('dimensions:    500x400 pixels');
    stop.abort();
    const view = await viewing;
    expect(view.stats.screen).toEqual({ width: 500, height: 400 });
    expect(view.stats.kinds.requests).toBeGreaterThan(5);
    // The session goes on without it, in the size that it had.
    expect(await host.run('xdpyinfo')).toContain('dimensions:    500x400 pixels');
    expect((await stats(host)).defects).toBe(0);
  });

  test('what is typed into xterm is shown, and the terminal shows what the host has', async () => {
    host = await startTestHost();
    host.start('xterm', '-wf', '-geometry', '60x10+0+0', '-e', 'sh', '-c', 'read line; echo "$line" | rev; sleep 1000');
    const shot = async () => pixelsOf(new Uint8Array(await (await screenshot(host!)).arrayBuffer()));
    await until(async () => countPixels((await shot()).data, WHITE) > 10_000, 'a window');
    const before = countPixels((await shot()).data, BLACK);
    const stop = new AbortController();
    const script = parseScript('move 100 50\nidle 300\ntype "Farpane — ß€\\n"');
    const viewing = host.view({ script, untilIdle: undefined, signal: stop.signal });
    // Twice the text, forwards and backwards, is more ink than a cursor.
    await until(async () => countPixels((await shot()).data, BLACK) > before + 300, 'the text');
    stop.abort();
    const { stats: seen } = await viewing;
    expect(seen.inputToUpdate.count).toBeGreaterThan(0);
    expect(seen.verified.different).toBe(0);
    expect(seen.verified.equal).toBeGreaterThan(0);
    expect((await screenshot(host)).headers.get('content-type')).toBe('image/png');
    expect((await shot()).width).toBe(640);
    await until(async () => {
      const typed = await pixelsOf((await host!.view()).png());
      return countPixels(typed.data, BLACK) > before + 300 && typed.data.equals((await shot()).data);
    }, 'the same picture at both ends');
    expect(host.lines).toEqual([]);
  });

  test('a program outlives its terminals: two at once, then one, then none', async () => {
    host = await startTestHost();
    const program = host.start('xterm', '-geometry', '40x10+0+0', '-e', 'sh', '-c', 'while :; do date; done');
    await until(async () => (await stats(host!)).clients === 1, 'a client');
    for (let i = 0; i < 3; i++) {
      const stop = new AbortController();
      const first = host.view({ untilIdle: undefined, signal: stop.signal });
      await until(async () => (await stats(host!)).terminals.some(({ primary }) => primary), 'a terminal');
      const over = new AbortController();
      const looking = host.view({ untilIdle: undefined, signal: over.signal });
      await until(
        async () => (await stats(host!)).terminals.some(({ primary, verifiedEqual }) => !primary && verifiedEqual > 0),
        'a second terminal with the same state',
      );
      over.abort();
      const second = await looking;
      expect(second.stats.verified).toMatchObject({ different: 0 });
      expect(second.stats.verified.equal).toBeGreaterThan(0);
      stop.abort();
      expect((await first).stats.verified.different).toBe(0);
    }
    const { replies } = await stats(host);
    expect(await host.run('xdpyinfo')).toContain('Farpane');
    expect((await stats(host)).replies).toBeGreaterThan(replies);
    expect(program.exitCode).toBeNull();
    expect((await stats(host)).defects).toBe(0);
  });

  test('over an emulated link every byte arrives, and the round trip is that of the link', async () => {
    host = await startTestHost();
    host.start('xterm', '-geometry', '40x10+0+0', '-e', 'sh', '-c', 'seq 200; sleep 1000');
    const view = await host.view({ link: linkProfile('dsl'), untilIdle: 500 });
    expect(view.stats.link).toBe('dsl');
    expect(view.stats.linkRoundTrip).toBeGreaterThanOrEqual(40);
    expect(view.stats.verified.different).toBe(0);
  });

  test('a program that is told to end does, with the session', async () => {
    host = await startTestHost();
    const { pid } = await host.session.handle.ask('launch', {
      command: ['xterm', '-e', 'sleep', '1000'],
      foreground: false,
    });
    await until(async () => (await stats(host!)).clients === 1, 'a client');
    await host.end();
    host = undefined;
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
