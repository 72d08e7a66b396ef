import type { Pixels } from '../xserver/raster/pixels.ts';
import { isEmptyRegion, regionArea, type Region } from '../xserver/raster/region.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import type { ImageHistories } from './image-histories.ts';
import type { PictureChange } from './image-history.ts';
import { hasManyColors } from './still-sender.ts';
import { VideoDetector, type VideoBox, type VideoPart } from './video-detector.ts';

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

  /** The picture before the one that is being put, where this one may turn out to begin a video. */
  before(surface: Surface, { x1, y1, x2, rects }: Region, histories: ImageHistories): Pixels | undefined {
    const box = rects.length === 4 ? this.#detectors.get(surface)?.next(x1, y1, x2 - x1, this.now) : undefined;
    return box === undefined ? undefined : histories.picture(surface, box);
  }

  /** There is a video on the surface. */
  has(surface: Surface): boolean {
    return this.#detectors.get(surface)?.isPlaying(this.now) === true;
  }

  /** Takes notice of what pixels of a region have become; gives the video that they belong to from now on. */
  detect(surface: Surface, region: Region, changes: readonly PictureChange[], before?: Pixels): VideoPart | undefined {
    if (region.rects.length !== 4) return undefined;
    let detector = this.#detectors.get(surface);
    if (detector === undefined) this.#detectors.set(surface, (detector = new VideoDetector()));
    const { x1, y1, x2, y2 } = region;
    const [width, height] = [x2 - x1, y2 - y1];
    // What scrolls is sent as COPY.
    const scrolls = changes.some(({ moved }) => !isEmptyRegion(moved));
    const fresh = scrolls ? 0 : changes.reduce((sum, change) => sum + regionArea(change.fresh), 0);
    const pixels: Pixels = surface.pixels;
    // All of it is looked at, beneath this band as it was before: films have black bars.
    const hasMany = (box: VideoBox): boolean => hasManyColors(pixels, box.x, box.y, box.width, box.height);
    const part = detector.put(x1, y1, width, height, fresh, hasMany, this.now);
    return part === undefined || before === undefined ? part : { ...part, before };
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
