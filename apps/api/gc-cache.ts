import type { Connection } from './connection.ts';

/** What our drawing varies in a gc; the rest keeps its default. */
export interface GcState {
  readonly foreground: number;
  readonly lineWidth: number;
  readonly font: number | undefined;
  readonly includeInferiors: boolean;
  readonly function: number;
}

/** Gcs at the server; beyond this many the one used longest ago is changed instead of creating another. */
const CAPACITY = 48;
const GX_COPY = 3;

/** Gcs of the root's depth by what they draw. */
export class GcCache {
  readonly #connection: Connection;
  readonly #gcs = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get(foreground: number, state: Partial<GcState> = {}): number {
    const { lineWidth = 0, font, includeInferiors = false, function: drawing = GX_COPY } = state;
    const key = `${foreground}/${lineWidth}/${font ?? ''}/${includeInferiors}/${drawing}`;
    const known = this.#gcs.get(key);
    if (known !== undefined) {
      this.#gcs.delete(key);
      this.#gcs.set(key, known);
      return known;
    }
    const valueList = {
      function: drawing,
      foreground,
      lineWidth,
      subwindowMode: includeInferiors ? 1 : 0,
      graphicsExposures: 0,
      capStyle: lineWidth > 1 ? 2 : 1,
      joinStyle: lineWidth > 1 ? 1 : 0,
      ...(font === undefined ? {} : { font }),
    };
    const oldest = this.#gcs.size >= CAPACITY ? this.#gcs.entries().next().value : undefined;
    let gc: number;
    if (oldest === undefined) {
      gc = this.#connection.newId();
      this.#connection.send('CreateGC', { cid: gc, drawable: this.#connection.root, valueList });
    } else {
      gc = oldest[1];
      this.#gcs.delete(oldest[0]);
      this.#connection.send('ChangeGC', { gc, valueList });
    }
    this.#gcs.set(key, gc);
    return gc;
  }
}
