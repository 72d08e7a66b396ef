/** Debian's TigerVNC viewer looks at our scene: what it shows inside Xvfb is compared pixel by pixel. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { desEncrypt } from '../../rawpixel/rfb/des.ts';
import { BGR233, WireFormat } from '../../rawpixel/rfb/pixel-format.ts';
import type { XClient } from '../support/x-client.ts';
import { startXvfb, type Xvfb } from '../support/xvfb.ts';
import { environment, start } from '../programs/on-both.ts';
import { FORMATS } from './formats.ts';
import { TcpServer } from './tcp-server.ts';
import { differenceAtRest, rootPicture, showPhoto, until } from './x-picture.ts';

const WIDTH = 500;
const HEIGHT = 400;
/** Viewers keep passwords in files under this key, which everybody knows. */
const PASSWORD_FILE_KEY = Uint8Array.of(0xe8, 0x4a, 0xd6, 0x60, 0xc4, 0x72, 0x1a, 0xe0);
const home = mkdtempSync(join(tmpdir(), 'farpane-viewer-'));
let xvfb: Xvfb;
let screen: XClient;
let server: TcpServer;
let photo: XClient;
const programs: { end(): Promise<void> }[] = [];
let viewers: ChildProcess[] = [];

beforeAll(async () => {
  xvfb = await startXvfb({ width: 1100, height: 900 });
  screen = await xvfb.connect();
  server = await TcpServer.start({ width: WIDTH, height: HEIGHT });
  for (const command of [
    "xterm -geometry 60x12+5+5 -e 'for i in 1 2 3 4 5 6 7 8 9; do ls -l /; done; cat'",
    'xlogo -geometry 150x150+300+220',
    'xcalc -geometry +20+190',
  ]) {
    programs.push(start(server.core.display, command));
  }
  await until('windows', () => server.state.screen.surfaces.length >= 4);
  photo = await showPhoto(server.core.display, 240, 240);
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
  await photo.close();
  for (const program of programs) await program.end();
  await server.close();
  await screen.close();
  await xvfb.close();
  rmSync(home, { recursive: true });
});

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Starts a viewer with its window's contents at a place. */
async function look(port: number, { x, y }: Place, ...args: string[]): Promise<void> {
  const all = ['-RemoteResize=0', '-Shared', `-geometry=+${x}+${y}`, ...args, `127.0.0.1::${port}`];
  const viewer = startViewer(all);
  await until('the window of the viewer', () => {
    if (viewer.exitCode !== null) throw new Error(`the viewer ended with code ${viewer.exitCode}`);
    const tree = execFileSync('xwininfo', ['-display', `:${xvfb.display}`, '-root', '-tree']).toString();
    return tree.split('\n').some((line) => line.includes('"farpane test') && line.includes(`+${x}+${y} `));
  });
}

function startViewer(args: readonly string[]): ChildProcess {
  const viewer = spawn('xtigervncviewer', args, {
    env: { ...environment(xvfb.display), HOME: home },
    stdio: 'ignore',
  });
  viewers.push(viewer);
  return viewer;
}

/** How what a viewer shows at a place differs from the scene, once all is at rest. */
function shownWrong(at: Place, of = server): Promise<string | undefined> {
  const { width, height } = of.state.screen;
  return differenceAtRest(
    width,
    () => rootPicture(screen, at.x, at.y, width, height),
    () => of.scene(),
  );
}

const CORNER = { x: 10, y: 20 };

describe('shows the scene exactly', () => {
  it.each([
    ['with its own choice of encoding', []],
    ['Tight without JPEG', ['-AutoSelect=0', '-PreferredEncoding=Tight', '-NoJPEG=1']],
    ['Tight with JPEG, once it rests', ['-AutoSelect=0', '-PreferredEncoding=Tight', '-QualityLevel=3']],
    [
      'Tight with the highest compression',
      ['-AutoSelect=0', '-NoJPEG=1', '-CustomCompressLevel=1', '-CompressLevel=9'],
    ],
    ['ZRLE', ['-AutoSelect=0', '-PreferredEncoding=ZRLE']],
    ['Hextile', ['-AutoSelect=0', '-PreferredEncoding=hextile']],
    ['Raw', ['-AutoSelect=0', '-PreferredEncoding=raw']],
  ])('%s', async (name, args) => {
    server.sentWithLoss = false;
    await look(server.port, CORNER, '-SecurityTypes=None', ...args);
    expect(await shownWrong(CORNER)).toBeUndefined();
    expect(server.errors).toEqual([]);
    if (name.includes('with JPEG')) expect(server.sentWithLoss).toBe(true);
  });

  it.each([
    ['256 colours', '-LowColorLevel=2', BGR233],
    ['64 colours', '-LowColorLevel=1', FORMATS['rgb222']!],
  ])('in %s, near the scene', async (_name, level, format) => {
    await look(server.port, CORNER, '-SecurityTypes=None', '-AutoSelect=0', '-FullColor=0', level);
    const wire = new WireFormat(format);
    // The viewer widens the channels in its own way: compare what went over the wire.
    const narrow = (pixels: Uint32Array) => pixels.map((pixel) => wire.toValue(pixel));
    expect(
      await differenceAtRest(
        WIDTH,
        async () => narrow(await rootPicture(screen, CORNER.x, CORNER.y, WIDTH, HEIGHT)),
        () => narrow(server.scene()),
      ),
    ).toBeUndefined();
  });

  it('while programs scroll and draw, and two viewers look on', async () => {
    const second = { x: 540, y: 450 };
    await look(server.port, CORNER, '-SecurityTypes=None');
    await look(server.port, second, '-SecurityTypes=None', '-AutoSelect=0', '-PreferredEncoding=ZRLE');
    const busy = start(
      server.core.display,
      "xterm -geometry 40x8+30+60 -e 'for i in 1 2 3 4 5; do ls -l /usr/bin; done; cat'",
    );
    await until('the third window', () => server.state.screen.surfaces.length >= 6);
    const ico = start(server.core.display, 'timeout 2 ico -geometry 200x200+250+10');
    try {
      await until('the fourth window', () => server.state.screen.surfaces.length >= 7);
      expect(await shownWrong(CORNER)).toBeUndefined();
      expect(await shownWrong(second)).toBeUndefined();
    } finally {
      await busy.end();
      await ico.end();
    }
  });
});

describe('the other way', () => {
  it('keys and pointer reach the programs', async () => {
    const { x, y } = CORNER;
    await look(server.port, CORNER, '-SecurityTypes=None');
    await until('a picture', async () => (await rootPicture(screen, x, y, 20, 20)).some((pixel) => pixel !== 0));
    const before = server.scene();
    const run = (...args: string[]) => execFileSync('xdotool', args, { env: environment(xvfb.display) });
    run('search', '--name', 'farpane test', 'windowfocus', 'mousemove', String(x + 70), String(y + 70));
    // Only from the first click on does it tell where the pointer is.
    run('mousemove', String(x + 60), String(y + 60), 'click', '1');
    run('type', '--delay', '30', 'echo Hello');
    run('key', 'Return');
    await until('keys', () => server.heard.filter(({ kind }) => kind === 'key').length >= 22);
    await until('the pointer', () =>
      server.heard.some(({ kind, detail }) => kind === 'pointer' && String(detail) === '60,60,1'),
    );
    await until('an echo', () => server.scene().some((pixel, i) => pixel !== before[i]));
    expect(await shownWrong(CORNER)).toBeUndefined();
  });

  it('a size that the viewer asks for', async () => {
    const other = await TcpServer.start({ width: 400, height: 300 });
    const logo = start(other.core.display, 'xlogo -geometry 250x250+100+20');
    try {
      await look(other.port, CORNER, '-SecurityTypes=None', '-RemoteResize=1', '-DesktopSize=520x390');
      await until('the size', () => other.state.screen.width === 520 && other.state.screen.height === 390);
      expect(other.heard).toContainEqual({ kind: 'resize-wanted', detail: [520, 390] });
      expect(await shownWrong(CORNER, other)).toBeUndefined();
    } finally {
      await logo.end();
      await other.close();
    }
  });

  it('a password lets in, a wrong one does not', async () => {
    const secret = await TcpServer.start({ width: 300, height: 200, password: 'sesame12' });
    const logo = start(secret.core.display, 'xlogo -geometry 150x150+10+10');
    const file = (password: string) => {
      const path = join(home, `password-${password}`);
      writeFileSync(path, desEncrypt(PASSWORD_FILE_KEY, new TextEncoder().encode(password)));
      return path;
    };
    try {
      startViewer(['-SecurityTypes=VncAuth', `-PasswordFile=${file('mistaken')}`, `127.0.0.1::${secret.port}`]);
      await until('a refusal', () => secret.errors.length > 0);
      expect(secret.errors).toEqual(['RfbError: wrong password']);
      for (const viewer of viewers.splice(0)) viewer.kill('SIGKILL');
      await look(secret.port, CORNER, '-SecurityTypes=VncAuth', `-PasswordFile=${file('sesame12')}`);
      expect(await shownWrong(CORNER, secret)).toBeUndefined();
    } finally {
      await logo.end();
      await secret.close();
    }
  });
});
