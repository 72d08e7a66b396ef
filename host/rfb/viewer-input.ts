/**
 * Keys and buttons of one VNC viewer as input of a terminal. A viewer says which keysym it wants, and often which key was pressed; what that is on
 * the session's keyboard is the core's matter (xserver/input/keysym-input.ts).
 */
import { keycodeOfXt } from '../../rawpixel/rfb/pc-keys.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';

const BUTTONS = 7;

export class ViewerInput {
  readonly #place: (input: TerminalInput) => void;
  #buttons = 0;

  /** @param place places input in the log, where it counts. */
  constructor(place: (input: TerminalInput) => void) {
    this.#place = place;
  }

  /** Button 1 is bit 0. */
  pointer(x: number, y: number, buttons: number): void {
    this.#place({ kind: 'motion', x, y });
    for (let button = 1; button <= BUTTONS; button++) {
      const bit = 1 << (button - 1);
      if (((buttons ^ this.#buttons) & bit) === 0) continue;
      this.#place({ kind: 'button', button, pressed: (buttons & bit) !== 0 });
    }
    this.#buttons = buttons;
  }

  /** @param xt the key's place on a PC keyboard, where known. */
  key(pressed: boolean, keysym: number, xt: number | undefined): void {
    const place = xt === undefined ? 0 : (keycodeOfXt(xt) ?? 0);
    this.#place({ kind: 'keysym', keysym, place, pressed });
  }
}
