import type { Window } from './windows.ts';

/** What becomes of a client's resources when it goes (X11 §9 SetCloseDownMode). */
export const CloseDown = { Destroy: 0, RetainPermanent: 1, RetainTemporary: 2 } as const;

export interface Client {
  /** 1 and up; 0 is the server itself. */
  readonly number: number;
  readonly littleEndian: boolean;
  readonly idBase: number;
  readonly idMask: number;
  /** How many entries of the resource table are its own. */
  resourceCount: number;
  /** Bytes of pixels in its pixmaps. */
  pixmapBytes: number;
  /** Requests dispatched so far; replies and events carry its low 16 bits. */
  sequence: number;
  bigRequests: boolean;
  closeDown: number;
  /** False once the connection has gone while its resources are retained. */
  connected: boolean;
  /** Windows of other clients that it has put into its save-set (X11 §10 ChangeSaveSet). */
  readonly saveSet: Set<Window>;
  /** The connection ended while requests were held: the client goes once they have run. */
  goneWhenDrained: boolean;
  /** Its requests wait until this time, in ms (XTEST FakeInput's delay); 0 for not. */
  blockedUntil: number;
  /** Requests that wait because another client has grabbed the server; owned copies, in order. */
  held: Uint8Array[];
  /** Sum of their lengths. */
  heldBytes: number;
}
