/**
 * What a random request can be about: the live objects of a core, as its state has them. Picks give undefined where there is nothing of
 * the kind; the request is then left for later.
 */
import type { Pixmap } from '../../../xserver/state/drawables.ts';
import type { Client } from '../../../xserver/state/clients.ts';
import type { Colormap, Cursor, FontResource, Gc, Resource } from '../../../xserver/state/resources.ts';
import type { ServerState } from '../../../xserver/state/server-state.ts';
import { InputOutput, type Window } from '../../../xserver/state/windows.ts';
import { isViewable } from '../../../xserver/windows/tree.ts';
import type { Random } from './random.ts';

/** Something to draw on and a gc that fits it. */
export interface Canvas {
  readonly drawable: number;
  readonly gc: number;
  readonly depth: number;
  readonly width: number;
  readonly height: number;
}

export class World {
  readonly state: ServerState;
  readonly random: Random;
  /** Whose request it is. */
  readonly client: Client;
  readonly newId: () => number;

  constructor(state: ServerState, random: Random, client: Client, newId: () => number) {
    this.state = state;
    this.random = random;
    this.client = client;
    this.newId = newId;
  }

  get root(): Window {
    return this.state.screen.root;
  }

  all<K extends Resource['kind']>(kind: K): Extract<Resource, { kind: K }>[] {
    const found: Extract<Resource, { kind: K }>[] = [];
    for (const resource of this.state.resources.values()) {
      if (resource.kind === kind) found.push(resource as Extract<Resource, { kind: K }>);
    }
    return found;
  }

  /** One of a list, of this client's own in two cases of three. */
  #own<T extends { client: number }>(list: readonly T[]): T | undefined {
    const own = list.filter(({ client }) => client === this.client.number);
    return own.length > 0 && this.random.chance(66) ? this.random.pick(own) : this.random.pickAny(list);
  }

  windows(): Window[] {
    return this.all('window').filter((window) => window !== this.root);
  }

  /** Any window but the root. */
  window(): Window | undefined {
    return this.#own(this.windows());
  }

  windowOrRoot(): Window {
    return this.random.chance(15) ? this.root : (this.window() ?? this.root);
  }

  /** With pixels of its own kind, root included. */
  inputOutputWindow(): Window | undefined {
    return this.#own(this.all('window').filter(({ windowClass }) => windowClass === InputOutput));
  }

  viewableWindow(): Window | undefined {
    return this.#own(this.windows().filter(isViewable));
  }

  pixmaps(depth?: number): Pixmap[] {
    return this.all('pixmap').filter(({ pixels }) => depth === undefined || pixels.depth === depth);
  }

  pixmap(depth?: number): Pixmap | undefined {
    return this.#own(this.pixmaps(depth));
  }

  gc(depth?: number): Gc | undefined {
    return this.#own(this.all('gc').filter((gc) => depth === undefined || gc.depth === depth));
  }

  font(): FontResource | undefined {
    return this.#own(this.all('font'));
  }

  cursor(): Cursor | undefined {
    return this.#own(this.all('cursor').filter(({ client }) => client !== 0));
  }

  colormap(visual?: number): Colormap | undefined {
    return this.#own(this.all('colormap').filter((map) => visual === undefined || map.visual === visual));
  }

  anyColormap(): number {
    return (this.colormap() ?? this.state.screen.colormap).id;
  }

  /** An InputOutput window or a pixmap. */
  drawable(): { id: number; depth: number; width: number; height: number } | undefined {
    if (this.random.chance(35)) {
      const pixmap = this.pixmap();
      if (pixmap !== undefined) return { id: pixmap.id, ...pixmap.pixels };
    }
    return this.inputOutputWindow();
  }

  /** A drawable with a gc of its depth. */
  canvas(): Canvas | undefined {
    const drawable = this.drawable();
    const gc = drawable === undefined ? undefined : this.gc(drawable.depth);
    if (drawable === undefined || gc === undefined) return undefined;
    const { id, depth, width, height } = drawable;
    return { drawable: id, gc: gc.id, depth, width, height };
  }

  atom(): number {
    return this.random.between(1, this.state.atoms.names.length - 1);
  }

  /** CurrentTime in most cases, else a moment near now. */
  time(): number {
    return this.random.chance(80) ? 0 : Math.max(1, Math.floor(this.state.time) - this.random.below(300));
  }

  flag(): number {
    return this.random.below(2);
  }

  /** A coordinate near a drawable of usual size. */
  coordinate(): number {
    return this.random.chance(95) ? this.random.between(-20, 160) : this.random.between(-32768, 32767);
  }

  /** A width or height. */
  size(): number {
    return this.random.chance(90) ? this.random.between(1, 120) : this.random.between(1, 400);
  }

  /** Flat pairs of coordinates, `groups` of `stride`. */
  coordinates(groups: number, stride: number): Int32Array {
    return Int32Array.from({ length: groups * stride }, () => this.coordinate());
  }

  /** Flat x, y, width, height. */
  rectangles(count: number): Int32Array {
    const flat = this.coordinates(count, 4);
    for (let i = 0; i < flat.length; i += 4) {
      flat[i + 2] = this.size();
      flat[i + 3] = this.size();
    }
    return flat;
  }

  color(): number {
    return this.random.chance(60) ? this.random.pick([0, 0xffffff, 0xff0000, 0x336699, 1]) : this.random.u32();
  }

  /** A word of letters. */
  word(length = this.random.between(1, 8)): string {
    return Array.from({ length }, () => String.fromCharCode(97 + this.random.below(26))).join('');
  }
}
