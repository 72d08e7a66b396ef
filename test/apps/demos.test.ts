import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Display } from '../../apps/api/display.ts';
import { Key } from '../../apps/api/keysyms.ts';
import type { AppWindow } from '../../apps/api/window.ts';
import { startAnimation } from '../../apps/demos/animation.ts';
import { startClock } from '../../apps/demos/clock.ts';
import { readFrameNumber } from '../../apps/demos/frame-pattern.ts';
import { startImageViewer } from '../../apps/demos/image-viewer.ts';
import { startMinesweeper } from '../../apps/demos/minesweeper.ts';
import { startNotepad } from '../../apps/demos/notepad.ts';
import { startPaint } from '../../apps/demos/paint.ts';
import { startSessionMonitor } from '../../apps/demos/session-monitor.ts';
import { Hands, pictureOf, SERVERS, until, type AppServer, type Picture } from './support.ts';

describe.each(SERVERS)('on $kind', ({ start }) => {
  let server: AppServer;
  let display: Display;
  let hands: Hands;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await start({ width: 1024, height: 768 });
    display = await server.display();
    display.connection.onError = (error) => complaints.push(error.message);
    hands = await Hands.on(await server.connect());
  });
  afterAll(async () => {
    expect(complaints).toEqual([]);
    await server.close();
  });

  /** The window's picture once `ready` holds. There is no window manager: windows are at the top left. */
  const shown = (window: AppWindow, what: string, ready: (picture: Picture) => boolean): Promise<Picture> =>
    until(what, async () => {
      const seen = await pictureOf(display.connection, window.id).catch(() => undefined);
      return seen !== undefined && ready(seen) ? seen : undefined;
    });

  const focus = (window: AppWindow): void =>
    display.connection.send('SetInputFocus', { revertTo: 1, focus: window.id, time: 0 });

  const type = async (text: string): Promise<void> => {
    for (const character of text) await hands.chord(display.keyboard.keycodes(character.charCodeAt(0))[0]!);
  };

  const control = (keysym: number): Promise<void> =>
    hands.chord(display.keyboard.keycodes(0xffe3)[0]!, display.keyboard.keycodes(keysym)[0]!);

  it('writes, copies, undoes and saves in the notepad', async () => {
    // Letters that are typed without Shift.
    const folder = join(tmpdir(), `farpane-notepad-${Math.floor(Math.random() * 1e9)}`);
    await mkdir(folder);
    try {
      const window = await startNotepad(display);
      await shown(window, 'the text area', (picture) => picture.at(200, 200) === 0xffffff);
      focus(window);
      await type('hello world');
      await control(0x61);
      await control(0x63);
      const other = await server.display();
      await until('the copy', async () => (await other.clipboard.read()) === 'hello world');
      await hands.chord(display.keyboard.keycodes(Key.End)[0]!);
      await control(0x76);
      await control(0x7a);
      // The path field, by a click; a wheel turn over the text does no harm.
      await hands.click(200, 300, 5);
      await hands.click(100, 48);
      const file = join(folder, 'note');
      await type(file);
      await control(0x73);
      const saved = await until('the file', () => readFile(file, 'utf8').catch(() => undefined));
      expect(saved).toBe('hello world');
      window.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('asks before the notepad loses what was written', async () => {
    const window = await startNotepad(display);
    await shown(window, 'the text area', (picture) => picture.at(200, 200) === 0xffffff);
    const topLevels = async () =>
      (await display.connection.query('QueryTree', { window: display.connection.root })).children;
    const questionOf = () =>
      until('the question', async () => {
        const [top] = (await topLevels()).slice(-1);
        if (top === undefined || top === window.id) return undefined;
        const { mapState } = await display.connection.query('GetWindowAttributes', { window: top });
        return mapState === 2 ? top : undefined;
      });
    const press = (keysym: number) => hands.chord(display.keyboard.keycodes(keysym)[0]!);
    const focusOn = (id: number) => display.connection.send('SetInputFocus', { revertTo: 1, focus: id, time: 0 });
    focus(window);
    await type('words');
    await shown(window, 'the words', (picture) => {
      for (let x = 0; x < 60; x++) for (let y = 70; y < 90; y++) if (picture.at(x, y) === 0x1d2530) return true;
      return false;
    });

    window.onCloseRequest();
    focusOn(await questionOf());
    await press(Key.Escape);
    await until('the end of the question', async () => ((await topLevels()).at(-1) === window.id ? true : undefined));
    expect(window.closed).toBe(false);

    window.onCloseRequest();
    focusOn(await questionOf());
    // The second answer: the text may go.
    await press(Key.Tab);
    await press(Key.Return);
    await until('the end of the notepad', async () => (window.closed ? true : undefined));
  });

  it('opens and flags cells in minesweeper', async () => {
    let seed = 7;
    const window = startMinesweeper(display, () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647);
    const closed = await shown(window, 'the field', (picture) => picture.at(30, 60) === 0xc9d4e6);
    expect(closed.at(12 + 4 * 38 + 3, 48 + 4 * 38 + 3)).toBe(0xc9d4e6);
    await hands.click(12 + 4 * 38 + 15, 48 + 4 * 38 + 15);
    await shown(window, 'the open cell', (picture) => picture.at(12 + 4 * 38 + 3, 48 + 4 * 38 + 3) === 0xffffff);
    window.close();
  });

  it('paints, fills and undoes', async () => {
    const window = startPaint(display);
    await shown(window, 'the sheet', (picture) => picture.at(300, 200) === 0xffffff);
    // A closed rectangle by the third tool, filled by the fifth with the fourth colour.
    await hands.click(50, 8 + 2 * 32 + 14);
    await hands.drag(200, 100, 300, 180);
    await shown(window, 'the rectangle', (picture) => picture.at(200, 140) === 0x1d2530);
    await hands.click(50, 8 + 4 * 32 + 14);
    await hands.click(8 + 15, 8 + 6 * 32 + 6 + 45);
    await hands.click(250, 140);
    const filled = await shown(window, 'the fill', (picture) => picture.at(250, 140) === 0xd64545);
    expect([filled.at(205, 105), filled.at(295, 175), filled.at(400, 140)]).toEqual([0xd64545, 0xd64545, 0xffffff]);
    focus(window);
    await control(0x7a);
    await shown(window, 'no fill', (picture) => picture.at(250, 140) === 0xffffff && picture.at(200, 140) === 0x1d2530);
    await control(0x7a);
    await shown(window, 'no rectangle', (picture) => picture.at(200, 140) === 0xffffff);
    window.close();
  });

  it('shows the sample picture, and zooms', async () => {
    const window = await startImageViewer(display);
    const fitted = await shown(
      window,
      'the lake',
      (picture) => picture.at(300, 100) !== 0xf4f6f9 && picture.at(300, 100) !== 0x262c36,
    );
    const top = fitted.at(300, 50);
    expect(top & 255).toBeGreaterThan(top >> 16);
    await hands.click(300, 250, 4);
    await shown(window, 'the zoomed lake', (picture) => picture.at(300, 50) !== top);
    window.close();
  });

  it('plays frames that tell their number', async () => {
    const window = startAnimation(display, { width: 160, height: 120, rate: 60 });
    const number = async (): Promise<number | undefined> => {
      const { data } = await display.connection
        .query('GetImage', {
          format: 2,
          drawable: window.id,
          x: 0,
          y: 0,
          width: 160,
          height: 120,
          planeMask: 0xffffffff,
        })
        .catch(() => ({ data: new Uint8Array(160 * 120 * 4) }));
      return readFrameNumber(data, 160, 120);
    };
    const first = await until('a frame', number);
    await until('a later frame', async () => ((await number()) ?? 0) > first + 5);
    window.close();
  });

  it('shows the time and what the machine does', async () => {
    const clock = await startClock(display);
    await shown(clock, 'a face', (picture) => picture.at(110, 40) === 0xffffff);
    clock.close();
    const monitor = startSessionMonitor(display);
    await shown(monitor, 'a plot', (picture) => picture.at(100, 60) === 0xffffff);
    monitor.close();
  });

  it('runs as a desktop in one process, which ends with its server', async () => {
    const lonely = await start({ width: 900, height: 700 });
    const child = spawn(process.execPath, ['--import', 'tsx', 'apps/desktop/main.ts', '--apps', 'clock,notepad'], {
      env: { ...process.env, DISPLAY: lonely.name, XAUTHORITY: '/nonexistent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(line.toString()).toBe('desktop ready\n');
    await until('both windows', async () => {
      const clients = await lonely.output('xprop', '-root', '_NET_CLIENT_LIST');
      return clients.match(/0x/g)?.length === 2;
    });
    await lonely.close();
    expect((await ended)[0]).toBe(0);
  });
});

it.each([
  [['--apps', 'doom'], 2, 'no app doom'],
  [['--no-apps'], 1, 'cannot reach display'],
])('says in one line why the desktop does not start: %s', async (args, code, message) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'apps/desktop/main.ts', ...args], {
    env: { ...process.env, DISPLAY: ':61234' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (bytes: Buffer) => (text += bytes.toString()));
  const [status] = (await once(child, 'close')) as [number];
  expect(status).toBe(code);
  expect(text).toContain(message);
  expect(text.trim().split('\n').length).toBe(1);
});
