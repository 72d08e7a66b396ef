// `npm test`: the set-up with all that tests need, then every check, then every test. Arguments go to vitest.

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { run } = await import('./setup/commands.mjs');
const { ROOT, setUp } = await import('./setup/set-up.mjs');

const REPORT = join(ROOT, 'build/test-report.json');
const vitestArguments = process.argv.slice(2);

/**
 * Runs a program of an npm package.
 * @param {string} name
 * @param {readonly string[]} args
 */
function runPackage(name, args) {
  return run(join(ROOT, 'node_modules/.bin', name), args, { cwd: ROOT });
}

/** @returns {string[]} what failed */
function runChecks() {
  const checks = [
    { name: 'type check', passes: () => runPackage('tsc', ['-b']) },
    { name: 'lint', passes: () => runPackage('oxlint', ['--type-aware']) },
    {
      name: 'format',
      passes: () =>
        runPackage('prettier', [
          '--check',
          '--cache',
          '--cache-location',
          'build/prettier-cache',
          '--log-level=warn',
          '.',
        ]),
    },
  ];
  const failed = [];
  for (const { name, passes } of checks) {
    const start = performance.now();
    const passed = passes();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(`${name}: ${passed ? 'passed' : 'FAILED'} (${seconds} s)\n`);
    if (!passed) failed.push(name);
  }
  return failed;
}

/**
 * The counts of vitest's own report.
 * @returns {{ passed: number, failed: number, skipped: number, files: number } | undefined}
 */
function readCounts() {
  try {
    const report = JSON.parse(readFileSync(REPORT, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
      files: report.testResults.length,
    };
  } catch {
    return undefined;
  }
}

/** @returns {string[]} what failed */
function runTests() {
  rmSync(REPORT, { force: true });
  const passed = runPackage('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
    `--reporter=${join(ROOT, 'scripts/second-tries.mjs')}`,
    ...vitestArguments,
  ]);
  const counts = readCounts();
  if (counts === undefined) {
    process.stdout.write('tests: FAILED, no report was written\n');
    return ['tests'];
  }
  process.stdout.write(
    `tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, in ${counts.files} files\n`,
  );
  // A whole run has no excuse for a test that did not run: what it needs has been installed.
  const allRan = counts.skipped === 0 || vitestArguments.length > 0;
  return [...(passed ? [] : ['tests']), ...(allRan ? [] : ['skipped tests'])];
}

if (!setUp({ testing: true })) process.exit(1);
mkdirSync(join(ROOT, 'build'), { recursive: true });
const failed = [...runChecks(), ...runTests()];
process.stdout.write(failed.length === 0 ? 'npm test: all passed\n' : `npm test: FAILED: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
