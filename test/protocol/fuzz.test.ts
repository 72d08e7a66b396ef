/** Arbitrary bytes either decode or raise an X error: no other exception, no hang, no memory beyond the message's size. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { XError } from '../../xserver/protocol/errors.ts';
import { requestLength, requestReader, serverMessageLength } from '../../xserver/protocol/framing.ts';
import { decodeCoreEvent } from '../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../xserver/protocol/reader.ts';
import {
  decodeSetupReply,
  decodeSetupRequest,
  setupReplyLength,
  setupRequestLength,
} from '../../xserver/protocol/setup.ts';
import { MESSAGES } from './messages.ts';

/** Runs `decode`; an XError is an answer, anything else fails the test. */
function answered(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch (error) {
    if (error instanceof XError) return false;
    throw error;
  }
}

/** Bytes in which counts and lengths are often small, so that decoding gets past the first of them. */
const bytes = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(255) }), {
    maxLength: 96,
    size: 'max',
  })
  .map((values) => Uint8Array.from(values));

describe('any bytes', () => {
  test.each(MESSAGES)('$title', (message) => {
    fc.assert(
      fc.property(bytes, fc.boolean(), fc.nat(8), (body, littleEndian, offset) => {
        const reader = new Reader(body, littleEndian, Math.min(offset, body.length));
        if (message.kind === 'request' && offset % 2 === 1) reader.headerSize = 8;
        answered(() => message.read(reader));
        expect(reader.offset).toBeLessThanOrEqual(body.length);
      }),
      { numRuns: 200 },
    );
  });

  test('as whole requests of every opcode', () => {
    const decoders = MESSAGES.filter(({ kind }) => kind === 'request');
    const decoded = new Set<string>();
    fc.assert(
      fc.property(bytes, fc.boolean(), (body, littleEndian) => {
        const whole = body.slice(0, body.length - (body.length % 4));
        if (whole.length < 4) return;
        new DataView(whole.buffer).setUint16(2, whole.length / 4, littleEndian);
        for (const message of decoders) {
          if (answered(() => message.read(requestReader(whole, littleEndian)))) decoded.add(message.title);
        }
      }),
      { numRuns: 1000 },
    );
    // A fuzzer that never gets through tests nothing.
    expect(decoded.size).toBeGreaterThan(decoders.length / 2);
  });

  test('as set-up, stream headers and events', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 80, size: 'max' }),
        fc.constantFrom(0x42, 0x6c, undefined),
        (body, order) => {
          if (order !== undefined && body.length > 0) body[0] = order;
          for (const littleEndian of [true, false]) {
            answered(() => setupRequestLength(body));
            answered(() => decodeSetupRequest(body));
            answered(() => setupReplyLength(body, littleEndian));
            answered(() => decodeSetupReply(body, littleEndian));
            answered(() => requestLength(body, 0, littleEndian, true));
            answered(() => requestLength(body, 0, littleEndian, false));
            answered(() => serverMessageLength(body, 0, littleEndian));
            answered(() => decodeCoreEvent(new Reader(body, littleEndian)));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('as a set-up reply of the right length', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(0, 1, 2, 3), (body, status) => {
        const whole = new Uint8Array(8 + Math.floor(body.length / 4) * 4);
        whole.set(body.subarray(0, whole.length));
        whole[0] = status;
        new DataView(whole.buffer).setUint16(6, (whole.length - 8) / 4, true);
        answered(() => decodeSetupReply(whole, true));
      }),
      { numRuns: 1000 },
    );
  });
});
