/** The caps of the nx stream, at the cap and one past it. */
import { describe, expect, it } from 'vitest';
import { BitReader, NEED_BYTES } from '../../nx/bit-port.ts';
import { NxDecoder } from '../../nx/decoder.ts';
import { NxEncoder } from '../../nx/encoder.ts';
import { Expansion } from '../../nx/expansion.ts';
import { ImageUnits } from '../../nx/image-units.ts';
import {
  ENTRY_OVERHEAD_BYTES,
  MAX_BAND_BYTES,
  MAX_ENTRY_REQUEST_BYTES,
  MAX_OTHER_ENTRY_BYTES,
} from '../../nx/limits.ts';
import { requestFields } from '../../nx/generated/request-fields.ts';
import { FIRST_VALUE, kindNumber, RECORD_VALUES, shapeOf } from '../../nx/request-shape.ts';
import { encodeLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';
import { entryBytes, OPTIONS, randomEntries } from './support.ts';

function largeRequest(length: number): LogEntry {
  const bytes = new Uint8Array(length);
  bytes[0] = 120;
  new DataView(bytes.buffer).setUint32(4, length / 4, true);
  bytes[length - 1] = 1;
  return { kind: 'request', client: 3, bytes, index: 1, time: 1 };
}

function sent(entry: LogEntry): LogEntry[] {
  const encoder = new NxEncoder(OPTIONS);
  const decoder = new NxDecoder(OPTIONS);
  encoder.push(entry, false);
  const entries: LogEntry[] = [];
  for (let part = encoder.take(1 << 16); part !== undefined; part = encoder.take(1 << 16))
    entries.push(...decoder.push(part));
  return entries;
}

describe('an nx stream', () => {
  it('carries the longest request, and none longer', () => {
    const entry = largeRequest(MAX_ENTRY_REQUEST_BYTES);
    const [got] = sent(entry);
    expect(Buffer.compare(encodeLogEntry(got!), encodeLogEntry(entry))).toBe(0);
    const length = MAX_ENTRY_REQUEST_BYTES + 4;
    expect(() => sent(largeRequest(length))).toThrow(`a request of ${length} bytes`);
  });

  it('begins with the longest other entry, and with none longer', () => {
    const font = (length: number): LogEntry => ({
      kind: 'font',
      hash: 'abcd',
      bytes: new Uint8Array(length),
      index: 1,
      time: 1,
    });
    const most = MAX_OTHER_ENTRY_BYTES - encodeLogEntry({ ...font(0), index: 0 }).length;
    const begun = (length: number) => {
      const encoder = new NxEncoder(OPTIONS);
      encoder.push(font(length), false);
      // Encoding goes no further than what is asked for.
      return encoder.take(4)!.length;
    };
    expect(begun(most)).toBe(4);
    expect(() => begun(most + 1)).toThrow(`an entry of ${MAX_OTHER_ENTRY_BYTES + 1} bytes`);
  });

  it('has bands up to a length', () => {
    const band = (length: number) => {
      const reader = new BitReader();
      const bytes = [0];
      for (let rest = length; ; rest >>>= 7) {
        bytes.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
        if (rest <= 0x7f) break;
      }
      reader.push(Uint8Array.from(bytes));
      const images = new ImageUnits(reader);
      images.begin({ width: 8, height: 8, bytesPerPixel: 4 }, new Uint8Array(256), 0, 0, undefined, () => undefined);
      return () => images.goOn();
    };
    expect(band(MAX_BAND_BYTES)).toThrow(NEED_BYTES);
    expect(band(MAX_BAND_BYTES + 1)).toThrow(`a band of ${MAX_BAND_BYTES + 1} bytes`);
  });

  it('says no more than its bytes may say', () => {
    const expansion = new Expansion(1000, 10);
    expansion.stream = 50;
    expansion.entries = 1500;
    expect(expansion.isExceeded).toBe(false);
    expansion.entries++;
    expect(expansion.isExceeded).toBe(true);
    expansion.entries = 750;
    expect(expansion.isNear).toBe(false);
    expansion.entries++;
    expect(expansion.isNear).toBe(true);
  });

  it('is sent with more bytes than it needs where it would say too much', () => {
    const quiet = { kind: 'request', client: 1, bytes: Uint8Array.of(43, 0, 1, 0) } as const;
    const stream = (expansion: Expansion) => {
      const encoder = new NxEncoder(OPTIONS, expansion);
      const decoder = new NxDecoder(OPTIONS, new Expansion(10_000, 300));
      let bytes = 0;
      let entries = 0;
      for (let index = 1; index <= 4000; index++) encoder.push({ ...quiet, index, time: 0 }, true);
      for (let part = encoder.take(50); part !== undefined; part = encoder.take(50)) {
        bytes += part.length;
        entries += decoder.push(part).length;
      }
      expect(entries).toBe(4000);
      return bytes;
    };
    const least = (4000 * (ENTRY_OVERHEAD_BYTES + 4)) / 300;
    expect(stream(new Expansion(10_000, 300))).toBeGreaterThan(least);
    expect(() => stream(new Expansion(1e9, 300))).toThrow('too many entries in so few bytes');
  });

  it('takes keymaps of every size', () => {
    const keysyms = Uint32Array.from({ length: 248 * 40 }, (_, i) => (i * 2654435761) >>> 0);
    const input = { kind: 'keymap', firstKeycode: 8, keysymsPerKeycode: 40, keysyms, modifierMap: undefined } as const;
    const entry: LogEntry = { kind: 'input', terminal: 7, number: 3, input, index: 1, time: 1 };
    expect(entryBytes(sent(entry))).toEqual(entryBytes([entry]));
  });
});

describe('the shapes of requests', () => {
  it('fit into records', () => {
    for (const [major, minor, name] of requestFields) {
      const { fields, rest } = shapeOf(kindNumber(major, minor));
      const values = rest.kind === 'values' ? FIRST_VALUE + rest.letters.length : 0;
      expect(rest.kind === 'values' ? fields.length : 0, name).toBeLessThanOrEqual(FIRST_VALUE);
      expect(Math.max(fields.length, values), name).toBeLessThanOrEqual(RECORD_VALUES);
    }
  });

  it('are those of the requests in random streams', () => {
    for (const { entry } of randomEntries(5, 300)) {
      if (entry.kind !== 'request' || entry.bytes.length < 4) continue;
      const { fixed, name } = shapeOf(kindNumber(entry.bytes[0]!, entry.bytes[1]!));
      if (name !== '') expect(entry.bytes.length, name).toBeGreaterThanOrEqual(fixed - 3);
    }
  });
});
