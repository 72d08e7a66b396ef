/** What page and worker say to each other (postMessage). */
import type { ScreenSize } from '../../../session/carrier/control.ts';
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
      readonly link: string | undefined;
    }
  /** Numbered from 1, without gaps, through all connections of this page. */
  | { readonly kind: 'input'; readonly number: number; readonly input: TerminalInput }
  | { readonly kind: 'resize'; readonly size: ScreenSize }
  /** The link emulation's profile; undefined for none. */
  | { readonly kind: 'link'; readonly profile: string | undefined }
  /** Connects now instead of at the end of the pause. */
  | { readonly kind: 'retry' }
  /** Asks for a Report, answered under the same number. */
  | { readonly kind: 'report'; readonly id: number; readonly pixels: boolean }
  /** Asks whether the host's core has the same state; answered under the same number. */
  | { readonly kind: 'verify'; readonly id: number };

export type ConnectionState =
  | { readonly name: 'connecting' }
  | { readonly name: 'connected' }
  /** Another attempt follows after `retryIn` milliseconds. */
  | { readonly name: 'lost'; readonly reason: string; readonly retryIn: number }
  /** No further attempt is made by itself; `retry` names what the user may do, if anything. */
  | { readonly name: 'refused'; readonly title: string; readonly reason: string; readonly retry: string | undefined };

/** A cursor's pixels are not premultiplied RGBA, as ImageData has them. */
export interface CursorPicture {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export interface Report {
  /** Log entries applied. */
  readonly index: number;
  readonly stateHash: string;
  /** The last input number that has been applied. */
  readonly input: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly framesPainted: number;
  readonly width: number;
  readonly height: number;
  /** What the canvas shows, and what the core's scene is, RGBA; when asked for. */
  readonly shown: Uint8ClampedArray<ArrayBuffer> | undefined;
  readonly scene: Uint8ClampedArray<ArrayBuffer> | undefined;
}

export type FromWorker =
  | { readonly kind: 'state'; readonly state: ConnectionState }
  /** Faults of ours, for the browser's console. */
  | { readonly kind: 'defect'; readonly what: string }
  | { readonly kind: 'session'; readonly name: string }
  | { readonly kind: 'screen'; readonly width: number; readonly height: number }
  /** undefined hides it. */
  | { readonly kind: 'cursor'; readonly cursor: CursorPicture | undefined }
  /** The session's locks after input number `after`. */
  | { readonly kind: 'locks'; readonly capsLock: boolean; readonly numLock: boolean; readonly after: number }
  /** Volume 0..100, pitch in Hz, duration in milliseconds. */
  | { readonly kind: 'bell'; readonly volume: number; readonly pitch: number; readonly duration: number }
  | { readonly kind: 'report'; readonly id: number; readonly report: Report }
  | { readonly kind: 'verified'; readonly id: number; readonly equal: boolean };
