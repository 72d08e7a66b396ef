/** Minesweeper: left opens, right flags, a click on a number opens around it. `npx tsx apps/demos/minesweeper.ts` */
import type { Display } from '../api/display.ts';
import type { Painter } from '../api/painter.ts';
import { palette } from '../api/style.ts';
import { every } from '../api/timers.ts';
import { AppWindow, type PointerEvent } from '../api/window.ts';
import { Button, Label } from '../api/widgets/button.ts';
import { Widget, WidgetHost } from '../api/widgets/widget.ts';
import { runIfMain } from '../node/run-app.ts';
import { Minefield } from './minefield.ts';

const HEADER = 48;
const MARGIN = 12;
const SIZES = [
  { label: 'Easy', columns: 9, rows: 9, mines: 10, cell: 38 },
  { label: 'Medium', columns: 16, rows: 12, mines: 28, cell: 28 },
] as const;
const NUMBERS = [0, 0x2f6fde, 0x2f9e63, 0xd64545, 0x5a3fa8, 0x9c5a1a, 0x1b8a8f, 0x1d2530, 0x5d6979];

class FieldView extends Widget {
  field: Minefield;
  /** Side of a cell. */
  cell = 0;
  onChange: () => void = () => {};

  constructor(field: Minefield) {
    super();
    this.field = field;
  }

  override paint(painter: Painter, display: Display): void {
    const { field, box, cell: side } = this;
    painter.fill(palette.border, box.x - 1, box.y - 1, box.width + 2, box.height + 2);
    const closed: number[] = [];
    const open: number[] = [];
    for (let row = 0; row < field.rows; row++) {
      for (let column = 0; column < field.columns; column++) {
        const cell = field.cell(column, row)!;
        (cell.open ? open : closed).push(box.x + column * side, box.y + row * side, side - 1, side - 1);
      }
    }
    painter.fills(0xc9d4e6, closed);
    painter.fills(palette.paper, open);
    for (let row = 0; row < field.rows; row++) {
      for (let column = 0; column < field.columns; column++) this.#paintCell(painter, display, column, row);
    }
  }

  #paintCell(painter: Painter, display: Display, column: number, row: number): void {
    const cell = this.field.cell(column, row)!;
    const side = this.cell;
    const x = this.box.x + column * side;
    const y = this.box.y + row * side;
    const [middle, unit] = [(side - 1) >> 1, side / 26];
    const at = (dx: number, dy: number): [number, number] => [x + middle + dx * unit, y + middle + dy * unit];
    const over = this.field.state === 'lost';
    if (cell.open && cell.mine) painter.fill(0xf3b0b0, x, y, side - 1, side - 1);
    if (cell.mine && (cell.open || (over && !cell.flagged))) {
      const radius = Math.round(5.5 * unit);
      painter.fillEllipse(palette.text, x + middle - radius, y + middle - radius, 2 * radius, 2 * radius);
      painter.lines(palette.text, [...at(0, -8), ...at(0, 8)], 2);
      painter.lines(palette.text, [...at(-8, 0), ...at(8, 0)], 2);
    } else if (cell.flagged) {
      painter.lines(palette.text, [...at(-3, -6), ...at(-3, 8)], 2);
      painter.polygon(palette.danger, [...at(-2, -7), ...at(8, -3), ...at(-2, 2)]);
      if (over && !cell.mine) painter.lines(palette.text, [...at(-8, -8), ...at(8, 8)], 2);
    } else if (cell.open && cell.around > 0) {
      const box = { x, y, width: side - 1, height: side - 1 };
      const font = side > 30 ? display.fonts.large : display.fonts.bold;
      painter.textIn(font, NUMBERS[cell.around]!, box, String(cell.around), 'center');
    }
  }

  override press(event: PointerEvent): void {
    const column = Math.floor((event.x - this.box.x) / this.cell);
    const row = Math.floor((event.y - this.box.y) / this.cell);
    if (event.button === 3) this.field.flag(column, row);
    else if (this.field.cell(column, row)?.open === true) this.field.openAround(column, row);
    else this.field.open(column, row);
    this.invalidate();
    this.onChange();
  }
}

export function startMinesweeper(display: Display, random: () => number = Math.random): AppWindow {
  let size: (typeof SIZES)[number] = SIZES[0];
  const widthOf = ({ columns, cell }: (typeof SIZES)[number]): number => columns * cell + 2 * MARGIN;
  const heightOf = ({ rows, cell }: (typeof SIZES)[number]): number => rows * cell + HEADER + MARGIN;
  const window = new AppWindow(display, {
    title: 'Minesweeper',
    name: 'minesweeper',
    className: 'FarpaneMinesweeper',
    width: widthOf(size),
    height: heightOf(size),
    resizable: false,
  });
  const host = new WidgetHost(window);
  const view = new FieldView(new Minefield(size.columns, size.rows, size.mines, random));
  const status = new Label('');
  status.bold = true;
  let seconds = 0;
  const showStatus = (): void => {
    const { state, mines, flags } = view.field;
    const text = { fresh: 'Good luck!', playing: '', won: 'You win!', lost: 'Boom.' }[state];
    status.color = state === 'lost' ? palette.danger : state === 'won' ? palette.good : palette.text;
    status.setText(`${text === '' ? '' : `${text}   `}${mines - flags} mines   ${seconds} s`);
    status.invalidate();
  };
  const restart = (next: (typeof SIZES)[number]): void => {
    size = next;
    seconds = 0;
    view.field = new Minefield(size.columns, size.rows, size.mines, random);
    window.setFixedSize(widthOf(size), heightOf(size));
    host.relayout();
    showStatus();
  };
  const buttons = SIZES.map((choice) => new Button(choice.label, () => restart(choice)));
  view.onChange = showStatus;
  host.add(view, status, ...buttons);
  host.layout = (width) => {
    view.cell = size.cell;
    view.place(MARGIN, HEADER, size.columns * size.cell, size.rows * size.cell);
    let x = MARGIN;
    for (const button of buttons) {
      button.chosen = button.label === size.label;
      button.place(x, 10, button.naturalWidth(display), 28);
      x += button.box.width + 8;
    }
    status.align = 'right';
    status.place(x, 10, width - x - MARGIN, 28);
  };
  host.relayout();
  showStatus();
  window.onClosed = every(display.timers, 1000, () => {
    if (view.field.state !== 'playing') return;
    seconds++;
    showStatus();
  });
  window.show();
  return window;
}

await runIfMain(import.meta.url, (display) => startMinesweeper(display));
