/** Coded frames at the terminal: in the order of commands, whenever their pictures come. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandWriter } from '../../thinc/command-writer.ts';
import type { Command, VideoCodec } from '../../thinc/commands.ts';
import { Terminal } from '../../thinc/execute.ts';
import { MAX_DECODERS, MAX_PENDING_FRAMES } from '../../thinc/limits.ts';
import { StreamDecoders, type StreamEvents } from '../../thinc/stream-decoders.ts';
import { ThincError } from '../../thinc/thinc-error.ts';
import { encodeUp, UpReader, type UpMessage } from '../../thinc/up-messages.ts';
import type { CodedFrame } from '../../thinc/video-frames.ts';
import { createPixels, type Pixels } from '../../xserver/raster/pixels.ts';
import { regionFromRect } from '../../xserver/raster/region.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';

const [RED, BLUE, GREEN] = [0xff0000, 0xff, 0xff00];

function flat(width: number, height: number, pixel: number): Pixels {
  const pixels = createPixels(width, height, 24);
  pixels.data.fill(pixel);
  return pixels;
}

/** A terminal with a surface of 40 x 30, whose frames are decoded when told to. */
class Rig {
  readonly decoding: { frame: CodedFrame; done: (picture: Pixels | undefined) => void }[] = [];
  readonly lost: number[] = [];
  readonly terminal: Terminal;
  readonly #writer = new CommandWriter();

  constructor() {
    this.terminal = new Terminal({
      driver: new SceneDamage(),
      lost: (stream) => this.lost.push(stream),
      decoders: {
        codecs: Promise.resolve<readonly VideoCodec[]>([]),
        decode: (frame, done) => this.decoding.push({ frame, done }),
        close: () => {},
      },
    });
    this.run({ kind: 'create', surface: 1, depth: 24, x: 0, y: 0, width: 40, height: 30 });
  }

  run(...commands: Command[]): void {
    for (const command of commands) this.#writer.write(command);
    this.terminal.push(this.#writer.frames()!);
  }

  video(x: number, y: number, more: Partial<CodedFrame> = {}): void {
    const data = Uint8Array.of(1);
    const base = { kind: 'video', surface: 1, stream: 0, codec: 'vp8', clip: undefined, keyFrame: true } as const;
    this.run({ ...base, x, y, width: 10, height: 10, data, ...more });
  }

  /** The oldest frame's picture comes. */
  decoded(picture: Pixels | undefined): void {
    this.decoding.shift()!.done(picture);
  }

  at(x: number, y: number): number {
    return this.terminal.surface(1)!.pixels.data[y * 40 + x]!;
  }
}

test('what was drawn after a frame lies above it, when its picture comes later', () => {
  const rig = new Rig();
  rig.video(5, 5);
  rig.run({ kind: 'fill', surface: 1, pixel: BLUE, region: regionFromRect(8, 8, 4, 4) });
  rig.run({ kind: 'copy', surface: 1, source: 1, dx: 20, dy: 10, region: regionFromRect(5, 5, 2, 2) });
  rig.decoded(flat(10, 10, RED));
  expect([rig.at(5, 5), rig.at(7, 5), rig.at(9, 9), rig.at(14, 14), rig.at(15, 15)]).toEqual([0, RED, BLUE, RED, 0]);
});

test('a frame is shown within its clip, and never beyond its place', () => {
  const rig = new Rig();
  rig.video(5, 5, { clip: regionFromRect(0, 0, 7, 40) });
  rig.decoded(flat(16, 16, RED));
  expect([rig.at(6, 14), rig.at(7, 6), rig.at(6, 15)]).toEqual([RED, 0, 0]);
  rig.video(20, 5);
  rig.decoded(flat(4, 4, GREEN));
  expect([rig.at(23, 8), rig.at(24, 8)]).toEqual([GREEN, 0]);
});

test('frames of a surface that is gone or has another size are nowhere', () => {
  const rig = new Rig();
  rig.video(5, 5);
  rig.run({ kind: 'resize', surface: 1, width: 40, height: 30, dx: 3, dy: 0 });
  rig.decoded(flat(10, 10, RED));
  expect(rig.at(9, 9)).toBe(0);
  rig.video(5, 5);
  rig.run({ kind: 'destroy', surface: 1 });
  rig.decoded(flat(10, 10, RED));
  expect(rig.terminal.surface(1)).toBeUndefined();
});

test('a still is not overtaken by an older one, and a lost frame is told', () => {
  const rig = new Rig();
  rig.video(5, 5, { codec: 'jpeg' });
  rig.video(5, 5, { codec: 'jpeg' });
  rig.decoding.pop()!.done(flat(10, 10, GREEN));
  rig.decoded(flat(10, 10, RED));
  expect(rig.at(6, 6)).toBe(GREEN);
  rig.video(5, 5, { stream: 7 });
  rig.decoded(undefined);
  expect(rig.lost).toEqual([7]);
});

test('frames that outrun the decoder are passed over', () => {
  const rig = new Rig();
  for (let i = 0; i < MAX_PENDING_FRAMES; i++) rig.video(0, 0);
  expect(rig.lost).toEqual([]);
  rig.video(0, 0, { stream: 3 });
  expect(rig.decoding.length).toBe(MAX_PENDING_FRAMES);
  expect(rig.lost).toEqual([3]);
});

test('a frame outside its surface ends the connection', () => {
  const rig = new Rig();
  expect(() => rig.video(31, 0)).toThrow(ThincError);
  expect(() => rig.video(0, 0, { surface: 9 })).toThrow(ThincError);
});

/** Decoders that answer when told to. */
function streams() {
  const open: { events: StreamEvents; frames: number[]; closed: boolean }[] = [];
  const decoders = new StreamDecoders({
    codecs: Promise.resolve<readonly VideoCodec[]>(['vp8']),
    openStream: (codec, _width, _height, events) => {
      if (codec === 'av1') throw new Error('no such codec');
      const stream = { events, frames: [] as number[], closed: false };
      open.push(stream);
      return {
        decode: (_data, _key, number) => stream.frames.push(number),
        close: () => (stream.closed = true),
      };
    },
    decodeStill: async () => Promise.reject(new Error('no picture')),
  });
  const answers: (Pixels | undefined)[] = [];
  const decode = (stream: number, keyFrame: boolean, codec: VideoCodec = 'vp8', width = 10): void => {
    const place = { surface: 1, x: 0, y: 0, width, height: 10, clip: undefined };
    const frame: CodedFrame = { kind: 'video', ...place, stream, codec, keyFrame, data: new Uint8Array(1) };
    decoders.decode(frame, (picture) => answers.push(picture));
  };
  return { decoders, open, answers, decode };
}

test('a stream begins with a key frame, and anew after a fault', () => {
  const { open, answers, decode } = streams();
  decode(1, false);
  expect([open.length, answers]).toEqual([0, [undefined]]);
  decode(1, true);
  decode(1, false);
  const picture = flat(10, 10, RED);
  open[0]!.events.picture(picture, 0);
  expect(answers).toEqual([undefined, picture]);
  open[0]!.events.failed();
  expect(answers).toEqual([undefined, picture, undefined]);
  expect(open[0]!.closed).toBe(true);
  decode(1, false);
  expect(open.length).toBe(1);
  decode(1, true);
  expect(open.length).toBe(2);
});

test('decoders are few, and are of one size and codec', () => {
  const { decoders, open, answers, decode } = streams();
  for (let stream = 0; stream <= MAX_DECODERS; stream++) decode(stream, true);
  expect(open.map(({ closed }) => closed)).toEqual([true, ...Array.from({ length: MAX_DECODERS }, () => false)]);
  decode(MAX_DECODERS, true, 'vp8', 20);
  expect(open.length).toBe(MAX_DECODERS + 2);
  expect(open[MAX_DECODERS]!.closed).toBe(true);
  const before = answers.length;
  decode(77, true, 'av1');
  expect(answers.length).toBe(before + 1);
  decoders.close();
  expect(open.every(({ closed }) => closed)).toBe(true);
});

const upMessage: fc.Arbitrary<UpMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('decodes' as const),
    codecs: fc.array(fc.constantFrom<VideoCodec>('jpeg', 'h264', 'vp8', 'vp9', 'av1', 'webp'), { maxLength: 200 }),
  }),
  fc.record({ kind: fc.constant('lost' as const), stream: fc.nat(0xffff) }),
);

test('what a terminal says is read as it was said, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(upMessage), fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (messages, cuts) => {
      const bytes = messages.flatMap((message) => [...encodeUp(message)]);
      const reader = new UpReader();
      const read: UpMessage[] = [];
      for (let at = 0; at < bytes.length;) {
        const next = at + cuts.next().value!;
        read.push(...reader.push(Uint8Array.from(bytes.slice(at, next))));
        at = next;
      }
      expect(read).toEqual(messages);
    }),
  );
});

test('arbitrary bytes from a terminal are read or refused with a ThincError', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 5 }), (pieces) => {
      const reader = new UpReader();
      try {
        for (const piece of pieces) reader.push(piece);
      } catch (error) {
        expect(error).toBeInstanceOf(ThincError);
        refused++;
      }
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(20);
});
