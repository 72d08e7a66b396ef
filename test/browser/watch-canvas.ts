/** Looks at points of the canvas frame by frame, as the user would. */
import type { Page } from 'playwright-core';

export interface Watched {
  readonly frames: number;
  /** Frames in which a point had another colour than it should have. */
  readonly wrong: number;
  /** The first such frame: its number, and what was there. */
  readonly first: string;
}

interface Watcher {
  points: readonly Point[];
  frames: number;
  wrong: number;
  first: string;
  over: boolean;
}

/** A place on the screen and its colour, 0xrrggbb. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly colour: number;
}

/** Begins to look, until `watched`. */
export async function watch(page: Page, points: readonly Point[]): Promise<void> {
  await page.evaluate((wanted) => {
    const look = document.createElement('canvas');
    const context = look.getContext('2d', { willReadFrequently: true })!;
    look.width = wanted.length;
    look.height = 1;
    const watcher: Watcher = { points: wanted, frames: 0, wrong: 0, first: '', over: false };
    (globalThis as unknown as { watcher: Watcher }).watcher = watcher;
    const frame = () => {
      if (watcher.over) return;
      const canvas = document.querySelector<HTMLCanvasElement>('#screen canvas:not(.unpainted)');
      context.clearRect(0, 0, look.width, 1);
      if (canvas !== null) wanted.forEach(({ x, y }, i) => context.drawImage(canvas, x, y, 1, 1, i, 0, 1, 1));
      const { data } = context.getImageData(0, 0, look.width, 1);
      const seen = wanted.map((_, i) => (data[i * 4]! << 16) | (data[i * 4 + 1]! << 8) | data[i * 4 + 2]!);
      watcher.frames++;
      if (seen.some((colour, i) => colour !== wanted[i]!.colour)) {
        watcher.wrong++;
        const colours = seen.map((colour) => colour.toString(16)).join(' ');
        if (watcher.first === '') watcher.first = `frame ${watcher.frames}: ${colours}`;
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }, points);
}

/** Ends looking, and gives what was seen. */
export async function watched(page: Page): Promise<Watched> {
  return page.evaluate(() => {
    const { watcher } = globalThis as unknown as { watcher: Watcher };
    watcher.over = true;
    const { frames, wrong, first } = watcher;
    return { frames, wrong, first };
  });
}
