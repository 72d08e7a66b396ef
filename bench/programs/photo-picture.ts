/** A picture like a photograph, the same in every run. */

/** Numbers from 0 to 1, the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Smooth noise of one octave. */
function octave(random: () => number, cells: number): (x: number, y: number) => number {
  const grid = Float64Array.from({ length: (cells + 2) * (cells + 2) }, random);
  const smooth = (t: number) => t * t * (3 - 2 * t);
  return (x, y) => {
    const [column, row] = [Math.floor(x * cells), Math.floor(y * cells)];
    const [u, v] = [smooth(x * cells - column), smooth(y * cells - row)];
    const at = (i: number, j: number) => grid[(row + j) * (cells + 2) + column + i]!;
    return (at(0, 0) * (1 - u) + at(1, 0) * u) * (1 - v) + (at(0, 1) * (1 - u) + at(1, 1) * u) * v;
  };
}

/** 0x00rrggbb: shapes with soft and sharp edges, textures, and the noise of a sensor; another picture for each seed. */
export function photo(width: number, height: number, seed = 7): Uint32Array {
  const random = randomNumbers(seed);
  const octaves = [3, 6, 12, 25, 50, 100, 200].map((cells) => octave(random, cells));
  const hues = [0, 1, 2].map(() => octave(random, 4));
  const edges = octave(random, 5);
  const pixels = new Uint32Array(width * height);
  const gauss = () => random() + random() + random() + random() - 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      let light = 0;
      for (const [i, noise] of octaves.entries()) light += (noise(u, v) - 0.5) * [120, 80, 55, 36, 24, 15, 9][i]!;
      if (edges(u, v) > 0.5) light = light * 0.6 + 50;
      const common = gauss() * 5;
      let pixel = 0;
      for (let channel = 0; channel < 3; channel++) {
        const value = 115 + light + (hues[channel]!(u, v) - 0.5) * 90 + common + gauss() * 3.5;
        pixel = (pixel << 8) | Math.max(0, Math.min(255, Math.round(value)));
      }
      pixels[y * width + x] = pixel;
    }
  }
  return pixels;
}
