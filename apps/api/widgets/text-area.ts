/** Lines of text to edit in a fixed-width font, with selection, clipboard, undo and a scroll bar beside it. */
import type { Display } from '../display.ts';
import { textWidth } from '../font.ts';
import type { KeyStroke } from '../keyboard.ts';
import { Key } from '../keysyms.ts';
import type { Painter } from '../painter.ts';
import { palette } from '../style.ts';
import type { PointerEvent } from '../window.ts';
import type { ScrollBar } from './scroll-bar.ts';
import { TextBuffer, type Position } from './text-buffer.ts';
import { Widget } from './widget.ts';

const MARGIN = 8;

export class TextArea extends Widget {
  override readonly focusable: boolean = true;
  override readonly cursor = 'text';
  readonly buffer = new TextBuffer();
  readonly #bar: ScrollBar;
  #left = 0;
  /** Column that vertical moves aim for. */
  #aim: number | undefined;
  onChange: () => void = () => {};
  /** The caret has moved. */
  onCaret: () => void = () => {};

  constructor(bar: ScrollBar) {
    super();
    this.#bar = bar;
    bar.onScroll = () => this.invalidate();
  }

  setText(text: string): void {
    this.buffer.setText(text);
    this.#bar.value = 0;
    this.#changed();
  }

  get #rowHeight(): number {
    return (this.host?.window.display.fonts.mono.height ?? 13) + 3;
  }

  get #cellWidth(): number {
    const font = this.host?.window.display.fonts.mono;
    return font === undefined ? 8 : textWidth(font, 'M');
  }

  get #rows(): number {
    return Math.max(1, Math.floor((this.box.height - 2 * MARGIN) / this.#rowHeight));
  }

  get #columns(): number {
    return Math.max(1, Math.floor((this.box.width - 2 * MARGIN) / this.#cellWidth));
  }

  override place(x: number, y: number, width: number, height: number): void {
    super.place(x, y, width, height);
    this.#bar.setRange(this.buffer.lines.length, this.#rows);
  }

  #changed(): void {
    this.#bar.setRange(this.buffer.lines.length, this.#rows);
    this.#show();
    this.onChange();
  }

  /** Scrolls so that the caret is seen, and paints. */
  #show(): void {
    const { line, column } = this.buffer.caret;
    const top = this.#bar.value;
    if (line < top) this.#bar.setValue(line);
    else if (line >= top + this.#rows) this.#bar.setValue(line - this.#rows + 1);
    if (column < this.#left) this.#left = Math.max(0, column - 8);
    else if (column >= this.#left + this.#columns) this.#left = column - this.#columns + 8;
    this.invalidate();
    this.onCaret();
  }

  override paint(painter: Painter, { fonts }: Display): void {
    const { x, y, width, height } = this.box;
    const [rowHeight, cell] = [this.#rowHeight, this.#cellWidth];
    const { buffer } = this;
    painter.fill(palette.paper, x, y, width, height);
    const range = buffer.range;
    for (let row = 0; row <= this.#rows && this.#bar.value + row < buffer.lines.length; row++) {
      const index = this.#bar.value + row;
      const line = buffer.lines[index]!;
      const top = y + MARGIN + row * rowHeight;
      if (top + rowHeight > y + height) break;
      if (range !== undefined && index >= range.from.line && index <= range.to.line) {
        const from = index === range.from.line ? range.from.column : 0;
        const to = index === range.to.line ? range.to.column : line.length + 1;
        const [a, b] = [Math.max(0, from - this.#left), Math.min(this.#columns, to - this.#left)];
        if (b > a) painter.fill(palette.accentSoft, x + MARGIN + a * cell, top, (b - a) * cell, rowHeight);
      }
      const shown = line.slice(this.#left, this.#left + this.#columns).replaceAll('\t', ' ');
      painter.text(fonts.mono, palette.text, x + MARGIN, top + 1 + fonts.mono.ascent, shown);
    }
    const caret = buffer.caret;
    const row = caret.line - this.#bar.value;
    const column = caret.column - this.#left;
    if (this.focused && row >= 0 && row < this.#rows && column >= 0 && column <= this.#columns) {
      painter.fill(palette.accentDark, x + MARGIN + column * cell, y + MARGIN + row * rowHeight, 2, rowHeight);
    }
  }

  #positionAt(event: PointerEvent): Position {
    const row = Math.floor((event.y - this.box.y - MARGIN) / this.#rowHeight);
    const column = Math.round((event.x - this.box.x - MARGIN) / this.#cellWidth) + this.#left;
    return this.buffer.clamp({ line: this.#bar.value + row, column });
  }

  override press(event: PointerEvent): void {
    const { clipboard } = this.host!.window.display;
    if (event.button === 2) {
      this.buffer.moveTo(this.#positionAt(event), false);
      void clipboard.read('primary', event.time).then((text) => this.insert(text ?? ''));
      return;
    }
    if (event.button !== 1) return;
    this.#aim = undefined;
    if (event.clicks === 2) this.buffer.selectWord(this.#positionAt(event));
    else if (event.clicks > 2) this.buffer.selectLine(this.#positionAt(event).line);
    else this.buffer.moveTo(this.#positionAt(event), event.shift);
    this.#show();
  }

  override move(event: PointerEvent): void {
    if (!event.pressed) return;
    this.buffer.moveTo(this.#positionAt(event), true);
    this.#show();
  }

  override release(event: PointerEvent): void {
    const { selection } = this.buffer;
    if (event.button === 1 && selection !== '') {
      this.host?.window.display.clipboard.write(selection, event.time, 'primary');
    }
  }

  override wheel(turns: number): void {
    this.#bar.wheel(turns);
  }

  insert(text: string): void {
    this.buffer.insert(text.replaceAll('\r\n', '\n'));
    this.#aim = undefined;
    this.#changed();
  }

  copy(time: number): void {
    const { selection } = this.buffer;
    if (selection !== '') this.host?.window.display.clipboard.write(selection, time);
  }

  cut(time: number): void {
    this.copy(time);
    if (this.buffer.selection !== '') this.insert('');
  }

  paste(time: number): void {
    void this.host?.window.display.clipboard.read('clipboard', time).then((text) => this.insert(text ?? ''));
  }

  undo(): void {
    if (this.buffer.undo()) this.#changed();
  }

  redo(): void {
    if (this.buffer.redo()) this.#changed();
  }

  selectAll(): void {
    this.buffer.selectAll();
    this.invalidate();
  }

  override key(key: KeyStroke): boolean {
    if (key.control) return this.#shortcut(key);
    if (key.text !== '') {
      this.insert(key.text);
      return true;
    }
    if (key.alt) return false;
    switch (key.keysym) {
      case Key.Return:
      case Key.KeypadEnter:
        this.insert('\n');
        return true;
      case Key.Tab:
        this.insert('    ');
        return true;
      case Key.BackSpace:
      case Key.Delete:
        this.buffer.erase(key.keysym === Key.BackSpace ? -1 : 1);
        this.#aim = undefined;
        this.#changed();
        return true;
      default:
        return this.#go(key);
    }
  }

  #shortcut(key: KeyStroke): boolean {
    switch (key.keysym | 0x20) {
      case 0x61:
        this.selectAll();
        return true;
      case 0x63:
        this.copy(key.time);
        return true;
      case 0x78:
        this.cut(key.time);
        return true;
      case 0x76:
        this.paste(key.time);
        return true;
      case 0x79:
        this.redo();
        return true;
      case 0x7a:
        if (key.shift) this.redo();
        else this.undo();
        return true;
      default:
        return this.#go(key);
    }
  }

  #go({ keysym, shift, control }: KeyStroke): boolean {
    const { buffer } = this;
    const { line, column } = buffer.caret;
    const vertical = (rows: number): Position => {
      this.#aim ??= column;
      return { line: line + rows, column: this.#aim };
    };
    let to: Position;
    if (keysym === Key.Up) to = vertical(-1);
    else if (keysym === Key.Down) to = vertical(1);
    else if (keysym === Key.PageUp) to = vertical(-this.#rows);
    else if (keysym === Key.PageDown) to = vertical(this.#rows);
    else {
      if (keysym === Key.Left) to = control ? buffer.wordBefore() : buffer.step(-1);
      else if (keysym === Key.Right) to = control ? buffer.wordAfter() : buffer.step(1);
      else if (keysym === Key.Home) to = control ? { line: 0, column: 0 } : { line, column: 0 };
      else if (keysym === Key.End) to = { line: control ? Infinity : line, column: Infinity };
      else return false;
      this.#aim = undefined;
    }
    buffer.moveTo(buffer.clamp(to), shift);
    this.#show();
    return true;
  }
}
