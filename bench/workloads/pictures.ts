/** A photo, and films. */
import { once } from 'node:events';
import { photo } from '../programs/photo-picture.ts';
import { FILM, FULL_FILM, PHOTO } from '../programs/places.ts';
import type { Box } from '../far/screen.ts';
import type { Seen } from '../far/frames.ts';
import { spread, type Measures } from '../measures.ts';
import type { Stage } from '../stage.ts';
import type { Workload } from './workload.ts';

/** dB from which a lossy picture counts as good. */
const GOOD = 32;
/** Refinement may come a while after the first picture. */
const REFINE_MS = 1500;
/** Each repeat shows another picture: a cache would know the same one. */
const FIRST_SEED = 6;

export const PHOTO_VIEW: Workload = {
  name: 'photo',
  title: 'photo 640x480',
  needs: [],
  description: `A picture like a photograph appears in a window; time until the far end shows it with at least ${GOOD} dB, until it shows it exactly, and its quality in the end.`,
  async play(stage, repeat) {
    const { changes } = await stage.far.call.status();
    const seed = FIRST_SEED + repeat;
    const program = stage.run(process.execPath, stage.bundles.photo, String(seed));
    await stage.changed(changes);
    await stage.rest();
    await stage.far.call.watchPicture({ ...PHOTO, wanted: photo(PHOTO.width, PHOTO.height, seed), good: GOOD });
    const { changes: empty } = await stage.far.call.status();
    let begun = 0;
    const measures = await stage.measure(async () => {
      program.stdin!.write('\n');
      const [line] = (await once(program.stdout!, 'data')) as [Buffer];
      begun = Number(line.toString());
      await stage.changed(empty);
      return begun;
    }, REFINE_MS);
    const seen = await stage.far.call.endPicture();
    return {
      ...measures,
      psnr: seen.psnr,
      ...(seen.good === undefined ? {} : { firstGood: seen.good - begun }),
      ...(seen.exact === undefined ? {} : { exact: seen.exact - begun }),
    };
  },
};

/** A frame that comes later than this is not in time, in ms. */
const LATE_MS = 1000;

/** Of the frames seen those that came in time, taking the one that came earliest for its time as prompt. */
export function framesInTime(frames: Seen['frames'], rate: number, allowance: number): number {
  const lateness = frames.map(({ frame, time }) => time - (frame * 1000) / rate);
  const prompt = Math.min(...lateness);
  return lateness.filter((late) => late - prompt <= allowance).length;
}

interface Film {
  readonly place: Box;
  readonly picture: boolean;
  readonly rate: number;
  readonly frames: number;
  readonly program: readonly string[];
}

async function playFilm(stage: Stage, film: Film): Promise<Measures> {
  await stage.far.call.watchFilm({ ...film.place, picture: film.picture });
  const { lastPixel: _, ...measures } = await stage.measure(async () => {
    await stage.ended(stage.run(process.execPath, ...film.program));
  });
  const { frames, psnr } = await stage.far.call.endFilm();
  const quality = spread(psnr)?.median;
  return {
    ...measures,
    framesDrawn: film.frames,
    framesShown: framesInTime(frames, film.rate, LATE_MS + stage.roundTrip),
    ...(quality === undefined ? {} : { psnr: quality }),
  };
}

const SECONDS = 10;

export const VIDEO: Workload = {
  name: 'video',
  title: 'video 320x240 at 30 frames/s',
  needs: [],
  description:
    'The animation player shows 300 frames in 10 s, each with its number in it (55.3 Mbit/s uncompressed); frames that the far end shows within a second of their time are counted by their numbers, and sampled frames compared with what was drawn.',
  play: async (stage) =>
    playFilm(stage, {
      place: FILM,
      picture: true,
      rate: 30,
      frames: 30 * SECONDS,
      program: [
        stage.bundles.animation,
        '--size',
        `${FILM.width}x${FILM.height}`,
        '--fps',
        '30',
        '--frames',
        String(30 * SECONDS),
      ],
    }),
};

const FULL_RATE = 24;

export const FULL_SCREEN_VIDEO: Workload = {
  name: 'video-full',
  title: 'video 352x240 at 24 frames/s, full screen',
  needs: [],
  description:
    'A film of 24 frames a second for 10 s (5 s in a quick run) that its player scales to the width of the screen (1024x698); frames shown within a second of their time are counted.',
  async play(stage) {
    const frames = FULL_RATE * (stage.quick ? SECONDS / 2 : SECONDS);
    return playFilm(stage, {
      place: FULL_FILM,
      picture: false,
      rate: FULL_RATE,
      frames,
      program: [stage.bundles.film, String(FULL_RATE), String(frames)],
    });
  },
};
