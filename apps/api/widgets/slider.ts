import type { KeyStroke } from '../keyboard.ts';
import { Key } from '../keysyms.ts';
import type { Painter } from '../painter.ts';
import { palette } from '../style.ts';
import type { PointerEvent } from '../window.ts';
import { Widget } from './widget.ts';

/** A horizontal slider over whole numbers. */
export class Slider extends Widget {
  override readonly focusable: boolean = true;
  readonly minimum: number;
  readonly maximum: number;
  value: number;
  onChange: (value: number) => void = () => {};

  constructor(minimum: number, maximum: number, value: number) {
    super();
    this.minimum = minimum;
    this.maximum = maximum;
    this.value = value;
  }

  setValue(value: number): void {
    const next = Math.max(this.minimum, Math.min(this.maximum, Math.round(value)));
    if (next === this.value) return;
    this.value = next;
    this.invalidate();
    this.onChange(next);
  }

  override paint(painter: Painter): void {
    const { x, y, width, height } = this.box;
    const middle = y + (height >> 1);
    const at = Math.round(((this.value - this.minimum) / (this.maximum - this.minimum)) * (width - 14));
    painter.fill(this.host?.background ?? palette.face, x, y, width, height);
    painter.fill(palette.border, x + 7, middle - 1, width - 14, 3);
    painter.fill(palette.accent, x + 7, middle - 1, at, 3);
    painter.box(this.focused ? palette.accentDark : palette.borderStrong, palette.paper, x + at, middle - 8, 14, 17, 4);
  }

  #fromPointer(event: PointerEvent): void {
    const share = (event.x - this.box.x - 7) / Math.max(1, this.box.width - 14);
    this.setValue(this.minimum + share * (this.maximum - this.minimum));
  }

  override press(event: PointerEvent): void {
    if (event.button === 1) this.#fromPointer(event);
  }

  override move(event: PointerEvent): void {
    if (event.pressed) this.#fromPointer(event);
  }

  override wheel(turns: number): void {
    this.setValue(this.value - turns);
  }

  override key({ keysym }: KeyStroke): boolean {
    if (keysym === Key.Left || keysym === Key.Down) this.setValue(this.value - 1);
    else if (keysym === Key.Right || keysym === Key.Up) this.setValue(this.value + 1);
    else return false;
    return true;
  }
}
