/** Makes a recording: gathers entries into blocks, has them packed and written one after the other. */
import { frameLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { encodeFacts, type SessionFacts } from './facts.ts';
import {
  encodeHead,
  encodeIndex,
  encodeTrailer,
  HEAD_BYTES,
  MAGIC,
  MAX_BLOCKS,
  RecordingError,
  type Block,
  type BlockHead,
} from './format.ts';

/** Entries of about so many bytes make a block: what is unpacked to seek in it. */
export const BLOCK_BYTES = 256 * 1024;

export interface RecordingOutput {
  /** Deflates (RFC 1950) bytes that stay as they are meanwhile. */
  pack(bytes: Uint8Array): Promise<Uint8Array>;
  /** Appends to the recording; the bytes are owned. */
  write(bytes: Uint8Array): Promise<void>;
}

export class RecordingWriter {
  readonly #output: RecordingOutput;
  readonly #failed: (error: unknown) => void;
  readonly #blocks: Block[] = [];
  #chunk = new ByteWriter(BLOCK_BYTES);
  #chunkStart = { index: 0, time: 0, count: 0 };
  #last = { index: 0, time: 0 };
  #offset = MAGIC.length;
  #pending = 0;
  #entryBytes = 0;
  /** What has been asked for is done one after the other. */
  #tail: Promise<void>;
  #over = false;

  /** `failed` is told once why nothing further is recorded: an error of `pack` or `write`, or too many blocks. */
  constructor(output: RecordingOutput, facts: SessionFacts, failed: (error: unknown) => void) {
    this.#output = output;
    this.#failed = failed;
    this.#tail = this.#try(async () => output.write(MAGIC.slice()));
    void this.#push({ kind: 'facts', index: 0, time: 0, endTime: 0, count: 0 }, encodeFacts(facts));
  }

  /** Bytes of the recording that have been written. */
  get writtenBytes(): number {
    return this.#offset;
  }

  /** Bytes of all entries so far, before they are packed. */
  get entryBytes(): number {
    return this.#entryBytes;
  }

  /** Bytes that wait to be packed and written. */
  get pendingBytes(): number {
    return this.#pending + this.#chunk.length;
  }

  /** Nothing further is recorded. */
  get over(): boolean {
    return this.#over;
  }

  /**
   * A snapshot (owned) that was taken behind the last entry, at this index and time of its core. The first comes before any entry. Gives its
   * size in the recording once it is there, or 0.
   */
  async keyframe(snapshot: Uint8Array, index: number, time: number): Promise<number> {
    this.flush();
    this.#last = { index, time };
    return this.#push({ kind: 'keyframe', index, time, endTime: time, count: 0 }, snapshot);
  }

  /** The next entry (borrowed). */
  entry(entry: LogEntry): void {
    if (this.#over) return;
    const { index, time } = this.#last;
    if (entry.index !== index + 1) throw new RangeError(`entry ${entry.index} recorded after ${index}`);
    if (this.#chunkStart.count === 0) this.#chunkStart = { index: entry.index, time, count: 0 };
    this.#entryBytes += frameLogEntry(this.#chunk, entry, this.#last);
    this.#chunkStart.count++;
    this.#last = { index: entry.index, time: entry.time > time ? entry.time : time };
    if (this.#chunk.length >= BLOCK_BYTES) this.flush();
  }

  /** Ends the block at hand: what it holds is on its way to the file. */
  flush(): void {
    const { index, time, count } = this.#chunkStart;
    if (count === 0) return;
    const contents = this.#chunk.finish();
    // A large entry's buffer is not kept.
    if (contents.length > 2 * BLOCK_BYTES) this.#chunk = new ByteWriter(BLOCK_BYTES);
    this.#chunk.length = 0;
    this.#chunkStart = { index: 0, time: 0, count: 0 };
    void this.#push({ kind: 'entries', index, time, endTime: this.#last.time, count }, contents);
  }

  /** All that was given so far is written, or has failed. */
  async written(): Promise<void> {
    this.flush();
    await this.#tail;
  }

  /** Closes the recording at a time of the session. */
  async finish(time: number): Promise<void> {
    this.flush();
    this.#tail = this.#tail.then(async () =>
      this.#try(async () => {
        const indexOffset = this.#offset;
        const endTime = Math.max(time, this.#last.time);
        const head = { kind: 'index', index: 0, time: endTime, endTime, count: this.#blocks.length } as const;
        await this.#append(head, encodeIndex(this.#blocks));
        await this.#output.write(encodeTrailer(indexOffset));
      }),
    );
    await this.#tail;
    this.#over = true;
  }

  /** Nothing further is recorded, and what waits is dropped. */
  abandon(): void {
    this.#over = true;
    this.#pending = 0;
    this.#chunk.length = 0;
    this.#chunkStart = { index: 0, time: 0, count: 0 };
  }

  async #push(head: Omit<BlockHead, 'packedBytes' | 'unpackedBytes'>, contents: Uint8Array): Promise<number> {
    if (this.#over) return 0;
    this.#pending += contents.length;
    let size = 0;
    this.#tail = this.#tail.then(async () =>
      this.#try(async () => {
        size = await this.#append(head, contents);
        this.#pending = Math.max(0, this.#pending - contents.length);
        if (this.#blocks.length >= MAX_BLOCKS) throw new RecordingError(`more than ${MAX_BLOCKS} blocks`);
      }),
    );
    await this.#tail;
    return size;
  }

  async #append(head: Omit<BlockHead, 'packedBytes' | 'unpackedBytes'>, contents: Uint8Array): Promise<number> {
    const packed = await this.#output.pack(contents);
    const block: Block = {
      ...head,
      offset: this.#offset,
      packedBytes: packed.length,
      unpackedBytes: contents.length,
    };
    // In one piece: either is worth nothing without the other.
    const bytes = new Uint8Array(HEAD_BYTES + packed.length);
    bytes.set(encodeHead(block));
    bytes.set(packed, HEAD_BYTES);
    await this.#output.write(bytes);
    this.#offset += bytes.length;
    if (head.kind !== 'index') this.#blocks.push(block);
    return bytes.length;
  }

  async #try(body: () => Promise<void>): Promise<void> {
    if (this.#over) return;
    try {
      await body();
    } catch (error) {
      this.abandon();
      this.#failed(error);
    }
  }
}
