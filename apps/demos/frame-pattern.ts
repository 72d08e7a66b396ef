/**
 * The pictures of the animation player: a moving scene with each frame's number in it, for benchmarks to read off a screen.
 *
 * The number is a row of 18 square blocks along the top edge, each `blockSize(width)` pixels wide: one white, one black, then 16 bits of the
 * number, highest first, white for 1. Blocks are no smaller than 8 pixels where the picture is at least 144 wide; the mean of a block's
 * middle is compared with the mean of the two reference blocks, so that it survives lossy codecs, chroma subsampling and scaling.
 */

const BITS = 16;
const BLOCKS = BITS + 2;

/** Width and height of a block. */
export function blockSize(width: number): number {
  return Math.max(2, Math.floor(width / BLOCKS));
}

/** Draws a frame: `pixels` has 4 bytes (blue, green, red, unused) each, row by row. */
export function drawFrame(pixels: Uint8Array, width: number, height: number, frame: number): void {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  drawScene(words, width, height, frame);
  const size = blockSize(width);
  for (let block = 0; block < BLOCKS; block++) {
    const white = block === 0 || (block > 1 && ((frame >> (BITS + 1 - block)) & 1) === 1);
    for (let y = 0; y < Math.min(size, height); y++) {
      words.fill(white ? 0xffffff : 0, y * width + block * size, y * width + Math.min(width, (block + 1) * size));
    }
  }
}

/** Soft waves of colour that drift, and a ball that bounces: smooth areas, edges and motion, as films have. */
function drawScene(words: Uint32Array, width: number, height: number, frame: number): void {
  const wave = Array.from({ length: 256 }, (_, i) => Math.round(127.5 + 127.5 * Math.sin((i / 256) * 2 * Math.PI)));
  const bounce = (t: number, room: number): number => (room <= 0 ? 0 : room - Math.abs((t % (2 * room)) - room));
  const radius = Math.round(height / 9);
  const ballX = radius + bounce(frame * 4, width - 2 * radius);
  const ballY = radius + bounce(frame * 3, height - 2 * radius);
  for (let y = 0; y < height; y++) {
    const row = wave[((((y * 160) / height) | 0) + frame * 2 + 0) & 255]!;
    const dy = y - ballY;
    for (let x = 0; x < width; x++) {
      const dx = x - ballX;
      const distance = dx * dx + dy * dy;
      if (distance < radius * radius) {
        const shade = (255 - (distance * 140) / (radius * radius)) | 0;
        words[y * width + x] = (shade << 16) | ((shade * 0.72) << 8) | ((shade * 0.25) | 0);
        continue;
      }
      const a = wave[((((x * 200) / width) | 0) + frame) & 255]!;
      const b = wave[(((x + y) >> 1) - frame * 3) & 255]!;
      words[y * width + x] = ((40 + (a >> 2)) << 16) | ((60 + ((row + b) >> 3)) << 8) | (110 + (b >> 2) + (row >> 3));
    }
  }
}

/** The number of the frame that a picture shows (modulo 65,536), or undefined where the reference blocks are missing. */
export function readFrameNumber(pixels: Uint8Array, width: number, height: number): number | undefined {
  const size = blockSize(width);
  if (height < size) return undefined;
  const brightness = (block: number): number => {
    let [sum, count] = [0, 0];
    for (let y = size >> 2; y < size - (size >> 2); y++) {
      for (let x = block * size + (size >> 2); x < (block + 1) * size - (size >> 2); x++) {
        const at = (y * width + x) * 4;
        sum += pixels[at]! + pixels[at + 1]! + pixels[at + 2]!;
        count += 3;
      }
    }
    return sum / count;
  };
  const [white, black] = [brightness(0), brightness(1)];
  if (white - black < 100) return undefined;
  let frame = 0;
  for (let bit = 0; bit < BITS; bit++) frame = frame * 2 + (brightness(bit + 2) > (white + black) / 2 ? 1 : 0);
  return frame;
}
