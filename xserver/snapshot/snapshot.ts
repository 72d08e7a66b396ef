/**
 * Snapshots: the whole state of a core, cut between two log entries, as bytes. A core restored from them answers the rest of the log with the
 * same bytes and the same pixels.
 *
 * Four magic bytes, version, the index of the last entry applied, a hash of the rest, then the state as write-state.ts writes it. The version counts
 * up with every change of the format or of the state's records: a snapshot of another version is refused, never half understood.
 */
import type { Server } from '../server.ts';
import type { ServerState } from '../state/server-state.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { hashWords } from './hash.ts';
import { failSnapshot } from './snapshot-error.ts';
import { readState } from './read-state.ts';
import { writeState } from './write-state.ts';

const MAGIC = Uint8Array.of(0x46, 0x70, 0x53, 0x6e);
export const SNAPSHOT_VERSION = 1;

/** Two words that change with any byte. */
function checksum(bytes: Uint8Array): readonly [number, number] {
  const padded = new Uint8Array((bytes.length + 7) & ~3);
  padded.set(bytes);
  padded[bytes.length] = 1;
  return hashWords(new Uint32Array(padded.buffer));
}

/** The whole state, packed; owned by the caller. */
export function takeSnapshot(server: Server): Uint8Array {
  const { state } = server;
  const body = writeState(state);
  const out = new ByteWriter(body.length + 64);
  out.bytes(MAGIC);
  out.varint(SNAPSHOT_VERSION);
  out.varint(state.index);
  for (const word of checksum(body)) out.varint(word >>> 0);
  out.bytes(body);
  return out.finish();
}

function startSnapshot(bytes: Uint8Array): ByteReader {
  const reader = new ByteReader(bytes, failSnapshot);
  for (const byte of MAGIC) if (reader.u8() !== byte) reader.fail('not a snapshot');
  const version = reader.varint();
  if (version !== SNAPSHOT_VERSION) reader.fail(`snapshot version ${version}, expected ${SNAPSHOT_VERSION}`);
  return reader;
}

/**
 * The log index that the snapshot was taken after.
 * @throws SnapshotError for bytes that are no snapshot of this version.
 */
export function snapshotIndex(bytes: Uint8Array): number {
  return startSnapshot(bytes).varint();
}

/**
 * The state that was packed.
 * @throws SnapshotError for bytes that are no snapshot of this version, or are damaged.
 */
export function restoreSnapshot(bytes: Uint8Array): ServerState {
  const reader: ByteReader = startSnapshot(bytes);
  const index = reader.varint();
  const first = reader.varint();
  const second = reader.varint();
  const body = reader.bytes(reader.remaining);
  const expected = checksum(body);
  if (expected[0] >>> 0 !== first || expected[1] >>> 0 !== second) reader.fail('damaged snapshot');
  const state = readState(body);
  if (!looksLikeState(state) || state.index !== index) reader.fail('not the state of an X server');
  return state;
}

/** The version says what the records hold; this only keeps apart what is no state at all. */
function looksLikeState(value: unknown): value is ServerState {
  const state = value as Partial<ServerState> | undefined | null;
  return (
    typeof state === 'object' &&
    state !== null &&
    typeof state.index === 'number' &&
    state.resources instanceof Map &&
    state.clients instanceof Map &&
    typeof state.screen === 'object' &&
    typeof state.input === 'object'
  );
}
