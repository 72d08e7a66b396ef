import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Display } from '../../apps/api/display.ts';
import { Key } from '../../apps/api/keysyms.ts';
import { PopupMenu } from '../../apps/api/popup-menu.ts';
import { AppWindow } from '../../apps/api/window.ts';
import { Button } from '../../apps/api/widgets/button.ts';
import { List } from '../../apps/api/widgets/list.ts';
import { SCROLL_BAR_WIDTH, ScrollBar } from '../../apps/api/widgets/scroll-bar.ts';
import { Slider } from '../../apps/api/widgets/slider.ts';
import { TextField } from '../../apps/api/widgets/text-field.ts';
import { WidgetHost } from '../../apps/api/widgets/widget.ts';
import { Hands, pictureOf, startServer, until, type AppServer } from './support.ts';

let server: AppServer;
let display: Display;
let hands: Hands;
let window: AppWindow;
let host: WidgetHost;
const heard: string[] = [];

const field = (): TextField => host.widgets[0] as TextField;

beforeAll(async () => {
  server = await startServer({ width: 500, height: 400 });
  display = await server.display();
  hands = await Hands.on(await server.connect());
});
afterAll(() => server.close());

beforeEach(async () => {
  heard.length = 0;
  window = new AppWindow(display, { width: 400, height: 300, overrideRedirect: true });
  host = new WidgetHost(window);
  const text = new TextField('one two');
  text.onEnter = (value) => heard.push(`enter ${value}`);
  const button = new Button('Press', () => heard.push('click'));
  const slider = new Slider(0, 100, 50);
  slider.onChange = (value) => heard.push(`slider ${value}`);
  const list = new List();
  list.onChoose = (index) => heard.push(`choose ${index}`);
  list.onOpen = (index) => heard.push(`open ${index}`);
  const bar = new ScrollBar();
  bar.onScroll = (value) => heard.push(`scroll ${value}`);
  host.add(text, button, slider, list, bar);
  host.layout = () => {
    text.place(10, 10, 180, 28);
    button.place(200, 10, 80, 28);
    slider.place(10, 50, 214, 24);
    list.place(10, 90, 200, 122);
    bar.place(380, 0, SCROLL_BAR_WIDTH, 300);
  };
  host.relayout();
  list.setItems(Array.from({ length: 40 }, (_, i) => `item ${i}`));
  bar.setRange(300, 30);
  window.show();
  display.connection.send('SetInputFocus', { revertTo: 1, focus: window.id, time: 0 });
  await until(
    'the button',
    async () => (await pictureOf(display.connection, window.id).catch(() => undefined))?.at(205, 20) === 0xffffff,
  );
  return () => window.close();
});

const key = (...keysyms: number[]): Promise<void> =>
  hands.chord(...keysyms.map((keysym) => display.keyboard.keycodes(keysym)[0]!));
const hears = (what: string): Promise<boolean> => until(what, () => heard.includes(what));

it('clicks buttons, not where the press and the release differ', async () => {
  await hands.drag(220, 20, 350, 200);
  await hands.click(220, 20);
  await hears('click');
  expect(heard).toEqual(['click']);
});

it('edits text by keyboard and mouse', async () => {
  await key(Key.End);
  await key(0x78);
  await key(Key.Home);
  await key(Key.Delete);
  await key(Key.Return);
  await hears('enter ne twox');
  // A double click selects all; typing takes its place.
  await hands.click(30, 24);
  await hands.click(30, 24);
  await key(0x7a);
  await key(Key.Return);
  await hears('enter z');
  expect(field().text).toBe('z');
});

it('moves a slider by mouse, wheel and keys', async () => {
  await hands.click(10 + 7 + 150, 62);
  await hears('slider 75');
  await key(Key.Left);
  await hears('slider 74');
  await hands.click(60, 62, 4);
  await hears('slider 75');
});

it('chooses in a list, and scrolls it', async () => {
  await hands.click(50, 91 + 24 + 5);
  await hears('choose 1');
  await key(Key.PageDown);
  await hears('choose 6');
  await hands.click(50, 150, 5);
  await hands.click(50, 91 + 5);
  await hears('choose 5');
  await hands.click(50, 91 + 5);
  await hears('open 5');
});

it('scrolls by the bar', async () => {
  await hands.click(387, 250);
  await hears('scroll 30');
  await hands.drag(387, 40, 387, 400);
  await hears('scroll 270');
});

it('walks the focus by Tab and Shift+Tab', async () => {
  expect(host.focus).toBe(host.widgets[0]);
  await key(Key.Tab);
  await until('the button', () => host.focus === host.widgets[1]);
  await key(0x20);
  await hears('click');
  await key(Key.ShiftLeft, Key.Tab);
  await until('the field', () => host.focus === host.widgets[0]);
});

it('opens menus that mouse and keys choose from, and that a click elsewhere closes', async () => {
  const open = async (): Promise<PopupMenu> => {
    const menu = new PopupMenu(
      display,
      [
        { label: 'Alpha', run: () => heard.push('alpha') },
        'separator',
        { label: 'Beta', disabled: true, run: () => heard.push('beta') },
        { label: 'Gamma', run: () => heard.push('gamma') },
      ],
      { x: 50, y: 50 },
    );
    menu.onClosed = () => heard.push('closed');
    await display.connection.sync();
    return menu;
  };
  await open();
  await hands.click(70, 50 + 5 + 10);
  await hears('alpha');
  await open();
  // Down goes past what cannot be chosen.
  await key(Key.Down);
  await key(Key.Down);
  await key(Key.Return);
  await hears('gamma');
  heard.length = 0;
  await open();
  await hands.click(70, 50 + 5 + 26 + 9 + 10);
  await hands.click(390, 290);
  await hears('closed');
  expect(heard).toEqual(['closed']);
});

it('goes on with ids that are free when its first ones are used up', async () => {
  const connection = await server.connect();
  const { resourceIdMask } = connection.setup;
  const pixmap = (): number => {
    const pid = connection.newId();
    connection.send('CreatePixmap', { depth: 1, pid, drawable: connection.root, width: 1, height: 1 });
    return pid;
  };
  const failures: string[] = [];
  connection.onError = (error) => failures.push(error.message);
  const held = pixmap();
  for (let i = 0; i < resourceIdMask - 600; i++) connection.newId();
  await connection.sync();
  await connection.sync();
  const later = Array.from({ length: 2000 }, pixmap);
  await connection.sync();
  expect(failures).toEqual([]);
  expect(new Set([held, ...later]).size).toBe(2001);
});
