/** Real programs over the thinc wire: the terminal shows exactly what the core shows, and plain drawing sends no RAW pixel. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { managed, output, start } from '../programs/on-both.ts';
import { eventually } from '../support/patience.ts';
import { WatchedCore } from './watched-core.ts';

const folder = mkdtempSync(join(tmpdir(), 'farpane-'));
const twmrc = join(folder, 'twmrc');
writeFileSync(twmrc, 'RandomPlacement\nTitleFont "fixed"\nMenuFont "fixed"\nIconFont "fixed"\n');
afterAll(() => rmSync(folder, { recursive: true }));

const top = resolve(import.meta.dirname, '../..');
const desktop = (apps: string) => `cd ${top} && exec npx tsx apps/desktop/main.ts ${apps}`;
const text = `seq 1 300; printf '\\033[7mreverse\\033[0m \\033[1mbold\\033[0m \\033[4munder\\033[0m\\n'; sleep 100000`;

interface Plain {
  readonly name: string;
  readonly command: string;
  /** Surfaces beside the root that show when it is up. */
  readonly surfaces: number;
}

const PLAIN: readonly Plain[] = [
  { name: 'xterm', command: `xterm -geometry 80x24+20+30 -e sh -c "${text}"`, surfaces: 1 },
  { name: 'xcalc', command: 'xcalc -geometry +30+60', surfaces: 1 },
  {
    name: 'twm with xlogo and xclock',
    command: `${managed(`twm -f ${twmrc}`)}; xlogo -geometry 200x150+300+200 & xclock -geometry 120x120+600+100 -update 3600; wait`,
    surfaces: 2,
  },
  { name: 'our desktop with notepad', command: desktop('--apps notepad'), surfaces: 2 },
  { name: 'our desktop with minesweeper', command: desktop('--apps minesweeper'), surfaces: 2 },
  { name: 'our desktop with paint', command: desktop('--apps paint'), surfaces: 2 },
];

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  await eventually(holds.toString(), async () => (await holds()) || undefined);
}

/** Starts a command and waits until so many surfaces are there beside the root, and until nothing more is drawn if it `rests`. */
async function run(command: string, surfaces: number, rests = true): Promise<WatchedCore> {
  const watched = await WatchedCore.start();
  const program = start(watched.server.display, command);
  onTestFinished(async () => {
    await program.end();
    await watched.close();
  });
  const { screen } = watched.server.core.state;
  await until(() => screen.surfaces.length > surfaces);
  if (rests) await watched.rest();
  expect(watched.difference()).toBeUndefined();
  expect(watched.server.defects).toEqual([]);
  return watched;
}

test.each(PLAIN)('$name sends no RAW pixel', async ({ command, surfaces }) => {
  const watched = await run(command, surfaces);
  await until(() => watched.buffer.tally.of('glyphs').commands > 0);
  await watched.rest();
  expect(watched.difference()).toBeUndefined();
  expect(watched.rawPixels).toBe(0);
});

test('what xterm scrolls is copied at the terminal', async () => {
  const slowly = `while :; do seq 1 9; sleep 0.3; done`;
  const watched = await run(`xterm -geometry 80x24+20+30 -e sh -c "${slowly}"`, 1, false);
  await until(() => watched.buffer.tally.of('copy').commands > 2);
  expect(watched.difference()).toBeUndefined();
  expect(watched.rawPixels).toBe(0);
});

test('xeyes, a clock with hands and Tk widgets are shown exactly', async () => {
  const script = join(folder, 'widgets.tcl');
  writeFileSync(
    script,
    'pack [button .b -text Press] [entry .e] [scale .s -orient horizontal] [text .t -width 30 -height 5]; .t insert end "Some text"\n',
  );
  await run(
    `xeyes -geometry 150x100+10+10 & xclock -geometry 150x150+200+10 -update 3600 & wish ${script} -geometry +400+10; wait`,
    3,
  );
});

test('openbox with its frames, and a window that it moves, are shown exactly', async () => {
  const command = `${managed('openbox --sm-disable')}; xterm -geometry 60x15+100+80 -e sleep 100000 & xcalc & wait`;
  const watched = await run(command, 2);
  const { display } = watched.server;
  const before = watched.buffer.tally.of('move').commands;
  await output(display, 'xdotool search --sync --name Calculator windowmove 500 200 windowsize 260 360');
  await until(() => watched.buffer.tally.of('move').commands > before);
  await watched.rest();
  expect(watched.difference()).toBeUndefined();
});

test('Chromium shows a page exactly', async () => {
  const page =
    'data:text/html,<title>Farpane</title><h1>Farpane</h1><p style=color:teal>Some text<hr><button>Press</button>';
  const flags = `--no-sandbox --no-first-run --disable-gpu --disable-background-networking --user-data-dir=${join(folder, 'chromium')}`;
  const chromium = process.env['CHROMIUM'] ?? 'chromium';
  const command = `${chromium} ${flags} --window-position=20,20 --window-size=500,400 '${page}'`;
  const watched = await run(command, 1);
  // Its window is there before its page.
  await until(async () => (await output(watched.server.display, 'xwininfo -root -tree')).includes('"Farpane'));
  await watched.rest();
  expect(watched.difference()).toBeUndefined();
  expect(watched.server.defects).toEqual([]);
  await until(() => watched.rawPixels > 10_000);
  expect(watched.difference()).toBeUndefined();
});

test('programs that put images show them exactly', async () => {
  const watched = await run(desktop('--apps clock,image-viewer'), 3);
  await until(() => (watched.translation.rawPixels.get('image') ?? 0) > 0);
  expect(watched.difference()).toBeUndefined();
});
