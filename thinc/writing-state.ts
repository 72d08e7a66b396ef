import { firstAnchor, type RegionAnchor } from './region-code.ts';

const RECENT_COLORS = 30;

/** Recently used colours, latest first. */
export class RecentColors {
  readonly #colors: number[] = [];

  /** Index of a colour, which becomes the first; -1 for a new one. */
  use(color: number): number {
    const index = this.#colors.indexOf(color);
    if (index === -1) {
      this.add(color);
    } else if (index > 0) {
      this.#colors.splice(index, 1);
      this.#colors.unshift(color);
    }
    return index;
  }

  add(color: number): void {
    this.#colors.unshift(color);
    if (this.#colors.length > RECENT_COLORS) this.#colors.pop();
  }

  /** The colour at an index, which becomes the first. */
  at(index: number): number | undefined {
    const color = this.#colors[index];
    if (color !== undefined) this.use(color);
    return color;
  }
}

/** What writer and reader remember of the commands before, alike at both ends. */
export class WritingState {
  surface = 0;
  readonly colors: RecentColors = new RecentColors();
  readonly anchor: RegionAnchor = firstAnchor();
  /** Of the last run of glyphs. */
  textX = 0;
  textY = 0;
  /** Displacement of the last COPY. */
  copyX = 0;
  copyY = 0;
  /** The last SFILL's and GLYPHS' colours. */
  fillPixel = 0;
  glyphPixel = 0;
}
