import type { Display } from '../display.ts';
import type { KeyStroke } from '../keyboard.ts';
import { Key } from '../keysyms.ts';
import type { Painter } from '../painter.ts';
import { palette } from '../style.ts';
import type { PointerEvent } from '../window.ts';
import { Widget } from './widget.ts';

const ROW = 24;

/** A list of lines, one of them chosen. */
export class List extends Widget {
  override readonly focusable: boolean = true;
  items: readonly string[] = [];
  chosen = -1;
  #top = 0;
  onChoose: (index: number) => void = () => {};
  /** Double click or Return. */
  onOpen: (index: number) => void = () => {};

  setItems(items: readonly string[]): void {
    this.items = items;
    this.chosen = items.length > 0 ? Math.min(Math.max(this.chosen, 0), items.length - 1) : -1;
    this.#top = 0;
    this.invalidate();
  }

  get #rows(): number {
    return Math.max(1, Math.floor((this.box.height - 2) / ROW));
  }

  choose(index: number): void {
    if (index < 0 || index >= this.items.length) return;
    this.chosen = index;
    this.#scrollTo(Math.min(Math.max(this.#top, index - this.#rows + 1), index));
    this.invalidate();
    this.onChoose(index);
  }

  #scrollTo(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.items.length - this.#rows));
    this.invalidate();
  }

  override paint(painter: Painter, display: Display): void {
    const { x, y, width, height } = this.box;
    painter.fill(palette.paper, x, y, width, height);
    for (let row = 0; row < this.#rows && this.#top + row < this.items.length; row++) {
      const index = this.#top + row;
      const box = { x: x + 10, y: y + 1 + row * ROW, width: width - 20, height: ROW };
      const chosen = index === this.chosen;
      if (chosen) painter.fill(this.focused ? palette.accent : palette.faceDown, x + 1, box.y, width - 2, ROW);
      const color = chosen && this.focused ? palette.textOnAccent : palette.text;
      painter.textIn(display.fonts.normal, color, box, this.items[index]!);
    }
    painter.outline(this.focused ? palette.accent : palette.border, x, y, width, height);
  }

  override press(event: PointerEvent): void {
    const index = this.#top + Math.floor((event.y - this.box.y - 1) / ROW);
    if (event.button !== 1 || index >= this.items.length) return;
    this.choose(index);
    if (event.clicks === 2) this.onOpen(index);
  }

  override wheel(turns: number): void {
    this.#scrollTo(this.#top + turns * 3);
  }

  override key({ keysym }: KeyStroke): boolean {
    if (keysym === Key.Down) this.choose(this.chosen + 1);
    else if (keysym === Key.Up) this.choose(this.chosen - 1);
    else if (keysym === Key.PageDown) this.choose(Math.min(this.items.length - 1, this.chosen + this.#rows));
    else if (keysym === Key.PageUp) this.choose(Math.max(0, this.chosen - this.#rows));
    else if (keysym === Key.Return) this.onOpen(this.chosen);
    else return false;
    return true;
  }
}
