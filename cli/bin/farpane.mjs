#!/usr/bin/env node
// The `farpane` command: loads the TypeScript sources through tsx, so that a checkout runs without a build step.

import process from 'node:process';

const tsx = await import('tsx/esm/api').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('farpane: its npm packages are not installed: run npm run setup\n');
  process.exit(1);
});
tsx.register();
await import('../main.ts');
