import type { Display } from '../display.ts';
import { textWidth } from '../font.ts';
import type { Painter } from '../painter.ts';
import { PopupMenu, type MenuEntry } from '../popup-menu.ts';
import { palette } from '../style.ts';
import type { PointerEvent } from '../window.ts';
import { Widget } from './widget.ts';

export const MENU_BAR_HEIGHT = 28;

export interface Menu {
  readonly label: string;
  /** Made each time the menu opens. */
  readonly entries: () => readonly MenuEntry[];
}

export class MenuBar extends Widget {
  readonly #menus: readonly Menu[];
  #open: number | undefined;
  #hover: number | undefined;

  constructor(menus: readonly Menu[]) {
    super();
    this.#menus = menus;
  }

  #places(display: Display): { x: number; width: number }[] {
    let x = this.box.x + 4;
    return this.#menus.map(({ label }) => {
      const place = { x, width: textWidth(display.fonts.normal, label) + 20 };
      x += place.width;
      return place;
    });
  }

  override paint(painter: Painter, display: Display): void {
    const { x, y, width, height } = this.box;
    painter.fill(palette.face, x, y, width, height - 1);
    painter.fill(palette.border, x, y + height - 1, width, 1);
    for (const [i, place] of this.#places(display).entries()) {
      const marked = i === this.#open || i === this.#hover;
      if (marked) painter.fillRounded(palette.faceDown, place.x, y + 3, place.width, height - 7, 3);
      const box = { x: place.x, y, width: place.width, height: height - 1 };
      painter.textIn(display.fonts.normal, palette.text, box, this.#menus[i]!.label, 'center');
    }
  }

  #indexAt(event: PointerEvent): number | undefined {
    const places = this.#places(this.host!.window.display);
    const index = places.findIndex(({ x, width }) => event.x >= x && event.x < x + width);
    return index < 0 ? undefined : index;
  }

  override move(event: PointerEvent): void {
    this.#hover = this.#indexAt(event);
    this.invalidate();
  }

  override hoverChanged(): void {
    if (!this.hovered) this.#hover = undefined;
    this.invalidate();
  }

  override press(event: PointerEvent): void {
    const index = this.#indexAt(event);
    const window = this.host?.window;
    if (event.button !== 1 || index === undefined || window === undefined) return;
    const place = this.#places(window.display)[index]!;
    this.#open = index;
    this.invalidate();
    const menu = new PopupMenu(window.display, this.#menus[index]!.entries(), {
      x: event.rootX - event.x + place.x,
      y: event.rootY - event.y + this.box.y + this.box.height,
      minWidth: 140,
    });
    menu.onClosed = () => {
      this.#open = undefined;
      this.#hover = undefined;
      this.invalidate();
    };
  }
}
