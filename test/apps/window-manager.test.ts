import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../apps/api/connection.ts';
import type { Display } from '../../apps/api/display.ts';
import { Key } from '../../apps/api/keysyms.ts';
import { AppWindow, sendMessage, WM_EVENTS } from '../../apps/api/window.ts';
import { partAt } from '../../apps/wm/frame.ts';
import { startWindowManager } from '../../apps/wm/start.ts';
import type { ManagedWindow } from '../../apps/wm/managed-window.ts';
import type { WindowManager } from '../../apps/wm/window-manager.ts';
import { Hands, pictureOf, SERVERS, startCore, until, type AppServer } from './support.ts';

describe.each(SERVERS)('on $kind', ({ start }) => {
  let server: AppServer;
  let display: Display;
  let wm: WindowManager;
  let hands: Hands;
  let user: Connection;

  beforeAll(async () => {
    server = await start({ width: 1024, height: 768 });
    display = await server.display();
    wm = await startWindowManager(display, () => []);
    user = await server.connect();
    hands = await Hands.on(user);
  });
  afterAll(() => server.close());

  async function open(program: string, title: string, ...args: string[]): Promise<ManagedWindow> {
    server.run(program, ...args);
    return until(title, () =>
      [...wm.windows.values()].find((window) => window.title === title && window === wm.active),
    );
  }

  const closed = (window: ManagedWindow): Promise<boolean> =>
    until(`the end of ${window.title}`, () => !wm.windows.has(window.id));

  /** The client window's place on the root, as the server has it. */
  async function placeOf({ id }: ManagedWindow): Promise<{ x: number; y: number; width: number; height: number }> {
    const { width, height } = await user.query('GetGeometry', { drawable: id });
    const { dstX, dstY } = await user.query('TranslateCoordinates', {
      srcWindow: id,
      dstWindow: user.root,
      srcX: 0,
      srcY: 0,
    });
    return { x: dstX, y: dstY, width, height };
  }

  it('frames a real xterm, moves it by its title, resizes it by increments, closes it', async () => {
    const window = await open('xterm', 'mover', '-T', 'mover', '-geometry', '60x15');
    const { x, y, width, height } = await placeOf(window);
    expect(await server.output('xprop', '-id', String(window.id), '_NET_FRAME_EXTENTS')).toContain('= 5, 5, 30, 5');
    expect([x - window.x, y - window.y]).toEqual([5, 30]);

    await hands.drag(x + 60, y - 15, x + 140, y + 25);
    await until('the move', async () => (await placeOf(window)).x === x + 80);
    expect(await placeOf(window)).toEqual({ x: x + 80, y: y + 40, width, height });

    // The bottom right corner: 100 and 60 pixels are 16 columns of 6 and 4 rows of 13, and a bit.
    await hands.drag(x + 80 + width + 2, y + 40 + height + 2, x + 180 + width + 2, y + 100 + height + 2);
    await until('the new size', async () => (await placeOf(window)).width === width + 96);
    expect(await placeOf(window)).toEqual({ x: x + 80, y: y + 40, width: width + 96, height: height + 52 });

    // The close button, at the right end of the title.
    await hands.click(x + 80 + width + 96 - 15, y + 40 - 15);
    await closed(window);
  });

  it('tells clients where they are', async () => {
    const window = await open('xterm', 'knows', '-T', 'knows', '-geometry', '40x10+200+150');
    const { x, y } = await placeOf(window);
    // A user's position is that of the frame's corner.
    expect([x, y]).toEqual([205, 180]);
    const info = await server.output('xwininfo', '-id', String(window.id));
    expect(info).toContain('Absolute upper-left X:  205');
    wm.close(window);
    await closed(window);
  });

  it('focuses and raises by a click, switches by Alt+Tab, closes by Alt+F4', async () => {
    const first = await open('xterm', 'first', '-T', 'first', '-geometry', '50x12+100+100', '-e', 'cat');
    const second = await open('xterm', 'second', '-T', 'second', '-geometry', '50x12+200+160', '-e', 'cat');
    expect(wm.active).toBe(second);
    await hands.click(120, 150);
    await until('focus on the first', () => wm.active === first);
    const { focus } = await user.query('GetInputFocus', {});
    expect(focus).toBe(first.id);
    const { children } = await user.query('QueryTree', { window: user.root });
    expect([...children].indexOf(first.frame)).toBeGreaterThan([...children].indexOf(second.frame));
    expect(await server.output('xprop', '-root', '_NET_ACTIVE_WINDOW')).toContain(`0x${first.id.toString(16)}`);
    expect(await server.output('xprop', '-id', String(first.id), '_NET_WM_STATE')).toContain('FOCUSED');

    // Alt+Tab goes back to the second, on letting go of Alt.
    const { keyboard } = display;
    const [alt, tab] = [keyboard.keycodes(Key.AltLeft)[0]!, keyboard.keycodes(Key.Tab)[0]!];
    await hands.keyDown(alt);
    await hands.chord(tab);
    expect(wm.active).toBe(first);
    await hands.keyUp(alt);
    await until('focus on the second', () => wm.active === second);
    await hands.chord(alt, keyboard.keycodes(Key.F4)[0]!);
    await closed(second);
    await until('focus back on the first', () => wm.active === first);
    wm.close(first);
    await closed(first);
  });

  it('lets the click that focuses a window through to it, once', async () => {
    const other = await server.display();
    const [below, above] = ['below', 'above'].map((title, i) => {
      const window = new AppWindow(other, { title, x: 100 + 60 * i, y: 100, width: 200, height: 150 });
      window.show();
      return window;
    }) as [AppWindow, AppWindow];
    await until('both', () => wm.windows.has(below.id) && wm.windows.has(above.id));
    const presses: number[] = [];
    below.onPress = ({ x, y, button }) => presses.push(x, y, button);
    wm.activate(wm.windows.get(above.id)!);
    await user.sync();
    const { x, y } = await placeOf(wm.windows.get(below.id)!);
    await hands.click(x + 20, y + 30);
    await until('the click', () => presses.length > 0);
    expect(wm.active?.id).toBe(below.id);
    await hands.click(x + 21, y + 31);
    await until('the next click', () => presses.length > 3);
    expect(presses).toEqual([20, 30, 1, 21, 31, 1]);
    below.close();
    above.close();
    await until('no windows', () => !wm.windows.has(below.id) && !wm.windows.has(above.id));
  });

  it('maximises by a double click and by request, minimises and comes back, goes fullscreen', async () => {
    const other = await server.display();
    const window = await open('xterm', 'states', '-T', 'states', '-geometry', '40x10+300+200');
    const before = await placeOf(window);
    await hands.click(before.x + 50, before.y - 15);
    await hands.click(before.x + 50, before.y - 15);
    await until('the maximised size', async () => (await placeOf(window)).width === 1024);
    expect(await placeOf(window)).toEqual({ x: 0, y: 30, width: 1024, height: 768 - 38 - 30 });
    expect(await server.output('xprop', '-id', String(window.id), '_NET_WM_STATE')).toContain('MAXIMIZED_VERT');
    await hands.click(1024 - 45, 15);
    await until('the old size', async () => (await placeOf(window)).width === before.width);
    expect(await placeOf(window)).toEqual(before);

    const { atoms } = display;
    const ask = async (type: number, ...data: number[]): Promise<void> => {
      sendMessage(other, user.root, window.id, type, data, WM_EVENTS);
      await other.connection.sync();
    };
    await ask(atoms.WM_CHANGE_STATE, 3);
    await until('the minimised state', () => window.minimized);
    expect(await server.output('xprop', '-id', String(window.id), 'WM_STATE')).toContain('Iconic');
    await ask(atoms._NET_ACTIVE_WINDOW, 2);
    await until('the window back', () => !window.minimized && wm.active === window);

    await ask(atoms._NET_WM_STATE, 1, atoms._NET_WM_STATE_FULLSCREEN);
    await until('the whole screen', async () => (await placeOf(window)).height === 768);
    expect(await placeOf(window)).toEqual({ x: 0, y: 0, width: 1024, height: 768 });
    await ask(atoms._NET_WM_STATE, 0, atoms._NET_WM_STATE_FULLSCREEN);
    await until('its own place', async () => (await placeOf(window)).height === before.height);
    expect(await placeOf(window)).toEqual(before);
    wm.close(window);
    await closed(window);
  });

  it('lists the windows in the panel, whose buttons minimise and restore', async () => {
    const window = await open('xclock', 'xclock');
    await hands.click(150, 750);
    await until('the minimised state', () => window.minimized);
    await hands.click(150, 750);
    await until('the window back', () => !window.minimized);
    const picture = await pictureOf(user);
    expect(picture.at(500, 750)).toBe(0x1f2940);
    wm.close(window);
    await closed(window);
  });

  it('lets Tk windows choose their size, their dialogs and override-redirect menus', async () => {
    server.run('wish', '/dev/null');
    const window = await until('wish', () =>
      [...wm.windows.values()].find(({ className }) => className === 'Null' || className === 'Tk'),
    );
    expect(await server.output('xprop', '-id', String(window.id), 'WM_STATE')).toContain('Normal');
    wm.close(window);
    await closed(window);
  });

  it('leaves the windows to the root when it goes', async () => {
    const lonely = await start({ width: 500, height: 400 });
    try {
      const manager = await lonely.display();
      const own = await startWindowManager(manager, () => []);
      lonely.run('xterm', '-T', 'survivor', '-geometry', '20x5+50+60');
      const window = await until('xterm', () => [...own.windows.values()].find(({ title }) => title === 'survivor'));
      manager.connection.close();
      const observer = await lonely.connect();
      await until('the window on the root', async () => {
        const { parent } = await observer.query('QueryTree', { window: window.id });
        const { mapState } = await observer.query('GetWindowAttributes', { window: window.id });
        return parent === observer.root && mapState === 2;
      });
      const next = await startWindowManager(await lonely.display(), () => []);
      expect(next.windows.has(window.id)).toBe(true);
    } finally {
      await lonely.close();
    }
  });
});

it('keeps room for the title of a narrow window, and the button that closes it', async () => {
  const server = await startCore({ width: 800, height: 600 });
  try {
    const wm = await startWindowManager(await server.display(), () => []);
    const display = await server.display();
    for (const [width, buttons] of [
      [300, ['minimize', 'maximize', 'close']],
      [130, ['maximize', 'close']],
      [60, ['close']],
    ] as const) {
      const title = `as wide as ${width}`;
      new AppWindow(display, { title, width, height: 100, minWidth: 20 }).show();
      const window = await until(title, () => [...wm.windows.values()].find((candidate) => candidate.title === title));
      const seen: string[] = [];
      for (let x = 20; x < window.width; x++) {
        const part = partAt(window, x, 15);
        if (part !== seen.at(-1)) seen.push(part);
      }
      expect(seen).toEqual(['title', ...buttons]);
    }
  } finally {
    await server.close();
  }
});

it('follows the size of the screen with panel and maximised windows', async () => {
  const server = await startCore({ width: 800, height: 600 });
  try {
    const wm = await startWindowManager(await server.display(), () => []);
    const user = await server.connect();
    server.run('xterm', '-T', 'wide');
    const window = await until('xterm', () => [...wm.windows.values()].find(({ title }) => title === 'wide'));
    wm.toggleMaximized(window);
    await until(
      'the maximised width',
      async () => (await user.query('GetGeometry', { drawable: window.id })).width === 800,
    );
    server.core.append({
      kind: 'screen-resized',
      width: 1000,
      height: 700,
      widthMillimetres: 264,
      heightMillimetres: 185,
    });
    await until('the new width', async () => (await user.query('GetGeometry', { drawable: window.id })).width === 1000);
    expect(await user.query('GetGeometry', { drawable: window.id })).toMatchObject({
      width: 1000,
      height: 700 - 38 - 30,
    });
    const picture = await until('the panel', async () => {
      const seen = await pictureOf(user);
      return seen.at(700, 690) === 0x1f2940 ? seen : undefined;
    });
    expect([picture.width, picture.height]).toEqual([1000, 700]);
  } finally {
    await server.close();
  }
});
