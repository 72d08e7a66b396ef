import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAY_IMPORT, folderCycles, importViolations, importsOf } from './import-rule.ts';
import { ROOT, repositoryFiles, repositoryPaths } from './source-files.ts';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

describe('this repository', () => {
  const files = repositoryFiles(['.ts', '.mjs']);
  const paths = new Set(repositoryPaths());

  it('imports as the rule allows', () => {
    expect(files.length).toBeGreaterThan(10);
    const violations = importViolations(files, {
      exists: (path) => paths.has(path),
      dependencies: new Set(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })),
      devDependencies: new Set(Object.keys(manifest.devDependencies)),
    });
    expect(violations).toEqual([]);
  });

  it('has no circle among its top-level folders', () => {
    expect(folderCycles(files)).toEqual([]);
  });

  it('has each folder with sources in the table', () => {
    const folders = files.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : ''));
    expect([...new Set(folders)].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });
});

describe('finding imports', () => {
  it.each([
    ["import { a } from './a.ts';", './a.ts'],
    ["import type { A } from './a.ts';", './a.ts'],
    ["import './a.ts';", './a.ts'],
    ['import a, * as b from "./a.ts";', './a.ts'],
    ["import {\n  a, // } from './b.ts'\n} from './a.ts';", './a.ts'],
    ["export { a } from './a.ts';", './a.ts'],
    ["export * from './a.ts';", './a.ts'],
    ["export * as a from './a.ts';", './a.ts'],
    ["const a = await import('./a.ts');", './a.ts'],
    ['const a = await import(`./a.ts`);', './a.ts'],
    ["let a: import('./a.ts').A;", './a.ts'],
    ["let a: typeof import('./a.ts');", './a.ts'],
    ["import a = require('./a.ts');", './a.ts'],
    ["const a = require('./a.ts');", './a.ts'],
    ['const a = await import(`./${name}.ts`);', undefined],
    ['const a = await import(name);', undefined],
  ])('%s', (text, specifier) => {
    expect(importsOf({ path: 'test/fixture.ts', text })).toEqual([{ line: 1, specifier }]);
  });

  it('is not misled by comments, strings and exports without a source', () => {
    const text = "// import './a.ts'\nconst s = `import './b.ts'`; /* export * from './c.ts' */ export { s };";
    expect(importsOf({ path: 'test/fixture.ts', text })).toEqual([]);
  });

  it('refuses a file that does not parse', () => {
    expect(() => importsOf({ path: 'test/fixture.ts', text: 'import {' })).toThrow('test/fixture.ts');
  });
});

describe('the rule', () => {
  const problems = (path: string, specifier: string) =>
    importViolations([{ path, text: `\nimport '${specifier}';` }], {
      exists: (target) => !target.includes('missing'),
      dependencies: new Set(['ws', '@fastify/static']),
      devDependencies: new Set(['vitest']),
    });

  it.each([
    ['xserver/state/a.ts', '../raster/b.ts'],
    ['nx/a.ts', '../xserver/b.ts'],
    ['thinc/a.ts', '../codecs/b.ts'],
    ['session/a.ts', '../xserver/b.ts'],
    ['apps/wm/a.ts', '../../xserver/protocol/b.ts'],
    ['apps/wm/a.ts', '../api/b.ts'],
    ['host/a.ts', '../apps/wm/b.ts'],
    ['clients/browser/a.ts', '../../session/b.ts'],
    ['cli/a.ts', '../host/b.ts'],
    ['test/a.ts', '../cli/b.ts'],
    ['host/a.ts', 'node:fs'],
    ['host/a.ts', 'ws'],
    ['host/a.ts', '@fastify/static'],
    ['test/a.ts', 'vitest/config'],
    ['vitest.config.ts', 'vitest/config'],
  ])('lets %s import %s', (path, specifier) => {
    expect(problems(path, specifier)).toEqual([]);
  });

  it.each([
    ['xserver/a.ts', '../codecs/b.ts', 'xserver may not import codecs/b.ts'],
    ['xserver/a/c.ts', '../../nx/b.ts', 'xserver may not import nx/b.ts'],
    ['codecs/a.ts', '../xserver/b.ts', 'codecs may not import xserver/b.ts'],
    ['nx/a.ts', '../thinc/b.ts', 'nx may not import thinc/b.ts'],
    ['rawpixel/a.ts', '../session/b.ts', 'rawpixel may not import session/b.ts'],
    ['session/a.ts', '../nx/b.ts', 'session may not import nx/b.ts'],
    ['session/a.ts', '../codecs/b.ts', 'session may not import codecs/b.ts'],
    ['apps/demos/a.ts', '../../xserver/raster/b.ts', 'apps may not import xserver/raster/b.ts'],
    ['apps/demos/a.ts', '../../xserver/protocols.ts', 'apps may not import xserver/protocols.ts'],
    ['clients/browser/a.ts', '../../host/b.ts', 'clients may not import host/b.ts'],
    ['host/a.ts', '../clients/browser/b.ts', 'host may not import clients/browser/b.ts'],
    ['host/a.ts', '../cli/b.ts', 'host may not import cli/b.ts'],
    ['bench/a.ts', '../test/b.ts', 'bench may not import test/b.ts'],
    ['vitest.config.ts', './host/b.ts', 'the top may not import host/b.ts'],
    ['extra/a.ts', '../xserver/b.ts', 'extra is not in the table of folders'],
    ['cli/a.ts', '../../elsewhere/b.ts', 'imports from outside the repository: ../../elsewhere/b.ts'],
    ['cli/a.ts', '/usr/lib/b.ts', 'imports an absolute path: /usr/lib/b.ts'],
    ['cli/a.ts', 'file:///usr/lib/b.ts', 'imports an absolute path: file:///usr/lib/b.ts'],
    ['cli/a.ts', 'https://example.org/b.ts', 'imports an absolute path: https://example.org/b.ts'],
    ['cli/a.ts', './missing.ts', 'imports a file that is not there: ./missing.ts'],
    ['xserver/a.ts', 'node:fs', "may not use Node's modules: node:fs"],
    ['clients/browser/worker/a.ts', 'node:fs', "may not use Node's modules: node:fs"],
    ['host/a.ts', 'fs', 'imports fs without node: before it'],
    ['host/a.ts', 'left-pad', 'imports left-pad, which package.json does not name'],
    ['host/a.ts', '@fastify/cors/x', 'imports @fastify/cors, which package.json does not name'],
    ['host/a.ts', 'vitest', 'imports vitest, which users do not have'],
  ])('does not let %s import %s', (path, specifier, problem) => {
    expect(problems(path, specifier)).toEqual([`${path}:2: ${problem}`]);
  });

  it('finds circles, through type imports too', () => {
    const cycles = folderCycles([
      { path: 'a/1.ts', text: "import type { B } from '../b/1.ts';" },
      { path: 'b/1.ts', text: "import './2.ts';" },
      { path: 'b/2.ts', text: "export * from '../c/1.ts';" },
      { path: 'c/1.ts', text: "let a: import('../a/1.ts').A;" },
      { path: 'd/1.ts', text: "import '../a/1.ts';" },
    ]);
    expect(cycles).toEqual(['a → b → c → a']);
  });
});
