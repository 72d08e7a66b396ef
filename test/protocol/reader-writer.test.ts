import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readClientMessageData, writeClientMessageData } from '../../xserver/protocol/client-message.ts';
import { ErrorCode, type XError } from '../../xserver/protocol/errors.ts';
import {
  decodeCoreEvent,
  encodeConfigureWindow,
  encodeListExtensionsReply,
  encodePolyPoint,
  encodeQueryTreeReply,
  encodeSetModifierMapping,
  type ConfigureWindowRequest,
} from '../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../xserver/protocol/reader.ts';
import { Writer } from '../../xserver/protocol/writer.ts';

const lengthError = expect.objectContaining({ code: ErrorCode.Length }) as unknown as XError;

describe('Reader', () => {
  test('reads in its byte order', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 0xff, 0xfe);
    expect(new Reader(bytes, true).u32()).toBe(0x04030201);
    expect(new Reader(bytes, false).u32()).toBe(0x01020304);
    expect(new Reader(bytes, true, 4).i16()).toBe(-257);
    expect(new Reader(bytes, false, 4).i16()).toBe(-2);
  });

  test('stays between offset and end, also of a subarray', () => {
    const bytes = Uint8Array.of(9, 9, 1, 2, 3, 9).subarray(1);
    const reader = new Reader(bytes, true, 1, 4);
    expect(reader.remaining).toBe(3);
    expect([...reader.bytes(2)]).toEqual([1, 2]);
    expect(() => reader.u16()).toThrow(lengthError);
    expect(reader.u8()).toBe(3);
    expect(() => reader.u8()).toThrow(lengthError);
  });

  test('refuses counts that are negative, not numbers, or more than there is, before it allocates', () => {
    const reader = new Reader(new Uint8Array(16), true);
    for (const count of [-1, Number.NaN, 17, 0xffffffff, Infinity]) {
      expect(() => reader.bytes(count)).toThrow(lengthError);
      expect(() => reader.latin1(count)).toThrow(lengthError);
      expect(() => reader.u32s(count)).toThrow(lengthError);
    }
    expect(reader.offset).toBe(0);
  });

  test('gives text of any length, one character a byte', () => {
    fc.assert(
      fc.property(fc.nat(20_000), (length) => {
        const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) & 0xff);
        expect(new Reader(bytes, true).latin1(length)).toBe(Buffer.from(bytes).toString('latin1'));
      }),
      { numRuns: 20 },
    );
  });
});

describe('Writer', () => {
  test('grows, and shows nothing of what was written before', () => {
    const writer = new Writer(true, 4);
    for (let i = 0; i < 100; i++) writer.u32(0xffffffff);
    writer.reset();
    writer.u8(1);
    writer.align(4);
    writer.zeros(3);
    writer.pad(1);
    writer.endEvent(0);
    expect([...writer.finish()]).toEqual([1, ...new Array<number>(31).fill(0)]);
  });

  test('gives bytes that are its own', () => {
    const writer = new Writer(true);
    writer.u16(0x0102);
    const first = writer.finish();
    writer.reset();
    writer.u16(0xffff);
    expect([...first]).toEqual([2, 1]);
    expect(first.buffer.byteLength).toBe(2);
  });

  test('writes what is not Latin-1 as a question mark', () => {
    const writer = new Writer(true);
    writer.latin1('aÿ€');
    expect([...writer.finish()]).toEqual([0x61, 0xff, 0x3f]);
  });
});

describe('encoders', () => {
  test('refuse more elements than a count holds, at the cap and one past it', () => {
    const names = (count: number) => ({ names: Array.from({ length: count }, () => ({ name: 'x' })) });
    encodeListExtensionsReply(new Writer(true), 1, names(255));
    expect(() => encodeListExtensionsReply(new Writer(true), 1, names(256))).toThrow(RangeError);
    const children = (count: number) => ({ root: 1, parent: 0, children: new Uint32Array(count) });
    encodeQueryTreeReply(new Writer(true), 1, children(0xffff));
    expect(() => encodeQueryTreeReply(new Writer(true), 1, children(0x10000))).toThrow(RangeError);
  });

  test('refuse lists that contradict their message', () => {
    const keycodes = new Uint8Array(9);
    expect(() => encodeSetModifierMapping(new Writer(true), { keycodesPerModifier: 1, keycodes })).toThrow(RangeError);
    const points = Int32Array.of(1, 2, 3);
    expect(() => encodePolyPoint(new Writer(true), { coordinateMode: 0, drawable: 1, gc: 1, points })).toThrow(
      RangeError,
    );
  });

  test('compute the mask of a value list, whatever mask they are given', () => {
    const request: ConfigureWindowRequest = { window: 1, valueMask: 0x7f, valueList: { y: -1, stackMode: undefined } };
    const writer = new Writer(false);
    encodeConfigureWindow(writer, request);
    expect([...writer.finish()]).toEqual([12, 0, 0, 4, 0, 0, 0, 1, 0, 2, 0, 0, 255, 255, 255, 255]);
  });
});

describe('ClientMessage data', () => {
  test.each([
    [8, Uint8Array.of(1, 2, 3)],
    [16, Uint16Array.of(1, 2, 0x8003)],
    [32, Uint32Array.of(0xffffffff)],
  ])('of format %i is padded to 20 bytes', (format, data) => {
    for (const littleEndian of [true, false]) {
      const writer = new Writer(littleEndian);
      writeClientMessageData(writer, data);
      const bytes = writer.finish();
      expect(bytes).toHaveLength(20);
      const read = readClientMessageData(new Reader(bytes, littleEndian), format);
      expect(read.byteLength).toBe(20);
      expect([...read].slice(0, data.length)).toEqual([...data]);
      expect([...read].slice(data.length).every((item) => item === 0)).toBe(true);
    }
  });

  test('may not be longer', () => {
    const writer = new Writer(true);
    writeClientMessageData(writer, new Uint32Array(5));
    expect(() => writeClientMessageData(writer, new Uint32Array(6))).toThrow(RangeError);
  });
});

test('events of unknown codes are not decoded, sent ones are marked', () => {
  const event = (code: number) =>
    decodeCoreEvent(
      new Reader(
        Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? code : 0)),
        true,
      ),
    );
  for (const code of [0, 1, 35, 36, 64, 127]) expect(event(code)).toBeUndefined();
  expect(event(12)).toMatchObject({ name: 'Expose', sendEvent: false, sequence: 0 });
  expect(event(0x8c)).toMatchObject({ name: 'Expose', sendEvent: true });
  expect(event(11)).toMatchObject({ name: 'KeymapNotify', sequence: undefined, keys: new Uint8Array(31) });
});
