import type { Surface } from '../xserver/state/drawables.ts';
import type { TerminalBuffer } from './buffer.ts';
import { fittingSize, type Size } from './scale.ts';
import { ScaledView, type SceneView } from './scaled-view.ts';

/** Surfaces by their numbers on the wire, and of each terminal what is told of them: its buffer, or what makes the picture smaller for it. */
export class Views {
  readonly numbers = new Map<Surface, number>();
  /** Of the stack, bottom first. */
  order: readonly Surface[] = [];
  readonly #views = new Map<TerminalBuffer, SceneView>();
  /** Of terminals that have said so. */
  readonly #rooms = new Map<TerminalBuffer, Size>();
  #nextNumber = 0;

  get size(): number {
    return this.#views.size;
  }

  get buffers(): Iterable<TerminalBuffer> {
    return this.#views.keys();
  }

  [Symbol.iterator](): Iterator<SceneView> {
    return this.#views.values();
  }

  /** Gives a new surface its number. */
  number(surface: Surface): number {
    const number = this.#nextNumber++;
    this.numbers.set(surface, number);
    return number;
  }

  /** A terminal: it is told of the whole scene. */
  add(buffer: TerminalBuffer): void {
    this.#begin(buffer, buffer);
  }

  remove(buffer: TerminalBuffer): void {
    this.#views.delete(buffer);
    this.#rooms.delete(buffer);
  }

  #begin(buffer: TerminalBuffer, view: SceneView): void {
    for (const [surface, number] of this.numbers) {
      const { list } = view.surfaceCreated(number, surface);
      list.makeDirty(list.bounds);
    }
    const [root] = this.order;
    if (root !== undefined) view.screenSized(root.pixels.width, root.pixels.height);
    view.restacked(this.order.map((surface) => this.numbers.get(surface)!));
    this.#views.set(buffer, view);
  }

  /** The terminal has so much room: a larger scene is made smaller for it. Undefined: it gets the scene as it is. */
  setRoom(buffer: TerminalBuffer, room: Size | undefined): void {
    if (!this.#views.has(buffer)) return;
    if (room === undefined) this.#rooms.delete(buffer);
    else this.#rooms.set(buffer, room);
    this.#scale(buffer);
  }

  /** The screen has another size. */
  screenResized(): void {
    for (const buffer of this.#rooms.keys()) this.#scale(buffer);
  }

  #scale(buffer: TerminalBuffer): void {
    const [root] = this.order;
    const room = this.#rooms.get(buffer);
    const view = this.#views.get(buffer);
    if (root === undefined || view === undefined) return;
    const full = { width: root.pixels.width, height: root.pixels.height };
    const small = room === undefined ? undefined : fittingSize(full, room);
    if (view instanceof ScaledView) {
      if (small !== undefined) {
        view.resize(full, small);
        return;
      }
      view.end();
      this.#begin(buffer, buffer);
    } else if (small !== undefined) {
      for (const number of this.numbers.values()) buffer.surfaceDestroyed(number);
      this.#begin(buffer, new ScaledView(buffer, this.#nextNumber++, full, small));
    }
  }
}
