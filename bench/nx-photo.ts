/**
 * A program that puts a picture like a photograph into a window once: `npx tsx bench/nx-photo.ts` on $DISPLAY. It ends
 * when the server has drawn it and a second has passed.
 */
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { photo } from './programs/photo-picture.ts';

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
