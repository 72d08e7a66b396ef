import type { Painter } from '../painter.ts';
import { palette } from '../style.ts';
import type { PointerEvent } from '../window.ts';
import { Widget } from './widget.ts';

export const SCROLL_BAR_WIDTH = 14;

/** A vertical scroll bar: `page` of `total` units are seen, from `value` on. */
export class ScrollBar extends Widget {
  total = 1;
  page = 1;
  value = 0;
  #grip: number | undefined;
  onScroll: (value: number) => void = () => {};

  setRange(total: number, page: number): void {
    this.total = Math.max(1, total);
    this.page = Math.max(1, page);
    this.value = Math.max(0, Math.min(this.value, this.total - this.page));
    this.invalidate();
  }

  setValue(value: number): void {
    const next = Math.max(0, Math.min(Math.round(value), this.total - this.page));
    if (next === this.value) return;
    this.value = next;
    this.invalidate();
    this.onScroll(next);
  }

  get #thumb(): { top: number; length: number } {
    const { y, height } = this.box;
    const length = Math.min(height, Math.max(24, Math.round((this.page / this.total) * height)));
    const room = Math.max(1, this.total - this.page);
    return { top: y + Math.round((this.value / room) * (height - length)), length };
  }

  override paint(painter: Painter): void {
    const { x, y, width, height } = this.box;
    painter.fill(palette.face, x, y, width, height);
    if (this.total <= this.page) return;
    const { top, length } = this.#thumb;
    const color = this.#grip !== undefined || this.hovered ? palette.borderStrong : palette.border;
    painter.fillRounded(color, x + 3, top + 2, width - 6, length - 4, 4);
  }

  override press(event: PointerEvent): void {
    const { top, length } = this.#thumb;
    if (event.y < top) this.setValue(this.value - this.page);
    else if (event.y >= top + length) this.setValue(this.value + this.page);
    else this.#grip = event.y - top;
  }

  override move(event: PointerEvent): void {
    if (this.#grip === undefined) return;
    const { y, height } = this.box;
    const free = height - this.#thumb.length;
    if (free > 0) this.setValue(((event.y - this.#grip - y) / free) * (this.total - this.page));
  }

  override release(): void {
    this.#grip = undefined;
    this.invalidate();
  }

  override wheel(turns: number): void {
    this.setValue(this.value + turns * 3);
  }

  override hoverChanged(): void {
    this.invalidate();
  }
}
