import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findChromium } from '../../scripts/setup/chromium.mjs';
import { missingPackages } from '../../scripts/setup/system-packages.mjs';

let folder = '';

function addProgram(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'farpane-chromium-'));
  vi.stubEnv('PATH', folder);
  vi.stubEnv('FARPANE_CHROMIUM', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it('finds a browser by any of its names, chromium first', () => {
  const chrome = addProgram('google-chrome', 'ELF');
  expect(findChromium()).toBe(chrome);
  const chromium = addProgram('chromium', '#!/bin/sh\nexec /usr/lib/chromium/chromium');
  expect(findChromium()).toBe(chromium);
});

it('does as FARPANE_CHROMIUM says', () => {
  addProgram('chromium', 'ELF');
  vi.stubEnv('FARPANE_CHROMIUM', '/opt/my-chromium');
  expect(findChromium()).toBe('/opt/my-chromium');
});

it('does not take for a browser what only asks for the snap', () => {
  const stub = addProgram(
    'chromium-browser',
    '#!/bin/sh\n[ -x /snap/bin/chromium ] || exit 1\nexec /snap/bin/chromium',
  );
  expect(findChromium()).not.toBe(stub);
});

it('takes a package as installed where all its programs are there', () => {
  addProgram('one', '');
  addProgram('two', '');
  const none = { name: 'farpane-no-such-package' };
  expect(missingPackages([{ ...none, commands: ['one', 'two'] }])).toEqual([]);
  expect(missingPackages([{ ...none, commands: ['one', 'three'] }])).toEqual([none.name]);
  expect(missingPackages([none])).toEqual([none.name]);
});
