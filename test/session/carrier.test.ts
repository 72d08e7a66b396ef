import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CarrierError } from '../../session/carrier/carrier-error.ts';
import { Carrier, type ChannelSource } from '../../session/carrier/carrier.ts';
import { decodeFrames, writeData, writeNumber } from '../../session/carrier/frames.ts';
import {
  BULK_WINDOW_BYTES,
  MAX_FRAME_BYTES,
  MAX_FRAMES_PER_MESSAGE,
  MAX_MESSAGE_BYTES,
  MAX_RECORD_BYTES,
} from '../../session/limits.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';

const BULK = 1;

/** Gives its bytes in parts of any size. */
class BytesSource implements ChannelSource {
  at = 0;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get waiting(): boolean {
    return this.at < this.bytes.length;
  }

  next(maximum: number): Uint8Array | undefined {
    if (!this.waiting) return undefined;
    const part = this.bytes.slice(this.at, this.at + maximum);
    this.at += part.length;
    return part;
  }
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
}

function closeCode(body: () => void): string | undefined {
  try {
    body();
  } catch (error) {
    if (error instanceof CarrierError) return error.reason;
    throw error;
  }
  return undefined;
}

describe('frames', () => {
  test('come back as they were written', () => {
    const writer = new ByteWriter();
    writeNumber(writer, 'epoch', 3, 1e12);
    writeData(writer, 1, Uint8Array.of(1, 2, 3));
    writeNumber(writer, 'credit', 2, 70_000);
    writeNumber(writer, 'ping', 0, 5);
    writeNumber(writer, 'pong', 0, 6);
    expect(decodeFrames(writer.finish())).toEqual([
      { kind: 'epoch', channel: 3, epoch: 1e12 },
      { kind: 'data', channel: 1, bytes: Uint8Array.of(1, 2, 3) },
      { kind: 'credit', channel: 2, bytes: 70_000 },
      { kind: 'ping', channel: 0, token: 5 },
      { kind: 'pong', channel: 0, token: 6 },
    ]);
  });

  test('arbitrary bytes are frames or a CarrierError, and cost no more than their length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const reason = closeCode(() => {
          let size = 0;
          for (const frame of decodeFrames(bytes)) if (frame.kind === 'data') size += frame.bytes.length;
          expect(size).toBeLessThanOrEqual(bytes.length);
        });
        expect([undefined, 'malformed', 'too-large']).toContain(reason);
      }),
      { numRuns: 2000 },
    );
  });

  test('a message is accepted at the cap and refused one past it', () => {
    const writer = new ByteWriter();
    writeData(writer, 1, new Uint8Array(MAX_FRAME_BYTES));
    const padded = new Uint8Array(MAX_MESSAGE_BYTES);
    const frame = writer.finish();
    padded.set(frame);
    // The rest is credit of 0 on channel 0, two bytes each.
    for (let at = frame.length; at < padded.length; at += 2) padded[at] = 0x10;
    if ((padded.length - frame.length) % 2 !== 0) expect.fail('the padding must be whole frames');
    expect(decodeFrames(padded)).not.toHaveLength(0);
    expect(closeCode(() => decodeFrames(new Uint8Array(MAX_MESSAGE_BYTES + 1)))).toBe('too-large');
  });

  test('a frame is accepted at the cap and refused one past it', () => {
    const writer = new ByteWriter();
    writeData(writer, 1, new Uint8Array(MAX_FRAME_BYTES));
    expect(decodeFrames(writer.finish())).toHaveLength(1);
    writer.length = 0;
    writeData(writer, 1, new Uint8Array(MAX_FRAME_BYTES + 1));
    expect(closeCode(() => decodeFrames(writer.finish()))).toBe('too-large');
  });

  test('as many frames as the cap are accepted, one more is refused', () => {
    const frames = (count: number) => new Uint8Array(count * 2).map((_, i) => (i % 2 === 0 ? 0x10 : 0));
    expect(decodeFrames(frames(MAX_FRAMES_PER_MESSAGE))).toHaveLength(MAX_FRAMES_PER_MESSAGE);
    expect(closeCode(() => decodeFrames(frames(MAX_FRAMES_PER_MESSAGE + 1)))).toBe('too-large');
  });
});

/** Two ends; what `b` receives on the bulk channel is kept, and consumed only as far as the test says. */
function pair(source: ChannelSource) {
  const received: Uint8Array[] = [];
  const controls: Uint8Array[] = [];
  const a = new Carrier(() => {});
  const b = new Carrier((bytes) => controls.push(bytes.slice()));
  a.open(BULK, source, () => {});
  b.open(BULK, undefined, (bytes) => received.push(bytes.slice()));
  /** Moves messages until nothing more may leave; a millisecond passes for each. */
  let now = 0;
  const move = (): void => {
    for (let moved = true; moved;) {
      moved = false;
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        const message = from.take(now);
        if (message === undefined) continue;
        expect(message.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
        now++;
        to.receive(message, now);
        moved = true;
      }
    }
  };
  const total = () => received.reduce((sum, bytes) => sum + bytes.length, 0);
  return { a, b, received, controls, move, total };
}

describe('carrier', () => {
  test('a receiver that consumes gets everything, in order', () => {
    const bytes = pattern(5 * BULK_WINDOW_BYTES);
    const { b, received, move, total } = pair(new BytesSource(bytes));
    let consumed = 0;
    while (total() < bytes.length) {
      move();
      expect(total()).toBeGreaterThan(consumed);
      b.consumed(BULK, total() - consumed);
      consumed = total();
    }
    expect(Buffer.concat(received).equals(bytes)).toBe(true);
  });

  test('a receiver that does not consume gets a window and no more', () => {
    const { move, total } = pair(new BytesSource(new Uint8Array(5 * BULK_WINDOW_BYTES)));
    move();
    expect(total()).toBeGreaterThanOrEqual(BULK_WINDOW_BYTES);
    expect(total()).toBeLessThanOrEqual(BULK_WINDOW_BYTES + MAX_RECORD_BYTES);
    const before = total();
    move();
    expect(total()).toBe(before);
  });

  test('control messages pass a bulk channel that is out of credit', () => {
    const { a, controls, move } = pair(new BytesSource(new Uint8Array(5 * BULK_WINDOW_BYTES)));
    move();
    a.sendControl(Uint8Array.of(42));
    move();
    expect(controls).toEqual([Uint8Array.of(42)]);
  });

  test('a sender that ignores credit is cut off', () => {
    const { b } = pair(new BytesSource(new Uint8Array(0)));
    const writer = new ByteWriter();
    writeData(writer, BULK, new Uint8Array(MAX_FRAME_BYTES));
    const message = writer.finish();
    const allowed = Math.floor(BULK_WINDOW_BYTES / MAX_FRAME_BYTES);
    for (let i = 0; i < allowed; i++) b.receive(message.slice(), 0);
    expect(closeCode(() => b.receive(message.slice(), 0))).toBe('no-credit');
  });

  test('credit that was not owed is refused', () => {
    const { a } = pair(new BytesSource(new Uint8Array(0)));
    const writer = new ByteWriter();
    writeNumber(writer, 'credit', BULK, 1);
    expect(closeCode(() => a.receive(writer.finish(), 0))).toBe('malformed');
  });

  test('data on a channel that is not open is refused', () => {
    const { a } = pair(new BytesSource(new Uint8Array(0)));
    const writer = new ByteWriter();
    writeData(writer, 7, Uint8Array.of(1));
    expect(closeCode(() => a.receive(writer.finish(), 0))).toBe('malformed');
  });

  test('arbitrary messages never do more than end the connection', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 50 }), (messages) => {
        const { a } = pair(new BytesSource(new Uint8Array(0)));
        const reason = closeCode(() => {
          for (const message of messages) {
            a.receive(message, 1);
            expect((a.take(1)?.length ?? 0) < 2000).toBe(true);
          }
        });
        expect([undefined, 'malformed', 'too-large', 'no-credit']).toContain(reason);
      }),
      { numRuns: 1000 },
    );
  });

  test('frames carry the epoch that was set before them', () => {
    const epochs: number[] = [];
    const source = new BytesSource(pattern(10));
    const a = new Carrier(() => {});
    const b = new Carrier(() => {});
    a.open(BULK, source, () => {});
    b.open(BULK, undefined, (_bytes, epoch) => epochs.push(epoch));
    b.receive(a.take(0)!, 0);
    a.setEpoch(9);
    source.at = 0;
    b.receive(a.take(0)!, 0);
    expect(epochs).toEqual([0, 9]);
  });
});
