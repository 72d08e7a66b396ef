/** Reads a recording: finds its blocks, by its index or one by one, and unpacks them. */
import { decodeLogEntry, LogFormatError } from '../../xserver/log/encoding.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';
import { ByteReader } from '../../xserver/snapshot/bytes.ts';
import { decodeFacts, type RecordingFacts } from './facts.ts';
import {
  BlockChain,
  decodeHead,
  decodeIndex,
  decodeTrailer,
  HEAD_BYTES,
  MAGIC,
  RecordingError,
  TRAILER_BYTES,
  type Block,
} from './format.ts';

/** Where a recording's bytes come from. */
export interface RecordingSource {
  /** Bytes in all. */
  readonly size: number;
  /** Exactly so many bytes from there on; owned. Rejects when they cannot be had. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Inflates (RFC 1950) to at most `maximum` bytes; throws for anything else. The bytes are a plain Uint8Array. */
export type Inflate = (packed: Uint8Array, maximum: number) => Uint8Array;

/** What `Recording.open` has found, to be opened again elsewhere without looking for it. */
export interface RecordingTable {
  readonly facts: RecordingFacts;
  readonly blocks: readonly Block[];
  /** The recording's end, in ms of the session. */
  readonly endTime: number;
  /** It was closed in order. Otherwise it ends with the last whole block. */
  readonly closed: boolean;
}

function fail(message: string): never {
  throw new RecordingError(message);
}

export class Recording {
  readonly table: RecordingTable;
  /** In their order; the first is at the recording's beginning. */
  readonly keyframes: readonly Block[];
  /** Blocks of entries in their order. */
  readonly entryBlocks: readonly Block[];
  readonly #source: RecordingSource;
  readonly #inflate: Inflate;

  /** For a table that `Recording.open` has made of the same source. @throws RecordingError when it holds no keyframe. */
  constructor(source: RecordingSource, inflate: Inflate, table: RecordingTable) {
    this.#source = source;
    this.#inflate = inflate;
    this.table = table;
    this.keyframes = table.blocks.filter(({ kind }) => kind === 'keyframe');
    this.entryBlocks = table.blocks.filter(({ kind }) => kind === 'entries');
    if (this.keyframes.length === 0) fail('the recording ends before its first picture');
  }

  /** @throws RecordingError for what is no recording that can be read. */
  static async open(source: RecordingSource, inflate: Inflate): Promise<Recording> {
    const magic = await source.read(0, Math.min(MAGIC.length, source.size));
    if (magic.length < MAGIC.length || magic.some((byte, i) => byte !== MAGIC[i])) fail('not a recording of Farpane');
    const found = (await readIndex(source, inflate)) ?? (await scan(source));
    const [first] = found.blocks;
    if (first?.kind !== 'facts') fail('the recording ends before it says what it is');
    const facts = decodeFacts(await unpack(source, inflate, first));
    return new Recording(source, inflate, { ...found, facts });
  }

  /** Time of the first keyframe, in ms of the session. */
  get startTime(): number {
    return this.keyframes[0]!.time;
  }

  get endTime(): number {
    return this.table.endTime;
  }

  /** The snapshot of a keyframe. @throws RecordingError when it is damaged. */
  async snapshot(keyframe: Block): Promise<Uint8Array> {
    return unpack(this.#source, this.#inflate, keyframe);
  }

  /** The entries of a block, owned. @throws RecordingError when it is damaged. */
  async entriesOf(block: Block): Promise<LogEntry[]> {
    const bytes = await unpack(this.#source, this.#inflate, block);
    const reader = new ByteReader(bytes, fail);
    const entries: LogEntry[] = [];
    let before = { index: block.index - 1, time: block.time };
    try {
      for (let i = 0; i < block.count; i++) {
        const entry = decodeLogEntry(reader.bytes(reader.varint()), before);
        if (entry.index !== before.index + 1) fail('an entry is missing');
        before = { index: entry.index, time: Math.max(before.time, entry.time) };
        entries.push(entry);
      }
      if (reader.remaining > 0 || before.time !== block.endTime) fail('more entries than announced');
    } catch (error) {
      if (!(error instanceof RecordingError) && !(error instanceof LogFormatError)) throw error;
      fail(`the block at byte ${block.offset} is damaged: ${error.message}`);
    }
    return entries;
  }

  /** All entries in their order. @throws RecordingError where a block is damaged. */
  async *entries(): AsyncGenerator<LogEntry, void, undefined> {
    // One block at a time is all that is held.
    for (const block of this.entryBlocks) yield* await this.entriesOf(block);
  }
}

async function unpack(source: RecordingSource, inflate: Inflate, block: Block): Promise<Uint8Array> {
  const bytes = await source.read(block.offset, HEAD_BYTES + block.packedBytes);
  const head = decodeHead(bytes);
  const same = head?.kind === block.kind && head.packedBytes === block.packedBytes && head.index === block.index;
  if (!same || head.unpackedBytes !== block.unpackedBytes) fail(`there is no such block at byte ${block.offset}`);
  let contents: Uint8Array;
  try {
    contents = inflate(bytes.subarray(HEAD_BYTES), block.unpackedBytes);
  } catch (error) {
    fail(`the block at byte ${block.offset} is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (contents.length !== block.unpackedBytes) fail(`the block at byte ${block.offset} is damaged`);
  return contents;
}

type Found = Omit<RecordingTable, 'facts'>;

/** By the index at the end; undefined when there is none, or it is not of these bytes. */
async function readIndex(source: RecordingSource, inflate: Inflate): Promise<Found | undefined> {
  if (source.size < MAGIC.length + HEAD_BYTES + TRAILER_BYTES) return undefined;
  const offset = decodeTrailer(await source.read(source.size - TRAILER_BYTES, TRAILER_BYTES));
  if (offset === undefined || offset > source.size - TRAILER_BYTES - HEAD_BYTES) return undefined;
  const head = decodeHead(await source.read(offset, HEAD_BYTES));
  if (head?.kind !== 'index' || offset + HEAD_BYTES + head.packedBytes + TRAILER_BYTES !== source.size)
    return undefined;
  try {
    const blocks = decodeIndex(await unpack(source, inflate, { ...head, offset }));
    const chain = new BlockChain();
    if (blocks === undefined || !blocks.every((block) => chain.add(block)) || chain.offset !== offset) return undefined;
    return { blocks, endTime: head.endTime, closed: true };
  } catch (error) {
    if (error instanceof RecordingError) return undefined;
    throw error;
  }
}

/** Heads are small and blocks are large: so many bytes are read for several heads, where they lie close together. */
const SCAN_BYTES = 64 * 1024;

/** Block by block, up to the last whole one. */
async function scan(source: RecordingSource): Promise<Found> {
  const chain = new BlockChain();
  let window: { offset: number; bytes: Uint8Array } = { offset: 0, bytes: new Uint8Array(0) };
  for (;;) {
    const { offset } = chain;
    if (offset + HEAD_BYTES > source.size) break;
    if (offset < window.offset || offset + HEAD_BYTES > window.offset + window.bytes.length) {
      const length = Math.min(SCAN_BYTES, source.size - offset);
      window = { offset, bytes: await source.read(offset, length) };
    }
    const at = offset - window.offset;
    const head = decodeHead(window.bytes.subarray(at, at + HEAD_BYTES));
    if (head === undefined || offset + HEAD_BYTES + head.packedBytes > source.size) break;
    if (!chain.add({ ...head, offset })) break;
  }
  const { blocks } = chain;
  return { blocks, endTime: blocks.at(-1)?.endTime ?? 0, closed: false };
}
