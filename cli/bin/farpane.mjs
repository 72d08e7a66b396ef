#!/usr/bin/env node
// The `farpane` command. It runs a bundle of the TypeScript sources, which is made anew when they have changed: a checkout needs no build step.

import { join } from 'node:path';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { pathToFileURL } from 'node:url';
import { COMMAND, keptBundle } from '../../host/kept-bundles.mjs';

setFlagsFromString('--semi-space-growth-factor=1');

/** @returns {Promise<string>} the program to run */
async function bundleNow() {
  const tsx = await import('tsx/esm/api');
  const unregister = tsx.register();
  const { bundlePrograms, endBundling } = await import('../../host/bundle.ts');
  try {
    const programs = await bundlePrograms(COMMAND.kind, COMMAND.entries);
    await endBundling();
    await unregister();
    return /** @type {string} */ (programs.get('main'));
  } catch {
    // Sources that cannot be bundled, or no place to write: what is wrong shows when the sources run as they are.
    return COMMAND.entries.main;
  }
}

try {
  const folder = keptBundle(COMMAND.kind, COMMAND.entries);
  await import(pathToFileURL(folder === undefined ? await bundleNow() : join(folder, 'main.mjs')).href);
} catch (error) {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('farpane: its npm packages are not installed: run npm run setup\n');
  process.exit(1);
}
