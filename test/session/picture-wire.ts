/** The simplest wire that ships no log, to test what such wires plug into: rows of pixels, all of them and then those that were drawn on. */
import type { ChannelSource } from '../../session/carrier/carrier.ts';
import type { HostWireOptions, TerminalWireOptions, WireEnd } from '../../session/wire.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import { composeScene } from '../../xserver/windows/scene.ts';

const ROWS = 8;
/** Width, height, first row; then the pixels. */
const HEADER_BYTES = 6;

class HostPictures implements WireEnd, ChannelSource {
  readonly source = this;
  readonly #options: HostWireOptions;
  readonly #damage = new SceneDamage();
  #size = '';
  readonly #dirty = new Set<number>();

  constructor(options: HostWireOptions) {
    this.#options = options;
    this.#damage.restacked(options.host.core.state.screen.surfaces);
    options.host.drivers.add(this.#damage);
  }

  get waiting(): boolean {
    const { width, height } = this.#options.host.core.state.screen;
    for (const { y1, y2 } of this.#damage.take()) this.#add(y1, Math.min(height, y2));
    if (this.#size !== `${width} ${height}`) {
      this.#dirty.clear();
      this.#add(0, height);
    }
    this.#size = `${width} ${height}`;
    return this.#dirty.size > 0;
  }

  #add(y1: number, y2: number): void {
    for (let y = Math.max(0, y1 - (y1 % ROWS)); y < y2; y += ROWS) this.#dirty.add(y);
  }

  next(): Uint8Array | undefined {
    if (!this.waiting) return undefined;
    const { state } = this.#options.host.core;
    const { width, height } = state.screen;
    const y = this.#dirty.values().next().value!;
    this.#dirty.delete(y);
    const rows = Math.max(0, Math.min(ROWS, height - y));
    const { data } = composeScene(state, 0, y, width, rows);
    const bytes = new Uint8Array(HEADER_BYTES + data.byteLength);
    const view = new DataView(bytes.buffer);
    [width, height, y].forEach((value, i) => view.setUint16(i * 2, value));
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), HEADER_BYTES);
    return bytes;
  }

  receive(): void {
    throw new Error('nothing is sent up');
  }

  close(): void {
    this.#options.host.drivers.remove(this.#damage);
  }
}

export function hostPictures(options: HostWireOptions): WireEnd {
  return new HostPictures(options);
}

export class TerminalPictures implements WireEnd {
  readonly source = undefined;
  readonly #options: TerminalWireOptions;
  readonly #seen = new Set<number>();
  width = 0;
  height = 0;
  pixels = new Uint32Array(0);
  closed = false;

  constructor(options: TerminalWireOptions) {
    this.#options = options;
  }

  receive(bytes: Uint8Array): void {
    if (this.closed) throw new Error('closed');
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const [width, height, y] = [view.getUint16(0), view.getUint16(2), view.getUint16(4)];
    if (width !== this.width || height !== this.height) {
      [this.width, this.height] = [width, height];
      this.pixels = new Uint32Array(width * height);
      this.#seen.clear();
    }
    this.pixels.set(new Uint32Array(bytes.slice(HEADER_BYTES).buffer), y * width);
    const before = this.#seen.size;
    this.#seen.add(y);
    if (this.#seen.size > before && this.#seen.size === Math.ceil(height / ROWS)) this.#options.whole();
  }

  close(): void {
    this.closed = true;
  }
}
