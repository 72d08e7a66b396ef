import type { Display } from './display.ts';
import { textWidth } from './font.ts';
import type { KeyStroke } from './keyboard.ts';
import { Key } from './keysyms.ts';
import type { Painter } from './painter.ts';
import { palette } from './style.ts';
import { AppWindow, type PointerEvent } from './window.ts';

export interface MenuItem {
  readonly label: string;
  /** Shown at the right, such as 'Ctrl+C'. */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** A line between groups. */
export type MenuEntry = MenuItem | 'separator';

export interface MenuPlace {
  /** In root coordinates: the menu's top left corner, or its bottom left one with `above`. */
  readonly x: number;
  readonly y: number;
  readonly above?: boolean;
  readonly minWidth?: number;
}

const ITEM_HEIGHT = 26;
const SEPARATOR_HEIGHT = 9;
const EDGE = 5;

/** A menu in a window of its own, open until an item is chosen, Escape is typed, or a click lands elsewhere. */
export class PopupMenu {
  readonly window: AppWindow;
  readonly #display: Display;
  readonly #entries: readonly MenuEntry[];
  #active = -1;
  #closed = false;
  onClosed: () => void = () => {};

  constructor(display: Display, entries: readonly MenuEntry[], place: MenuPlace) {
    this.#display = display;
    this.#entries = entries;
    const { normal } = display.fonts;
    const widths = entries.map((entry) =>
      entry === 'separator'
        ? 0
        : textWidth(normal, entry.label) + (entry.shortcut ? textWidth(normal, entry.shortcut) + 28 : 0),
    );
    const width = Math.max(place.minWidth ?? 0, Math.max(...widths) + 44);
    const height = entries.reduce((sum, entry) => sum + heightOf(entry), 2 * EDGE);
    const { widthInPixels } = display.connection.screen;
    const y = place.above === true ? Math.max(0, place.y - height) : place.y;
    this.window = new AppWindow(display, {
      width,
      height,
      x: Math.max(0, Math.min(place.x, widthInPixels - width)),
      y,
      overrideRedirect: true,
      type: 'popup-menu',
      background: palette.paper,
    });
    this.window.onPaint = (painter) => this.#paint(painter);
    this.window.onMove = (event) => this.#activate(this.#indexAt(event));
    this.window.onPress = (event) => {
      if (!this.#contains(event)) this.close();
    };
    this.window.onRelease = (event) => this.#choose(this.#indexAt(event));
    this.window.onKey = (key) => this.#key(key);
    this.window.show();
    void this.#grab();
  }

  async #grab(): Promise<void> {
    const { connection } = this.#display;
    const grabWindow = this.window.id;
    const pointer = connection.query('GrabPointer', {
      ownerEvents: 0,
      grabWindow,
      eventMask: 4 | 8 | 64,
      pointerMode: 1,
      keyboardMode: 1,
      confineTo: 0,
      cursor: this.#display.cursor('arrow'),
      time: 0,
    });
    const keyboard = connection.query('GrabKeyboard', {
      ownerEvents: 0,
      grabWindow,
      time: 0,
      pointerMode: 1,
      keyboardMode: 1,
    });
    const grabbed = await Promise.all([pointer, keyboard]).catch(() => [{ status: 1 }]);
    if (grabbed[0]!.status !== 0) this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#display.connection.send('UngrabPointer', { time: 0 });
    this.#display.connection.send('UngrabKeyboard', { time: 0 });
    this.window.close();
    this.onClosed();
  }

  #contains({ x, y }: PointerEvent): boolean {
    return x >= 0 && y >= 0 && x < this.window.width && y < this.window.height;
  }

  #indexAt(event: PointerEvent): number {
    if (!this.#contains(event)) return -1;
    let top = EDGE;
    for (const [index, entry] of this.#entries.entries()) {
      const bottom = top + heightOf(entry);
      if (event.y >= top && event.y < bottom) return isChoosable(entry) ? index : -1;
      top = bottom;
    }
    return -1;
  }

  #activate(index: number): void {
    if (index === this.#active) return;
    this.#active = index;
    this.window.invalidate();
  }

  #choose(index: number): void {
    const entry = this.#entries[index];
    if (entry === undefined || entry === 'separator' || entry.disabled === true) return;
    this.close();
    entry.run();
  }

  #key({ keysym, text }: KeyStroke): void {
    if (keysym === Key.Escape) this.close();
    else if (keysym === Key.Return || keysym === Key.KeypadEnter) this.#choose(this.#active);
    else if (keysym === Key.Down) this.#step(1);
    else if (keysym === Key.Up) this.#step(-1);
    else if (text !== '') {
      const wanted = text.toLowerCase();
      const at = this.#entries.findIndex(
        (entry) => entry !== 'separator' && entry.label.toLowerCase().startsWith(wanted),
      );
      if (at >= 0) this.#activate(at);
    }
  }

  #step(by: number): void {
    const count = this.#entries.length;
    let index = this.#active < 0 && by < 0 ? 0 : this.#active;
    for (let i = 0; i < count; i++) {
      index = (index + by + count) % count;
      if (isChoosable(this.#entries[index]!)) return this.#activate(index);
    }
  }

  #paint(painter: Painter): void {
    const { width, height } = this.window;
    const { normal } = this.#display.fonts;
    painter.fill(palette.paper, 0, 0, width, height);
    painter.outline(palette.borderStrong, 0, 0, width, height);
    let y = EDGE;
    for (const [index, entry] of this.#entries.entries()) {
      if (entry === 'separator') painter.fill(palette.border, 8, y + 4, width - 16, 1);
      else {
        const active = index === this.#active;
        if (active) painter.fillRounded(palette.accent, EDGE, y, width - 2 * EDGE, ITEM_HEIGHT, 3);
        const color = entry.disabled === true ? palette.borderStrong : active ? palette.textOnAccent : palette.text;
        const box = { x: 16, y, width: width - 32, height: ITEM_HEIGHT };
        painter.textIn(normal, color, box, entry.label);
        const dim = active ? palette.textOnAccent : palette.textDim;
        if (entry.shortcut !== undefined) painter.textIn(normal, dim, box, entry.shortcut, 'right');
      }
      y += heightOf(entry);
    }
  }
}

function heightOf(entry: MenuEntry): number {
  return entry === 'separator' ? SEPARATOR_HEIGHT : ITEM_HEIGHT;
}

function isChoosable(entry: MenuEntry): boolean {
  return entry !== 'separator' && entry.disabled !== true;
}
