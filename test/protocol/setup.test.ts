import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ErrorCode, XError } from '../../xserver/protocol/errors.ts';
import { MAX_AUTHORIZATION_DATA_BYTES, MAX_AUTHORIZATION_NAME_BYTES } from '../../xserver/protocol/limits.ts';
import {
  decodeSetupReply,
  decodeSetupRequest,
  encodeSetupReply,
  encodeSetupRequest,
  setupReplyLength,
  setupRequestLength,
  type SetupReply,
  type SetupRequest,
} from '../../xserver/protocol/setup.ts';

const latin1 = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffffffff);

const requests: fc.Arbitrary<SetupRequest> = fc.record({
  littleEndian: fc.boolean(),
  protocolMajorVersion: u16,
  protocolMinorVersion: u16,
  authorizationName: latin1(40),
  authorizationData: fc.uint8Array({ maxLength: 40 }),
});

const visual = fc.record({
  visualId: u32,
  class: u8,
  bitsPerRgbValue: u8,
  colormapEntries: u16,
  redMask: u32,
  greenMask: u32,
  blueMask: u32,
});

const screen = fc.record({
  root: u32,
  defaultColormap: u32,
  whitePixel: u32,
  blackPixel: u32,
  currentInputMasks: u32,
  widthInPixels: u16,
  heightInPixels: u16,
  widthInMillimeters: u16,
  heightInMillimeters: u16,
  minInstalledMaps: u16,
  maxInstalledMaps: u16,
  rootVisual: u32,
  backingStores: u8,
  saveUnders: u8,
  rootDepth: u8,
  allowedDepths: fc.array(fc.record({ depth: u8, visuals: fc.array(visual, { maxLength: 3 }) }), { maxLength: 4 }),
});

const replies: fc.Arbitrary<SetupReply> = fc.oneof(
  fc.record({
    status: fc.constant('success' as const),
    protocolMajorVersion: u16,
    protocolMinorVersion: u16,
    releaseNumber: u32,
    resourceIdBase: u32,
    resourceIdMask: u32,
    motionBufferSize: u32,
    maximumRequestLength: u16,
    imageByteOrder: u8,
    bitmapFormatBitOrder: u8,
    bitmapFormatScanlineUnit: u8,
    bitmapFormatScanlinePad: u8,
    minKeycode: u8,
    maxKeycode: u8,
    vendor: latin1(30),
    pixmapFormats: fc.array(fc.record({ depth: u8, bitsPerPixel: u8, scanlinePad: u8 }), { maxLength: 7 }),
    roots: fc.array(screen, { maxLength: 2 }),
  }),
  fc.record({
    status: fc.constant('failed' as const),
    protocolMajorVersion: u16,
    protocolMinorVersion: u16,
    reason: latin1(255),
  }),
  // The reason of Authenticate has no length of its own: NUL ends it.
  fc.record({
    status: fc.constant('authenticate' as const),
    reason: latin1(300).map((reason) => reason.replaceAll('\0', '')),
  }),
);

describe('set-up request', () => {
  test('decodes to what was encoded, and its length is known from its header on', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const bytes = encodeSetupRequest(request);
        expect(decodeSetupRequest(bytes)).toEqual(request);
        for (let have = 0; have < 12; have++) expect(setupRequestLength(bytes.subarray(0, have))).toBeUndefined();
        expect(setupRequestLength(bytes.subarray(0, 12))).toBe(bytes.length);
      }),
    );
  });

  test('has the bytes of X11 §8', () => {
    const request = {
      littleEndian: false,
      protocolMajorVersion: 11,
      protocolMinorVersion: 0,
      authorizationName: 'abcde',
      authorizationData: Uint8Array.of(1, 2, 3),
    };
    expect([...encodeSetupRequest(request)]).toEqual([
      ...[0x42, 0, 0, 11, 0, 0, 0, 5, 0, 3, 0, 0],
      ...[97, 98, 99, 100, 101, 0, 0, 0],
      ...[1, 2, 3, 0],
    ]);
  });

  test('with an unknown byte order is refused at its first byte', () => {
    expect(() => setupRequestLength(Uint8Array.of(0x47))).toThrow(expect.objectContaining({ code: ErrorCode.Value }));
  });

  test('may carry authorization up to the limits and not one byte more', () => {
    const header = (name: number, data: number): Uint8Array =>
      Uint8Array.of(0x6c, 0, 11, 0, 0, 0, name & 0xff, name >> 8, data & 0xff, data >> 8, 0, 0);
    const [name, data] = [MAX_AUTHORIZATION_NAME_BYTES, MAX_AUTHORIZATION_DATA_BYTES];
    expect(setupRequestLength(header(name, data))).toBe(12 + name + data);
    expect(() => setupRequestLength(header(name + 1, 0))).toThrow(XError);
    expect(() => setupRequestLength(header(0, data + 1))).toThrow(XError);
  });

  test('with bytes missing or left over raises Length', () => {
    const bytes = encodeSetupRequest({
      littleEndian: true,
      protocolMajorVersion: 11,
      protocolMinorVersion: 0,
      authorizationName: 'MIT-MAGIC-COOKIE-1',
      authorizationData: new Uint8Array(16),
    });
    const longer = new Uint8Array(bytes.length + 4);
    longer.set(bytes);
    for (const wrong of [bytes.subarray(0, -4), longer]) {
      expect(() => decodeSetupRequest(wrong)).toThrow(expect.objectContaining({ code: ErrorCode.Length }));
    }
  });
});

describe('set-up reply', () => {
  test('decodes to what was encoded, in both byte orders', () => {
    fc.assert(
      fc.property(replies, fc.boolean(), (reply, littleEndian) => {
        const bytes = encodeSetupReply(littleEndian, reply);
        expect(bytes.length % 4).toBe(0);
        expect(setupReplyLength(bytes.subarray(0, 7), littleEndian)).toBeUndefined();
        expect(setupReplyLength(bytes.subarray(0, 8), littleEndian)).toBe(bytes.length);
        expect(decodeSetupReply(bytes, littleEndian)).toEqual(reply);
      }),
    );
  });

  test('cannot give a reason of more than 255 characters', () => {
    const failed = (length: number): SetupReply => ({
      status: 'failed',
      protocolMajorVersion: 11,
      protocolMinorVersion: 0,
      reason: 'x'.repeat(length),
    });
    expect(encodeSetupReply(true, failed(255))).toHaveLength(8 + 256);
    expect(() => encodeSetupReply(true, failed(256))).toThrow(RangeError);
  });
});
