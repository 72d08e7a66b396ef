/**
 * Typing at the far end, and when each key's glyph is seen there. Keys come at a rate of their own, as a typist's do, and do not wait for their
 * glyphs. A glyph is there when the terminal's cursor, a filled block, has come to the cell behind it.
 */
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { clock, pause } from '../clock.ts';
import { channelDistance, differenceBox, type Screen } from './screen.ts';

export interface TypingOptions {
  readonly count: number;
  /** Between keys, in ms: this much and up to as much again, the same in every run. */
  readonly gap: number;
  /** How long the last glyphs may take, in ms. */
  readonly patience: number;
}

export interface Typed {
  /** Of the keys whose glyph came, in their order, in ms. */
  readonly latencies: readonly number[];
  readonly lost: number;
}

/** Keycodes of letters (evdev, as every server here has them), neither repeating nor in step with anything. */
const LETTERS = [38, 39, 40, 41, 42, 43, 44, 45, 46, 24, 25, 26, 27, 28, 29, 30];
/** What lossy codecs do around letters is less than this; a cursor in black on white is more. */
const TOLERANCE = 60;
const FIRST_PATIENCE_MS = 10_000;
const SETTLE_MS = 250;

type Give = (input: TerminalInput) => void;

async function strike(give: Give, keycode: number): Promise<void> {
  give({ kind: 'key', keycode, pressed: true });
  await pause(15);
  give({ kind: 'key', keycode, pressed: false });
}

/** Types a key, waits until what follows has come to rest, and gives where the screen has changed. */
async function changedBy(
  screen: Screen,
  give: Give,
  keycode: number,
): Promise<{ x: number; y: number; right: number; bottom: number }> {
  const before = screen.pixels.slice();
  const changes = screen.changes;
  await strike(give, keycode);
  const end = clock() + FIRST_PATIENCE_MS;
  while (clock() < end && (screen.changes === changes || clock() - screen.lastChange < SETTLE_MS)) await pause(10);
  const box = differenceBox(before, screen.pixels, screen.width, TOLERANCE);
  if (box === undefined) throw new Error('a key was typed, and nothing changed on the screen');
  return { x: box.x, y: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

export async function typeKeys(screen: Screen, give: Give, { count, gap, patience }: TypingOptions): Promise<Typed> {
  // Two keys show where the cells are: each changes its own and the next one, to which the cursor goes.
  await changedBy(screen, give, LETTERS[0]!);
  const first = await changedBy(screen, give, LETTERS[1]!);
  const second = await changedBy(screen, give, LETTERS[2]!);
  const cell = second.right - first.right;
  if (!(cell >= 4 && cell <= 40)) throw new Error(`no cells of letters were found: ${JSON.stringify([first, second])}`);
  const [top, bottom] = [first.y, Math.max(first.bottom, second.bottom)];
  const before = screen.pixels.slice();
  const given: number[] = [];
  const seen = new Array<number | undefined>(count).fill(undefined);
  // The cursor stands in the cell that ends at second.right; behind the i-th key's glyph is the cell that ends i + 1 further on.
  const middleOf = (key: number): number => second.right + (key + 1) * cell - Math.ceil(cell / 2);
  let next = 0;
  const shown = (key: number): boolean => {
    const x = middleOf(key);
    for (let y = top; y < bottom; y++) {
      const at = y * screen.width + x;
      if (channelDistance(screen.pixels[at]!, before[at]!) > TOLERANCE) return true;
    }
    return false;
  };
  const watcher = {
    rows: [top, bottom] as const,
    changed: (now: number): void => {
      // The cursor may have passed several cells at once.
      for (let key = given.length - 1; key >= next; key--) {
        if (!shown(key)) continue;
        while (next <= key) seen[next++] = now;
      }
    },
  };
  screen.watchers.add(watcher);
  try {
    for (let i = 0; i < count; i++) {
      given.push(clock());
      await strike(give, LETTERS[(i * 7 + (i >> 3)) % LETTERS.length]!);
      await pause(gap + ((i * 37) % gap));
    }
    for (const end = clock() + patience; seen.at(-1) === undefined && clock() < end;) await pause(5);
  } finally {
    screen.watchers.delete(watcher);
  }
  const latencies = seen.flatMap((time, i) => (time === undefined ? [] : [time - given[i]!]));
  return { latencies, lost: count - latencies.length };
}
