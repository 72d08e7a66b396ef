import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allEncodings, pixelEncodings } from '../../rawpixel/encodings/all-encodings.ts';

describe("rawpixel's README", () => {
  it('lists the encodings that there are', () => {
    const text = readFileSync(new URL('../../rawpixel/README.md', import.meta.url), 'utf8');
    const lossy = new Map(
      pixelEncodings.map(({ name, lossy, exact }) => [name, lossy ? (exact ? 'can be' : 'always') : 'no']),
    );
    const listed = [...text.matchAll(/^\| (\w+)\s*\| (-?\d+)\s*\| yes[^|]*\| ([\w ]+?)\s*\|$/gm)].map(
      ([, name, number, loss]) => [name, Number(number), loss],
    );
    expect(listed).toEqual(allEncodings.map(({ name, number }) => [name, number, lossy.get(name) ?? 'no']));
  });
});
