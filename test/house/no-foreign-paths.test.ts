import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, type SourceFile, repositoryPaths } from './source-files.ts';
import { lineOf } from './syntax.ts';

/** What stands in a file only because of the machine that it was written on. */
const FOREIGN: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  // A folder below "/work" and the like; as a part of a longer path ("frame/work/") it is nobody's machine.
  { what: 'path of a machine', pattern: /(?<![\w.~@)\]}-])\/(?:root|work|workspace|home\/\w+|Users\/\w+)\/(?=\w)/g },
  { what: 'path of a machine', pattern: /(?<![\w.~@)\]}-])\/tmp\/(?:clone|farpane|bash_jobs)\b/g },
  { what: 'package registry', pattern: /\bregistry\.(?:npmjs|yarnpkg)\.(?:org|com)|\bnpm\.pkg\.github\.com/gi },
  { what: 'package registry', pattern: /\b[\w-]+(?:\.[\w-]+)*\.(?:pkg\.dev|jfrog\.io)\b|\bverdaccio\b/gi },
  { what: 'package address', pattern: /"resolved":\s*"(?:https?|git)/g },
  { what: 'npm registry setting', pattern: /^\s*(?:@[\w-]+:)?registry\s*=/gm },
];

function foreignParts({ path, text }: SourceFile): string[] {
  return FOREIGN.flatMap(({ what, pattern }) =>
    [...text.matchAll(pattern)].map((match) => `${path}:${lineOf(text, match.index)}: ${what}: ${match[0].trim()}`),
  );
}

/** All files that are text, whatever their name. */
function textFiles(): SourceFile[] {
  return repositoryPaths()
    .map((path) => ({ path, bytes: readFileSync(join(ROOT, path)) }))
    .filter(({ bytes }) => !bytes.includes(0))
    .map(({ path, bytes }) => ({ path, text: bytes.toString('utf8') }));
}

describe('no file tells of the machine it was written on', () => {
  it('in this repository', () => {
    const files = textFiles();
    expect(files.map(({ path }) => path)).toContain('package-lock.json');
    expect(files.flatMap(foreignParts)).toEqual([]);
  });

  // The bars are taken out, so that this file passes its own test.
  it.each([
    ['/ro|ot/x.ts', 'path of a machine: /ro|ot/'],
    ["import '/wo|rk/main/x.ts'", 'path of a machine: /wo|rk/'],
    ['cd /ho|me/ada/x', 'path of a machine: /ho|me/ada/'],
    ['file:///Us|ers/ada/x', 'path of a machine: /Us|ers/ada/'],
    ['https://registry.npm|js.org/ws', 'package registry: registry.npm|js.org'],
    ['https://europe-npm.pkg|.dev/x/ws', 'package registry: europe-npm.pkg|.dev'],
    ['"resol|ved": "https://example.org/ws.tgz"', 'package address: "resol|ved": "https'],
    ['\nregis|try=https://example.org', 'npm registry setting: regis|try='],
    ['"resol|ved": "x"', undefined],
    ['frame/wo|rk/x', undefined],
    ['the /wo|rk folder', undefined],
    ['~/ho|me/x/y', undefined],
  ])('%s', (text, expected) => {
    const found = foreignParts({ path: 'a', text: text.replace('|', '') });
    expect(found.map((line) => line.replace(/^a:\d+: /, ''))).toEqual(
      expected === undefined ? [] : [expected.replace('|', '')],
    );
  });
});
