/**
 * A core that is brought to any point of a recording: restored from the keyframe before it, then given the entries up to it. To play is to be
 * brought a little further again and again.
 */
import { Core } from '../../xserver/core.ts';
import type { DisplayDriver } from '../../xserver/driver.ts';
import type { LogEntry, Sink } from '../../xserver/log/entry.ts';
import { RecordingError, type Block } from './format.ts';
import type { Recording } from './recording.ts';

export interface PlayerEvents {
  /** Another core is shown from now on: a seek began at a keyframe. */
  readonly restored: (core: Core) => void;
  readonly bell: (volume: number, pitch: number, duration: number) => void;
  readonly defect: (what: string) => void;
}

/** Weight of an entry beside its bytes, as the host's core counts it. */
const ENTRY_COST = 32;
/** Entries of a seek that are carried out before others have their turn. */
const SEEK_SLICE = 4 * 1024 * 1024;

export class Player {
  readonly recording: Recording;
  readonly #driver: DisplayDriver;
  readonly #events: PlayerEvents;
  readonly #sink: Sink;
  #core: Core | undefined;
  #time: number;
  /** Entries that were loaded, from `#next` on not yet applied. */
  #entries: LogEntry[] = [];
  #next = 0;
  /** Number of the block of entries to be loaded next. */
  #block = 0;
  #loading: { readonly block: number; readonly entries: Promise<LogEntry[]> } | undefined;
  /** Counts seeks: what a newer one overtakes gives up. */
  #seeks = 0;

  constructor(recording: Recording, driver: DisplayDriver, events: PlayerEvents) {
    this.recording = recording;
    this.#driver = driver;
    this.#events = events;
    this.#time = recording.startTime;
    this.#sink = {
      toClient() {},
      consumed() {},
      closed() {},
      deadline() {},
      bell: (volume, pitch, duration) => events.bell(volume, pitch, duration),
      defect: (what) => events.defect(what),
      driver: this.#driver,
    };
  }

  /** The core as it was at `time`; undefined before the first seek. */
  get core(): Core | undefined {
    return this.#core;
  }

  /** Where playing stands, in ms of the session. */
  get time(): number {
    return this.#time;
  }

  get atEnd(): boolean {
    return this.#time >= this.recording.endTime;
  }

  /** When the next entry takes place; undefined when none follows, or it is to be loaded first. */
  get nextTime(): number | undefined {
    return this.#entries[this.#next]?.time;
  }

  /** True when entries are to be loaded before playing can go on. */
  get mustLoad(): boolean {
    return this.#next >= this.#entries.length && this.#block < this.recording.entryBlocks.length;
  }

  /**
   * Applies entries up to a time, of about `maximum` bytes at the most. True when the time is reached; otherwise `load` or another call is
   * needed.
   */
  advance(time: number, maximum = Infinity): boolean {
    const core = this.#core;
    if (core === undefined) return false;
    let cost = 0;
    for (;;) {
      const entry = this.#entries[this.#next];
      if (entry === undefined) {
        if (this.mustLoad) return false;
        break;
      }
      if (entry.time > time) break;
      if (cost >= maximum) return false;
      this.#next++;
      cost += ENTRY_COST + ('bytes' in entry ? entry.bytes.length : 0);
      core.apply(entry, this.#sink);
      if (entry.time > this.#time) this.#time = entry.time;
    }
    this.#time = Math.max(this.#time, Math.min(time, this.recording.endTime));
    return true;
  }

  /** Loads the entries that come next. @throws RecordingError where they are damaged. */
  async load(): Promise<void> {
    if (!this.mustLoad) return;
    const block = this.#block;
    const entries = await this.#loaded(block);
    if (block !== this.#block || !this.mustLoad) return;
    this.#entries = entries;
    this.#next = 0;
    this.#block++;
  }

  async #loaded(block: number): Promise<LogEntry[]> {
    if (this.#loading?.block !== block) this.#loading = { block, entries: this.#entriesOf(block) };
    return this.#loading.entries;
  }

  async #entriesOf(block: number): Promise<LogEntry[]> {
    return this.recording.entriesOf(this.recording.entryBlocks[block]!);
  }

  /** Begins to load what comes after the entries at hand, so that playing need not wait for it. */
  prefetch(): void {
    const block = this.#block;
    if (block >= this.recording.entryBlocks.length || this.#loading?.block === block) return;
    const entries = this.#entriesOf(block);
    // Whoever needs them learns what is wrong.
    entries.catch(() => {});
    this.#loading = { block, entries };
  }

  /**
   * Brings the core to a time: all entries up to it, and none later, have been applied. `rest` is awaited now and then during a long way.
   * False when a later seek has overtaken this one.
   * @throws RecordingError where the recording is damaged.
   */
  async seek(time: number, rest: () => Promise<void> = async () => {}): Promise<boolean> {
    const seek = ++this.#seeks;
    const { recording } = this;
    const to = Math.max(recording.startTime, Math.min(time, recording.endTime));
    const keyframe = recording.keyframes.findLast((block) => block.time <= to) ?? recording.keyframes[0]!;
    const behind = this.#core === undefined || to < this.#time || keyframe.index > this.#core.state.index;
    if (behind) {
      const snapshot = await recording.snapshot(keyframe);
      if (seek !== this.#seeks) return false;
      this.#restore(keyframe, snapshot);
    }
    while (!this.advance(to, SEEK_SLICE)) {
      await (this.mustLoad ? this.load() : rest());
      if (seek !== this.#seeks) return false;
    }
    return true;
  }

  #restore(keyframe: Block, snapshot: Uint8Array): void {
    let core: Core;
    try {
      core = Core.restore(snapshot);
    } catch (error) {
      throw new RecordingError(
        `the keyframe at byte ${keyframe.offset} is damaged: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    this.#core = core;
    this.#time = keyframe.time;
    this.#entries = [];
    this.#next = 0;
    const { entryBlocks } = this.recording;
    const block = entryBlocks.findIndex(({ index }) => index > keyframe.index);
    this.#block = block < 0 ? entryBlocks.length : block;
    this.#events.restored(core);
  }
}
