/**
 * A picture like a photograph, and a program that puts it into a window once: `npx tsx bench/nx-photo.ts` on $DISPLAY. It ends
 * when the server has drawn it and a second has passed.
 */
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

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

/** 0x00rrggbb: shapes with soft and sharp edges, textures, and the noise of a sensor. */
export function photo(width: number, height: number): Uint32Array {
  const random = randomNumbers(7);
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

function putOnDisplay(width: number, height: number): void {
  const display = /:(\d+)/.exec(process.env['DISPLAY'] ?? '')?.[1] ?? '0';
  const socket = connect(`/tmp/.X11-unix/X${display}`);
  const pixels = photo(width, height);
  let waiting = Buffer.alloc(0);
  let ready = false;
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    if (!ready && waiting.length >= 8 && waiting.length >= 8 + waiting.readUInt16LE(6) * 4) {
      ready = true;
      const base = waiting.readUInt32LE(12);
      const vendor = waiting.readUInt16LE(24);
      const formats = waiting[29]!;
      const root = waiting.readUInt32LE(40 + Math.ceil(vendor / 4) * 4 + formats * 8);
      waiting = Buffer.alloc(0);
      draw(base, root);
    } else if (ready && waiting.some((_, i) => i % 32 === 0 && waiting[i] === 1)) {
      setTimeout(() => process.exit(0), 1000);
    }
  });

  function request(...values: readonly (readonly [number, number])[]): Buffer {
    const length = values.reduce((sum, [size]) => sum + size, 0);
    const bytes = Buffer.alloc(length);
    let at = 0;
    for (const [size, value] of values) at = bytes.writeUIntLE(value, at, size);
    return bytes;
  }

  function draw(base: number, root: number): void {
    const [window, gc] = [base, base + 1];
    socket.write(
      request(
        [1, 1],
        [1, 0],
        [2, 9],
        [4, window],
        [4, root],
        [2, 20],
        [2, 20],
        [2, width],
        [2, height],
        [2, 0],
        [2, 1],
        [4, 0],
        [4, 2],
        [4, 0],
      ),
    );
    socket.write(request([1, 55], [1, 0], [2, 4], [4, gc], [4, window], [4, 0]));
    socket.write(request([1, 8], [1, 0], [2, 2], [4, window]));
    const rows = Math.floor((0xffff * 4 - 24) / (width * 4));
    for (let y = 0; y < height; y += rows) {
      const count = Math.min(rows, height - y);
      const data = pixels.subarray(y * width, (y + count) * width);
      socket.write(
        request(
          [1, 72],
          [1, 2],
          [2, 6 + data.length],
          [4, window],
          [4, gc],
          [2, width],
          [2, count],
          [2, 0],
          [2, y],
          [1, 0],
          [1, 24],
          [2, 0],
        ),
      );
      socket.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    }
    socket.write(request([1, 43], [1, 0], [2, 1]));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) putOnDisplay(640, 480);
