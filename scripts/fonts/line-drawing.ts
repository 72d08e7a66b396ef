/**
 * Characters that must meet those of the neighbouring cells (Unicode's Box Drawing and Block Elements), the signs of the
 * VT100's special graphics, and the frame for characters that do not exist: drawn for a cell, not taken from the TTF.
 */
import type { Face } from './faces.ts';
import type { Glyph } from './glyph.ts';
import { at } from './glyph.ts';

/** Arms of U+2500 to U+257F: left, right, up, down; 1 light, 2 heavy, 3 double. Those with an arc or dash are below. */
const ARMS =
  '1100 2200 0011 0022 1100 2200 0011 0022 1100 2200 0011 0022 0101 0201 0102 0202 ' +
  '1001 2001 1002 2002 0110 0210 0120 0220 1010 2010 1020 2020 0111 0211 0121 0112 ' +
  '0122 0221 0212 0222 1011 2011 1021 1012 1022 2021 2012 2022 1101 2101 1201 2201 ' +
  '1102 2102 1202 2202 1110 2110 1210 2210 1120 2120 1220 2220 1111 2111 1211 2211 ' +
  '1121 1112 1122 2121 1221 2112 1212 2221 2212 2122 1222 2222 1100 2200 0011 0022 ' +
  '3300 0033 0301 0103 0303 3001 1003 3003 0310 0130 0330 3010 1030 3030 0311 0133 ' +
  '0333 3011 1033 3033 3301 1103 3303 3310 1130 3330 3311 1133 3333 0101 1001 1010 ' +
  '0110 0000 0000 0000 1000 0010 0100 0001 2000 0020 0200 0002 1200 0012 2100 0021';

/** Number of dashes of a dashed line. */
const DASHES = new Map([
  ...[0x2504, 0x2505, 0x2506, 0x2507].map((code) => [code, 3] as const),
  ...[0x2508, 0x2509, 0x250a, 0x250b].map((code) => [code, 4] as const),
  ...[0x254c, 0x254d, 0x254e, 0x254f].map((code) => [code, 2] as const),
]);

/** Quadrants of U+2596 to U+259F: upper left, upper right, lower left, lower right. */
const QUADRANTS = '0010 0001 1000 1011 1001 1110 1101 0100 0110 0111'.split(' ');

/** Two small letters, one above and left of the other, of the signs for control characters. */
const CONTROL_SIGNS = new Map([
  [0x2409, 'HT'],
  [0x240a, 'LF'],
  [0x240b, 'VT'],
  [0x240c, 'FF'],
  [0x240d, 'CR'],
  [0x2424, 'NL'],
]);

/** Rows of small letters, three pixels wide. */
const SMALL_LETTERS: Record<string, string> = {
  C: '###/#../#../#../###',
  F: '###/#../##./#../#..',
  H: '#.#/#.#/###/#.#/#.#',
  L: '#../#../#../#../###',
  N: '#.#/###/###/#.#/#.#',
  R: '##./#.#/##./#.#/#.#',
  T: '###/.#./.#./.#./.#.',
  V: '#.#/#.#/#.#/#.#/.#.',
};

class CellPainter {
  readonly width: number;
  readonly height: number;
  readonly middleX: number;
  readonly middleY: number;
  readonly heavy: readonly number[];
  readonly set = new Set<string>();

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.middleX = (width - 1) >> 1;
    this.middleY = height >> 1;
    this.heavy = width >= 9 ? [-1, 0, 1] : [0, 1];
  }

  fill(x1: number, y1: number, x2: number, y2: number, ink = true): void {
    for (let y = Math.max(y1, 0); y < Math.min(y2, this.height); y++) {
      for (let x = Math.max(x1, 0); x < Math.min(x2, this.width); x++) {
        if (ink) this.set.add(`${x},${y}`);
        else this.set.delete(`${x},${y}`);
      }
    }
  }

  keep(test: (x: number, y: number) => boolean): void {
    for (const pixel of this.set) {
      const [x, y] = pixel.split(',').map(Number);
      if (!test(x!, y!)) this.set.delete(pixel);
    }
  }
}

/** Which rows (or columns) beside the middle a line of a weight takes. */
function offsets(painter: CellPainter, weight: number): readonly number[] {
  if (weight === 0) return [];
  if (weight === 1) return [0];
  return weight === 2 ? painter.heavy : [-1, 0, 1];
}

/** Draws the two arms of one direction; `fill` takes along and across. */
function drawArms(
  painter: CellPainter,
  arms: readonly [number, number],
  crossing: readonly [number, number],
  middle: number,
  length: number,
  fill: (from: number, to: number, offset: number, ink: boolean) => void,
): void {
  const crossingOffsets = [...offsets(painter, crossing[0]), ...offsets(painter, crossing[1]), 0];
  const crossesDouble = crossing.includes(3);
  // A single line that meets a double one from one side ends at the nearer of its lines, else it goes on to the farther.
  const stopsAtNear = crossesDouble && crossing[0] !== 0 && crossing[1] !== 0 && (arms[0] === 0 || arms[1] === 0);
  arms.forEach((weight, side) => {
    if (weight === 0) return;
    const reach = side === 0 ? Math.max(...crossingOffsets) : -Math.min(...crossingOffsets);
    const over = weight !== 3 && stopsAtNear ? -1 : reach;
    for (const offset of offsets(painter, weight)) {
      if (side === 0) fill(0, middle + over + 1, offset, true);
      else fill(middle - over, length, offset, true);
    }
  });
}

/** Takes the white between the lines of double arms out again. */
function carveDouble(
  arms: readonly [number, number],
  crossing: readonly [number, number],
  middle: number,
  length: number,
  fill: (from: number, to: number, offset: number, ink: boolean) => void,
): void {
  const crossed = crossing[0] !== 0 || crossing[1] !== 0;
  // A single line across keeps the middle, unless it only ends at the double line.
  const keepsMiddle = crossed && !crossing.includes(3) && (arms.includes(0) || !crossing.includes(0));
  if (arms[0] === 3) fill(0, keepsMiddle ? middle : middle + 1, 0, false);
  if (arms[1] === 3) fill(keepsMiddle ? middle + 1 : middle, length, 0, false);
}

function drawBox(painter: CellPainter, code: number): void {
  const [left, right, up, down] = [...ARMS.split(' ')[code - 0x2500]!].map(Number) as [number, number, number, number];
  const { width, height, middleX, middleY } = painter;
  const across = (from: number, to: number, offset: number, ink: boolean): void =>
    painter.fill(from, middleY + offset, to, middleY + offset + 1, ink);
  const along = (from: number, to: number, offset: number, ink: boolean): void =>
    painter.fill(middleX + offset, from, middleX + offset + 1, to, ink);
  drawArms(painter, [left, right], [up, down], middleX, width, across);
  drawArms(painter, [up, down], [left, right], middleY, height, along);
  carveDouble([left, right], [up, down], middleX, width, across);
  carveDouble([up, down], [left, right], middleY, height, along);

  if (code >= 0x256d && code <= 0x2570) painter.fill(middleX, middleY, middleX + 1, middleY + 1, false);
  if (code >= 0x2571 && code <= 0x2573) {
    for (let y = 0; y < height; y++) {
      const x = Math.round(((width - 1) * y) / (height - 1));
      if (code !== 0x2571) painter.fill(x, y, x + 1, y + 1);
      if (code !== 0x2572) painter.fill(width - 1 - x, y, width - x, y + 1);
    }
  }
  const dashes = DASHES.get(code);
  if (dashes !== undefined) {
    const [size, place] = left > 0 ? [width, (x: number, _: number) => x] : [height, (_: number, y: number) => y];
    painter.keep((x, y) => ((place(x, y) * dashes) / size) % 1 < 0.6);
  }
}

function drawBlock(painter: CellPainter, code: number): void {
  const { width, height } = painter;
  const eighth = (size: number, count: number): number => Math.round((size * count) / 8);
  if (code === 0x2580) painter.fill(0, 0, width, eighth(height, 4));
  else if (code <= 0x2588) painter.fill(0, height - eighth(height, code - 0x2580), width, height);
  else if (code <= 0x258f) painter.fill(0, 0, Math.max(1, eighth(width, 0x2590 - code)), height);
  else if (code === 0x2590) painter.fill(eighth(width, 4), 0, width, height);
  else if (code <= 0x2593) {
    painter.fill(0, 0, width, height);
    const shades = [
      (x: number, y: number) => x % 2 === 0 && y % 2 === 0,
      (x: number, y: number) => (x + y) % 2 === 0,
      (x: number, y: number) => x % 2 === 0 || y % 2 === 0,
    ];
    painter.keep(shades[code - 0x2591]!);
  } else if (code === 0x2594) painter.fill(0, 0, width, Math.max(1, eighth(height, 1)));
  else if (code === 0x2595) painter.fill(width - Math.max(1, eighth(width, 1)), 0, width, height);
  else {
    const [halfX, halfY] = [eighth(width, 4), eighth(height, 4)];
    [...QUADRANTS[code - 0x2596]!].forEach((ink, i) => {
      if (ink === '0') return;
      const [x, y] = [i % 2 === 0 ? 0 : halfX, i < 2 ? 0 : halfY];
      painter.fill(x, y, i % 2 === 0 ? halfX : width, i < 2 ? halfY : height);
    });
  }
}

function drawLetters(painter: CellPainter, letters: string): void {
  const { width, height } = painter;
  [...letters].forEach((letter, i) => {
    const left = i === 0 ? 0 : width - 3;
    const top = i === 0 ? Math.max(0, (height >> 1) - 5) : height >> 1;
    SMALL_LETTERS[letter]!.split('/').forEach((row, y) => {
      [...row].forEach((pixel, x) => {
        if (pixel === '#') painter.fill(left + x, top + y, left + x + 1, top + y + 1);
      });
    });
  });
}

/** A character drawn for the cell, or undefined if it is to be taken from the TTF. 0 is the frame of a missing one. */
export function drawCellCharacter(face: Face, code: number): Glyph | undefined {
  const painter = new CellPainter(face.cell, face.ascent + face.descent);
  const { width, height } = painter;
  const letters = CONTROL_SIGNS.get(code);
  if (code === 0) {
    painter.fill(0, 1, width - 1, face.ascent);
    painter.fill(1, 2, width - 2, face.ascent - 1, false);
    painter.keep((x, y) => (x + y) % 2 === 1);
  } else if (code >= 0x2500 && code <= 0x257f) drawBox(painter, code);
  else if (code >= 0x2580 && code <= 0x259f) drawBlock(painter, code);
  else if (code >= 0x23ba && code <= 0x23bd) {
    const row = Math.round(((height - 1) * [0, 2, 6, 8][code - 0x23ba]!) / 8);
    painter.fill(0, row, width, row + 1);
  } else if (code === 0x25c6) {
    const radius = (width - 1) >> 1;
    painter.fill(0, 0, width, height);
    painter.keep((x, y) => Math.abs(x - painter.middleX) + Math.abs(y - painter.middleY) <= radius);
  } else if (letters !== undefined) drawLetters(painter, letters);
  else return undefined;

  const pixels = new Set<number>();
  for (const pixel of painter.set) {
    const [x, y] = pixel.split(',').map(Number);
    pixels.add(at(x!, y! - face.ascent));
  }
  return { advance: face.cell, pixels };
}
