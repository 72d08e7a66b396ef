/** A viewer and its client in one process: what they say lies in queues until somebody delivers it. */
import type { CursorImage } from '../../xserver/driver.ts';
import type { ServerState } from '../../xserver/state/server-state.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import type { RawScreen } from '../../rawpixel/raw-screen.ts';
import { ClientConnection, type ClientOptions } from '../../rawpixel/rfb/client-connection.ts';
import { WireFormat, RGB888 } from '../../rawpixel/rfb/pixel-format.ts';
import { ServerConnection, type ServerEvents, type ServerOptions } from '../../rawpixel/rfb/server-connection.ts';
import type { DistantEncoders } from '../../rawpixel/packing.ts';
import type { Picture } from '../../rawpixel/screen/own-picture.ts';
import { Viewer } from '../../rawpixel/viewer.ts';
import { decodeImage, images } from './images.ts';
import { pixelDifference } from './pictures.ts';

export interface Heard {
  kind: string;
  detail: unknown;
}

type Attach = (
  options: Omit<ServerOptions, 'width' | 'height'>,
  events: Omit<ServerEvents, 'refresh' | 'changed'>,
) => Viewer;

export function onScreen(screen: RawScreen, state: ServerState): Attach {
  return (options, events) => screen.attach(options, events, state);
}

/** A viewer of a mere picture, without a core. */
export function onPicture(picture: Picture): Attach {
  return (options, events) => {
    const connection = new ServerConnection(
      { ...options, width: picture.width, height: picture.height },
      { ...events, refresh: (rect) => viewer.forget(rect), changed: () => viewer.abilitiesChanged() },
    );
    const viewer = new Viewer(connection, picture, options.encoders?.video, () => events.filmReady?.());
    return viewer;
  };
}

export class ViewerPair {
  readonly viewer: Viewer;
  readonly client: ClientConnection;
  readonly options: ClientOptions;
  #format: WireFormat;
  #toClient: Uint8Array[] = [];
  #toServer: Uint8Array[] = [];
  /** What either side was told besides pixels. */
  readonly atServer: Heard[] = [];
  readonly atClient: Heard[] = [];
  cursor: CursorImage | undefined;
  updates = 0;
  bytes = 0;

  #onPacked: (() => void)[] = [];
  /** Pictures of films that have been coded. */
  filmsReady = 0;
  #failure: unknown;

  /** @param encoders that work in other threads; without them `images` do so at once. */
  constructor(attach: Attach, options: ClientOptions = {}, encoders?: DistantEncoders) {
    this.options = options;
    this.#format = new WireFormat(options.format ?? RGB888);
    this.client = new ClientConnection(
      { decodeImage, ...options },
      {
        send: (bytes) => this.#toServer.push(bytes),
        connected: (detail) => this.atClient.push({ kind: 'connected', detail }),
        updated: () => this.updates++,
        resized: (width, height) => this.atClient.push({ kind: 'resized', detail: [width, height] }),
        resizeAnswered: (detail) => this.atClient.push({ kind: 'resize-answered', detail }),
        cursor: (cursor) => (this.cursor = cursor),
        clipboard: (detail) => this.atClient.push({ kind: 'clipboard', detail }),
        bell: () => this.atClient.push({ kind: 'bell', detail: undefined }),
        renamed: (detail) => this.atClient.push({ kind: 'renamed', detail }),
      },
    );
    this.viewer = attach(
      { name: 'farpane', security: [{ kind: 'none' }], ...(encoders === undefined ? { images } : { encoders }) },
      {
        packed: () => this.#packed(),
        filmReady: () => this.filmsReady++,
        failed: (error) => {
          this.#failure = error;
          this.#packed();
        },
        send: (bytes) => {
          this.bytes += bytes.length;
          this.#toClient.push(bytes);
        },
        started: (detail) => this.atServer.push({ kind: 'started', detail }),
        key: (...detail) => this.atServer.push({ kind: 'key', detail }),
        pointer: (...detail) => this.atServer.push({ kind: 'pointer', detail }),
        clipboard: (detail) => this.atServer.push({ kind: 'clipboard', detail }),
        resizeWanted: (...detail) => this.atServer.push({ kind: 'resize-wanted', detail }),
        fenceReturned: (detail) => this.atServer.push({ kind: 'fence', detail }),
      },
    );
  }

  #packed(): void {
    for (const wake of this.#onPacked.splice(0)) wake();
  }

  /** Waits for the update that is being packed. */
  async packed(): Promise<void> {
    if (this.viewer.connection.isPacking && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#onPacked.push(resolve);
      });
    }
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  setFormat(format: ConstructorParameters<typeof WireFormat>[0]): void {
    this.client.setFormat(format);
    this.#format = new WireFormat(format);
  }

  /** Delivers up to so many bytes each way; whether there were any. */
  deliver(most = Infinity): boolean {
    const [down, up] = [take(this.#toClient, most), take(this.#toServer, most)];
    for (const bytes of down) this.client.receive(bytes);
    for (const bytes of up) this.viewer.connection.receive(bytes);
    return down.length + up.length > 0;
  }

  /** Lets everything come to rest. */
  settle(now: number): void {
    let quiet = 0;
    for (let round = 0; round < 500 && quiet < 2; round++) {
      const sent = this.viewer.update(now + round);
      const delivered = this.deliver();
      quiet = sent === 0 && !delivered ? quiet + 1 : 0;
    }
    if (quiet < 2) throw new Error('this viewer does not come to rest');
  }

  /** How the client's picture differs from the scene. */
  difference(state: ServerState): string | undefined {
    const { width, height } = this.client;
    const without = this.options.without ?? [];
    const fixed = without.includes('desktopSize') && without.includes('extendedDesktopSize');
    if (!fixed && (width !== state.screen.width || height !== state.screen.height)) {
      return `${width}x${height} instead of ${state.screen.width}x${state.screen.height}`;
    }
    const scene = state.screenSaver.active
      ? new Uint32Array(width * height)
      : composeScene(state, 0, 0, width, height).data;
    if (without.includes('cursor') && without.includes('cursorWithAlpha')) paintCursor(scene, width, height, state);
    const shown = scene.map((pixel) => this.#format.rgbOf(this.#format.toValue(pixel)));
    return pixelDifference(this.client.framebuffer.data, shown, width);
  }

  /** How the client's cursor differs from the core's. */
  cursorDifference(state: ServerState): string | undefined {
    const without = this.options.without ?? [];
    if (without.includes('cursor') && without.includes('cursorWithAlpha')) {
      return this.cursor === undefined ? undefined : 'a cursor that was not asked for';
    }
    const { argb, width, hotX, hotY } = cursorOf(state);
    const cursor = this.cursor;
    if (cursor === undefined) return argb.length === 0 ? undefined : 'no cursor';
    if (cursor.hotX !== Math.min(hotX, width) || cursor.hotY !== hotY) return `hot spot ${cursor.hotX},${cursor.hotY}`;
    if (!without.includes('cursorWithAlpha')) return pixelDifference(cursor.argb, argb, width);
    // A mask knows no half transparency.
    const seen = (pixels: Uint32Array) => pixels.map((pixel) => (pixel >>> 24 >= 0x80 ? 1 : 0));
    return pixelDifference(seen(cursor.argb), seen(argb), width);
  }
}

function cursorOf(state: ServerState): CursorImage {
  return state.input.pointer.shownCursor ?? state.screen.defaultCursor.image;
}

/** The plain way to blend, as a second opinion. */
function paintCursor(scene: Uint32Array, width: number, height: number, state: ServerState): void {
  const cursor = cursorOf(state);
  const { pointer } = state.input;
  for (let i = 0; i < cursor.argb.length; i++) {
    const x = pointer.x - cursor.hotX + (i % cursor.width);
    const y = pointer.y - cursor.hotY + Math.floor(i / cursor.width);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    const over = cursor.argb[i]!;
    const under = scene[y * width + x]!;
    let pixel = 0;
    for (const shift of [16, 8, 0]) {
      const mixed = ((over >>> shift) & 0xff) + Math.round((((under >>> shift) & 0xff) * (255 - (over >>> 24))) / 255);
      pixel |= Math.min(255, mixed) << shift;
    }
    scene[y * width + x] = pixel;
  }
}

function take(queue: Uint8Array[], most: number): Uint8Array[] {
  const taken: Uint8Array[] = [];
  let left = most;
  while (queue.length > 0 && left > 0) {
    const first = queue.shift()!;
    // Copies: what was delivered is the other side's own.
    taken.push(first.slice(0, left));
    if (first.length > left) queue.unshift(first.slice(left));
    left -= first.length;
  }
  return taken;
}
