import { ErrorCode, XError } from './errors.ts';

/** Shorter lists lie with their objects, which is as cheap; longer ones are rare. */
const LEAST_ROOM = 17;
const MOST_ROOM = 1 << 15;

/**
 * Reads protocol data in one byte order from borrowed bytes. Every read past the end throws XError Length.
 *
 * A Reader is positioned on one message: `start` is its first byte, `end` the byte after its last. `headerSize` is 4, or 8
 * for a request in BIG-REQUESTS form, so that the generated decoders read both forms alike.
 */
export class Reader {
  /** The bytes read from; borrowed. */
  data: Uint8Array;
  view: DataView;
  littleEndian: boolean;
  /** Offset in `data` of the message's first byte; `align` counts from here. */
  start: number;
  /** Offset in `data` of the next byte to read. */
  offset: number;
  /** Offset in `data` of the first byte that is not the message's. */
  end: number;
  /** Bytes of the request header, 4 or 8. */
  headerSize = 4;
  /** The buffer of which `data` and `view` show everything, if `point` has made them. */
  private whole: ArrayBufferLike | undefined;
  /** What `point` was given last, and where that begins in its buffer. */
  private pointed: Uint8Array | undefined;
  private pointedAt = 0;
  /** A list of numbers is borrowed until the next one is read: for messages with one list, whose receiver is done with it by then. */
  lendsNumbers = false;
  private room: ArrayBuffer | undefined;

  constructor(bytes: Uint8Array, littleEndian: boolean, offset = 0, end = bytes.length) {
    this.data = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = littleEndian;
    this.start = offset;
    this.offset = offset;
    this.end = Math.min(end, bytes.length);
  }

  /**
   * Points the reader at other bytes (borrowed), those from `from` up to `to`, which must be there. While messages lie in one buffer, as
   * from one read of a socket, its view is kept: making one for each message costs more than decoding a short message.
   */
  point(bytes: Uint8Array, littleEndian: boolean, from = 0, to = bytes.length): void {
    if (bytes !== this.pointed) {
      const { buffer } = bytes;
      this.pointed = bytes;
      this.pointedAt = bytes.byteOffset;
      if (buffer !== this.whole) {
        this.whole = buffer;
        this.data = new Uint8Array(buffer);
        this.view = new DataView(buffer);
      }
    }
    const start = this.pointedAt + from;
    this.littleEndian = littleEndian;
    this.start = start;
    this.offset = start;
    this.end = this.pointedAt + to;
    this.headerSize = 4;
  }

  /** Room for the numbers of a list: the same again and again while `lendsNumbers`. */
  numbers(count: number): Int32Array {
    if (!this.lendsNumbers || count < LEAST_ROOM || count > MOST_ROOM) return new Int32Array(count);
    // An array on memory that is there costs a fraction of one with memory of its own.
    this.room ??= new ArrayBuffer(MOST_ROOM * 4);
    return new Int32Array(this.room, 0, count);
  }

  /** Bytes left to read. */
  get remaining(): number {
    return this.end - this.offset;
  }

  /** Moves over `count` bytes and returns the offset where they begin. */
  take(count: number): number {
    const at = this.offset;
    if (!(count >= 0 && count <= this.end - at)) throw new XError(ErrorCode.Length);
    this.offset = at + count;
    return at;
  }

  skip(count: number): void {
    this.take(count);
  }

  /** Skips to the next multiple of `unit` bytes from the message's start. */
  align(unit: number): void {
    const past = (this.offset - this.start) % unit;
    if (past !== 0) this.take(unit - past);
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  i8(): number {
    return this.view.getInt8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), this.littleEndian);
  }

  i16(): number {
    return this.view.getInt16(this.take(2), this.littleEndian);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), this.littleEndian);
  }

  i32(): number {
    return this.view.getInt32(this.take(4), this.littleEndian);
  }

  u64(): bigint {
    return this.view.getBigUint64(this.take(8), this.littleEndian);
  }

  i64(): bigint {
    return this.view.getBigInt64(this.take(8), this.littleEndian);
  }

  f32(): number {
    return this.view.getFloat32(this.take(4), this.littleEndian);
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), this.littleEndian);
  }

  /** The next `count` bytes as a borrowed subarray. */
  bytes(count: number): Uint8Array {
    const at = this.take(count);
    return this.data.subarray(at, at + count);
  }

  /** The next `count` bytes as a string of one Latin-1 character each. */
  latin1(count: number): string {
    const at = this.take(count);
    const end = at + count;
    let text = '';
    // In pieces: the arguments of one call are limited by the stack.
    for (let from = at; from < end; from += 4096) {
      text += String.fromCharCode(...this.data.subarray(from, Math.min(from + 4096, end)));
    }
    return text;
  }

  i8s(count: number): Int8Array {
    const at = this.take(count);
    return new Int8Array(this.data.subarray(at, at + count));
  }

  u16s(count: number): Uint16Array {
    const at = this.take(count * 2);
    const values = new Uint16Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getUint16(at + i * 2, this.littleEndian);
    return values;
  }

  i16s(count: number): Int16Array {
    const at = this.take(count * 2);
    const values = new Int16Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getInt16(at + i * 2, this.littleEndian);
    return values;
  }

  u32s(count: number): Uint32Array {
    const at = this.take(count * 4);
    const values = new Uint32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getUint32(at + i * 4, this.littleEndian);
    return values;
  }

  i32s(count: number): Int32Array {
    const at = this.take(count * 4);
    const values = new Int32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getInt32(at + i * 4, this.littleEndian);
    return values;
  }

  u64s(count: number): BigUint64Array {
    const at = this.take(count * 8);
    const values = new BigUint64Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getBigUint64(at + i * 8, this.littleEndian);
    return values;
  }

  i64s(count: number): BigInt64Array {
    const at = this.take(count * 8);
    const values = new BigInt64Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getBigInt64(at + i * 8, this.littleEndian);
    return values;
  }

  f32s(count: number): Float32Array {
    const at = this.take(count * 4);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getFloat32(at + i * 4, this.littleEndian);
    return values;
  }

  f64s(count: number): Float64Array {
    const at = this.take(count * 8);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getFloat64(at + i * 8, this.littleEndian);
    return values;
  }

  /** Number of elements of `size` bytes that fill the rest of the message. Throws XError Length if they don't divide it. */
  countOf(size: number): number {
    const count = (this.end - this.offset) / size;
    if (!Number.isInteger(count)) throw new XError(ErrorCode.Length);
    return count;
  }

  /** Code of the event that the reader stands on, without the bit that SendEvent sets; 0 where there is none. */
  eventCode(): number {
    return (this.data[this.offset] ?? 0) & 0x7f;
  }

  /** After the second byte of a request: skips the length, 16 bits or extended to 32. */
  requestBody(): void {
    this.take(this.headerSize - 2);
  }

  /** The request must be read whole but for the padding to 4 bytes; else XError Length. */
  endRequest(): void {
    if (this.end - this.offset > 3) throw new XError(ErrorCode.Length);
  }

  /**
   * Checks the value list that ends a request: one word for every bit of `mask`, else XError Length; no bit outside
   * `known`, else XError Value with the mask, the order in which X.Org finds them.
   */
  checkValueList(mask: number, known: number): void {
    let words = 0;
    for (let bits = mask; bits !== 0; bits &= bits - 1) words++;
    if (this.end - this.offset !== words * 4) throw new XError(ErrorCode.Length);
    if ((mask & ~known) !== 0) throw new XError(ErrorCode.Value, mask);
  }

  /** Throws XError Value with `mask` where it has a bit outside `known`. */
  checkMask(mask: number, known: number): void {
    if ((mask & ~known) !== 0) throw new XError(ErrorCode.Value, mask);
  }
}
