/** An X program that plays numbered frames (apps/demos/frame-pattern.ts) until something comes on its standard input (or SIGUSR2), and then stays with the last. */
import { AppWindow } from '../../apps/api/window.ts';
import { drawFrame } from '../../apps/demos/frame-pattern.ts';
import { openDisplay } from '../../apps/node/socket-transport.ts';

const [WIDTH, HEIGHT] = [320, 240];
const FRAME_MS = 100;

const display = await openDisplay();
const window = new AppWindow(display, {
  title: 'Film',
  name: 'film',
  width: WIDTH,
  height: HEIGHT,
  x: 60,
  y: 40,
  resizable: false,
});
const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
let frame = 0;
const show = (): void => {
  drawFrame(pixels, WIDTH, HEIGHT, frame & 0xffff);
  window.painter.image(pixels, 0, 0, WIDTH, HEIGHT);
};
window.onPaint = show;
window.show();
const timer = setInterval(() => {
  frame++;
  show();
}, FRAME_MS);
process.stdin.once('data', () => clearInterval(timer));
process.once('SIGUSR2', () => clearInterval(timer));
