import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Dependencies that no entry of the lockfile satisfies. npm leaves such holes when a registry does not have a package for
 * another platform at the time, and then `npm ci` refuses the lockfile everywhere.
 */
function holes(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies })
      .filter((name) => !isLocked(name, path, packages))
      .map((name) => `${path === '' ? 'package.json' : path} needs ${name}`),
  );
}

/** Node's own search: in the package's node_modules, then in those of the folders around it. */
function isLocked(name: string, path: string, packages: Readonly<Record<string, LockedPackage>>): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}

function inexact(dependencies: Readonly<Record<string, string>>): string[] {
  return Object.entries(dependencies)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name}@${version}`);
}

describe('the lockfile', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

  it('has every package that npm ci will look for', () => {
    expect(holes(packages)).toEqual([]);
  });

  it('is of this package.json, which pins exactly', () => {
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      expect(packages[''][kind]).toEqual(manifest[kind]);
      expect(inexact(manifest[kind])).toEqual([]);
    }
  });

  it('is searched as Node does', () => {
    const fixture = {
      '': { dependencies: { a: '1.0.0' } },
      'node_modules/a': { dependencies: { b: '1.0.0', c: '1.0.0' }, optionalDependencies: { 'd-win32': '1.0.0' } },
      'node_modules/a/node_modules/b': { dependencies: { c: '1.0.0', a: '1.0.0' } },
      'node_modules/c': { dependencies: { b: '1.0.0' } },
    };
    expect(holes(fixture)).toEqual(['node_modules/a needs d-win32', 'node_modules/c needs b']);
    expect(inexact({ a: '1.2.3', b: '^1.2.3', c: 'latest', d: '1.2.3-beta.1' })).toEqual(['b@^1.2.3', 'c@latest']);
  });
});
