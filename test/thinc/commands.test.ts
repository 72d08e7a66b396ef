/** Every command comes out of the reader as it went into the writer; arbitrary bytes do no harm. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BytePacker, ByteUnpacker } from '../../thinc/byte-coder.ts';
import { ByteWriter } from '../../thinc/bytes.ts';
import { CommandReader } from '../../thinc/command-reader.ts';
import { CommandWriter } from '../../thinc/command-writer.ts';
import type { Command } from '../../thinc/commands.ts';
import { MAX_FRAME_BYTES, MAX_GLYPHS, MAX_STREAMS, VERSION } from '../../thinc/limits.ts';
import { ThincError } from '../../thinc/thinc-error.ts';
import { packedFrame } from './packed-frame.ts';
import { regionFromRects } from '../../xserver/raster/region.ts';
import { pixelsOf } from '../raster/arbitraries.ts';

const coordinate = fc.integer({ min: -3000, max: 3000 });
const size = fc.integer({ min: 1, max: 2000 });
const number = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffffffff }));
const color = fc.oneof(fc.constantFrom(0, 0xffffff, 0x336699), fc.integer({ min: 0, max: 0xffffffff }));
const picture = fc.integer({ min: 0, max: 511 });
const smallSize = fc.integer({ min: 1, max: 9 });
const somePixels = fc
  .constantFrom(1, 24, 32)
  .chain((depth) => pixelsOf(depth, smallSize, smallSize))
  .chain((pixels) =>
    // Few colours now and then.
    fc.constantFrom(0xffffffff, 1, 3, 0x10101).map((mask) => ({ ...pixels, data: pixels.data.map((p) => p & mask) })),
  );
const region = fc
  .array(fc.tuple(coordinate, coordinate, smallSize, smallSize), { maxLength: 12 })
  .map((boxes) => regionFromRects(boxes.flat()));

const glyph = fc
  .record({ left: coordinate, width: fc.integer({ min: 0, max: 20 }), ascent: coordinate, advance: coordinate })
  .chain((metrics) =>
    fc.integer({ min: 0, max: 12 }).chain((height) =>
      fc
        .uint8Array({
          minLength: ((metrics.width + 7) >> 3) * height,
          maxLength: ((metrics.width + 7) >> 3) * height,
        })
        .map((bits) => ({ ...metrics, height, bits: Uint8Array.from(bits) })),
    ),
  );
const coverageGlyph = fc
  .tuple(fc.nat(9), coordinate, coordinate, fc.uint8Array({ minLength: 9 * 7, maxLength: 9 * 7 }))
  .map(([width, left, advance, noise]) => {
    const bits = Uint8Array.from(noise.subarray(0, width * 7));
    return { left, width, ascent: 3, height: 7, advance, bits, coverage: true as const };
  });

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constant('raw' as const),
    surface: number,
    x: coordinate,
    y: coordinate,
    pixels: somePixels,
    keep: fc.option(picture, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('kept-raw' as const), surface: number, x: coordinate, y: coordinate, picture }),
  fc.record({
    kind: fc.constant('copy' as const),
    surface: number,
    source: number,
    dx: coordinate,
    dy: coordinate,
    region,
  }),
  fc.record({ kind: fc.constant('fill' as const), surface: number, pixel: color, region }),
  fc.record({ kind: fc.constant('tile' as const), surface: number, picture, x: coordinate, y: coordinate, region }),
  fc.record({
    kind: fc.constant('bitmap' as const),
    surface: number,
    picture,
    x: coordinate,
    y: coordinate,
    foreground: color,
    background: fc.option(color, { nil: undefined }),
    region,
  }),
  fc
    .tuple(
      number,
      color,
      fc.option(region, { nil: undefined }),
      fc.option(color, { nil: undefined }),
      fc.array(fc.tuple(fc.nat(2), coordinate, fc.constantFrom(0, 13, 40)), { minLength: 1, maxLength: 9 }),
    )
    .map(([surface, pixel, clip, ground, placed]): Command => ({
      kind: 'glyphs',
      surface,
      pixel,
      ground,
      clip,
      glyphs: placed.map(([glyph]) => (ground === undefined ? glyph : glyph + 3)),
      positions: placed.flatMap(([, x, y]) => [x, y]),
    })),
  fc.record({
    kind: fc.constant('video' as const),
    surface: number,
    x: coordinate,
    y: coordinate,
    width: size,
    height: size,
    stream: fc.nat(MAX_STREAMS - 1),
    codec: fc.constantFrom('jpeg' as const, 'av1' as const, 'webp' as const),
    clip: fc.option(region, { nil: undefined }),
    keyFrame: fc.boolean(),
    data: fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
  }),
  fc.record({ kind: fc.constant('picture' as const), picture, pixels: somePixels }),
  fc.record({ kind: fc.constant('glyph' as const), glyph: fc.oneof(glyph, coverageGlyph) }),
  fc.record({
    kind: fc.constant('screen' as const),
    width: size,
    height: size,
    of: fc.option(fc.record({ width: size, height: size }), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('create' as const),
    surface: number,
    depth: fc.constantFrom(24, 32),
    x: coordinate,
    y: coordinate,
    width: size,
    height: size,
  }),
  fc.record({
    kind: fc.constant('resize' as const),
    surface: number,
    width: size,
    height: size,
    dx: coordinate,
    dy: coordinate,
  }),
  fc.record({ kind: fc.constant('move' as const), surface: number, x: coordinate, y: coordinate }),
  fc.record({ kind: fc.constant('shape' as const), surface: number, shape: fc.option(region, { nil: undefined }) }),
  fc.record({ kind: fc.constant('stack' as const), surfaces: fc.array(number, { maxLength: 9 }) }),
  fc.record({ kind: fc.constant('destroy' as const), surface: number }),
  fc.record({
    kind: fc.constant('cursor' as const),
    cursor: fc.option(fc.record({ hotX: coordinate, hotY: coordinate, pixels: pixelsOf(32, smallSize, smallSize) }), {
      nil: undefined,
    }),
  }),
  fc.record({ kind: fc.constant('blank' as const), blanked: fc.boolean() }),
  fc.record({ kind: fc.constant('warp' as const), x: coordinate, y: coordinate }),
  fc.record({ kind: fc.constant('locks' as const), capsLock: fc.boolean(), numLock: fc.boolean() }),
  fc.record({ kind: fc.constant('whole' as const), exact: fc.boolean() }),
);

/** Runs of text need glyphs. */
const firstGlyphs: Command[] = [6, 7, -3, 6, 7, -3].map((advance, i) => {
  const glyph = { left: 0, width: 1, ascent: 1, height: 1, advance, bits: Uint8Array.of(0x80) };
  return { kind: 'glyph', glyph: i < 3 ? glyph : { ...glyph, coverage: true } };
});

test('commands are read as they were written, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(command, { maxLength: 30 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 60 })),
      fc.constantFrom('none', 'some', 'great'),
      (list, cuts, haste) => {
        const writer = new CommandWriter();
        writer.haste = haste;
        const stream: number[] = [];
        const commands = [...firstGlyphs, ...list];
        for (const [i, each] of commands.entries()) {
          writer.write(each);
          if (i % 3 === 2 || i === commands.length - 1) stream.push(...(writer.frames() ?? []));
        }
        const reader = new CommandReader();
        const read: Command[] = [];
        for (let at = 0; at < stream.length;) {
          const next = at + cuts.next().value!;
          read.push(...reader.push(Uint8Array.from(stream.slice(at, next))));
          at = next;
        }
        expect(read).toEqual(commands);
      },
    ),
    { numRuns: 150 },
  );
});

function frameOf(...commands: number[]): Uint8Array {
  return Uint8Array.of(VERSION, ...packedFrame(new BytePacker(), commands, []));
}

test('arbitrary bytes are read or refused with a ThincError', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.uint8Array()), {
        maxLength: 5,
      }),
      (bodies) => {
        const reader = new CommandReader();
        const packer = new BytePacker();
        try {
          reader.push(Uint8Array.of(VERSION));
          for (const [packs, body, bulk] of bodies) {
            reader.push(packs ? packedFrame(packer, [...body], [...bulk]) : Uint8Array.of(body.length, ...body));
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ThincError);
        }
      },
    ),
    { numRuns: 800 },
  );
});

test('what is wrong is named', () => {
  const refused = (bytes: Uint8Array) => {
    try {
      new CommandReader().push(bytes);
    } catch (error) {
      return String(error);
    }
    return 'taken';
  };
  expect(refused(Uint8Array.of(9))).toBe('ThincError: version 9 of the thinc wire, not 3');
  expect(refused(Uint8Array.of(VERSION, 0xff, 0xff, 0xff, 0xff, 1))).toContain('a frame of more than');
  expect(refused(frameOf(31))).toBe('ThincError: unknown command 31');
  expect(refused(frameOf(3, 0, 9))).toBe('ThincError: no recent colour 7');
  expect(refused(frameOf(6, 0, 0, 1, 2, 3, 1, 0, 0, 0, 5))).toBe('ThincError: glyph 4 of 0');
  expect(refused(frameOf(3, 0, 0, 1, 2, 3))).toBe('ThincError: a command ends early');
});

test('glyphs are taken up to the cap, and again after they were forgotten', () => {
  const writer = new CommandWriter();
  const reader = new CommandReader();
  const define = (count: number) => {
    for (let i = 0; i < count; i++) {
      writer.write(firstGlyphs[0]!);
      if (writer.length > MAX_FRAME_BYTES / 2) reader.push(writer.frames()!);
    }
    return reader.push(writer.frames()!);
  };
  define(MAX_GLYPHS);
  writer.write({ kind: 'forget-glyphs' });
  define(MAX_GLYPHS);
  expect(() => define(1)).toThrow(`more than ${MAX_GLYPHS} glyphs`);
});

test('a rectangle of the size before takes few bytes, a circle two a row', () => {
  const writer = new CommandWriter();
  const fill = (boxes: number[]): number => {
    writer.write({ kind: 'fill', surface: 1, pixel: 0xff, region: regionFromRects(boxes) });
    return writer.frames()!.length;
  };
  fill([10, 10, 50, 20]);
  expect(fill([10, 30, 50, 20])).toBeLessThanOrEqual(7);
  const rows = Array.from({ length: 100 }, (_, y) => {
    const half = Math.round(Math.sqrt(2500 - (y - 49.5) ** 2));
    return [100 - half, 100 + y, half * 2, 1];
  }).flat();
  expect(fill(rows)).toBeLessThanOrEqual(215);
});

test('bytes unpack as they were packed, in pieces of any size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.oneof(fc.nat(3), fc.nat(255)), { maxLength: 60 }), { maxLength: 20 }),
      (pieces) => {
        const packer = new BytePacker();
        const unpacker = new ByteUnpacker();
        for (const piece of pieces) {
          const packed = packer.pack(Uint8Array.from(piece));
          expect([...unpacker.unpack(packed, piece.length)]).toEqual(piece);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('numbers of 32 bits pass', () => {
  const out = new ByteWriter();
  out.unsigned(0xffffffff);
  expect([...out.finish()]).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
});
