/**
 * Shows a picture like a photograph in a window: an empty one at first, the picture when a line comes on stdin, and then tells the time at which it
 * began to draw: `show-photo SEED`.
 */
import { AppWindow } from '../../apps/api/window.ts';
import { openDisplay } from '../../apps/node/socket-transport.ts';
import { clock } from '../clock.ts';
import { photo } from './photo-picture.ts';
import { PHOTO } from './places.ts';

const display = await openDisplay();
const { width, height } = PHOTO;
const pixels = new Uint8Array(photo(width, height, Number(process.argv[2])).buffer);
const window = new AppWindow(display, {
  ...PHOTO,
  title: 'Photo',
  name: 'photo',
  resizable: false,
  background: 0xffffff,
});
let drawn = false;
window.onPaint = (painter) => {
  if (drawn) painter.image(pixels, 0, 0, width, height);
};
window.show();
process.stdin.once('data', () => {
  process.stdout.write(`${clock()}\n`);
  drawn = true;
  display.painter(window.id).image(pixels, 0, 0, width, height);
});
