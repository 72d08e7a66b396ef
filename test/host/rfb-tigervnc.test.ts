/** Debian's TigerVNC viewer in a session of the real host: what it shows inside Xvfb is the session's screen; it types, resizes, and comes by TLS. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { desEncrypt } from '../../rawpixel/rfb/des.ts';
import { environment } from '../programs/on-both.ts';
import { differenceAtRest, rootPicture } from '../rawpixel/x-picture.ts';
import { RfbClient } from '../support/rfb-client.ts';
import type { XClient } from '../support/x-client.ts';
import { startXvfb, type Xvfb } from '../support/xvfb.ts';
import { selfSigned } from './self-signed.ts';
import { startTestHost, until, type TestHost } from './support.ts';

/** Viewers keep passwords in files under this key, which everybody knows. */
const PASSWORD_FILE_KEY = Uint8Array.of(0xe8, 0x4a, 0xd6, 0x60, 0xc4, 0x72, 0x1a, 0xe0);
const folder = mkdtempSync(join(tmpdir(), 'farpane-tigervnc-'));
const certificate = join(folder, 'certificate.pem');
const tls = selfSigned();
let xvfb: Xvfb;
let screen: XClient;
let host: TestHost;
let viewers: ChildProcess[] = [];

beforeAll(async () => {
  writeFileSync(certificate, tls.cert);
  [xvfb, host] = await Promise.all([
    startXvfb({ width: 1100, height: 900 }),
    startTestHost({ session: { width: 500, height: 400, rfb: { port: 0, listen: '127.0.0.1' } } }),
  ]);
  screen = await xvfb.connect();
  host.start('xlogo', '-geometry', '150x150+330+220');
  host.start('xcalc', '-geometry', '+20+190');
});
afterEach(async () => {
  for (const viewer of viewers) {
    if (viewer.exitCode !== null || viewer.signalCode !== null) continue;
    const gone = once(viewer, 'exit');
    viewer.kill('SIGKILL');
    await gone;
  }
  viewers = [];
});
afterAll(async () => {
  await host.end();
  await screen.close();
  await xvfb.close();
  rmSync(folder, { recursive: true });
});

interface Place {
  readonly x: number;
  readonly y: number;
}

function passwordFile(password: string): string {
  const path = join(folder, `password-${password}`);
  writeFileSync(path, desEncrypt(PASSWORD_FILE_KEY, new TextEncoder().encode(password)));
  return path;
}

/** Starts a viewer with its window's contents at a place. */
function look(rfb: { port: number; password: string }, { x, y }: Place, ...args: string[]): void {
  const all = ['-Shared', `-geometry=+${x}+${y}`, `-PasswordFile=${passwordFile(rfb.password)}`, ...args];
  const viewer = spawn('xtigervncviewer', [...all, `127.0.0.1::${rfb.port}`], {
    env: { ...environment(xvfb.display), HOME: folder },
    stdio: 'ignore',
  });
  viewers.push(viewer);
}

/** How what a viewer shows at a place differs from the session's screen, once all is at rest. */
async function shownWrong({ x, y }: Place, of = host): Promise<string | undefined> {
  const { width, height } = await of.session.handle.ask('screenshot', {});
  const pixels = async () => (await of.session.handle.ask('screenshot', {})).pixels;
  return differenceAtRest(width, async () => rootPicture(screen, x, y, width, height), pixels);
}

const xdotool = (...args: string[]) => execFileSync('xdotool', args, { env: environment(xvfb.display) });

test('two viewers show the session, each in its way; one types and resizes it', async () => {
  const rfb = host.session.handle.info.rfb!;
  const [first, second] = [
    { x: 10, y: 20 },
    { x: 560, y: 450 },
  ];
  look(rfb, first, '-SecurityTypes=VncAuth', '-RemoteResize=0');
  expect(await shownWrong(first)).toBeUndefined();
  look(rfb, second, '-SecurityTypes=VncAuth', '-RemoteResize=0', '-AutoSelect=0', '-PreferredEncoding=ZRLE');
  expect(await shownWrong(second)).toBeUndefined();

  const line = join(folder, 'line');
  const command = `touch ${line}.ready; read line; printf %s "$line" > ${line}.new; mv ${line}.new ${line}; exec cat`;
  host.start('xterm', '-wf', '-geometry', '60x11+5+5', '-e', 'sh', '-c', command);
  await until(() => existsSync(`${line}.ready`), 'an xterm');
  xdotool('search', '--name', 'Farpane', 'windowfocus', 'mousemove', '70', '80');
  // Only from the first click on does it tell where the pointer is.
  xdotool('mousemove', '75', '85', 'click', '1');
  xdotool('type', '--delay', '20', 'Type: "Hi, {x}" #7');
  xdotool('key', 'Return');
  await until(() => existsSync(line), 'the line');
  expect(readFileSync(line, 'utf8')).toBe('Type: "Hi, {x}" #7');
  expect(await shownWrong(first)).toBeUndefined();
  expect(await shownWrong(second)).toBeUndefined();
});

test('a viewer that comes alone gives the session its size', async () => {
  const at = { x: 10, y: 20 };
  look(host.session.handle.info.rfb!, at, '-SecurityTypes=VncAuth', '-RemoteResize=1', '-DesktopSize=520x390');
  await until(async () => (await host.session.handle.ask('screenshot', {})).width === 520, 'the size');
  expect(await shownWrong(at)).toBeUndefined();
});

test('where there is a certificate all goes inside TLS', async () => {
  const secure = await startTestHost({
    tls,
    session: { width: 300, height: 200, rfb: { port: 0, listen: '127.0.0.1', tls } },
  });
  try {
    secure.start('xlogo', '-geometry', '150x150+10+10');
    const at = { x: 10, y: 20 };
    const rfb = secure.session.handle.info.rfb!;
    const plain = RfbClient.tcp(rfb.port, { password: rfb.password });
    await until(() => plain.error !== undefined, 'a refusal');
    expect(plain.error).toBe('the server offers only security types 19');
    plain.close();
    look(rfb, at, '-SecurityTypes=X509Vnc', `-X509CA=${certificate}`, '-RemoteResize=0');
    expect(await shownWrong(at, secure)).toBeUndefined();
    const bare = RfbClient.webSocket(`wss://127.0.0.1:${secure.front.port}/rfb/${secure.session.token}`);
    await until(() => bare.isIn, 'a viewer by WebSocket is in');
    const pixels = async () => (await secure.session.handle.ask('screenshot', {})).pixels;
    expect(await differenceAtRest(300, () => bare.picture, pixels)).toBeUndefined();
    bare.close();
  } finally {
    await secure.end();
  }
});
