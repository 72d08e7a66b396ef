/** Where terminals keep fonts beyond their own life: a folder of a headless one, and a page that has no database. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPartStore } from '../../clients/browser/worker/part-store.ts';
import { openPartFolder } from '../../clients/headless/part-folder.ts';
import { ViewError } from '../../clients/headless/view-error.ts';
import { MAX_KEPT_PARTS } from '../../session/limits.ts';

const HASH = '0123456789abcdef0123456789abcdef';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'farpane-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder has what was kept in it, and is made where there is none', () => {
  const place = join(folder, 'made', 'here');
  openPartFolder(place).add(HASH, Uint8Array.of(1, 2, 3));
  const again = openPartFolder(place);
  expect(again.names).toEqual([HASH.slice(0, 16)]);
  expect(again.get(HASH)).toEqual(Uint8Array.of(1, 2, 3));
});

test('what there is no room for leaves the folder', () => {
  const kept = openPartFolder(folder);
  for (let i = 0; i <= MAX_KEPT_PARTS; i++) kept.add(i.toString(16).padStart(16, '0'), Uint8Array.of(1));
  expect(readdirSync(folder)).toHaveLength(MAX_KEPT_PARTS);
});

test('files of other versions and other names are left alone', () => {
  for (const name of ['notes.txt', `${HASH.slice(0, 16)}.0-0.part`]) writeFileSync(join(folder, name), 'text');
  expect(openPartFolder(folder).names).toEqual([]);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a folder that cannot be had is an error that names the option', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => openPartFolder(file)).toThrow(ViewError);
  expect(() => openPartFolder(file)).toThrow('--keep: ');
});

test('a page without a database keeps for itself', async () => {
  expect('indexedDB' in globalThis).toBe(false);
  const kept = await openPartStore();
  expect(kept.names).toEqual([]);
  kept.add(HASH, Uint8Array.of(7));
  expect(kept.get(HASH)).toEqual(Uint8Array.of(7));
});
