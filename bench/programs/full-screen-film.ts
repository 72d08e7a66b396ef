/** Plays a film of 352x240 scaled to the screen, as players do that have no scaling of the server's: `full-screen-film RATE FRAMES`. */
import { drawFrame } from '../../apps/demos/frame-pattern.ts';
import { AppWindow } from '../../apps/api/window.ts';
import { openDisplay } from '../../apps/node/socket-transport.ts';
import { FILM_SOURCE, FULL_FILM } from './places.ts';

/** Frames on their way to the server before the next is left out. */
const AHEAD = 4;

const [rate = 24, frames = 240] = process.argv.slice(2).map(Number);
const display = await openDisplay();
const { width, height } = FULL_FILM;
const window = new AppWindow(display, { ...FULL_FILM, title: 'Film', name: 'film', resizable: false, background: 0 });
const source = new Uint32Array(FILM_SOURCE.width * FILM_SOURCE.height);
const scaled = new Uint32Array(width * height);
const columns = Int32Array.from({ length: width }, (_, x) => Math.floor((x * FILM_SOURCE.width) / width));
const bytes = new Uint8Array(scaled.buffer);

function scale(): void {
  for (let y = 0, last = -1; y < height; y++) {
    const row = Math.floor((y * FILM_SOURCE.height) / height);
    if (row === last) {
      scaled.copyWithin(y * width, (y - 1) * width, y * width);
      continue;
    }
    last = row;
    for (let x = 0; x < width; x++) scaled[y * width + x] = source[row * FILM_SOURCE.width + columns[x]!]!;
  }
}

window.show();
const painter = display.painter(window.id);
await display.connection.sync();
const start = performance.now();
let [shown, onTheWay] = [-1, 0];
function tick(): void {
  const due = Math.floor(((performance.now() - start) * rate) / 1000);
  if (due >= frames) process.exit(0);
  if (due > shown && onTheWay < AHEAD) {
    shown = due;
    drawFrame(new Uint8Array(source.buffer), FILM_SOURCE.width, FILM_SOURCE.height, due);
    scale();
    painter.image(bytes, 0, 0, width, height);
    onTheWay++;
    display.connection.sync().then(
      () => onTheWay--,
      () => process.exit(0),
    );
  }
  setTimeout(tick, Math.max(1, start + ((due + 1) * 1000) / rate - performance.now()));
}
tick();
