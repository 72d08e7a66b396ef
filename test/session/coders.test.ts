/** What a codec has learned stays over the streams of a connection, where both ends have had all of it. */
import { describe, expect, test } from 'vitest';
import { nxCodec } from '../../nx/codec.ts';
import { CarrierError } from '../../session/carrier/carrier-error.ts';
import { plainCodec, type LogCodecs } from '../../session/log-codec.ts';
import { Decoders, Encoders, type NumberedEncoder } from '../../session/log-wire/coders.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';

const CODECS: LogCodecs = { x11: plainCodec, nx: nxCodec };
const TERMINAL = 3;

/** InternAtom of a name: nothing that a model knows beforehand. X11 §10 InternAtom */
function intern(index: number, name: string): LogEntry {
  const length = 8 + ((name.length + 3) & ~3);
  const bytes = new Uint8Array(length);
  bytes.set([16, 0, length / 4, 0, name.length, 0, 0, 0]);
  for (let i = 0; i < name.length; i++) bytes[8 + i] = name.charCodeAt(i);
  return { kind: 'request', client: 1, bytes, index, time: 1000 + index };
}

const NAMES = ['QUITE_UNLIKELY_ATOM_NAME', 'another one, of no program', 'Zwölf Boxkämpfer jagen Viktor'];

function entriesFrom(index: number): LogEntry[] {
  return NAMES.map((name, i) => intern(index + i, name));
}

function bytesOf(encoder: NumberedEncoder): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let part = encoder.take(1000); part !== undefined; part = encoder.take(1000)) parts.push(part);
  return parts;
}

/** A stream of the same few requests behind `index`; gives its size, and checks what comes out of it. */
function stream(encoders: Encoders, decoders: Decoders, index: number): number {
  const encoder = encoders.begin('nx', index, 1000);
  decoders.begin({ wire: 'nx', index, time: 1000, coder: encoder.number, sent: encoder.sent }, TERMINAL);
  const entries = entriesFrom(index + 1);
  for (const entry of entries) encoder.push(entry, false);
  const parts = bytesOf(encoder);
  expect(parts.flatMap((part) => decoders.push(part))).toEqual(entries);
  decoders.end();
  return parts.reduce((sum, { length }) => sum + length, 0);
}

describe('streams of one connection', () => {
  test('what was said in the first need not be said again in the next', () => {
    const encoders = new Encoders(CODECS, TERMINAL);
    const decoders = new Decoders(CODECS, () => undefined);
    const first = stream(encoders, decoders, 10);
    const second = stream(encoders, decoders, 500);
    expect(first).toBeGreaterThan(40);
    expect(second).toBeLessThan(first / 4);
  });

  test('an encoder whose bytes were dropped is not used again', () => {
    const encoders = new Encoders(CODECS, TERMINAL);
    const decoders = new Decoders(CODECS, () => undefined);
    stream(encoders, decoders, 10);
    const dropped = encoders.begin('nx', 20, 1000);
    dropped.push(intern(21, 'never sent'), false);
    const next = encoders.begin('nx', 30, 1000);
    expect([next.number, next.sent]).not.toEqual([dropped.number, dropped.sent]);
    expect(next.sent).toBe(0);
    expect(stream(encoders, decoders, 40)).toBeGreaterThan(0);
  });

  test.each([
    ['fewer bytes than have come', 1, -1],
    ['more bytes than have come', 1, 1],
    ['bytes of an encoder that is not known', 9, 0],
  ])('%s: refused', (_what, coder, more) => {
    const encoders = new Encoders(CODECS, TERMINAL);
    const decoders = new Decoders(CODECS, () => undefined);
    const sent = stream(encoders, decoders, 10) + more;
    expect(() => decoders.begin({ wire: 'nx', index: 20, time: 0, coder, sent }, TERMINAL)).toThrow(CarrierError);
    expect(() => decoders.push(Uint8Array.of(1))).toThrow(CarrierError);
  });

  test('coders that were made ahead of time, a little at a time, give the same stream', () => {
    const [prepared, sudden] = [new Encoders(CODECS, TERMINAL), new Encoders(CODECS, TERMINAL)];
    const [ready, late] = [new Decoders(CODECS, () => undefined), new Decoders(CODECS, () => undefined)];
    expect(prepared.prepare('nx')).toBe(false);
    ready.prepare('nx', TERMINAL);
    let steps = 0;
    for (; prepared.prepareSome() || ready.preparing; steps++) ready.prepareSome();
    expect(steps).toBeGreaterThan(5);
    expect(prepared.prepare('nx')).toBe(true);
    expect(stream(prepared, ready, 10)).toBe(stream(sudden, late, 10));
    expect(prepared.prepare('x11')).toBe(true);
  });
});
