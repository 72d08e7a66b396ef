/**
 * Log entries: everything that can happen to a core. Whoever is primary orders them; every replica that applies the same entries
 * has the same state, byte for byte and pixel for pixel.
 */
import type { DisplayDriver } from '../driver.ts';
import type { FontCatalogue } from '../fonts/catalogue.ts';

/** Input as a terminal reports it. Coordinates are of the root. */
export type TerminalInput =
  | { readonly kind: 'motion'; readonly x: number; readonly y: number }
  | { readonly kind: 'button'; readonly button: number; readonly pressed: boolean }
  /** A key of the session's own keyboard, whatever its keymap makes of it. */
  | { readonly kind: 'key'; readonly keycode: number; readonly pressed: boolean }
  | {
      /** A key by what it means to its user, whose keyboard may not be the session's: input/keysym-input.ts finds the session's keys for it. */
      readonly kind: 'keysym';
      readonly keysym: number;
      /** The keycode that the key has by its place; 0 for one that has none, such as a character of an input method. */
      readonly place: number;
      readonly pressed: boolean;
    }
  | {
      /** The layout in the user's hands: replaces the mapping from `firstKeycode` on, and the modifier map where given. */
      readonly kind: 'keymap';
      readonly firstKeycode: number;
      readonly keysymsPerKeycode: number;
      readonly keysyms: Uint32Array;
      /** 8 rows of equal length, 0 for unused. */
      readonly modifierMap: Uint8Array | undefined;
    };

export type LogEvent =
  /** Authorised at the host. Ids of the client are idBase + (0..idMask). */
  | {
      readonly kind: 'client-connected';
      readonly client: number;
      readonly littleEndian: boolean;
      readonly idBase: number;
    }
  /** One whole request; borrowed. */
  | { readonly kind: 'request'; readonly client: number; readonly bytes: Uint8Array }
  | { readonly kind: 'client-gone'; readonly client: number }
  | { readonly kind: 'terminal-attached'; readonly terminal: number }
  | { readonly kind: 'terminal-gone'; readonly terminal: number }
  | { readonly kind: 'input'; readonly terminal: number; readonly number: number; readonly input: TerminalInput }
  | {
      readonly kind: 'screen-resized';
      readonly width: number;
      readonly height: number;
      readonly widthMillimetres: number;
      readonly heightMillimetres: number;
    }
  | { readonly kind: 'time-reached' }
  | { readonly kind: 'font-catalogue'; readonly catalogue: FontCatalogue }
  /** A font file (PCF or BDF, unpacked) that the catalogue names. */
  | { readonly kind: 'font'; readonly hash: string; readonly bytes: Uint8Array };

export type LogEntry = LogEvent & {
  /** 1 and up, without gaps. */
  readonly index: number;
  /** Milliseconds since the session began. */
  readonly time: number;
};

/** Where a core's effects go. Bytes are borrowed: whoever keeps them copies them. */
export interface Sink {
  toClient(client: number, bytes: Uint8Array): void;
  /** So many bytes of the client's requests have been carried out: its credit comes back. */
  consumed(client: number, bytes: number): void;
  /** The core has ended the client (KillClient, a limit); its connection is to be closed after the bytes so far. */
  closed(client: number, reason: string): void;
  /** When the core next acts by itself; undefined for never. The log's orderer then appends `time-reached`. */
  deadline(time: number | undefined): void;
  /** Volume 0..100, pitch in Hz, duration in ms. */
  bell(volume: number, pitch: number, duration: number): void;
  /** A fault of ours, not of a client's, came to light while an entry was applied; the client got BadImplementation. */
  defect(what: string): void;
  readonly driver: DisplayDriver;
}
