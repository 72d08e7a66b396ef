import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCatalogue } from '../../../xserver/fonts/catalogue.ts';
import { builtinCatalogue } from '../../../xserver/fonts/builtin-catalogue.ts';
import { decodeLogEntry, encodeLogEntry, LogFormatError, writeLogEntry } from '../../../xserver/log/encoding.ts';
import type { LogEntry, LogEvent, TerminalInput } from '../../../xserver/log/entry.ts';
import { ByteWriter } from '../../../xserver/snapshot/bytes.ts';

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const bytes = fc.uint8Array({ maxLength: 300 });

const input: fc.Arbitrary<TerminalInput> = fc.oneof(
  fc.record({ kind: fc.constant('motion' as const), x: fc.integer(), y: fc.integer() }),
  fc.record({ kind: fc.constant('button' as const), button: u32, pressed: fc.boolean() }),
  fc.record({ kind: fc.constant('key' as const), keycode: u32, pressed: fc.boolean() }),
  fc.record({ kind: fc.constant('keysym' as const), keysym: u32, place: u32, pressed: fc.boolean() }),
  fc.record({
    kind: fc.constant('keymap' as const),
    firstKeycode: u32,
    keysymsPerKeycode: u32,
    keysyms: fc.uint32Array({ maxLength: 600 }),
    modifierMap: fc.option(fc.uint8Array({ maxLength: 64 }), { nil: undefined }),
  }),
);

const event: fc.Arbitrary<LogEvent> = fc.oneof(
  fc.record({ kind: fc.constant('client-connected' as const), client: u32, littleEndian: fc.boolean(), idBase: u32 }),
  fc.record({ kind: fc.constant('request' as const), client: u32, bytes }),
  fc.record({ kind: fc.constant('client-gone' as const), client: u32 }),
  fc.record({ kind: fc.constantFrom('terminal-attached' as const, 'terminal-gone' as const), terminal: u32 }),
  fc.record({ kind: fc.constant('input' as const), terminal: u32, number: fc.maxSafeNat(), input }),
  fc.record({
    kind: fc.constant('screen-resized' as const),
    width: u32,
    height: u32,
    widthMillimetres: u32,
    heightMillimetres: u32,
  }),
  fc.record({ kind: fc.constant('time-reached' as const) }),
  fc.record({ kind: fc.constant('font' as const), hash: fc.stringMatching(/^[0-9a-f]{0,40}$/), bytes }),
);

const time = fc.oneof(fc.maxSafeNat(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e15 }));
const entry: fc.Arbitrary<LogEntry> = fc
  .tuple(event, fc.maxSafeNat(), time)
  .map(([event, index, time]) => ({ ...event, index, time }));

function decodable(bytes: Uint8Array): boolean {
  try {
    decodeLogEntry(bytes);
    return true;
  } catch (error) {
    if (error instanceof LogFormatError) return false;
    throw error;
  }
}

describe('log entries as bytes', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(entry, (entry) => {
        expect(decodeLogEntry(encodeLogEntry(entry))).toEqual(entry);
      }),
      { numRuns: 1000 },
    );
  });

  it('carry a font catalogue', () => {
    const entry: LogEntry = { kind: 'font-catalogue', catalogue: builtinCatalogue(), index: 1, time: 0 };
    expect(decodeLogEntry(encodeLogEntry(entry))).toEqual(entry);
  });

  it('cost a request little more than its bytes', () => {
    const request: LogEntry = {
      kind: 'request',
      client: 3,
      bytes: new Uint8Array(20),
      index: 100_000,
      time: 86_400_000,
    };
    expect(encodeLogEntry(request).length).toBeLessThanOrEqual(20 + 9);
  });

  it('borrow the bytes of a request when read', () => {
    const encoded = encodeLogEntry({ kind: 'request', client: 1, bytes: Uint8Array.of(1, 2, 3, 4), index: 1, time: 0 });
    const decoded = decodeLogEntry(encoded);
    expect(decoded.kind === 'request' && decoded.bytes.buffer === encoded.buffer).toBe(true);
  });
});

describe('bytes that are no log entry', () => {
  it('are refused or read, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void decodable(bytes)),
      { numRuns: 5000 },
    );
    const damage = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(entry, damage, fc.nat(), (entry, [at, byte], cut) => {
        const bytes = encodeLogEntry(entry);
        bytes[at % bytes.length] = byte;
        decodable(bytes);
        decodable(bytes.slice(0, cut % bytes.length));
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused where a catalogue is damaged in any byte, or make one whose indices are in range', () => {
    const info = {
      drawDirection: 0,
      minByte1: 0,
      maxByte1: 0,
      minCharOrByte2: 32,
      maxCharOrByte2: 126,
      defaultChar: 32,
      allCharsExist: true,
      fontAscent: 10,
      fontDescent: 3,
      minBounds: [0, 6, 6, 10, 3, 0],
      maxBounds: [0, 6, 6, 10, 3, 0],
      minBitmap: [0, 6, 6, 10, 3, 0],
      maxBitmap: [0, 6, 6, 10, 3, 0],
      properties: [
        { name: 'FAMILY_NAME', value: 'Fixed' },
        { name: 'X_HEIGHT', value: 7 },
      ],
    } as const;
    const file = { key: '/fonts/6x13.pcf', hash: 'ab', info: info as never };
    const catalogue = makeCatalogue([
      {
        path: '/fonts',
        fonts: [{ name: '-misc-fixed-medium-r-normal--13-120-75-75-c-60-iso8859-1', file }],
        aliases: [{ name: 'fixed', target: '-misc-fixed-medium-r-normal--13-120-75-75-c-60-iso8859-1' }],
      },
    ]);
    const bytes = encodeLogEntry({ kind: 'font-catalogue', catalogue, index: 1, time: 0 });
    expect(decodable(bytes)).toBe(true);
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (const change of [0xff, 0x80, 0x01]) {
        const damaged = bytes.slice();
        damaged[at]! ^= change;
        if (!decodable(damaged)) refused++;
      }
    }
    expect(refused).toBeGreaterThan(bytes.length / 4);
  });

  it.each([
    ['no bytes', []],
    ['an unknown kind', [99, 1, 0]],
    ['an unknown kind of input', [5, 1, 0, 1, 1, 9]],
    ['bytes after the end', [7, 1, 0, 0]],
    ['a client beyond 32 bits', [2, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x10]],
    ['neither yes nor no', [0, 1, 0, 1, 2, 0]],
    ['a time that is no number', [0x87, 1, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f]],
  ])('are refused: %s', (_name, bytes) => {
    expect(() => decodeLogEntry(Uint8Array.from(bytes))).toThrow(LogFormatError);
  });
});

describe('entries told against one before', () => {
  it('come back as they were', () => {
    const before = fc.record({ index: fc.nat(1e9), time });
    fc.assert(
      fc.property(before, entry, (before, entry) => {
        const later = { ...entry, index: before.index + (entry.index % 1e6) };
        const out = new ByteWriter();
        writeLogEntry(out, later, before);
        expect(decodeLogEntry(out.finish(), before)).toEqual(later);
      }),
      { numRuns: 1000 },
    );
  });

  it('cost a request four bytes more than its own', () => {
    const request: LogEntry = { kind: 'request', client: 3, bytes: new Uint8Array(20), index: 100_001, time: 5e9 + 9 };
    const out = new ByteWriter();
    writeLogEntry(out, request, { index: 100_000, time: 5e9 });
    expect(out.length).toBe(24);
  });

  it('have no index beyond the safe integers', () => {
    const out = new ByteWriter();
    writeLogEntry(out, { kind: 'time-reached', index: 2, time: 0 });
    expect(() => decodeLogEntry(out.finish(), { index: Number.MAX_SAFE_INTEGER - 1, time: 0 })).toThrow(LogFormatError);
  });
});
