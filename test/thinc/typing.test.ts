/** What follows a key is shown at once, beside pictures that would fill the link: in virtual time, so that any machine shows the same. */
import { expect, test } from 'vitest';
import { typing } from '../../bench/thinc-typing.ts';
import { linkProfile } from '../../session/link.ts';

test(
  'a glyph comes within 30 ms of the round trip beside a stream of pictures on dsl',
  { timeout: 600_000 },
  async () => {
    const options = { keys: 30, width: 480, height: 360, rate: 12 };
    const plain = { video: undefined, stills: undefined };
    const result = await typing(linkProfile('dsl')!, plain, options);
    expect(result.keys).toBe(30);
    expect(result.p95).toBeLessThanOrEqual(result.roundTrip + 30);
    // The pictures went on meanwhile: more than a third of what the link carries.
    expect(result.bytes).toBeGreaterThan(((30 * 150) / 1000) * 1_250_000 * 0.33);
  },
);
