/**
 * What was learnt of the system's font files, kept between runs: unpacking 29 MB of fonts to list them takes a third of a
 * second, looking whether they changed a fiftieth. A cache that is missing, broken or of another version is an empty one.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { packFontInfo, unpackFontInfo } from '../../xserver/fonts/font-info-pack.ts';
import type { FontInfo } from '../../xserver/fonts/font.ts';

const VERSION = 1;

/** A file as it was when it was read. */
export interface KnownFile {
  mtimeMs: number;
  size: number;
  hash: string;
  info: FontInfo;
}

interface Stored {
  version: number;
  strings: string[];
  /** Path, time of change, size, hash, packed info in base64. */
  files: [string, number, number, string, string][];
}

function isStored(value: unknown): value is Stored {
  const stored = value as Partial<Stored> | null;
  return (
    typeof stored === 'object' &&
    stored?.version === VERSION &&
    Array.isArray(stored.strings) &&
    stored.strings.every((text) => typeof text === 'string') &&
    Array.isArray(stored.files)
  );
}

export async function readFontCache(path: string): Promise<Map<string, KnownFile>> {
  const known = new Map<string, KnownFile>();
  try {
    const stored: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isStored(stored)) return known;
    for (const [file, mtimeMs, size, hash, packed] of stored.files) {
      const info = unpackFontInfo(Buffer.from(packed, 'base64'), stored.strings);
      known.set(file, { mtimeMs, size, hash, info });
    }
  } catch {
    known.clear();
  }
  return known;
}

/** Failing to write is no fault: the next start only takes longer. */
export async function writeFontCache(path: string, known: ReadonlyMap<string, KnownFile>): Promise<void> {
  const strings: string[] = [];
  const index = new Map<string, number>();
  const intern = (text: string): number => {
    const at = index.get(text) ?? strings.length;
    if (at === strings.length) {
      index.set(text, at);
      strings.push(text);
    }
    return at;
  };
  const files = [...known].map(([file, { mtimeMs, size, hash, info }]): Stored['files'][number] => {
    return [file, mtimeMs, size, hash, Buffer.from(packFontInfo(info, intern)).toString('base64')];
  });
  const stored: Stored = { version: VERSION, strings, files };
  // Two sessions may write at once: each writes a file of its own and puts it in place whole.
  const temporary = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, JSON.stringify(stored), { mode: 0o600 });
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
}
