import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Folders whose files a script writes; their sources are held by tests of their own. */
const GENERATED = ['xserver/protocol/generated/', 'nx/generated/', 'xserver/fonts/builtin/'];

/** A file of the repository; `path` is relative to its top, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Paths of all files that are tracked, or new and not ignored, sorted. */
export function repositoryPaths(): string[] {
  // The checkout may belong to another user, as in many containers.
  const listed = execFileSync(
    'git',
    ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  // A file that was deleted but not yet committed is still listed.
  const paths = listed.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
  return [...new Set(paths)].sort();
}

/** The files with one of these endings (`.ts`). */
export function repositoryFiles(endings: readonly string[]): SourceFile[] {
  return repositoryPaths()
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Whether a script writes this file. */
export function isGenerated(path: string): boolean {
  return GENERATED.some((folder) => path.startsWith(folder));
}
