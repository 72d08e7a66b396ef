/** What the replay page and its worker say to each other (postMessage). Times are ms of the session's log. */
import type { CursorPicture } from '../../worker/messages.ts';

export type ToPlayer =
  /** Once, first of all; the canvas is transferred. */
  | { readonly kind: 'start'; readonly canvas: OffscreenCanvas; readonly url: string; readonly token: string }
  | { readonly kind: 'play'; readonly playing: boolean }
  | { readonly kind: 'seek'; readonly time: number }
  /** Session time for each ms of real time. */
  | { readonly kind: 'speed'; readonly speed: number }
  /** Whether stretches in which nothing is to be seen are passed over. */
  | { readonly kind: 'skip-idle'; readonly skip: boolean }
  /** Asks for a PlayerReport, answered under the same number. */
  | { readonly kind: 'report'; readonly id: number; readonly pixels: boolean };

export interface RecordingInfo {
  readonly name: string;
  readonly session: string;
  readonly startTime: number;
  readonly endTime: number;
  /** Milliseconds since 1970 at time 0. */
  readonly epoch: number;
  /** False for one that was cut off. */
  readonly closed: boolean;
}

export interface PlayerReport {
  readonly time: number;
  /** Log entries applied. */
  readonly index: number;
  readonly stateHash: string;
  readonly width: number;
  readonly height: number;
  /** What the canvas shows, and what the core's scene is, RGBA; when asked for. */
  readonly shown: Uint8ClampedArray<ArrayBuffer> | undefined;
  readonly scene: Uint8ClampedArray<ArrayBuffer> | undefined;
}

export type FromPlayer =
  | { readonly kind: 'opened'; readonly info: RecordingInfo }
  /** Nothing can be played, or no further. */
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'at';
      readonly time: number;
      readonly playing: boolean;
      /** It is on its way to where it was sent. */
      readonly seeking: boolean;
      /** It passes over a stretch in which nothing is to be seen. */
      readonly skipping: boolean;
    }
  | { readonly kind: 'screen'; readonly width: number; readonly height: number }
  | { readonly kind: 'pointer'; readonly x: number; readonly y: number }
  /** undefined hides it. */
  | { readonly kind: 'cursor'; readonly cursor: CursorPicture | undefined }
  | { readonly kind: 'bell'; readonly volume: number; readonly pitch: number; readonly duration: number }
  /** Faults of ours, for the browser's console. */
  | { readonly kind: 'defect'; readonly what: string }
  | { readonly kind: 'report'; readonly id: number; readonly report: PlayerReport };
