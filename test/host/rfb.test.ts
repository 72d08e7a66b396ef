/** VNC viewers in a session of the real host: our own client for what others cannot be made to do, by TCP and as a WebSocket. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { linkProfile } from '../../session/link.ts';
import { led } from '../../rawpixel/rfb/numbers.ts';
import { differenceAtRest } from '../rawpixel/x-picture.ts';
import { RfbClient } from '../support/rfb-client.ts';
import { DEFAULT_SESSION, startTestHost, until, type TestHost } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'farpane-rfb-'));
let host: TestHost;
let clients: RfbClient[] = [];
let lines = 0;

beforeAll(async () => {
  host = await startTestHost({ session: { rfb: { port: 0, listen: '127.0.0.1' }, keyboard: 'everyone' } });
  host.start('xlogo', '-geometry', '150x120+400+20');
});
afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});
afterAll(async () => {
  await host.end();
  rmSync(folder, { recursive: true });
});

const rfb = () => host.session.handle.info.rfb!;

/** A viewer that knows the password. */
async function viewer(options: ConstructorParameters<typeof Object>[0] = {}): Promise<RfbClient> {
  const client = RfbClient.tcp(rfb().port, { password: rfb().password, ...options });
  clients.push(client);
  await until(() => client.isIn, 'the viewer is in');
  return client;
}

function webSocket(path: string): RfbClient {
  const client = RfbClient.webSocket(`ws://127.0.0.1:${host.front.port}${path}`, {}, ['binary']);
  clients.push(client);
  return client;
}

async function scene(): Promise<Uint32Array> {
  return (await host.session.handle.ask('screenshot', {})).pixels;
}

async function shownWrong(client: RfbClient): Promise<string | undefined> {
  return differenceAtRest(client.connection.width, () => client.picture, scene);
}

/** An xterm over the whole left half, its window open (-wf), that writes the first line typed into it to a file; the pointer is on it. */
async function reader(client: RfbClient): Promise<() => string> {
  const file = join(folder, `line-${++lines}`);
  const command = `touch ${file}.ready; read line; printf %s "$line" > ${file}.new; mv ${file}.new ${file}`;
  host.start('xterm', '-wf', '-geometry', '50x15+0+0', '-u8', '-e', 'sh', '-c', command);
  await until(() => existsSync(`${file}.ready`), 'an xterm');
  client.connection.pointer(60, 60, 0);
  return () => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
}

const keysyms = (text: string): number[] => [...text].map((character) => character.codePointAt(0)!);
const RETURN = 0xff0d;
const CAPS_LOCK = 0xffe5;

async function listed(): Promise<Record<string, unknown>[]> {
  const response = await host.api(`/api/sessions/${host.session.id}/terminals`);
  return (await response.json()) as Record<string, unknown>[];
}

describe('viewers', () => {
  test('with different encodings see the same, are listed, and can be sent away', async () => {
    const tight = await viewer({ encodings: ['Tight', 'CopyRect'] });
    const old = await viewer({ encodings: ['Hextile'], continuous: false, without: ['fence', 'cursor'] });
    expect(await shownWrong(tight)).toBeUndefined();
    expect(await shownWrong(old)).toBeUndefined();
    expect(tight.name).toBe(`Farpane ${host.session.handle.info.display}`);
    const [first, second] = await listed();
    expect(first).toMatchObject({ kind: 'vnc', wire: 'raw', holder: true, viewOnly: false, address: '127.0.0.1' });
    expect(second).toMatchObject({ kind: 'vnc', holder: false });
    const path = `/api/sessions/${host.session.id}/terminals/${String(second!['terminal'])}`;
    expect((await host.api(path, { method: 'DELETE' })).status).toBe(204);
    await until(() => old.closed, 'the viewer is sent away');
    expect(await listed()).toHaveLength(1);
  });

  test('type what the keyboard has, and what it lacks', async () => {
    const client = await viewer();
    const line = await reader(client);
    client.type(...keysyms('Say: "Hi, {x}" #7 '), 0xe4, 0x20ac, 0x1000416, RETURN);
    await until(() => line() !== '', 'the line');
    expect(line()).toBe('Say: "Hi, {x}" #7 ä€Ж');
  });

  test('type while a terminal far away orders the log', async () => {
    const client = await viewer();
    // Over such a link xterm alone would take most of a minute to start.
    const line = await reader(client);
    const over = new AbortController();
    const view = host.view({
      ...{ seconds: 60, untilIdle: undefined, verify: false },
      ...{ link: linkProfile('3g'), signal: over.signal },
    });
    try {
      await until(async () => (await listed()).some(({ primary }) => primary === true), 'a primary');
      client.type(...keysyms('Far: "Away" '), 0x20ac, 0x20ac, ...keysyms(' X'), RETURN);
      await until(() => line() !== '', 'the line');
      expect(line()).toBe('Far: "Away" €€ X');
      expect(await shownWrong(client)).toBeUndefined();
    } finally {
      over.abort();
      await view;
    }
  });

  test('are told of the lock keys', async () => {
    const client = await viewer();
    const other = await viewer();
    client.type(CAPS_LOCK);
    await until(() => [client, other].every(({ leds }) => leds.at(-1) === led.capsLock), 'the light is on');
    client.type(CAPS_LOCK);
    await until(() => [client, other].every(({ leds }) => leds.at(-1) === 0), 'the light is off');
  });

  test('hear the bell', async () => {
    const [client, other] = [await viewer(), await viewer()];
    host.start('xterm', '-e', 'sh', '-c', "printf '\\a'; exec cat");
    await until(() => client.bells > 0 && other.bells > 0, 'the bell');
  });

  test('hold nothing down once they have left', async () => {
    const client = await viewer();
    const line = await reader(client);
    client.connection.key(true, 0xffe1);
    client.connection.key(true, 0xffe3);
    client.connection.pointer(60, 60, 1);
    client.close();
    const other = await viewer();
    other.connection.pointer(60, 60, 0);
    other.type(...keysyms('free'), RETURN);
    await until(() => line() !== '', 'the line');
    expect(line()).toBe('free');
  });

  test('resize the session when they have the keyboard, and are told when they have not', async () => {
    const first = await viewer();
    const second = await viewer();
    await until(() => first.connection.canResize && second.connection.canResize, 'sizes are known');
    first.connection.requestSize(700, 510);
    await until(() => first.answers.length > 0, 'an answer');
    expect(first.answers).toEqual([0]);
    await until(() => second.connection.width === 700, 'the size is told');
    expect(await shownWrong(first)).toBeUndefined();
    expect(await shownWrong(second)).toBeUndefined();
    second.connection.requestSize(500, 400);
    await until(() => second.answers.length > 0, 'an answer');
    expect(second.answers).toEqual([1]);
    expect(second.connection.width).toBe(700);
  });

  test('share the clipboard both ways', async () => {
    const client = await viewer();
    host.start('sh', '-c', 'printf "vom Wirt ☃" | xclip -selection clipboard -loops 0');
    await until(() => client.texts.includes('vom Wirt ☃'), 'the text comes');
    client.connection.setClipboard('zum Wirt 世界');
    await until(
      async () => (await host.run('xclip', '-o', '-selection', 'clipboard')) === 'zum Wirt 世界',
      'the text goes',
    );
  });
});

describe('where only the holder of the keyboard types', () => {
  test('a WebSocket that came first does, and the next when that has left', async () => {
    const { id, token } = await host.front.sessions.start({ ...DEFAULT_SESSION, keyboard: 'holder' }, host.front.token);
    const path = `/session/${id}/rfb?token=${token}`;
    const first = webSocket(path);
    await until(() => first.isIn && first.connection.canResize, 'the first is in');
    const second = webSocket(path);
    await until(() => second.isIn && second.connection.canResize, 'the second is in');
    second.type(CAPS_LOCK);
    // The answer comes after the key has been dealt with.
    second.connection.requestSize(700, 510);
    await until(() => second.answers.length > 0, 'an answer');
    expect(second.answers).toEqual([1]);
    first.type(CAPS_LOCK);
    await until(() => [first, second].every(({ leds }) => leds.at(-1) === led.capsLock), 'the light is on');
    first.close();
    await until(async () => {
      const before = second.answers.length;
      second.connection.requestSize(700, 510);
      await until(() => second.answers.length > before, 'an answer');
      return second.answers.at(-1) === 0;
    }, 'the keyboard');
    second.type(CAPS_LOCK);
    await until(() => second.leds.at(-1) === 0, 'the light is off');
  });
});

describe('who may come in', () => {
  test('a token opens a WebSocket, to look or to take part', async () => {
    const { id, token, viewToken } = host.session;
    const full = webSocket(`/session/${id}/rfb?token=${token}`);
    const looking = webSocket(`/rfb?token=${viewToken}`);
    await until(() => full.isIn && looking.isIn, 'both are in');
    expect(await shownWrong(looking)).toBeUndefined();
    const line = await reader(full);
    looking.connection.pointer(500, 400, 0);
    looking.type(...keysyms('no'), RETURN);
    looking.connection.setClipboard('not from me');
    full.type(...keysyms('yes'), RETURN);
    await until(() => line() !== '', 'the line');
    expect(line()).toBe('yes');
    expect((await listed()).map(({ viewOnly }) => viewOnly)).toEqual([false, true]);
    const mistaken = webSocket('/rfb?token=mistaken');
    await until(() => mistaken.error !== undefined, 'a refusal');
    expect(mistaken.error).toContain('401');
  });

  test('a password does, a wrong one is told so, and soon there are no more tries', async () => {
    const attempt = async (password: string): Promise<string | undefined> => {
      const client = RfbClient.tcp(rfb().port, { password });
      clients.push(client);
      await until(() => client.error !== undefined || client.isIn, 'an answer');
      return client.error;
    };
    expect(await attempt('mistaken')).toBe('refused: wrong password');
    // The lock holds for seconds: on a busy machine it may be over before the right password comes.
    const locked = /^refused: too many wrong passwords from there: try again in \d+ s$/;
    await until(async () => {
      const tries = await Promise.all(Array.from({ length: 8 }, async () => attempt('mistaken')));
      for (const answer of tries) expect(answer).toMatch(/^refused: (too many )?wrong password/);
      return locked.test((await attempt(rfb().password)) ?? '');
    }, 'the lock');
    const none = RfbClient.tcp(rfb().port);
    clients.push(none);
    await until(() => none.error !== undefined, 'an answer');
  });
});
