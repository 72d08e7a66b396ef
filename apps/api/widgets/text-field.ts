import type { Display } from '../display.ts';
import { textWidth } from '../font.ts';
import type { KeyStroke } from '../keyboard.ts';
import { Key } from '../keysyms.ts';
import { characterAt, type Painter } from '../painter.ts';
import { palette } from '../style.ts';
import type { PointerEvent } from '../window.ts';
import { Widget } from './widget.ts';

/** One line of text to edit, with selection and clipboard. */
export class TextField extends Widget {
  override readonly focusable: boolean = true;
  override readonly cursor = 'text';
  #text: string;
  #caret: number;
  #anchor: number;
  #scroll = 0;
  hint = '';
  onChange: (text: string) => void = () => {};
  onEnter: (text: string) => void = () => {};

  constructor(text = '') {
    super();
    this.#text = text;
    this.#caret = text.length;
    this.#anchor = text.length;
  }

  get text(): string {
    return this.#text;
  }

  setText(text: string): void {
    this.#text = text;
    this.#caret = text.length;
    this.#anchor = text.length;
    this.invalidate();
  }

  selectAll(): void {
    this.#anchor = 0;
    this.#caret = this.#text.length;
    this.invalidate();
  }

  get selection(): string {
    return this.#text.slice(Math.min(this.#caret, this.#anchor), Math.max(this.#caret, this.#anchor));
  }

  insert(text: string): void {
    const [start, end] = [Math.min(this.#caret, this.#anchor), Math.max(this.#caret, this.#anchor)];
    this.#text = this.#text.slice(0, start) + text.replaceAll(/[\n\r]+/g, ' ') + this.#text.slice(end);
    this.#caret = start + text.length;
    this.#anchor = this.#caret;
    this.invalidate();
    this.onChange(this.#text);
  }

  override paint(painter: Painter, { fonts }: Display): void {
    const { x, y, width, height } = this.box;
    const font = fonts.normal;
    const room = width - 16;
    const caretX = textWidth(font, this.#text.slice(0, this.#caret));
    if (caretX - this.#scroll > room) this.#scroll = caretX - room;
    if (caretX < this.#scroll) this.#scroll = caretX;
    painter.fill(this.host?.background ?? palette.face, x, y, width, height);
    painter.box(this.focused ? palette.accent : palette.border, palette.paper, x, y, width, height, 4);
    const start = characterAt(font, this.#text, this.#scroll);
    let end = start;
    const left = x + 8 + textWidth(font, this.#text.slice(0, start)) - this.#scroll;
    while (end < this.#text.length && textWidth(font, this.#text.slice(start, end + 1)) <= room) end++;
    const baseline = y + ((height - font.height) >> 1) + font.ascent;
    if (this.focused && this.#caret !== this.#anchor) {
      const from = Math.max(start, Math.min(this.#caret, this.#anchor));
      const to = Math.min(end, Math.max(this.#caret, this.#anchor));
      const at = left + textWidth(font, this.#text.slice(start, from));
      const marked = textWidth(font, this.#text.slice(from, to));
      painter.fill(palette.accentSoft, at, baseline - font.ascent, marked, font.height);
    }
    if (this.#text === '') painter.text(font, palette.borderStrong, x + 8, baseline, this.hint);
    painter.text(font, palette.text, left, baseline, this.#text.slice(start, end));
    if (this.focused) painter.fill(palette.text, x + 8 + caretX - this.#scroll, baseline - font.ascent, 1, font.height);
  }

  #indexAt(event: PointerEvent): number {
    const font = this.host?.window.display.fonts.normal;
    return font === undefined ? 0 : characterAt(font, this.#text, event.x - this.box.x - 8 + this.#scroll);
  }

  override press(event: PointerEvent): void {
    const clipboard = this.host?.window.display.clipboard;
    if (event.button === 2) void clipboard?.read('primary', event.time).then((text) => this.insert(text ?? ''));
    if (event.button !== 1) return;
    if (event.clicks > 1) return this.selectAll();
    this.#caret = this.#indexAt(event);
    if (!event.shift) this.#anchor = this.#caret;
    this.invalidate();
  }

  override move(event: PointerEvent): void {
    if (!event.pressed) return;
    this.#caret = this.#indexAt(event);
    this.invalidate();
  }

  override release(event: PointerEvent): void {
    if (this.selection !== '') this.host?.window.display.clipboard.write(this.selection, event.time, 'primary');
  }

  override key(key: KeyStroke): boolean {
    const { keysym, text, control, shift } = key;
    const clipboard = this.host!.window.display.clipboard;
    if (control) {
      if (keysym === 0x61) this.selectAll();
      else if ((keysym === 0x63 || keysym === 0x78) && this.selection !== '') {
        clipboard.write(this.selection, key.time);
        if (keysym === 0x78) this.insert('');
      } else if (keysym === 0x76)
        void clipboard.read('clipboard', key.time).then((pasted) => this.insert(pasted ?? ''));
      else return false;
      return true;
    }
    if (text !== '') {
      this.insert(text);
      return true;
    }
    const go = (to: number): void => {
      this.#caret = Math.max(0, Math.min(this.#text.length, to));
      if (!shift) this.#anchor = this.#caret;
      this.invalidate();
    };
    if (keysym === Key.Left) go(this.#caret - 1);
    else if (keysym === Key.Right) go(this.#caret + 1);
    else if (keysym === Key.Home) go(0);
    else if (keysym === Key.End) go(this.#text.length);
    else if (keysym === Key.BackSpace || keysym === Key.Delete) {
      if (this.#caret === this.#anchor) {
        this.#anchor = Math.max(0, Math.min(this.#text.length, this.#caret + (keysym === Key.Delete ? 1 : -1)));
      }
      this.insert('');
    } else if (keysym === Key.Return || keysym === Key.KeypadEnter) this.onEnter(this.#text);
    else return false;
    return true;
  }
}
