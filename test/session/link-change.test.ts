/** A link that changes while bytes are on it: none is lost or overtaken, and the pace learns the new one. Virtual time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pace } from '../../session/carrier/pace.ts';
import { EmulatedLink } from '../../session/emulated-link.ts';
import { LINK_NAMES, LINK_PROFILES, linkProfile, LinkQueue } from '../../session/link.ts';

describe('an emulated link that changes', () => {
  test('keeps every message, in order, in both directions', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 2000 }),
      bytes: fc.integer({ min: 1, max: 3000 }),
      change: fc.option(fc.constantFrom(...LINK_NAMES), { freq: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const sent: number[] = [];
        const received: number[] = [];
        const numberOf = (message: Uint8Array) => new DataView(message.buffer).getUint32(message.length);
        const link = new EmulatedLink(
          { send: (message) => sent.push(numberOf(message)), receive: (message) => received.push(numberOf(message)) },
          linkProfile('dsl'),
        );
        let now = 0;
        steps.forEach(({ wait, bytes, change }, i) => {
          now += wait;
          link.run(now);
          if (change !== null) link.change(linkProfile(change), now);
          const buffer = new ArrayBuffer(bytes + 4);
          new DataView(buffer).setUint32(bytes, i);
          link.send(new Uint8Array(buffer, 0, bytes), now);
          link.receive(new Uint8Array(buffer, 0, bytes), now);
        });
        for (let next = link.run(now); next !== undefined; next = link.run(next));
        const all = steps.map((_, i) => i);
        expect(sent).toEqual(all);
        expect(received).toEqual(all);
      }),
    );
  });

  test('lets what has entered it arrive, and the rest go over the new one', () => {
    const slow = linkProfile('9600')!.down;
    const fast = linkProfile('lan')!.down;
    const queue = new LinkQueue<string>(slow);
    queue.put('entered', 12, 0);
    queue.put('waiting', 1200, 0);
    // The second takes a second to enter; the link changes after a tenth of that.
    queue.change(fast, 110);
    expect(queue.arrived(110.1)).toEqual(['entered']);
    expect(queue.arrived(111)).toEqual(['waiting']);
    queue.put('next', 10, 200);
    queue.change(slow, 200);
    expect(queue.nextArrival).toBeGreaterThan(350);
  });

  const pairs = LINK_PROFILES.flatMap((from) =>
    LINK_PROFILES.filter((to) => to !== from).map((to) => ({ from, to, name: `${from.name} to ${to.name}` })),
  );
  test.each(pairs)('the pace follows from $name', ({ from, to }) => {
    const pace = new Pace();
    // Tokens of pings; the word that the link changes travels with them.
    const down = new LinkQueue<number | 'change' | undefined>(from.down);
    const up = new LinkQueue<number>(from.up);
    let now = 0;
    const run = (until: number) => {
      let sent = 0;
      while (now < until) {
        for (let allowance = pace.allowance(); allowance > 0; allowance = pace.allowance()) {
          down.put(pace.sending(allowance, false, now), allowance, now);
          sent += allowance;
        }
        now = Math.min(until, down.nextArrival ?? Infinity, up.nextArrival ?? Infinity);
        for (const token of down.arrived(now)) {
          if (token === 'change') {
            down.change(to.down, now);
            up.change(to.up, now);
          } else if (token !== undefined) up.put(token, 4, now);
        }
        for (const token of up.arrived(now)) pace.pong(token, now);
      }
      return sent;
    };
    run(5000);
    pace.restart();
    down.put('change', 30, now);
    down.put(pace.sending(30, false, now), 0, now);
    run(now + 20_000);
    const begun = now;
    const sent = run(now + 20_000);
    expect(sent / ((to.down.rate / 8000) * (now - begun))).toBeGreaterThan(0.55);
    expect(pace.roundTrip).toBeGreaterThanOrEqual(to.down.delay * 2);
    // Little waits before the link.
    expect(down.queued(now)).toBeLessThan(Math.max(4096, (to.down.rate / 8000) * (to.down.delay * 2 + 100)));
  });
});
