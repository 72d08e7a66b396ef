/**
 * Writes protocol data in one byte order into a buffer that grows. Padding is always zero, the buffer's history never shows.
 * Integers wrap to their width; counts that don't fit their field throw RangeError.
 */
export class Writer {
  littleEndian: boolean;
  /** Bytes written so far. */
  length = 0;
  private buffer: Uint8Array;
  /** On the buffer; replaced when it grows. */
  view: DataView;

  constructor(littleEndian: boolean, capacity = 256) {
    this.littleEndian = littleEndian;
    this.buffer = new Uint8Array(capacity);
    this.view = new DataView(this.buffer.buffer);
  }

  /**
   * Makes room for `count` zero bytes, counts them as written and returns the offset where they begin. The caller fills them
   * through `view`, which this may have replaced.
   */
  zeros(count: number): number {
    const at = this.take(count);
    this.buffer.fill(0, at, at + count);
    return at;
  }

  /** As `zeros`, for a caller that writes every byte itself. */
  private take(count: number): number {
    const at = this.length;
    const end = at + count;
    if (end > this.buffer.length) this.grow(end);
    this.length = end;
    return at;
  }

  private grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2, 64));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
    this.view = new DataView(grown.buffer);
  }

  u8(value: number): void {
    const at = this.take(1);
    this.view.setUint8(at, value);
  }

  i8(value: number): void {
    const at = this.take(1);
    this.view.setInt8(at, value);
  }

  u16(value: number): void {
    const at = this.take(2);
    this.view.setUint16(at, value, this.littleEndian);
  }

  i16(value: number): void {
    const at = this.take(2);
    this.view.setInt16(at, value, this.littleEndian);
  }

  u32(value: number): void {
    const at = this.take(4);
    this.view.setUint32(at, value, this.littleEndian);
  }

  i32(value: number): void {
    const at = this.take(4);
    this.view.setInt32(at, value, this.littleEndian);
  }

  u64(value: bigint): void {
    const at = this.take(8);
    this.view.setBigUint64(at, value, this.littleEndian);
  }

  i64(value: bigint): void {
    const at = this.take(8);
    this.view.setBigInt64(at, value, this.littleEndian);
  }

  f32(value: number): void {
    const at = this.take(4);
    this.view.setFloat32(at, value, this.littleEndian);
  }

  f64(value: number): void {
    const at = this.take(8);
    this.view.setFloat64(at, value, this.littleEndian);
  }

  /** A number of elements in a field of 8 bits. Throws RangeError if it does not fit. */
  count8(count: number): void {
    if (!(count <= 0xff)) throw new RangeError(`${count} elements do not fit a count of 8 bits`);
    this.u8(count);
  }

  /** A number of elements in a field of 16 bits. Throws RangeError if it does not fit. */
  count16(count: number): void {
    if (!(count <= 0xffff)) throw new RangeError(`${count} elements do not fit a count of 16 bits`);
    this.u16(count);
  }

  count32(count: number): void {
    this.u32(count);
  }

  /** `count` zero bytes. */
  pad(count: number): void {
    if (!(count >= 0)) throw new RangeError(`padding of ${count} bytes`);
    this.zeros(count);
  }

  /** Zero bytes up to the next multiple of `unit`; messages begin at such multiples. */
  align(unit: number): void {
    const past = this.length % unit;
    if (past !== 0) this.pad(unit - past);
  }

  bytes(values: Uint8Array): void {
    const at = this.take(values.length);
    this.buffer.set(values, at);
  }

  /** Bytes of a field that has exactly `size`. Throws RangeError when they are more or fewer. */
  fixedBytes(values: Uint8Array, size: number): void {
    if (values.length !== size) throw new RangeError(`${values.length} bytes for a field of ${size}`);
    this.bytes(values);
  }

  /** Number of groups of `stride` in a flat list of `length` numbers. Throws RangeError if that is not whole. */
  countOf(length: number, stride: number): number {
    if (length % stride !== 0) throw new RangeError(`flat list of ${length} numbers, in groups of ${stride}`);
    return length / stride;
  }

  /** One byte for each UTF-16 code unit; what is not Latin-1 becomes '?'. */
  latin1(text: string): void {
    const at = this.take(text.length);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      this.buffer[at + i] = unit > 0xff ? 0x3f : unit;
    }
  }

  i8s(values: Int8Array): void {
    const at = this.take(values.length);
    this.buffer.set(values, at);
  }

  u16s(values: Uint16Array): void {
    let at = this.take(values.length * 2);
    for (const value of values) {
      this.view.setUint16(at, value, this.littleEndian);
      at += 2;
    }
  }

  i16s(values: Int16Array): void {
    let at = this.take(values.length * 2);
    for (const value of values) {
      this.view.setInt16(at, value, this.littleEndian);
      at += 2;
    }
  }

  u32s(values: Uint32Array): void {
    let at = this.take(values.length * 4);
    for (const value of values) {
      this.view.setUint32(at, value, this.littleEndian);
      at += 4;
    }
  }

  i32s(values: Int32Array): void {
    let at = this.take(values.length * 4);
    for (const value of values) {
      this.view.setInt32(at, value, this.littleEndian);
      at += 4;
    }
  }

  u64s(values: BigUint64Array): void {
    for (const value of values) this.u64(value);
  }

  i64s(values: BigInt64Array): void {
    for (const value of values) this.i64(value);
  }

  f32s(values: Float32Array): void {
    for (const value of values) this.f32(value);
  }

  f64s(values: Float64Array): void {
    for (const value of values) this.f64(value);
  }

  patchU8(at: number, value: number): void {
    this.view.setUint8(at, value);
  }

  patchU16(at: number, value: number): void {
    this.view.setUint16(at, value, this.littleEndian);
  }

  patchU32(at: number, value: number): void {
    this.view.setUint32(at, value, this.littleEndian);
  }

  /** Pads the request begun at `start` to 4 bytes and sets its length, in BIG-REQUESTS form if 16 bits don't hold it. */
  endRequest(start: number): void {
    this.align(4);
    const units = (this.length - start) / 4;
    if (units <= 0xffff) {
      this.patchU16(start + 2, units);
      return;
    }
    this.take(4);
    this.buffer.copyWithin(start + 8, start + 4, this.length - 4);
    this.patchU16(start + 2, 0);
    this.patchU32(start + 4, units + 1);
  }

  /** Pads the reply or generic event begun at `start` to 4 bytes and at least 32, and sets its length beyond 32 bytes. */
  endReply(start: number): void {
    this.endEvent(start);
    this.align(4);
    this.patchU32(start + 4, (this.length - start - 32) / 4);
  }

  /** Pads the event begun at `start` to 32 bytes. */
  endEvent(start: number): void {
    if (this.length < start + 32) this.pad(start + 32 - this.length);
  }

  /** What was written, as an owned array of exactly that size. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  /** Forgets what was written and keeps the buffer for the next message. */
  reset(): void {
    this.length = 0;
  }
}

/** Throws RangeError unless the list `name` has the length that the message's other fields say. */
export function checkLength(name: string, length: number, expected: number): void {
  if (length !== expected) throw new RangeError(`${name} has ${length} elements, its message says ${expected}`);
}
