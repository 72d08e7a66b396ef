import type { Pixels } from '../xserver/raster/pixels.ts';
import { isEmptyRegion, regionArea, type Region } from '../xserver/raster/region.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import type { PictureChange } from './image-history.ts';
import { hasManyColors } from './still-sender.ts';
import { VideoDetector, type VideoPart } from './video-detector.ts';

/** Looks for videos on all surfaces. */
export class VideoWatch {
  /** Of the log entry that is applied, in ms. */
  now = 0;
  readonly #detectors = new Map<Surface, VideoDetector>();

  /** The video that pixels of a box belong to. */
  find(surface: Surface, { x1, y1, x2, y2, rects }: Region): VideoPart | undefined {
    if (rects.length !== 4) return undefined;
    return this.#detectors.get(surface)?.find(x1, y1, x2 - x1, y2 - y1, this.now);
  }

  /** Takes notice of what pixels of a region have become; gives the video that they belong to from now on. */
  detect(surface: Surface, region: Region, changes: readonly PictureChange[]): VideoPart | undefined {
    if (region.rects.length !== 4) return undefined;
    let detector = this.#detectors.get(surface);
    if (detector === undefined) this.#detectors.set(surface, (detector = new VideoDetector()));
    const { x1, y1, x2, y2 } = region;
    const [width, height] = [x2 - x1, y2 - y1];
    // What scrolls is sent as COPY.
    const scrolls = changes.some(({ moved }) => !isEmptyRegion(moved));
    const fresh = scrolls ? 0 : changes.reduce((sum, change) => sum + regionArea(change.fresh), 0);
    const pixels: Pixels = surface.pixels;
    return detector.put(x1, y1, width, height, fresh, () => hasManyColors(pixels, x1, y1, width, height), this.now);
  }

  /** A box is known to be a video. */
  declare(surface: Surface, { x1, y1, x2, y2 }: Region): void {
    let detector = this.#detectors.get(surface);
    if (detector === undefined) this.#detectors.set(surface, (detector = new VideoDetector()));
    detector.declare(x1, y1, x2 - x1, y2 - y1, this.now);
  }

  /** A surface is gone, or its pixels have moved. */
  drop(surface: Surface): void {
    this.#detectors.delete(surface);
  }
}
