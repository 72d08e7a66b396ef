import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasCanvas, installReason, stampInstallation } from '../../scripts/setup/npm-packages.mjs';

const LOCKED = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
  'node_modules/a-win32': { version: '1.2.3', optional: true },
};
const { '': _top, 'node_modules/a-win32': _foreign, ...INSTALLED } = LOCKED;

/** A project with this lockfile, and with this account of node_modules if it has one. */
function createProject(locked: object, installed?: object): string {
  const root = mkdtempSync(join(tmpdir(), 'farpane-npm-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
  if (installed === undefined) return root;
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  return root;
}

function stamp(root: string, content: object): void {
  const engine = `node ${process.versions.modules} ${process.platform} ${process.arch}`;
  writeFileSync(join(root, 'node_modules/.farpane-setup'), JSON.stringify({ engine, ...content }));
}

describe('npm ci runs', () => {
  it('where nothing is installed', () => {
    expect(installReason(createProject(LOCKED), true)).toBe('none are installed');
  });

  it.each([
    ['another version', { 'node_modules/a': { version: '1.2.4', integrity: 'sha512-a' } }],
    ['another content', { 'node_modules/a': { version: '1.2.3', integrity: 'sha512-b' } }],
    ['a package too few', {}],
    ['a package too many', { ...INSTALLED, 'node_modules/b': { version: '1.0.0' } }],
  ])('for %s than the lockfile has', (_what, installed) => {
    expect(installReason(createProject(LOCKED, installed), true)).toBe('they differ from the lockfile');
  });

  it('for another Node', () => {
    const root = createProject(LOCKED, INSTALLED);
    stamp(root, { engine: 'node 1 linux x64', canvas: true, headers: true });
    expect(installReason(root, true)).toBe('they were installed for another Node');
  });

  it('when canvas can be compiled at last, but not again after that failed', () => {
    const root = createProject(LOCKED, INSTALLED);
    stamp(root, { canvas: false, headers: false });
    expect(installReason(root, false)).toBeUndefined();
    expect(installReason(root, true)).toBe('canvas can be compiled now');
    stamp(root, { canvas: false, headers: true });
    expect(installReason(root, true)).toBeUndefined();
  });
});

describe('npm ci does not run', () => {
  it('where node_modules is what the lockfile says, foreign binaries apart', () => {
    expect(installReason(createProject(LOCKED, INSTALLED), true)).toBeUndefined();
  });

  it('after a stamp was left, which says that canvas does not load', () => {
    const root = createProject(LOCKED, INSTALLED);
    stampInstallation(root, true);
    expect(installReason(root, true)).toBeUndefined();
    expect(hasCanvas(root)).toBe(false);
  });
});
