/**
 * Fingers: a tap is a click of the first button, a finger that stays is the third, a finger that moves drags with the first button, two
 * fingers turn the wheel.
 */
import type { WheelTurn } from './wheel.ts';

/** A finger that stays this long means the third button, in milliseconds. */
const HOLD_MS = 500;
/** A finger that has moved less is still, in CSS pixels. */
const STILL = 9;

export interface TouchTarget {
  /** Client coordinates. */
  move(x: number, y: number): void;
  button(button: number, pressed: boolean): void;
  wheel(turn: WheelTurn): void;
}

interface Finger {
  x: number;
  y: number;
}

/** resting: it may become any of the others. done: what else the fingers do means nothing. */
type Gesture = 'none' | 'resting' | 'dragging' | 'held' | 'scrolling' | 'done';

export class TouchGestures {
  readonly #target: TouchTarget;
  readonly #fingers = new Map<number, Finger>();
  #gesture: Gesture = 'none';
  #start: Finger = { x: 0, y: 0 };
  #hold: ReturnType<typeof setTimeout> | undefined;

  constructor(target: TouchTarget) {
    this.#target = target;
  }

  pointer(event: PointerEvent): void {
    switch (event.type) {
      case 'pointerdown':
        this.#down(event);
        return;
      case 'pointermove':
        this.#move(event);
        return;
      case 'pointercancel':
        this.cancel();
        return;
      default:
        this.#up(event);
    }
  }

  cancel(): void {
    clearTimeout(this.#hold);
    this.#letGo();
    this.#fingers.clear();
    this.#gesture = 'none';
  }

  #letGo(): void {
    if (this.#gesture === 'dragging') this.#target.button(1, false);
    if (this.#gesture === 'held') this.#target.button(3, false);
  }

  #down({ pointerId, clientX, clientY }: PointerEvent): void {
    this.#fingers.set(pointerId, { x: clientX, y: clientY });
    clearTimeout(this.#hold);
    if (this.#fingers.size === 2 && this.#gesture === 'resting') {
      this.#gesture = 'scrolling';
      return;
    }
    if (this.#fingers.size > 1) return;
    this.#gesture = 'resting';
    this.#start = { x: clientX, y: clientY };
    this.#target.move(clientX, clientY);
    this.#hold = setTimeout(() => {
      this.#gesture = 'held';
      this.#target.button(3, true);
    }, HOLD_MS);
  }

  #move({ pointerId, clientX, clientY }: PointerEvent): void {
    const finger = this.#fingers.get(pointerId);
    if (finger === undefined) return;
    const deltaX = finger.x - clientX;
    const deltaY = finger.y - clientY;
    finger.x = clientX;
    finger.y = clientY;
    if (this.#gesture === 'scrolling') {
      // Each finger tells its own part of the way.
      const share = this.#fingers.size;
      this.#target.wheel({ deltaX: deltaX / share, deltaY: deltaY / share, deltaMode: 0 });
      return;
    }
    if (this.#gesture === 'resting') {
      if (Math.abs(clientX - this.#start.x) < STILL && Math.abs(clientY - this.#start.y) < STILL) return;
      clearTimeout(this.#hold);
      this.#gesture = 'dragging';
      this.#target.button(1, true);
    }
    if (this.#gesture === 'dragging' || this.#gesture === 'held') this.#target.move(clientX, clientY);
  }

  #up({ pointerId }: PointerEvent): void {
    if (!this.#fingers.delete(pointerId)) return;
    clearTimeout(this.#hold);
    if (this.#gesture === 'resting') {
      this.#target.button(1, true);
      this.#target.button(1, false);
    }
    this.#letGo();
    this.#gesture = this.#fingers.size === 0 ? 'none' : 'done';
  }
}
