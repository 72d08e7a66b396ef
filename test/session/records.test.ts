import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CarrierError } from '../../session/carrier/carrier-error.ts';
import { decodeControl, encodeControl } from '../../session/carrier/control-codec.ts';
import type { ControlMessage } from '../../session/carrier/control.ts';
import { MAX_CONTROL_BYTES } from '../../session/limits.ts';
import { decodeUtf8, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import * as down from '../../session/log-wire/down.ts';
import * as up from '../../session/log-wire/up.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';

function onlyCarrierErrors(body: () => void): void {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(CarrierError);
  }
}

describe('utf-8', () => {
  test('is that of the platform', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(Buffer.from(encodeUtf8(text))).toEqual(Buffer.from(text, 'utf8'));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        let expected: string | undefined;
        try {
          expected = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        } catch {
          expected = undefined;
        }
        expect(decodeUtf8(bytes)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  test('long text survives', () => {
    const text = 'å🦊'.repeat(20_000);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });
});

describe('log records', () => {
  test('down: come back as they were written', () => {
    const writer = new ByteWriter();
    const stream = { wire: 'nx', epoch: 3, index: 77, time: 12_345, waiting: true, coder: 2, sent: 12_345 } as const;
    const flip = { epoch: 2, index: 1000, time: 123_456, input: 17, waiting: false };
    const box = { screenWidth: 640, screenHeight: 480, x: 10, y: 20, width: 30, height: 2 };
    down.writeRequests(writer, 5, true, Uint8Array.of(127, 0, 1, 0));
    down.writePiece(writer, 6, 70_000, true, Uint8Array.of(1, 2));
    down.writeEvent(writer, down.encodeEvent({ kind: 'time-reached' }));
    down.writeBlob(writer, 3, down.BlobKind.snapshot, 500);
    down.writeBlobBytes(writer, 3, Uint8Array.of(9));
    down.writeStream(writer, stream);
    down.writeCoded(writer, Uint8Array.of(1, 2, 3));
    down.writeFlip(writer, flip);
    down.writeStop(writer);
    down.writeDemoted(writer, 9, 300);
    down.writeInputs(writer, 64);
    down.writeHostHash(writer, 78, 'abc');
    down.writePreview(writer, { ...box, packed: Uint8Array.of(7) });
    expect(down.decodeDown(writer.finish())).toEqual([
      { kind: 'requests', client: 5, littleEndian: true, bytes: Uint8Array.of(127, 0, 1, 0) },
      { kind: 'piece', client: 6, total: 70_000, last: true, bytes: Uint8Array.of(1, 2) },
      { kind: 'event', event: { kind: 'time-reached' } },
      { kind: 'blob', id: 3, blob: down.BlobKind.snapshot, total: 500 },
      { kind: 'blob-bytes', id: 3, bytes: Uint8Array.of(9) },
      { kind: 'stream', ...stream },
      { kind: 'coded', bytes: Uint8Array.of(1, 2, 3) },
      { kind: 'flip', ...flip },
      { kind: 'stop' },
      { kind: 'demoted', epoch: 9, input: 300 },
      { kind: 'inputs', input: 64 },
      { kind: 'hash', index: 78, hash: 'abc' },
      { kind: 'preview', ...box, packed: Uint8Array.of(7) },
    ]);
  });

  test('up: come back as they were written', () => {
    const inputs: TerminalInput[] = [
      { kind: 'motion', x: -3, y: 700 },
      { kind: 'button', button: 1, pressed: true },
      { kind: 'button', button: 5, pressed: false },
      { kind: 'key', keycode: 38, pressed: true },
      { kind: 'key', keycode: 255, pressed: false },
      { kind: 'keysym', keysym: 0x100_0430, place: 0, pressed: true },
      { kind: 'keysym', keysym: 0x1fff_ffff, place: 255, pressed: false },
      {
        kind: 'keymap',
        firstKeycode: 8,
        keysymsPerKeycode: 2,
        keysyms: Uint32Array.of(0x61, 0x41, 0x0100_20ac, 0xffffffff),
        modifierMap: Uint8Array.from({ length: 16 }, (_, i) => i),
      },
      { kind: 'keymap', firstKeycode: 255, keysymsPerKeycode: 1, keysyms: Uint32Array.of(1), modifierMap: undefined },
    ];
    const writer = new ByteWriter();
    up.writeApplied(writer, 300, 16);
    for (const input of inputs) up.writeInput(writer, input, 2);
    up.writeTimeReached(writer, 500);
    up.writeBytes(writer, 3, Uint8Array.of(1, 0));
    up.writeRestored(writer, 99);
    up.writeHash(writer, 'abc');
    up.writeStopped(writer, 70);
    up.writeStands(writer, 7, true, 1234);
    expect(up.decodeUp(writer.finish())).toEqual([
      { kind: 'applied', count: 300, elapsed: 16 },
      ...inputs.map((input) => ({ kind: 'input', elapsed: 2, input })),
      { kind: 'time-reached', elapsed: 500 },
      { kind: 'bytes', client: 3, bytes: Uint8Array.of(1, 0) },
      { kind: 'restored', index: 99 },
      { kind: 'hash', hash: 'abc' },
      { kind: 'stopped', elapsed: 70 },
      { kind: 'stands', epoch: 7, primary: true, index: 1234 },
    ]);
  });

  test('a preview beyond the screen, or too large, is refused', () => {
    const box = {
      screenWidth: 640,
      screenHeight: 480,
      x: 10,
      y: 20,
      width: 630,
      height: 100,
      packed: Uint8Array.of(7),
    };
    const decode = (preview: typeof box) => {
      const writer = new ByteWriter();
      down.writePreview(writer, preview);
      return () => down.decodeDown(writer.finish());
    };
    expect(decode(box)).not.toThrow();
    expect(decode({ ...box, x: 11 })).toThrow(CarrierError);
    expect(decode({ ...box, height: 461 })).toThrow(CarrierError);
    expect(decode({ ...box, height: 105 })).toThrow(CarrierError);
    expect(decode({ ...box, screenWidth: 65_536 })).toThrow(CarrierError);
  });

  test('a key takes three bytes, a motion at most six', () => {
    const writer = new ByteWriter();
    up.writeInput(writer, { kind: 'key', keycode: 38, pressed: true }, 90);
    expect(writer.length).toBe(3);
    writer.length = 0;
    up.writeInput(writer, { kind: 'motion', x: 1279, y: 799 }, 16);
    expect(writer.length).toBeLessThanOrEqual(6);
  });

  test('arbitrary bytes are records or a CarrierError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        onlyCarrierErrors(() => down.decodeDown(bytes));
        onlyCarrierErrors(() => up.decodeUp(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  test('a keysym beyond 29 bits is refused', () => {
    const writer = new ByteWriter();
    up.writeInput(writer, { kind: 'keysym', keysym: 0x2000_0000, place: 38, pressed: true }, 0);
    expect(() => up.decodeUp(writer.finish())).toThrow(CarrierError);
  });

  test('a keymap beyond 16 keysyms a key, or beyond keycode 255, is refused', () => {
    const write = (keysymsPerKeycode: number, firstKeycode: number, keys: number): Uint8Array => {
      const keysyms = new Uint32Array(keysymsPerKeycode * keys);
      const writer = new ByteWriter();
      up.writeInput(writer, { kind: 'keymap', firstKeycode, keysymsPerKeycode, keysyms, modifierMap: undefined }, 0);
      return writer.finish();
    };
    expect(up.decodeUp(write(16, 8, 248))).toHaveLength(1);
    expect(() => up.decodeUp(write(17, 8, 1))).toThrow(CarrierError);
    expect(() => up.decodeUp(write(1, 8, 249))).toThrow(CarrierError);
  });
});

describe('control messages', () => {
  const messages: ControlMessage[] = [
    { type: 'hello', version: 1, logVersion: 1, snapshotVersion: 2, wire: 'x11' },
    {
      type: 'hello',
      version: 1,
      logVersion: 1,
      snapshotVersion: 2,
      wire: 'nx',
      screen: { width: 640, height: 480, widthMillimetres: 169, heightMillimetres: 127 },
    },
    {
      type: 'welcome',
      version: 1,
      session: 'a',
      terminal: 2,
      wire: 'x11',
      time: 5,
      viewOnly: true,
      resumed: false,
      link: 'dsl',
    },
    {
      type: 'hello',
      version: 1,
      logVersion: 1,
      snapshotVersion: 2,
      wire: 'nx',
      visible: false,
      resume: { session: 'a', epoch: 3, index: 500, primary: true },
    },
    { type: 'switch', wire: 'nx' },
    { type: 'take-keyboard' },
    { type: 'visible', visible: false },
    { type: 'resize', screen: { width: 640, height: 480, widthMillimetres: 169, heightMillimetres: 127 } },
    { type: 'link', link: '3g' },
    { type: 'verify' },
    { type: 'paused', milliseconds: 12.5 },
    { type: 'roles', you: 1, keyboard: 'everyone', terminals: [] },
    {
      type: 'roles',
      you: 2,
      holder: 1,
      primary: 2,
      keyboard: 'holder',
      terminals: [{ terminal: 1, wire: 'nx', viewOnly: false, visible: true, link: 'none' }],
    },
    { type: 'switched', wire: 'x11', primary: true, stop: 3.25 },
    { type: 'verified', index: 4, equal: true },
    { type: 'ended', reason: 'xterm has ended', exitCode: 3 },
    { type: 'leave' },
  ];

  test.each(messages)('$type comes back', (message) => {
    expect(decodeControl(encodeControl(message))).toEqual(message);
  });

  test('anything else is refused', () => {
    const bad: unknown[] = [
      null,
      [],
      7,
      {},
      { type: 'hello', version: '1', logVersion: 1, snapshotVersion: 1, wire: 'x11' },
      { ...messages[1], screen: { width: 0, height: 480, widthMillimetres: 1, heightMillimetres: 1 } },
      { ...messages[1], screen: { width: 1e9, height: 480, widthMillimetres: 1, heightMillimetres: 1 } },
      { ...messages[2], wire: 'telnet' },
      { type: 'verified', index: -1, equal: true },
      { type: 'toString' },
      { type: 'visible', visible: 1 },
      { type: 'paused', milliseconds: -1 },
      { ...messages[3], resume: { session: 'a', epoch: 3, index: 1.5, primary: true } },
      { type: 'roles', you: 1, keyboard: 'nobody', terminals: [] },
      { type: 'roles', you: 1, keyboard: 'everyone', terminals: Array.from({ length: 17 }, () => ({})) },
      { type: 'roles', you: 1, keyboard: 'everyone', terminals: [{ terminal: 1 }] },
      { type: 'ended', reason: 'x'.repeat(1001) },
    ];
    for (const value of bad) expect(() => decodeControl(encodeUtf8(JSON.stringify(value)))).toThrow(CarrierError);
    expect(() => decodeControl(new Uint8Array(MAX_CONTROL_BYTES + 1))).toThrow(CarrierError);
    fc.assert(fc.property(fc.uint8Array(), (bytes) => onlyCarrierErrors(() => decodeControl(bytes))));
    fc.assert(fc.property(fc.json(), (text) => onlyCarrierErrors(() => decodeControl(encodeUtf8(text)))));
  });
});
