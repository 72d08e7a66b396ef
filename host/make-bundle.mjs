/**
 * Makes one bundle and ends: a process of its own, so that the bundler's memory goes with it (`makeBundle` in kept-bundles.mjs starts it). Its argument is
 * the job as JSON; it prints the folder, or what is wrong with the sources.
 */

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { build, stop } from 'esbuild';
import { BUNDLES, noteBundle, ROOT } from './kept-bundles.mjs';

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

/** In an HTML file: another one, which several pages share, stands here. */
const INCLUDE = /<!-- include (\S+) -->/g;

/** @type {Readonly<Record<'node' | 'browser', import('esbuild').BuildOptions>>} */
const OPTIONS = {
  node: {
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
  browser: { platform: 'browser', target: 'es2022', minify: true, sourcemap: 'linked' },
};

/**
 * @param {import('./kept-bundles.mjs').Job} job
 * @returns {Promise<string>}
 */
async function make({ kind, entries, others, platform }) {
  const began = Date.now();
  const { outputFiles, metafile } = await build({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
    absWorkingDir: ROOT,
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
    outdir: BUNDLES,
    // The folders' own settings are about types; this one says which imports stay.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    ...OPTIONS[platform],
    metafile: true,
  });
  const files = new Map((outputFiles ?? []).map(({ path, contents }) => [relative(BUNDLES, path), contents]));
  /** @type {string[]} */
  const read = [];
  for (const [name, path] of Object.entries(others)) files.set(name, await take(path, read));
  const folder = await keep(kind, files);
  const inputs = [...Object.keys(metafile.inputs), ...read.map((path) => relative(ROOT, path))];
  noteBundle(kind, { ...entries, ...others }, folder, inputs, began);
  return folder;
}

/**
 * A file as it is, but for what an HTML file includes.
 * @param {string} path
 * @param {string[]} read gets the path of each file that was read
 * @returns {Promise<Uint8Array>}
 */
async function take(path, read) {
  const bytes = await readFile(path);
  read.push(path);
  if (!path.endsWith('.html')) return bytes;
  const parts = bytes.toString().split(INCLUDE);
  // What is between two includes, and the name of a file, in turn.
  for (let i = 1; i < parts.length; i += 2) {
    const part = join(dirname(path), parts[i] ?? '');
    read.push(part);
    parts[i] = (await readFile(part, 'utf8')).trim();
  }
  return Buffer.from(parts.join(''));
}

/**
 * Puts files into a folder named for their content, unless it is there; gives the folder.
 * @param {string} kind
 * @param {ReadonlyMap<string, Uint8Array>} files
 * @returns {Promise<string>}
 */
async function keep(kind, files) {
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

/** @param {string} folder */
async function forgetOld(folder) {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > KEEP_MS) await rm(path, { recursive: true, force: true });
  }
}

try {
  process.stdout.write(JSON.stringify({ folder: await make(JSON.parse(process.argv[2] ?? '')) }));
} catch (error) {
  process.stdout.write(JSON.stringify({ wrong: error instanceof Error ? error.message : String(error) }));
}
await stop();
