/** How bytes reach an X server: a socket, a MessagePort, a test. The connection (connection.ts) does no I/O of its own. */
export interface Transport {
  /** Sends bytes in order; they are the transport's from now on (owned). */
  send(bytes: Uint8Array): void;
  close(): void;
  /** Set by the connection: called with bytes in the order in which they come (borrowed). */
  onBytes: (bytes: Uint8Array) => void;
  /** Set by the connection: called once, when no more bytes will come. */
  onClose: (reason: string) => void;
}

/** Runs `callback` after the current turn of the event loop, as queueMicrotask does. */
export type Defer = (callback: () => void) => void;
