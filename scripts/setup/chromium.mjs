// Which browser the browser tests and the bench start.

import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { findCommand } from './commands.mjs';

const NAMES = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser'];
const SNAP = '/snap/bin/chromium';

/**
 * The path of a Chromium or Chrome that starts, or undefined. `FARPANE_CHROMIUM` overrides the search.
 * @returns {string | undefined}
 */
export function findChromium() {
  const chosen = process.env['FARPANE_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return chosen;
  for (const name of NAMES) {
    const path = findCommand(name);
    if (path !== undefined && (!asksForSnap(path) || existsSync(SNAP))) return path;
  }
  return existsSync(SNAP) ? SNAP : undefined;
}

/** Ubuntu's chromium-browser is a script that only says that the snap is to be installed, if it is not. */
function asksForSnap(/** @type {string} */ path) {
  const head = readFileSync(path).subarray(0, 4096).toString('latin1');
  return head.startsWith('#!') && head.includes(SNAP);
}
