/** How a terminal that kept a replica is brought up to date: by the entries that it lacks, by a patch, or from the beginning. */
import type { LostTerminal } from './lost-terminals.ts';
import type { RecentEntry } from './recent-entries.ts';

/** Entries beyond this, in bytes, are no better than a patch, where one can be had. */
export const SHORT_TAIL_BYTES = 256 * 1024;

/** The replica that a terminal has. */
export interface Standing {
  /** The term in which it applied its last entries. */
  readonly epoch: number;
  readonly index: number;
  /** It was that term's primary. */
  readonly primary: boolean;
}

/** What the host knows. */
export interface Knowledge {
  readonly index: number;
  /** The last entry of a term in which a terminal was primary; undefined for what is not known. */
  endOfTerm(epoch: number): number | undefined;
  /** The entries behind an index; undefined where they are no longer there. */
  entriesAfter(index: number): readonly RecentEntry[] | undefined;
  readonly lost: readonly LostTerminal[];
}

export type ResumePlan =
  | { readonly kind: 'snapshot' }
  /** The entries that it lacks. */
  | { readonly kind: 'tail'; readonly entries: readonly RecentEntry[] }
  /** The entries up to the mark of a lost terminal, then what has changed since. */
  | { readonly kind: 'patch'; readonly entries: readonly RecentEntry[]; readonly lost: LostTerminal };

export function planResume(standing: Standing, host: Knowledge): ResumePlan {
  const { index } = standing;
  if (index > host.index) return { kind: 'snapshot' };
  if (standing.primary) {
    // What a primary placed and did not report is not part of the log. One that was stopped may not have had all of its term.
    const end = host.endOfTerm(standing.epoch);
    if (end === undefined || index > end) return { kind: 'snapshot' };
  }
  const tail = host.entriesAfter(index);
  if (tail !== undefined && bytesOf(tail) <= SHORT_TAIL_BYTES) return { kind: 'tail', entries: tail };
  const lost = host.lost.find(({ mark, before }) => {
    return mark.index === index || (mark.index > index && before.length > 0 && before[0]!.index <= index + 1);
  });
  if (lost !== undefined) {
    return { kind: 'patch', lost, entries: lost.before.filter((entry) => entry.index > index) };
  }
  return tail === undefined ? { kind: 'snapshot' } : { kind: 'tail', entries: tail };
}

function bytesOf(entries: readonly RecentEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
