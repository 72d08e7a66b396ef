/** What the host relays between pages and foreign VNC servers, where either of them misbehaves. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Front } from '../../host/front.ts';
import { RfbClient } from '../support/rfb-client.ts';
import { selfSigned } from './self-signed.ts';
import { startFront, until } from './support.ts';

/** A framebuffer of 2x1 pixels, 32 bits each (RFC 6143 §7.3.2), named `x`. */
const SERVER_INIT = Buffer.from(
  '00020001' + '20180001' + '00ff00ff00ff' + '100800' + '000000' + '00000001' + '78',
  'hex',
);
const MAX_HELD_BYTES = 64 << 20;

let server: Server;
let front: Front;
let secure: Front;
const tls = selfSigned();
/** What the server does with who comes. */
let serve: (socket: Socket) => void = () => {};
const guests = new Set<Socket>();

beforeAll(async () => {
  server = createServer((socket) => {
    guests.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => guests.delete(socket));
    serve(socket);
    // Whoever reads nothing does not see the end either.
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const vncServers = [{ name: 'odd', host: '127.0.0.1', port, password: undefined }];
  const [plain, safe] = await Promise.all([startFront({ vncServers }), startFront({ vncServers, tls })]);
  front = plain.front;
  secure = safe.front;
});

afterAll(async () => {
  await Promise.all([front.end('the test is over'), secure.end('the test is over')]);
  for (const guest of guests) guest.destroy();
  server.close();
});

const address = (): string => `ws://127.0.0.1:${front.port}/vnc/odd/rfb?token=${front.token}`;

/** Security None, and then whatever. */
function lettingIn(then: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    let heard = 0;
    socket.write('RFB 003.008\n');
    socket.on('data', (bytes: Buffer) => {
      const before = heard;
      heard += bytes.length;
      if (before < 12 && heard >= 12) socket.write(Uint8Array.of(1, 1));
      if (before < 13 && heard >= 13) socket.write(Uint8Array.of(0, 0, 0, 0));
      if (before < 14 && heard >= 14) then(socket);
    });
  };
}

async function closing(url: string, opened: (socket: WebSocket) => void = () => {}): Promise<[number, string]> {
  const socket = new WebSocket(url);
  socket.on('message', () => opened(socket));
  return new Promise((resolve, reject) => {
    socket.on('close', (code, reason) => resolve([code, reason.toString()]));
    socket.on('error', reject);
  });
}

test('a server that speaks something else, or speaks too early, or wants what we lack, is told of', async () => {
  const refusal = 'The VNC server does not let us in: ';
  serve = (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
  expect(await closing(address())).toEqual([1008, `${refusal}not an RFB peer`]);
  serve = (socket) => socket.write(`RFB 003.008\n\x01\x02`);
  expect(await closing(address())).toEqual([1008, `${refusal}the server wants a password`]);
  serve = (socket) =>
    socket.write(Buffer.concat([Buffer.from('RFB 003.008\n\x01\x01\0\0\0\0', 'latin1'), SERVER_INIT]));
  expect(await closing(address())).toEqual([1008, `${refusal}the server spoke before it was asked`]);
  serve = (socket) => socket.end();
  expect((await closing(address()))[0]).toBe(1013);
});

test('a page that breaks the protocol is closed, and its connection to the server with it', async () => {
  serve = lettingIn(() => {});
  let said = false;
  const end = await closing(address(), (socket) => {
    if (said) return;
    said = true;
    socket.send('text');
  });
  expect(end).toEqual([1002, 'a text message']);
  let messages = 0;
  const unknown = await closing(address(), (socket) => {
    messages++;
    if (messages === 1) socket.send(Buffer.from('RFB 003.008\n\x01\x01\xc8', 'latin1'));
  });
  expect(unknown).toEqual([1002, 'unknown client message 200']);
  await until(() => guests.size === 0, 'nobody at the server');
  await until(() => front.foreign.list[0]!.viewers.size === 0, 'nobody is counted');
});

test('a server that is faster than the page waits for it', async () => {
  let sent = 0;
  serve = lettingIn((socket) => {
    const block = Buffer.alloc(1 << 20);
    const flood = (): void => {
      while (sent < MAX_HELD_BYTES && socket.write(block)) sent += block.length;
      socket.once('drain', () => {
        sent += block.length;
        flood();
      });
    };
    flood();
  });
  const socket = new WebSocket(address());
  let received = 0;
  let greeted = false;
  socket.on('message', (data: Buffer) => {
    received += data.length;
    if (greeted) return;
    greeted = true;
    socket.send(Buffer.from('RFB 003.008\n\x01\x01', 'latin1'));
    socket.pause();
  });
  let last = -1;
  let unchanged = 0;
  await until(() => {
    unchanged = sent > 0 && sent === last ? unchanged + 1 : 0;
    last = sent;
    return unchanged === 10;
  }, 'the server waits');
  expect(sent).toBeLessThan(MAX_HELD_BYTES / 2);
  socket.resume();
  await until(() => received > last * 2, 'it goes on');
  socket.terminate();
});

test('it goes through a host with TLS too', async () => {
  serve = lettingIn((socket) => socket.write(SERVER_INIT));
  const client = RfbClient.webSocket(`wss://127.0.0.1:${secure.port}/vnc/odd/rfb?token=${secure.token}`);
  await until(() => client.isIn, 'it is in');
  expect([client.name, client.connection.width, client.connection.height]).toEqual(['x', 2, 1]);
  client.close();
});
