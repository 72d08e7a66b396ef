/** Alt+Tab with its list, Alt+F4, Alt+F9 (minimise), Alt+F10 (maximise). */
import { ModMask } from '../../xserver/protocol/generated/xproto.ts';
import { textWidth } from '../api/font.ts';
import { Key } from '../api/keysyms.ts';
import { palette } from '../api/style.ts';
import { AppWindow } from '../api/window.ts';
import type { ManagedWindow } from './managed-window.ts';
import type { WindowManager } from './window-manager.ts';

const F9 = 0xffc6;
const ROW = 30;

interface KeyEvent {
  readonly detail: number;
  readonly state: number;
  readonly time: number;
}

interface Switching {
  readonly candidates: readonly ManagedWindow[];
  readonly list: AppWindow;
  index: number;
}

export class KeyboardShortcuts {
  readonly #wm: WindowManager;
  #switching: Switching | undefined;

  constructor(wm: WindowManager) {
    this.#wm = wm;
  }

  /** Takes the keys from all windows; done again when the keyboard's mapping has changed. */
  grab(): void {
    const { connection, keyboard } = this.#wm.display;
    connection.send('UngrabKey', { key: 0, grabWindow: connection.root, modifiers: ModMask.Any });
    const alt = keyboard.altMask;
    const locks = subsets(keyboard.lockMask);
    const take = (keysym: number, modifiers: number): void => {
      for (const key of keyboard.keycodes(keysym)) {
        for (const lock of locks) {
          connection.send('GrabKey', {
            ownerEvents: 0,
            grabWindow: connection.root,
            modifiers: modifiers | lock,
            key,
            pointerMode: 1,
            keyboardMode: 1,
          });
        }
      }
    };
    take(Key.Tab, alt);
    take(Key.Tab, alt | ModMask.Shift);
    for (const keysym of [Key.F4, F9, Key.F10]) take(keysym, alt);
  }

  /** Alt and a mouse button move or resize from anywhere in a frame. */
  grabOn(frame: number): void {
    const { connection, keyboard } = this.#wm.display;
    for (const button of [1, 3]) {
      for (const lock of subsets(keyboard.lockMask)) {
        connection.send('GrabButton', {
          ownerEvents: 0,
          grabWindow: frame,
          eventMask: 4 | 8,
          pointerMode: 1,
          keyboardMode: 1,
          confineTo: 0,
          cursor: 0,
          button,
          modifiers: keyboard.altMask | lock,
        });
      }
    }
  }

  keyPressed(event: KeyEvent): void {
    const wm = this.#wm;
    const keysym = wm.display.keyboard.keysym(event.detail, event.state & ~ModMask.Shift);
    if (keysym === Key.Tab) return this.#step((event.state & ModMask.Shift) === 0 ? 1 : -1);
    if (this.#switching !== undefined) return keysym === Key.Escape ? this.#finish(false) : undefined;
    const { active } = wm;
    if (active === undefined) return;
    if (keysym === Key.F4) wm.close(active);
    else if (keysym === F9) wm.setMinimized(active, true);
    else if (keysym === Key.F10) wm.toggleMaximized(active);
  }

  keyReleased(event: KeyEvent): void {
    const { keyboard } = this.#wm.display;
    const alts = [Key.AltLeft, Key.AltRight, Key.MetaLeft].flatMap((keysym) => keyboard.keycodes(keysym));
    if (alts.includes(event.detail)) this.#finish(true);
  }

  #step(by: number): void {
    const switching = (this.#switching ??= this.#start());
    if (switching === undefined) return;
    const count = switching.candidates.length;
    switching.index = (switching.index + by + count) % count;
    switching.list.invalidate();
  }

  #start(): Switching | undefined {
    const wm = this.#wm;
    const { display, screen } = wm;
    const candidates = wm.recent.filter(({ skipTaskbar }) => !skipTaskbar);
    if (candidates.length === 0) return undefined;
    // The active grab lasts until Alt is let go.
    const { connection } = display;
    void connection
      .query('GrabKeyboard', { ownerEvents: 0, grabWindow: connection.root, time: 0, pointerMode: 1, keyboardMode: 1 })
      .catch(() => {});
    const widest = Math.max(...candidates.map(({ title }) => textWidth(display.fonts.normal, title)));
    const width = Math.min(Math.max(260, widest + 60), screen.width - 40);
    const height = candidates.length * ROW + 16;
    const list = new AppWindow(display, {
      x: (screen.width - width) >> 1,
      y: Math.max(0, (screen.height - height) >> 1),
      width,
      height,
      overrideRedirect: true,
      background: palette.paper,
    });
    list.onPaint = (painter) => {
      painter.fill(palette.paper, 0, 0, width, height);
      painter.outline(palette.borderStrong, 0, 0, width, height);
      for (const [i, { title, minimized }] of candidates.entries()) {
        const chosen = i === this.#switching?.index;
        const y = 8 + i * ROW;
        if (chosen) painter.fillRounded(palette.accent, 8, y, width - 16, ROW, 4);
        const color = chosen ? palette.textOnAccent : minimized ? palette.textDim : palette.text;
        const box = { x: 20, y, width: width - 40, height: ROW };
        painter.textIn(display.fonts.normal, color, box, minimized ? `(${title})` : title);
      }
    };
    list.show();
    return { candidates, list, index: 0 };
  }

  #finish(choose: boolean): void {
    const switching = this.#switching;
    if (switching === undefined) return;
    this.#switching = undefined;
    switching.list.close();
    this.#wm.display.connection.send('UngrabKeyboard', { time: 0 });
    const chosen = switching.candidates[switching.index];
    if (choose && chosen !== undefined && this.#wm.windows.has(chosen.id)) this.#wm.activate(chosen);
  }
}

/** Every combination of the bits of a mask, none of them included. */
function subsets(mask: number): number[] {
  const found: number[] = [];
  for (let subset = mask; ; subset = (subset - 1) & mask) {
    found.push(subset);
    if (subset === 0) return found;
  }
}
