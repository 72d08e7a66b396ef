/** `window.farpaneVnc`: for tests, and for the browser's console. */
import type { ConnectionState } from '../worker/messages.ts';
import type { VncReport } from '../worker/vnc-messages.ts';

export interface VncHook {
  readonly state: ConnectionState;
  readonly viewOnly: boolean;
  readonly canResize: boolean;
  /** What was copied at the server last. */
  readonly copied: string | undefined;
  report(): Promise<VncReport>;
}

declare global {
  interface Window {
    farpaneVnc?: VncHook;
  }
}
