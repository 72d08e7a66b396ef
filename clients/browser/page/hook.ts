/** `window.farpane`: for tests, and for the browser's console. With `verify` in the page's query state hashes are compared all the time. */
import type { WireName } from '../../../session/carrier/control.ts';
import type { History } from '../panel/history.ts';
import type { ConnectionState, Report, Standing, Switch } from '../worker/messages.ts';

export interface Hook {
  readonly state: ConnectionState;
  /** The keyboard layout in use. */
  readonly layout: string;
  /** Inputs sent so far. */
  readonly inputs: number;
  /** Wire, roles and the other terminals; undefined before the session has told. */
  readonly standing: Standing | undefined;
  /** Changes of the wire and of who orders the log, in their order. */
  readonly switches: readonly Switch[];
  /** Faults of ours so far. */
  readonly defects: readonly string[];
  /** What the worker's core and canvas hold, with all inputs so far applied. */
  report(pixels?: boolean): Promise<Report>;
  /** Whether the host's core has the same state hash at the same log index; false without a connection. */
  verify(): Promise<boolean>;
  setWire(wire: WireName): void;
  setLink(link: string): void;
  /** What the live panel has measured while it was open. */
  readonly live: Pick<History, 'points' | 'sums'>;
}

declare global {
  interface Window {
    farpane?: Hook;
  }
}
