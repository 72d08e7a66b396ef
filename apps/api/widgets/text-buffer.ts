/** Text as lines with a caret, a selection and undo: what a text area edits, without a window. */

export interface Position {
  readonly line: number;
  /** In UTF-16 code units. */
  readonly column: number;
}

interface Snapshot {
  readonly lines: readonly string[];
  readonly caret: Position;
}

const UNDO_STEPS = 500;

export class TextBuffer {
  #lines: readonly string[] = [''];
  #caret: Position = { line: 0, column: 0 };
  #anchor: Position = { line: 0, column: 0 };
  #undo: Snapshot[] = [];
  #redo: Snapshot[] = [];
  /** Whether the last edit typed a character: typing in a row is undone together. */
  #typing = false;

  get lines(): readonly string[] {
    return this.#lines;
  }

  get caret(): Position {
    return this.#caret;
  }

  get text(): string {
    return this.#lines.join('\n');
  }

  setText(text: string): void {
    this.#lines = text.replaceAll('\r\n', '\n').split('\n');
    this.#undo = [];
    this.#redo = [];
    this.#set({ line: 0, column: 0 }, false);
  }

  /** The selection's ends in order, or undefined where nothing is selected. */
  get range(): { from: Position; to: Position } | undefined {
    const [a, b] = [this.#anchor, this.#caret];
    if (a.line === b.line && a.column === b.column) return undefined;
    const forward = a.line < b.line || (a.line === b.line && a.column < b.column);
    return forward ? { from: a, to: b } : { from: b, to: a };
  }

  get selection(): string {
    const { range } = this;
    if (range === undefined) return '';
    const lines = this.#lines.slice(range.from.line, range.to.line + 1);
    lines[lines.length - 1] = lines.at(-1)!.slice(0, range.to.column);
    lines[0] = lines[0]!.slice(range.from.column);
    return lines.join('\n');
  }

  clamp({ line, column }: Position): Position {
    if (line < 0) return { line: 0, column: 0 };
    const last = this.#lines.length - 1;
    if (line > last) return { line: last, column: this.#lines[last]!.length };
    return { line, column: Math.max(0, Math.min(column, this.#lines[line]!.length)) };
  }

  #set(caret: Position, keepAnchor: boolean): void {
    this.#caret = caret;
    if (!keepAnchor) this.#anchor = caret;
    this.#typing = false;
  }

  moveTo(position: Position, select: boolean): void {
    this.#set(this.clamp(position), select);
  }

  selectAll(): void {
    this.#anchor = { line: 0, column: 0 };
    this.#set(this.clamp({ line: this.#lines.length, column: 0 }), true);
  }

  selectLine(line: number): void {
    this.#anchor = this.clamp({ line, column: 0 });
    this.#set(this.clamp({ line: line + 1, column: 0 }), true);
  }

  selectWord({ line, column }: Position): void {
    const text = this.#lines[line] ?? '';
    const isWord = (at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? ' ');
    let [start, end] = [column, column];
    while (start > 0 && isWord(start - 1)) start--;
    while (end < text.length && isWord(end)) end++;
    this.#anchor = { line, column: start };
    this.#set({ line, column: end }, true);
  }

  /** The caret's place one character on or back. */
  step(by: 1 | -1): Position {
    const { line, column } = this.#caret;
    const text = this.#lines[line]!;
    if (by < 0) {
      if (column === 0) return line === 0 ? this.#caret : { line: line - 1, column: this.#lines[line - 1]!.length };
      return { line, column: column - (isLowSurrogate(text, column - 1) ? 2 : 1) };
    }
    if (column >= text.length) return line + 1 < this.#lines.length ? { line: line + 1, column: 0 } : this.#caret;
    return { line, column: column + (isLowSurrogate(text, column + 1) ? 2 : 1) };
  }

  wordBefore(): Position {
    const { line, column } = this.#caret;
    if (column === 0) return this.step(-1);
    const before = /[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(this.#lines[line]!.slice(0, column));
    return { line, column: column - Math.max(1, before?.[0].length ?? 1) };
  }

  wordAfter(): Position {
    const { line, column } = this.#caret;
    const rest = this.#lines[line]!.slice(column);
    if (rest === '') return this.step(1);
    const after = /^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(rest);
    return { line, column: column + Math.max(1, after?.[0].length ?? 1) };
  }

  /** Puts text in place of the selection, or at the caret. */
  insert(text: string): void {
    const typed = text.length === 1 && text !== '\n' && this.range === undefined;
    if (!(typed && this.#typing)) this.#remember();
    const { from, to } = this.range ?? { from: this.#caret, to: this.#caret };
    const added = text.split('\n');
    const before = this.#lines[from.line]!.slice(0, from.column);
    const after = this.#lines[to.line]!.slice(to.column);
    const last = added.at(-1)!;
    const column = added.length === 1 ? before.length + last.length : last.length;
    added[0] = before + added[0]!;
    added[added.length - 1] += after;
    this.#lines = [...this.#lines.slice(0, from.line), ...added, ...this.#lines.slice(to.line + 1)];
    this.#set({ line: from.line + added.length - 1, column }, false);
    this.#typing = typed;
  }

  /** Erases the selection, or a character before (-1) or behind (1) the caret. */
  erase(direction: 1 | -1): void {
    if (this.range === undefined) {
      this.#anchor = this.step(direction);
      if (this.range === undefined) return;
    }
    this.insert('');
  }

  #remember(): void {
    this.#undo.push({ lines: this.#lines, caret: this.#caret });
    if (this.#undo.length > UNDO_STEPS) this.#undo.shift();
    this.#redo = [];
  }

  /** False where there is nothing to undo. */
  undo(): boolean {
    return this.#travel(this.#undo, this.#redo);
  }

  redo(): boolean {
    return this.#travel(this.#redo, this.#undo);
  }

  #travel(from: Snapshot[], to: Snapshot[]): boolean {
    const snapshot = from.pop();
    if (snapshot === undefined) return false;
    to.push({ lines: this.#lines, caret: this.#caret });
    this.#lines = snapshot.lines;
    this.#set(snapshot.caret, false);
    return true;
  }
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
