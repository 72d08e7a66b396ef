/**
 * Which bundles in build/ still stand for the sources: each is kept with a list of the files that it was made of, and serves as long as none of
 * them has changed. The `farpane` command asks this before anything else, so it is plain JavaScript and needs no package.
 */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';

/** The top of the checkout, for the sources and for what is bundled into a folder somewhere below it. */
export const ROOT = findRoot(import.meta.dirname);
export const BUNDLES = join(ROOT, 'build', 'bundles');

/** The `farpane` command's own bundle: kind and entries. */
export const COMMAND = { kind: 'cli', entries: { main: join(ROOT, 'cli', 'main.ts') } };

/** Beside its inputs a bundle depends on how it is made, and by what. */
const MAKERS = ['host/make-bundle.mjs', 'node_modules/esbuild/package.json'];

/**
 * @typedef {readonly [path: string, size: number, modified: number, changed: number]} Input
 * @typedef {{ readonly folder: string, readonly inputs: readonly Input[] }} Note
 */

/**
 * Files by name: what is bundled, and what is put beside it as it is.
 * @typedef {{
 *   readonly kind: string,
 *   readonly entries: Readonly<Record<string, string>>,
 *   readonly others: Readonly<Record<string, string>>,
 *   readonly platform: 'node' | 'browser',
 * }} Job
 */

/**
 * @param {string} from
 * @returns {string}
 */
function findRoot(from) {
  return existsSync(join(from, 'package.json')) || dirname(from) === from ? from : findRoot(dirname(from));
}

/**
 * @param {string} kind
 * @param {Readonly<Record<string, string>>} entries
 */
function notePath(kind, entries) {
  const named = Object.entries(entries).map(([name, path]) => [name, relative(ROOT, path)]);
  const hash = createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 16);
  return join(BUNDLES, kind, `${hash}.json`);
}

/**
 * @param {string} path relative to the top of the checkout
 * @returns {Input}
 */
function inputOf(path) {
  const { size, mtimeMs, ctimeMs } = statSync(join(ROOT, path));
  return [path, size, mtimeMs, ctimeMs];
}

/**
 * The folder of the bundle of these entries (paths by name); undefined when there is none, or files that it was made of have changed.
 * @param {string} kind
 * @param {Readonly<Record<string, string>>} entries
 * @returns {string | undefined}
 */
export function keptBundle(kind, entries) {
  try {
    const path = notePath(kind, entries);
    /** @type {Note} */
    const note = JSON.parse(readFileSync(path, 'utf8'));
    for (const input of note.inputs) {
      if (inputOf(input[0]).some((value, index) => value !== input[index])) return undefined;
    }
    const folder = join(BUNDLES, kind, note.folder);
    const now = new Date();
    // What is used is not removed as old.
    utimesSync(folder, now, now);
    utimesSync(path, now, now);
    return folder;
  } catch {
    // Never bundled, bundled from files that are gone, or removed: it is made anew.
    return undefined;
  }
}

/**
 * Notes what a bundle was made of, unless some of it has changed since the bundler began to read.
 * @param {string} kind
 * @param {Readonly<Record<string, string>>} entries
 * @param {string} folder
 * @param {Iterable<string>} inputs paths, relative to the top of the checkout
 * @param {number} began when the bundler began, in milliseconds since 1970
 */
export function noteBundle(kind, entries, folder, inputs, began) {
  /** @type {Note} */
  const note = { folder: relative(join(BUNDLES, kind), folder), inputs: [...MAKERS, ...inputs].map(inputOf) };
  if (note.inputs.some(([, , modified, changed]) => Math.max(modified, changed) >= began)) return;
  const path = notePath(kind, entries);
  mkdirSync(dirname(path), { recursive: true });
  // Two hosts may start at once: a note appears whole.
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(note));
  renameSync(temporary, path);
}

/**
 * Makes a bundle, in a process of its own; gives its folder.
 * @param {Job} job
 * @returns {Promise<string>}
 * @throws {Error} with what is wrong with the sources
 */
export async function makeBundle(job) {
  const answer = await new Promise((resolve, reject) => {
    const program = join(ROOT, 'host', 'make-bundle.mjs');
    execFile(process.execPath, [program, JSON.stringify(job)], (error, stdout, stderr) => {
      if (stdout === '') reject(error ?? new Error(stderr));
      else resolve(stdout);
    });
  });
  const { folder, wrong } = JSON.parse(answer);
  if (folder === undefined) throw new Error(wrong);
  return folder;
}
