import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../house/source-files.ts';
import { type FakeMachine, createFakeMachine } from './fake-machine.ts';

/** A project with one source and one test, checked by this repository's `npm test`. */
function createProject(source: string, test: string): FakeMachine {
  const machine = createFakeMachine([
    'scripts/setup',
    'scripts/test.mjs',
    'scripts/second-tries.mjs',
    'package.json',
    'package-lock.json',
    '.oxlintrc.json',
    '.prettierrc.json',
  ]);
  symlinkSync(join(ROOT, 'node_modules'), join(machine.folder, 'node_modules'));
  machine.addProgram('dpkg-query', 'shift 3; for name in "$@"; do echo "installed $name"; done');
  machine.addProgram('chromium', 'exit 0');
  machine.addFile('tsconfig.json', '{ "compilerOptions": { "noEmit": true, "types": [] }, "include": ["src"] }\n');
  machine.addFile('.gitignore', 'node_modules\nscripts\n');
  machine.addFile('.prettierignore', 'scripts\npackage.json\npackage-lock.json\n');
  machine.addFile('src/source.ts', source);
  machine.addFile('test/one.test.js', test);
  return machine;
}

const GOOD = "import { it } from 'vitest';\n\nit('passes', () => {});\n";

it('npm test passes where all is well, and prints the counts', () => {
  const { status, output } = createProject('export const one: number = 1;\n', GOOD).node('scripts/test.mjs');
  expect(output).toMatch(/type check: passed .*\nlint: passed .*\nformat: passed /s);
  expect(output).toContain('tests: 1 passed, 0 failed, 0 skipped, in 1 files\nnpm test: all passed\n');
  expect(status).toBe(0);
});

it('npm test goes on after a failure, names all that failed, and takes a skipped test as failed', () => {
  const { status, output } = createProject(
    "debugger;\nexport const one: number = 'one'\n",
    `${GOOD}it('fails', () => {\n  throw new Error('on purpose');\n});\nit.skip('is skipped', () => {});\n`,
  ).node('scripts/test.mjs');
  expect(output).toContain('tests: 1 passed, 1 failed, 1 skipped, in 1 files\n');
  expect(output).toContain('npm test: FAILED: type check, lint, format, tests, skipped tests\n');
  expect(status).toBe(1);
});

it('npm test tells of a test that passed in the second try only', () => {
  const machine = createProject(
    'export const one = 1;\n',
    "import { it } from 'vitest';\n\nlet tries = 0;\nit('wavers', { retry: 1 }, () => {\n  if (++tries === 1) throw new Error('not yet');\n});\n",
  );
  const { status, output } = machine.node('scripts/test.mjs');
  expect(output).toContain('passed in the second try only: 1\n  test/one.test.js > wavers\n    not yet\n');
  expect(output).toContain('tests: 1 passed, 0 failed, 0 skipped, in 1 files\nnpm test: all passed\n');
  expect(status).toBe(0);
});

it('npm test -- ARGS selects tests', () => {
  const machine = createProject('export const one = 1;\n', `${GOOD}it('also passes', () => {});\n`);
  const { status, output } = machine.node('scripts/test.mjs', '-t', 'also');
  expect(output).toContain('tests: 1 passed, 0 failed, 1 skipped, in 1 files\nnpm test: all passed\n');
  expect(status).toBe(0);
});
