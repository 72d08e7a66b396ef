/** The rules of minesweeper, without a window. */

export interface Cell {
  mine: boolean;
  open: boolean;
  flagged: boolean;
  /** Mines around it. */
  around: number;
}

export type GameState = 'fresh' | 'playing' | 'won' | 'lost';

export class Minefield {
  readonly columns: number;
  readonly rows: number;
  readonly mines: number;
  readonly cells: readonly Cell[];
  state: GameState = 'fresh';
  readonly #random: () => number;

  constructor(columns: number, rows: number, mines: number, random: () => number) {
    this.columns = columns;
    this.rows = rows;
    this.mines = Math.min(mines, columns * rows - 9);
    this.#random = random;
    this.cells = Array.from({ length: columns * rows }, () => ({
      mine: false,
      open: false,
      flagged: false,
      around: 0,
    }));
  }

  cell(column: number, row: number): Cell | undefined {
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return undefined;
    return this.cells[row * this.columns + column];
  }

  get flags(): number {
    return this.cells.filter(({ flagged }) => flagged).length;
  }

  #neighbours(column: number, row: number): [number, number][] {
    const found: [number, number][] = [];
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        if ((dx !== 0 || dy !== 0) && this.cell(column + dx, row + dy) !== undefined)
          found.push([column + dx, row + dy]);
      }
    }
    return found;
  }

  /** Lays the mines after the first click, away from it. */
  #lay(column: number, row: number): void {
    let left = this.mines;
    while (left > 0) {
      const x = Math.floor(this.#random() * this.columns);
      const y = Math.floor(this.#random() * this.rows);
      const cell = this.cell(x, y)!;
      if (cell.mine || (Math.abs(x - column) <= 1 && Math.abs(y - row) <= 1)) continue;
      cell.mine = true;
      left--;
      for (const [nx, ny] of this.#neighbours(x, y)) this.cell(nx, ny)!.around++;
    }
    this.state = 'playing';
  }

  /** Opens a cell, and all around it where no mine is near. */
  open(column: number, row: number): void {
    if (this.state === 'won' || this.state === 'lost') return;
    if (this.state === 'fresh') this.#lay(column, row);
    const first = this.cell(column, row);
    if (first === undefined || first.flagged || first.open) return;
    if (first.mine) {
      first.open = true;
      this.state = 'lost';
      return;
    }
    const waiting: [number, number][] = [[column, row]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const cell = this.cell(...next)!;
      if (cell.open || cell.flagged || cell.mine) continue;
      cell.open = true;
      if (cell.around === 0) waiting.push(...this.#neighbours(...next));
    }
    if (this.cells.every(({ mine, open }) => mine !== open)) this.state = 'won';
  }

  /** Opens the neighbours of an open cell whose mines are all flagged. */
  openAround(column: number, row: number): void {
    const cell = this.cell(column, row);
    if (cell === undefined || !cell.open || cell.around === 0) return;
    const neighbours = this.#neighbours(column, row);
    const flags = neighbours.filter(([x, y]) => this.cell(x, y)!.flagged).length;
    if (flags === cell.around) for (const [x, y] of neighbours) this.open(x, y);
  }

  flag(column: number, row: number): void {
    const cell = this.cell(column, row);
    if (cell === undefined || cell.open || this.state === 'won' || this.state === 'lost') return;
    cell.flagged = !cell.flagged;
  }
}
