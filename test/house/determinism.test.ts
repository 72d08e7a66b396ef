import { describe, expect, it } from 'vitest';
import { determinismViolations } from './determinism.ts';
import { repositoryFiles } from './source-files.ts';

describe('determinism', () => {
  it('holds in all of xserver/, generated code included', () => {
    const files = repositoryFiles(['.ts']).filter(({ path }) => path.startsWith('xserver/'));
    expect(files.length).toBeGreaterThan(5);
    expect(determinismViolations(files)).toEqual([]);
  });

  it.each([
    ['Math.sin(x)', 'Math.sin is not exact'],
    ["Math['cos'](x)", 'Math.cos is not exact'],
    ['Math[name](x)', 'Math.? is not exact'],
    ['Math.hypot(x, y)', 'Math.hypot is not exact'],
    ['Math.random()', 'Math.random is not exact'],
    ['Math?.exp(x)', 'Math.exp is not exact'],
    ['const { pow } = Math;', 'Math as a value hides what is used'],
    ['const m = Math;', 'Math as a value hides what is used'],
    ['x ** y', '** is not exact'],
    ['x **= y', '**= is not exact'],
    ['Date.now()', 'Date reads the clock'],
    ['let x: Date;', 'Date reads the clock'],
    ['const o = { Date };', 'Date reads the clock'],
    ['performance.now()', 'performance reads the clock'],
    ['globalThis.x', 'globalThis hides what is used'],
    ['new Intl.Collator()', 'Intl depends on locale data'],
    ['s.toLowerCase()', 'toLowerCase depends on Unicode data'],
    ["s['toUpperCase']()", 'toUpperCase depends on Unicode data'],
    ['s?.localeCompare(t)', 'localeCompare depends on locale data'],
    ['const { toLowerCase } = s;', 'toLowerCase depends on Unicode data'],
    ['async function f() {}', 'an async function waits'],
    ['const f = async () => {};', 'an async function waits'],
    ['await x', 'await waits'],
    ['for await (const y of x) y;', 'for await waits'],
    ['let x: Promise<void>;', 'Promise waits'],
    ['setTimeout(f, 1)', 'setTimeout waits'],
    ['/\\p{L}/u.test(s)', 'a regular expression depends on Unicode data'],
    ['/a/iu.test(s)', 'a regular expression ignores case by Unicode data'],
    ['/* oxlint-disable */ Math.tan(x)', 'Math.tan is not exact'],
  ])('refuses %s', (text, problem) => {
    expect(determinismViolations([{ path: 'xserver/fixture.ts', text: `\n${text}` }])).toEqual([
      `xserver/fixture.ts:2: ${problem}`,
    ]);
  });

  it.each([
    'Math.floor(Math.sqrt(x * x + y * y)) * Math.PI',
    "// Math.sin(x)\nconst s = 'Math.sin(x) ** Date.now()';",
    'const o = { Date: 1, log: 2 }; o.Date + o.log;',
    'interface Entry { performance: number; process(): void }',
    '/[a-z]/i.test(s)',
    '/\\p/.test(s)',
  ])('allows %s', (text) => {
    expect(determinismViolations([{ path: 'xserver/fixture.ts', text }])).toEqual([]);
  });
});
