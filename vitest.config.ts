import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** Folders whose tests start browsers, hosts and X programs, the slowest first. A long one that begins last would run alone at the end. */
const SLOW = ['failover', 'browser', 'host', 'recording', 'programs', 'thinc', 'rawpixel'];

function rank({ moduleId }: TestSpecification): number {
  const index = SLOW.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
  return index < 0 ? SLOW.length : index;
}

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Many tests wait for X servers, browsers and hosts, so one more than there are processors; many more would starve each other.
    maxWorkers: Math.min(4, availableParallelism() + 1),
    sequence: { sequencer: SlowFirst },
    alias: { 'fast-check': fileURLToPath(new URL('test/support/seeded-fast-check.ts', import.meta.url)) },
    // Only what hangs is to run into these: some machines are many times slower than others.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Real programs and browsers on a busy machine get a second try, which the report shows; a test that often needs it is a defect.
    retry: 1,
  },
});
