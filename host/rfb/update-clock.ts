/**
 * When a viewer is given an update: at once after a pause or when it is waited for (an answer to its own input, the rest of an update that did
 * not fit), else once a frame, so that a flood of drawing costs one look a frame; and again when what went with loss has rested.
 */
import type { Viewer } from '../../rawpixel/viewer.ts';
import type { SharedScreen } from './shared-screen.ts';

const FRAME_MS = 16;

export class UpdateClock {
  readonly #screen: SharedScreen;
  readonly #viewer: Viewer;
  readonly #wake: () => void;
  #seen = -1;
  #last = -Infinity;
  #hurried = true;
  #refineAt = Infinity;
  #timer: NodeJS.Timeout | undefined;

  /** `wake` is called when an update has become due by time alone. */
  constructor(screen: SharedScreen, viewer: Viewer, wake: () => void) {
    this.#screen = screen;
    this.#viewer = viewer;
    this.#wake = wake;
  }

  /** The viewer waits for something: its next update does not wait for a frame. */
  hurry(): void {
    this.#hurried = true;
  }

  /** Whether `update` is to be called now. If not, `wake` says when. `now` in ms. */
  isDue(now: number): boolean {
    // `packed` will wake us.
    if (this.#viewer.connection.isPacking) return false;
    if (this.#hurried || this.#viewer.isBehind || this.#viewer.hasFilmPicture) return true;
    const changed = this.#screen.isDirty || this.#screen.revision !== this.#seen;
    const at = Math.min(changed ? this.#last + FRAME_MS : Infinity, this.#refineAt);
    if (at <= now) return true;
    if (at !== Infinity && this.#timer === undefined) {
      this.#timer = setTimeout(
        () => {
          this.#timer = undefined;
          this.#wake();
        },
        Math.ceil(at - now),
      );
    }
    return false;
  }

  /** Gives the viewer what it lacks, about `allowed` bytes at most. @returns the bytes sent. */
  update(now: number, allowed: number): number {
    this.#screen.refresh();
    this.#hurried = false;
    this.#seen = this.#screen.revision;
    this.#last = now;
    const sent = this.#viewer.update(now, allowed);
    this.#refineAt = this.#viewer.nextRefinement ?? Infinity;
    return sent;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
