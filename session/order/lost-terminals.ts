/**
 * What is kept of the log for terminals that were lost and may come back: the log's last entries, and for each of the last few lost ones a mark
 * of the core where the host had to go on without it.
 */
import type { Core } from '../../xserver/core.ts';
import type { Mark } from '../../xserver/snapshot/snapshot.ts';
import { LOST_TERMINAL_MS, MAX_LOST_TERMINALS } from '../limits.ts';
import type { RecentEntries, RecentEntry } from './recent-entries.ts';

export interface LostTerminal {
  /** The core when the terminal was lost. */
  readonly mark: Mark;
  /** The entries up to the mark, as far back as they were still there. */
  readonly before: readonly RecentEntry[];
  /** ms of the session. */
  readonly at: number;
}

export class LostTerminals {
  #lost: LostTerminal[] = [];

  get list(): readonly LostTerminal[] {
    return this.#lost;
  }

  /** A terminal was lost just now. */
  add(core: Core, recent: RecentEntries, now: number): void {
    this.forget(now);
    const last = this.#lost.at(-1);
    const { index } = core.state;
    if (last?.mark.index === index) return;
    const before = recent.after(recent.from) ?? [];
    this.#lost.push({ mark: core.mark(last?.mark), before, at: now });
    if (this.#lost.length > MAX_LOST_TERMINALS) this.#lost.shift();
  }

  /** Lets go of what is too old. */
  forget(now: number): void {
    if (this.#lost.length > 0) this.#lost = this.#lost.filter(({ at }) => now - at < LOST_TERMINAL_MS);
  }
}
