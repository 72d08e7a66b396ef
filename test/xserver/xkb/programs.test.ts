/** Real programs that live on XKEYBOARD: xkbcomp, setxkbmap, xdotool typing into xterm. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { CoreServer } from '../../../bench/core-server.ts';
import { freeDisplay } from '../../support/displays.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startXvfb, type Xvfb } from '../../support/xvfb.ts';

const run = promisify(execFile);

let core: CoreServer;
let xvfb: Xvfb;
let display: string;

beforeAll(async () => {
  const number = freeDisplay();
  [core, xvfb] = await Promise.all([CoreServer.start(number), startXvfb()]);
  display = `:${number}`;
});

afterAll(async () => {
  await Promise.all([core.close(), xvfb.close()]);
  expect(core.defects).toEqual([]);
});

function on(screen: string, program: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return run(program, args, { env: { ...process.env, DISPLAY: screen }, timeout: PATIENCE_MS, maxBuffer: 1 << 22 });
}

/** What xkbcomp prints, the geometry left out: we have none. */
async function description(screen: string): Promise<string> {
  const { stdout } = await on(screen, 'xkbcomp', screen, '-');
  return stdout
    .slice(0, stdout.indexOf('xkb_geometry') < 0 ? undefined : stdout.indexOf('xkb_geometry'))
    .replace(/[\s};]+$/, '');
}

test('xkbcomp prints the same keyboard as for Xvfb', async () => {
  expect(await description(display)).toBe(await description(`:${xvfb.display}`));
});

/** What `description` leaves off. */
const ENDS = '};\n};\n};\n';

/** xkbcomp itself writes names without `+`, and leaves out that a combination leads to the first level. */
function comparable(text: string): string[] {
  return text.split('\n').filter((line) => !/^xkb_|= Level1;$/.test(line));
}

test('xkbcomp sets a keyboard, and gets it back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'farpane-xkb-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'keymap.xkb');
  const before = await description(display);
  const [q, dollar] = [/\[ +q, +Q \]/, /\[ +q, +Q, +dollar \]/];
  expect(before).toMatch(q);
  const changed = before
    .replace(q, '[ q, Q, dollar ]')
    .replace(/(key <AD01> \{\s*type= )"ALPHABETIC"/, '$1"THREE_LEVEL"');
  await writeFile(file, `${changed} ${ENDS}`);
  await on(display, 'xkbcomp', '-w0', file, display);
  const after = await description(display);
  expect(after).toMatch(dollar);
  expect(after).toMatch(/key <AD01> \{\s*type= "THREE_LEVEL"/);
  const { stdout } = await on(display, 'xmodmap', '-pke');
  expect(stdout).toMatch(/keycode +24 = q Q q Q dollar/);
  await writeFile(file, `${before} ${ENDS}`);
  await on(display, 'xkbcomp', '-w0', file, display);
  expect(comparable(await description(display))).toEqual(comparable(before));
});

test('setxkbmap knows the layout', async () => {
  const { stdout } = await on(display, 'setxkbmap', '-query');
  expect(stdout).toMatch(/layout: +us/);
});

test('xdotool moves the pointer and says where it is', async () => {
  const { stdout } = await on(display, 'xdotool', 'mousemove', '123', '45', 'getmouselocation');
  expect(stdout).toMatch(/^x:123 y:45 screen:0/);
});

test('xdotool types into xterm', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'farpane-xkb-'));
  const file = join(folder, 'typed');
  const xterm = spawn('xterm', ['-wf', '-e', 'sh', '-c', `head -n 2 > '${file}'`], {
    env: { ...process.env, DISPLAY: display },
    stdio: 'ignore',
  });
  const ended = once(xterm, 'exit');
  onTestFinished(async () => {
    xterm.kill();
    await rm(folder, { recursive: true });
  });
  const { stdout } = await on(display, 'xdotool', 'search', '--sync', '--onlyvisible', '--class', 'xterm');
  const [window = ''] = stdout.trim().split('\n');
  await on(display, 'xdotool', 'windowfocus', '--sync', window, 'mousemove', '--window', window, '50', '50');
  await on(display, 'xdotool', 'type', '--delay', '5', 'Hello, World! 42% {~} \n');
  await on(display, 'xdotool', 'key', 'shift+a', 'b', 'Caps_Lock', 'c', 'Caps_Lock', 'd', 'KP_7', 'Return');
  await ended;
  expect(await readFile(file, 'utf8')).toBe('Hello, World! 42% {~} \nAbCd7\n');
});
