#!/usr/bin/env node
// The `farpane` command. It runs a bundle of the TypeScript sources, which is made anew when they have changed: a checkout needs no build step.

import { join } from 'node:path';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { pathToFileURL } from 'node:url';
import { COMMAND, keptBundle, makeBundle } from '../../host/kept-bundles.mjs';

// Hosts run for long and mostly rest: a small nursery, since requests die young, and each megabyte of it is three of memory.
if (process.argv.includes('serve') || process.argv.includes('run')) setFlagsFromString('--semi-space-growth-factor=1');

/** @returns {Promise<string>} the program to run */
async function program() {
  const { kind, entries } = COMMAND;
  const kept = keptBundle(kind, entries);
  if (kept !== undefined) return join(kept, 'main.mjs');
  try {
    return join(await makeBundle({ kind, entries, others: {}, platform: 'node' }), 'main.mjs');
  } catch {
    // Sources that cannot be bundled, or no place to write: what is wrong shows when the sources run as they are.
    const tsx = await import('tsx/esm/api');
    tsx.register();
    return entries.main;
  }
}

try {
  await import(pathToFileURL(await program()).href);
} catch (error) {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('farpane: its npm packages are not installed: run npm run setup\n');
  process.exit(1);
}
