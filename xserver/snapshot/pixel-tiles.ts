/** Hashes of a picture's tiles: which rectangles of it have changed since they were taken. */

/** Side of a tile in pixels: small enough for a line of text, large enough for few hashes (two words for 1024 pixels). */
const TILE = 32;

function tilesAcross(width: number): number {
  return Math.ceil(width / TILE);
}

export function countTiles(length: number, width: number): number {
  return width === 0 ? 0 : tilesAcross(width) * Math.ceil(length / width / TILE);
}

/** Two words for each tile, row by row. `data` has rows of `width` pixels. */
export function hashTiles(data: Uint32Array, width: number): Int32Array {
  const across = tilesAcross(width);
  const height = width === 0 ? 0 : data.length / width;
  const hashes = new Int32Array(countTiles(data.length, width) * 2);
  for (let y = 0, at = 0; y < height; y++) {
    let tile = Math.floor(y / TILE) * across * 2;
    for (let x = 0; x < width; tile += 2) {
      let a = hashes[tile]!;
      let b = hashes[tile + 1]!;
      for (const end = Math.min(x + TILE, width); x < end; x++, at++) {
        const pixel = data[at]!;
        a = Math.imul(a ^ pixel, 0x9e3779b1 | 0);
        b = Math.imul(b + pixel + 1, 0x85ebca6b | 0);
        a = (a << 13) | (a >>> 19);
        b ^= b >>> 15;
      }
      hashes[tile] = a;
      hashes[tile + 1] = b;
    }
  }
  return hashes;
}

/** The tiles whose hashes differ, in ascending order; both lists are of pictures of one size. */
export function changedTiles(before: Int32Array, after: Int32Array): number[] {
  const changed: number[] = [];
  for (let i = 0; i < after.length; i += 2) {
    if (before[i] !== after[i] || before[i + 1] !== after[i + 1]) changed.push(i >> 1);
  }
  return changed;
}

/** Calls `row` for each row of the tiles: where it begins in the picture and how many pixels it has. */
function forTileRows(
  length: number,
  width: number,
  tiles: readonly number[],
  row: (at: number, count: number) => void,
): void {
  const across = tilesAcross(width);
  for (const tile of tiles) {
    const x = (tile % across) * TILE;
    const y = Math.floor(tile / across) * TILE;
    const count = Math.min(TILE, width - x);
    for (let at = y * width + x, rows = TILE; rows > 0 && at < length; rows--, at += width) row(at, count);
  }
}

/** Pixels in the tiles. */
export function countTilePixels(length: number, width: number, tiles: readonly number[]): number {
  let sum = 0;
  forTileRows(length, width, tiles, (_at, count) => {
    sum += count;
  });
  return sum;
}

/** The tiles' pixels, tile by tile. */
export function takeTiles(data: Uint32Array, width: number, tiles: readonly number[]): Uint32Array {
  const taken = new Uint32Array(countTilePixels(data.length, width, tiles));
  let to = 0;
  forTileRows(data.length, width, tiles, (at, count) => {
    taken.set(data.subarray(at, at + count), to);
    to += count;
  });
  return taken;
}

/** Puts back what takeTiles took. */
export function putTiles(data: Uint32Array, width: number, tiles: readonly number[], taken: Uint32Array): void {
  let from = 0;
  forTileRows(data.length, width, tiles, (at, count) => {
    data.set(taken.subarray(from, from + count), at);
    from += count;
  });
}
