import type { Display } from '../display.ts';
import { textWidth } from '../font.ts';
import type { KeyStroke } from '../keyboard.ts';
import { Key } from '../keysyms.ts';
import type { Align, Painter } from '../painter.ts';
import { palette } from '../style.ts';
import type { PointerEvent } from '../window.ts';
import { contains, Widget } from './widget.ts';

export class Button extends Widget {
  override readonly focusable: boolean = true;
  label: string;
  /** Shown pressed in, as the chosen one of several. */
  chosen = false;
  #down = false;
  onClick: () => void;

  constructor(label: string, onClick: () => void) {
    super();
    this.label = label;
    this.onClick = onClick;
  }

  /** The width that shows all of the label. */
  naturalWidth(display: Display): number {
    return textWidth(display.fonts.normal, this.label) + 28;
  }

  override paint(painter: Painter, display: Display): void {
    const { x, y, width, height } = this.box;
    const face = this.chosen
      ? palette.accentSoft
      : this.#down
        ? palette.faceDown
        : this.hovered
          ? palette.faceHover
          : palette.paper;
    const border = this.focused || this.chosen ? palette.accent : palette.border;
    painter.fill(this.host?.background ?? palette.face, x, y, width, height);
    painter.box(border, face, x, y, width, height, 4);
    this.paintFace(painter, display);
  }

  protected paintFace(painter: Painter, display: Display): void {
    painter.textIn(display.fonts.normal, palette.text, this.box, this.label, 'center');
  }

  override press(event: PointerEvent): void {
    if (event.button !== 1) return;
    this.#down = true;
    this.invalidate();
  }

  override release({ x, y, button }: PointerEvent): void {
    if (button !== 1 || !this.#down) return;
    this.#down = false;
    this.invalidate();
    if (contains(this.box, x, y)) this.onClick();
  }

  override key({ keysym, text }: KeyStroke): boolean {
    if (keysym !== Key.Return && text !== ' ') return false;
    this.onClick();
    return true;
  }

  override hoverChanged(): void {
    this.invalidate();
  }
}

export class Label extends Widget {
  text: string;
  align: Align = 'left';
  color: number = palette.text;
  bold = false;

  constructor(text: string) {
    super();
    this.text = text;
  }

  setText(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.invalidate();
  }

  override paint(painter: Painter, display: Display): void {
    const { x, y, width, height } = this.box;
    painter.fill(this.host?.background ?? palette.face, x, y, width, height);
    painter.textIn(this.bold ? display.fonts.bold : display.fonts.normal, this.color, this.box, this.text, this.align);
  }
}
