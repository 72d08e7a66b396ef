import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, isGenerated, repositoryPaths } from './source-files.ts';

const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+$/;

function misnamed(paths: readonly string[]): string[] {
  return paths.filter((path) => !KEBAB_CASE.test(path.slice(path.lastIndexOf('/') + 1)));
}

/** The sources that no project of the root tsconfig.json checks. */
function unchecked(paths: readonly string[], projects: readonly string[]): string[] {
  return paths.filter((path) => path.includes('/') && !projects.some((project) => path.startsWith(`${project}/`)));
}

const sources = repositoryPaths().filter((path) => path.endsWith('.ts') || path.endsWith('.mjs'));

it('names its sources in kebab-case', () => {
  expect(misnamed(sources.filter((path) => !isGenerated(path)))).toEqual([]);
  const wrong = ['a/Region.ts', 'a/fill_rect.ts', 'a/fillRect.ts', 'a/-x.ts', 'a/x'];
  expect(misnamed([...wrong, 'a/fill-rect.test.ts', 'b/x11.ts'])).toEqual(wrong);
});

it('type checks every folder that has sources', () => {
  const root = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  const projects = root.references.map(({ path }: { path: string }) => path);
  expect(unchecked(sources, projects)).toEqual([]);
  expect(unchecked(['host/a.ts', 'hostile/a.ts', 'vitest.config.ts'], ['host'])).toEqual(['hostile/a.ts']);
});
