/** Who holds the keyboard, who orders the log, and how one that comes back is brought up to date: the decisions alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_RECENT_BYTES } from '../../session/limits.ts';
import { RecentEntries, type RecentEntry } from '../../session/order/recent-entries.ts';
import { planResume, SHORT_TAIL_BYTES, type Knowledge } from '../../session/order/resume-plan.ts';
import { chooseHolder, choosePrimary, mayType, type Candidate } from '../../session/roles.ts';
import type { Mark } from '../../xserver/snapshot/snapshot.ts';

function candidate(terminal: number, given: Partial<Candidate> = {}): Candidate {
  return { terminal, viewOnly: false, visible: true, silent: false, mayOrder: true, ...given };
}

const anyCandidates = fc.uniqueArray(fc.nat({ max: 20 }), { maxLength: 6 }).chain((numbers) =>
  fc.tuple(
    ...numbers.map((terminal) =>
      fc.record({
        terminal: fc.constant(terminal),
        viewOnly: fc.boolean(),
        visible: fc.boolean(),
        silent: fc.boolean(),
        mayOrder: fc.boolean(),
      }),
    ),
  ),
);
const anyTerminal = fc.option(fc.nat({ max: 20 }), { nil: undefined });

describe('the holder', () => {
  test('is the first that may type', () => {
    expect(chooseHolder([], undefined)).toBeUndefined();
    expect(chooseHolder([candidate(1, { viewOnly: true })], undefined)).toBeUndefined();
    expect(chooseHolder([candidate(1, { viewOnly: true }), candidate(2), candidate(3)], undefined)).toBe(2);
  });

  test('stays while it is there, whoever types', () => {
    const both = [candidate(1), candidate(2)];
    expect(chooseHolder(both, 2)).toBe(2);
    expect(chooseHolder(both, 2, { typing: 1 })).toBe(2);
  });

  test('gives way when it is hidden, or silent, and another types', () => {
    for (const away of [{ visible: false }, { silent: true }]) {
      const both = [candidate(1), candidate(2, away)];
      expect(chooseHolder(both, 2)).toBe(2);
      expect(chooseHolder(both, 2, { typing: 1 })).toBe(1);
      expect(chooseHolder(both, 2, { typing: 2 })).toBe(2);
    }
  });

  test('is whoever takes the keyboard, unless that one may only look', () => {
    expect(chooseHolder([candidate(1), candidate(2)], 1, { taking: 2 })).toBe(2);
    expect(chooseHolder([candidate(1), candidate(2, { viewOnly: true })], 1, { taking: 2 })).toBe(1);
  });

  test('when it has left: the oldest that is there, else the oldest', () => {
    expect(chooseHolder([candidate(3), candidate(1, { visible: false }), candidate(2)], 9)).toBe(2);
    expect(chooseHolder([candidate(3, { visible: false }), candidate(2, { silent: true })], 9)).toBe(2);
  });

  test('is never one that may only look, and is there whenever somebody may type; deciding again changes nothing', () => {
    fc.assert(
      fc.property(anyCandidates, anyTerminal, anyTerminal, (candidates, holder, typing) => {
        const event = typing === undefined ? {} : { typing };
        const chosen = chooseHolder(candidates, holder, event);
        const able = candidates.filter(({ viewOnly }) => !viewOnly).map(({ terminal }) => terminal);
        expect(chosen === undefined).toBe(able.length === 0);
        if (chosen !== undefined) expect(able).toContain(chosen);
        expect(chooseHolder(candidates, chosen)).toBe(chosen);
      }),
    );
  });
});

describe('the primary', () => {
  test('is the holder if it can be, else who is it already, else the oldest', () => {
    const all = [candidate(1), candidate(2), candidate(3)];
    expect(choosePrimary(all, 2, 3)).toBe(3);
    expect(choosePrimary([candidate(1), candidate(2), candidate(3, { mayOrder: false })], 2, 3)).toBe(2);
    expect(choosePrimary(all, undefined, undefined)).toBe(1);
    expect(choosePrimary([], 1, 1)).toBeUndefined();
  });

  test('is visible, heard, may type and has the state; deciding again changes nothing', () => {
    fc.assert(
      fc.property(anyCandidates, anyTerminal, anyTerminal, (candidates, primary, holder) => {
        const chosen = choosePrimary(candidates, primary, holder);
        const able = candidates.filter((one) => one.visible && !one.silent && !one.viewOnly && one.mayOrder);
        expect(chosen === undefined).toBe(able.length === 0);
        if (chosen !== undefined) expect(able.map(({ terminal }) => terminal)).toContain(chosen);
        expect(choosePrimary(candidates, chosen, holder)).toBe(chosen);
      }),
    );
  });
});

test('input counts of everyone, or of the holder; never of one that may only look', () => {
  expect(mayType(candidate(1), 'everyone', 2)).toBe(true);
  expect(mayType(candidate(1), 'holder', 2)).toBe(false);
  expect(mayType(candidate(1), 'holder', 1)).toBe(true);
  expect(mayType(candidate(1, { viewOnly: true }), 'everyone', 1)).toBe(false);
});

function entries(from: number, to: number, bytes = 10): RecentEntry[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => {
    return { index: from + 1 + i, time: 0, bytes: new Uint8Array(bytes), quiet: false };
  });
}

function markAt(index: number): Mark {
  return { index } as Mark;
}

/** A host at entry 100 that has the entries behind 80. */
const HOST: Knowledge = {
  index: 100,
  endOfTerm: (epoch) => (epoch === 4 ? 90 : undefined),
  entriesAfter: (index) => (index >= 80 ? entries(index, 100) : undefined),
  lost: [],
};

describe('one that comes back gets', () => {
  test('the entries that it lacks, where they are there', () => {
    expect(planResume({ epoch: 3, index: 90, primary: false }, HOST)).toEqual({
      kind: 'tail',
      entries: entries(90, 100),
    });
    expect(planResume({ epoch: 3, index: 100, primary: false }, HOST)).toEqual({ kind: 'tail', entries: [] });
  });

  test('all anew, where they are not, or where it has what the host does not know', () => {
    expect(planResume({ epoch: 3, index: 79, primary: false }, HOST)).toEqual({ kind: 'snapshot' });
    expect(planResume({ epoch: 3, index: 101, primary: false }, HOST)).toEqual({ kind: 'snapshot' });
  });

  test('as primary: only where everything that it placed was reported', () => {
    // At 89: it was stopped, and what the host placed at the end of its term is still to come.
    for (const index of [89, 90]) expect(planResume({ epoch: 4, index, primary: true }, HOST).kind).toBe('tail');
    for (const index of [91, 100]) {
      expect(planResume({ epoch: 4, index, primary: true }, HOST).kind).toBe('snapshot');
    }
    expect(planResume({ epoch: 5, index: 90, primary: true }, HOST).kind).toBe('snapshot');
  });

  test('a patch on the entries up to where another, or it itself, was lost', () => {
    const lost = { mark: markAt(70), before: entries(60, 70), at: 0 };
    const host = { ...HOST, lost: [lost] };
    const at = (index: number) => planResume({ epoch: 3, index, primary: false }, host);
    expect(at(65)).toEqual({ kind: 'patch', lost, entries: entries(65, 70) });
    expect(at(70)).toEqual({ kind: 'patch', lost, entries: [] });
    expect(at(60)).toEqual({ kind: 'patch', lost, entries: entries(60, 70) });
    expect(at(59).kind).toBe('snapshot');
    expect(at(71).kind).toBe('snapshot');
  });

  test('a patch in place of many bytes of entries, where one can be had', () => {
    const half = SHORT_TAIL_BYTES / 2;
    const host = { ...HOST, entriesAfter: (index: number) => entries(index, 100, half) };
    expect(planResume({ epoch: 3, index: 98, primary: false }, host).kind).toBe('tail');
    expect(planResume({ epoch: 3, index: 97, primary: false }, host).kind).toBe('tail');
    const lost = { mark: markAt(97), before: [], at: 0 };
    expect(planResume({ epoch: 3, index: 97, primary: false }, { ...host, lost: [lost] }).kind).toBe('patch');
    expect(planResume({ epoch: 3, index: 98, primary: false }, { ...host, lost: [lost] }).kind).toBe('tail');
  });
});

test('of the last entries as many are kept as the cap allows', () => {
  const recent = new RecentEntries(10);
  expect(recent.after(10)).toEqual([]);
  expect(recent.after(9)).toBeUndefined();
  const bytes = new Uint8Array(MAX_RECENT_BYTES / 8);
  for (let index = 11; index <= 40; index++)
    recent.entry({ kind: 'request', client: 1, bytes, index, time: index }, false);
  expect(recent.from).toBe(33);
  expect(recent.after(33)).toHaveLength(7);
  expect(recent.after(38)?.map(({ index, time }) => [index, time])).toEqual([
    [39, 39],
    [40, 40],
  ]);
  expect(recent.after(40)).toEqual([]);
  expect(recent.after(32)).toBeUndefined();
  expect(recent.after(41)).toBeUndefined();
});
