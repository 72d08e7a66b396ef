/**
 * From the browser's key events to keycodes of the session.
 *
 * The session has the user's layout as its keymap (keymap.ts), so nearly every key is sent as the keycode of its place. Where that keycode would
 * give another character than the user's own system gave (`event.key`), the character is looked for on another keycode, or put on a spare
 * one, just before the key. Dead keys and input methods stay with the browser: what they compose is typed. Modifiers follow what each
 * event says is held, so none sticks when its release was missed. This file knows no DOM; main.ts feeds it.
 */
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import { keysymOfCharacter } from './characters.ts';
import { keycodeOf } from './key-codes.ts';
import type { KeyEvent, Platform } from './key-event.ts';
import { Keymap, NO_LEVELS, type Levels } from './keymap.ts';
import { readLayout, type Layout } from './layout.ts';
import { us } from './layouts/western.ts';
import { modifierKeycode, roleOf, ROLES, type Role } from './modifiers.ts';
import { wantedKeysyms } from './wanted-keysym.ts';

/** Windows sends a Control of its own before AltGr, within this many milliseconds. */
const FAKE_CONTROL_MS = 50;
const CAPS_LOCK = keycodeOf('CapsLock')!;
const NUM_LOCK = keycodeOf('NumLock')!;
const SHIFT = keycodeOf('ShiftLeft')!;
/** The key code that browsers give to keys which an input method has taken. */
const INPUT_METHOD_KEY = 229;

interface Pressed {
  readonly keycode: number;
  readonly role: Role | undefined;
}

/** The part of an event that tells which modifiers are held; pointer events have it too. */
export type ModifierSource = Pick<KeyEvent, 'getModifierState'>;

export interface KeyboardOptions {
  readonly layout: Layout;
  readonly platform: Platform;
  readonly send: (input: TerminalInput) => void;
}

export class Keyboard {
  readonly #send: (input: TerminalInput) => void;
  readonly #platform: Platform;
  readonly #latin = readLayout(us);
  #layout: Layout;
  #keymap: Keymap;
  /** What is down, by physical key; `held:` names stand for modifiers whose own press was never seen. */
  readonly #pressed = new Map<string, Pressed>();
  /** The session's locks, as far as known. */
  #capsLock = false;
  #numLock = false;
  /** The session's keymap may be another terminal's. */
  #keymapTaken = false;
  /** A Control on Windows that may turn out to be AltGr's. */
  #pendingControl: { readonly code: string; readonly timeStamp: number } | undefined;

  constructor({ layout, platform, send }: KeyboardOptions) {
    this.#layout = layout;
    this.#platform = platform;
    this.#send = send;
    this.#keymap = new Keymap(layout);
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** Tells the session its keymap; to be called when it has just been joined. */
  sendKeymap(): void {
    this.#keymapTaken = false;
    this.#send(this.#keymap.input());
  }

  /** The session's keymap is not this keyboard's any more: it is told again ahead of the next key. */
  keymapTaken(): void {
    this.#keymapTaken = true;
  }

  setLayout(layout: Layout): void {
    if (layout.id === this.#layout.id) return;
    this.#layout = layout;
    this.#keymap = new Keymap(layout, this.#keymap);
    this.sendKeymap();
  }

  /** The session's locks as they stand, all keys sent so far applied. */
  locksAre(capsLock: boolean, numLock: boolean): void {
    this.#capsLock = capsLock;
    this.#numLock = numLock;
  }

  /** @returns true when the browser is to do nothing more with the key. */
  keyDown(event: KeyEvent): boolean {
    if (event.isComposing || event.keyCode === INPUT_METHOD_KEY || event.key === 'Process') return false;
    if (event.key === 'Unidentified' && keycodeOf(event.code) === undefined) return false;
    if (event.repeat) return event.key !== 'Dead';
    const role = roleOf(event);
    this.#settleControl(role === 'AltGraph' ? event : undefined);
    if (role === 'Control' && this.#platform === 'windows' && event.code === 'ControlLeft') {
      this.#pendingControl = { code: event.code, timeStamp: event.timeStamp };
      return true;
    }
    this.#matchModifiers(event, role);
    if (event.key === 'Dead') return false;
    if (role !== undefined) {
      this.#press(event.code, modifierKeycode(role, event.code, this.#layout, this.#platform), role);
    } else if (event.key === 'CapsLock') this.#capsLockKey(event.code);
    else {
      if (event.key === 'NumLock') this.#numLock = !this.#numLock;
      else this.#matchLocks(event);
      this.#pressWanted(event);
    }
    return true;
  }

  /** @returns true when the browser is to do nothing more with the key. */
  keyUp(event: KeyEvent): boolean {
    this.#settleControl(undefined);
    const known = this.#pressed.has(event.code);
    this.#release(event.code);
    if (event.key === 'CapsLock' && this.#platform === 'mac') this.#capsLockKey(event.code);
    // macOS tells of no release while Command is down.
    if (event.key === 'Meta' && this.#platform === 'mac') this.#releaseWhere(({ role }) => role === undefined);
    this.#matchModifiers(event, roleOf(event));
    return known;
  }

  /** Modifiers and locks as a pointer event has them, so that Shift-click means what the user holds. */
  pointerEvent(event: ModifierSource): void {
    this.#settleControl(undefined);
    this.#matchModifiers(event, undefined);
    this.#matchLocks(event);
  }

  /** Time has passed since a key: a Control that waited for AltGr is one. */
  flush(): void {
    this.#settleControl(undefined);
  }

  /** A key pressed and released at once, by its place (on-screen keys). */
  tap(code: string): void {
    const keycode = keycodeOf(code);
    if (keycode === undefined) return;
    this.#key(keycode, true);
    this.#key(keycode, false);
  }

  /** A modifier that stays down until it is let go (on-screen keys). */
  holdModifier(role: Role, held: boolean): void {
    const name = `screen:${role}`;
    if (held) this.#press(name, modifierKeycode(role, '', this.#layout, this.#platform), role);
    else this.#release(name);
  }

  /** Text as input methods and on-screen keyboards compose it. */
  typeText(text: string): void {
    for (const character of text.replaceAll('\r\n', '\n')) {
      const keysym = keysymOfCharacter(character);
      const levels = this.#levels;
      const plain = this.#keymap.find(keysym, levels, this.#isDown);
      const shifted =
        plain === undefined && !levels.shift
          ? this.#keymap.find(keysym, { ...levels, shift: true }, this.#isDown)
          : undefined;
      if (shifted !== undefined) {
        this.#key(SHIFT, true);
        this.#key(shifted, true);
        this.#key(shifted, false);
        this.#key(SHIFT, false);
        continue;
      }
      const keycode = plain ?? this.#bind(keysym);
      if (keycode === undefined) continue;
      this.#key(keycode, true);
      this.#key(keycode, false);
    }
  }

  /** Lets every key go: the page has lost the keyboard. */
  releaseAll(): void {
    this.#pendingControl = undefined;
    this.#releaseWhere(() => true);
  }

  readonly #isDown = (keycode: number): boolean => {
    for (const pressed of this.#pressed.values()) if (pressed.keycode === keycode) return true;
    return false;
  };

  get #levels(): Levels {
    let shift = false;
    let modeSwitch = false;
    for (const { keycode, role } of this.#pressed.values()) {
      if (role === 'Shift') shift = true;
      if (this.#keymap.altGrKeycodes.has(keycode)) modeSwitch = true;
    }
    return { ...NO_LEVELS, shift, modeSwitch, capsLock: this.#capsLock, numLock: this.#numLock };
  }

  #holds(role: Role): boolean {
    for (const pressed of this.#pressed.values()) if (pressed.role === role) return true;
    return false;
  }

  #key(keycode: number, pressed: boolean): void {
    if (pressed && this.#keymapTaken) this.sendKeymap();
    this.#send({ kind: 'key', keycode, pressed });
  }

  #press(name: string, keycode: number, role: Role | undefined): void {
    // Its release was missed.
    this.#release(name);
    const wasDown = this.#isDown(keycode);
    this.#pressed.set(name, { keycode, role });
    if (!wasDown) this.#key(keycode, true);
  }

  #release(name: string): void {
    const pressed = this.#pressed.get(name);
    if (pressed === undefined) return;
    this.#pressed.delete(name);
    if (!this.#isDown(pressed.keycode)) this.#key(pressed.keycode, false);
  }

  #releaseWhere(condition: (pressed: Pressed) => boolean): void {
    for (const [name, pressed] of [...this.#pressed]) if (condition(pressed)) this.#release(name);
  }

  #bind(keysym: number): number | undefined {
    if (this.#keymapTaken) this.sendKeymap();
    const bound = this.#keymap.bind(keysym, this.#isDown);
    if (bound === undefined) return undefined;
    this.#send(bound.input);
    return bound.keycode;
  }

  #pressWanted(event: KeyEvent): void {
    const shortcut = this.#shortcutHeld;
    const levels = this.#levels;
    const wanted = wantedKeysyms(event, { shift: levels.shift, shortcut }, this.#latin);
    const own = keycodeOf(event.code);
    if (wanted.length > 1) {
      this.typeText(event.key);
      return;
    }
    const keysym = wanted[0];
    if (keysym === undefined) {
      if (own !== undefined) this.#press(event.code, own, undefined);
      return;
    }
    const name = event.code === '' ? `key:${event.key}` : event.code;
    if (own !== undefined && this.#keymap.keysymAt(own, levels) === keysym) this.#press(name, own, undefined);
    else {
      const keycode = this.#keymap.find(keysym, levels, this.#isDown) ?? this.#bind(keysym);
      if (keycode !== undefined) this.#press(name, keycode, undefined);
    }
    // Keys without a place have no release that could be matched with them.
    if (event.code === '') this.#release(name);
  }

  get #shortcutHeld(): boolean {
    const alt = this.#platform === 'mac' ? this.#holds('Meta') : this.#holds('Alt') || this.#holds('Meta');
    return this.#holds('Control') || alt;
  }

  #settleControl(altGr: KeyEvent | undefined): void {
    const pending = this.#pendingControl;
    if (pending === undefined) return;
    this.#pendingControl = undefined;
    if (altGr !== undefined && altGr.timeStamp - pending.timeStamp < FAKE_CONTROL_MS) return;
    this.#press(pending.code, modifierKeycode('Control', pending.code, this.#layout, this.#platform), 'Control');
  }

  /** Releases modifiers that are not held any more, and presses those whose press was missed; `own` is the key at hand itself. */
  #matchModifiers(event: ModifierSource, own: Role | undefined): void {
    for (const role of ROLES) {
      if (role === own) continue;
      const wanted = event.getModifierState(role);
      if (!wanted) this.#releaseWhere((pressed) => pressed.role === role && !this.#isOnScreen(pressed));
      else if (!this.#holds(role)) {
        this.#press(`held:${role}`, modifierKeycode(role, '', this.#layout, this.#platform), role);
      }
    }
  }

  #isOnScreen(pressed: Pressed): boolean {
    for (const [name, other] of this.#pressed) if (other === pressed) return name.startsWith('screen:');
    return false;
  }

  #matchLocks(event: ModifierSource): void {
    const capsLock = event.getModifierState('CapsLock');
    if (capsLock !== this.#capsLock && !this.#isDown(CAPS_LOCK)) {
      this.#key(CAPS_LOCK, true);
      this.#key(CAPS_LOCK, false);
      this.#capsLock = capsLock;
    }
    // A Mac's keypad has digits only.
    const numLock = this.#platform === 'mac' || event.getModifierState('NumLock');
    if (numLock !== this.#numLock && !this.#isDown(NUM_LOCK)) {
      this.#key(NUM_LOCK, true);
      this.#key(NUM_LOCK, false);
      this.#numLock = numLock;
    }
  }

  /** Caps Lock: elsewhere a key as any other; a Mac tells of a press when it goes on and of a release when it goes off. */
  #capsLockKey(code: string): void {
    this.#capsLock = !this.#capsLock;
    if (this.#platform === 'mac') {
      this.#key(CAPS_LOCK, true);
      this.#key(CAPS_LOCK, false);
    } else this.#press(code, CAPS_LOCK, undefined);
  }
}
