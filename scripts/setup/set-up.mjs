// Everything that a fresh checkout on a fresh machine needs: system packages, then npm packages. It starts in plain
// Node without any dependency, changes nothing that is in order, and then costs a fraction of a second.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';
import { say } from './commands.mjs';
import { hasCanvas, installNpmPackages, installReason, linkOwnCommand, stampInstallation } from './npm-packages.mjs';
import {
  CANVAS_BUILD,
  FONTS,
  TEST_PROGRAMS,
  installPackages,
  missingChromium,
  missingPackages,
} from './system-packages.mjs';

/** The checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Sets everything up.
 * @param {{ testing?: boolean }} [options] `testing`: install what the tests need too
 * @returns {boolean} whether the npm packages are in place, so that the rest can go on
 */
export function setUp({ testing = false } = {}) {
  installPackages([
    { purpose: 'to compile canvas', names: hasCanvas(ROOT) ? [] : missingPackages(CANVAS_BUILD) },
    { purpose: 'for the X fonts', names: missingPackages(FONTS) },
    { purpose: 'for the browser tests', names: missingChromium() },
    { purpose: 'for the tests', names: testing ? missingPackages(TEST_PROGRAMS) : [] },
  ]);
  if (testing && findChromium() === undefined) {
    say('there is no Chromium or Chrome that starts: the browser tests will fail (FARPANE_CHROMIUM may name one)');
  }
  const headers = hasCanvas(ROOT) || missingPackages(CANVAS_BUILD).length === 0;
  const reason = installReason(ROOT, headers);
  if (reason !== undefined) {
    say(`installing npm packages: ${reason} (canvas may get compiled, which takes a minute)`);
    if (!installNpmPackages(ROOT)) {
      say('npm ci failed: see its messages above');
      return false;
    }
  }
  stampInstallation(ROOT, headers);
  linkOwnCommand(ROOT);
  if (!hasCanvas(ROOT)) {
    say(
      'node-canvas is not available: the headless terminal and apps that draw with Canvas 2D need it; all else works',
    );
  }
  return true;
}
