import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose, keysymText, upperKeysym } from '../../apps/api/keysyms.ts';
import { MessageStream } from '../../apps/api/message-stream.ts';
import { connectFromEnvironment, parseDisplay, readCookie } from '../../apps/node/socket-transport.ts';
import { SERVERS, type AppServer } from './support.ts';

describe.each(SERVERS)('on $kind', ({ start }) => {
  let server: AppServer;
  beforeAll(async () => {
    server = await start({ width: 300, height: 200 });
  });
  afterAll(() => server.close());

  it('matches replies beyond 65,536 requests, and errors to the right one', async () => {
    const connection = await server.connect();
    const failures: string[] = [];
    connection.onError = (error) => failures.push(error.message);
    for (let i = 0; i < 70_000; i++) connection.send('NoOperation', {});
    const names = Promise.all([1, 39, 68].map((atom) => connection.query('GetAtomName', { atom })));
    connection.send('UnmapWindow', { window: 7 });
    expect((await names).map(({ name }) => name)).toEqual(['PRIMARY', 'WM_NAME', 'WM_TRANSIENT_FOR']);
    await connection.sync();
    expect(failures).toEqual(['UnmapWindow: BadWindow (0x7)']);
    for (let i = 0; i < 40_000; i++) connection.send('NoOperation', {});
    await connection.sync();
    await expect(connection.query('GetAtomName', { atom: 0x7fffff })).rejects.toThrow('GetAtomName: BadAtom');
  });

  it('rejects what waits when the server goes', async () => {
    const connection = await server.connect();
    const reasons: string[] = [];
    connection.onClose = (reason) => reasons.push(reason);
    const waiting = connection.query('GetInputFocus', {});
    connection.close();
    await expect(waiting).rejects.toThrow('closed by the app');
    await expect(connection.sync()).rejects.toThrow('the connection is closed');
    expect(reasons).toEqual(['closed by the app']);
  });

  it('sends images beyond the plain request limit', async () => {
    const connection = await server.connect();
    const [pid, gc] = [connection.newId(), connection.newId()];
    connection.send('CreatePixmap', { depth: 24, pid, drawable: connection.root, width: 400, height: 400 });
    connection.send('CreateGC', { cid: gc, drawable: pid, valueList: {} });
    const data = Uint8Array.from({ length: 400 * 400 * 4 }, (_, i) => (i % 4 === 3 ? 0 : (i * 7) % 251));
    const area = { x: 0, y: 0, width: 400, height: 400 };
    connection.send('PutImage', {
      format: 2,
      drawable: pid,
      gc,
      ...area,
      dstX: 0,
      dstY: 0,
      leftPad: 0,
      depth: 24,
      data,
    });
    const image = await connection.query('GetImage', { format: 2, drawable: pid, ...area, planeMask: 0xffffff });
    expect(Buffer.from(image.data).equals(Buffer.from(data))).toBe(true);
  });
});

it('cuts messages out of a stream that comes in any pieces', () => {
  const reply = new Uint8Array(40);
  reply[0] = 1;
  reply[4] = 2;
  const event = new Uint8Array(32).fill(12, 0, 1);
  const stream = new MessageStream(true);
  const all = [...reply, ...event, ...reply];
  const messages = all.flatMap((byte) => stream.push(Uint8Array.of(byte)));
  expect(messages).toEqual([reply, event, reply].map((message) => (message.length === 40 ? message : event)));
});

it('reads names of displays', () => {
  expect(parseDisplay(':1')).toEqual({ host: '', number: 1 });
  expect(parseDisplay('unix:2.0')).toEqual({ host: '', number: 2 });
  expect(parseDisplay('there:12')).toEqual({ host: 'there', number: 12 });
  expect(() => parseDisplay('here')).toThrow("DISPLAY is not host:number: 'here'");
});

it('says what is missing', async () => {
  await expect(connectFromEnvironment({})).rejects.toThrow('DISPLAY is not set');
  await expect(connectFromEnvironment({ DISPLAY: ':61111' })).rejects.toThrow('cannot reach display :61111');
});

it('finds the cookie of a display in an Xauthority file', async () => {
  const entry = (family: number, address: string, display: string, name: string, data: number[]): number[] => {
    const field = (bytes: number[]): number[] => [bytes.length >> 8, bytes.length & 255, ...bytes];
    const text = (value: string): number[] => field([...Buffer.from(value)]);
    return [family >> 8, family & 255, ...text(address), ...text(display), ...text(name), ...field(data)];
  };
  const folder = await mkdtemp(join(tmpdir(), 'farpane-auth-'));
  const file = join(folder, 'Xauthority');
  try {
    const mit = 'MIT-MAGIC-COOKIE-1';
    const bytes = [
      ...entry(256, 'elsewhere', '5', mit, [1]),
      ...entry(256, hostname(), '6', mit, [2]),
      ...entry(256, hostname(), '5', 'XDM-AUTHORIZATION-1', [3]),
      ...entry(256, hostname(), '5', mit, [4, 5]),
    ];
    await writeFile(file, Uint8Array.from(bytes));
    const found = async (number: number) => (await readCookie(file, { host: '', number }))?.data;
    expect([...(await found(5))!]).toEqual([4, 5]);
    expect([...(await found(6))!]).toEqual([2]);
    expect(await found(7)).toBeUndefined();
    // Cut short in the last entry: the earlier one for this display still counts.
    await writeFile(file, Uint8Array.from(bytes.slice(0, -1)));
    expect([...(await found(5))!]).toEqual([1]);
    expect(await readCookie(join(folder, 'none'), { host: '', number: 5 })).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('knows the characters of keysyms', () => {
  const typed = [0x41, 0xe9, 0x20ac, 0x6c6, 0x6e6, 0x7e1, 0x1b1, 0x1000416, 0x101f600, 0xffb7, 0x13bd];
  expect(typed.map(keysymText)).toEqual(['A', 'é', '€', 'ф', 'Ф', 'α', 'ą', 'Ж', '😀', '7', 'œ']);
  // The last of each table, where a slip in the middle would show.
  expect([0x1ff, 0x2fe, 0x3fe, 0x6ff, 0x7f9, 0x5e1].map(keysymText)).toEqual(['˙', 'ŝ', 'ū', 'Ъ', 'ω', '']);
  expect([0xff0d, 0xffe1, 0xfe51].map(keysymText)).toEqual(['', '', '']);
  expect([0x61, 0xe9, 0x6c6, 0x1000436, 0x31].map(upperKeysym)).toEqual([0x41, 0xc9, 0x6e6, 0x1000416, 0x31]);
});

it('composes dead keys', () => {
  expect(compose(0xfe51, 'e')).toBe('é');
  expect(compose(0xfe57, 'U')).toBe('Ü');
  expect(compose(0xfe53, 'n')).toBe('ñ');
  expect(compose(0xfe52, ' ')).toBe('^');
  expect(compose(0xfe51, 'q')).toBe('´q');
});
