/** What real programs print about our core is what they print about Xvfb. Every difference that is allowed is named here. */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import { output, start, startBoth, type Displays } from './on-both.ts';

let displays: Displays;
beforeAll(async () => {
  displays = await startBoth();
});
afterAll(() => displays.close());

interface Text {
  readonly name: string;
  /** A program that keeps running meanwhile, and what is printed of it once it is there. */
  readonly beside?: { readonly program: string; readonly shows: RegExp };
  readonly command: string;
  /** Lines left out on both sides, and why. */
  readonly except?: readonly { readonly line: RegExp; readonly reason: string }[];
}

const IDS = { line: /window id|visual id|Visual:|default colormap/i, reason: 'ids are each server’s own' };
const FONT_PATH = { line: /fonts|built-ins/, reason: 'Xvfb has Type 1 folders, which hold no bitmap fonts' };
const BACKING_STORE = { line: /Backing/i, reason: 'our top-levels keep their pixels, and say so' };
const XKB = { line: /^_XKB_RULES_NAMES|XKB|^ *\d\d: /, reason: 'names of layouts and lamps are XKEYBOARD’s' };

const TEXTS: readonly Text[] = [
  { name: 'xmodmap -pke', command: 'xmodmap -pke' },
  { name: 'xmodmap -pm', command: 'xmodmap -pm' },
  {
    name: 'xmodmap changes a key',
    command: `xmodmap -e 'keycode 24 = z Z'; xmodmap -pke | grep 'keycode  2[345]'; xmodmap -e 'keycode 24 = q Q'`,
  },
  {
    name: 'xset',
    command: 'xset s 100 50 s noblank m 3/1 5 b 30 440 90 c off; xset q; xset s default s blank m default b on',
    except: [
      XKB,
      FONT_PATH,
      IDS,
      { line: /auto repeat delay|DPMS|Display is/, reason: 'XKEYBOARD and DPMS tell these' },
    ],
  },
  { name: 'xwininfo of the root', command: 'xwininfo -root', except: [IDS, BACKING_STORE] },
  {
    name: 'xwininfo of a window',
    beside: { program: 'xlogo -geometry 200x100+10+20', shows: /IsViewable/ },
    command: 'xwininfo -name xlogo -stats -size -wm -events -shape',
    except: [IDS, BACKING_STORE],
  },
  {
    name: 'xprop of a window',
    beside: { program: 'xlogo -geometry 200x100+10+20', shows: /WM_CLASS/ },
    command: 'xprop -name xlogo',
    except: [{ line: /window id|bitmap id/, reason: 'ids are each server’s own' }],
  },
  {
    name: 'xprop sets and removes',
    command: `xprop -root -f MINE 8s -set MINE text; xprop -root MINE; xprop -root -remove MINE; xprop -root MINE`,
  },
  { name: 'xlsatoms', command: 'xlsatoms -range 1-68' },
  { name: 'xrdb', command: `printf 'a.b: c\\nd*e: 1\\n' | xrdb -merge; xrdb -query; xrdb -remove; xrdb -query` },
  { name: 'xlsclients', beside: { program: 'xlogo', shows: /xlogo/ }, command: 'xlsclients' },
  { name: 'xlsfonts', command: `xlsfonts -fn '*fixed*13*iso8859-1' | sort -u` },
  {
    name: 'xclip',
    beside: { program: `printf 'text on the clipboard' | xclip -i -quiet`, shows: /text on the clipboard/ },
    command: 'xclip -o',
  },
  {
    name: 'xkill of nothing',
    command: 'xkill -id 0x1234567',
    except: [{ line: /erial number/, reason: 'Xlib asks Xvfb for one extension more' }],
  },
  {
    name: 'xdpyinfo',
    command: 'xdpyinfo',
    except: [
      IDS,
      { line: /name of display|vendor|X.Org version|version number/, reason: 'who we are' },
      { line: /extensions|^    [A-Z][A-Za-z0-9 -]+$/, reason: 'Xvfb has more extensions' },
      {
        line: /backing-store|depths|depth 1[56]|largest cursor|maximum request|number of visuals|current input event mask/,
        reason: 'other depths, more visuals',
      },
      {
        line: /visual|class:|depth:|available colormap|red, green|significant bits|supported pixmap formats|depth \d+, bits|colormaps|Mask$/,
        reason: 'other visuals and depths',
      },
    ],
  },
];

test.each(TEXTS)('$name', async ({ beside, command, except = [] }) => {
  const [ours, theirs] = displays.numbers;
  if (beside !== undefined) {
    const programs = [start(ours, beside.program), start(theirs, beside.program)];
    onTestFinished(async () => {
      for (const program of programs) await program.end();
    });
  }
  const print = async () => Promise.all([output(ours, command), output(theirs, command)]);
  let [got, wanted] = await print();
  const kept = (text: string) =>
    text.split('\n').filter((line) => !except.some(({ line: pattern }) => pattern.test(line)));
  if (beside !== undefined) {
    // Both programs come up at their own pace.
    const there = () =>
      [got, wanted].every((text) => beside.shows.test(text)) && isDeepStrictEqual(kept(got), kept(wanted));
    for (const end = performance.now() + PATIENCE_MS / 2; !there() && performance.now() < end;)
      [got, wanted] = await print();
    expect(wanted).toMatch(beside.shows);
  }
  expect(displays.core.defects).toEqual([]);
  expect(kept(got)).toEqual(kept(wanted));
});
