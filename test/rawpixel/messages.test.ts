import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RfbError } from '../../rawpixel/errors.ts';
import { parseWhole } from '../../rawpixel/parse.ts';
import { takeClientMessage, writeClientMessage, type ClientMessage } from '../../rawpixel/rfb/client-messages.ts';
import { readClipboardMessage, writeProvide } from '../../rawpixel/rfb/clipboard.ts';
import { desEncrypt } from '../../rawpixel/rfb/des.ts';
import { keycodeOfXt, xtOfKeycode } from '../../rawpixel/rfb/pc-keys.ts';
import { readPixelFormat, writePixelFormat } from '../../rawpixel/rfb/pixel-format.ts';
import { ByteWriter } from '../../rawpixel/byte-writer.ts';
import { decodeUtf8Loosely, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { pakoZlib } from '../../rawpixel/zlib.ts';
import { FORMATS } from './formats.ts';

const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const rect = fc.record({ x: u16, y: u16, width: u16, height: u16 });
const screens = fc.array(fc.record({ id: u32, x: u16, y: u16, width: u16, height: u16, flags: u32 }), { maxLength: 4 });

const anyMessage: fc.Arbitrary<Exclude<ClientMessage, { kind: 'ignored' }>> = fc.oneof(
  fc.record({ kind: fc.constant('pixel-format' as const), format: fc.constantFrom(...Object.values(FORMATS)) }),
  fc.record({
    kind: fc.constant('encodings' as const),
    numbers: fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  }),
  fc.record({ kind: fc.constant('update-request' as const), incremental: fc.boolean(), rect }),
  fc.record({ kind: fc.constant('key' as const), down: fc.boolean(), keysym: u32 }),
  fc.record({ kind: fc.constant('key' as const), down: fc.boolean(), keysym: u32, keycode: u32 }),
  fc.record({ kind: fc.constant('pointer' as const), x: u16, y: u16, buttons: u8 }),
  fc.record({
    kind: fc.constant('cut-text' as const),
    text: fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
  }),
  fc.record({ kind: fc.constant('extended-clipboard' as const), data: fc.uint8Array({ minLength: 1 }) }),
  fc.record({ kind: fc.constant('continuous-updates' as const), enable: fc.boolean(), rect }),
  fc.record({ kind: fc.constant('fence' as const), flags: u32, payload: fc.uint8Array({ maxLength: 64 }) }),
  fc.record({ kind: fc.constant('desktop-size' as const), width: u16, height: u16, screens }),
);

describe('client messages', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(parseWhole(takeClientMessage(), writeClientMessage(message), 'message')).toEqual(message);
      }),
      { numRuns: 500 },
    );
  });

  it('arbitrary bytes become a message or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parseWhole(takeClientMessage(), bytes, 'message');
        } catch (error) {
          expect(error).toBeInstanceOf(RfbError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('pixel formats', () => {
  it.each(Object.entries(FORMATS))('%s comes out as it went in', (_name, format) => {
    const out = new ByteWriter();
    writePixelFormat(out, format);
    expect(readPixelFormat(out.finish())).toEqual(format);
  });

  it.each([
    ['24 bits per pixel', { bitsPerPixel: 24 }],
    ['0 bits per pixel', { bitsPerPixel: 0 }],
    ['a channel of no values', { redMax: 0 }],
    ['a channel whose values are no power of two', { redMax: 200 }],
    ['a channel beyond the pixel', { redShift: 28 }],
    ['a shift of 255', { blueShift: 255 }],
    ['overlapping channels', { redShift: 10 }],
    ['a colour map of 32 bits', { trueColor: false }],
  ])('refuses %s', (_name, change) => {
    const out = new ByteWriter();
    writePixelFormat(out, { ...FORMATS['rgb888 little-endian']!, ...change } as never);
    expect(() => readPixelFormat(out.finish())).toThrow(RfbError);
  });
});

describe('DES', () => {
  it('equals OpenSSL', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (key, text) => {
          // Three times the same key is single DES.
          const cipher = createCipheriv('des-ede3', Buffer.concat([key, key, key]), null).setAutoPadding(false);
          expect(desEncrypt(key, text)).toEqual(new Uint8Array(Buffer.concat([cipher.update(text), cipher.final()])));
        },
      ),
    );
  });
});

describe('UTF-8', () => {
  const text = fc.string({ unit: 'binary' });

  it('is what the platform makes of it', () => {
    fc.assert(
      fc.property(text, (text) => {
        expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
        expect(decodeUtf8Loosely(encodeUtf8(text))).toBe(text);
      }),
    );
  });

  it('a long text', () => {
    const long = 'Grüße 世界 ☃ 🙂 '.repeat(5000);
    expect(decodeUtf8Loosely(encodeUtf8(long))).toBe(long);
  });

  it('takes any bytes; what is valid of them stays', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof decodeUtf8Loosely(bytes)).toBe('string');
      }),
    );
    expect(decodeUtf8Loosely(Uint8Array.of(0x61, 0xc3, 0xff, 0xe2, 0x82, 0x62, 0xed, 0xa0, 0x80, 0xc0, 0x80))).toMatch(
      /^a�+b�+$/,
    );
  });
});

describe('the extended clipboard', () => {
  it('carries any text', () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\0\r]/g, ''));
    fc.assert(
      fc.property(line, (text) => {
        expect(readClipboardMessage(writeProvide(text, pakoZlib), pakoZlib)).toEqual({ kind: 'provide', text });
      }),
    );
  });

  it('arbitrary bytes become a message or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          readClipboardMessage(bytes, pakoZlib);
        } catch (error) {
          expect(error).toBeInstanceOf(RfbError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('keys by their place', () => {
  it('every key has one code either way', () => {
    for (let code = 1; code < 256; code++) {
      const keycode = keycodeOfXt(code);
      if (keycode !== undefined) expect(xtOfKeycode(keycode)).toBe(code);
    }
    // A and the right Alt key.
    expect(keycodeOfXt(0x1e)).toBe(38);
    expect(keycodeOfXt(0xb8)).toBe(108);
    expect(keycodeOfXt(0)).toBeUndefined();
  });
});
