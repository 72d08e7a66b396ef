/** A terminal takes what a host sends, refuses what none sends, and stays within its limits. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BytePacker } from '../../thinc/byte-coder.ts';
import { CommandWriter } from '../../thinc/command-writer.ts';
import type { Command, VideoCodec } from '../../thinc/commands.ts';
import { Terminal } from '../../thinc/execute.ts';
import { MAX_SCENE_PIXELS, VERSION } from '../../thinc/limits.ts';
import { CLIPPED, FLAG, Opcode } from '../../thinc/opcodes.ts';
import { ThincError } from '../../thinc/thinc-error.ts';
import type { FrameDecoders } from '../../thinc/video-frames.ts';
import { createPixels } from '../../xserver/raster/pixels.ts';
import { regionFromRect } from '../../xserver/raster/region.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import { packedFrame } from './packed-frame.ts';

const create: Command = { kind: 'create', surface: 1, depth: 24, x: 0, y: 0, width: 20, height: 10 };

/** The error that a terminal ends with, or 'taken'. */
function outcome(...commands: Command[]): string {
  const writer = new CommandWriter();
  const terminal = new Terminal({ driver: new SceneDamage() });
  for (const command of commands) writer.write(command);
  try {
    terminal.push(writer.frames()!);
  } catch (error) {
    expect(error).toBeInstanceOf(ThincError);
    return (error as Error).message;
  }
  return 'taken';
}

test('each side of a rectangle is checked by itself', () => {
  const fill = (x: number, y: number, width: number, height: number) =>
    outcome(create, { kind: 'fill', surface: 1, pixel: 1, region: regionFromRect(x, y, width, height) });
  expect(fill(0, 0, 20, 10)).toBe('taken');
  expect(fill(0, 0, 21, 1)).toBe('0, 0 to 21, 1 on a surface of 20 x 10');
  expect(fill(-1, 0, 5, 5)).toContain('on a surface of 20 x 10');
  expect(fill(19, 9, 1, 2)).toContain('on a surface of 20 x 10');
});

test('copies stay inside both surfaces', () => {
  const copy = (dx: number, source = 1) =>
    outcome(create, { kind: 'copy', surface: 1, source, dx, dy: 0, region: regionFromRect(5, 0, 10, 10) });
  expect(copy(5)).toBe('taken');
  expect(copy(6)).toContain('on a surface');
  expect(copy(-6)).toContain('on a surface');
  expect(copy(0, 2)).toBe('no surface 2');
});

test('what is not there is named', () => {
  expect(outcome({ kind: 'move', surface: 4, x: 0, y: 0 })).toBe('no surface 4');
  expect(outcome(create, create)).toBe('surface 1 is there already');
  expect(outcome(create, { kind: 'kept-raw', surface: 1, x: 0, y: 0, picture: 3 })).toBe('no picture 3');
  const bitmap: Command = { kind: 'picture', picture: 3, pixels: createPixels(2, 2, 1) };
  expect(outcome(create, bitmap, { kind: 'kept-raw', surface: 1, x: 0, y: 0, picture: 3 })).toBe(
    'picture 3 of depth 1, not 24',
  );
  expect(
    outcome(create, { kind: 'raw', surface: 1, x: 0, y: 0, pixels: createPixels(2, 2, 32), keep: undefined }),
  ).toBe('pixels of depth 32 for a surface of depth 24');
});

test('a scene has so many pixels and no more', () => {
  const large = (surface: number): Command => ({ ...create, surface, width: 1 << 14, height: 1 << 13 }) as Command;
  const count = MAX_SCENE_PIXELS / 2 ** 27;
  const writer = new CommandWriter();
  const terminal = new Terminal({ driver: new SceneDamage() });
  for (let i = 0; i < count; i++) writer.write(large(i));
  terminal.push(writer.frames()!);
  writer.write({ kind: 'destroy', surface: 0 });
  writer.write(large(50));
  terminal.push(writer.frames()!);
  writer.write({ ...create, surface: 51 } as Command);
  expect(() => terminal.push(writer.frames()!)).toThrow(`more than ${MAX_SCENE_PIXELS} pixels`);
});

test('arbitrary commands on a small scene draw or are refused', () => {
  const glyph = [Opcode.Glyph, 1, 3, 4, 4, 8, 0xe0, 0xa0, 0xe0, 0x40];
  const picture = (number: number, depth: number) => [
    Opcode.Picture,
    number,
    3,
    3,
    (depth << 1) | 1,
    0,
    ...colors[depth]!,
  ];
  const colors: Record<number, number[]> = { 0: [1], 3: [1, 2, 3] };
  const surface = (number: number, depth: number) => [Opcode.Create, number, depth, 0, 0, 20, 10];
  const prologue = [...surface(1, 24), ...surface(2, 32), ...glyph, ...picture(0, 3), ...picture(1, 0)];
  // Each draws; wrong in a byte or two it may or may not.
  const valid = [
    [Opcode.Fill, 1, 0, 9, 9, 9, 1, 4, 4, 8, 6],
    [Opcode.Fill, 2, 0, 9, 9, 9, 3, 2, 0, 0x8c, 0, 0x97, 3, 1, 2, 0, 2],
    [Opcode.Copy, 1, 2, 2, 2, 1, 4, 4, 8, 6],
    [Opcode.Copy | FLAG, 1, 3, 0, 1, 4, 4, 8, 6],
    [Opcode.Tile, 1, 0, 1, 4, 4, 8, 6, 1, 1],
    [Opcode.Bitmap | FLAG, 2, 1, 0, 1, 2, 3, 1, 4, 4, 8, 6, 1, 1],
    [Opcode.Glyphs, 1, 0, 1, 2, 3, 1, 1, 8, 12, 1, 0, 4, 1],
    [Opcode.KeptRaw, 1, 0, 6, 6],
    [Opcode.Resize, 1, 30, 30, 2, 2],
    [Opcode.Shape | FLAG, 1, 1, 4, 4, 8, 6],
    [Opcode.Stack, 2, 1, 2],
    [Opcode.Raw, 1, 4, 4],
    [Opcode.Video | FLAG, 1, 0, 2, 4, 4, 8, 6, 1],
    [Opcode.Video | CLIPPED, 1, 0, 0, 4, 4, 8, 6, 1, 0, 0, 3, 3, 1],
    [Opcode.Whole | FLAG],
  ];
  // It decodes anything, at once.
  const decoders: FrameDecoders = {
    codecs: Promise.resolve<readonly VideoCodec[]>([]),
    decode: ({ width, height }, done) => done(width * height > 1 << 16 ? undefined : createPixels(width, height, 24)),
    close: () => {},
  };
  let refused = 0;
  let taken = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...valid),
      fc.array(fc.tuple(fc.nat(15), fc.oneof(fc.nat(9), fc.nat(255))), { maxLength: 2 }),
      fc.constantFrom([], [2, 2, 7, 0, 1, 2, 3], [2, 2, 6, 0xc3, 1, 2, 3], [9]),
      (command, damage, bulk) => {
        const bytes = command.slice();
        for (const [at, byte] of damage) if (at < bytes.length) bytes[at] = byte;
        const terminal = new Terminal({ driver: new SceneDamage(), decoders });
        const packer = new BytePacker();
        terminal.push(Uint8Array.of(VERSION));
        terminal.push(packedFrame(packer, prologue, []));
        try {
          terminal.push(packedFrame(packer, bytes, bulk));
          taken++;
        } catch (error) {
          expect(error).toBeInstanceOf(ThincError);
          refused++;
        }
      },
    ),
    { numRuns: 600 },
  );
  expect(taken).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(20);
});
