/** What the page of a foreign VNC server and its worker say to each other (postMessage). */
import type { Access } from './access.ts';
import type { ConnectionState, CursorPicture } from './messages.ts';

export type ToVncWorker =
  /** Once, first of all; the canvas is transferred. */
  | { readonly kind: 'start'; readonly canvas: OffscreenCanvas; readonly url: string; readonly access: Access }
  | { readonly kind: 'retry' }
  /** `xt`: the key's place on a PC keyboard, where it has one. */
  | { readonly kind: 'key'; readonly down: boolean; readonly keysym: number; readonly xt: number | undefined }
  /** Button 1 is bit 0; 4 to 7 are the wheels. */
  | { readonly kind: 'pointer'; readonly x: number; readonly y: number; readonly buttons: number }
  | { readonly kind: 'clipboard'; readonly text: string }
  /** The server's screen is to have this size from now on, where it takes sizes; undefined leaves it. */
  | { readonly kind: 'size'; readonly size: { readonly width: number; readonly height: number } | undefined }
  /** Asks for a VncReport, answered under the same number. */
  | { readonly kind: 'report'; readonly id: number };

export interface VncReport {
  readonly width: number;
  readonly height: number;
  readonly bytesReceived: number;
  /** What the canvas shows, RGBA. */
  readonly shown: Uint8ClampedArray<ArrayBuffer>;
}

export type FromVncWorker =
  | { readonly kind: 'state'; readonly state: ConnectionState }
  /** This token lets the page look, and no more. */
  | { readonly kind: 'view-only'; readonly viewOnly: boolean }
  /** What the server calls itself: anybody's text. */
  | { readonly kind: 'name'; readonly name: string }
  /** The first picture, or one of another size, has been painted. */
  | { readonly kind: 'screen'; readonly width: number; readonly height: number }
  | { readonly kind: 'cursor'; readonly cursor: CursorPicture | undefined }
  | { readonly kind: 'locks'; readonly capsLock: boolean; readonly numLock: boolean }
  | { readonly kind: 'clipboard'; readonly text: string }
  | { readonly kind: 'bell' }
  /** Whether the server takes sizes. */
  | { readonly kind: 'can-resize'; readonly can: boolean }
  /** The server does not take the size that was asked for. */
  | { readonly kind: 'size-refused' }
  | { readonly kind: 'report'; readonly id: number; readonly report: VncReport };
