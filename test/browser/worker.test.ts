import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLOSE_CODES, type CloseReason } from '../../session/carrier/carrier-error.ts';
import { linkProfile } from '../../session/link.ts';
import { sessionAddress } from '../../clients/browser/page/address.ts';
import { cursorPicture } from '../../clients/browser/worker/cursor-picture.ts';
import { EmulatedLink } from '../../session/emulated-link.ts';
import { inflate } from '../../clients/browser/worker/inflate.ts';
import { retryPause, stateAfter } from '../../clients/browser/worker/session-state.ts';

describe('inflate', () => {
  test('gives back what was packed, in any number of chunks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 1, max: 700 }), (piece, times) => {
        const bytes = new Uint8Array(piece.length * times);
        for (let i = 0; i < times; i++) bytes.set(piece, i * piece.length);
        expect(Buffer.compare(inflate(deflateSync(bytes), bytes.length), bytes)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('refuses more than the maximum, at the cap and one past it', () => {
    const packed = deflateSync(new Uint8Array(3_000_000));
    expect(inflate(packed, 3_000_000).length).toBe(3_000_000);
    expect(() => inflate(packed, 2_999_999)).toThrow(/more than/);
  });

  test('refuses what is cut short or damaged', () => {
    const packed = deflateSync(Uint8Array.from({ length: 1000 }, (_, index) => (index * index) & 0xff));
    for (let length = 0; length < packed.length; length += 7) {
      expect(() => inflate(packed.subarray(0, length), 1e6), `${length}`).toThrow();
    }
    const damaged = Uint8Array.from(packed);
    damaged[packed.length - 1]! ^= 1;
    expect(() => inflate(damaged, 1e6)).toThrow();
    expect(() => inflate(Uint8Array.of(1, 2, 3), 1e6)).toThrow();
  });
});

describe('emulated link', () => {
  const link = (name: string | undefined) => {
    const sent: number[] = [];
    const received: number[] = [];
    const emulated = new EmulatedLink(
      { send: (message) => sent.push(message[0]!), receive: (message) => received.push(message[0]!) },
      name === undefined ? undefined : linkProfile(name),
    );
    return { emulated, sent, received };
  };

  test('without a profile passes everything on at once', () => {
    const { emulated, sent, received } = link(undefined);
    emulated.send(Uint8Array.of(1), 0);
    emulated.receive(Uint8Array.of(2), 0);
    expect([sent, received]).toEqual([[1], [2]]);
    expect(emulated.run(0)).toBeUndefined();
  });

  test('delays both directions by the profile, in order, and says when to come back', () => {
    const { emulated, sent, received } = link('3g');
    emulated.send(Uint8Array.of(1), 0);
    emulated.send(Uint8Array.of(2), 0);
    emulated.receive(Uint8Array.of(3), 0);
    const next = emulated.run(0)!;
    expect(next).toBeGreaterThanOrEqual(75);
    expect([sent, received]).toEqual([[], []]);
    emulated.run(80);
    expect([sent, received]).toEqual([[1, 2], [3]]);
  });

  test('is full when its queue is, and keeps the order when it changes', () => {
    const { emulated, sent } = link('9600');
    for (let i = 0; !emulated.full(0); i++) emulated.send(new Uint8Array(1000).fill(i), 0);
    const count = Math.ceil(linkProfile('9600')!.up.queue / 1000);
    expect(emulated.run(0)).toBeDefined();
    emulated.change(undefined, 0);
    emulated.send(Uint8Array.of(99), 0);
    expect(sent).toEqual([...Array.from({ length: count }, (_, index) => index), 99]);
    expect(emulated.full(0)).toBe(false);
  });
});

test('pauses between attempts grow to a bound', () => {
  const pauses = Array.from({ length: 40 }, (_, index) => retryPause(index + 1, 0));
  expect(pauses.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
  expect(Math.max(...pauses)).toBe(15_000);
  // Part of each is left to chance.
  expect(retryPause(3, 1)).toBe(1400);
  expect(retryPause(40, 0.5)).toBe(12_750);
});

test('every reason for an end has words, and none but the network and faults is tried again by itself', () => {
  for (const reason of Object.keys(CLOSE_CODES) as CloseReason[]) {
    const state = stateAfter(reason, 'because', 1);
    expect(['lost', 'refused']).toContain(state.name);
    if (['ended', 'version', 'wire'].includes(reason)) expect(state.name).toBe('refused');
  }
  const lost = stateAfter(undefined, '', 3);
  expect(lost).toMatchObject({ name: 'lost', reason: '' });
  expect(lost).toHaveProperty('retryIn');
  if (lost.name === 'lost') expect([1400 <= lost.retryIn, lost.retryIn <= 2000]).toEqual([true, true]);
});

test('the address of the page names the session and its token', () => {
  expect(sessionAddress(new URL('http://127.0.0.1:8080/session/ab12/#token=t%2F1'))).toEqual({
    socket: 'ws://127.0.0.1:8080/session/ab12/terminal?token=t%2F1',
    access: { url: 'http://127.0.0.1:8080/api/sessions/ab12', token: 't/1' },
  });
  expect(sessionAddress(new URL('https://host/far/session/ab12?token=x'))?.socket).toBe(
    'wss://host/far/session/ab12/terminal?token=x',
  );
  // The session's host is the page's own, whatever the address says.
  expect(sessionAddress(new URL('https://host/session/ab12/?host=evil.example'))?.socket).toBe(
    'wss://host/session/ab12/terminal',
  );
  expect(sessionAddress(new URL('http://host/'))).toBeUndefined();
  expect(sessionAddress(new URL('http://host/session/a%2Fb/'))).toBeUndefined();
});

test("a cursor's colours are no longer multiplied by alpha", () => {
  const argb = Uint32Array.of(0xff102030, 0x80400020, 0);
  const { rgba, width, height, hotX, hotY } = cursorPicture({ width: 3, height: 1, hotX: 1, hotY: 0, argb });
  expect([width, height, hotX, hotY]).toEqual([3, 1, 1, 0]);
  expect([...rgba]).toEqual([16, 32, 48, 255, 128, 0, 64, 128, 0, 0, 0, 0]);
});
