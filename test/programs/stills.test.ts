/** Real programs at rest look on our core as they do on Xvfb, pixel by pixel, with the same installed fonts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { eventually, PATIENCE_MS } from '../support/patience.ts';
import { difference, managed, output, restingPicture, start, startBoth, type Displays } from './on-both.ts';

let displays: Displays;
beforeAll(async () => {
  displays = await startBoth();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await displays.close();
});

interface Still {
  readonly name: string;
  readonly command: string;
  /** Pixels that may differ, and why; 0 unless given. */
  readonly known?: { readonly atMost: number; readonly reason: string };
}

/** Xvfb's font path has Type 1 outlines; ours are bitmap fonts. */
const SYMBOLS = { atMost: 93, reason: 'the square root and pi come from a Type 1 symbol font in Xvfb' };
const TWMRC = [
  'TitleFont "fixed"',
  'ResizeFont "fixed"',
  'MenuFont "fixed"',
  'IconFont "fixed"',
  'IconManagerFont "fixed"',
  'RandomPlacement',
].join('\n');
const folder = mkdtempSync(join(tmpdir(), 'farpane-'));
const twmrc = join(folder, 'twmrc');
writeFileSync(twmrc, TWMRC);

const TEXT = `sh -c "ls -d /usr /bin /etc; printf '\\033[7mreverse\\033[0m \\033[1mbold\\033[0m \\033[4munder\\033[0m\\n'; sleep 100000"`;

const STILLS: readonly Still[] = [
  { name: 'xlogo', command: 'xlogo -geometry 300x200+50+40' },
  { name: 'xclock', command: 'xclock -geometry 200x200+300+100 -update 3600' },
  { name: 'oclock', command: 'oclock -geometry 200x200+300+100' },
  { name: 'xcalc', command: 'xcalc -geometry +30+60', known: SYMBOLS },
  { name: 'xcalc in RPN mode', command: 'xcalc -rpn -geometry +30+60', known: SYMBOLS },
  { name: 'xedit', command: 'xedit -geometry 500x400+10+20 /etc/hostname' },
  {
    name: 'xfontsel',
    command: 'xfontsel -geometry +5+5 -pattern "-misc-fixed-medium-r-normal--13-*-*-*-*-*-iso8859-1"',
  },
  { name: 'xterm', command: `xterm +bdc -xrm 'XTerm*cursorBlink: false' -geometry 80x24+20+30 -e ${TEXT}` },
  { name: 'xterm in 10x20', command: `xterm -fn 10x20 -geometry 60x20+20+30 -e ${TEXT}` },
  { name: 'xmessage', command: 'xmessage -geometry +100+100 -buttons ok:0,cancel:1 "Farpane says hello"' },
  { name: 'xev', command: 'xev -geometry 200x150+400+200' },
  { name: 'xfd', command: 'xfd -geometry +10+10 -fn fixed' },
  { name: 'bitmap', command: 'bitmap -size 16x16 -geometry +20+20' },
  {
    name: 'wish',
    command: `echo 'option add *font fixed; button .b -text Hello; entry .e; .e insert 0 text; scale .s -orient horizontal; listbox .l; .l insert end one two three; pack .b .e .s .l; wm geometry . +60+60' | (cat; sleep 100000) | wish`,
  },
  {
    name: 'twm with xlogo',
    command: `${managed(`twm -f ${twmrc}`)}; xlogo -geometry 200x150+300+200 & xclock -geometry 120x120+600+100 -update 3600; wait`,
  },
];

test.each(STILLS)('$name', async ({ command, known }) => {
  const [ours, theirs] = displays.numbers;
  const programs = [start(ours, command), start(theirs, command)];
  onTestFinished(async () => {
    for (const program of programs) await program.end();
    await quiet();
  });
  const atMost = known?.atMost ?? 0;
  let found = await compare(ours, theirs);
  // A clock's hand may move between the two pictures, and on a busy machine a program may draw again after a pause that looks like rest.
  for (const end = performance.now() + PATIENCE_MS / 2; found.count > atMost && performance.now() < end;) {
    found = await compare(ours, theirs);
  }
  expect(displays.core.defects).toEqual([]);
  expect(found.count, found.first).toBeLessThanOrEqual(atMost);
});

async function compare(ours: number, theirs: number): Promise<{ count: number; first: string }> {
  const [got, wanted] = await Promise.all([restingPicture(ours), restingPicture(theirs)]);
  return difference(got, wanted);
}

/** Until both servers have let the last program's windows go. */
async function quiet(): Promise<void> {
  await eventually('the end of the windows', async () => {
    const trees = await Promise.all(displays.numbers.map(async (number) => output(number, 'xwininfo -root -children')));
    return trees.every((tree) => tree.includes('0 children')) ? true : undefined;
  });
}
