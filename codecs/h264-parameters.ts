/**
 * What encoders leave open in an H.264 stream, and decoders then guess: how its colours were made of red, green and blue (ITU-T H.264 annex E:
 * "unspecified"), which browsers take for BT.709 and most others for BT.601, and it shows as a shade; and a level by a name that browsers do not know.
 */

/** As ITU-T H.264 table E-5 numbers them: BT.601 of 525 lines; for primaries, transfer and matrix alike. */
const BT601 = 6;
const UNSPECIFIED_FORMAT = 5;
const PARAMETERS = 7;
const MORE_ASPECT = 255;
/** Level 3. Chromium does not know High's level 1b; a higher one only asks the decoder for more room. */
const LEAST_LEVEL = 30;
/** Profiles whose parameter sets tell of chroma formats and scaling. */
const HIGH_PROFILES: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128]);

/** Bits of a parameter set, without the bytes that keep start codes out. */
class Bits {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  bit(): number {
    if (this.at >= this.bytes.length * 8) throw new RangeError('a parameter set that is cut short');
    const bit = (this.bytes[this.at >> 3]! >> (7 - (this.at & 7))) & 1;
    this.at++;
    return bit;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + this.bit();
    return value;
  }

  /** Exp-Golomb (§9.1); signed ones are as long. */
  golomb(): number {
    let zeros = 0;
    while (this.bit() === 0) {
      if (++zeros > 31) throw new RangeError('a number too long');
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }
}

/** Where the bit stands that says whether the colours are told; undefined where there is no room for it. §7.3.2.1.1, §E.1.1 */
function colorsBit(set: Uint8Array): number | undefined {
  const bits = new Bits(set);
  bits.bits(8);
  const profile = bits.bits(8);
  bits.bits(16);
  bits.golomb();
  if (HIGH_PROFILES.has(profile)) {
    if (bits.golomb() === 3) bits.bit();
    bits.golomb();
    bits.golomb();
    bits.bit();
    // Scaling matrices: none of our encoders makes them.
    if (bits.bit() === 1) return undefined;
  }
  bits.golomb();
  const order = bits.golomb();
  if (order === 0) bits.golomb();
  else if (order === 1) return undefined;
  bits.golomb();
  bits.bit();
  bits.golomb();
  bits.golomb();
  if (bits.bit() === 0) bits.bit();
  bits.bit();
  if (bits.bit() === 1) for (let i = 0; i < 4; i++) bits.golomb();
  if (bits.bit() === 0) return undefined;
  if (bits.bit() === 1 && bits.bits(8) === MORE_ASPECT) bits.bits(32);
  if (bits.bit() === 1) bits.bit();
  const at = bits.at;
  return bits.bit() === 0 ? at : undefined;
}

/** Without the third byte of 0, 0, 3 (§7.4.1). */
function unescaped(unit: Uint8Array): Uint8Array {
  return Uint8Array.from(unit.filter((byte, i) => byte !== 3 || i < 2 || unit[i - 1] !== 0 || unit[i - 2] !== 0));
}

function escaped(bytes: readonly number[]): number[] {
  const out: number[] = [];
  for (const byte of bytes) {
    if (byte <= 3 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3);
    out.push(byte);
  }
  return out;
}

/** The parameter set with its colours told. */
function complete(unit: Uint8Array): Uint8Array | undefined {
  const set = unescaped(unit);
  const at = colorsBit(set);
  if (at === undefined) return undefined;
  const out: number[] = [];
  let count = 0;
  const put = (value: number, width: number): void => {
    for (let i = width - 1; i >= 0; i--, count++) {
      if (count % 8 === 0) out.push(0);
      out[count >> 3]! |= ((value >> i) & 1) << (7 - (count & 7));
    }
  };
  const bits = new Bits(set);
  for (let i = 0; i < at; i++) put(bits.bit(), 1);
  out[3] = Math.max(out[3]!, LEAST_LEVEL);
  bits.bit();
  // Told; of no particular format; not of full range; primaries, transfer and matrix told.
  put(1, 1);
  put(UNSPECIFIED_FORMAT, 3);
  put(0, 1);
  put(1, 1);
  for (let i = 0; i < 3; i++) put(BT601, 8);
  // The last 1 bit ends the set; zeros behind it fill the byte.
  let end = set.length * 8;
  while (((set[(end - 1) >> 3]! >> (7 - ((end - 1) & 7))) & 1) === 0) end--;
  while (bits.at < end) put(bits.bit(), 1);
  return Uint8Array.from(escaped(out));
}

/** A key frame (Annex B, its parameter set first, as encoders begin it) that says that its colours are BT.601; the same bytes where it says something already. */
export function completeParameters(frame: Uint8Array): Uint8Array {
  const start = frame[2] === 1 ? 3 : 4;
  if (frame[0] !== 0 || frame[1] !== 0 || frame[start - 1] !== 1 || (frame[start]! & 0x1f) !== PARAMETERS) return frame;
  let end = start;
  while (end < frame.length && !(frame[end] === 0 && frame[end + 1] === 0 && frame[end + 2]! <= 1)) end++;
  let set: Uint8Array | undefined;
  try {
    set = complete(frame.subarray(start, end));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (set === undefined) return frame;
  const told = new Uint8Array(start + set.length + frame.length - end);
  told.set(frame.subarray(0, start));
  told.set(set, start);
  told.set(frame.subarray(end), start + set.length);
  return told;
}
