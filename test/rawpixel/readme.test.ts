import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { h264 } from '../../rawpixel/encodings/h264.ts';
import { allEncodings, pixelEncodings } from '../../rawpixel/encodings/all-encodings.ts';

describe("rawpixel's README", () => {
  it('lists the encodings that there are', () => {
    const text = readFileSync(new URL('../../rawpixel/README.md', import.meta.url), 'utf8');
    const lossy = new Map<string, string>([
      [h264.name, 'always'],
      ...pixelEncodings.map(
        ({ name, lossy: can, exact }) => [name, can ? (exact ? 'can be' : 'always') : 'no'] as const,
      ),
    ]);
    const listed = [...text.matchAll(/^\| (\w+)\s*\| (-?\d+)\s*\| yes[^|]*\| ([\w ]+?)\s*\|$/gm)].map(
      ([, name, number, loss]) => [name, Number(number), loss],
    );
    expect(listed).toEqual(allEncodings.map(({ name, number }) => [name, number, lossy.get(name) ?? 'no']));
  });
});
