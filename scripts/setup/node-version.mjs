// Read before anything else, by whatever Node is installed: nothing newer than Node 14 in this file.

import process from 'node:process';

export const MINIMUM_NODE = [20, 19];

/** What is wrong with this Node version, or undefined: `nodeProblem('v18.1.0')`. */
export function nodeProblem(/** @type {string} */ version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return undefined;
  return `Farpane needs Node ${needMajor}.${needMinor} or newer; this is ${version} (see https://nodejs.org)`;
}

/** Ends the process with one clear line if this Node is too old. */
export function requireNode() {
  const problem = nodeProblem(process.version);
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
