/** H.264 as a byte stream (ITU-T H.264, Annex B): finds the pictures in it, and what a decoder has to be told of them. */

/** One coded picture with the parameter sets before it. */
export interface AccessUnit {
  readonly data: Uint8Array;
  /** It can be decoded without those before it. */
  readonly isKey: boolean;
  readonly slices: number;
  /** Profile, constraints and level, as the name of the codec has them ("42e01f"); where parameter sets come with the picture. */
  readonly profile: string | undefined;
}

const SLICE = 1;
const KEY_SLICE = 5;
const PARAMETERS = 7;
/** What may stand only before the first slice of a picture: further information, parameter sets, a delimiter. */
const FIRST_BEFORE = 6;
const LAST_BEFORE = 9;

/** Where the unit behind the next start code begins, from `at` on; -1 where there is none. */
function nextUnit(bytes: Uint8Array, at: number): number {
  for (let i = bytes.indexOf(1, at + 2); i >= 0; i = bytes.indexOf(1, i + 1)) {
    if (bytes[i - 1] === 0 && bytes[i - 2] === 0) return i + 1;
  }
  return -1;
}

/** The pictures of a stream, in their order. What is no picture (nothing but parameter sets, bytes that are no stream) gives none. */
export function accessUnits(bytes: Uint8Array): AccessUnit[] {
  const units: AccessUnit[] = [];
  let from = 0;
  let slices = 0;
  let isKey = false;
  let profile: string | undefined;
  const finish = (end: number): void => {
    if (slices > 0) units.push({ data: bytes.subarray(from, end), isKey, slices, profile });
    from = end;
    slices = 0;
    isKey = false;
    profile = undefined;
  };
  for (let unit = nextUnit(bytes, 0); unit >= 0 && unit < bytes.length; unit = nextUnit(bytes, unit)) {
    const type = bytes[unit]! & 0x1f;
    const isSlice = type === SLICE || type === KEY_SLICE;
    // The first macroblock of a slice comes as an exp-Golomb number: a 1 bit by itself is 0, where a picture begins (§7.3.3).
    const begins = isSlice ? (bytes[unit + 1]! & 0x80) !== 0 : type >= FIRST_BEFORE && type <= LAST_BEFORE;
    if (begins && slices > 0) finish(bytes[unit - 4] === 0 && unit - 4 > from ? unit - 4 : unit - 3);
    if (isSlice) slices++;
    if (type === KEY_SLICE) isKey = true;
    if (type === PARAMETERS && unit + 3 < bytes.length) {
      profile = [1, 2, 3].map((i) => bytes[unit + i]!.toString(16).padStart(2, '0')).join('');
    }
  }
  finish(bytes.length);
  return units;
}
