/** Fonts and catalogues that a terminal has from before are not sent again, whatever the wire, and the session is the same with them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { nxCodec } from '../../nx/codec.ts';
import { MAX_KEPT_PART_BYTES, MAX_KEPT_PARTS, MAX_KEPT_PARTS_BYTES } from '../../session/limits.ts';
import { plainCodec } from '../../session/log-codec.ts';
import { KeptParts } from '../../session/terminal/kept-parts.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { fontHash } from './random-apps.ts';
import { Rig, type Attached } from './rig.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);
const LARGE_FONT = Uint8Array.from(gunzipSync(readFileSync('/usr/share/fonts/X11/misc/cudevnag12.pcf.gz')));
const SMALL_FONT = Uint8Array.from(gunzipSync(readFileSync('/usr/share/fonts/X11/misc/5x7-ISO8859-1.pcf.gz')));

function rigOf(): Rig {
  return new Rig(SCREEN, 'everyone', { x11: plainCodec, nx: nxCodec });
}

function expectSame(rig: Rig, attached: Attached): void {
  expect(rig.defects).toEqual([]);
  attached.terminal.verify();
  rig.settle();
  expect(attached.verified.at(-1)).toBe(true);
  expect(attached.terminal.core!.stateHash()).toBe(rig.host.core.stateHash());
}

/** A visit to a new session in which fonts are opened; gives the bytes that came down. */
function visit(wire: 'x11' | 'nx', keptParts: KeptParts, fonts: readonly Uint8Array[]): number {
  const rig = rigOf();
  const attached = rig.attach({ wire, keptParts });
  rig.settle();
  for (const [i, bytes] of fonts.entries()) {
    rig.host.append({ kind: 'font', hash: fontHash(i + 1), bytes });
    rig.settle();
  }
  expectSame(rig, attached);
  return attached.host.carrier.sent.bytes;
}

describe.each(['x11', 'nx'] as const)('on %s', (wire) => {
  test('fonts that are opened, at the second visit', () => {
    const kept = new KeptParts();
    const fonts = [SMALL_FONT, LARGE_FONT];
    const first = visit(wire, kept, fonts);
    const again = () => new KeptParts(kept.names.map((name) => [name, kept.get(name)!] as const));
    const second = visit(wire, again(), fonts);
    const without = visit(wire, again(), []);
    expect(first).toBeGreaterThan(without + 5000);
    // Their hashes, and what goes around them.
    expect(second).toBeLessThan(without + 400);
  });

  test('fonts of a session that goes on, at the second join', () => {
    const rig = rigOf();
    rig.host.append({ kind: 'font', hash: fontHash(1), bytes: LARGE_FONT });
    rig.settle();
    const keptParts = new KeptParts();
    const [first, second] = [1, 2].map(() => {
      const attached = rig.attach({ wire, keptParts });
      rig.settle();
      expectSame(rig, attached);
      rig.cut(attached);
      return attached.terminal.counts.blobBytes;
    });
    expect(second).toBeLessThan(first! - 5000);
  });

  test('a terminal that says it has what it has not harms itself only', () => {
    const rig = rigOf();
    const app = rig.connect(true);
    const [name] = new KeptParts([[fontHash(1).slice(0, 16), Uint8Array.of(1, 2, 3)]]).names;
    const liar = rig.attach({ wire, keptParts: new KeptParts([[name!, Uint8Array.of(1, 2, 3)]]) });
    const honest = rig.attach({ wire: 'nx' });
    rig.settle();
    rig.host.append({ kind: 'font', hash: fontHash(1), bytes: SMALL_FONT });
    expect(() => rig.settle()).toThrow();
    rig.cut(liar);
    rig.write(app, Uint8Array.of(43, 0, 1, 0));
    rig.settle();
    expectSame(rig, honest);
    expect(app.received.length).toBeGreaterThan(0);
  });
});

describe('what is kept', () => {
  const part = (i: number): string => i.toString(16).padStart(16, '0');

  test('is bounded in number: what was used last stays', () => {
    const dropped: string[] = [];
    const kept = new KeptParts([], { added: () => {}, dropped: (name) => dropped.push(name) });
    for (let i = 0; i < MAX_KEPT_PARTS; i++) kept.add(part(i), Uint8Array.of(i));
    kept.get(part(0));
    expect(dropped).toEqual([]);
    kept.add(part(MAX_KEPT_PARTS), Uint8Array.of(7));
    expect(dropped).toEqual([part(1)]);
    expect(kept.names).toHaveLength(MAX_KEPT_PARTS);
    expect(kept.get(part(0))).toEqual(Uint8Array.of(0));
  });

  test('is bounded in bytes, and so is each part', () => {
    const kept = new KeptParts();
    kept.add(part(0), new Uint8Array(MAX_KEPT_PART_BYTES + 1));
    expect(kept.names).toEqual([]);
    const fit = MAX_KEPT_PARTS_BYTES / MAX_KEPT_PART_BYTES;
    for (let i = 1; i <= fit; i++) kept.add(part(i), new Uint8Array(MAX_KEPT_PART_BYTES));
    expect(kept.names).toHaveLength(fit);
    kept.add(part(fit + 1), Uint8Array.of(1));
    expect(kept.names).not.toContain(part(1));
    expect(kept.names).toHaveLength(fit);
  });

  test('has names that are hashes', () => {
    const kept = new KeptParts([['../../etc/passwd', Uint8Array.of(1)]]);
    kept.add('no hash at all, really', Uint8Array.of(1));
    expect(kept.names).toEqual([]);
  });
});
