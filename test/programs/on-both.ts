/** Runs a real program on Xvfb and on our core, with the same fonts, and takes pictures of both screens. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { CoreServer } from '../../bench/core-server.ts';
import { encodeGetImage } from '../../xserver/protocol/generated/xproto.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import { freeDisplay } from '../support/displays.ts';
import { eventually } from '../support/patience.ts';
import { connectRaw, startXvfb, type Xvfb } from '../support/xvfb.ts';
import type { XClient } from '../support/x-client.ts';

export const WIDTH = 1024;
export const HEIGHT = 768;

export interface Displays {
  readonly xvfb: Xvfb;
  readonly core: CoreServer;
  readonly numbers: readonly [ours: number, theirs: number];
  close(): Promise<void>;
}

export async function startBoth(): Promise<Displays> {
  // Programs draw with what both servers have: without RENDER Xaw and Tk take core fonts and plain arcs.
  const xvfb = await startXvfb({ width: WIDTH, height: HEIGHT, args: ['-extension', 'RENDER', '-dpi', '96'] });
  const core = await CoreServer.start(freeDisplay(), { width: WIDTH, height: HEIGHT });
  return {
    xvfb,
    core,
    numbers: [core.display, xvfb.display],
    close: async () => {
      await core.close();
      await xvfb.close();
    },
  };
}

/** The environment of programs on a display: nothing of the user's own settings. */
export function environment(display: number): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: '/nonexistent', DISPLAY: `:${display}`, LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
}

/** Starts a shell command on a display; `end` ends it and what it started. */
export function start(display: number, command: string): { end(): Promise<void> } {
  const child: ChildProcess = spawn('sh', ['-c', command], {
    env: environment(display),
    detached: true,
    stdio: 'ignore',
  });
  return {
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      process.kill(-child.pid!, 'SIGKILL');
      await gone;
    },
  };
}

/** A shell's words that start a window manager and go on once it manages: windows that come before it are placed in another way. */
export function managed(manager: string): string {
  return `${manager} & until xwininfo -root -events | grep -q SubstructureRedirect; do sleep 0.1; done`;
}

/** What a program prints on a display. */
export async function output(display: number, command: string): Promise<string> {
  const child = spawn('sh', ['-c', command], { env: environment(display), stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text;
}

/** The screen as the server gives it, 32 bits a pixel. */
async function picture(client: XClient): Promise<Uint8Array> {
  const writer = new Writer(true);
  encodeGetImage(writer, {
    format: 2,
    drawable: client.info.root,
    x: 0,
    y: 0,
    width: WIDTH,
    height: HEIGHT,
    planeMask: 0xffffffff,
  });
  client.send(writer.finish());
  const reply = (await client.sync()).find((message) => message.kind === 'reply');
  if (reply === undefined) throw new Error('no picture of the root');
  return reply.bytes.slice(32);
}

const isBlank = (bytes: Uint8Array) => Buffer.compare(bytes.subarray(4), bytes.subarray(0, -4)) === 0;

/** The screen once it shows something and has not changed for a while, as 0x00RRGGBB, row by row. */
export async function restingPicture(display: number): Promise<Uint32Array> {
  const client = await connectRaw(display, true);
  try {
    let last = await picture(client);
    let unchanged = 0;
    return await eventually('a screen that is not blank to rest', async () => {
      await new Promise((resolve) => setTimeout(resolve, 80));
      const next = await picture(client);
      unchanged = Buffer.compare(last, next) === 0 && !isBlank(next) ? unchanged + 1 : 0;
      last = next;
      return unchanged === 10 ? new Uint32Array(last.buffer).map((pixel) => pixel & 0xffffff) : undefined;
    });
  } finally {
    await client.close();
  }
}

/** Number of pixels in which two screens differ, and the first of them. */
export function difference(ours: Uint32Array, theirs: Uint32Array): { count: number; first: string } {
  let count = 0;
  let first = '';
  for (let i = 0; i < theirs.length; i++) {
    if (ours[i] === theirs[i]) continue;
    if (count++ === 0)
      first = `(${i % WIDTH}, ${Math.floor(i / WIDTH)}): ${ours[i]!.toString(16)}, not ${theirs[i]!.toString(16)}`;
  }
  return { count, first };
}
