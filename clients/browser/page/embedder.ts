/**
 * The page inside a frame of another one: it tells that page how it fares, and does what that page asks of it (docs/embedding.md has the messages).
 * Which origins may frame it the host says (`--allow-origin`), and the browser sees to that: whoever is our parent may hear this.
 */
import { OFFERED_WIRES, type WireName } from '../../../session/carrier/control.ts';
import type { ConnectionState } from '../worker/messages.ts';

/** What the embedding page hears. */
export type ToEmbedder =
  | {
      readonly farpane: 'state';
      readonly state: ConnectionState['name'];
      readonly title: string;
      readonly reason: string;
    }
  | { readonly farpane: 'session'; readonly name: string }
  | { readonly farpane: 'screen'; readonly width: number; readonly height: number }
  | { readonly farpane: 'standing'; readonly wire: string; readonly holder: boolean; readonly viewOnly: boolean };

export interface EmbedderOptions {
  readonly chooseWire: (wire: WireName) => void;
  readonly takeKeyboard: () => void;
  readonly focus: () => void;
}

export class Embedder {
  readonly #parent = window.parent === window ? undefined : window.parent;
  /** The last of each kind, for an embedder that comes to listen late. */
  readonly #last = new Map<ToEmbedder['farpane'], ToEmbedder>();

  constructor({ chooseWire, takeKeyboard, focus }: EmbedderOptions) {
    if (this.#parent === undefined) return;
    window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      if (source !== this.#parent || typeof data !== 'object' || data === null || !('farpane' in data)) return;
      switch (data.farpane) {
        case 'hello':
          for (const message of this.#last.values()) this.#post(message);
          return;
        case 'wire': {
          const wire = OFFERED_WIRES.find((offered) => 'wire' in data && data.wire === offered);
          if (wire !== undefined) chooseWire(wire);
          return;
        }
        case 'take-keyboard':
          takeKeyboard();
          return;
        case 'focus':
          focus();
          return;
        default:
      }
    });
  }

  tell(message: ToEmbedder): void {
    if (this.#parent === undefined || JSON.stringify(this.#last.get(message.farpane)) === JSON.stringify(message))
      return;
    this.#last.set(message.farpane, message);
    this.#post(message);
  }

  #post(message: ToEmbedder): void {
    this.#parent?.postMessage(message, '*');
  }
}
