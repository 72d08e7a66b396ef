/** Our client looks at Xtigervnc, in every encoding and pixel format that it speaks; the X server itself says what should be seen. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ClientConnection, type ClientOptions } from '../../rawpixel/rfb/client-connection.ts';
import { desEncrypt } from '../../rawpixel/rfb/des.ts';
import { RGB888, WireFormat } from '../../rawpixel/rfb/pixel-format.ts';
import { environment, output, start } from '../programs/on-both.ts';
import { freeDisplayAndPort } from '../support/displays.ts';
import type { XClient } from '../support/x-client.ts';
import { connectRaw } from '../support/xvfb.ts';
import { FORMATS } from './formats.ts';
import { decodeImage } from './images.ts';
import type { Heard } from './viewer-pair.ts';
import { differenceAtRest, rootPicture, sleep, until } from './x-picture.ts';

const WIDTH = 500;
const HEIGHT = 400;
/** Servers keep passwords in files under this key, which everybody knows. */
const PASSWORD_FILE_KEY = Uint8Array.of(0xe8, 0x4a, 0xd6, 0x60, 0xc4, 0x72, 0x1a, 0xe0);
const home = mkdtempSync(join(tmpdir(), 'farpane-vnc-'));
let display: number;
let port: number;
let server: ChildProcess;
let screen: XClient;
const programs: { end(): Promise<void> }[] = [];
let viewers: Looker[] = [];

class Looker {
  readonly client: ClientConnection;
  readonly heard: Heard[] = [];
  readonly socket: Socket;
  error: unknown;
  received = 0;

  constructor(options: ClientOptions) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('error', () => {});
    const note = (kind: string) => (detail: unknown) => this.heard.push({ kind, detail });
    this.client = new ClientConnection(
      { password: 'sesame12', decodeImage, ...options },
      {
        send: (bytes) => this.socket.write(bytes),
        connected: note('connected'),
        updated: () => {},
        resized: (width, height) => note('resized')([width, height]),
        resizeAnswered: note('resize-answered'),
        cursor: note('cursor'),
        clipboard: note('clipboard'),
        bell: () => note('bell')(undefined),
        renamed: note('renamed'),
      },
    );
    this.socket.on('data', (bytes) => {
      this.received += bytes.length;
      try {
        this.client.receive(new Uint8Array(bytes));
      } catch (error) {
        this.error = error;
        this.socket.destroy();
      }
    });
    viewers.push(this);
  }

  has(kind: string, detail?: unknown): boolean {
    return this.heard.some(
      (each) => each.kind === kind && (detail === undefined || isDeepStrictEqual(each.detail, detail)),
    );
  }
}

beforeAll(async () => {
  display = await freeDisplayAndPort();
  port = display;
  const passwords = join(home, 'passwords');
  writeFileSync(passwords, desEncrypt(PASSWORD_FILE_KEY, new TextEncoder().encode('sesame12')));
  server = spawn(
    'Xtigervnc',
    [
      `:${display}`,
      ...['-geometry', `${WIDTH}x${HEIGHT}`, '-depth', '24', '-rfbport', String(port), '-ac', '-localhost'],
      ...['-SecurityTypes', 'VncAuth', '-PasswordFile', passwords, '-BlacklistThreshold', '1000'],
    ],
    { stdio: 'ignore', env: { ...environment(display), HOME: home } },
  );
  await until('Xtigervnc', async () => {
    try {
      screen = await connectRaw(display, true);
      return true;
    } catch {
      return false;
    }
  });
  for (const command of [
    "xterm -geometry 60x12+5+5 -e 'for i in 1 2 3 4 5 6 7 8 9; do ls -l /; done; cat'",
    'xlogo -geometry 150x150+300+220',
    'xcalc -geometry +20+190',
  ]) {
    programs.push(start(display, command));
  }
  await until('windows', async () => (await output(display, 'xwininfo -root -tree')).includes('"Calculator"'));
});

afterEach(() => {
  for (const { socket } of viewers) socket.destroy();
  viewers = [];
});

afterAll(async () => {
  for (const program of programs) await program.end();
  await screen.close();
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  await gone;
  rmSync(home, { recursive: true });
});

async function look(options: ClientOptions): Promise<Looker> {
  const looker = new Looker(options);
  await until('a connection', () => {
    if (looker.error !== undefined) throw looker.error;
    return looker.has('connected');
  });
  return looker;
}

/** How what our client shows differs from the server's screen once all is at rest. */
async function shownWrong(looker: Looker, format = RGB888): Promise<string | undefined> {
  const wire = new WireFormat(format);
  // Servers round to fewer bits in their own ways; what has gone over the wire can differ by one of them.
  const exact = wire.isExact;
  const narrow = (pixels: Uint32Array) => (exact ? pixels : pixels.map((pixel) => coarse(pixel)));
  const { width, height } = looker.client;
  const difference = await differenceAtRest(
    width,
    () => narrow(looker.client.framebuffer.data),
    async () => narrow(await rootPicture(screen, 0, 0, width, height)),
  );
  if (looker.error !== undefined) throw looker.error;
  return difference;
}

/** Enough to tell colours apart that are apart. */
function coarse(pixel: number): number {
  const bit = (shift: number) =>
    (((pixel >> shift) & 0xff) > 0x90 ? 0xff : ((pixel >> shift) & 0xff) < 0x40 ? 0 : 0x80) << shift;
  return bit(16) | bit(8) | bit(0);
}

describe('our client shows what Xtigervnc has', () => {
  for (const encoding of ['Tight', 'ZRLE', 'Hextile', 'RRE', 'Raw']) {
    it(encoding, async () => {
      expect(await shownWrong(await look({ encodings: ['CopyRect', encoding] }))).toBeUndefined();
    });

    it.each(['rgb888 big-endian', 'rgb888 in the upper bytes', 'bgr888', 'rgb565', 'rgb565 big-endian', 'bgr233'])(
      `${encoding}, %s`,
      async (name) => {
        const format = FORMATS[name]!;
        expect(await shownWrong(await look({ encodings: ['CopyRect', encoding], format }), format)).toBeUndefined();
      },
    );
  }

  it('Tight with JPEG, near; exact when the quality is taken back', async () => {
    const looker = await look({ quality: 8, continuous: false });
    expect(await shownWrong(looker)).toBeUndefined();
  });

  it('while programs scroll and move, pushed and asked for, with the format changed in the middle', async () => {
    const pushed = await look({});
    const asked = await look({ continuous: false, encodings: ['CopyRect', 'ZRLE', 'Raw'] });
    const unfenced = await look({ continuous: false, without: ['fence'] });
    const busy = start(display, "xterm -geometry 40x8+30+60 -e 'for i in 1 2 3 4 5; do ls -l /usr/bin; done; cat'");
    const ico = start(display, 'timeout 3 ico -geometry 200x200+250+10');
    try {
      for (let i = 0; i < 8; i++) {
        await sleep(200);
        const format = i % 2 === 0 ? FORMATS['rgb565']! : RGB888;
        for (const { client } of [pushed, asked, unfenced]) client.setFormat(format);
      }
      for (const looker of [pushed, asked, unfenced]) expect(await shownWrong(looker)).toBeUndefined();
    } finally {
      await busy.end();
      await ico.end();
    }
  });
});

describe('the rest of the protocol with Xtigervnc', () => {
  it('refuses a wrong password with the reason', async () => {
    const looker = new Looker({ password: 'mistaken' });
    await until('a refusal', () => looker.error !== undefined);
    expect(String(looker.error)).toMatch(/RfbError: refused: Authentication failure/);
  });

  it('resizes the screen, gets its cursor, keys and the clipboard across', async () => {
    const looker = await look({});
    await until('that sizes are taken', () => looker.client.canResize);
    looker.client.requestSize(560, 420);
    await until('the size', () => looker.has('resized', [560, 420]));
    expect(looker.has('resize-answered', 0)).toBe(true);
    expect(await shownWrong(looker)).toBeUndefined();
    looker.client.requestSize(WIDTH, HEIGHT);
    await until('the old size', () => looker.client.width === WIDTH);
    await until('a cursor', () => looker.has('cursor'));

    const keys = start(
      display,
      `xterm -wf -geometry 30x5+10+10 -e 'touch ${home}/ready; read line; printf "\\007$line" > ${home}/line; cat'`,
    );
    try {
      await until('an xterm', () => existsSync(join(home, 'ready')));
      looker.client.pointer(60, 40, 0);
      const codes: Record<string, number> = { h: 0x23, e: 0x12, l: 0x26, o: 0x18 };
      for (const character of ['h', 'e', 'l', 'l', 'o']) {
        looker.client.key(true, character.charCodeAt(0), codes[character]);
        looker.client.key(false, character.charCodeAt(0), codes[character]);
      }
      looker.client.key(true, 0xff0d, 0x1c);
      looker.client.key(false, 0xff0d, 0x1c);
      await until('the line', async () => (await output(display, `cat ${home}/line 2>&1`)).includes('hello'));
      looker.client.setClipboard('Grüße, 世界\nzwei');
      const paste = 'timeout 20 xclip -o -selection clipboard -t UTF8_STRING';
      await until('the text', async () => (await output(display, paste)) === 'Grüße, 世界\nzwei');
      await output(
        display,
        "printf 'von drüben ☃' | LC_ALL=C.UTF-8 timeout 240 xclip -i -selection clipboard -loops 4 >/dev/null 2>&1 &",
      );
      await until('the clipboard', () => looker.has('clipboard', 'von drüben ☃'));
    } finally {
      await keys.end();
    }
  });
});
