import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Many tests start X servers, browsers and hosts: more workers than this starve each other on small machines.
    maxWorkers: 2,
    // Only what hangs is to run into these: some machines are many times slower than others.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Real programs and browsers on a busy machine get a second try, which the report shows; a test that often needs it is a defect.
    retry: 1,
  },
});
