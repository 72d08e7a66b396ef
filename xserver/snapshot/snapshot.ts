/**
 * Snapshots: the whole state of a core, cut between two log entries, as bytes; or only what has changed since a mark. A core restored from them
 * answers the rest of the log with the same bytes and the same pixels.
 *
 * Four magic bytes, version, the index of the last entry applied, a hash of the rest, then the state as write-state.ts writes it, or its changes as
 * changes.ts does. The version counts up with every change of the format or of the state's records: a snapshot of another version is refused,
 * never half understood.
 *
 * A replica too far behind gets changes in place of a run of entries: whoever feeds it takes a mark where it stops sending entries, and later a
 * snapshot since that mark, which fits a replica that has applied exactly the entries up to the mark. Several marks may be kept, one for each
 * replica; drawing costs nothing more meanwhile.
 */
import type { Server } from '../server.ts';
import type { ServerState } from '../state/server-state.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { applyChanges, writeChanges } from './changes.ts';
import { frozenDigest, hashWords } from './hash.ts';
import { markState, type StateMark } from './mark.ts';
import { failSnapshot } from './snapshot-error.ts';
import { readState, type KnownFrozen } from './read-state.ts';
import { frozenBytes, writeState } from './write-state.ts';

const SNAPSHOT_MAGIC = Uint8Array.of(0x46, 0x70, 0x53, 0x6e);
const CHANGES_MAGIC = Uint8Array.of(0x46, 0x70, 0x53, 0x63);
export const SNAPSHOT_VERSION = 3;

/** A core at one log index, to take changes since. */
export interface Mark {
  readonly index: number;
  readonly state: StateMark;
}

/** Two words that change with any byte. */
function checksum(bytes: Uint8Array): readonly [number, number] {
  const padded = new Uint8Array((bytes.length + 7) & ~3);
  padded.set(bytes);
  padded[bytes.length] = 1;
  return hashWords(new Uint32Array(padded.buffer));
}

function pack(magic: Uint8Array, index: number, body: Uint8Array): Uint8Array {
  const out = new ByteWriter(body.length + 64);
  out.bytes(magic);
  out.varint(SNAPSHOT_VERSION);
  out.varint(index);
  for (const word of checksum(body)) out.varint(word >>> 0);
  out.bytes(body);
  return out.finish();
}

function start(magic: Uint8Array, bytes: Uint8Array): ByteReader {
  const reader = new ByteReader(bytes, failSnapshot);
  for (const byte of magic) if (reader.u8() !== byte) reader.fail('not a snapshot, or of another kind');
  const version = reader.varint();
  if (version !== SNAPSHOT_VERSION) reader.fail(`snapshot version ${version}, expected ${SNAPSHOT_VERSION}`);
  return reader;
}

function unpack(magic: Uint8Array, bytes: Uint8Array): { index: number; body: Uint8Array } {
  const reader: ByteReader = start(magic, bytes);
  const index = reader.varint();
  const first = reader.varint();
  const second = reader.varint();
  const body = reader.bytes(reader.remaining);
  const expected = checksum(body);
  if (expected[0] >>> 0 !== first || expected[1] >>> 0 !== second) reader.fail('damaged snapshot');
  return { index, body };
}

/** The whole state, packed; owned by the caller. Of fonts and catalogue only those whose digests are not in `known`. */
export function takeSnapshot(server: Server, known?: ReadonlySet<string>): Uint8Array {
  const { state, frozen } = server;
  return pack(SNAPSHOT_MAGIC, state.index, writeState(state, frozen, known));
}

/** What of a snapshot a reader may keep over sessions: the catalogue and the fonts, by digest. The bytes are borrowed. */
export function frozenPartsOf(server: Server): Map<string, Uint8Array> {
  const { state, frozen } = server;
  const parts = new Map<string, Uint8Array>();
  for (const record of [state.fontCatalogue, ...state.fonts.values()]) {
    parts.set(frozenDigest(record, frozen), frozenBytes(record, frozen));
  }
  return parts;
}

/** The core as it is now. With the mark before, pictures not drawn on since cost nothing. */
export function takeMark(server: Server, before?: Mark): Mark {
  const { state, painter, frozen } = server;
  return { index: state.index, state: markState(state, painter.pixelHashes, before?.state, frozen) };
}

/** What has changed since the mark, packed; owned by the caller. */
export function takeChanges(server: Server, since: Mark): Uint8Array {
  const { state, painter, frozen } = server;
  return pack(CHANGES_MAGIC, state.index, writeChanges(state, since.state, painter.pixelHashes, frozen));
}

/**
 * The log index that the snapshot was taken after.
 * @throws SnapshotError for bytes that are no snapshot of this version.
 */
export function snapshotIndex(bytes: Uint8Array): number {
  return start(SNAPSHOT_MAGIC, bytes).varint();
}

/**
 * The state that was packed.
 * @throws SnapshotError for bytes that are no snapshot of this version, or are damaged, or name a font that is not known.
 */
export function restoreSnapshot(bytes: Uint8Array, known?: KnownFrozen): ServerState {
  const { index, body } = unpack(SNAPSHOT_MAGIC, bytes);
  const state = readState(body, undefined, known);
  if (!looksLikeState(state) || state.index !== index) failSnapshot('not the state of an X server');
  return state;
}

/**
 * Brings the server's state up to where the changes were taken; it must stand at their mark. The server's caches are wrong
 * afterwards: another is to be made on the same state.
 * @throws SnapshotError for bytes that are no changes of this version since this state, or are damaged; nothing has changed then.
 */
export function applyChangesTo(server: Server, bytes: Uint8Array): void {
  const { index, body } = unpack(CHANGES_MAGIC, bytes);
  const { state, painter, frozen } = server;
  applyChanges(state, body, painter.pixelHashes, frozen);
  if (state.index !== index) failSnapshot('changes that lead to another index');
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
