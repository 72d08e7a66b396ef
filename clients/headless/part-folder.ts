/** Where a headless terminal keeps fonts and font catalogues from visit to visit (session/terminal/kept-parts.ts): one file each. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeptParts } from '../../session/terminal/kept-parts.ts';
import { LOG_FORMAT_VERSION } from '../../xserver/log/encoding.ts';
import { SNAPSHOT_VERSION } from '../../xserver/snapshot/snapshot.ts';
import { ViewError } from './view-error.ts';

/** Files of other versions are left alone, and not used. */
const SUFFIX = `.${SNAPSHOT_VERSION}-${LOG_FORMAT_VERSION}.part`;

/** What the folder has; new parts are put there. It is made if it is not there. @throws ViewError where that can't be */
export function openPartFolder(folder: string): KeptParts {
  const file = (name: string): string => join(folder, `${name}${SUFFIX}`);
  try {
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
    const found = names.map((name) => ({ path: join(folder, name), name: name.slice(0, -SUFFIX.length) }));
    const dated = found.map((part) => ({ ...part, at: statSync(part.path).mtimeMs })).toSorted((a, b) => a.at - b.at);
    return new KeptParts(
      dated.map(({ name, path }) => [name, Uint8Array.from(readFileSync(path))] as const),
      {
        added: (name, bytes) => {
          // Whole or not at all, whoever else writes it.
          const unfinished = `${file(name)}.${process.pid}`;
          writeFileSync(unfinished, bytes);
          renameSync(unfinished, file(name));
        },
        dropped: (name) => rmSync(file(name), { force: true }),
      },
    );
  } catch (error) {
    throw new ViewError(`--keep: ${error instanceof Error ? error.message : String(error)}`);
  }
}
