/** Key events without a browser, and a keyboard whose keys a program interprets as Xlib would. */
import type { TerminalInput } from '../../xserver/log/entry.ts';
import type { KeyEvent, Platform } from '../../clients/browser/keyboard/key-event.ts';
import { Keyboard, type KeymapUse } from '../../clients/browser/keyboard/keyboard.ts';
import { readLayout, type Layout } from '../../clients/browser/keyboard/layout.ts';
import { LAYOUTS } from '../../clients/browser/keyboard/layouts/all-layouts.ts';

export function layout(id: string): Layout {
  const table = LAYOUTS.find((candidate) => candidate.id === id);
  if (table === undefined) throw new Error(`no layout ${id}`);
  return readLayout(table);
}

export interface EventOptions {
  readonly held?: readonly string[];
  readonly location?: number;
  readonly repeat?: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
  readonly timeStamp?: number;
}

export function keyEvent(code: string, key: string, options: EventOptions = {}): KeyEvent {
  const { held = [], location = 0, repeat = false, isComposing = false, keyCode = 0, timeStamp = 0 } = options;
  return {
    code,
    key,
    location,
    repeat,
    isComposing,
    keyCode,
    timeStamp,
    getModifierState: (name) => held.includes(name),
  };
}

const MODE_SWITCH = 0xff7e;
const NUM_LOCK = 0xff7f;
const MODIFIER_OF: ReadonlyMap<number, string> = new Map([
  [0xffe1, 'Shift'],
  [0xffe2, 'Shift'],
  [0xffe3, 'Control'],
  [0xffe4, 'Control'],
  [0xffe9, 'Alt'],
  [0xffea, 'Alt'],
  [0xffeb, 'Super'],
  [0xffec, 'Super'],
  [MODE_SWITCH, 'Mode_switch'],
]);

/**
 * A program at the other end: keeps the keymap as the inputs set it and turns key presses into keysyms by the rules of X11 §5, written
 * from the protocol text and independent of keymap.ts.
 */
export class Program {
  readonly #columns = new Map<number, readonly number[]>();
  readonly down = new Set<number>();
  capsLock = false;
  numLock = false;
  /** Keysyms of presses, modifiers and locks left out, with what was held in front: 'Control+61'. */
  readonly heard: string[] = [];

  readonly take = (input: TerminalInput): void => {
    if (input.kind === 'keymap') {
      const { firstKeycode, keysymsPerKeycode, keysyms } = input;
      for (let i = 0; i * keysymsPerKeycode < keysyms.length; i++) {
        const columns = [...keysyms.subarray(i * keysymsPerKeycode, (i + 1) * keysymsPerKeycode)];
        this.#columns.set(firstKeycode + i, columns);
      }
      return;
    }
    if (input.kind === 'keysym') {
      // What the session's core makes of it, test/xserver/input/keysym-input.test.ts tells.
      if (input.pressed) this.heard.push([...this.#shortcut, input.keysym.toString(16)].join('+'));
      return;
    }
    if (input.kind !== 'key') throw new Error(`a keyboard sent ${input.kind}`);
    const { keycode, pressed } = input;
    if (pressed === this.down.has(keycode)) throw new Error(`keycode ${keycode} twice ${pressed ? 'down' : 'up'}`);
    if (!pressed) {
      this.down.delete(keycode);
      return;
    }
    const first = this.#columns.get(keycode)?.[0] ?? 0;
    if (first === 0xffe5) this.capsLock = !this.capsLock;
    else if (first === NUM_LOCK) this.numLock = !this.numLock;
    else if (!MODIFIER_OF.has(first)) this.heard.push(this.#hear(keycode));
    this.down.add(keycode);
  };

  /** Names of the modifiers that are down. */
  get modifiers(): Set<string> {
    const names = new Set<string>();
    for (const keycode of this.down) {
      const name = MODIFIER_OF.get(this.#columns.get(keycode)?.[0] ?? 0);
      if (name !== undefined) names.add(name);
    }
    return names;
  }

  get #shortcut(): string[] {
    const held = this.modifiers;
    return ['Control', 'Alt', 'Super'].filter((name) => held.has(name));
  }

  #hear(keycode: number): string {
    const columns = this.#columns.get(keycode) ?? [];
    const held = this.modifiers;
    let [a = 0, b = 0] = columns;
    if (held.has('Mode_switch') && ((columns[2] ?? 0) !== 0 || (columns[3] ?? 0) !== 0))
      [a, b] = [columns[2]!, columns[3]!];
    const upper = (keysym: number) => {
      if ((keysym >= 0x61 && keysym <= 0x7a) || (keysym >= 0xe0 && keysym <= 0xfe && keysym !== 0xf7))
        return keysym - 0x20;
      if (keysym >= 0x6c0 && keysym <= 0x6df) return keysym + 0x20;
      return keysym;
    };
    if (b === 0) b = upper(a);
    const shift = held.has('Shift');
    let keysym: number;
    if (this.numLock && b >= 0xff80 && b <= 0xffbd) keysym = shift ? a : b;
    else {
      keysym = shift ? b : a;
      if (this.capsLock) keysym = upper(keysym);
    }
    return [...this.#shortcut, keysym.toString(16)].join('+');
  }
}

export function keyboardAndProgram(id: string, platform: Platform = 'other'): { keyboard: Keyboard; program: Program } {
  const program = new Program();
  const keyboard = new Keyboard({ layout: layout(id), platform, send: program.take });
  keyboard.useIs({ leads: true, alone: true });
  return { keyboard, program };
}

/** What a keyboard sends, in short: +keycode, +keysym@place, + for presses. */
export function keyboardAndInputs(id: string, use: KeymapUse): { keyboard: Keyboard; sent: string[] } {
  const sent: string[] = [];
  const keyboard = new Keyboard({
    layout: layout(id),
    platform: 'other',
    send: (input) => {
      const sign = 'pressed' in input && input.pressed ? '+' : '-';
      if (input.kind === 'key') sent.push(`${sign}${input.keycode}`);
      else if (input.kind === 'keysym') {
        sent.push(`${sign}${input.keysym.toString(16)}${input.place === 0 ? '' : `@${input.place}`}`);
      } else sent.push(input.kind);
    },
  });
  keyboard.useIs(use);
  return { keyboard, sent };
}

/** Presses and releases a key. */
export function press(keyboard: Keyboard, code: string, key: string, options: EventOptions = {}): void {
  keyboard.keyDown(keyEvent(code, key, options));
  keyboard.keyUp(keyEvent(code, key, options));
}

/** Keysyms as `heard` has them, of characters. */
export function latin1(text: string): string[] {
  return [...text].map((character) => character.codePointAt(0)!.toString(16));
}
