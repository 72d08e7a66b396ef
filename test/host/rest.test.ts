import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_SESSION, until } from './support.ts';
import { Rest, REST_MS } from '../../host/rest.ts';
import { Session } from '../../host/session.ts';

let trimmed = 0;
let rest: Rest;
/** What a session has made for its last requests. */
let kept: Uint8Array[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  trimmed = 0;
  rest = new Rest(() => {
    trimmed++;
    kept = [];
  });
});
afterEach(() => {
  rest.stop();
  vi.useRealTimers();
});

function work(): void {
  rest.disturbed();
  kept.push(new Uint8Array(64 << 20).fill(1));
}

test('memory comes back once nothing has happened for a while', async () => {
  work();
  const before = process.memoryUsage.rss();
  vi.advanceTimersByTime(REST_MS - 1);
  rest.disturbed();
  vi.advanceTimersByTime(REST_MS - 1);
  expect(trimmed).toBe(0);
  vi.advanceTimersByTime(2);
  expect(trimmed).toBe(1);
  vi.useRealTimers();
  // The engine frees it in another thread.
  await until(() => process.memoryUsage.rss() < before - (40 << 20), 'the memory freed');
});

test('who rests is left alone: no timer waits', () => {
  work();
  vi.advanceTimersByTime(2 * REST_MS);
  expect(vi.getTimerCount()).toBe(0);
  rest.disturbed();
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(2 * REST_MS);
  // Nothing to speak of had been made.
  expect(trimmed).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('a session without terminals waits for nothing but its screen saver', async () => {
  const { session } = await Session.start(
    { id: 'resting', ...DEFAULT_SESSION },
    { programEnded: () => {}, log: () => {} },
  );
  try {
    await vi.advanceTimersByTimeAsync(2 * REST_MS);
    const before = performance.now();
    vi.advanceTimersToNextTimer();
    expect(performance.now() - before).toBeGreaterThan(300_000);
  } finally {
    vi.useRealTimers();
    await session.end('the test is over', undefined);
  }
});
