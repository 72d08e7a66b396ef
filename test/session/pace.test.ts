import { describe, expect, test } from 'vitest';
import { Pace } from '../../session/carrier/pace.ts';
import { LINK_PROFILES, LinkQueue, type LinkProfile } from '../../session/link.ts';

/** Sends bulk over an emulated link for a while; what the pace does. Virtual time. */
function bulkOver(link: LinkProfile, milliseconds: number) {
  const pace = new Pace();
  const down = new LinkQueue<number | undefined>(link.down);
  const up = new LinkQueue<number>(link.up);
  let now = 0;
  let longestChunk = 0;
  let queueSum = 0;
  let messages = 0;
  let sent = 0;
  const settled = milliseconds / 2;
  while (now < milliseconds) {
    for (let allowance = pace.allowance(); allowance > 0; allowance = pace.allowance()) {
      const token = pace.sending(allowance, false, now);
      down.put(token, allowance, now);
      sent += allowance;
      if (now > settled) {
        longestChunk = Math.max(longestChunk, allowance);
        queueSum += down.queued(now);
        messages++;
      }
    }
    const next = Math.min(down.nextArrival ?? Infinity, up.nextArrival ?? Infinity);
    now = next;
    for (const token of down.arrived(now)) if (token !== undefined) up.put(token, 4, now);
    for (const token of up.arrived(now)) pace.pong(token, now);
  }
  return { pace, sent, longestChunk, meanQueue: queueSum / messages };
}

describe('pace', () => {
  test.each(LINK_PROFILES)('fills $name and keeps little waiting', (link) => {
    const seconds = 20;
    const { sent, longestChunk, meanQueue, pace } = bulkOver(link, seconds * 1000);
    const capacity = (link.down.rate / 8) * seconds;
    expect(sent / capacity).toBeGreaterThan(0.8);
    // 10 ms of the link in a message, but no message of less than 256 bytes.
    const tenMs = link.down.rate / 8 / 100;
    expect(longestChunk).toBeLessThanOrEqual(Math.max(256, Math.min(tenMs * 1.2, 64 * 1024)));
    // What waits before the link on average: a part of a round trip and the slack, or the smallest windows. (When the round trip is
    // measured anew, a window goes out at once; hence no bound on the worst moment.)
    const bound = Math.max(2048, (link.down.rate / 8000) * (link.down.delay * 2 * 0.4 + 20));
    expect(meanQueue).toBeLessThanOrEqual(bound);
    expect(pace.roundTrip).toBeGreaterThanOrEqual(link.down.delay * 2);
  });

  test('small traffic is never pinged', () => {
    const pace = new Pace();
    let pings = 0;
    for (let i = 0; i < 500; i++) if (pace.sending(20, true, i * 100) !== undefined) pings++;
    // One for about each kilobyte.
    expect(pings).toBeLessThanOrEqual(10);
  });

  test('a pong that answers no ping changes nothing', () => {
    const pace = new Pace();
    expect(pace.pong(77, 5)).toBe(false);
    expect(pace.roundTrip).toBeUndefined();
  });

  test('a peer that answers no ping stops the sender at the first window', () => {
    const pace = new Pace();
    let sent = 0;
    for (let allowance = pace.allowance(); allowance > 0; allowance = pace.allowance()) {
      pace.sending(allowance, false, 0);
      sent += allowance;
    }
    expect(sent).toBeLessThanOrEqual(16 * 1024);
    expect(pace.allowance()).toBe(0);
  });
});
