/** `window.farpane`: for tests, and for the browser's console. */
import type { ConnectionState, Report } from '../worker/messages.ts';

export interface Hook {
  readonly state: ConnectionState;
  /** The keyboard layout in use. */
  readonly layout: string;
  /** Inputs sent so far. */
  readonly inputs: number;
  /** What the worker's core and canvas hold, with all inputs so far applied. */
  report(pixels?: boolean): Promise<Report>;
  /** Whether the host's core has the same state hash at the same log index; false without a connection. */
  verify(): Promise<boolean>;
}

declare global {
  interface Window {
    farpane?: Hook;
  }
}
