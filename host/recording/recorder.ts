/**
 * Records a session: follows its log as a terminal does, and has what it gets packed and written elsewhere, so that the session goes on.
 * session/recording/format.ts tells what a recording is.
 */
import type { LogEntry } from '../../xserver/log/entry.ts';
import type { HostCore, LogFollower } from '../../session/order/host-core.ts';
import type { SessionFacts } from '../../session/recording/facts.ts';
import { RecordingWriter, type RecordingOutput } from '../../session/recording/recording-writer.ts';
import { messageOf } from '../message-of.ts';
import type { RecordingStats } from '../session-messages.ts';

/** An entry is on its way to the file after so long: what a crash costs at most. */
const FLUSH_MS = 900;
/** The host is to apply nothing further as primary while so much waits to be written. */
const FULL_BYTES = 32 * 1024 * 1024;
/** Beyond this, which only a terminal that is primary can reach, recording ends: the disk is too slow for the session. */
const MAX_PENDING_BYTES = 256 * 1024 * 1024;
/** Between two keyframes at the least, so that a session which draws all the time is not held up by snapshots. */
const MIN_KEYFRAME_MS = 10_000;
/** A keyframe is due after so long, if there was something to record ... */
const KEYFRAME_MS = 60_000;
/** ... of at least this size before packing, and so many times what the keyframe before took in the file: those are not to be most of it. */
const KEYFRAME_BYTES = 64 * 1024;
const KEYFRAME_WEIGHT = 4;
/** A keyframe is due after so much. */
const MANY_BYTES = 16 * 1024 * 1024;
/** A keyframe that is due waits for such a pause of the session, in ms ... */
const PAUSE_MS = 60;
/** ... but no longer than this. */
const PATIENCE_MS = 10_000;

/** Where a recording goes; see RecordingFile. */
export interface RecordingTarget extends RecordingOutput {
  readonly path: string;
  close(): Promise<void>;
}

export interface RecorderOptions {
  readonly host: Pick<HostCore, 'core' | 'follow' | 'unfollow'>;
  readonly file: RecordingTarget;
  readonly facts: SessionFacts;
  /** The host may go on. */
  readonly wake: () => void;
  readonly log: (line: string) => void;
}

export class Recorder implements LogFollower {
  readonly #options: RecorderOptions;
  readonly #writer: RecordingWriter;
  #timer: NodeJS.Timeout | undefined;
  #keyframeTimer: NodeJS.Timeout | undefined;
  #keyframes = 0;
  #longestSnapshot = 0;
  /** Of the last keyframe: when it was taken, its size in the file, and the bytes of entries before it. */
  #keyframeAt = 0;
  #keyframeSize = 0;
  #entryBytesBefore = 0;
  #entriesSince = 0;
  #dueSince: number | undefined;
  #wasFull = false;
  #over = false;

  /** From here on the session is recorded. */
  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#writer = new RecordingWriter(
      {
        pack: async (bytes) => options.file.pack(bytes),
        write: async (bytes) => {
          await options.file.write(bytes);
          this.#wrote();
        },
      },
      options.facts,
      (error) => this.#stopped(messageOf(error)),
    );
    this.#keyframe();
    options.host.follow(this);
  }

  get stats(): RecordingStats {
    return {
      file: this.#options.file.path,
      bytes: this.#writer.writtenBytes,
      keyframes: this.#keyframes,
      longestSnapshot: this.#longestSnapshot,
    };
  }

  /** It has more than the disk takes: the host is to wait, and is woken. */
  get full(): boolean {
    this.#wasFull = this.#writer.pendingBytes > FULL_BYTES;
    return this.#wasFull;
  }

  entry(entry: LogEntry): void {
    this.#writer.entry(entry);
    this.#entriesSince++;
    if (this.#writer.pendingBytes > MAX_PENDING_BYTES) this.#stopped('the disk is too slow for this session');
    else this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  /** Ends the recording at a time of the session: it is whole then. */
  async end(time: number): Promise<void> {
    if (this.#over) return;
    // So that what is recorded to the end can be checked.
    if (this.#entriesSince > 0) this.#keyframe();
    this.#leave();
    await this.#writer.finish(time);
    await this.#options.file.close();
  }

  #flush(): void {
    this.#timer = undefined;
    this.#writer.flush();
    if (this.#dueSince !== undefined || !this.#isDue()) return;
    this.#dueSince = performance.now();
    this.#awaitPause();
  }

  #isDue(): boolean {
    const elapsed = performance.now() - this.#keyframeAt;
    if (elapsed < MIN_KEYFRAME_MS) return false;
    const bytes = this.#writer.entryBytes - this.#entryBytesBefore;
    const least = Math.max(KEYFRAME_BYTES, KEYFRAME_WEIGHT * this.#keyframeSize);
    return bytes >= MANY_BYTES || (elapsed >= KEYFRAME_MS && bytes >= least);
  }

  /** Takes the keyframe that is due, once nothing has happened for a moment. */
  #awaitPause(): void {
    const entries = this.#entriesSince;
    this.#keyframeTimer = setTimeout(() => {
      const impatient = performance.now() - this.#dueSince! > PATIENCE_MS;
      if (entries === this.#entriesSince || impatient) this.#keyframe();
      else this.#awaitPause();
    }, PAUSE_MS);
  }

  #keyframe(): void {
    const { core } = this.#options.host;
    const start = performance.now();
    const snapshot = core.snapshot();
    this.#keyframeAt = performance.now();
    this.#longestSnapshot = Math.max(this.#longestSnapshot, this.#keyframeAt - start);
    this.#keyframes++;
    this.#entriesSince = 0;
    this.#entryBytesBefore = this.#writer.entryBytes;
    this.#dueSince = undefined;
    void this.#writer.keyframe(snapshot, core.state.index, core.state.time).then((size) => {
      this.#keyframeSize = size;
    });
  }

  #wrote(): void {
    if (this.#wasFull && !this.full) this.#options.wake();
  }

  /** Follows the session no longer. */
  #leave(): void {
    this.#over = true;
    this.#options.host.unfollow(this);
    clearTimeout(this.#timer);
    clearTimeout(this.#keyframeTimer);
  }

  /** Nothing further is recorded; the session goes on. */
  #stopped(why: string): void {
    if (this.#over) return;
    this.#leave();
    this.#writer.abandon();
    this.#options.log(`recording has ended: ${why}`);
    void this.#options.file.close();
  }
}
