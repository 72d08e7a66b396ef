/**
 * Photographs whose exact pixels would take long on the link go as lossy stills first. A still is made of a piece of a surface while that piece is
 * held back; what is drawn over meanwhile is not the still's any more.
 */
import type { StillEncoder } from '../codecs/still-encoder.ts';
import { copyRect } from '../xserver/raster/copy.ts';
import { createPixels, type Pixels } from '../xserver/raster/pixels.ts';
import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  regionArea,
  regionFromRect,
  regionFromRects,
  subtractRegions,
  unionRegions,
  type Region,
} from '../xserver/raster/region.ts';
import type { WaitingSurface } from './buffer.ts';
import type { CommandWriter } from './command-writer.ts';
import { MAX_VIDEO_BYTES } from './limits.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;
/** Exact pixels that the link carries in this time go as they are, ms. */
const PATIENCE_MS = 150;
/** A photograph's exact pixel takes about so many bytes. */
const EXACT_BYTES = 1.5;
/** Surfaces are looked at in cells of this side. */
const CELL = 64;
/** Of so many pixels of a cell more colours than this make a photograph. */
const LOOKED_AT = 512;
const MOST_COLORS = 96;
/** A smaller part of a cell tells too little. */
const LEAST_CELL_PIXELS = 256;
/** Sides of one still at most: so large that it packs well, so small that it holds nothing else up for long. */
const MOST_WIDTH = 320;
const MOST_HEIGHT = 240;
/** Pixels that are being made stills of, at most. */
const MOST_CODING_PIXELS = 1 << 21;
/** Below this rate (bytes in a ms) bytes count more than the time to make them. */
const SLOW_RATE = 1500;

export interface StillMeans {
  readonly rate: () => number;
  readonly wake: () => void;
}

interface Piece {
  readonly waiting: WaitingSurface;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What of it is still so on the surface. */
  region: Region;
}

export interface ReadyStill extends Piece {
  readonly codec: 'jpeg' | 'webp';
  readonly data: Uint8Array;
}

export class StillSender {
  #codecs: readonly ('jpeg' | 'webp')[] = [];
  #stills: StillEncoder | undefined;
  readonly ready = new Set<ReadyStill>();
  readonly #means: StillMeans;
  readonly #coding = new Set<Piece>();
  #codingPixels = 0;
  #closed = false;

  constructor(means: StillMeans) {
    this.#means = means;
  }

  /** `codecs`: what the terminal decodes. */
  begin(codecs: readonly ('jpeg' | 'webp')[], stills: StillEncoder | undefined): void {
    this.#codecs = codecs;
    this.#stills = stills;
  }

  get isBusy(): boolean {
    return this.#coding.size > 0 || this.ready.size > 0;
  }

  /** The kind of still that suits the link; undefined where there is none. */
  #kind(rate: number): 'jpeg' | 'webp' | undefined {
    const best = rate < SLOW_RATE ? (['webp', 'jpeg'] as const) : (['jpeg', 'webp'] as const);
    return best.find((kind) => this.#codecs.includes(kind) && this.#stills?.kinds.has(kind));
  }

  plan(surfaces: Iterable<WaitingSurface>): void {
    const rate = this.#means.rate();
    const kind = this.#kind(rate);
    if (kind === undefined || rate === 0 || this.#codingPixels >= MOST_CODING_PIXELS) return;
    const most = (PATIENCE_MS * rate) / EXACT_BYTES;
    for (const waiting of surfaces) {
      const { list, lossy, surface, heldBack } = waiting;
      if (isEmptyRegion(list.dirty) || surface.pixels.depth !== 24 || !isEmptyRegion(heldBack)) continue;
      const open = subtractRegions(subtractRegions(list.dirty, lossy.shown), lossy.held);
      if (regionArea(open) <= most) continue;
      const fresh = subtractRegions(open, lossy.plain);
      if (isEmptyRegion(fresh)) continue;
      const photo = photoRegion(surface.pixels, fresh);
      lossy.plain = unionRegions(lossy.plain, subtractRegions(fresh, photo));
      if (regionArea(photo) * 2 <= most) {
        lossy.plain = unionRegions(lossy.plain, photo);
        continue;
      }
      for (const piece of piecesOf(waiting, photo)) this.#encode(piece, kind, qualityFor(rate));
    }
  }

  #encode(piece: Piece, kind: 'jpeg' | 'webp', quality: number): void {
    const { waiting, x, y, width, height } = piece;
    const picture = createPixels(width, height, 24);
    copyRect(waiting.surface.pixels, x, y, picture, 0, 0, width, height, GX_COPY, ALL_PLANES);
    waiting.lossy.held = unionRegions(waiting.lossy.held, piece.region);
    this.#coding.add(piece);
    this.#codingPixels += width * height;
    const finish = (data: Uint8Array | undefined): void => {
      this.#codingPixels -= width * height;
      if (!this.#coding.delete(piece) || this.#closed) return;
      const { region } = piece;
      if (data === undefined || data.length > MAX_VIDEO_BYTES || regionArea(region) * 2 < width * height)
        this.#release(piece);
      else this.ready.add({ ...piece, region, codec: kind, data });
      this.#means.wake();
    };
    this.#stills!.encode([{ kind, pixels: picture.data, width, height, quality }]).then(
      ([data]) => finish(data),
      () => finish(undefined),
    );
  }

  /** It goes as it is. */
  #release({ waiting, region }: Piece): void {
    const { lossy } = waiting;
    lossy.held = subtractRegions(lossy.held, region);
    lossy.plain = unionRegions(lossy.plain, region);
  }

  /** Something was drawn there. */
  forget(waiting: WaitingSurface, region: Region): void {
    for (const pieces of [this.#coding, this.ready]) {
      for (const piece of pieces)
        if (piece.waiting === waiting && !isEmptyRegion(piece.region))
          piece.region = subtractRegions(piece.region, region);
    }
  }

  /** A surface is gone, or its pixels have moved. */
  drop(waiting: WaitingSurface): void {
    for (const pieces of [this.#coding, this.ready])
      for (const piece of pieces) if (piece.waiting === waiting) pieces.delete(piece);
  }

  write(still: ReadyStill, writer: CommandWriter): void {
    this.ready.delete(still);
    const { waiting, x, y, width, height, codec, data } = still;
    const { lossy, list } = waiting;
    lossy.held = subtractRegions(lossy.held, still.region);
    // Nothing inexact may be drawn where the terminal has been sent something exact meanwhile.
    const region = intersectRegions(still.region, list.dirty);
    if (isEmptyRegion(region)) return;
    lossy.shown = unionRegions(lossy.shown, region);
    const { number: surface } = waiting;
    const isWhole = regionArea(region) === width * height;
    const clip = isWhole ? undefined : region;
    writer.write({ kind: 'video', surface, x, y, width, height, stream: 0, codec, clip, keyFrame: true, data });
  }

  close(): void {
    this.#closed = true;
    this.#coding.clear();
    this.ready.clear();
  }
}

/** What of a region looks like a photograph: in cells, many colours. Text and drawings have few, and pack well as they are. */
function photoRegion(pixels: Pixels, { rects }: Region): Region {
  const cells: number[] = [];
  for (let i = 0; i < rects.length; i += 4) {
    const [x1, y1, x2, y2] = [rects[i]!, rects[i + 1]!, rects[i + 2]!, rects[i + 3]!];
    for (let top = y1; top < y2; top = Math.min(y2, top + CELL - (top % CELL))) {
      const bottom = Math.min(y2, top + CELL - (top % CELL));
      for (let left = x1; left < x2; left = Math.min(x2, left + CELL - (left % CELL))) {
        const right = Math.min(x2, left + CELL - (left % CELL));
        const [width, height] = [right - left, bottom - top];
        if (width * height >= LEAST_CELL_PIXELS && hasManyColors(pixels, left, top, width, height))
          cells.push(left, top, width, height);
      }
    }
  }
  return cells.length === 0 ? emptyRegion() : regionFromRects(cells);
}

/** Whether a rectangle has the many colours of a photograph. */
export function hasManyColors({ data, width: stride }: Pixels, x: number, y: number, width: number, height: number) {
  const colors = new Set<number>();
  const step = Math.max(1, Math.floor((width * height) / LOOKED_AT));
  for (let i = 0; i < width * height && colors.size <= MOST_COLORS; i += step)
    colors.add(data[(y + Math.floor(i / width)) * stride + x + (i % width)]!);
  return colors.size > MOST_COLORS;
}

function* piecesOf(waiting: WaitingSurface, { rects }: Region): Generator<Piece> {
  for (let i = 0; i < rects.length; i += 4) {
    const [x1, y1, x2, y2] = [rects[i]!, rects[i + 1]!, rects[i + 2]!, rects[i + 3]!];
    const columns = Math.ceil((x2 - x1) / MOST_WIDTH);
    const rows = Math.ceil((y2 - y1) / MOST_HEIGHT);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const x = x1 + Math.floor(((x2 - x1) * column) / columns);
        const y = y1 + Math.floor(((y2 - y1) * row) / rows);
        const width = x1 + Math.floor(((x2 - x1) * (column + 1)) / columns) - x;
        const height = y1 + Math.floor(((y2 - y1) * (row + 1)) / rows) - y;
        yield { waiting, x, y, width, height, region: regionFromRect(x, y, width, height) };
      }
    }
  }
}

/** Of JPEG and WebP: what a link of so many bytes in a ms carries in a good time. */
function qualityFor(rate: number): number {
  if (rate < 20) return 35;
  if (rate < 100) return 50;
  return rate < 600 ? 65 : 80;
}
