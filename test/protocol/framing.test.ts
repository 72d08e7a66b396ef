import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeError, encodeError, ErrorCode, XError } from '../../xserver/protocol/errors.ts';
import { requestLength, requestReader, serverMessageLength } from '../../xserver/protocol/framing.ts';
import { decodePolyPoint, encodePolyPoint } from '../../xserver/protocol/generated/xproto.ts';
import { MAX_REPLY_BYTES, MAX_SHORT_REQUEST_BYTES } from '../../xserver/protocol/limits.ts';
import { Writer } from '../../xserver/protocol/writer.ts';

const lengthError = expect.objectContaining({ code: ErrorCode.Length }) as unknown as XError;

/** A request header with both lengths. */
function header(littleEndian: boolean, short: number, extended: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, short, littleEndian);
  view.setUint32(4, extended, littleEndian);
  return bytes;
}

describe('the length of a request', () => {
  test.each([true, false])('is that of its header (little-endian: %s)', (littleEndian) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0xffff }), fc.integer({ min: 2, max: 0xffffffff }), (short, extended) => {
        expect(requestLength(header(littleEndian, short, extended), 0, littleEndian, true)).toBe(short * 4);
        expect(requestLength(header(littleEndian, 0, extended), 0, littleEndian, true)).toBe(extended * 4);
      }),
    );
  });

  test('is unknown until the header is there', () => {
    const bytes = header(true, 0, 5);
    for (let have = 0; have < 8; have++) expect(requestLength(bytes.subarray(0, have), 0, true, true)).toBeUndefined();
    expect(requestLength(header(true, 5, 0).subarray(0, 4), 0, true, false)).toBe(20);
    expect(requestLength(header(true, 5, 0), 5, true, false)).toBeUndefined();
  });

  test('of 0 wants BIG-REQUESTS, and then at least two units', () => {
    expect(() => requestLength(header(true, 0, 5), 0, true, false)).toThrow(lengthError);
    expect(() => requestLength(header(true, 0, 0), 0, true, true)).toThrow(lengthError);
    expect(() => requestLength(header(true, 0, 1), 0, true, true)).toThrow(lengthError);
  });

  test('must be that of the bytes for a reader on them', () => {
    expect(() => requestReader(header(true, 1, 0), true)).toThrow(lengthError);
    expect(requestReader(header(true, 2, 0), true).headerSize).toBe(4);
    expect(requestReader(header(true, 0, 2), true).headerSize).toBe(8);
    expect(() => requestReader(new Uint8Array(3), true)).toThrow(lengthError);
  });
});

describe('a request beyond 16 bits of length', () => {
  const fixedPart = 12;
  const points = (bytes: number): Int32Array =>
    new Int32Array((bytes - fixedPart) / 2).map((_, i) => (i % 2000) - 1000);

  test.each([
    ['the longest short one', MAX_SHORT_REQUEST_BYTES, MAX_SHORT_REQUEST_BYTES],
    ['the shortest big one', MAX_SHORT_REQUEST_BYTES + 4, MAX_SHORT_REQUEST_BYTES + 8],
  ])('%s', (_, size, expected) => {
    for (const littleEndian of [true, false]) {
      const writer = new Writer(littleEndian);
      const request = { coordinateMode: 1, drawable: 2, gc: 3, points: points(size) };
      encodePolyPoint(writer, request);
      const bytes = writer.finish();
      expect(bytes).toHaveLength(expected);
      expect(requestLength(bytes, 0, littleEndian, true)).toBe(expected);
      expect(decodePolyPoint(requestReader(bytes, littleEndian))).toEqual(request);
    }
  });

  test('keeps what was written before it', () => {
    const writer = new Writer(true);
    encodePolyPoint(writer, { coordinateMode: 0, drawable: 7, gc: 8, points: Int32Array.of(1, 2) });
    const first = writer.finish();
    encodePolyPoint(writer, { coordinateMode: 0, drawable: 9, gc: 8, points: points(MAX_SHORT_REQUEST_BYTES + 4) });
    const both = writer.finish();
    expect(both.subarray(0, first.length)).toEqual(first);
    expect(requestLength(both, first.length, true, true)).toBe(both.length - first.length);
  });
});

describe('the length of what a server sends', () => {
  test.each([
    ['error', 0, 32],
    ['reply', 1, 72],
    ['event', 12, 32],
    ['sent event', 0x8c, 32],
    ['generic event', 35, 72],
  ])('%s', (_, code, expected) => {
    const bytes = header(false, 0, 10);
    bytes[0] = code;
    expect(serverMessageLength(bytes, 0, false)).toBe(expected);
    expect(serverMessageLength(bytes.subarray(0, 7), 0, false)).toBeUndefined();
  });

  test('may be up to the limit and not one unit more', () => {
    const units = (MAX_REPLY_BYTES - 32) / 4;
    const reply = (length: number): Uint8Array => {
      const bytes = header(true, 0, length);
      bytes[0] = 1;
      return bytes;
    };
    expect(serverMessageLength(reply(units), 0, true)).toBe(MAX_REPLY_BYTES);
    expect(() => serverMessageLength(reply(units + 1), 0, true)).toThrow(lengthError);
  });
});

describe('errors', () => {
  test('decode to what was encoded', () => {
    const packets = fc.record({
      code: fc.nat(255),
      sequence: fc.nat(0xffff),
      badValue: fc.nat(0xffffffff),
      minorOpcode: fc.nat(0xffff),
      majorOpcode: fc.nat(255),
    });
    fc.assert(
      fc.property(packets, fc.boolean(), (packet, littleEndian) => {
        expect(decodeError(encodeError(littleEndian, packet), littleEndian)).toEqual(packet);
      }),
    );
  });

  test('have the bytes of X11 appendix B', () => {
    const packet = { code: 3, sequence: 0x10203, badValue: 0x04050607, minorOpcode: 0x0809, majorOpcode: 10 };
    const bytes = [0, 3, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect([...encodeError(false, packet)]).toEqual([...bytes, ...new Array<number>(21).fill(0)]);
  });

  test('tell what they are', () => {
    expect(new XError(ErrorCode.Window, 17)).toMatchObject({ name: 'XError', message: 'BadWindow (17)', badValue: 17 });
    expect(() => decodeError(new Uint8Array(31), true)).toThrow(lengthError);
  });
});
