/**
 * A recording as bytes: magic bytes, then blocks, each a head of fixed size and packed contents (FORMAT.md has all of it).
 *
 * A session's entries travel so: host/recording/recorder.ts (follows the log) → recording-writer.ts (gathers entries into blocks) → a file; and
 * back: recording.ts (finds the blocks, reads them) → player.ts (a core that is brought to any point in time). Nothing here does I/O.
 */
import { hashWords } from '../../xserver/snapshot/hash.ts';

export const RECORDING_VERSION = 1;

/** As PNG's: a byte above ASCII, line ends that a text transfer would change. */
export const MAGIC = Uint8Array.of(0x89, 0x46, 0x70, 0x52, 0x65, 0x63, 0x0d, 0x0a);
export const HEAD_BYTES = 48;
/** At the end of a recording that was closed in order: where its index is. */
export const TRAILER_BYTES = 16;
const TRAILER_MAGIC = Uint8Array.of(0x89, 0x46, 0x70, 0x45, 0x6e, 0x64, 0x0d, 0x0a);
/** "FpBk" */
const HEAD_MARK = 0x6b427046;
const INDEX_RECORD_BYTES = 8 + HEAD_BYTES;

export type BlockKind = 'facts' | 'keyframe' | 'entries' | 'index';

const kindNumbers = { facts: 1, keyframe: 2, entries: 3, index: 4 } as const satisfies Record<BlockKind, number>;

/** Blocks of one recording: eleven days of a second each. */
export const MAX_BLOCKS = 1_000_000;

/** Largest contents, unpacked: a reader allots no more. */
export const MAX_UNPACKED_BYTES = {
  facts: 64 * 1024,
  /** As a snapshot that goes to a terminal. */
  keyframe: 1536 * 1024 * 1024,
  /** One entry may be a font catalogue of 64 MB. */
  entries: 128 * 1024 * 1024,
  index: MAX_BLOCKS * INDEX_RECORD_BYTES,
} as const satisfies Record<BlockKind, number>;

/** The bytes are no recording that this version reads, or are damaged; the message says where. */
export class RecordingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecordingError';
  }
}

/** What is told of a block without unpacking it. Times are of the session's log, in ms. */
export interface BlockHead {
  readonly kind: BlockKind;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Keyframe: of the last entry that it has in it. Entries: of the first. Otherwise 0. */
  readonly index: number;
  /** The core's time before the entries, at the keyframe; at the index block, of the recording's end. */
  readonly time: number;
  /** The core's time after the last of the entries; otherwise as `time`. */
  readonly endTime: number;
  /** Entries in the block. */
  readonly count: number;
}

export interface Block extends BlockHead {
  /** Of its head in the file. */
  readonly offset: number;
}

function checksum(head: Uint8Array): number {
  const words = new Uint32Array(12);
  const view = new DataView(head.buffer, head.byteOffset, HEAD_BYTES);
  for (let i = 0; i < 11; i++) words[i] = view.getUint32(i * 4, true);
  return hashWords(words)[0] >>> 0;
}

export function encodeHead(head: BlockHead): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, HEAD_MARK, true);
  view.setUint32(4, kindNumbers[head.kind], true);
  view.setUint32(8, head.packedBytes, true);
  view.setUint32(12, head.unpackedBytes, true);
  view.setFloat64(16, head.index, true);
  view.setFloat64(24, head.time, true);
  view.setFloat64(32, head.endTime, true);
  view.setUint32(40, head.count, true);
  view.setUint32(44, checksum(bytes), true);
  return bytes;
}

/** Undefined for bytes that are no head, or whose head makes no sense. */
export function decodeHead(bytes: Uint8Array): BlockHead | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  if (view.getUint32(0, true) !== HEAD_MARK || view.getUint32(44, true) !== checksum(bytes)) return undefined;
  const number = view.getUint32(4, true);
  const kind = (Object.keys(kindNumbers) as BlockKind[]).find((name) => kindNumbers[name] === number);
  if (kind === undefined) return undefined;
  const head: BlockHead = {
    kind,
    packedBytes: view.getUint32(8, true),
    unpackedBytes: view.getUint32(12, true),
    index: view.getFloat64(16, true),
    time: view.getFloat64(24, true),
    endTime: view.getFloat64(32, true),
    count: view.getUint32(40, true),
  };
  const sensible =
    head.unpackedBytes <= MAX_UNPACKED_BYTES[kind] &&
    Number.isSafeInteger(head.index) &&
    head.index >= 0 &&
    Number.isFinite(head.time) &&
    Number.isFinite(head.endTime) &&
    head.endTime >= head.time &&
    // An entry takes two bytes at the least.
    (kind === 'entries' ? head.index >= 1 && head.count >= 1 && head.count * 2 <= head.unpackedBytes : true);
  return sensible ? head : undefined;
}

/** The contents of the index block: every block's place and head. */
export function encodeIndex(blocks: readonly Block[]): Uint8Array {
  const bytes = new Uint8Array(blocks.length * INDEX_RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  blocks.forEach((block, i) => {
    view.setFloat64(i * INDEX_RECORD_BYTES, block.offset, true);
    bytes.set(encodeHead(block), i * INDEX_RECORD_BYTES + 8);
  });
  return bytes;
}

/** Undefined for what is no index. That the blocks follow each other is for `BlockChain` to check. */
export function decodeIndex(bytes: Uint8Array): Block[] | undefined {
  if (bytes.length % INDEX_RECORD_BYTES !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const blocks: Block[] = [];
  for (let at = 0; at < bytes.length; at += INDEX_RECORD_BYTES) {
    const head = decodeHead(bytes.subarray(at + 8, at + INDEX_RECORD_BYTES));
    if (head === undefined) return undefined;
    blocks.push({ ...head, offset: view.getFloat64(at, true) });
  }
  return blocks;
}

export function encodeTrailer(indexOffset: number): Uint8Array {
  const bytes = new Uint8Array(TRAILER_BYTES);
  new DataView(bytes.buffer).setFloat64(0, indexOffset, true);
  bytes.set(TRAILER_MAGIC, 8);
  return bytes;
}

/** Where the index block begins; undefined for what is no trailer. */
export function decodeTrailer(bytes: Uint8Array): number | undefined {
  if (bytes.length !== TRAILER_BYTES || TRAILER_MAGIC.some((byte, i) => bytes[8 + i] !== byte)) return undefined;
  const offset = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
  return Number.isSafeInteger(offset) && offset >= MAGIC.length ? offset : undefined;
}

/** Takes blocks in their order as long as they make one recording: no gap in the file, none among the entries, time never goes back. */
export class BlockChain {
  readonly blocks: Block[] = [];
  #offset = MAGIC.length;
  #index: number | undefined;
  #time = -Infinity;

  /** Where the next block begins. */
  get offset(): number {
    return this.#offset;
  }

  /** False, and not taken, when it doesn't continue the recording. */
  add(block: Block): boolean {
    if (block.offset !== this.#offset || this.blocks.length >= MAX_BLOCKS || !this.#fits(block)) return false;
    if (block.kind === 'keyframe') this.#index = block.index;
    else if (block.kind === 'entries') this.#index = block.index + block.count - 1;
    if (block.kind !== 'facts') this.#time = block.endTime;
    this.blocks.push(block);
    this.#offset += HEAD_BYTES + block.packedBytes;
    return true;
  }

  #fits({ kind, index, time }: Block): boolean {
    switch (kind) {
      case 'facts':
        return this.blocks.length === 0;
      case 'keyframe':
        return this.blocks.length === 1 || (index === this.#index && time === this.#time);
      case 'entries':
        return this.#index !== undefined && index === this.#index + 1 && time === this.#time;
      case 'index':
        return false;
      default:
        return kind satisfies never;
    }
  }
}
