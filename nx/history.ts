/**
 * The payloads that both ends remember: the bytes behind the fields of requests, one after the other in a ring. A payload that was there before
 * is named, not sent; within a payload the ring predicts what follows bytes that were there before.
 */
import { HISTORY_BYTES, MAX_PAYLOADS, PIECE_BYTES } from './limits.ts';

const MASK = HISTORY_BYTES - 1;
/** What may be written while a unit is decoded again must not be read from. */
const SAFE_BYTES = HISTORY_BYTES - 4 * PIECE_BYTES;
/** Shorter ones cost less than their names. */
export const MIN_PAYLOAD_BYTES = 12;

interface Payload {
  readonly hash: number;
  readonly start: number;
  readonly length: number;
}

export class History {
  readonly bytes: Uint8Array = new Uint8Array(HISTORY_BYTES);
  /** Where the next byte goes, counted from the beginning. */
  end = 0;
  readonly #payloads: (Payload | undefined)[] = [];
  #count = 0;
  readonly #byHash = new Map<number, number>();

  push(byte: number): void {
    this.bytes[this.end & MASK] = byte;
    this.end++;
  }

  /** As many pushes; of a payload larger than the ring the end stays. */
  pushAll(bytes: Uint8Array, from: number): void {
    let at = Math.max(from, bytes.length - HISTORY_BYTES);
    this.end += at - from;
    while (at < bytes.length) {
      const place = this.end & MASK;
      const count = Math.min(bytes.length - at, HISTORY_BYTES - place);
      this.bytes.set(bytes.subarray(at, at + count), place);
      this.end += count;
      at += count;
    }
  }

  at(position: number): number {
    return this.bytes[position & MASK]!;
  }

  /** The bytes from `start` on are still there. */
  has(start: number): boolean {
    return start >= 0 && this.end - start < SAFE_BYTES;
  }

  equals(start: number, bytes: Uint8Array, from: number, length: number): boolean {
    const ring = this.bytes;
    for (let i = 0; i < length; i++) if (ring[(start + i) & MASK] !== bytes[from + i]) return false;
    return true;
  }

  copyTo(start: number, length: number, target: Uint8Array, at: number): void {
    const ring = this.bytes;
    const place = start & MASK;
    if (length > 64 && place + length <= HISTORY_BYTES) {
      target.set(ring.subarray(place, place + length), at);
      return;
    }
    for (let i = 0; i < length; i++) target[at + i] = ring[(start + i) & MASK]!;
  }

  /** Payloads that can be named, the newest is 1. */
  get payloads(): number {
    return Math.min(this.#count, MAX_PAYLOADS);
  }

  payload(age: number): Payload | undefined {
    const payload = this.#payloads[(this.#count - age) & (MAX_PAYLOADS - 1)];
    return age >= 1 && age <= this.payloads && payload !== undefined && this.has(payload.start) ? payload : undefined;
  }

  /** A payload is whole: its bytes stand at `start`. */
  remember(start: number, length: number, hash: number): void {
    const at = this.#count & (MAX_PAYLOADS - 1);
    const old = this.#payloads[at];
    if (old !== undefined && this.#byHash.get(old.hash) === this.#count - MAX_PAYLOADS) this.#byHash.delete(old.hash);
    this.#payloads[at] = { hash, start, length };
    this.#byHash.set(hash, this.#count);
    this.#count++;
  }

  /** The age of a payload of these bytes, or 0. */
  find(hash: number, bytes: Uint8Array, from: number, length: number): number {
    const number = this.#byHash.get(hash);
    if (number === undefined) return 0;
    const age = this.#count - number;
    const payload = this.payload(age);
    if (payload === undefined || payload.length !== length) return 0;
    return this.equals(payload.start, bytes, from, length) ? age : 0;
  }
}

/** A hash of bytes, 32 bits. */
export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ bytes[i]!, 0x2c1b3c6d);
    hash ^= hash >>> 13;
  }
  return hash;
}
