/**
 * What a viewer has, cell by cell: the pixels that it was sent, and per cell of 16x16 whether it must be looked at, is known at all, or was
 * sent with loss.
 */
import { clipRect, intersectRects, type Rect } from '../rect.ts';
import type { Picture } from './own-picture.ts';

export const CELL = 16;

/** Something may have changed here since the last look. */
const DAMAGED = 1;
/** What the viewer shows here is not known: `has` says nothing. */
const UNKNOWN = 2;
/** The viewer shows an approximation of `has`. */
const LOSSY = 4;

/** Belongs to a film that is running: is not made exact. */
const HELD = 8;

/** Changes that follow one another within this many ms are motion. */
const MOTION_MS = 400;
/** So many changes in a row: it moves. */
const MOTION_COUNT = 3;
/** A lossy cell that has rested so long is sent exact. */
export const REST_MS = 300;

export class Cells {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** The pixels as they were when they were sent. */
  readonly has: Uint32Array;
  readonly #flags: Uint8Array;
  readonly #changedAt: Float64Array;
  readonly #changes: Uint8Array;
  #unknown: number;
  #lossy = 0;
  /** Whether any cell may be damaged: an idle screen is not gone through. */
  mayDiffer = true;

  /** Nothing is known yet. */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    const count = this.columns * this.rows;
    this.has = new Uint32Array(width * height);
    this.#flags = new Uint8Array(count).fill(DAMAGED | UNKNOWN);
    this.#changedAt = new Float64Array(count).fill(-Infinity);
    this.#changes = new Uint8Array(count);
    this.#unknown = count;
  }

  #each(rect: Rect, visit: (cell: number) => void): void {
    const inside = clipRect(rect, this.width, this.height);
    if (inside === undefined) return;
    const right = Math.ceil((inside.x + inside.width) / CELL);
    const bottom = Math.ceil((inside.y + inside.height) / CELL);
    for (let row = Math.floor(inside.y / CELL); row < bottom; row++) {
      for (let column = Math.floor(inside.x / CELL); column < right; column++) visit(row * this.columns + column);
    }
  }

  damage(rect: Rect): void {
    this.mayDiffer = true;
    this.#each(rect, (cell) => {
      this.#flags[cell]! |= DAMAGED;
    });
  }

  /** The viewer has lost what was there. */
  forget(rect: Rect): void {
    this.mayDiffer = true;
    this.#each(rect, (cell) => {
      if ((this.#flags[cell]! & UNKNOWN) === 0) this.#unknown++;
      this.#flags[cell]! |= DAMAGED | UNKNOWN;
    });
  }

  get hasUnknown(): boolean {
    return this.#unknown > 0;
  }

  get hasLossy(): boolean {
    return this.#lossy > 0;
  }

  isDamaged(cell: number): boolean {
    return (this.#flags[cell]! & DAMAGED) !== 0;
  }

  /** Whether anything in a rectangle is to be sent: what is damaged, or what is to become exact. */
  isDue(rect: Rect, exact: boolean): boolean {
    const flag = exact ? LOSSY : DAMAGED;
    let due = false;
    this.#each(rect, (cell) => {
      due ||= (this.#flags[cell]! & flag) !== 0;
    });
    return due;
  }

  /** Whether a cell has been changing time and again. */
  isMoving(x: number, y: number): boolean {
    return this.#changes[Math.floor(y / CELL) * this.columns + Math.floor(x / CELL)]! >= MOTION_COUNT;
  }

  /** For each cell 1 where it keeps changing, and has done so just now. */
  movingNow(now: number): Uint8Array {
    const changes = this.#changes;
    const changedAt = this.#changedAt;
    const moving = new Uint8Array(changes.length);
    for (let cell = 0; cell < moving.length; cell++) {
      if (changes[cell]! >= MOTION_COUNT && now - changedAt[cell]! < MOTION_MS) moving[cell] = 1;
    }
    return moving;
  }

  /** What is held is not made exact for now. Cells that have only a part of the rectangle are held with it. */
  hold(rect: Rect, held: boolean): void {
    this.#each(rect, (cell) => {
      if (held) this.#flags[cell]! |= HELD;
      else this.#flags[cell]! &= ~HELD;
    });
  }

  rectOf(cell: number): Rect {
    const x = (cell % this.columns) * CELL;
    const y = Math.floor(cell / this.columns) * CELL;
    return { x, y, width: Math.min(CELL, this.width - x), height: Math.min(CELL, this.height - y) };
  }

  /**
   * The smallest rectangle around what differs between a damaged cell and the picture; undefined, and the cell no longer damaged, when
   * nothing does.
   */
  changesIn(cell: number, picture: Picture): Rect | undefined {
    const rect = this.rectOf(cell);
    if (this.#flags[cell]! & UNKNOWN) return rect;
    const changes = this.changesWithin(rect, picture);
    if (changes === undefined) this.#flags[cell]! &= ~DAMAGED;
    return changes;
  }

  /** The smallest rectangle around what differs within a rectangle. */
  changesWithin(rect: Rect, picture: Picture): Rect | undefined {
    const { has, width: stride } = this;
    const { data } = picture;
    const { width } = rect;
    let left = width;
    let right = -1;
    let top = -1;
    let bottom = -1;
    for (let y = 0, at = rect.y * stride + rect.x; y < rect.height; y++, at += stride) {
      let first = 0;
      while (first < width && has[at + first] === data[at + first]) first++;
      if (first === width) continue;
      let last = width - 1;
      while (has[at + last] === data[at + last]) last--;
      if (top < 0) top = y;
      bottom = y;
      if (first < left) left = first;
      if (last > right) right = last;
    }
    if (top < 0) return undefined;
    return { x: rect.x + left, y: rect.y + top, width: right - left + 1, height: bottom - top + 1 };
  }

  /** A rectangle of the picture has been sent. What it covers only partly stays to be looked at. */
  sent(rect: Rect, picture: Picture, lossy: boolean, now: number): void {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      const at = y * this.width + rect.x;
      this.has.set(picture.data.subarray(at, at + rect.width), at);
    }
    this.#each(rect, (cell) => {
      const whole = this.#covers(rect, cell);
      const flags = this.#flags[cell]!;
      let next = flags;
      if (whole) {
        if (flags & UNKNOWN) this.#unknown--;
        next &= ~(DAMAGED | UNKNOWN);
      }
      if (lossy) next |= LOSSY;
      else if (whole) next &= ~LOSSY;
      this.#lossy += ((next & LOSSY) - (flags & LOSSY)) / LOSSY;
      this.#flags[cell] = next;
      this.#noteChange(cell, now);
    });
  }

  /** A picture of a film has been sent, which may not be what is shown now. @param pixels of the rectangle, without gaps. */
  filmSent(rect: Rect, pixels: Uint32Array, now: number): void {
    const { has, width: stride } = this;
    this.mayDiffer = true;
    this.#each(rect, (cell) => {
      const part = intersectRects(this.rectOf(cell), rect)!;
      let changed = false;
      for (let y = part.y; y < part.y + part.height; y++) {
        const at = y * stride + part.x;
        const from = (y - rect.y) * rect.width + part.x - rect.x;
        for (let i = 0; i < part.width; i++) {
          const pixel = pixels[from + i]!;
          if (has[at + i] === pixel) continue;
          has[at + i] = pixel;
          changed = true;
        }
      }
      if ((this.#flags[cell]! & LOSSY) === 0) this.#lossy++;
      this.#flags[cell]! |= LOSSY | DAMAGED;
      if (changed) this.#noteChange(cell, now);
    });
  }

  #noteChange(cell: number, now: number): void {
    const again = now - this.#changedAt[cell]! < MOTION_MS;
    this.#changes[cell] = again ? Math.min(255, this.#changes[cell]! + 1) : 0;
    this.#changedAt[cell] = now;
  }

  #covers(rect: Rect, cell: number): boolean {
    const own = this.rectOf(cell);
    return (
      rect.x <= own.x &&
      rect.y <= own.y &&
      rect.x + rect.width >= own.x + own.width &&
      rect.y + rect.height >= own.y + own.height
    );
  }

  /** A copy within the viewer's framebuffer has been sent; `has` is moved by whoever calls. Loss moves along. */
  copied(sourceX: number, sourceY: number, target: Rect, now: number): void {
    this.damage(target);
    if (this.#lossy === 0) return;
    const dx = sourceX - target.x;
    const dy = sourceY - target.y;
    const lossyFrom: number[] = [];
    this.#each(target, (cell) => {
      const own = this.rectOf(cell);
      let lossy = false;
      this.#each({ ...own, x: own.x + dx, y: own.y + dy }, (source) => {
        lossy ||= (this.#flags[source]! & LOSSY) !== 0;
      });
      if (lossy) lossyFrom.push(cell);
    });
    for (const cell of lossyFrom) {
      if ((this.#flags[cell]! & LOSSY) === 0) this.#lossy++;
      this.#flags[cell]! |= LOSSY;
      this.#changedAt[cell] = now;
    }
  }

  /** Whether a cell was sent with loss and has rested since. */
  mayRefine(cell: number, now: number): boolean {
    return (this.#flags[cell]! & (LOSSY | DAMAGED | HELD)) === LOSSY && now - this.#changedAt[cell]! >= REST_MS;
  }

  /** When the next lossy cell will have rested; undefined when there is none. */
  nextRefinement(): number | undefined {
    if (this.#lossy === 0) return undefined;
    let first = Infinity;
    for (let cell = 0; cell < this.#flags.length; cell++) {
      if ((this.#flags[cell]! & (LOSSY | HELD)) === LOSSY) first = Math.min(first, this.#changedAt[cell]!);
    }
    return first === Infinity ? undefined : first + REST_MS;
  }
}
