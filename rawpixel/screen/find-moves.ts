/**
 * Finds where content has moved within a viewer's framebuffer, so that a copy can take the place of pixels: programs scroll by copying, but just
 * as often by drawing everything anew a few rows further on, and only the pixels tell.
 */
import { movePixels, type Rect } from '../rect.ts';
import type { Picture } from './own-picture.ts';

export interface Move {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly target: Rect;
}

/** A displacement that may explain what has changed within a rectangle. */
export interface Hint {
  readonly dx: number;
  readonly dy: number;
  readonly target: Rect;
}

const STRIP = 16;
/** Scrolls are looked for in changes of at least this size. */
const MIN_WIDTH = 32;
const MIN_HEIGHT = 24;
/** Strips that are looked at for a scroll. */
const MAX_STRIPS = 6;
/** A copy must bring at least this many pixels that would have to be sent. */
const MIN_GAIN = 1024;
const MAX_HINTS = 8;

/** Hash of each row of a rectangle; 0 for a row of one colour, which fits everywhere and proves nothing. */
function hashRows(data: Uint32Array, from: number, stride: number, rows: number, count: number): Int32Array {
  const hashes = new Int32Array(rows);
  for (let row = 0, start = from; row < rows; row++, start += stride) {
    const end = start + count;
    const first = data[start]!;
    let at = start + 1;
    while (at < end && data[at] === first) at++;
    if (at === end) continue;
    let hash = Math.imul(first, count) + at - start;
    for (; at < end; at++) hash = Math.imul(hash, 31) + data[at]!;
    hashes[row] = hash | 1;
  }
  return hashes;
}

/** The same of each column; gone through row by row, as memory has it. */
function hashColumns(data: Uint32Array, from: number, stride: number, columns: number, count: number): Int32Array {
  const hashes = new Int32Array(columns);
  const mixed = new Uint8Array(columns);
  for (let row = 0, start = from; row < count; row++, start += stride) {
    for (let column = 0; column < columns; column++) {
      const pixel = data[start + column]!;
      if (pixel !== data[from + column]) mixed[column] = 1;
      hashes[column] = Math.imul(hashes[column]!, 31) + pixel;
    }
  }
  for (let column = 0; column < columns; column++) hashes[column] = mixed[column] === 0 ? 0 : hashes[column]! | 1;
  return hashes;
}

/** The displacement along one axis that most runs of pixels agree on; 0 when few do. */
function vote(before: Int32Array, after: Int32Array): number {
  const places = new Map<number, number>();
  for (let i = 0; i < before.length; i++) {
    const hash = before[i]!;
    // Twice the same says nothing about where it went.
    if (hash !== 0) places.set(hash, places.has(hash) ? -1 : i);
  }
  const votes = new Map<number, number>();
  let moved = 0;
  for (let i = 0; i < after.length; i++) {
    if (after[i] === 0 || after[i] === before[i]) continue;
    moved++;
    const place = places.get(after[i]!);
    if (place === undefined || place < 0) continue;
    votes.set(i - place, (votes.get(i - place) ?? 0) + 1);
  }
  let best = 0;
  let most = Math.max(2, moved >> 3);
  for (const [distance, count] of votes) {
    if (count <= most) continue;
    most = count;
    best = distance;
  }
  return best;
}

/** Up and down, then left and right: the scroll of each strip of a changed rectangle, as hints, the most frequent first. */
export function findScrolls(has: Uint32Array, picture: Picture, changed: Rect): Hint[] {
  const { x, y, width, height } = changed;
  if (width < MIN_WIDTH || height < MIN_HEIGHT) return [];
  const stride = picture.width;
  const votes = new Map<string, { dx: number; dy: number; count: number }>();
  const add = (dx: number, dy: number) => {
    if (dx === 0 && dy === 0) return;
    const key = `${dx},${dy}`;
    const known = votes.get(key) ?? { dx, dy, count: 0 };
    known.count++;
    votes.set(key, known);
  };
  const wide = STRIP * 4;
  // A scroll is seen in some strips as well as in all.
  const everySo = (length: number) => wide * Math.ceil(length / wide / MAX_STRIPS);
  for (let left = x; left + STRIP <= x + width; left += everySo(width)) {
    const count = Math.min(wide, x + width - left);
    const rows = (data: Uint32Array) => hashRows(data, y * stride + left, stride, height, count);
    add(0, vote(rows(has), rows(picture.data)));
  }
  if (votes.size === 0) {
    for (let top = y; top + STRIP <= y + height; top += everySo(height)) {
      const count = Math.min(wide, y + height - top);
      const columns = (data: Uint32Array) => hashColumns(data, top * stride + x, stride, width, count);
      add(vote(columns(has), columns(picture.data)), 0);
    }
  }
  return [...votes.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, 2)
    .map(({ dx, dy }) => ({ dx, dy, target: changed }));
}

/** The longest run of rows of a strip that are, moved by dx, dy, what the picture shows. */
function longestRun(
  has: Uint32Array,
  picture: Picture,
  dx: number,
  dy: number,
  x: number,
  top: number,
  bottom: number,
  width: number,
): { from: number; to: number } {
  const stride = picture.width;
  const { data } = picture;
  let best = { from: top, to: top };
  let from = top;
  for (let row = top; row <= bottom; row++) {
    let same = row < bottom;
    if (same) {
      const to = row * stride + x;
      const source = to - dy * stride - dx;
      for (let i = 0; i < width; i++) {
        if (has[source + i] !== data[to + i]) {
          same = false;
          break;
        }
      }
    }
    if (same) continue;
    if (row - from > best.to - best.from) best = { from, to: row };
    from = row + 1;
  }
  return best;
}

/** Whether a copy brings enough that the viewer does not have. */
function pays(has: Uint32Array, picture: Picture, target: Rect): boolean {
  let count = 0;
  for (let row = target.y; row < target.y + target.height; row++) {
    const at = row * picture.width + target.x;
    for (let i = at; i < at + target.width; i++) if (has[i] !== picture.data[i]) count++;
    if (count >= MIN_GAIN) return true;
  }
  return false;
}

/** The rectangles of a target that are right when copied by the hint's displacement. */
function movesOf(has: Uint32Array, picture: Picture, { dx, dy, target }: Hint): Move[] {
  const { width, height } = picture;
  // Source and target both on the screen.
  const left = Math.max(target.x, dx, 0);
  const top = Math.max(target.y, dy, 0);
  const right = Math.min(target.x + target.width, width, width + dx);
  const bottom = Math.min(target.y + target.height, height, height + dy);
  const moves: Move[] = [];
  let open: { x: number; right: number; from: number; to: number } | undefined;
  const close = () => {
    if (open === undefined) return;
    const found = { x: open.x, y: open.from, width: open.right - open.x, height: open.to - open.from };
    moves.push({ sourceX: found.x - dx, sourceY: found.y - dy, target: found });
    open = undefined;
  };
  for (let x = left; x < right; x += STRIP) {
    const count = Math.min(STRIP, right - x);
    const run = longestRun(has, picture, dx, dy, x, top, bottom, count);
    if (open !== undefined) {
      const from = Math.max(open.from, run.from);
      const to = Math.min(open.to, run.to);
      const lost = Math.max(open.to - open.from, run.to - run.from) - (to - from);
      if (to > from && lost <= STRIP * 2) {
        open = { ...open, right: x + count, from, to };
        continue;
      }
      close();
    }
    if (run.to > run.from) open = { x, right: x + count, from: run.from, to: run.to };
  }
  close();
  // Later copies must not find their source overwritten by earlier ones.
  return dx > 0 ? moves.reverse() : moves;
}

/**
 * Copies that bring a viewer nearer to the picture; done in `has` one after the other as the viewer will do them. Every one has been
 * compared pixel by pixel.
 */
export function takeMoves(has: Uint32Array, picture: Picture, hints: readonly Hint[]): Move[] {
  const taken: Move[] = [];
  for (const hint of hints.slice(0, MAX_HINTS)) {
    for (const move of movesOf(has, picture, hint)) {
      if (!pays(has, picture, move.target)) continue;
      if (taken.length > 0 && !stillRight(has, picture, move)) continue;
      movePixels(has, picture.width, move.sourceX, move.sourceY, move.target);
      taken.push(move);
    }
  }
  return taken;
}

/** An earlier copy may have changed the source. */
function stillRight(has: Uint32Array, picture: Picture, { sourceX, sourceY, target }: Move): boolean {
  for (let row = 0; row < target.height; row++) {
    const from = (sourceY + row) * picture.width + sourceX;
    const to = (target.y + row) * picture.width + target.x;
    for (let i = 0; i < target.width; i++) if (has[from + i] !== picture.data[to + i]) return false;
  }
  return true;
}
