import { bitmapCursor, paintCursor } from './requests/cursor-shape.ts';
import { createPixels } from './raster/pixels.ts';
import type { Cursor } from './state/resources.ts';

/** The arrow that the root shows until a client gives it another cursor: `#` black, `.` white. */
const ARROW = [
  '.           ',
  '..          ',
  '.#.         ',
  '.##.        ',
  '.###.       ',
  '.####.      ',
  '.#####.     ',
  '.######.    ',
  '.#######.   ',
  '.########.  ',
  '.#####..... ',
  '.##.##.     ',
  '.#. .##.    ',
  '..  .##.    ',
  '.    .##.   ',
  '     .##.   ',
  '      ..    ',
];
const WHITE = 0xffff;

export function defaultCursor(id: number): Cursor {
  const width = ARROW[0]!.length;
  const source = createPixels(width, ARROW.length, 1);
  const mask = createPixels(width, ARROW.length, 1);
  for (const [y, row] of ARROW.entries()) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      source.data[i] = row[x] === '#' ? 1 : 0;
      mask.data[i] = row[x] === ' ' ? 0 : 1;
    }
  }
  const shape = bitmapCursor(source, mask, 0, 0);
  const colours = { foreRed: 0, foreGreen: 0, foreBlue: 0, backRed: WHITE, backGreen: WHITE, backBlue: WHITE };
  return { kind: 'cursor', id, client: 0, shape: shape.cells, image: paintCursor(shape, colours) };
}
