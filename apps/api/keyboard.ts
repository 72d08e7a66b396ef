import {
  ModMask,
  type GetKeyboardMappingReply,
  type GetModifierMappingReply,
} from '../../xserver/protocol/generated/xproto.ts';
import type { Connection } from './connection.ts';
import { compose, DEAD_KEYS, Key, keysymText, upperKeysym } from './keysyms.ts';

/** A key press as an app sees it. */
export interface KeyStroke {
  readonly keysym: number;
  /** What it types; '' for keys that type nothing, and with Control or Alt held. */
  readonly text: string;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly time: number;
}

/** The keyboard mapping of the server, kept up to date, and the state of dead keys. */
export class Keyboard {
  readonly #connection: Connection;
  #mapping: GetKeyboardMappingReply = { keysymsPerKeycode: 0, keysyms: new Uint32Array(0) };
  #modeSwitch = 0;
  #level3 = 0;
  #numLock = 0;
  #alt: number = ModMask[1];
  #dead: number | undefined;
  /** Called after the mapping has changed. */
  onChange: () => void = () => {};

  private constructor(connection: Connection) {
    this.#connection = connection;
    connection.watchers.add((event) => {
      // Pointer mappings (2) do not concern us.
      if (event.name === 'MappingNotify' && event.request !== 2) void this.#load().then(() => this.onChange());
    });
  }

  static async load(connection: Connection): Promise<Keyboard> {
    const keyboard = new Keyboard(connection);
    await keyboard.#load();
    return keyboard;
  }

  async #load(): Promise<void> {
    const { minKeycode, maxKeycode } = this.#connection.setup;
    const [mapping, modifiers] = await Promise.all([
      this.#connection.query('GetKeyboardMapping', { firstKeycode: minKeycode, count: maxKeycode - minKeycode + 1 }),
      this.#connection.query('GetModifierMapping', {}),
    ]);
    this.#mapping = mapping;
    this.#modeSwitch = this.#modifierOf(modifiers, [Key.ModeSwitch]);
    this.#level3 = this.#modifierOf(modifiers, [Key.IsoLevel3Shift]);
    this.#numLock = this.#modifierOf(modifiers, [Key.NumLock]);
    this.#alt = this.#modifierOf(modifiers, [Key.AltLeft, Key.AltRight, Key.MetaLeft]) || ModMask[1];
  }

  #modifierOf({ keycodesPerModifier, keycodes }: GetModifierMappingReply, keysyms: readonly number[]): number {
    for (let modifier = 3; modifier < 8; modifier++) {
      for (let i = 0; i < keycodesPerModifier; i++) {
        const keycode = keycodes[modifier * keycodesPerModifier + i]!;
        if (keycode !== 0 && this.#column(keycode).some((keysym) => keysyms.includes(keysym))) return 1 << modifier;
      }
    }
    return 0;
  }

  #column(keycode: number): number[] {
    const { keysymsPerKeycode, keysyms } = this.#mapping;
    const start = (keycode - this.#connection.setup.minKeycode) * keysymsPerKeycode;
    return start < 0 ? [] : Array.from(keysyms.subarray(start, start + keysymsPerKeycode));
  }

  /** The modifier bits of Num Lock and Caps Lock, which shortcuts ignore. */
  get lockMask(): number {
    return this.#numLock | ModMask.Lock;
  }

  get altMask(): number {
    return this.#alt;
  }

  /** Keycodes with this keysym in the first group. */
  keycodes(keysym: number): number[] {
    const { minKeycode, maxKeycode } = this.#connection.setup;
    const found: number[] = [];
    for (let keycode = minKeycode; keycode <= maxKeycode; keycode++) {
      if (this.#column(keycode).slice(0, 2).includes(keysym)) found.push(keycode);
    }
    return found;
  }

  /** The keysym of a key with modifiers held. X11 §5 */
  keysym(keycode: number, state: number): number {
    const column = this.#column(keycode);
    let [plain = 0, shifted = 0] = column;
    const second = (state & this.#modeSwitch) !== 0;
    const third = (state & this.#level3) !== 0;
    // Servers with XKB list the third level after two groups of two; ours and xmodmap's tables have it as the second group.
    if (third && ((column[4] ?? 0) !== 0 || (column[5] ?? 0) !== 0))
      [plain, shifted] = [column[4] ?? 0, column[5] ?? 0];
    else if ((second || third) && ((column[2] ?? 0) !== 0 || (column[3] ?? 0) !== 0)) {
      [plain, shifted] = [column[2] ?? 0, column[3] ?? 0];
    }
    const alphabetic = upperKeysym(plain) !== plain;
    if (shifted === 0) shifted = upperKeysym(plain);
    const shift = (state & ModMask.Shift) !== 0;
    const lock = (state & ModMask.Lock) !== 0;
    const keypad = shifted >= 0xff80 && shifted <= 0xffbd;
    if ((state & this.#numLock) !== 0 && keypad) return shift ? plain : shifted;
    if (lock && (alphabetic || upperKeysym(shifted) !== shifted)) {
      return shift && alphabetic ? plain : upperKeysym(shift ? shifted : plain);
    }
    return shift ? shifted : plain;
  }

  /** What a KeyPress means, dead keys composed. */
  translate(event: { detail: number; state: number; time: number }): KeyStroke {
    const keysym = this.keysym(event.detail, event.state);
    const control = (event.state & ModMask.Control) !== 0;
    const alt = (event.state & this.#alt) !== 0;
    let text = control || alt ? '' : keysymText(keysym);
    if (DEAD_KEYS.has(keysym)) {
      text = this.#dead === keysym ? compose(keysym, ' ') : '';
      this.#dead = this.#dead === keysym ? undefined : keysym;
    } else if (this.#dead !== undefined && text !== '') {
      text = compose(this.#dead, text);
      this.#dead = undefined;
    } else if (keysym < 0xffe1 || keysym > 0xffee) this.#dead = keysym === Key.IsoLevel3Shift ? this.#dead : undefined;
    return { keysym, text, control, alt, shift: (event.state & ModMask.Shift) !== 0, time: event.time };
  }
}
