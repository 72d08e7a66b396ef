/**
 * The session's picture for a terminal that joins, ahead of the state that it waits for: the screen in bands of whole rows, top first, and then
 * again those that were drawn on, which takes no more than a share of the link.
 */
import type { Core } from '../../xserver/core.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import type { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { PREVIEW_BAND_BYTES } from '../limits.ts';
import { writePreview } from './down.ts';

/** Of what else is sent while the state is on its way: bands that were drawn on again take a quarter of it. */
const REFRESH_SHARE = 4;

export class Preview {
  /** Hangs on the core while the preview lasts. */
  readonly damage = new SceneDamage();
  readonly #core: Core;
  readonly #pack: (bytes: Uint8Array) => Uint8Array;
  #width = 0;
  #height = 0;
  #rows = 1;
  /** Bands from this one on have not been sent yet. */
  #next = 0;
  #bands = 0;
  /** Bands that were drawn on since they were sent. */
  readonly #dirty = new Set<number>();
  /** Bytes that refreshed bands may take. */
  #allowance = 0;

  constructor(core: Core, pack: (bytes: Uint8Array) => Uint8Array) {
    this.#core = core;
    this.#pack = pack;
    this.damage.restacked(core.state.screen.surfaces);
    this.#begin();
  }

  /** All of the screen, which may have another size than before. */
  #begin(): void {
    const { width, height } = this.#core.state.screen;
    this.#width = width;
    this.#height = height;
    this.#rows = Math.max(1, Math.floor(PREVIEW_BAND_BYTES / (width * 4)));
    this.#bands = Math.ceil(height / this.#rows);
    this.#next = 0;
    this.#dirty.clear();
    this.damage.take();
  }

  /** So many bytes of the state have been sent. */
  stateSent(bytes: number): void {
    this.#allowance += bytes / REFRESH_SHARE;
  }

  /** A band is due. */
  get waiting(): boolean {
    this.#look();
    return this.#next < this.#bands || (this.#dirty.size > 0 && this.#allowance > 0);
  }

  #look(): void {
    const { width, height } = this.#core.state.screen;
    if (width !== this.#width || height !== this.#height) this.#begin();
    if (this.damage.isEmpty) return;
    for (const { y1, y2 } of this.damage.take()) {
      const last = Math.min(height, y2) - 1;
      for (let band = Math.floor(Math.max(0, y1) / this.#rows); band * this.#rows <= last; band++) {
        if (band < this.#next) this.#dirty.add(band);
      }
    }
  }

  /** Writes the next band; false when none is due. */
  write(writer: ByteWriter): boolean {
    if (!this.waiting) return false;
    // All once, whatever is drawn meanwhile: the state must not wait for a screen that never rests.
    const again = this.#next === this.#bands;
    const band = again ? this.#dirty.values().next().value! : this.#next++;
    this.#dirty.delete(band);
    const y = band * this.#rows;
    const size = { width: this.#width, height: Math.min(this.#rows, this.#height - y) };
    const { data } = composeScene(this.#core.state, 0, y, size.width, size.height);
    const before = writer.length;
    const packed = this.#pack(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    writePreview(writer, { screenWidth: this.#width, screenHeight: this.#height, x: 0, y, ...size, packed });
    if (again) this.#allowance -= writer.length - before;
    return true;
  }
}
