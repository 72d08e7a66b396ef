/** What page and worker say to each other (postMessage). */
import type { Locks } from '../../../xserver/input/modifiers.ts';
import type { ScreenSize, WireName } from '../../../session/carrier/control.ts';
import type { Sample } from './meter.ts';
import type { TerminalInput } from '../../../xserver/log/entry.ts';

export type ToWorker =
  /** Once, first of all; the canvas is transferred. */
  | {
      readonly kind: 'start';
      readonly canvas: OffscreenCanvas;
      /** The session's WebSocket. */
      readonly url: string;
      /** Where a plain request tells whether the token lets in. */
      readonly access: { readonly url: string; readonly token: string } | undefined;
      readonly size: ScreenSize;
      /** The link to emulate; undefined leaves it to the session. */
      readonly link: string | undefined;
      readonly wire: WireName;
      readonly visible: boolean;
      /** Compare state hashes with the host's all the time. */
      readonly verify: boolean;
    }
  /** Numbered from 1, without gaps, through all connections of this page. */
  | {
      readonly kind: 'input';
      readonly number: number;
      readonly input: TerminalInput;
      /** When it came about (meter.ts, wallClock). */
      readonly at: number;
    }
  | { readonly kind: 'resize'; readonly size: ScreenSize }
  /** The link to emulate (session/link.ts). */
  | { readonly kind: 'link'; readonly link: string }
  | { readonly kind: 'wire'; readonly wire: WireName }
  /** Somebody can see the page, or nobody can. */
  | { readonly kind: 'visible'; readonly visible: boolean }
  /** Samples are wanted from now on, or no longer; and a number for each picture that is shown. */
  | { readonly kind: 'watch'; readonly samples: boolean; readonly pictures: boolean }
  /** A larger screen is to be made smaller at the host, to so many pixels, where the wire can do that; undefined takes it as it is. */
  | { readonly kind: 'room'; readonly room: Room | undefined }
  | { readonly kind: 'take-keyboard' }
  /** Connects now instead of at the end of the pause. */
  | { readonly kind: 'retry' }
  /** Asks for a Report, answered under the same number. */
  | { readonly kind: 'report'; readonly id: number; readonly pixels: boolean }
  /** Asks whether the host's core has the same state; answered under the same number. */
  | { readonly kind: 'verify'; readonly id: number }
  /** Asks for a sign of life. */
  | { readonly kind: 'beat' };

export interface Room {
  readonly width: number;
  readonly height: number;
}

export type ConnectionState =
  | { readonly name: 'connecting' }
  /** The session's state is on its way: so many bytes of it are here, of so many (0: not known yet). */
  | { readonly name: 'joining'; readonly bytes: number; readonly total: number }
  | { readonly name: 'connected' }
  /** Another attempt follows after `retryIn` milliseconds. */
  | { readonly name: 'lost'; readonly reason: string; readonly retryIn: number }
  /** No further attempt is made by itself; `retry` names what the user may do, if anything. */
  | {
      readonly name: 'refused';
      readonly title: string;
      readonly reason: string;
      readonly retry: string | undefined;
      /** It has come to its end: nothing is amiss. */
      readonly ended?: boolean;
    };

/** A cursor's pixels are not premultiplied RGBA, as ImageData has them. */
export interface CursorPicture {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Somebody who shows the session. */
export interface Participant {
  readonly terminal: number;
  readonly wire: string;
  readonly you: boolean;
  readonly holder: boolean;
  readonly primary: boolean;
  readonly viewOnly: boolean;
  readonly visible: boolean;
  /** The link that it emulates. */
  readonly link: string;
}

/** How this terminal stands in the session. */
export interface Standing {
  /** Its number in the session. */
  readonly terminal: number;
  readonly wire: WireName;
  /** The link that it emulates. */
  readonly link: string;
  /** Wires that the host offers. */
  readonly offered: readonly WireName[];
  /** A change of the wire is under way. */
  readonly changing: boolean;
  readonly viewOnly: boolean;
  readonly holder: boolean;
  readonly primary: boolean;
  /** everyone: all may type; holder: one at a time. */
  readonly keyboard: 'everyone' | 'holder';
  readonly participants: readonly Participant[];
}

/** A change of who orders the log, or of the wire, as this terminal saw it. */
export interface Switch {
  readonly from: string;
  readonly to: string;
  /** How long nothing happened though there was something to do, in milliseconds. */
  readonly stop: number;
  /** Wall clock, milliseconds since 1970. */
  readonly at: number;
}

export interface Report {
  /** Log entries applied. */
  readonly index: number;
  readonly stateHash: string;
  /** The last input number that has been applied. */
  readonly input: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Shortest round trip of late, in milliseconds. */
  readonly roundTrip: number | undefined;
  readonly framesPainted: number;
  /** How each connection so far has found its way into the session: anew, or with what was kept of it. */
  readonly joins: readonly ('anew' | 'resumed')[];
  /** State hashes compared with the host's, and those that differed. */
  readonly verified: number;
  readonly differed: number;
  readonly width: number;
  readonly height: number;
  /** The session's lock keys; undefined while they are not known. */
  readonly locks: Locks | undefined;
  /** What the canvas shows, and what the core's scene is, RGBA; when asked for. */
  readonly shown: Uint8ClampedArray<ArrayBuffer> | undefined;
  readonly scene: Uint8ClampedArray<ArrayBuffer> | undefined;
}

export type FromWorker =
  | { readonly kind: 'state'; readonly state: ConnectionState }
  /** Faults of ours, for the browser's console. */
  | { readonly kind: 'defect'; readonly what: string }
  | { readonly kind: 'session'; readonly name: string }
  /** The first picture, or one of another size, has been painted. */
  | { readonly kind: 'screen'; readonly width: number; readonly height: number }
  /** There are no windows in what is shown, as far as can be seen here; or there are again. */
  | { readonly kind: 'empty'; readonly empty: boolean }
  /** undefined hides it. */
  | { readonly kind: 'cursor'; readonly cursor: CursorPicture | undefined }
  /** The session's locks after input number `after`. */
  | { readonly kind: 'locks'; readonly capsLock: boolean; readonly numLock: boolean; readonly after: number }
  /** Volume 0..100, pitch in Hz, duration in milliseconds. */
  | { readonly kind: 'bell'; readonly volume: number; readonly pitch: number; readonly duration: number }
  | { readonly kind: 'standing'; readonly standing: Standing }
  | { readonly kind: 'switched'; readonly change: Switch }
  | { readonly kind: 'sample'; readonly sample: Sample }
  /** Another picture is shown since `at`; equal pictures have equal numbers. */
  | { readonly kind: 'picture'; readonly print: string; readonly at: number }
  | { readonly kind: 'report'; readonly id: number; readonly report: Report }
  | { readonly kind: 'verified'; readonly id: number; readonly equal: boolean }
  | { readonly kind: 'beat' };
