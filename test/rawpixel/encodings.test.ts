import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingByNumber, pixelEncodings } from '../../rawpixel/encodings/all-encodings.ts';
import { jpeg } from '../../rawpixel/encodings/jpeg.ts';
import type { EncodeChoice, PixelEncoding } from '../../rawpixel/encodings/encoding.ts';
import { ConnectionDecodeState, ConnectionEncodeState } from '../../rawpixel/encodings/states.ts';
import { tight, tightPng } from '../../rawpixel/encodings/tight.ts';
import { PartWriter, PlainPacker } from '../../rawpixel/packing.ts';
import { webp } from '../../rawpixel/encodings/webp.ts';
import { RfbError } from '../../rawpixel/errors.ts';
import { ByteParser, type Parse } from '../../rawpixel/parse.ts';
import { ClientFramebuffer } from '../../rawpixel/rfb/client-framebuffer.ts';
import { WireFormat, type PixelFormat } from '../../rawpixel/rfb/pixel-format.ts';
import { pakoZlib } from '../../rawpixel/zlib.ts';
import { FORMATS } from './formats.ts';
import { decodeImage, images } from './images.ts';
import { anyBlock, paint, pieces, pixelDifference, type TestBlock } from './pictures.ts';

/** The two ends of one connection, of which only rectangles cross. */
class Pair {
  readonly encoder: ConnectionEncodeState;
  readonly packer = new PlainPacker(pakoZlib, images);
  readonly decoder: ConnectionDecodeState;
  readonly framebuffer = new ClientFramebuffer(decodeImage, () => {});
  readonly format: WireFormat;

  constructor(format: PixelFormat) {
    this.format = new WireFormat(format);
    this.encoder = new ConnectionEncodeState(this.format, this.packer.stills);
    this.decoder = new ConnectionDecodeState(this.format, pakoZlib, this.framebuffer);
    this.framebuffer.resize(200, 150);
  }

  encode(encoding: PixelEncoding, { width, height, rgb }: TestBlock, choice: EncodeChoice = {}): Uint8Array {
    const out = new PartWriter(1024, this.encoder.sizes);
    encoding.encode({ width, height, rgb, values: this.format.toValues(rgb) }, this.encoder, out, choice);
    let packed = new Uint8Array(0);
    this.packer.pack({ plain: out.finish(), deferred: out.deferred }, (bytes) => (packed = bytes.slice()));
    return packed;
  }

  /** What the decoder paints at 7, 5; it must use exactly these bytes. */
  decode(
    encoding: PixelEncoding,
    bytes: Uint8Array,
    width: number,
    height: number,
    cuts: readonly number[],
  ): Uint32Array {
    const { framebuffer, decoder } = this;
    framebuffer.data.fill(0xabcdef);
    let whole = false;
    const parser = new ByteParser(
      (function* (): Parse<void> {
        yield* encoding.decode({ x: 7, y: 5, width, height }, decoder);
        whole = true;
        yield 1;
        throw new Error('more bytes than the decoder takes');
      })(),
    );
    for (const piece of pieces(bytes, cuts)) parser.receive(piece);
    expect(whole).toBe(true);
    const painted = new Uint32Array(width * height);
    for (let y = 0; y < 150; y++) {
      for (let x = 0; x < 200; x++) {
        const inside = x >= 7 && y >= 5 && x < 7 + width && y < 5 + height;
        const pixel = framebuffer.data[y * 200 + x]!;
        if (inside) painted[(y - 5) * width + x - 7] = pixel;
        else if (pixel !== 0xabcdef) throw new Error(`painted outside, at ${x},${y}`);
      }
    }
    return painted;
  }

  /** What a viewer of this format can show of the pixels. */
  shown(rgb: Uint32Array): Uint32Array {
    return rgb.map((pixel) => this.format.rgbOf(this.format.toValue(pixel)));
  }
}

/** Those whose pictures node-canvas makes are tested by themselves, WebP with the encoders that make it (distant.test.ts). */
const exactEncodings = pixelEncodings.filter(
  (encoding) => encoding.exact && encoding !== tightPng && encoding !== webp,
);
const cutSizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });

describe('every encoding gives back the pixels exactly', () => {
  for (const encoding of exactEncodings) {
    for (const [name, format] of Object.entries(FORMATS)) {
      it(`${encoding.name}, ${name}: a session of rectangles`, () => {
        fc.assert(
          fc.property(
            fc.array(anyBlock, { minLength: 1, maxLength: 6 }),
            cutSizes,
            fc.boolean(),
            (blocks, cuts, smooth) => {
              const pair = new Pair(format);
              for (const block of blocks) {
                const bytes = pair.encode(encoding, block, { smooth });
                const painted = pair.decode(encoding, bytes, block.width, block.height, cuts);
                expect(pixelDifference(painted, pair.shown(block.rgb), block.width)).toBeUndefined();
              }
            },
          ),
          { numRuns: 12 },
        );
      });
    }
  }

  it('mixed in one session, each with its own zlib streams, at changing levels', () => {
    const step = fc.tuple(anyBlock, fc.constantFrom(...exactEncodings), fc.integer({ min: 0, max: 9 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 20 }), cutSizes, (steps, cuts) => {
        const pair = new Pair(FORMATS['rgb888 little-endian']!);
        for (const [block, encoding, level, smooth] of steps) {
          pair.encoder.level = level;
          const bytes = pair.encode(encoding, block, { smooth });
          const painted = pair.decode(encoding, bytes, block.width, block.height, cuts);
          expect(pixelDifference(painted, block.rgb, block.width)).toBeUndefined();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a format change in the middle of running zlib streams', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyBlock, fc.constantFrom(...Object.keys(FORMATS))), { minLength: 2, maxLength: 8 }),
        fc.constantFrom(...exactEncodings),
        (steps, encoding) => {
          const pair = new Pair(FORMATS['rgb565']!);
          for (const [block, name] of steps) {
            const format = new WireFormat(FORMATS[name]!);
            pair.encoder.format = format;
            pair.decoder.format = format;
            Object.assign(pair, { format });
            const bytes = pair.encode(encoding, block);
            const painted = pair.decode(encoding, bytes, block.width, block.height, [1000]);
            expect(pixelDifference(painted, pair.shown(block.rgb), block.width)).toBeUndefined();
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('TightPNG', () => {
    const pair = new Pair(FORMATS['rgb888 little-endian']!);
    for (const kind of ['noise', 'one', 'few', 'smooth'] as const) {
      const block = paint(kind, 90, 70, 99);
      const painted = pair.decode(tightPng, pair.encode(tightPng, block), 90, 70, [50]);
      expect(pixelDifference(painted, block.rgb, 90)).toBeUndefined();
    }
  });
});

describe('JPEG, in Tight and TightPNG and by itself', () => {
  for (const encoding of [tight, tightPng, jpeg]) {
    it(`${encoding.name}: near the original, nearer with more quality`, () => {
      const pair = new Pair(FORMATS['rgb888 little-endian']!);
      const block = paint('smooth', 128, 96, 5);
      const distance = (quality: number) => {
        const painted = pair.decode(encoding, pair.encode(encoding, block, { quality }), 128, 96, [77]);
        let sum = 0;
        for (let i = 0; i < painted.length; i++)
          sum += Math.abs(((painted[i]! >> 8) & 0xff) - ((block.rgb[i]! >> 8) & 0xff));
        return sum / painted.length;
      };
      const poor = distance(10);
      const good = distance(95);
      expect(good).toBeLessThan(8);
      expect(poor).toBeGreaterThan(good);
    });
  }
});

describe('JPEG by itself', () => {
  it('leaves out tables that the viewer has, and comes in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(30, 70), { minLength: 2, maxLength: 8 }), cutSizes, (qualities, cuts) => {
        const pair = new Pair(FORMATS['rgb888 little-endian']!);
        const alone = new Pair(FORMATS['rgb888 little-endian']!);
        let last = 0;
        for (const [i, quality] of qualities.entries()) {
          const block = paint('smooth', 40 + i, 30, i + 1);
          const whole = images.jpeg!(block.rgb, block.width, 30, quality);
          const bytes = pair.encode(jpeg, block, { quality });
          if (quality === last) expect(bytes.length).toBeLessThan(whole.length - 400);
          last = quality;
          const expected = alone.decode(tight, alone.encode(tight, block, { quality }), block.width, 30, cuts);
          const painted = pair.decode(jpeg, bytes, block.width, 30, cuts);
          expect(pixelDifference(painted, expected, block.width)).toBeUndefined();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('refuses what is no JPEG, or has no end', () => {
    const receive = (...bytes: number[]) => {
      const pair = new Pair(FORMATS['rgb888 little-endian']!);
      new ByteParser(jpeg.decode({ x: 0, y: 0, width: 8, height: 8 }, pair.decoder)).receive(Uint8Array.from(bytes));
    };
    const receiveLong = () => {
      const pair = new Pair(FORMATS['rgb888 little-endian']!);
      const parser = new ByteParser(jpeg.decode({ x: 0, y: 0, width: 8, height: 8 }, pair.decoder));
      parser.receive(Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2));
      for (let i = 0; i < 6; i++) parser.receive(new Uint8Array(1 << 20));
    };
    expect(() => receive(0x89, 0x50)).toThrow(/a JPEG that is none/);
    expect(() => receive(0xff, 0xd8, 0xff, 0xd8)).toThrow(/a JPEG that is none/);
    expect(() => receive(0xff, 0xd8, 0xff, 0xdb, 0, 1)).toThrow(/of no length/);
    expect(() => receive(0xff, 0xd8, 0xff, 0xd9)).toThrow(/cannot be decoded/);
    expect(() => receiveLong()).toThrow(/without end/);
  });
});

describe('arbitrary bytes', () => {
  for (const encoding of encodingByNumber.values()) {
    it(`${encoding.name}: paints within its rectangle or says what is wrong`, () => {
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 3000 }),
          fc.constantFrom(...Object.values(FORMATS)),
          fc.integer({ min: 0, max: 190 }),
          fc.integer({ min: 0, max: 140 }),
          (bytes, format, width, height) => {
            const pair = new Pair(format);
            const parser = new ByteParser(encoding.decode({ x: 3, y: 4, width, height }, pair.decoder));
            try {
              parser.receive(bytes);
            } catch (error) {
              expect(error).toBeInstanceOf(RfbError);
            }
            expect(pair.framebuffer.data.length).toBe(200 * 150);
          },
        ),
        { numRuns: 150 },
      );
    });
  }

  for (const encoding of exactEncodings) {
    it(`${encoding.name}: good data with some bytes changed`, () => {
      fc.assert(
        fc.property(
          anyBlock,
          fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
          (block, changes) => {
            const pair = new Pair(FORMATS['rgb888 little-endian']!);
            const bytes = pair.encode(encoding, block);
            for (const [at, value] of changes) bytes[at % bytes.length] = value;
            const rect = { x: 3, y: 4, width: block.width, height: block.height };
            const parser = new ByteParser(encoding.decode(rect, pair.decoder));
            try {
              parser.receive(bytes);
            } catch (error) {
              expect(error).toBeInstanceOf(RfbError);
            }
          },
        ),
        { numRuns: 100 },
      );
    });
  }
});
