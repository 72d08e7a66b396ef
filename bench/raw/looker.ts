/** Our RFB viewer as the far end of a measurement: the same for every server. */
import { connect, type Socket } from 'node:net';
import turbo from '@julusian/jpeg-turbo';
import { imageDecoder } from '../../clients/headless/decode-image.ts';
import { ClientConnection, type ClientOptions } from '../../rawpixel/rfb/client-connection.ts';
import type { ImageDecoder } from '../../rawpixel/rfb/client-framebuffer.ts';
import type { Rect } from '../../rawpixel/rect.ts';

const decodeOther = imageDecoder((error) => {
  throw error;
});

const decode: ImageDecoder = (kind, bytes, done) => {
  if (kind !== 'jpeg') {
    decodeOther(kind, bytes, done);
    return;
  }
  const { data, width, height } = turbo.decompressSync(Buffer.from(bytes), { format: turbo.FORMAT_BGRX });
  const rgb = new Uint32Array(Uint8Array.from(data.subarray(0, width * height * 4)).buffer);
  for (let i = 0; i < rgb.length; i++) rgb[i] = rgb[i]! & 0xffffff;
  done({ width, height, rgb });
};

export class Looker {
  readonly client: ClientConnection;
  readonly #socket: Socket;
  /** Updates that painted something, and the time of the last. */
  updates = 0;
  lastUpdate = 0;
  received = 0;
  /** Called with each. */
  onUpdate: (damage: readonly Rect[], now: number) => void = () => {};

  private constructor(port: number, options: ClientOptions, connected: () => void) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.client = new ClientConnection(
      { decodeImage: decode, decodes: ['jpeg', 'webp'], ...options },
      {
        send: (bytes) => this.#socket.write(bytes),
        connected,
        updated: (damage) => {
          if (damage.length === 0) return;
          this.updates++;
          this.lastUpdate = performance.now();
          this.onUpdate(damage, this.lastUpdate);
        },
        resized: () => {},
        resizeAnswered: () => {},
        cursor: () => {},
        clipboard: () => {},
        bell: () => {},
        renamed: () => {},
      },
    );
    this.#socket.on('data', (bytes) => {
      this.received += bytes.length;
      this.client.receive(Uint8Array.from(bytes));
    });
    this.#socket.on('error', () => {});
  }

  static async open(port: number, options: ClientOptions): Promise<Looker> {
    return new Promise((resolve) => {
      const looker: Looker = new Looker(port, options, () => resolve(looker));
    });
  }

  /** Until nothing has been painted for so long. */
  async rest(ms: number, atMost = 60_000): Promise<void> {
    const start = performance.now();
    for (;;) {
      const now = performance.now();
      const left = ms - (now - Math.max(start, this.lastUpdate));
      if (left <= 0 || now - start > atMost) return;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  key(keysym: number): void {
    this.client.key(true, keysym);
    this.client.key(false, keysym);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Peak signal-to-noise ratio of two pictures in dB, over all channels; Infinity where they are the same. */
export function psnr(a: Uint32Array, b: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i]!, b[i]!];
    if (p === q) continue;
    const red = ((p >> 16) & 0xff) - ((q >> 16) & 0xff);
    const green = ((p >> 8) & 0xff) - ((q >> 8) & 0xff);
    const blue = (p & 0xff) - (q & 0xff);
    sum += red * red + green * green + blue * blue;
  }
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * 3 * a.length) / sum);
}
