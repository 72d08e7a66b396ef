import { describe, expect, it } from 'vitest';
import { MAX_RECENT_BYTES } from '../../session/limits.ts';
import { RecentEntries } from '../../session/order/recent-entries.ts';
import { decodeLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';

function request(index: number, size: number): LogEntry {
  return { kind: 'request', client: 3, bytes: new Uint8Array(size).fill(index & 0xff), index, time: 1000 + index };
}

describe('the last entries of the log', () => {
  it('come back as they were, from any index that is still there', () => {
    const recent = new RecentEntries(10);
    for (let i = 11; i <= 5000; i++) recent.entry(request(i, (i * 7) % 90), i % 3 === 0);
    expect(recent.from).toBe(10);
    for (const after of [10, 11, 2500, 4999, 5000]) {
      const entries = recent.after(after)!;
      expect(entries).toHaveLength(5000 - after);
      entries.forEach(({ index, time, bytes, quiet }, i) => {
        const expected = request(after + 1 + i, ((after + 1 + i) * 7) % 90);
        if (i % 97 === 0) expect(decodeLogEntry(bytes)).toEqual(expected);
        expect([index, time, quiet]).toEqual([expected.index, expected.time, expected.index % 3 === 0]);
      });
    }
    expect(recent.after(9)).toBeUndefined();
    expect(recent.after(5001)).toBeUndefined();
  });

  it('stay within their size, the newest of them', () => {
    const recent = new RecentEntries(0);
    const size = 1000;
    const many = Math.ceil((MAX_RECENT_BYTES / size) * 3);
    for (let i = 1; i <= many; i++) recent.entry(request(i, size), false);
    const kept = recent.after(recent.from)!;
    expect(kept.at(-1)!.index).toBe(many);
    expect(kept[0]!.index).toBe(recent.from + 1);
    expect(kept.length * size).toBeLessThanOrEqual(MAX_RECENT_BYTES);
    expect(kept.length * size).toBeGreaterThan(MAX_RECENT_BYTES / 2);
    expect(recent.after(recent.from - 1)).toBeUndefined();
  });

  it('that were given out stay as they were', () => {
    const recent = new RecentEntries(0);
    recent.entry(request(1, 20), false);
    const [first] = recent.after(0)!;
    for (let i = 2; i < 20_000; i++) recent.entry(request(i, 500), false);
    expect(decodeLogEntry(first!.bytes)).toEqual(request(1, 20));
  });
});
