import { expect, it } from 'vitest';
import { type SourceFile, isGenerated, repositoryFiles } from './source-files.ts';

const MAX_LINES = 600;
const CODE = ['.ts', '.mts', '.js', '.mjs', '.css', '.html', '.sh'];

function tooLong(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ path, lines }) => lines > MAX_LINES && !isGenerated(path))
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

it(`has no hand-written file over ${MAX_LINES} lines`, () => {
  expect(tooLong(repositoryFiles(CODE))).toEqual([]);
});

it('counts lines as editors do, generated code apart', () => {
  const text = 'x\n'.repeat(MAX_LINES);
  expect(tooLong([{ path: 'host/a.ts', text }])).toEqual([]);
  expect(tooLong([{ path: 'host/a.ts', text: `${text}x` }])).toEqual(['host/a.ts: 601 lines']);
  expect(tooLong([{ path: 'xserver/protocol/generated/a.ts', text: `${text}x` }])).toEqual([]);
});
