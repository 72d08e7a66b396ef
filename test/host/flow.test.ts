/** Memory stays bounded: under an app that floods, an app that never reads, a terminal that never reads. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { encodeControl } from '../../session/carrier/control-codec.ts';
import { PROTOCOL_VERSION } from '../../session/carrier/control.ts';
import { Channel, writeData } from '../../session/carrier/frames.ts';
import { BULK_WINDOW_BYTES, CLIENT_WINDOW_BYTES, MAX_CLIENT_BACKLOG_BYTES } from '../../session/limits.ts';
import { MAGIC_COOKIE } from '../../host/x11/xauthority.ts';
import { terminalUrl } from '../../clients/headless/session-url.ts';
import { LOG_FORMAT_VERSION } from '../../xserver/log/encoding.ts';
import { encodeSetupRequest } from '../../xserver/protocol/setup.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { SNAPSHOT_VERSION } from '../../xserver/snapshot/snapshot.ts';
import { connectX, startTestHost, until, type TestHost } from './support.ts';

const MEGABYTE = 1024 * 1024;

let host: TestHost | undefined;

afterEach(async () => {
  await host?.end();
  host = undefined;
});

async function stats() {
  return host!.session.handle.ask('stats', {});
}

/** A client that is let in, and of which nothing is read but by `drain`. */
async function connectClient(drain: boolean): Promise<Socket> {
  const cookie = (await readFile(host!.session.handle.info.xauthority)).subarray(-16);
  const socket = await connectX(host!.displayNumber);
  socket.on('error', () => {});
  if (drain) socket.resume();
  else socket.pause();
  socket.write(
    encodeSetupRequest({
      littleEndian: true,
      protocolMajorVersion: 11,
      protocolMinorVersion: 0,
      authorizationName: MAGIC_COOKIE,
      authorizationData: cookie,
    }),
  );
  return socket;
}

/** `count` requests of one kind. */
function requests(opcode: number, units: number, count: number): Buffer {
  const one = Buffer.alloc(units * 4);
  one[0] = opcode;
  one.writeUInt16LE(units, 2);
  return Buffer.concat(Array.from({ length: count }, () => one));
}

const NO_OPERATION = 127;
const GET_INPUT_FOCUS = 43;

/** For what goes on in the end, however busy the machine is. */
const PATIENT = 120_000;

/** Writes until `most` bytes are gone, or the socket takes no more for a while; gives the bytes that it took. */
async function flood(socket: Socket, chunk: Buffer, most: number, patienceMs = 1000): Promise<number> {
  let written = 0;
  while (written < most && !socket.destroyed) {
    written += chunk.length;
    if (socket.write(chunk)) continue;
    const drained = once(socket, 'drain').then(
      () => true,
      () => false,
    );
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), patienceMs);
    });
    const goesOn = await Promise.race([drained, patience]);
    clearTimeout(timer);
    if (!goesOn) break;
  }
  return written - socket.writableLength;
}

/** A terminal that says hello and then neither reads nor answers. */
async function deafTerminal(): Promise<WebSocket> {
  const socket = new WebSocket(terminalUrl(host!.url), { perMessageDeflate: false });
  socket.on('error', () => {});
  await once(socket, 'open');
  socket.pause();
  const writer = new ByteWriter();
  const hello = encodeControl({
    type: 'hello',
    version: PROTOCOL_VERSION,
    logVersion: LOG_FORMAT_VERSION,
    snapshotVersion: SNAPSHOT_VERSION,
    wire: 'x11',
  });
  writeData(writer, Channel.control, hello);
  socket.send(writer.finish());
  return socket;
}

describe('memory', () => {
  test('an app that floods: all of it is carried out, none of it is kept', async () => {
    host = await startTestHost();
    const client = await connectClient(true);
    const total = 200 * MEGABYTE;
    expect(await flood(client, requests(NO_OPERATION, 16, 16_384), total, PATIENT)).toBeGreaterThan(
      total - 4 * MEGABYTE,
    );
    await until(async () => (await stats()).entries >= total / 64, 'every request carried out');
    expect((await stats()).residentBytes).toBeLessThan(300 * MEGABYTE);
  });

  test('an app that floods does not keep another waiting', async () => {
    host = await startTestHost();
    const client = await connectClient(true);
    const chunk = requests(NO_OPERATION, 16, 16_384);
    const feed = (): void => {
      while (!client.destroyed && client.write(chunk));
    };
    client.on('drain', feed);
    feed();
    for (let i = 0; i < 3; i++) expect(await host.run('xdpyinfo')).toContain('Farpane');
    client.destroy();
  });

  test('an app that never reads gets no further credit, and others go on', async () => {
    host = await startTestHost();
    const client = await connectClient(false);
    const took = await flood(client, requests(GET_INPUT_FOCUS, 1, 65_536), 200 * MEGABYTE);
    // Its window, the most that one reply each leaves unread, and what the sockets hold.
    expect(took).toBeLessThan(CLIENT_WINDOW_BYTES + 4 * MEGABYTE);
    expect(await host.run('xdpyinfo')).toContain('Farpane');
    expect((await stats()).residentBytes).toBeLessThan(300 * MEGABYTE);
    client.destroy();
  });

  test('an app that never reads many large replies is sent away at the cap', async () => {
    host = await startTestHost({ session: { width: 1600, height: 1200 } });
    // A terminal answers what was sent to it before the host notices that nothing is read.
    const stop = new AbortController();
    const viewing = host.view({ untilIdle: undefined, signal: stop.signal, verify: false });
    await until(async () => (await stats()).terminals.some(({ primary }) => primary), 'a terminal');
    const client = await connectClient(false);
    const getImage = Buffer.alloc(20);
    getImage.set([73, 2, 5, 0]);
    getImage.writeUInt32LE(await rootWindow(), 4);
    getImage.writeUInt16LE(1600, 12);
    getImage.writeUInt16LE(1200, 14);
    getImage.writeUInt32LE(0xffffffff, 16);
    client.write(Buffer.concat(Array.from({ length: 200 }, () => getImage)));
    let most = 0;
    await until(async () => {
      const { residentBytes, clients } = await stats();
      most = Math.max(most, residentBytes);
      return clients === 0;
    }, 'the client disconnected');
    expect(most).toBeLessThan(MAX_CLIENT_BACKLOG_BYTES + 500 * MEGABYTE);
    expect(host.lines.some((line) => line.includes('does not read'))).toBe(true);
    stop.abort();
    expect((await viewing).stats.kinds.replies).toBeGreaterThan(0);
    expect(await host.run('xdpyinfo')).toContain('Farpane');
  });

  test('a terminal that never reads: apps go on, and nothing grows', async () => {
    host = await startTestHost();
    const terminal = await deafTerminal();
    await until(async () => (await stats()).terminals.length === 1, 'a terminal');
    const client = await connectClient(true);
    // Not primary, since it never took the snapshot: the host goes on by itself, and keeps a bounded tail for it.
    const total = 100 * MEGABYTE;
    await flood(client, requests(NO_OPERATION, 16, 16_384), total, PATIENT);
    await until(async () => (await stats()).entries >= total / 64, 'every request carried out');
    expect((await stats()).residentBytes).toBeLessThan(300 * MEGABYTE);
    terminal.terminate();
    expect(await host.run('xdpyinfo')).toContain('Farpane');
    client.destroy();
  });

  test('a primary that stops reading: apps wait within their windows; when it is lost they go on', async () => {
    host = await startTestHost();
    const frozen = await freezableView();
    const client = await connectClient(true);
    frozen.freeze();
    // Large ones: the windows are full long before the host goes on without its primary, on a slow machine too.
    const took = await flood(client, requests(NO_OPERATION, 256, 1024), 200 * MEGABYTE);
    expect(took).toBeLessThan(CLIENT_WINDOW_BYTES + BULK_WINDOW_BYTES + 8 * MEGABYTE);
    expect((await stats()).residentBytes).toBeLessThan(300 * MEGABYTE);
    frozen.kill();
    await until(async () => (await stats()).terminals.length === 0, 'the terminal gone');
    await until(async () => (await stats()).entries >= took / 1024 - 6000, 'the app goes on');
    expect(await host.run('xdpyinfo')).toContain('Farpane');
    client.destroy();
  });
});

async function rootWindow(): Promise<number> {
  const text = await host!.run('xwininfo', '-root');
  return Number.parseInt(/Window id: (0x[0-9a-f]+)/.exec(text)![1]!, 16);
}

/** A real terminal in a process of its own, which can be stopped as a hidden page is. */
async function freezableView(): Promise<{ freeze: () => void; kill: () => void }> {
  const { spawn } = await import('node:child_process');
  const command = new URL('../../cli/bin/farpane.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [command, 'view', host!.url], { stdio: 'ignore' });
  await until(async () => (await stats()).terminals.some(({ primary }) => primary), 'a terminal that is primary');
  return {
    freeze: () => child.kill('SIGSTOP'),
    kill: () => child.kill('SIGKILL'),
  };
}
