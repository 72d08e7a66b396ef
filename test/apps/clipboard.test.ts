import { spawn } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clipboard } from '../../apps/api/clipboard.ts';
import { decodeUtf8Loosely, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { startServer, until, type AppServer } from './support.ts';

let server: AppServer;
beforeAll(async () => {
  server = await startServer({ width: 320, height: 240 });
});
afterAll(() => server.close());

/** Longer than one request may be: goes by INCR. */
const LONG = 'Zeile · строка · γραμμή\n'.repeat(60_000);

it('encodes UTF-8 as Node does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = encodeUtf8(text);
      expect(bytes).toEqual(new Uint8Array(new TextEncoder().encode(text)));
      expect(decodeUtf8Loosely(bytes)).toBe(text);
    }),
  );
});

it('takes any bytes for text', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => decodeUtf8Loosely(bytes).length <= bytes.length));
});

it('passes text between apps, short and long, by both selections', async () => {
  const [one, two] = [await server.display(), await server.display()];
  for (const selection of ['clipboard', 'primary'] as const) {
    expect(await two.clipboard.read(selection)).toBeUndefined();
    for (const text of ['Grüße · Привет', LONG]) {
      one.clipboard.write(text, 0, selection);
      await one.connection.sync();
      // An owner that takes long is taken to have nothing.
      await until('the text', async () => (await two.clipboard.read(selection)) === text);
    }
  }
  const lost: string[] = [];
  one.clipboard.onLost = (selection) => lost.push(selection);
  two.clipboard.write('mine now', 0);
  await until('the loss', () => lost.includes('clipboard'));
  await until('the new text', async () => (await one.clipboard.read()) === 'mine now');
});

it('waits anew for each piece of a long text', async () => {
  const [one, two] = [await server.display(), await server.display()];
  one.clipboard.write(LONG, 0);
  await one.connection.sync();
  const waits: { over: boolean }[] = [];
  const after = (): (() => void) => {
    const wait = { over: false };
    waits.push(wait);
    return () => (wait.over = true);
  };
  const reader = new Clipboard(two.connection, two.atoms, { now: () => 0, after });
  expect((await reader.read()) === LONG).toBe(true);
  expect(waits.length).toBeGreaterThan(3);
  expect(waits.every(({ over }) => over)).toBe(true);
});

it('gives to and takes from xclip', async () => {
  const display = await server.display();
  display.clipboard.write('for xclip: ñ', 0);
  await display.connection.sync();
  expect(await server.output('xclip', '-o', '-selection', 'clipboard', '-t', 'UTF8_STRING')).toBe('for xclip: ñ');
  display.clipboard.write(LONG, 0);
  await display.connection.sync();
  const long = await server.output('xclip', '-o', '-selection', 'clipboard', '-t', 'UTF8_STRING');
  expect(long === LONG).toBe(true);
  expect(await server.output('xclip', '-o', '-selection', 'clipboard', '-t', 'TARGETS')).toContain('UTF8_STRING');

  const xclip = spawn('xclip', ['-i', '-selection', 'clipboard', '-quiet'], {
    env: { ...process.env, DISPLAY: server.name, XAUTHORITY: '/nonexistent' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  xclip.stdin.end(LONG);
  try {
    const other = await server.display();
    const taken = await until('the text of xclip', async () => {
      const text = await other.clipboard.read();
      return text === LONG ? text : undefined;
    });
    expect(taken.length).toBe(LONG.length);
  } finally {
    xclip.kill('SIGKILL');
  }
});
