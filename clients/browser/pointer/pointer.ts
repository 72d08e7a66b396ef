/** Mouse, pen and touch on the picture, as pointer input of the session. */
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import type { ModifierSource } from '../keyboard/keyboard.ts';
import { TouchGestures } from './touch.ts';
import { Wheel, type WheelTurn } from './wheel.ts';

/** X button of each bit of `buttons` (Pointer Events): left, right, middle, back, forward. */
const BUTTON_OF_BIT = [1, 3, 2, 8, 9] as const;

export interface PointerOptions {
  /** Is where the picture is, and as large. */
  readonly screen: HTMLElement;
  readonly send: (input: TerminalInput) => void;
  /** Before each input: modifiers as the event has them. */
  readonly modifiers: (event: ModifierSource) => void;
  /** The user has turned to the session. */
  readonly engaged: (event: PointerEvent) => void;
  /** Two fingers move a screen that is larger than the window; false where there is nothing to move. */
  readonly pan: (deltaX: number, deltaY: number) => boolean;
}

export class Pointer {
  readonly #screen: HTMLElement;
  readonly #send: (input: TerminalInput) => void;
  readonly #options: PointerOptions;
  readonly #wheel = new Wheel();
  readonly #touch: TouchGestures;
  /** `buttons` as the session has them. */
  #buttons = 0;
  #x = -1;
  #y = -1;
  /** Pixels of the session's screen. */
  #width = 1;
  #height = 1;

  constructor(options: PointerOptions) {
    this.#options = options;
    const { screen } = options;
    this.#screen = screen;
    this.#send = options.send;
    this.#touch = new TouchGestures({
      move: (x, y) => this.#moveTo(x, y),
      button: (button, pressed) => this.#send({ kind: 'button', button, pressed }),
      wheel: (turn) => {
        if (!options.pan(turn.deltaX, turn.deltaY)) this.#turnWheel(turn);
      },
    });
    screen.addEventListener('pointerdown', (event) => this.#pointer(event));
    screen.addEventListener('pointermove', (event) => this.#pointer(event));
    screen.addEventListener('pointerup', (event) => this.#pointer(event));
    screen.addEventListener('pointercancel', (event) => this.#pointer(event));
    screen.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        this.#options.modifiers(event);
        this.#moveTo(event.clientX, event.clientY);
        this.#turnWheel(event);
      },
      { passive: false },
    );
    // The focus stays where the keyboard is read, and nothing of the browser's own happens.
    for (const name of ['mousedown', 'auxclick', 'contextmenu', 'dragstart', 'selectstart', 'touchstart']) {
      screen.addEventListener(name, (event) => event.preventDefault(), { passive: false });
    }
  }

  /** The session's screen has another size. */
  screenIs(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
  }

  /** Lets every button go. */
  releaseAll(): void {
    this.#touch.cancel();
    this.#setButtons(0);
    // Where the session has the pointer is not known any more.
    this.#x = -1;
  }

  #pointer(event: PointerEvent): void {
    event.preventDefault();
    if (event.type === 'pointerdown') {
      this.#options.engaged(event);
      // A drag that leaves the page goes on; a pointer that is gone already cannot be captured.
      if (event.isTrusted) this.#screen.setPointerCapture(event.pointerId);
    }
    this.#options.modifiers(event);
    if (event.pointerType === 'touch') {
      this.#touch.pointer(event);
      return;
    }
    this.#moveTo(event.clientX, event.clientY);
    // Every event says what is held: a press or release that was missed is made up for.
    this.#setButtons(event.type === 'pointercancel' ? 0 : event.buttons);
  }

  #moveTo(clientX: number, clientY: number): void {
    const box = this.#screen.getBoundingClientRect();
    const x = toPixel(clientX - box.left, box.width, this.#width);
    const y = toPixel(clientY - box.top, box.height, this.#height);
    if (x === this.#x && y === this.#y) return;
    this.#x = x;
    this.#y = y;
    this.#send({ kind: 'motion', x, y });
  }

  #setButtons(buttons: number): void {
    const changed = this.#buttons ^ buttons;
    this.#buttons = buttons;
    BUTTON_OF_BIT.forEach((button, bit) => {
      if ((changed & (1 << bit)) !== 0) this.#send({ kind: 'button', button, pressed: (buttons & (1 << bit)) !== 0 });
    });
  }

  #turnWheel(turn: WheelTurn): void {
    for (const button of this.#wheel.turn(turn)) {
      this.#send({ kind: 'button', button, pressed: true });
      this.#send({ kind: 'button', button, pressed: false });
    }
  }
}

/** The pixel of the session's screen under a place on the canvas, which the page may show at another size. */
export function toPixel(place: number, shownSize: number, size: number): number {
  if (shownSize <= 0) return 0;
  return Math.max(0, Math.min(size - 1, Math.floor((place * size) / shownSize)));
}
