/** Feeds the keyboard model from the hidden text field: key events, what input methods compose, what on-screen keyboards insert. */
import type { Keyboard } from '../keyboard/keyboard.ts';
import type { LayoutFollower } from '../keyboard/layout-follower.ts';
import type { Layout } from '../keyboard/layout.ts';

/** A Control that may be AltGr's is one after this long. */
const FLUSH_MS = 60;
/** What stands in the field, so that there is something for Backspace to delete. */
const FILLING = '\u200b\u200b';

export interface KeyboardInputOptions {
  readonly field: HTMLTextAreaElement;
  readonly keyboard: Keyboard;
  readonly follower: LayoutFollower;
  readonly follows: () => boolean;
  readonly layoutFound: (layout: Layout) => void;
  /** Ctrl, Alt and Shift were pressed and let go, with nothing else. */
  readonly menu: () => void;
  /** A key has been typed: latched on-screen modifiers have had their use. */
  readonly typed: () => void;
}

export class KeyboardInput {
  readonly #options: KeyboardInputOptions;
  /** Ctrl, Alt and Shift are all down, and nothing else has been pressed since. */
  #menuChord = false;

  constructor(options: KeyboardInputOptions) {
    this.#options = options;
  }

  listen(): void {
    const { field, keyboard } = this.#options;
    field.value = FILLING;
    field.addEventListener('keydown', (event) => this.#keyDown(event));
    // Nothing has the focus: the keys are the session's.
    document.addEventListener('keydown', (event) => {
      if (event.target !== document.body) return;
      field.focus({ preventScroll: true });
      this.#keyDown(event);
    });
    field.addEventListener('keyup', (event) => this.#keyUp(event));
    field.addEventListener('compositionstart', () => field.classList.add('composing'));
    field.addEventListener('compositionend', ({ data }) => {
      field.classList.remove('composing');
      this.#type(data);
    });
    field.addEventListener('input', (event) => {
      if (event instanceof InputEvent) this.#input(event);
    });
    const letGo = () => keyboard.releaseAll();
    field.addEventListener('blur', letGo);
    window.addEventListener('blur', letGo);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) letGo();
    });
  }

  #keyDown(event: KeyboardEvent): void {
    const { keyboard, follower, follows, layoutFound } = this.#options;
    this.#menuChord =
      event.ctrlKey && event.altKey && event.shiftKey && ['Control', 'Alt', 'Shift'].includes(event.key);
    const found = follower.observe(event, keyboard.layout);
    if (found !== undefined && follows()) {
      keyboard.setLayout(found);
      layoutFound(found);
    }
    if (keyboard.keyDown(event)) event.preventDefault();
    if (event.key === 'Control') setTimeout(() => keyboard.flush(), FLUSH_MS);
    if (!['Control', 'Alt', 'Shift', 'Meta', 'AltGraph'].includes(event.key)) this.#options.typed();
  }

  #keyUp(event: KeyboardEvent): void {
    if (this.#options.keyboard.keyUp(event)) event.preventDefault();
    if (!this.#menuChord) return;
    this.#menuChord = false;
    this.#options.keyboard.releaseAll();
    this.#options.menu();
  }

  #input(event: InputEvent): void {
    if (event.isComposing) return;
    const { keyboard } = this.#options;
    switch (event.inputType) {
      // Input methods: compositionend has the text.
      case 'insertCompositionText':
      case 'insertFromComposition':
        break;
      case 'deleteContentBackward':
        keyboard.tap('Backspace');
        break;
      case 'deleteContentForward':
        keyboard.tap('Delete');
        break;
      case 'insertLineBreak':
      case 'insertParagraph':
        keyboard.tap('Enter');
        break;
      default:
        this.#type(event.data ?? '');
        return;
    }
    this.#refill();
  }

  #type(text: string): void {
    if (text !== '') {
      this.#options.keyboard.typeText(text);
      this.#options.typed();
    }
    this.#refill();
  }

  #refill(): void {
    const { field } = this.#options;
    field.value = FILLING;
    field.setSelectionRange(FILLING.length, FILLING.length);
  }
}
