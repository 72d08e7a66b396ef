/** Who gets in, and who does not. */
import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { isAllowedOrigin, isLoopback, isToken, parseOrigin, sameToken } from '../../host/security.ts';
import { encodeXauthority, MAGIC_COOKIE } from '../../host/x11/xauthority.ts';
import { encodeSetupRequest, decodeSetupReply, type SetupReply } from '../../xserver/protocol/setup.ts';
import { connectX, readBytes, startTestHost, type TestHost } from './support.ts';

let host: TestHost;

beforeAll(async () => {
  host = await startTestHost({ allowOrigins: ['https://desk.example.org'] });
});

afterAll(async () => {
  await host.end();
});

/** The entry of our format for any address. */
async function cookieOf(path: string): Promise<Uint8Array> {
  return (await readFile(path)).subarray(-16);
}

async function setUp(
  littleEndian: boolean,
  name: string,
  data: Uint8Array,
  version = 11,
  display = host.displayNumber,
) {
  const socket = await connectX(display);
  socket.write(
    encodeSetupRequest({
      littleEndian,
      protocolMajorVersion: version,
      protocolMinorVersion: 0,
      authorizationName: name,
      authorizationData: data,
    }),
  );
  const reply = await readBytes(socket, 40);
  const length = 8 + (littleEndian ? reply.readUInt16LE(6) : reply.readUInt16BE(6)) * 4;
  const whole = reply.length < length ? Buffer.concat([reply, await readBytes(socket, length - reply.length)]) : reply;
  socket.destroy();
  return decodeSetupReply(Uint8Array.from(whole.subarray(0, length)), littleEndian);
}

function reasonOf(reply: SetupReply): string {
  return reply.status === 'success' ? 'success' : reply.reason;
}

describe('X clients', () => {
  test('with the cookie come in, in both byte orders', async () => {
    const cookie = await cookieOf(host.session.handle.info.xauthority);
    for (const littleEndian of [true, false]) {
      expect(reasonOf(await setUp(littleEndian, MAGIC_COOKIE, cookie))).toBe('success');
    }
  });

  test('without it are refused, in the words of X', async () => {
    const cookie = await cookieOf(host.session.handle.info.xauthority);
    const wrong = cookie.map((byte, i) => (i === 15 ? byte ^ 1 : byte));
    const none = new Uint8Array(0);
    expect(reasonOf(await setUp(true, '', none))).toBe(
      'Authorization required, but no authorization protocol specified\n',
    );
    for (const littleEndian of [true, false]) {
      expect(reasonOf(await setUp(littleEndian, MAGIC_COOKIE, wrong))).toBe('Invalid MIT-MAGIC-COOKIE-1 key');
    }
    expect(reasonOf(await setUp(true, MAGIC_COOKIE, cookie.subarray(0, 15)))).toBe('Invalid MIT-MAGIC-COOKIE-1 key');
    expect(reasonOf(await setUp(true, 'XDM-AUTHORIZATION-1', cookie))).toContain('not supported');
    expect(reasonOf(await setUp(true, MAGIC_COOKIE, cookie, 10))).toBe('Protocol version mismatch');
  });

  test('what is no X client is disconnected', async () => {
    const socket = await connectX(host.displayNumber);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    expect(await readBytes(socket, 1)).toHaveLength(0);
  });

  test('--ac lets everybody in; so does xhost +, until xhost -', async () => {
    const open = await startTestHost({ session: { accessControl: false } });
    try {
      expect(reasonOf(await setUp(true, '', new Uint8Array(0), 11, open.displayNumber))).toBe('success');
    } finally {
      await open.end();
    }
    await host.run('xhost', '+');
    expect(reasonOf(await setUp(true, '', new Uint8Array(0)))).toBe('success');
    await host.run('xhost', '-');
    expect(reasonOf(await setUp(true, '', new Uint8Array(0)))).not.toBe('success');
  });

  test("the cookie's file is the user's alone, and xauth reads it", async () => {
    const { xauthority } = host.session.handle.info;
    const { mode } = await stat(xauthority);
    expect(mode & 0o777).toBe(0o600);
    const cookie = Buffer.from(await cookieOf(xauthority)).toString('hex');
    const list = await host.run('xauth', '-f', xauthority, 'list');
    expect(list).toContain(`:${host.displayNumber}  ${MAGIC_COOKIE}  ${cookie}`);
  });

  test('an Xauthority entry is laid out as libXau has it', () => {
    const entry = { family: 256, address: Buffer.from('me'), display: '7', name: 'N', data: Uint8Array.of(1, 2, 3) };
    expect(encodeXauthority([entry]).toString('hex')).toBe('0100' + '00026d65' + '000137' + '00014e' + '0003010203');
  });
});

/** What becomes of a WebSocket: 'open', or the status of the answer. */
async function upgrade(path: string, headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.front.port}${path}`, { headers });
    socket.once('open', () => {
      resolve('open');
      socket.terminate();
    });
    socket.once('unexpected-response', (_request, response) => {
      resolve(String(response.statusCode));
      response.destroy();
    });
    socket.once('error', () => resolve('error'));
  });
}

describe('terminals', () => {
  test('come in with the token of their session only', async () => {
    const { id, token } = host.session;
    const path = `/session/${id}/terminal`;
    expect(await upgrade(`${path}?token=${token}`)).toBe('open');
    for (const query of ['', '?token=', `?token=${token}x`, `?token=${token.slice(0, -1)}`, '?token=%00']) {
      expect(await upgrade(path + query)).toBe('401');
    }
    expect(await upgrade(`/session/${id}x/terminal?token=${token}`)).toBe('401');
    expect(await upgrade(`/session/../terminal?token=${token}`)).toBe('404');
    expect(await upgrade(`/?token=${token}`)).toBe('404');
  });

  test('of a page of another origin are refused, unless it is allowed', async () => {
    const { id, token } = host.session;
    const path = `/session/${id}/terminal?token=${token}`;
    const own = `http://127.0.0.1:${host.front.port}`;
    expect(await upgrade(path, { origin: own })).toBe('open');
    expect(await upgrade(path, { origin: 'https://desk.example.org' })).toBe('open');
    for (const origin of [
      'https://evil.example.org',
      'null',
      own.replace('http', 'https'),
      'https://desk.example.org.evil.org',
    ]) {
      expect(await upgrade(path, { origin })).toBe('403');
    }
  });
});

describe('tokens and origins', () => {
  test('a token is compared whole', () => {
    expect(sameToken('abcdefgh', 'abcdefgh')).toBe(true);
    expect(sameToken('abcdefg', 'abcdefgh')).toBe(false);
    expect(sameToken('', '')).toBe(true);
    expect(sameToken(undefined, '')).toBe(false);
  });

  test('a token of the user must be able to travel in a URL', () => {
    expect(isToken('aZ09._~-')).toBe(true);
    for (const bad of ['short', 'with blank', 'slash/slash', 'a'.repeat(201), '']) expect(isToken(bad)).toBe(false);
  });

  test('an origin is a scheme, a host and perhaps a port', () => {
    expect(parseOrigin('https://a.example:8443')).toBe('https://a.example:8443');
    for (const bad of ['a.example', 'https://a.example/path', 'file:///x', 'https://a.example/?q']) {
      expect(parseOrigin(bad)).toBeUndefined();
    }
    const request = { headers: { origin: 'http://a:1', host: 'a:1' } } as never;
    expect(isAllowedOrigin(request, false, [])).toBe(true);
    expect(isAllowedOrigin(request, true, [])).toBe(false);
  });

  test('loopback is this machine', () => {
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) expect(isLoopback(address)).toBe(true);
    for (const address of ['0.0.0.0', '::', '192.168.1.1', '128.0.0.1']) expect(isLoopback(address)).toBe(false);
  });
});
