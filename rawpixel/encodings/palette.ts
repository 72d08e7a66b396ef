/** The colours of a block, where they are few. */

export interface Palette {
  /** Values in the order in which they first appear. */
  readonly colors: Uint32Array;
  /** The index of a value of the block. */
  indexOf(value: number): number;
  /** The index of each pixel. */
  indices(values: Uint32Array): Uint8Array;
}

const SLOTS = 1024;

function slotOf(value: number): number {
  return Math.imul(value ^ (value >>> 15), 0x9e3779b1) >>> 22;
}

/** The palette of up to `limit` colours (at most 256); undefined when there are more. An empty block has none. */
export function countColors(values: Uint32Array, limit: number): Palette | undefined {
  const colors = new Uint32Array(limit);
  if (limit === 1) {
    const first = values[0];
    for (let i = 1; i < values.length; i++) if (values[i] !== first) return undefined;
    colors[0] = first ?? 0;
    return { colors, indexOf: () => 0, indices: (all) => new Uint8Array(all.length) };
  }
  // Open addressing; at most a quarter full. A slot holds index + 1.
  const slots = new Uint16Array(SLOTS);
  let count = 0;
  let last = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === last) continue;
    last = value;
    let slot = slotOf(value);
    for (;;) {
      const entry = slots[slot]!;
      if (entry === 0) {
        if (count === limit) return undefined;
        colors[count++] = value;
        slots[slot] = count;
        break;
      }
      if (colors[entry - 1] === value) break;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }
  const found = colors.subarray(0, count);
  const indexOf = (value: number): number => {
    let slot = slotOf(value);
    while (slots[slot] !== 0) {
      const index = slots[slot]! - 1;
      if (found[index] === value) return index;
      slot = (slot + 1) & (SLOTS - 1);
    }
    throw new Error('a value outside its palette');
  };
  const indices = (all: Uint32Array): Uint8Array => {
    const result = new Uint8Array(all.length);
    let lastValue = found[0]!;
    let lastIndex = 0;
    for (let i = 0; i < all.length; i++) {
      if (all[i] !== lastValue) {
        lastValue = all[i]!;
        lastIndex = indexOf(lastValue);
      }
      result[i] = lastIndex;
    }
    return result;
  };
  return { colors: found, indexOf, indices };
}

/** Indices packed with `bits` (1, 2, 4) each, the leftmost in the highest bits, rows padded to whole bytes. */
export function packIndices(indices: Uint8Array, width: number, height: number, bits: number): Uint8Array {
  const rowBytes = Math.ceil((width * bits) / 8);
  const packed = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      packed[y * rowBytes + (bit >> 3)]! |= indices[y * width + x]! << (8 - bits - (bit & 7));
    }
  }
  return packed;
}

export function unpackIndices(
  packed: Uint8Array,
  at: number,
  width: number,
  height: number,
  bits: number,
  indices: Uint8Array,
): void {
  const rowBytes = Math.ceil((width * bits) / 8);
  const mask = (1 << bits) - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      indices[y * width + x] = (packed[at + y * rowBytes + (bit >> 3)]! >> (8 - bits - (bit & 7))) & mask;
    }
  }
}
