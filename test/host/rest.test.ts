import { getHeapStatistics } from 'node:v8';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { until } from './support.ts';
import { Rest, REST_MS } from '../../host/rest.ts';

let trimmed = 0;
let rest: Rest;
/** What a session has made for its last requests. */
let kept: Uint8Array[] = [];

beforeEach(() => {
  vi.useFakeTimers();
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
  const { external_memory: before } = getHeapStatistics();
  vi.advanceTimersByTime(REST_MS - 1);
  rest.disturbed();
  vi.advanceTimersByTime(REST_MS - 1);
  expect(trimmed).toBe(0);
  vi.advanceTimersByTime(2);
  expect(trimmed).toBe(1);
  vi.useRealTimers();
  // The engine frees it in another thread.
  await until(() => getHeapStatistics().external_memory < before - (60 << 20), 'the memory freed');
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
