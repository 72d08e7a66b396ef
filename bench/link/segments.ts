/** One direction of an emulated link under byte streams: what is read is cut into segments, and streams share the link as packets do. */
import { LinkQueue, type LinkDirection } from '../../session/link.ts';

/** Payload of a TCP segment on Ethernet: a stream's bytes arrive in pieces of this size, not when its last byte does. */
const MAX_SEGMENT_BYTES = 1448;
/** A modem gives bytes out one by one; smaller pieces than this would show no difference. */
const MIN_SEGMENT_BYTES = 64;
/** On slow links a segment takes no longer than this. */
const SEGMENT_MS = 20;

/** A segment of a stream; no bytes at its end. */
export interface Segment<Stream> {
  readonly stream: Stream;
  readonly bytes: Uint8Array | undefined;
}

export class SegmentLink<Stream> {
  /** Bytes of streams that have been put in. */
  bytes = 0;
  readonly #queue: LinkQueue<Segment<Stream>>;
  #segmentBytes: number;

  constructor(direction: LinkDirection, random?: () => number) {
    this.#segmentBytes = segmentBytes(direction);
    this.#queue = new LinkQueue(direction, random);
  }

  /** It is another link from now on; what waits to enter goes over the new one. */
  change(direction: LinkDirection, now: number): void {
    this.#segmentBytes = segmentBytes(direction);
    this.#queue.change(direction, now);
  }

  /** The next bytes (owned) of a stream. */
  put(stream: Stream, bytes: Uint8Array, now: number): void {
    this.bytes += bytes.length;
    for (let at = 0; at < bytes.length; at += this.#segmentBytes) {
      const part = bytes.subarray(at, at + this.#segmentBytes);
      this.#queue.put({ stream, bytes: part }, part.length, now);
    }
  }

  /** The stream ends behind what it has been given. */
  end(stream: Stream, now: number): void {
    this.#queue.put({ stream, bytes: undefined }, 0, now);
  }

  /** Streams are to be read no further until `roomAt`. */
  full(now: number): boolean {
    return this.#queue.full(now);
  }

  roomAt(now: number): number {
    return this.#queue.roomAt(now);
  }

  arrived(now: number): Segment<Stream>[] {
    return this.#queue.arrived(now);
  }

  get nextArrival(): number | undefined {
    return this.#queue.nextArrival;
  }
}

function segmentBytes({ rate }: LinkDirection): number {
  return Math.min(MAX_SEGMENT_BYTES, Math.max(MIN_SEGMENT_BYTES, Math.floor((rate / 8000) * SEGMENT_MS)));
}
