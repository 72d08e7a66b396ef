/** A session is a process: what befalls one is not another's. */
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_SESSION, startTestHost, until, type TestHost } from './support.ts';
import { lockPath } from '../../host/x11/display.ts';
import { freeDisplay } from '../support/displays.ts';

let host: TestHost | undefined;

afterEach(async () => {
  await host?.end();
  host = undefined;
});

describe('two sessions of one host', () => {
  test('one is killed: the other goes on, and its display can be had again', async () => {
    host = await startTestHost();
    // A number that no other session comes upon once it is free again.
    const number = freeDisplay();
    const other = await host.front.sessions.start({ ...DEFAULT_SESSION, display: number });
    const { display, pid } = other.handle.info;
    const stop = new AbortController();
    const view = host.view({ untilIdle: undefined, signal: stop.signal, verify: true });
    await until(
      async () => (await host!.session.handle.ask('stats', {})).terminals.some(({ primary }) => primary),
      'a terminal',
    );
    process.kill(pid, 'SIGKILL');
    await other.handle.exited;
    expect(host.front.sessions.list.map(({ id }) => id)).toEqual([host.session.id]);
    expect(await host.run('xdpyinfo')).toContain('Farpane');
    stop.abort();
    const { stats } = await view;
    expect(stats.verified).toMatchObject({ different: 0 });
    await expect(other.handle.ask('stats', {})).rejects.toThrow('the session has ended');

    // Its lock file is still there, and stale.
    expect(await readFile(lockPath(number), 'latin1')).toContain(String(pid));
    const third = await host.front.sessions.start({ ...DEFAULT_SESSION, display: number });
    expect(third.handle.info.display).toBe(display);
  });

  test('each has a token, a cookie and a display of its own', async () => {
    host = await startTestHost();
    const other = await host.front.sessions.start(DEFAULT_SESSION);
    expect(other.token).not.toBe(host.session.token);
    expect(other.handle.info.display).not.toBe(host.session.handle.info.display);
    const environment = { ...host.environment, DISPLAY: other.handle.info.display };
    const { execFile } = await import('node:child_process');
    // The cookie of one session opens no other.
    const failure = new Promise((resolve) => execFile('xdpyinfo', [], { env: environment }, resolve));
    expect(await failure).toBeInstanceOf(Error);
    expect((await host.api(`/api/sessions/${other.id}`, {}, other.token)).status).toBe(200);
    expect((await host.api(`/api/sessions/${host.session.id}`, {}, other.token)).status).toBe(401);
  });

  test('a display that is taken is refused with the reason', async () => {
    host = await startTestHost();
    const display = host.displayNumber;
    await expect(host.front.sessions.start({ ...DEFAULT_SESSION, display })).rejects.toThrow(
      `display :${display} is taken by another X server`,
    );
    expect(host.front.sessions.list).toHaveLength(1);
  });
});
