/**
 * Who of a session's terminals is what. The holder has the keyboard: the screen has its size, and where only one's input counts it is its. The
 * primary orders the log; without one the host does. Both are chosen anew whenever something about a terminal changes.
 */
import type { KeyboardMode } from './carrier/control.ts';

/** What counts of a terminal. */
export interface Candidate {
  /** Numbers grow in the order of coming. */
  readonly terminal: number;
  readonly viewOnly: boolean;
  readonly visible: boolean;
  /** It has not been heard of for too long. */
  readonly silent: boolean;
  /** Its wire is one on which the terminal orders the log, and it has the session's state. */
  readonly mayOrder: boolean;
}

function mayHold(candidate: Candidate): boolean {
  return !candidate.viewOnly;
}

function isThere(candidate: Candidate): boolean {
  return candidate.visible && !candidate.silent;
}

function oldest(candidates: readonly Candidate[]): number | undefined {
  return candidates.reduce<number | undefined>(
    (least, { terminal }) => (least === undefined || terminal < least ? terminal : least),
    undefined,
  );
}

/**
 * The holder from now on. It stays until it leaves, or is not there while another gives input (`typing`), or another takes the keyboard
 * (`taking`).
 */
export function chooseHolder(
  candidates: readonly Candidate[],
  holder: number | undefined,
  event: { readonly taking?: number; readonly typing?: number } = {},
): number | undefined {
  const able = candidates.filter(mayHold);
  const find = (terminal: number | undefined) => able.find((candidate) => candidate.terminal === terminal);
  const taking = find(event.taking);
  if (taking !== undefined) return taking.terminal;
  const current = find(holder);
  const typing = find(event.typing);
  if (current !== undefined && (isThere(current) || typing === undefined || !isThere(typing))) return current.terminal;
  if (typing !== undefined && isThere(typing)) return typing.terminal;
  return oldest(able.filter(isThere)) ?? oldest(able);
}

/** Who is to order the log from now on: the holder if it can, else who does it already, else who came first; undefined for the host. */
export function choosePrimary(
  candidates: readonly Candidate[],
  primary: number | undefined,
  holder: number | undefined,
): number | undefined {
  const able = candidates.filter((candidate) => !candidate.viewOnly && isThere(candidate) && candidate.mayOrder);
  for (const wanted of [holder, primary]) {
    if (wanted !== undefined && able.some(({ terminal }) => terminal === wanted)) return wanted;
  }
  return oldest(able);
}

/** Whether a terminal's input counts. */
export function mayType(candidate: Candidate, mode: KeyboardMode, holder: number | undefined): boolean {
  return !candidate.viewOnly && (mode === 'everyone' || holder === candidate.terminal);
}
