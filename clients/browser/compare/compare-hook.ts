/** `window.compare`: for tests, and for the browser's console. */
import type { ConnectionState, Report, Standing } from '../worker/messages.ts';
import type { PaneChoice } from './panes-address.ts';
import type { Standing as Totals } from './race.ts';

export interface CompareHook {
  readonly panes: readonly {
    readonly number: number;
    readonly choice: PaneChoice;
    readonly state: ConnectionState['name'];
    readonly standing: Standing | undefined;
    /** Since the race began. */
    readonly totals: Totals;
  }[];
  /** Every pane shows the same picture. */
  readonly agreed: boolean;
  /** Faults of ours so far. */
  readonly defects: readonly string[];
  report(pane: number): Promise<Report>;
}

declare global {
  interface Window {
    compare?: CompareHook;
  }
}
