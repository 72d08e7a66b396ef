/** What the bench asks of a far end, over the screen that it keeps. */
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { clock, pause } from '../clock.ts';
import { FilmWatch, PictureWatch, type FilmOptions, type PictureOptions } from './frames.ts';
import { channelDistance, type Box, type Screen } from './screen.ts';
import { typeKeys, type TypingOptions } from './typing.ts';

export interface FarEndParts {
  readonly screen: Screen;
  readonly give: (input: TerminalInput) => void;
  /** Waits until there is a picture. @throws Error when none comes */
  readonly ready: () => Promise<void>;
  /** Puts the viewer's window into the corner and gives it the keyboard, where the far end is a display without a window manager. */
  readonly arrange: () => Promise<void>;
  /** Ends what it has open. */
  readonly end: () => Promise<void> | void;
}

export interface DragOptions {
  readonly from: readonly [number, number];
  readonly step: readonly [number, number];
  readonly steps: number;
  /** Between steps, in ms. */
  readonly gap: number;
}

function findMagenta({ pixels, width, height }: Screen, side: number): { x: number; y: number } | undefined {
  const is = (x: number, y: number): boolean => channelDistance(pixels[y * width + x]!, 0xff00ff) < 70;
  for (let y = 0; y + side <= height; y++) {
    for (let x = 0; x + side <= width; x++) {
      if (is(x, y) && is(x + side - 1, y) && is(x, y + side - 1) && is(x + side - 1, y + side - 1)) return { x, y };
    }
  }
  return undefined;
}

export function farMethods({ screen, give, ready, arrange, end }: FarEndParts) {
  let film: FilmWatch | undefined;
  let picture: PictureWatch | undefined;
  return {
    ready,
    arrange,
    status: () => ({
      changes: screen.changes,
      lastChange: screen.lastChange,
      width: screen.width,
      height: screen.height,
    }),
    /** Gives the time at which it was given. */
    input: (input: TerminalInput) => {
      const now = clock();
      give(input);
      return now;
    },
    type: async (options: TypingOptions) => typeKeys(screen, give, options),
    drag: async ({ from, step, steps, gap }: DragOptions) => {
      give({ kind: 'motion', x: from[0], y: from[1] });
      await pause(300);
      give({ kind: 'button', button: 1, pressed: true });
      await pause(100);
      for (let i = 1; i <= steps; i++) {
        give({ kind: 'motion', x: from[0] + Math.round(i * step[0]), y: from[1] + Math.round(i * step[1]) });
        await pause(gap);
      }
      give({ kind: 'button', button: 1, pressed: false });
    },
    pixels: (box: Box) => screen.crop(box),
    /** Where a block of magenta of that side begins; undefined where none is seen. */
    findMagenta: (side: number) => findMagenta(screen, side),
    watchFilm: (options: FilmOptions) => void (film = new FilmWatch(screen, options)),
    endFilm: () => film!.end(),
    watchPicture: (options: PictureOptions) => void (picture = new PictureWatch(screen, options)),
    endPicture: () => picture!.end(),
    end: async () => end(),
  };
}

export type FarMethods = ReturnType<typeof farMethods>;
