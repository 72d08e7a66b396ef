/** Sessions end in order: when their lease is over, and when their host is gone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { durationOption } from '../../cli/values.ts';
import { Lease } from '../../host/lease.ts';
import { withRecording } from '../../host/recording/recording-file.ts';
import { RfbClient } from '../support/rfb-client.ts';
import { startTestHost, until, type TestHost } from './support.ts';

const COMMAND = fileURLToPath(new URL('../../cli/bin/farpane.mjs', import.meta.url));

let folder: string;
let host: TestHost | undefined;
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-lease-test-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await host?.end();
  host = undefined;
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  child = undefined;
});

function farpane(...args: string[]): { process: ChildProcess; output: () => string; errors: () => string } {
  const started = spawn(process.execPath, [COMMAND, ...args]);
  child = started;
  let [stdout, stderr] = ['', ''];
  started.stdin.end();
  started.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  started.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return { process: started, output: () => stdout, errors: () => stderr };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a lease', () => {
  test('is over when no terminal was there for its time, and not before', () => {
    vi.useFakeTimers();
    try {
      let over = 0;
      const lease = new Lease(10_000, () => over++);
      vi.advanceTimersByTime(9000);
      lease.update(true);
      expect(lease.stats).toEqual({ seconds: 10, left: undefined });
      vi.advanceTimersByTime(100_000);
      lease.update(true);
      lease.update(false);
      vi.advanceTimersByTime(4000);
      lease.update(false);
      expect(lease.stats).toEqual({ seconds: 10, left: 6 });
      vi.advanceTimersByTime(5999);
      expect(over).toBe(0);
      vi.advanceTimersByTime(1);
      expect(over).toBe(1);
      vi.advanceTimersByTime(100_000);
      expect(over).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test('longer than a timer takes is kept', () => {
    vi.useFakeTimers();
    try {
      let over = 0;
      const days = 60 * 86_400_000;
      const lease = new Lease(days, () => over++);
      vi.advanceTimersByTime(days - 1);
      expect(over).toBe(0);
      vi.advanceTimersByTime(2);
      expect(over).toBe(1);
      lease.stop();
    } finally {
      vi.useRealTimers();
    }
  });

  test('keeps a session while a terminal is attached, and ends it in order behind the last', async () => {
    const record = join(folder, 'lease.fprec');
    // A busy machine takes its time until the first terminal is there.
    host = await startTestHost({ session: { lease: 12_000, record } });
    const { handle } = host.session;
    const stop = new AbortController();
    const view = host.view({ untilIdle: undefined, verify: false, signal: stop.signal });
    const left = async () => (await handle.ask('stats', {})).lease?.left;
    await until(async () => (await handle.ask('stats', {})).terminals.some(({ primary }) => primary), 'a terminal');
    expect(await left()).toBeUndefined();
    const program = await handle.ask('launch', { command: ['xlogo'], foreground: false });
    stop.abort();
    await view;
    await until(async () => (await left()) !== undefined, 'the time without terminals');
    expect((await handle.ask('stats', {})).lease?.seconds).toBe(12);
    await handle.exited;
    expect(handle.endedBy).toBe('lease');
    expect(host.lines).toContain(`session ${host.session.id}: it ends: no terminal for 12 s`);
    expect(host.front.sessions.list).toEqual([]);
    expect(isRunning(program.pid)).toBe(false);
    expect(await isThere(handle.info.xauthority)).toBe(false);
    await withRecording(record, async ({ table }) => expect(table.closed).toBe(true));
  });

  test('keeps a session while there is a VNC viewer, and ends it when the last has left', async () => {
    host = await startTestHost({ session: { lease: 12_000, rfb: { port: 0, listen: '127.0.0.1' } } });
    const { handle } = host.session;
    const { port, password } = handle.info.rfb!;
    const left = async () => (await handle.ask('stats', {})).lease?.left;
    const viewers = [RfbClient.tcp(port, { password }), RfbClient.tcp(port, { password })];
    await until(() => viewers.every(({ isIn }) => isIn), 'two viewers');
    await until(async () => (await left()) === undefined, 'no end in sight');
    viewers[0]!.close();
    await until(async () => (await handle.ask('stats', {})).terminals.length === 1, 'one viewer');
    expect(await left()).toBeUndefined();
    viewers[1]!.close();
    await until(async () => (await left()) !== undefined, 'the time without viewers');
    await handle.exited;
    expect(handle.endedBy).toBe('lease');
  });

  test('over ends serve with 0', async () => {
    const serve = farpane('serve', '--port', '0', '--lease', '1s');
    expect((await once(serve.process, 'exit'))[0]).toBe(0);
    expect(serve.errors()).toMatch(/^farpane: session \w+: it ends: no terminal for 1 s\n$/);
  });

  test('over ends run with 124', async () => {
    const run = farpane('run', '--lease', '1s', '--', 'sleep', '1000');
    expect((await once(run.process, 'exit'))[0]).toBe(124);
  });

  test('is given as a user writes times', () => {
    const times = ['1s', '90s', '30m', '8h', '2d', '365d'];
    expect(times.map((time) => durationOption('lease', time) / 1000)).toEqual([
      1, 90, 1800, 28_800, 172_800, 31_536_000,
    ]);
    for (const time of ['90', '0s', '1.5h', 'soon', '366d', '', '-1s', '1 h', '9999999999s']) {
      expect(() => durationOption('lease', time)).toThrow('--lease takes a time such as 90s, 30m, 8h or 2d');
    }
  });
});

describe('a host that is killed', () => {
  test('leaves no programs and no files of its session but the recording', async () => {
    const record = join(folder, 'orphan.fprec');
    const serve = farpane('serve', '--port', '0', '--json', '--record', record);
    await until(() => serve.output().includes('\n'), 'the host ready');
    const ready = JSON.parse(serve.output()) as Record<'url' | 'token' | 'sessionId' | 'xauthority', string>;
    const launched = await fetch(new URL(`/api/sessions/${ready.sessionId}/programs`, ready.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' },
      // Losing its display would end a program of X by itself.
      body: JSON.stringify({ command: ['sleep', '10000'] }),
    });
    const { pid } = (await launched.json()) as { pid: number };
    serve.process.kill('SIGKILL');
    await until(() => !isRunning(pid), 'the end of the program');
    await until(async () => !(await isThere(dirname(ready.xauthority))), 'the end of its files');
    await withRecording(record, async ({ keyframes }) => expect(keyframes).not.toHaveLength(0));
  });
});
