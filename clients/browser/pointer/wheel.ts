/** Wheel turns as clicks of buttons 4 to 7 (up, down, left, right), as X has them. */

export const WheelButton = { up: 4, down: 5, left: 6, right: 7 } as const;

/** Pixels of a touchpad's movement that make one click. */
const PIXELS_PER_CLICK = 40;
/** Lines that one notch of a wheel scrolls where the browser counts lines. */
const LINES_PER_CLICK = 3;
/** `wheelDelta` of one notch, in every browser that has it. */
const NOTCH = 120;
/** More clicks than this at once come from a page that was stuck. */
const MAX_CLICKS = 20;

/** The part of a WheelEvent that counts. `wheelDeltaX` and `Y` are not standard, but tell notches from touchpads. */
export interface WheelTurn {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly wheelDeltaX?: number;
  readonly wheelDeltaY?: number;
}

function clicksOf(delta: number, mode: number, wheelDelta: number | undefined): number {
  if (delta === 0) return 0;
  if (mode === 1) return delta / LINES_PER_CLICK;
  if (mode === 2) return delta;
  if (wheelDelta !== undefined && wheelDelta !== 0 && wheelDelta % NOTCH === 0) return -wheelDelta / NOTCH;
  return delta / PIXELS_PER_CLICK;
}

export class Wheel {
  /** Parts of clicks that have gathered. */
  #x = 0;
  #y = 0;

  /** The buttons to click, in order. */
  turn(turn: WheelTurn): number[] {
    this.#y = gather(this.#y, clicksOf(turn.deltaY, turn.deltaMode, turn.wheelDeltaY));
    this.#x = gather(this.#x, clicksOf(turn.deltaX, turn.deltaMode, turn.wheelDeltaX));
    const rows = Math.trunc(this.#y);
    const columns = Math.trunc(this.#x);
    this.#y -= rows;
    this.#x -= columns;
    return [...clicks(rows, WheelButton.up, WheelButton.down), ...clicks(columns, WheelButton.left, WheelButton.right)];
  }
}

/** A turn the other way begins anew. */
function gather(sum: number, delta: number): number {
  return sum * delta < 0 ? delta : sum + delta;
}

function clicks(count: number, negative: number, positive: number): number[] {
  return Array.from({ length: Math.min(Math.abs(count), MAX_CLICKS) }, () => (count < 0 ? negative : positive));
}
