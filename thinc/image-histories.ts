import type { Pixels } from '../xserver/raster/pixels.ts';
import { emptyRegion, isEmptyRegion, regionArea, type Region } from '../xserver/raster/region.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import { ImageHistory, type PictureChange } from './image-history.ts';
import { MAX_HISTORY_PIXELS } from './limits.ts';
import type { VideoBox } from './video-detector.ts';

/** Smaller pictures are not looked at. */
const LEAST_PIXELS = 1024;
/** Nor are those in more boxes. */
const MOST_BOXES = 32;

/** The histories of surfaces that images are put on, those that had one last at the end. */
export class ImageHistories {
  readonly #histories = new Map<Surface, ImageHistory>();
  #pixels = 0;

  /** What has changed where pixels of a surface were replaced, box by box in the order in which it is to be told. */
  take(surface: Surface, region: Region): PictureChange[] {
    if (isEmptyRegion(region)) return [];
    const { rects } = region;
    const history = this.#histories.get(surface);
    const asItIs: PictureChange[] = [{ moved: emptyRegion(), dy: 0, fresh: region }];
    if (regionArea(region) < LEAST_PIXELS || rects.length > MOST_BOXES * 4) {
      history?.forget(region);
      return asItIs;
    }
    if (history === undefined) {
      this.#add(surface);
      return asItIs;
    }
    this.#histories.delete(surface);
    this.#histories.set(surface, history);
    const changes: PictureChange[] = [];
    for (let i = 0; i < rects.length; i += 4) {
      const [x, y, width, height] = [
        rects[i]!,
        rects[i + 1]!,
        rects[i + 2]! - rects[i]!,
        rects[i + 3]! - rects[i + 1]!,
      ];
      changes.push(history.take(surface.pixels, x, y, width, height));
    }
    return changes;
  }

  #add(surface: Surface): void {
    const size = surface.pixels.data.length;
    if (size > MAX_HISTORY_PIXELS) return;
    this.#histories.set(surface, new ImageHistory(surface.pixels));
    this.#pixels += size;
    for (const [oldest] of this.#histories) {
      if (this.#pixels <= MAX_HISTORY_PIXELS) break;
      this.drop(oldest);
    }
  }

  /** A copy of what was in a box before the last image was put there; undefined where that is not known. */
  picture(surface: Surface, box: VideoBox): Pixels | undefined {
    return this.#histories.get(surface)?.picture(box);
  }

  /** Something was drawn on a surface in another way. */
  forget(surface: Surface, region: Region): void {
    this.#histories.get(surface)?.forget(region);
  }

  drop(surface: Surface): void {
    const history = this.#histories.get(surface);
    if (history === undefined) return;
    this.#histories.delete(surface);
    this.#pixels -= history.size;
  }
}
