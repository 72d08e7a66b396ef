import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeyStroke } from '../../apps/api/keyboard.ts';
import { Key } from '../../apps/api/keysyms.ts';
import { AppWindow } from '../../apps/api/window.ts';
import { Hands, pictureOf, startServer, until, type AppServer } from './support.ts';

let server: AppServer;
beforeAll(async () => {
  server = await startServer({ width: 640, height: 480 });
});
afterAll(() => server.close());

it('paints what it is asked for where it is asked for', async () => {
  const display = await server.display();
  const window = new AppWindow(display, { width: 200, height: 100, title: 'Täst Ж' });
  window.onPaint = (painter) => {
    painter.fill(0xff0000, 10, 10, 20, 20);
    painter.fillRounded(0x00ff00, 50, 10, 30, 30, 4);
    painter.text(display.fonts.normal, 0x000000, 10, 60, 'MMMM');
    painter.lines(0x0000ff, [100, 10, 140, 10], 3);
  };
  window.show();
  const picture = await until('the painting', async () => {
    const seen = await pictureOf(display.connection, window.id).catch(() => undefined);
    return seen?.at(15, 15) === 0xff0000 ? seen : undefined;
  });
  expect(picture.at(9, 15)).toBe(0xf4f6f9);
  expect(picture.at(50, 10)).toBe(0xf4f6f9);
  expect([picture.at(50, 25), picture.at(65, 10)]).toEqual([0x00ff00, 0x00ff00]);
  expect([picture.at(120, 9), picture.at(120, 11)]).toEqual([0x0000ff, 0x0000ff]);
  let ink = 0;
  for (let y = 45; y < 62; y++) for (let x = 8; x < 80; x++) if (picture.at(x, y) === 0) ink++;
  expect(ink).toBeGreaterThan(40);
  expect(await server.output('xprop', '-id', String(window.id), '_NET_WM_NAME', 'WM_NORMAL_HINTS')).toContain('Täst Ж');
  window.close();
});

it('hears keys as keysyms and text, with the modifiers applied', async () => {
  const display = await server.display();
  const hands = await Hands.on(display.connection);
  const window = new AppWindow(display, { width: 100, height: 100, overrideRedirect: true });
  const strokes: KeyStroke[] = [];
  window.onKey = (key) => strokes.push(key);
  window.show();
  await hands.move(50, 50);
  display.connection.send('SetInputFocus', { revertTo: 1, focus: window.id, time: 0 });
  const code = (keysym: number): number => display.keyboard.keycodes(keysym)[0]!;
  await hands.chord(code(0x61));
  await hands.chord(code(Key.ShiftLeft), code(0x61));
  await hands.chord(code(0xffe3), code(0x63));
  await hands.chord(code(Key.Return));
  await until('four keys', () => strokes.length >= 6);
  const typed = strokes.filter(({ keysym }) => keysym !== Key.ShiftLeft && keysym !== 0xffe3);
  expect(typed.map(({ keysym, text, control }) => ({ keysym, text, control }))).toEqual([
    { keysym: 0x61, text: 'a', control: false },
    { keysym: 0x41, text: 'A', control: false },
    { keysym: 0x63, text: '', control: true },
    { keysym: Key.Return, text: '', control: false },
  ]);
  window.close();
});

it('tells the request that failed', async () => {
  const connection = await server.connect();
  const failures: string[] = [];
  connection.onError = (error) => failures.push(error.message);
  connection.send('MapWindow', { window: 0x1234567 });
  await connection.sync();
  expect(failures).toEqual(['MapWindow: BadWindow (0x1234567)']);
  await expect(connection.query('GetGeometry', { drawable: 5 })).rejects.toThrow('GetGeometry: BadDrawable (0x5)');
});
