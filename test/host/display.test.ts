/** The display's place in the system: lock file, socket, stale ones, and what is left when it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { freeDisplay } from '../support/displays.ts';
import { lockPath, openDisplay, socketPath, type Display } from '../../host/x11/display.ts';

const NUMBER = freeDisplay();

const open: Display[] = [];

afterEach(async () => {
  for (const display of open.splice(0)) await display.close();
});

async function start(display: number | undefined, tcp?: string): Promise<Display> {
  const opened = await openDisplay({ display, tcp, connected: (socket) => socket.destroy() });
  open.push(opened);
  return opened;
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** A socket file whose server was killed. */
async function leaveSocket(path: string): Promise<void> {
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', program], { stdio: 'ignore' }), 'exit');
  expect(await isThere(path)).toBe(true);
}

describe('a display', () => {
  test('has a lock file as X servers write it, and a socket for everybody', async () => {
    await start(NUMBER);
    expect(await readFile(lockPath(NUMBER), 'latin1')).toBe(`${String(process.pid).padStart(10)}\n`);
    expect((await stat(lockPath(NUMBER))).mode & 0o777).toBe(0o444);
    const socket = await stat(socketPath(NUMBER));
    expect(socket.isSocket()).toBe(true);
    expect(socket.mode & 0o777).toBe(0o777);
  });

  test('leaves nothing behind when it ends', async () => {
    const display = await start(NUMBER);
    await display.close();
    open.pop();
    expect(await isThere(lockPath(NUMBER))).toBe(false);
    expect(await isThere(socketPath(NUMBER))).toBe(false);
  });

  test('is refused while another has the number, and free then', async () => {
    // A running process that is not ours to ask.
    await writeFile(lockPath(NUMBER), `${String(process.ppid).padStart(10)}\n`);
    try {
      await expect(start(NUMBER)).rejects.toThrow(`display :${NUMBER} is taken by another X server`);
    } finally {
      await unlink(lockPath(NUMBER));
    }
    await start(NUMBER);
  });

  test('takes the number over from a lock whose process is gone, with the socket that it left', async () => {
    // Above the largest process id that Linux gives.
    await writeFile(lockPath(NUMBER), `${String(4_194_305).padStart(10)}\n`);
    await leaveSocket(socketPath(NUMBER));
    await start(NUMBER);
    const client = connect(socketPath(NUMBER));
    await once(client, 'connect');
    client.destroy();
    expect(await readFile(lockPath(NUMBER), 'latin1')).toContain(String(process.pid));
  });

  test('takes a lock file over that says nothing', async () => {
    await writeFile(lockPath(NUMBER), 'rubbish');
    await start(NUMBER);
  });

  test('is refused where a server without a lock file answers on the socket', async () => {
    const server = createServer((socket) => socket.destroy()).listen(socketPath(NUMBER));
    await once(server, 'listening');
    try {
      await expect(start(NUMBER)).rejects.toThrow('is taken');
      expect(await isThere(lockPath(NUMBER))).toBe(false);
    } finally {
      server.close();
      await once(server, 'close');
    }
  });

  test('without a number is the first free one from 10 on', async () => {
    const [one, two] = [await start(undefined), await start(undefined)];
    expect(one.number).toBeGreaterThanOrEqual(10);
    // A smaller one may have become free meanwhile.
    expect(two.number).toBeGreaterThanOrEqual(10);
    expect(two.number).not.toBe(one.number);
  });

  test('listens on TCP only when asked to, and only there', async () => {
    const answers = async (): Promise<boolean> => {
      const socket = connect(6000 + NUMBER, '127.0.0.1');
      return new Promise((resolve) => {
        socket.once('connect', () => {
          socket.destroy();
          resolve(true);
        });
        socket.once('error', () => resolve(false));
      });
    };
    const quiet = await start(NUMBER);
    expect(await answers()).toBe(false);
    await quiet.close();
    open.pop();
    await start(NUMBER, '127.0.0.1');
    expect(await answers()).toBe(true);
  });
});
