/**
 * Bundles of what does not run from the sources: the page, the `farpane` command, and the programs of other Node processes (a session, apps), which
 * then start fast and without a loader. They are made when they are first wanted, kept in build/ under a hash of their content, and made again when
 * a source has changed (kept-bundles.mjs).
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type * as Esbuild from 'esbuild';
import { BUNDLES, keptBundle, noteBundle, ROOT } from './kept-bundles.mjs';

/** Bundles that nobody has asked for since are removed. */
const KEEP_MS = 3 * 24 * 3600 * 1000;

/** Of programs for Node: a place in a stack trace says something, and text for nobody to read takes no memory. */
const LINE_CHARACTERS = 160;

/**
 * Packages that stay outside programs for Node: those with native code or files of their own, and what few programs want. The rest is bundled: the
 * first CommonJS package that is imported makes Node load a WebAssembly module to find its exports, 4 MB of memory.
 */
const OUTSIDE = [
  '@fastify/static',
  '@julusian/jpeg-turbo',
  '@napi-rs/webcodecs',
  'bufferutil',
  'canvas',
  'esbuild',
  'fastify',
  'playwright-core',
  'sharp',
  'tsx',
  'utf-8-validate',
];
/** CommonJS packages require Node's modules; in a module of ECMAScript there is nothing of that name. */
const REQUIRE = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/** The sources could not be bundled; the message has the places. */
export class BundleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BundleError';
  }
}

type Entries = Readonly<Record<string, string>>;

/** The bundler, once it was wanted. */
let esbuild: typeof Esbuild | undefined;
/** Bundles that are being made. */
let building = 0;

/** The folder with the bundle of these entries and other files, by their names: kept, or made now. */
async function folderOf(
  kind: string,
  entries: Entries,
  others: Readonly<Record<string, string>>,
  options: Esbuild.BuildOptions,
): Promise<string> {
  const sources = { ...entries, ...others };
  const kept = keptBundle(kind, sources);
  if (kept !== undefined) return kept;
  const began = Date.now();
  const { files, inputs } = await bundle(entries, options);
  for (const [name, path] of Object.entries(others)) files.set(name, await readFile(path));
  const folder = await keep(kind, files);
  noteBundle(kind, sources, folder, [...inputs, ...Object.values(others).map((path) => relative(ROOT, path))], began);
  return folder;
}

async function bundle(
  entries: Entries,
  options: Esbuild.BuildOptions,
): Promise<{ files: Map<string, Uint8Array>; inputs: string[] }> {
  building++;
  try {
    esbuild ??= await import('esbuild');
    const { outputFiles, metafile } = await esbuild.build({
      entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
      absWorkingDir: ROOT,
      bundle: true,
      format: 'esm',
      write: false,
      logLevel: 'silent',
      outdir: BUNDLES,
      // The folders' own settings are about types; this one says which imports stay.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      ...options,
      metafile: true,
    });
    const files = new Map((outputFiles ?? []).map(({ path, contents }) => [relative(BUNDLES, path), contents]));
    return { files, inputs: Object.keys(metafile.inputs) };
  } catch (error) {
    throw new BundleError(error instanceof Error ? error.message : String(error));
  } finally {
    building--;
  }
}

/** Puts files into a folder named for their content, unless it is there; gives the folder. */
async function keep(kind: string, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${name}\0`).update(bytes);
  const folder = join(BUNDLES, kind, hash.digest('hex').slice(0, 16));
  const exists = await stat(folder).then(
    () => true,
    () => false,
  );
  if (exists) {
    const now = new Date();
    await utimes(folder, now, now).catch(() => {});
  } else {
    // Two hosts may start at once: a folder appears whole.
    const temporary = `${folder}.${randomUUID()}`;
    for (const [name, bytes] of files) {
      const path = join(temporary, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    await rename(temporary, folder).catch(async () => rm(temporary, { recursive: true, force: true }));
  }
  await forgetOld(join(BUNDLES, kind));
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
export async function bundlePrograms(kind: string, entries: Entries): Promise<Map<string, string>> {
  const folder = await folderOf(
    kind,
    entries,
    {},
    {
      platform: 'node',
      target: 'node20',
      external: OUTSIDE,
      banner: { js: REQUIRE },
      outExtension: { '.js': '.mjs' },
      // The engine keeps the text of what it runs, two bytes a character if one is not Latin-1: short lines without comments, names as they are.
      minifyWhitespace: true,
      minifySyntax: true,
      lineLimit: LINE_CHARACTERS,
      charset: 'ascii',
      // What is imported when wanted stays a file of its own: it is loaded then, and knows that it is not the program started.
      splitting: true,
      chunkNames: 'shared-[hash]',
    },
  );
  return new Map(Object.keys(entries).map((name) => [name, join(folder, `${name}.mjs`)]));
}

/** Bundles files for the browser, beside others that are taken as they are (paths by name); gives the folder. @throws BundleError */
export async function bundlePage(entries: Entries, others: Readonly<Record<string, string>>): Promise<string> {
  return folderOf('page', entries, others, {
    platform: 'browser',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
  });
}

/** Ends the bundler's helper process, if there is one; while others still bundle, the last of them does. */
export async function endBundling(): Promise<void> {
  if (building === 0) await esbuild?.stop();
}
