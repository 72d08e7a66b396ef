/** Bundles are kept while the files that they were made of stay as they are. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BundleError, bundlePage, bundlePrograms } from '../../host/bundle.ts';
import { BUNDLES, keptBundle } from '../../host/kept-bundles.mjs';

const run = promisify(execFile);

/** Of this test alone. */
const KIND = `test-${process.pid}`;

let folder: string;
let entries: { main: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-test-'));
  entries = { main: join(folder, 'main.ts') };
  await write('main.ts', "import { word } from './part.ts';\nconsole.log(word satisfies string);\n");
  await write('part.ts', "export const word = 'first';\n");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await rm(join(BUNDLES, KIND), { recursive: true, force: true });
});

/** Writes a file that looks an hour old: what changes while it is bundled is not noted. */
async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
  const past = new Date(Date.now() - 3_600_000);
  await utimes(join(folder, name), past, past);
  // The time of the change itself cannot be set.
  await new Promise((resolve) => setTimeout(resolve, 20));
}

async function say(): Promise<string> {
  const programs = await bundlePrograms(KIND, entries);
  return (await run(process.execPath, [programs.get('main')!])).stdout;
}

test('a bundle is kept until one of its files changes, of the same size too', async () => {
  expect(keptBundle(KIND, entries)).toBeUndefined();
  expect(await say()).toBe('first\n');
  const kept = keptBundle(KIND, entries);
  expect(kept).toBeDefined();
  expect(await say()).toBe('first\n');
  await write('part.ts', "export const word = 'other';\n");
  expect(keptBundle(KIND, entries)).toBeUndefined();
  expect(await say()).toBe('other\n');
  expect(keptBundle(KIND, entries)).not.toBe(kept);
});

test('other entries, and what is gone, are no kept bundle', async () => {
  await say();
  expect(keptBundle(KIND, entries)).toBeDefined();
  expect(keptBundle(KIND, { ...entries, part: join(folder, 'part.ts') })).toBeUndefined();
  expect(keptBundle(KIND, { other: entries.main })).toBeUndefined();
  await rm(join(folder, 'part.ts'));
  expect(keptBundle(KIND, entries)).toBeUndefined();
  await expect(say()).rejects.toThrow(BundleError);
});

test('a bundle whose folder is gone is made again', async () => {
  await say();
  await rm(keptBundle(KIND, entries)!, { recursive: true });
  expect(keptBundle(KIND, entries)).toBeUndefined();
  expect(await say()).toBe('first\n');
});

test('a file that is taken as it is counts as well', async () => {
  await write('page.html', '<p>one');
  const others = { 'page.html': join(folder, 'page.html') };
  const first = await bundlePage(entries, others);
  expect(keptBundle('page', { ...entries, ...others })).toBe(first);
  await write('page.html', '<p>two');
  expect(keptBundle('page', { ...entries, ...others })).toBeUndefined();
  const second = await bundlePage(entries, others);
  expect(await readFile(join(second, 'page.html'), 'utf8')).toBe('<p>two');
  await Promise.all([first, second].map(async (path) => rm(path, { recursive: true })));
});

test('what pages share is put into each, and counts as well', async () => {
  await write('page.html', '<body>\n  <!-- include shared.html -->\n  <p>own<!-- include shared.html -->\n');
  const others = { 'page.html': join(folder, 'page.html') };
  await expect(bundlePage(entries, others)).rejects.toThrow('shared.html');
  await write('shared.html', '<i>one</i>\n');
  const first = await bundlePage(entries, others);
  expect(await readFile(join(first, 'page.html'), 'utf8')).toBe('<body>\n  <i>one</i>\n  <p>own<i>one</i>\n');
  expect(keptBundle('page', { ...entries, ...others })).toBe(first);
  await write('shared.html', '<i>two</i>\n');
  expect(keptBundle('page', { ...entries, ...others })).toBeUndefined();
  const second = await bundlePage(entries, others);
  expect(await readFile(join(second, 'page.html'), 'utf8')).toContain('<i>two</i>');
  await Promise.all([first, second].map(async (path) => rm(path, { recursive: true })));
});

test('what was written by somebody else is no note', async () => {
  await say();
  for (const text of ['', '{', 'null', '{"folder":"."}', '{"folder":"..","inputs":[["x"]]}']) {
    const note = (await readdir(join(BUNDLES, KIND))).find((name) => name.endsWith('.json'))!;
    await writeFile(join(BUNDLES, KIND, note), text);
    expect(keptBundle(KIND, entries), text).toBeUndefined();
  }
});
