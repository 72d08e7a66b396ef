/**
 * From the browser's key events to keys of the session.
 *
 * The terminal that holds the keyboard gives the session its layout as keymap (keymap.ts). While nobody else types, nearly every key of it is
 * sent as the keycode of its place. Where that keycode would give another character than the user's own system gave (`event.key`), and in every other
 * terminal, the key is sent as the keysym that it means, and the session's core finds the keys for that. Dead keys and input methods stay
 * with the browser: what they compose is typed. Modifiers follow what each event says is held, so none sticks when its release was missed. This file
 * knows no DOM; main.ts feeds it.
 */
import { isSameKey, type KeyInput } from '../../../session/terminal/key-input.ts';
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
/** The key code that browsers give to keys which an input method has taken. */
const INPUT_METHOD_KEY = 229;

interface Pressed {
  /** As it went down; it goes up as the same. */
  readonly press: KeyInput;
  readonly keycode: number | undefined;
  readonly role: Role | undefined;
}

/** How the session takes this keyboard's keys. */
export interface KeymapUse {
  /** Its keymap is, or is to be, the session's. */
  readonly leads: boolean;
  /** Nobody else types. */
  readonly alone: boolean;
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
  #use: KeymapUse = { leads: false, alone: false };
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

  /** To be called when it has changed; where this keyboard has come to lead, the session is told its keymap. */
  useIs(use: KeymapUse): void {
    const before = this.#use;
    this.#use = use;
    if (use.leads && !before.leads) this.#send(this.#keymap.input());
  }

  setLayout(layout: Layout): void {
    if (layout.id === this.#layout.id) return;
    this.#layout = layout;
    this.#keymap = new Keymap(layout);
    if (this.#use.leads) this.#send(this.#keymap.input());
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
      this.#pressPlace(event.code, modifierKeycode(role, event.code, this.#layout, this.#platform), role);
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
    if (keycode !== undefined) this.#tap(keycode);
  }

  #tap(keycode: number): void {
    const press = this.#placePress(keycode);
    this.#send(press);
    this.#send({ ...press, pressed: false });
  }

  /** A modifier that stays down until it is let go (on-screen keys). */
  holdModifier(role: Role, held: boolean): void {
    const name = `screen:${role}`;
    if (held) this.#pressPlace(name, modifierKeycode(role, '', this.#layout, this.#platform), role);
    else this.#release(name);
  }

  /** Text as input methods and on-screen keyboards compose it. */
  typeText(text: string): void {
    for (const character of text.replaceAll('\r\n', '\n')) {
      const press = meaning(keysymOfCharacter(character), 0);
      this.#send(press);
      this.#send({ ...press, pressed: false });
    }
  }

  /** Lets every key go: the page has lost the keyboard. */
  releaseAll(): void {
    this.#pendingControl = undefined;
    this.#releaseWhere(() => true);
  }

  #isDown(press: KeyInput): boolean {
    for (const pressed of this.#pressed.values()) if (isSameKey(pressed.press, press)) return true;
    return false;
  }

  get #levels(): Levels {
    let shift = false;
    let modeSwitch = false;
    for (const { keycode, role } of this.#pressed.values()) {
      if (role === 'Shift') shift = true;
      if (keycode !== undefined && this.#keymap.altGrKeycodes.has(keycode)) modeSwitch = true;
    }
    return { ...NO_LEVELS, shift, modeSwitch, capsLock: this.#capsLock, numLock: this.#numLock };
  }

  #holds(role: Role): boolean {
    for (const pressed of this.#pressed.values()) if (pressed.role === role) return true;
    return false;
  }

  /** The key at this place, whatever it means; for other keymaps, as what it means without modifiers. */
  #placePress(keycode: number): KeyInput {
    if (this.#use.leads && this.#use.alone) return { kind: 'key', keycode, pressed: true };
    return meaning(this.#keymap.keysymAt(keycode, NO_LEVELS), keycode);
  }

  #pressPlace(name: string, keycode: number, role: Role | undefined): void {
    this.#press(name, { press: this.#placePress(keycode), keycode, role });
  }

  #press(name: string, pressed: Pressed): void {
    // Its release was missed.
    this.#release(name);
    const wasDown = this.#isDown(pressed.press);
    this.#pressed.set(name, pressed);
    if (!wasDown) this.#send(pressed.press);
  }

  #release(name: string): void {
    const pressed = this.#pressed.get(name);
    if (pressed === undefined) return;
    this.#pressed.delete(name);
    if (!this.#isDown(pressed.press)) this.#send({ ...pressed.press, pressed: false });
  }

  #releaseWhere(condition: (pressed: Pressed) => boolean): void {
    for (const [name, pressed] of [...this.#pressed]) if (condition(pressed)) this.#release(name);
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
      if (own !== undefined) this.#pressPlace(event.code, own, undefined);
      return;
    }
    const name = event.code === '' ? `key:${event.key}` : event.code;
    const { leads, alone } = this.#use;
    if (leads && alone && own !== undefined && this.#keymap.keysymAt(own, levels) === keysym) {
      this.#pressPlace(name, own, undefined);
    } else {
      this.#press(name, { press: meaning(keysym, own ?? 0), keycode: undefined, role: undefined });
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
    this.#pressPlace(pending.code, modifierKeycode('Control', pending.code, this.#layout, this.#platform), 'Control');
  }

  /** Releases modifiers that are not held any more, and presses those whose press was missed; `own` is the key at hand itself. */
  #matchModifiers(event: ModifierSource, own: Role | undefined): void {
    for (const role of ROLES) {
      if (role === own) continue;
      const wanted = event.getModifierState(role);
      if (!wanted) this.#releaseWhere((pressed) => pressed.role === role && !this.#isOnScreen(pressed));
      else if (!this.#holds(role)) {
        this.#pressPlace(`held:${role}`, modifierKeycode(role, '', this.#layout, this.#platform), role);
      }
    }
  }

  #isOnScreen(pressed: Pressed): boolean {
    for (const [name, other] of this.#pressed) if (other === pressed) return name.startsWith('screen:');
    return false;
  }

  #matchLocks(event: ModifierSource): void {
    const capsLock = event.getModifierState('CapsLock');
    if (capsLock !== this.#capsLock && !this.#isDown(this.#placePress(CAPS_LOCK))) {
      this.#tap(CAPS_LOCK);
      this.#capsLock = capsLock;
    }
    // A Mac's keypad has digits only.
    const numLock = this.#platform === 'mac' || event.getModifierState('NumLock');
    if (numLock !== this.#numLock && !this.#isDown(this.#placePress(NUM_LOCK))) {
      this.#tap(NUM_LOCK);
      this.#numLock = numLock;
    }
  }

  /** Caps Lock: elsewhere a key as any other; a Mac tells of a press when it goes on and of a release when it goes off. */
  #capsLockKey(code: string): void {
    this.#capsLock = !this.#capsLock;
    if (this.#platform === 'mac') {
      this.#tap(CAPS_LOCK);
    } else this.#pressPlace(code, CAPS_LOCK, undefined);
  }
}

/** The press of a key by what it means. */
function meaning(keysym: number, place: number): KeyInput {
  return { kind: 'keysym', keysym, place, pressed: true };
}
