import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { difference, environment, HEIGHT, restingPicture, WIDTH } from '../programs/on-both.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { connectRaw, startXvfb, type Xvfb } from '../support/xvfb.ts';
import { encodeQueryKeymap } from '../../xserver/protocol/generated/xproto.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { keysDoNotRepeat, until } from './sessions.ts';
import { keyDown, strike, strokes } from './typing.ts';

let browser: Browser;
let host: TestHost;
let folder: string;

beforeAll(async () => {
  [browser, host] = await Promise.all([startBrowser(), startHost(WIDTH, HEIGHT)]);
});
afterAll(async () => {
  await browser?.close();
  await host?.end();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-test-'));
});
afterEach(async () => {
  await host.endPrograms();
  await rm(folder, { recursive: true, force: true });
});

interface Typed {
  /** All that was typed, once it ends with a line's end. */
  line(): Promise<string>;
  /** Until so many characters have arrived. */
  characters(count: number): Promise<void>;
}

/** An xterm, its window open under the pointer, whose text goes to a file character by character. */
async function openTerminal(session: SessionPage): Promise<Typed> {
  const file = join(folder, 'typed');
  await keysDoNotRepeat(host);
  const before = (await session.report()).index;
  host.run('xterm', '-wf', '-geometry', '80x24+20+20', '-e', 'sh', '-c', `stty -icanon; cat > ${file}`);
  await until('the xterm', async () => (await readFile(file, 'utf8').catch(() => undefined)) ?? undefined);
  await until('its window', async () => ((await session.report()).index > before + 100 ? true : undefined));
  await session.rest();
  await session.page.mouse.move(200, 200);
  const read = async () => readFile(file, 'utf8');
  return {
    line: async () =>
      until('a line of text', async () => {
        const text = await read();
        return text.endsWith('\n') ? text : undefined;
      }),
    characters: async (count) => {
      await until(`${count} characters`, async () => ([...(await read())].length >= count ? true : undefined));
    },
  };
}

async function end(program: ChildProcess): Promise<void> {
  const gone = once(program, 'exit');
  program.kill('SIGKILL');
  await gone;
}

const LINES = [
  'The quick brown fox jumps over the lazy dog.',
  '0123456789 `~!@#$%^&*()-_=+[]{}\\|;:\'",<.>/?',
  'THE END',
];
// What is typed is shown by the terminal's own echo, and by nothing that could come in between.
const XTERM = ['-geometry', '80x24+20+20', '-e', 'sh', '-c', 'cat > /dev/null'];

/** Types into an xterm on Xvfb with xdotool; `check` gets the picture once it rests. */
async function typedOnXvfb(xvfb: Xvfb, check: (picture: () => Promise<Uint32Array>) => Promise<void>): Promise<void> {
  const env = environment(xvfb.display);
  const xterm = spawn('xterm', XTERM, { env, stdio: 'ignore' });
  try {
    await restingPicture(xvfb.display);
    const args = ['mousemove', '200', '200', 'type', '--delay', '20', `${LINES.join('\n')}\n`];
    const [code] = (await once(spawn('xdotool', args, { env, stdio: 'ignore' }), 'exit')) as [number];
    expect(code).toBe(0);
    await check(async () => restingPicture(xvfb.display));
  } finally {
    await end(xterm);
  }
}

/** What the canvas shows, 0xrrggbb, once nothing has changed for a while. */
async function shownAtRest(session: SessionPage): Promise<Uint32Array> {
  await session.rest();
  const { shown, width, height } = await session.pictures();
  expect([width, height]).toEqual([WIDTH, HEIGHT]);
  const pixels = new Uint32Array(WIDTH * HEIGHT);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = (shown[i * 4]! << 16) | (shown[i * 4 + 1]! << 8) | shown[i * 4 + 2]!;
  }
  return pixels;
}

test('an xterm typed into in the browser looks as on Xvfb, pixel by pixel', async () => {
  const xvfb = await startXvfb({ width: WIDTH, height: HEIGHT, args: ['-extension', 'RENDER', '-dpi', '96'] });
  const session = await SessionPage.open(browser, host.url, { width: WIDTH, height: HEIGHT });
  try {
    await session.waitFor('connected');
    const { XAUTHORITY } = host.environment;
    const number = Number(host.environment['DISPLAY']!.slice(1));
    const xterm = spawn('xterm', XTERM, { env: { ...environment(number), XAUTHORITY }, stdio: 'ignore' });
    try {
      await restingPicture(number);
      await keysDoNotRepeat(host);
      await session.page.mouse.move(200, 200);
      for (const line of LINES) {
        await session.page.keyboard.type(line);
        await session.page.keyboard.press('Enter');
      }
      await typedOnXvfb(xvfb, async (theirs) => {
        let ours = await shownAtRest(session);
        let found = difference(ours, await theirs());
        // On a busy machine a terminal may draw again after a pause that looks like rest.
        for (const end = performance.now() + PATIENCE_MS / 2; found.count > 0 && performance.now() < end;) {
          ours = await shownAtRest(session);
          found = difference(ours, await theirs());
        }
        expect(found).toEqual({ count: 0, first: '' });
        // Both could be blank.
        const dark = ours.filter((pixel) => pixel === 0).length;
        expect(dark).toBeGreaterThan(LINES.join('').length * 5);
      });
      const { shown, scene } = await session.pictures();
      expect(Buffer.compare(shown, scene)).toBe(0);
      expect(await session.verify()).toBe(true);
      expect(session.complaints).toEqual([]);
      expect(host.log).toEqual([]);
    } finally {
      await end(xterm);
    }
  } finally {
    await session.close();
    await xvfb.close();
  }
});

/** `|` where the layout changes; each stroke before it is a character. */
const LAYOUT_CASES = [
  {
    locale: 'en-US',
    layout: 'us',
    typed: 'KeyA:a +KeyZ:Z Space:_ +Digit2:@ BracketLeft:[ Quote:\' +Quote:" Backslash:\\ KeyE:é Enter:Enter',
    text: 'aZ @[\'"\\é\n',
  },
  {
    locale: 'de-DE',
    layout: 'de',
    typed:
      'KeyY:z KeyZ:y +KeyY:Z Semicolon:ö +Quote:Ä Minus:ß +Digit7:/ KeyQ:@ KeyE:€ Digit7:{ Equal:Dead KeyE:é IntlBackslash:< Enter:Enter',
    text: 'zyZöÄß/@€{é<\n',
  },
  {
    locale: 'fr-FR',
    layout: 'fr',
    typed: 'KeyQ:a KeyA:q +Digit1:1 Digit2:é Digit0:à Semicolon:m KeyM:, BracketLeft:Dead KeyE:ê +KeyM:? Enter:Enter',
    text: 'aq1éàm,ê?\n',
  },
  {
    locale: 'ru-RU',
    layout: 'ru',
    typed: 'KeyG:п KeyH:р KeyB:и +KeyD:В Backquote:ё Slash:. +Slash:, Space:_ | KeyX:x Enter:Enter',
    text: 'приВё., x\n',
  },
] as const;

test.each(LAYOUT_CASES)('$layout: every character arrives', async (wanted) => {
  const session = await SessionPage.open(browser, host.url, { locale: wanted.locale });
  try {
    await session.waitFor('connected');
    const typed = await openTerminal(session);
    // Xlib asks for the keymap when it looks a key up: what was struck in one layout has to be read before there is another.
    const [first = '', second] = wanted.typed.split(' | ');
    await strike(session.keys, strokes(first));
    if (second !== undefined) {
      await typed.characters(strokes(first).length);
      await strike(session.keys, strokes(second));
    }
    expect(await typed.line()).toBe(wanted.text);
    // The Latin letter at the end of the Russian case is typed with the system's other layout: ours follows.
    expect(await session.layout()).toBe(wanted.layout === 'ru' ? 'us' : wanted.layout);
    expect(session.complaints).toEqual([]);
  } finally {
    await session.close();
  }
});

test('a wrong first guess of the layout is mended by the first key', async () => {
  const session = await SessionPage.open(browser, host.url, { locale: 'en-US' });
  try {
    await session.waitFor('connected');
    const typed = await openTerminal(session);
    await strike(session.keys, strokes('KeyQ:a KeyA:q Digit2:é Enter:Enter'));
    expect(await typed.line()).toBe('aqé\n');
    expect(await session.layout()).toBe('fr');
  } finally {
    await session.close();
  }
});

test('text of input methods arrives', async () => {
  const session = await SessionPage.open(browser, host.url);
  try {
    await session.waitFor('connected');
    const typed = await openTerminal(session);
    await session.keys.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    await session.keys.send('Input.imeSetComposition', { text: '日本', selectionStart: 2, selectionEnd: 2 });
    await session.keys.send('Input.insertText', { text: '日本' });
    await session.keys.send('Input.insertText', { text: 'Grüße ' });
    await strike(session.keys, strokes('KeyA:a Enter:Enter'));
    expect(await typed.line()).toBe('日本Grüße a\n');
  } finally {
    await session.close();
  }
});

/** Keycodes that are down in the session. */
async function keysDown(): Promise<number[]> {
  const client = await connectRaw(Number(host.environment['DISPLAY']!.slice(1)), true);
  try {
    const writer = new Writer(true);
    encodeQueryKeymap(writer, {});
    client.send(writer.finish());
    const reply = (await client.sync()).find((message) => message.kind === 'reply')!;
    const bits = reply.bytes.subarray(8, 40);
    return Array.from({ length: 256 }, (_, keycode) => keycode).filter(
      (keycode) => (bits[keycode >> 3]! & (1 << (keycode & 7))) !== 0,
    );
  } finally {
    await client.close();
  }
}

test('no key stays down when the page loses the keyboard', async () => {
  const session = await SessionPage.open(browser, host.url);
  try {
    await session.waitFor('connected');
    await keyDown(session.keys, { code: 'ControlLeft', key: 'Control' }, 2);
    await keyDown(session.keys, { code: 'KeyX', key: 'x' }, 2);
    expect(await until('the keys', async () => ((await keysDown()).length === 2 ? keysDown() : undefined))).toEqual([
      37, 53,
    ]);
    await session.page.mouse.move(400, 3);
    await session.page.waitForSelector('#bar.open');
    await session.page.locator('#layout').focus();
    await until('their release', async () => ((await keysDown()).length === 0 ? true : undefined));

    // A modifier whose release went to another window.
    await session.page.locator('#keys').focus();
    await keyDown(session.keys, { code: 'AltLeft', key: 'Alt' }, 1);
    await until('Alt', async () => ((await keysDown()).includes(64) ? true : undefined));
    await session.page.mouse.move(50, 300);
    await session.page.mouse.move(60, 310);
    await until('its release', async () => ((await keysDown()).length === 0 ? true : undefined));
  } finally {
    await session.close();
  }
});
