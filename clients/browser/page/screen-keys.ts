/** Keys that a touch device lacks. Modifiers latch: they hold for the next key. */
import type { Role } from '../keyboard/modifiers.ts';
import { element } from './elements.ts';

const MODIFIERS: readonly (readonly [label: string, role: Role])[] = [
  ['Ctrl', 'Control'],
  ['Alt', 'Alt'],
  ['Shift', 'Shift'],
  ['Super', 'Meta'],
];

const KEYS: readonly (readonly [label: string, code: string, name?: string])[] = [
  ['Esc', 'Escape'],
  ['Tab', 'Tab'],
  ['←', 'ArrowLeft', 'Left'],
  ['↑', 'ArrowUp', 'Up'],
  ['↓', 'ArrowDown', 'Down'],
  ['→', 'ArrowRight', 'Right'],
  ['Home', 'Home'],
  ['End', 'End'],
  ['PgUp', 'PageUp', 'Page up'],
  ['PgDn', 'PageDown', 'Page down'],
  ['Ins', 'Insert', 'Insert'],
  ['Del', 'Delete', 'Delete'],
];

const FUNCTION_KEYS = Array.from({ length: 12 }, (_, index) => `F${index + 1}`);

export interface ScreenKeysOptions {
  readonly tap: (code: string) => void;
  readonly hold: (role: Role, held: boolean) => void;
  /** Brings the device's own keyboard up. */
  readonly type: () => void;
}

export class ScreenKeys {
  readonly #panel = element('screen-keys', HTMLElement);
  readonly #options: ScreenKeysOptions;
  readonly #latched = new Map<Role, HTMLButtonElement>();

  constructor(options: ScreenKeysOptions) {
    this.#options = options;
    // The focus stays where it is, and with it the device's own keyboard.
    this.#panel.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#panel.addEventListener('contextmenu', (event) => event.preventDefault());
    this.#add('⌨', 'Keyboard of this device', () => options.type());
    for (const [label, role] of MODIFIERS) {
      const button = this.#add(label, role, () => this.#latch(role, button));
      button.setAttribute('aria-pressed', 'false');
    }
    // The session's screen ends above the keys: they would cover what lies at its bottom.
    new ResizeObserver(() => {
      document.documentElement.style.setProperty('--keys-height', `${this.#panel.offsetHeight}px`);
    }).observe(this.#panel);
    const tap = (label: string, code: string, name = label) =>
      this.#add(label, name, () => {
        options.tap(code);
        this.release();
      });
    for (const [label, code, name] of KEYS) tap(label, code, name);
    // They stay together where there is no room for all keys in a row.
    const group = document.createElement('div');
    group.append(...FUNCTION_KEYS.map((name) => tap(name, name)));
    this.#panel.append(group);
  }

  show(shown: boolean): void {
    this.#panel.hidden = !shown;
    if (!shown) this.release();
  }

  /** Lets latched modifiers go; called after each key. */
  release(): void {
    for (const [role, button] of this.#latched) {
      button.setAttribute('aria-pressed', 'false');
      this.#options.hold(role, false);
    }
    this.#latched.clear();
  }

  #latch(role: Role, button: HTMLButtonElement): void {
    const held = !this.#latched.has(role);
    button.setAttribute('aria-pressed', String(held));
    if (held) this.#latched.set(role, button);
    else this.#latched.delete(role);
    this.#options.hold(role, held);
  }

  #add(label: string, name: string, action: () => void): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.ariaLabel = name;
    button.tabIndex = -1;
    button.addEventListener('click', action);
    this.#panel.append(button);
    return button;
  }
}
