/** The recorder beside a session: when it takes keyframes, what it does when the disk is slow or full. */
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Recorder } from '../../host/recording/recorder.ts';
import type { LogFollower } from '../../session/order/host-core.ts';
import { Core } from '../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { openMemory, silentSink } from './memory-recording.ts';

/** A session that consists of a core and a clock. */
class FakeSession {
  readonly core = new Core(screenSizeAt96Dpi(64, 64));
  readonly parts: Uint8Array[] = [];
  readonly lines: string[] = [];
  follower: LogFollower | undefined;
  closed = false;
  wakes = 0;
  /** Writing waits for it. */
  disk = async (): Promise<void> => {};
  readonly recorder: Recorder;

  constructor() {
    this.recorder = new Recorder({
      host: {
        core: this.core,
        follow: (follower) => {
          this.follower = follower;
        },
        unfollow: () => {
          this.follower = undefined;
        },
      },
      file: {
        path: '/a.fprec',
        pack: async (bytes) => Uint8Array.from(deflateSync(bytes, { level: 1 })),
        write: async (bytes) => {
          await this.disk();
          this.parts.push(bytes);
        },
        close: async () => {
          this.closed = true;
        },
      },
      facts: { session: 's', version: '1', epoch: 0 },
      wake: () => this.wakes++,
      log: (line) => this.lines.push(line),
    });
  }

  /** A request of so many bytes; it does nothing. */
  request(size: number): void {
    const { core } = this;
    const { index, time } = core.state;
    const entry = {
      kind: 'request',
      client: 9,
      bytes: new Uint8Array(size),
      index: index + 1,
      time: time + 1,
    } as const;
    core.apply(entry, silentSink);
    this.follower?.entry(entry, false);
  }

  /** So many ms with a request of this size every `every` ms. */
  async work(milliseconds: number, every: number, size: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += every) {
      this.request(size);
      await vi.advanceTimersByTimeAsync(every);
    }
  }

  get keyframes(): number {
    return this.recorder.stats.keyframes;
  }

  async recording() {
    return openMemory(Buffer.concat(this.parts));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('keyframes', () => {
  test('are taken after a minute in which something happened, in a pause', async () => {
    const session = new FakeSession();
    await session.work(59_000, 500, 2000);
    expect(session.keyframes).toBe(1);
    await session.work(3000, 500, 2000);
    expect(session.keyframes).toBe(2);
    await session.recorder.end(99_000);
    const { keyframes, table } = await session.recording();
    expect(keyframes).toHaveLength(3);
    expect(table.closed).toBe(true);
    expect(session.closed).toBe(true);
  });

  test('are not taken for next to nothing', async () => {
    const session = new FakeSession();
    await session.work(3_600_000, 60_000, 8);
    expect(session.keyframes).toBe(1);
    await session.recorder.end(3_700_000);
  });

  test('come at most every ten seconds, however much is drawn, and without a pause too', async () => {
    const session = new FakeSession();
    await session.work(60_000, 20, 64 * 1024);
    expect(session.keyframes).toBeGreaterThanOrEqual(3);
    expect(session.keyframes).toBeLessThanOrEqual(7);
    await session.recorder.end(61_000);
  });

  test('cost nothing while nothing happens: no timer is left', async () => {
    const session = new FakeSession();
    await session.work(2000, 100, 100);
    await vi.advanceTimersByTimeAsync(2000);
    expect(vi.getTimerCount()).toBe(0);
    await session.recorder.end(9000);
  });
});

describe('entries', () => {
  test('are in the file within a second', async () => {
    const session = new FakeSession();
    session.request(100);
    await vi.advanceTimersByTimeAsync(1000);
    const recording = await session.recording();
    expect(recording.table.closed).toBe(false);
    expect(recording.entryBlocks.map(({ count }) => count)).toEqual([1]);
    await session.recorder.end(2000);
  });
});

describe('a disk', () => {
  test('that is slow holds the session up, and lets it go on when it has caught up', async () => {
    const session = new FakeSession();
    let release = (): void => {};
    const caughtUp = new Promise<void>((resolve) => {
      release = resolve;
    });
    session.disk = async () => caughtUp;
    let size = 0;
    while (!session.recorder.full) {
      session.request(1024 * 1024);
      size++;
    }
    expect(size).toBeLessThan(40);
    expect(session.wakes).toBe(0);
    release();
    await vi.advanceTimersByTimeAsync(10);
    expect(session.wakes).toBeGreaterThan(0);
    expect(session.recorder.full).toBe(false);
    await session.recorder.end(9000);
    expect((await session.recording()).table.closed).toBe(true);
  });

  test('too slow for a terminal that is primary ends the recording, not the session', async () => {
    const session = new FakeSession();
    session.disk = async () => new Promise(() => {});
    for (let i = 0; i < 300; i++) session.request(1024 * 1024);
    expect(session.follower).toBeUndefined();
    expect(session.lines).toEqual(['recording has ended: the disk is too slow for this session']);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(session.lines).toHaveLength(1);
    expect(session.closed).toBe(true);
    await session.recorder.end(9000);
  });

  test('that is full ends the recording with a line; what was written plays', async () => {
    const session = new FakeSession();
    session.request(500);
    await vi.advanceTimersByTimeAsync(1000);
    session.disk = async () => Promise.reject(new Error('/a.fprec: no space left'));
    session.request(500);
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.lines).toEqual(['recording has ended: /a.fprec: no space left']);
    expect(session.follower).toBeUndefined();
    await session.recorder.end(9000);
    const recording = await session.recording();
    expect(recording.table.closed).toBe(false);
    expect(recording.entryBlocks).toHaveLength(1);
  });
});
