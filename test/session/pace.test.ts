import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Carrier } from '../../session/carrier/carrier.ts';
import { Channel } from '../../session/carrier/frames.ts';
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

  test('a window that shrinks over what nobody has asked about does not stay full', () => {
    const action = fc.record({ kind: fc.constantFrom('take', 'arrive', 'answer', 'return'), wait: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(action, { minLength: 20, maxLength: 200 }), fc.nat(), (actions, seed) => {
        const total = 60_000 + (seed % 1000);
        let left = total;
        const source = {
          get waiting() {
            return left > 0;
          },
          next: (maximum: number) => {
            const bytes = Math.min(left, maximum, 1 + ((seed + left) % 700));
            left -= bytes;
            return bytes === 0 ? undefined : new Uint8Array(bytes);
          },
        };
        let arrived = 0;
        const sender = new Carrier(() => {});
        sender.open(Channel.log, source, () => {});
        const receiver = new Carrier(() => {});
        receiver.open(Channel.log, undefined, (bytes) => {
          arrived += bytes.length;
          receiver.consumed(Channel.log, bytes.length);
        });
        const down: Uint8Array[] = [];
        const up: Uint8Array[] = [];
        let now = 0;
        const moves = {
          take: () => keep(down, sender.take(now)),
          arrive: () => hand(down, (message) => receiver.receive(message, now)),
          answer: () => keep(up, receiver.take(now)),
          return: () => hand(up, (message) => sender.receive(message, now)),
        };
        for (const { kind, wait } of actions) {
          now += wait;
          moves[kind as keyof typeof moves]();
        }
        // Nobody pings from outside: what may be sent is sent, what is sent arrives.
        while (Object.values(moves).some((move) => move()));
        expect(arrived).toBe(total);
      }),
      { numRuns: 500 },
    );
  });
});

function keep(queue: Uint8Array[], message: Uint8Array | undefined): boolean {
  if (message !== undefined) queue.push(message);
  return message !== undefined;
}

function hand(queue: Uint8Array[], to: (message: Uint8Array) => void): boolean {
  const message = queue.shift();
  if (message !== undefined) to(message);
  return message !== undefined;
}
