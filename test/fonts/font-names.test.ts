import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareFontNames, findName, lowerLatin1, matchesPattern } from '../../xserver/fonts/font-names.ts';

test('lowers Latin-1 letters and nothing else', () => {
  expect(lowerLatin1('AZaz09-ÀÖØÞ')).toBe('azaz09-àöøþ');
  expect(lowerLatin1('×ß÷ÿ@[')).toBe('×ß÷ÿ@[');
  for (let code = 0; code < 256; code++) {
    const text = String.fromCharCode(code);
    const lowered = lowerLatin1(text);
    // JavaScript agrees, as far as the outcome is Latin-1.
    expect(lowered).toBe(text.toLowerCase().charCodeAt(0) < 256 ? text.toLowerCase() : text);
  }
});

test('matches patterns as regular expressions of the same meaning do', () => {
  const letters = fc.constantFrom('a', 'b', '-', '1', '.');
  const name = fc.array(letters, { maxLength: 12 }).map((list) => list.join(''));
  const wild = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 8 }).map((list) => list.join(''));
  let matched = 0;
  fc.assert(
    fc.property(wild, name, (pattern, text) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      const matches = new RegExp(`^${source}$`).test(text);
      if (matches) matched++;
      expect(matchesPattern(pattern, text)).toBe(matches);
    }),
    { numRuns: 3000 },
  );
  expect(matched).toBeGreaterThan(50);
});

test('matches several wildcards in a row, where X.Org matches nothing', () => {
  expect(matchesPattern('**', 'fixed')).toBe(true);
  expect(matchesPattern('*?xed', 'fixed')).toBe(true);
  expect(matchesPattern('*?', '')).toBe(false);
});

test('takes no time beyond the product of lengths for patterns that almost match', () => {
  expect(matchesPattern('*a'.repeat(500), `${'a'.repeat(1000)}b`)).toBe(false);
});

test('orders numbers in names by length', () => {
  const names = ['iso8859-1', 'iso8859-2', 'iso8859-10', 'iso10646-1', '6x10', '10x20', '-a', 'a', 'ab', ''];
  const sorted = [...names].sort(compareFontNames);
  expect(sorted).toEqual(['', '-a', '6x10', '10x20', 'a', 'ab', 'iso8859-1', 'iso8859-2', 'iso8859-10', 'iso10646-1']);
});

test('finds every name of a sorted list, and the first that a pattern matches', () => {
  const name = fc.stringMatching(/^[a1-3-]{0,6}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 40 }), name, (names, other) => {
      const entries = names.map((text) => ({ name: text })).sort((a, b) => compareFontNames(a.name, b.name));
      for (const [i, entry] of entries.entries()) expect(findName(entries, entry.name)).toBe(i);
      expect(findName(entries, other)).toBe(entries.findIndex((entry) => entry.name === other));
      expect(findName(entries, `${other}*`)).toBe(entries.findIndex((entry) => entry.name.startsWith(other)));
    }),
  );
});
