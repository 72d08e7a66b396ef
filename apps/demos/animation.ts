/**
 * Animation player at a chosen rate and size: `npx tsx apps/demos/animation.ts --size 320x240 --fps 30 --frames 300`. Every frame carries its number
 * (frame-pattern.ts). With --frames it ends after so many; a frame that is due while the server is behind is left out, and told in the title.
 */
import type { Display } from '../api/display.ts';
import { AppWindow } from '../api/window.ts';
import { runIfMain } from '../node/run-app.ts';
import { drawFrame } from './frame-pattern.ts';

export interface AnimationOptions {
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly rate: number;
  /** Closes after so many; endless without. */
  readonly frames?: number | undefined;
}

/** Frames on the way to the server before the next is left out. */
const AHEAD = 4;

export function startAnimation(
  display: Display,
  options: AnimationOptions = { width: 320, height: 240, rate: 30 },
): AppWindow {
  const { width, height, rate } = options;
  const { connection, timers } = display;
  const title = `Animation ${width}×${height}, ${rate} fps`;
  const window = new AppWindow(display, {
    title,
    name: 'animation',
    className: 'FarpaneAnimation',
    width,
    height,
    resizable: false,
  });
  const pixels = new Uint8Array(width * height * 4);
  const start = timers.now();
  let frame = -1;
  let skipped = 0;
  let onTheWay = 0;
  let cancel = (): void => {};
  const show = (): void => {
    drawFrame(pixels, width, height, frame & 0xffff);
    window.painter.image(pixels, 0, 0, width, height);
  };
  const tick = (): void => {
    const due = Math.floor(((timers.now() - start) * rate) / 1000);
    if (options.frames !== undefined && due >= options.frames) return window.close();
    if (due > frame) {
      if (onTheWay >= AHEAD) skipped++;
      else {
        skipped += Math.max(0, due - frame - 1);
        frame = due;
        show();
        onTheWay++;
        connection.sync().then(
          () => onTheWay--,
          () => {},
        );
      }
      if (due % Math.max(1, rate * 2) === 0) window.setTitle(skipped === 0 ? title : `${title} (${skipped} left out)`);
    }
    const next = start + ((Math.max(due, frame) + 1) * 1000) / rate;
    cancel = timers.after(Math.max(0, next - timers.now()), tick);
  };
  window.onPaint = () => {
    if (frame >= 0) show();
  };
  window.onClosed = () => cancel();
  window.show();
  tick();
  return window;
}

/** Reads `--size WxH --fps N --frames N`. @throws Error for anything else */
export function parseAnimationOptions(args: readonly string[]): AnimationOptions {
  let options: AnimationOptions = { width: 320, height: 240, rate: 30 };
  for (let i = 0; i < args.length; i += 2) {
    const [name, value = ''] = [args[i], args[i + 1]];
    const size = /^(\d{1,4})x(\d{1,4})$/.exec(value);
    if (name === '--size' && size !== null) options = { ...options, width: Number(size[1]), height: Number(size[2]) };
    else if (name === '--fps' && Number(value) > 0) options = { ...options, rate: Number(value) };
    else if (name === '--frames' && Number(value) > 0) options = { ...options, frames: Number(value) };
    else throw new Error(`usage: animation [--size WxH] [--fps N] [--frames N]; not ${name} ${value}`);
  }
  return options;
}

await runIfMain(import.meta.url, (display) => startAnimation(display, parseAnimationOptions(process.argv.slice(2))));
