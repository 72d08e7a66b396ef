import type { Connection } from '../api/connection.ts';
import type { ManagedWindow } from './managed-window.ts';

/** Higher layers are always above lower ones. EWMH "Stacking order" */
function layerOf(window: ManagedWindow, active: ManagedWindow | undefined): number {
  if (window.type === 'desktop') return 0;
  if (window.below) return 1;
  if (window.fullscreen && window === active) return 5;
  if (window.type === 'dock') return 4;
  if (window.above || window.type === 'splash' || window.type === 'menu') return 3;
  return 2;
}

/** The managed windows in stacking order, and the panel between them. */
export class Stacking {
  readonly #connection: Connection;
  /** Bottom first. */
  #order: ManagedWindow[] = [];
  /** Frames as the server last heard of them, bottom first. */
  #sent: number[] = [];
  /** The panel's window: above all layers but the focused fullscreen one. */
  panel: number | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get order(): readonly ManagedWindow[] {
    return this.#order;
  }

  add(window: ManagedWindow): void {
    this.#order.push(window);
  }

  remove(window: ManagedWindow): void {
    this.#order = this.#order.filter((other) => other !== window);
    this.#sent = this.#sent.filter((frame) => frame !== window.frame);
  }

  /** Puts a window, and the dialogs that belong to it, above the others of its layer. */
  raise(window: ManagedWindow): void {
    const moved = new Set([window]);
    for (const other of this.#order) {
      const parent = this.#order.find(({ id }) => id === other.transientFor);
      if (parent !== undefined && moved.has(parent)) moved.add(other);
    }
    this.#order = [...this.#order.filter((other) => !moved.has(other)), window];
    for (const other of moved) if (other !== window) this.#order.push(other);
  }

  lower(window: ManagedWindow): void {
    this.#order = [window, ...this.#order.filter((other) => other !== window)];
  }

  /** Tells the server what has changed. Windows that are not ours keep their places among the others. */
  apply(active: ManagedWindow | undefined): void {
    const layer = new Map(this.#order.map((window) => [window, layerOf(window, active)]));
    this.#order = this.#order.toSorted((a, b) => layer.get(a)! - layer.get(b)!);
    const frames = this.#order.map(({ frame }) => frame);
    if (this.panel !== undefined) {
      const firstAbove = this.#order.findIndex((window) => layer.get(window)! > 4);
      frames.splice(firstAbove < 0 ? frames.length : firstAbove, 0, this.panel);
    }
    // From the top down, each goes just below its upper neighbour unless it is there.
    const now = this.#sent.filter((frame) => frames.includes(frame));
    for (let i = frames.length - 1; i >= 0; i--) {
      const [frame, above] = [frames[i]!, frames[i + 1]];
      const at = now.indexOf(frame);
      if (at >= 0 && now[at + 1] === above) continue;
      if (at >= 0) now.splice(at, 1);
      now.splice(above === undefined ? now.length : now.indexOf(above), 0, frame);
      this.#send(frame, above);
    }
    this.#sent = frames;
  }

  /** The top frame goes to the top, another just below its upper neighbour. */
  #send(window: number, above: number | undefined): void {
    const valueList = above === undefined ? { stackMode: 0 } : { sibling: above, stackMode: 1 };
    this.#connection.send('ConfigureWindow', { window, valueList });
  }
}
