/** What a recording says of itself and its session, as JSON in its first block. */
import { LOG_FORMAT_VERSION } from '../../xserver/log/encoding.ts';
import { SNAPSHOT_VERSION } from '../../xserver/snapshot/snapshot.ts';
import { decodeUtf8, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { RECORDING_VERSION, RecordingError } from './format.ts';

export interface SessionFacts {
  readonly session: string;
  /** Of the program that recorded. */
  readonly version: string;
  /** Milliseconds since 1970 (UTC) at time 0 of the session's log. */
  readonly epoch: number;
}

export interface RecordingFacts extends SessionFacts {
  readonly recordingVersion: number;
  readonly logVersion: number;
  readonly snapshotVersion: number;
}

const MAX_TEXT = 200;

export function encodeFacts(session: SessionFacts): Uint8Array {
  const facts: RecordingFacts = {
    ...session,
    recordingVersion: RECORDING_VERSION,
    logVersion: LOG_FORMAT_VERSION,
    snapshotVersion: SNAPSHOT_VERSION,
  };
  return encodeUtf8(JSON.stringify(facts));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

/** @throws RecordingError for what are no facts, or those of a recording of other versions. */
export function decodeFacts(bytes: Uint8Array): RecordingFacts {
  const text = decodeUtf8(bytes);
  let facts: Partial<Record<keyof RecordingFacts, unknown>>;
  try {
    facts = JSON.parse(text ?? '') as typeof facts;
  } catch {
    throw new RecordingError('the facts of the recording are damaged');
  }
  const { session, version, epoch } = typeof facts === 'object' && facts !== null ? facts : {};
  if (!isText(session) || !isText(version) || typeof epoch !== 'number' || !Number.isFinite(epoch)) {
    throw new RecordingError('the facts of the recording are damaged');
  }
  const wanted = {
    recordingVersion: RECORDING_VERSION,
    logVersion: LOG_FORMAT_VERSION,
    snapshotVersion: SNAPSHOT_VERSION,
  };
  const versions: Readonly<Record<string, unknown>> = facts;
  for (const [name, number] of Object.entries(wanted)) {
    if (versions[name] === number) continue;
    const what = name.replace('Version', '');
    throw new RecordingError(
      `recorded by Farpane ${version}, in ${what} format ${String(versions[name])}; this one reads ${what} format ${number}`,
    );
  }
  return { session, version, epoch, ...wanted };
}
