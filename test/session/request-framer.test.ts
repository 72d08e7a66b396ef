import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLIENT_SHARE_BYTES } from '../../session/limits.ts';
import { RequestFramer, SetupFramer, type Framed } from '../../session/request-framer.ts';
import { encodeSetupRequest } from '../../xserver/protocol/setup.ts';
import { XError } from '../../xserver/protocol/errors.ts';
import { MAX_REQUEST_BYTES } from '../../xserver/protocol/limits.ts';

const NO_OPERATION = 127;
const OPEN_FONT = 45;
const ENABLE = Uint8Array.of(128, 0, 1, 0);

/** A request of `length` bytes (a multiple of 4) whose body tells it apart. */
function request(length: number, seed: number, littleEndian: boolean, opcode = NO_OPERATION): Uint8Array {
  const big = length > 0xffff * 4;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (let i = big ? 8 : 4; i < length; i++) bytes[i] = (seed * 31 + i * 7) & 0xff;
  bytes[0] = opcode;
  view.setUint16(2, big ? 0 : length / 4, littleEndian);
  if (big) view.setUint32(4, length / 4, littleEndian);
  return bytes;
}

function enable(littleEndian: boolean): Uint8Array {
  return littleEndian ? ENABLE : Uint8Array.of(128, 0, 0, 1);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Feeds the stream cut at the given places; gives what comes out. */
function cut(stream: Uint8Array, cuts: readonly number[], littleEndian: boolean) {
  const framer = new RequestFramer(littleEndian);
  const out: Framed[] = [];
  let at = 0;
  for (const end of [...cuts.map((place) => place % (stream.length + 1)).sort((a, b) => a - b), stream.length]) {
    if (end > at) out.push(...framer.push(stream.slice(at, end)));
    at = Math.max(at, end);
  }
  return { out, framer };
}

/** The whole requests that come out: those of runs one by one, pieces put together. */
function wholeRequests(out: readonly Framed[], littleEndian: boolean): Uint8Array[] {
  const requests: Uint8Array[] = [];
  let pieces: Uint8Array[] = [];
  for (const framed of out) {
    if (framed.kind === 'piece') {
      pieces.push(framed.bytes);
      if (!framed.last) continue;
      const whole = join(pieces);
      expect(whole.length).toBe(framed.total);
      requests.push(whole);
      pieces = [];
    } else if (framed.kind === 'requests') {
      const view = new DataView(framed.bytes.buffer, framed.bytes.byteOffset, framed.bytes.length);
      let count = 0;
      for (let at = 0; at < framed.bytes.length; count++) {
        const length = view.getUint16(at + 2, littleEndian) * 4;
        requests.push(framed.bytes.slice(at, at + length));
        at += length;
      }
      expect(count).toBe(framed.count);
    } else {
      requests.push(framed.bytes);
    }
  }
  expect(pieces).toEqual([]);
  return requests;
}

const lengths = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3000 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(CLIENT_SHARE_BYTES / 4 - 1, CLIENT_SHARE_BYTES / 4, CLIENT_SHARE_BYTES / 4 + 1),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0x10000, max: 0x14000 }) },
);

describe('request framer', () => {
  test('requests cut anywhere come out whole and in order, in both byte orders', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(lengths, fc.constantFrom(NO_OPERATION, NO_OPERATION, OPEN_FONT)), { maxLength: 40 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.boolean(),
        (shapes, cuts, littleEndian) => {
          const requests = [
            enable(littleEndian),
            ...shapes.map(([units, opcode], i) => request(units * 4, i, littleEndian, opcode)),
          ];
          const { out, framer } = cut(join(requests), cuts, littleEndian);
          const got = wholeRequests(out, littleEndian);
          expect(got.length).toBe(requests.length);
          got.forEach((bytes, i) => expect(Buffer.compare(bytes, requests[i]!)).toBe(0));
          expect(framer.inRequest).toBe(false);
          for (const framed of out) expect(framed.bytes.length).toBeLessThanOrEqual(CLIENT_SHARE_BYTES);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('OpenFont stands alone', () => {
    const stream = join([request(8, 1, true), request(16, 2, true, OPEN_FONT), request(8, 3, true)]);
    const { out } = cut(stream, [], true);
    expect(out.map(({ kind }) => kind)).toEqual(['requests', 'open-font', 'requests']);
    expect(out[1]!.bytes).toEqual(request(16, 2, true, OPEN_FONT));
  });

  test('a length of 0 is wrong before BIG-REQUESTS is on, and the stream goes on behind it', () => {
    const { out } = cut(join([Uint8Array.of(NO_OPERATION, 0, 0, 0), request(4, 1, true)]), [1, 2, 3], true);
    expect(out).toEqual([
      { kind: 'bad-length', bytes: Uint8Array.of(NO_OPERATION, 0, 0, 0) },
      { kind: 'requests', bytes: request(4, 1, true), count: 1 },
    ]);
  });

  test('an extended length under 2 is wrong', () => {
    const bad = Uint8Array.of(NO_OPERATION, 0, 0, 0, 1, 0, 0, 0);
    const { out } = cut(join([ENABLE, bad, request(4, 1, true)]), [5, 7, 9], true);
    expect(out.map(({ kind }) => kind)).toEqual(['requests', 'bad-length', 'requests']);
    expect(out[1]!.bytes).toEqual(bad);
  });

  test('an Enable of a wrong length does not switch BIG-REQUESTS on', () => {
    const { out } = cut(join([Uint8Array.of(128, 0, 2, 0, 0, 0, 0, 0), Uint8Array.of(127, 0, 0, 0)]), [], true);
    expect(out.map(({ kind }) => kind)).toEqual(['requests', 'bad-length']);
  });

  test('the largest request comes in pieces; one a unit larger is passed over, and only its header comes', () => {
    const framer = new RequestFramer(true);
    framer.push(ENABLE);
    const header = (length: number) => {
      const bytes = new Uint8Array(8);
      bytes[0] = NO_OPERATION;
      new DataView(bytes.buffer).setUint32(4, length / 4, true);
      return bytes;
    };
    const feed = (length: number): Framed[] => {
      const out = framer.push(header(length));
      let rest = length - 8;
      while (rest > 0) {
        const chunk = new Uint8Array(Math.min(rest, 1 << 20));
        rest -= chunk.length;
        for (const framed of framer.push(chunk)) {
          // Kept without its bytes.
          out.push(framed.kind === 'piece' ? { ...framed, bytes: framed.bytes.subarray(0, 1) } : framed);
        }
      }
      return out;
    };
    const largest = feed(MAX_REQUEST_BYTES);
    expect(largest.every(({ kind }) => kind === 'piece')).toBe(true);
    expect(largest.at(-1)).toMatchObject({ last: true, total: MAX_REQUEST_BYTES });
    expect(feed(MAX_REQUEST_BYTES + 4)).toEqual([{ kind: 'bad-length', bytes: header(MAX_REQUEST_BYTES + 4) }]);
    expect(framer.push(request(4, 0, true))).toEqual([{ kind: 'requests', bytes: request(4, 0, true), count: 1 }]);
  });

  test('arbitrary bytes give no more bytes than came, and hold no more than a share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 40 }),
        fc.boolean(),
        (chunks, littleEndian) => {
          const framer = new RequestFramer(littleEndian);
          let came = 0;
          let went = 0;
          for (const chunk of chunks) {
            came += chunk.length;
            for (const framed of framer.push(chunk)) went += framed.bytes.length;
            expect(went).toBeLessThanOrEqual(came);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('set-up framer', () => {
  const setup = encodeSetupRequest({
    littleEndian: false,
    protocolMajorVersion: 11,
    protocolMinorVersion: 0,
    authorizationName: 'MIT-MAGIC-COOKIE-1',
    authorizationData: Uint8Array.from({ length: 16 }, (_, i) => i),
  });

  test('gives the set-up once it is whole, and what came behind it, wherever it is cut', () => {
    for (let at = 0; at <= setup.length; at++) {
      const framer = new SetupFramer();
      const first = at > 0 ? framer.push(setup.slice(0, at)) : undefined;
      const done = at < setup.length ? framer.push(join([setup.slice(at), Uint8Array.of(1, 2)])) : first;
      expect(done?.request.authorizationName).toBe('MIT-MAGIC-COOKIE-1');
      expect(done?.request.littleEndian).toBe(false);
      expect(done?.rest).toEqual(at < setup.length ? Uint8Array.of(1, 2) : new Uint8Array(0));
    }
  });

  test('refuses what is no X client at its first byte', () => {
    expect(() => new SetupFramer().push(Uint8Array.of(0x47))).toThrow(XError);
  });

  test('arbitrary bytes give a set-up, nothing yet, or an XError', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (chunks) => {
        const framer = new SetupFramer();
        try {
          for (const chunk of chunks) if (framer.push(chunk) !== undefined) return;
        } catch (error) {
          expect(error).toBeInstanceOf(XError);
        }
      }),
    );
  });
});
