/**
 * The terminal's coded frames (VIDEO) between their arrival and their picture, which comes later, from a decoder of the platform. What is
 * drawn meanwhile belongs above the frame: it is cut out of what the frame may still write.
 */
import type { Pixels } from '../xserver/raster/pixels.ts';
import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  regionFromRect,
  subtractRegions,
  type Region,
} from '../xserver/raster/region.ts';
import { isStillCodec, type Command, type VideoCodec } from './commands.ts';
import { MAX_PENDING_FRAMES } from './limits.ts';

export type CodedFrame = Command & { kind: 'video' };

/** The platform's decoders, as a terminal is given them. */
export interface FrameDecoders {
  /** What they decode, the best first; the end of the wire asks once, and tells the host. */
  readonly codecs: Promise<readonly VideoCodec[]>;
  /**
   * Decodes a frame (owned); `done` is called once, later, in the order of the frames of a stream, with its picture of depth 24 (owned by the
   * caller), or with undefined where there is none. Streams are told apart by `key`.
   */
  decode(frame: CodedFrame, done: (picture: Pixels | undefined) => void): void;
  close(): void;
}

interface Pending {
  readonly surface: number;
  /** Undefined for a still. */
  readonly stream: number | undefined;
  /** What it may still write. */
  region: Region;
}

export class PendingFrames {
  readonly #pending = new Set<Pending>();

  /** A frame has gone to a decoder; undefined when too many have. */
  add(frame: CodedFrame): Pending | undefined {
    if (this.#pending.size >= MAX_PENDING_FRAMES) return undefined;
    const { surface, x, y, width, height, clip } = frame;
    const stream = isStillCodec(frame.codec) ? undefined : frame.stream;
    const place = regionFromRect(x, y, width, height);
    const pending = { surface, stream, region: clip === undefined ? place : intersectRegions(place, clip) };
    // A decoder keeps the order of its own stream only.
    for (const other of this.#pending) {
      if (other.surface === surface && (stream === undefined || other.stream !== stream))
        other.region = subtractRegions(other.region, pending.region);
    }
    this.#pending.add(pending);
    return pending;
  }

  get isEmpty(): boolean {
    return this.#pending.size === 0;
  }

  /** Its picture is there: gives where it may be drawn, within `bounds`. */
  take(pending: Pending, bounds: Region): Region {
    return this.#pending.delete(pending) ? intersectRegions(pending.region, bounds) : emptyRegion();
  }

  /** Something else was drawn on a surface. */
  cover(surface: number, region: Region): void {
    for (const pending of this.#pending) {
      if (pending.surface !== surface || isEmptyRegion(pending.region)) continue;
      pending.region = subtractRegions(pending.region, region);
    }
  }

  /** A surface has gone, or its pixels have moved. */
  drop(surface: number): void {
    for (const pending of this.#pending) if (pending.surface === surface) pending.region = emptyRegion();
  }
}
