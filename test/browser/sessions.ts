/** What tests of whole sessions share: programs that tell what they got, waiting, the host's own picture. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { encodeQueryKeymap, encodeQueryPointer } from '../../xserver/protocol/generated/xproto.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import { eventually } from '../support/patience.ts';
import { connectRaw } from '../support/xvfb.ts';
import type { SessionPage } from './browser.ts';
import type { TestHost } from './host.ts';

const run = promisify(execFile);

export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  return eventually(what, look);
}

/** Until the window of this name can be seen. */
export async function viewable(host: TestHost, name: string): Promise<void> {
  await until(name, async () => {
    const found = await run('xwininfo', ['-name', name], { env: host.environment }).catch(() => undefined);
    return found?.stdout.includes('IsViewable') === true ? true : undefined;
  });
}

/** Until a program that was started has drawn: the log has grown by so many entries since, and rests. */
export async function drawn(session: SessionPage, start: () => void, entries = 20): Promise<void> {
  const before = (await session.report()).index;
  start();
  await until('what a program draws', async () =>
    (await session.report()).index > before + entries ? true : undefined,
  );
  await session.rest();
}

/** On a busy machine a key may be held long enough to repeat: that is no fault of what is tested. */
export async function keysDoNotRepeat(host: TestHost): Promise<void> {
  await run('xset', ['r', 'off'], { env: host.environment });
}

/**
 * An xterm at the left whose lines of text (or what the command reads) go to a file; gives what has arrived. With `-wf` it begins once its window
 * is there, so that what is typed from then on reaches it.
 */
export async function openReader(
  host: TestHost,
  session: SessionPage,
  file: string,
  command = 'cat',
): Promise<() => Promise<string>> {
  await keysDoNotRepeat(host);
  const before = (await session.report()).index;
  host.run('xterm', '-wf', '-geometry', '50x20+10+10', '-e', 'sh', '-c', `${command} > ${file}`);
  await until('the xterm', async () => readFile(file, 'utf8').catch(() => undefined));
  await until('its window', async () => ((await session.report()).index > before + 100 ? true : undefined));
  await session.rest();
  return async () => readFile(file, 'utf8');
}

/** What the session has pressed: keycodes, and the mask of modifiers and buttons. */
export async function held(host: TestHost): Promise<{ buttons: number; keys: number[] }> {
  const client = await connectRaw(Number(host.environment['DISPLAY']!.slice(1)), true);
  try {
    const writer = new Writer(true);
    encodeQueryKeymap(writer, {});
    client.send(writer.finish());
    const keymap = (await client.sync()).find((message) => message.kind === 'reply')!.bytes.subarray(8, 40);
    const pointer = new Writer(true);
    encodeQueryPointer(pointer, { window: client.info.root });
    client.send(pointer.finish());
    const reply = (await client.sync()).find((message) => message.kind === 'reply')!.bytes;
    return {
      buttons: new DataView(reply.buffer, reply.byteOffset).getUint16(24, true) & 0x1f00,
      keys: Array.from({ length: 256 }, (_, keycode) => keycode).filter(
        (keycode) => (keymap[keycode >> 3]! & (1 << (keycode & 7))) !== 0,
      ),
    };
  } finally {
    await client.close();
  }
}

/** The host's own picture, RGBA. */
export async function hostPicture(host: TestHost): Promise<Uint8Array> {
  const { width, height, pixels } = await host.session.handle.ask('screenshot', {});
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const pixel = pixels[i]!;
    rgba[i * 4] = (pixel >>> 16) & 0xff;
    rgba[i * 4 + 1] = (pixel >>> 8) & 0xff;
    rgba[i * 4 + 2] = pixel & 0xff;
    rgba[i * 4 + 3] = 255;
  }
  return rgba;
}

/** Once at rest the page shows, pixel by pixel, what the host has, with the same state. */
export async function expectSamePicture(host: TestHost, session: SessionPage): Promise<void> {
  // On a busy machine a program may draw again after a pause that looks like rest.
  for (let tries = 1; ; tries++) {
    await session.rest();
    const { shown, scene } = await session.pictures();
    const same = Buffer.compare(shown, scene) === 0 && Buffer.compare(shown, await hostPicture(host)) === 0;
    if (!same && tries < 20) continue;
    expect(Buffer.compare(shown, scene)).toBe(0);
    expect(Buffer.compare(shown, await hostPicture(host))).toBe(0);
    // A blank picture would be the same anywhere.
    expect(new Set(shown).size).toBeGreaterThan(1);
    break;
  }
  expect(await session.verify()).toBe(true);
}
