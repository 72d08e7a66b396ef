/**
 * What tests import as fast-check (vitest.config.ts): the same, with one seed for all, so that a run draws what the run before has drawn and no
 * test fails by chance. FAST_CHECK_SEED=n draws other cases; a long search sets it anew each time.
 */
import { createRequire } from 'node:module';
import process from 'node:process';
import type FastCheck from 'fast-check';

const fc = createRequire(import.meta.url)('fast-check') as typeof FastCheck;
fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 1) });

// As the module that it stands for.
// oxlint-disable-next-line import/no-default-export
export default fc;
