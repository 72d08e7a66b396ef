/** Recordings in files. */
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate, inflateSync } from 'node:zlib';
import { RecordingError } from '../../session/recording/format.ts';
import { Recording, type RecordingSource } from '../../session/recording/recording.ts';
import { messageOf } from '../message-of.ts';
import type { RecordingTarget } from './recorder.ts';

const deflateAsync = promisify(deflate);
/** Measured on a desktop's log: a fifth of level 9's time, 4 % larger. */
const DEFLATE_LEVEL = 5;
/** What was typed is in it. */
const OWNER_ONLY = 0o600;

/** The file cannot be made or opened; the message is for the user. */
export class RecordingFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecordingFileError';
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EEXIST':
      return 'there is such a file already';
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
      return 'permission denied';
    case 'EISDIR':
      return 'a folder';
    case 'ENOSPC':
      return 'no space left';
    default:
      return messageOf(error);
  }
}

/** A new file that a recording is written to. Packing goes on in other threads. */
export class RecordingFile implements RecordingTarget {
  readonly path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** @throws RecordingFileError where the file exists or cannot be made. */
  static async create(path: string): Promise<RecordingFile> {
    try {
      return new RecordingFile(path, await open(path, 'wx', OWNER_ONLY));
    } catch (error) {
      throw new RecordingFileError(`${path}: ${reason(error)}`);
    }
  }

  async pack(bytes: Uint8Array): Promise<Uint8Array> {
    return deflateAsync(bytes, { level: DEFLATE_LEVEL });
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      // A disk may take a part only.
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await this.#handle.write(bytes, at);
        at += bytesWritten;
      }
    } catch (error) {
      throw new RecordingFileError(`${this.path}: ${reason(error)}`);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }
}

/** A file that is read. It may still grow: what was there when it was opened counts. */
export class RecordingFileSource implements RecordingSource {
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** @throws RecordingFileError */
  static async open(path: string): Promise<RecordingFileSource> {
    try {
      const handle = await open(path, 'r');
      const found = await handle.stat();
      if (found.isFile()) return new RecordingFileSource(handle, found.size);
      await handle.close();
    } catch (error) {
      throw new RecordingFileError(`${path}: ${reason(error)}`);
    }
    throw new RecordingFileError(`${path}: not a file`);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    // What a damaged head asks for is not allotted before it is known to be there.
    if (offset + length > this.size) throw new RecordingError(`the recording ends before byte ${offset + length}`);
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      const { bytesRead } = await this.#handle.read(bytes, at, length - at, offset + at);
      if (bytesRead === 0) throw new RecordingError(`the recording ends at byte ${offset + at}`);
      at += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** As a plain array: a core keeps parts of it. */
export function inflate(packed: Uint8Array, maximum: number): Uint8Array {
  // zlib takes 0 for no limit.
  const unpacked = inflateSync(packed, { maxOutputLength: Math.max(1, maximum) });
  return new Uint8Array(unpacked.buffer, unpacked.byteOffset, unpacked.length);
}

/**
 * Opens a recording; its source is to be closed.
 * @throws RecordingFileError, RecordingError
 */
export async function openRecording(path: string): Promise<{ recording: Recording; source: RecordingFileSource }> {
  const source = await RecordingFileSource.open(path);
  try {
    return { recording: await Recording.open(source, inflate), source };
  } catch (error) {
    await source.close();
    if (error instanceof RecordingError) throw new RecordingError(`${path}: ${error.message}`);
    throw error;
  }
}

/** As openRecording, and closes it behind `use`. */
export async function withRecording<Result>(
  path: string,
  use: (recording: Recording) => Promise<Result>,
): Promise<Result> {
  const { recording, source } = await openRecording(path);
  try {
    return await use(recording);
  } finally {
    await source.close();
  }
}
