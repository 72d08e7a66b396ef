/**
 * The far end of other systems: an Xvfb on which their viewer, or the program itself, draws. Its frame buffer is a file in memory (-fbdir), so that
 * looking at it costs the server nothing. A helper of the bench: `display-main NUMBER FRAMEBUFFER WIDTH HEIGHT`; width and height are the
 * part of the screen that counts.
 */
import { openSync, readSync } from 'node:fs';
import { clock } from '../clock.ts';
import { farMethods } from './far-methods.ts';
import { answer } from './rpc.ts';
import { Screen } from './screen.ts';
import { XTestInput } from './x-test-input.ts';

/** All of the screen is looked at so often, in ms; longer while somebody watches a few rows, which are looked at in every turn. */
const WHOLE_MS = 8;
const WHOLE_BESIDE_MS = 40;

const [display = '', file = '', width = '1024', height = '768'] = process.argv.slice(2);
const screen = new Screen(Number(width), Number(height));
const frame = openSync(file, 'r');

/** The file is an XWD dump (XWDFile.h): a header of 32-bit big-endian fields, colours of 12 bytes each, pixels. */
const header = Buffer.alloc(100);
readSync(frame, header, 0, 100, 0);
const pixelsAt = header.readUInt32BE(0) + header.readUInt32BE(19 * 4) * 12;
const stride = header.readUInt32BE(12 * 4);

/** Rows as last seen, and as they are now. */
let last = Buffer.alloc(stride * screen.height);
let current = Buffer.alloc(stride * screen.height);
const rowWords = stride / 4;

function copyRows(from: number, to: number): void {
  const words = new Uint32Array(last.buffer, last.byteOffset, rowWords * screen.height);
  for (let y = from; y < to; y++) {
    screen.pixels.set(words.subarray(y * rowWords, y * rowWords + screen.width), y * screen.width);
  }
}

/** Looks at rows; true when they have changed. */
function look(from: number, to: number): boolean {
  const [start, end] = [from * stride, to * stride];
  readSync(frame, current, start, end - start, pixelsAt + start);
  if (current.compare(last, start, end, start, end) === 0) return false;
  if (end - start === last.length) {
    [last, current] = [current, last];
  } else {
    current.copy(last, start, start, end);
  }
  copyRows(from, to);
  return true;
}

let wholeAt = 0;
function turn(): void {
  const now = clock();
  let changed = false;
  let watched = false;
  for (const { rows } of screen.watchers) {
    if (rows === undefined) continue;
    watched = true;
    changed = look(Math.max(0, rows[0]), Math.min(screen.height, rows[1])) || changed;
  }
  if (now - wholeAt >= (watched ? WHOLE_BESIDE_MS : WHOLE_MS)) {
    wholeAt = now;
    changed = look(0, screen.height) || changed;
  }
  if (changed) screen.noteChange(clock());
  setTimeout(turn, 1);
}

const input = await XTestInput.open(Number(display));
turn();
answer(
  farMethods({
    screen,
    give: (given) => input.give(given),
    ready: async () => {},
    arrange: async () => input.arrangeLargest(),
    end: () => input.close(),
  }),
);
