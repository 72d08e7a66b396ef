/**
 * Bundles of what does not run in the front's process: the page, and the programs of other Node processes (a session, apps), which then start
 * fast and without a loader. They are made when the host starts and kept in build/ under a hash of their content.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop, type BuildOptions, type OutputFile } from 'esbuild';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILD = join(ROOT, 'build', 'bundles');
/** Bundles that nobody has asked for since are removed. */
const KEEP_MS = 3 * 24 * 3600 * 1000;

/** The sources could not be bundled; the message has the places. */
export class BundleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BundleError';
  }
}

async function bundle(options: BuildOptions): Promise<OutputFile[]> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: ROOT,
      bundle: true,
      format: 'esm',
      write: false,
      logLevel: 'silent',
      outdir: BUILD,
      ...options,
    });
    return outputFiles ?? [];
  } catch (error) {
    throw new BundleError(error instanceof Error ? error.message : String(error));
  }
}

/** Puts files into a folder named for their content, unless it is there; gives the folder. */
async function keep(kind: string, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${name}\0`).update(bytes);
  const folder = join(BUILD, kind, hash.digest('hex').slice(0, 16));
  const exists = await stat(folder).then(
    () => true,
    () => false,
  );
  if (exists) {
    const now = new Date();
    await utimes(folder, now, now).catch(() => {});
  } else {
    // Two hosts may start at once: a folder appears whole.
    const temporary = `${folder}.${process.pid}`;
    for (const [name, bytes] of files) {
      const path = join(temporary, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    await rename(temporary, folder).catch(async () => rm(temporary, { recursive: true, force: true }));
  }
  await forgetOld(join(BUILD, kind));
  return folder;
}

async function forgetOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > KEEP_MS) await rm(path, { recursive: true, force: true });
  }
}

/**
 * Bundles programs for Node: entry files by the names of their programs. Packages stay outside; gives the path of each.
 * @throws BundleError
 */
export async function bundlePrograms(
  kind: string,
  entries: Readonly<Record<string, string>>,
): Promise<Map<string, string>> {
  const outputs = await bundle({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    // What is imported when wanted stays a file of its own: it is loaded then, and knows that it is not the program started.
    splitting: true,
    chunkNames: 'shared-[hash]',
  });
  const files = new Map(outputs.map(({ path, contents }) => [path.slice(BUILD.length + 1), contents]));
  const folder = await keep(kind, files);
  return new Map(Object.keys(entries).map((name) => [name, join(folder, `${name}.mjs`)]));
}

/** Bundles files for the browser, beside others that are taken as they are; gives the folder. @throws BundleError */
export async function bundlePage(
  entries: Readonly<Record<string, string>>,
  others: ReadonlyMap<string, Uint8Array>,
): Promise<string> {
  const outputs = await bundle({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
    platform: 'browser',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
  });
  const files = new Map(outputs.map(({ path, contents }) => [path.slice(BUILD.length + 1), contents]));
  for (const [name, bytes] of others) files.set(name, bytes);
  return keep('page', files);
}

/** Ends the bundler's helper process. */
export async function endBundling(): Promise<void> {
  await stop();
}
