import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { requestTable, withTables } from '../../scripts/readme-tables.ts';
import { coreRequests } from '../../xserver/protocol/generated/xproto.ts';

const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the tables in the README are those of the code', () => {
  expect(text).toBe(withTables(text));
});

test('the request table names every core request once', () => {
  const table = requestTable();
  for (const { name, opcode } of coreRequests) {
    expect(table.match(new RegExp(`(?<=[ ,])${name} ${opcode}(?=[, ])`, 'g')), name).toHaveLength(1);
  }
});

test('a README without its marks is refused', () => {
  expect(() => withTables('no tables here')).toThrow('requests');
});
