import { describe, expect, test } from 'vitest';
import { LINK_PROFILES, LinkQueue, linkProfile } from '../../session/link.ts';

describe('link', () => {
  test('a message arrives after its own length and the delay', () => {
    const link = new LinkQueue<string>({ rate: 8000, delay: 50, queue: 100 });
    link.put('a', 100, 10);
    expect(link.nextArrival).toBe(10 + 100 + 50);
    expect(link.arrived(159)).toEqual([]);
    expect(link.arrived(160)).toEqual(['a']);
    expect(link.nextArrival).toBeUndefined();
  });

  test('messages wait for one another, in order', () => {
    const link = new LinkQueue<number>({ rate: 8000, delay: 5, queue: 10 });
    for (let i = 0; i < 200; i++) link.put(i, 10, 0);
    expect(link.queued(0)).toBe(2000);
    expect(link.arrived(1005)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(link.arrived(2005)).toEqual(Array.from({ length: 100 }, (_, i) => i + 100));
  });

  test('it is full while its queue is, and says when there is room', () => {
    const link = new LinkQueue<number>({ rate: 8000, delay: 0, queue: 100 });
    link.put(0, 150, 0);
    expect(link.full(0)).toBe(true);
    expect(link.roomAt(0)).toBe(50);
    expect(link.full(51)).toBe(false);
    expect(link.roomAt(60)).toBe(60);
  });

  test('an idle link does not save up', () => {
    const link = new LinkQueue<number>({ rate: 8000, delay: 0, queue: 100 });
    link.put(0, 10, 1000);
    expect(link.nextArrival).toBe(1010);
  });

  test('the profiles are those that the peers were measured on', () => {
    const named = LINK_PROFILES.map(({ name, down, up }) => [name, down.rate, up.rate, down.delay + up.delay]);
    expect(named).toEqual([
      ['lan', 100e6, 100e6, 0.2],
      ['wan', 100e6, 100e6, 66],
      ['dsl', 10e6, 1e6, 40],
      ['3g', 1.6e6, 0.75e6, 150],
      ['modem', 56e3, 56e3, 200],
      ['9600', 9600, 9600, 300],
    ]);
    expect(linkProfile('dsl')?.name).toBe('dsl');
    expect(linkProfile('none')).toBeUndefined();
  });
});
