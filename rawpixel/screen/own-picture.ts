/**
 * A viewer's own copy of the screen, for viewers that cannot do what others do: a cursor is painted into it for those that show none
 * themselves, and it keeps its size for those that cannot change theirs (a bigger screen is cut off, a smaller one has black beside it).
 */
import type { CursorImage } from '../../xserver/driver.ts';
import { clipRect, intersectRects, type Rect } from '../rect.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 0xrrggbb, row by row. */
  readonly data: Uint32Array;
}

/** Where a cursor is seen; undefined where there is none. */
export function cursorRect(cursor: CursorImage | undefined, x: number, y: number): Rect | undefined {
  return cursor && { x: x - cursor.hotX, y: y - cursor.hotY, width: cursor.width, height: cursor.height };
}

export class OwnPicture implements Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = new Uint32Array(width * height);
  }

  /** Takes a rectangle over from the screen, with the cursor on it. */
  take(screen: Picture, rect: Rect, cursor: CursorImage | undefined, pointerX: number, pointerY: number): void {
    const inside = clipRect(rect, this.width, this.height);
    if (inside === undefined) return;
    for (let y = inside.y; y < inside.y + inside.height; y++) {
      const to = y * this.width + inside.x;
      this.data.fill(0, to, to + inside.width);
      const count = y < screen.height ? Math.min(inside.x + inside.width, screen.width) - inside.x : 0;
      const from = y * screen.width + inside.x;
      if (count > 0) this.data.set(screen.data.subarray(from, from + count), to);
    }
    const where = cursorRect(cursor, pointerX, pointerY);
    const painted = where && intersectRects(where, inside);
    if (cursor !== undefined && where !== undefined && painted !== undefined) this.#paint(cursor, where, painted);
  }

  #paint(cursor: CursorImage, where: Rect, part: Rect): void {
    for (let y = part.y; y < part.y + part.height; y++) {
      for (let x = part.x; x < part.x + part.width; x++) {
        const over = cursor.argb[(y - where.y) * cursor.width + x - where.x]!;
        const at = y * this.width + x;
        this.data[at] = overPixel(over, this.data[at]!);
      }
    }
  }
}

/** A premultiplied pixel over an opaque one. */
function overPixel(over: number, under: number): number {
  const rest = 255 - (over >>> 24);
  if (rest === 255) return under;
  const channel = (shift: number) => {
    const sum = ((over >>> shift) & 0xff) + Math.round((((under >>> shift) & 0xff) * rest) / 255);
    return Math.min(255, sum) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}
