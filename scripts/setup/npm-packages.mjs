// npm packages: whether node_modules is what the lockfile says, and installing it.

import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { capture, run } from './commands.mjs';

/**
 * What the last installation left, kept in node_modules so that it vanishes with it.
 * @typedef {{ engine: string, canvas: boolean, headers: boolean }} Stamp `headers`: canvas could have been compiled
 */

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/** Native packages are good for one of these. */
const ENGINE = `node ${process.versions.modules} ${process.platform} ${process.arch}`;

const stampPath = (/** @type {string} */ root) => join(root, 'node_modules/.farpane-setup');

/** @returns {Stamp | undefined} */
function readStamp(/** @type {string} */ root) {
  try {
    return JSON.parse(readFileSync(stampPath(root), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @returns {Record<string, LockedPackage>} */
function readLocked(/** @type {string} */ path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/** Whether npm's own account of node_modules agrees with the lockfile. */
function matchesLockfile(/** @type {string} */ root) {
  const accountPath = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(accountPath)) return false;
  const locked = readLocked(join(root, 'package-lock.json'));
  const installed = readLocked(accountPath);
  for (const [path, { version, integrity, optional }] of Object.entries(locked)) {
    if (path === '') continue;
    const found = installed[path];
    if (found === undefined) {
      // Binaries for other platforms, or canvas where it could not be built.
      if (optional === true) continue;
      return false;
    }
    if (found.version !== version || found.integrity !== integrity) return false;
  }
  return Object.keys(installed).every((path) => path in locked);
}

/** Whether a compiled canvas is in place (installing has tried to load it). */
export function hasCanvas(/** @type {string} */ root) {
  return readStamp(root)?.canvas ?? existsSync(join(root, 'node_modules/canvas/build/Release/canvas.node'));
}

/**
 * Why `npm ci` has to run, or undefined.
 * @param {string} root
 * @param {boolean} headers whether canvas can be compiled now
 */
export function installReason(root, headers) {
  if (!existsSync(join(root, 'node_modules'))) return 'none are installed';
  if (!matchesLockfile(root)) return 'they differ from the lockfile';
  const stamp = readStamp(root);
  if (stamp === undefined) return undefined;
  if (stamp.engine !== ENGINE) return 'they were installed for another Node';
  if (!stamp.canvas && headers && !stamp.headers) return 'canvas can be compiled now';
  return undefined;
}

/**
 * Runs `npm ci`.
 * @param {string} root
 * @returns {boolean} whether it succeeded
 */
export function installNpmPackages(root) {
  const [npm, ...before] = npmCommand();
  const env = { ...process.env, ...nodeHeaders(capture(npm, [...before, '--version']).stdout.trim()) };
  return run(npm, [...before, 'ci', '--no-audit', '--no-fund'], { cwd: root, env });
}

/**
 * Notes what is installed, for the next time; tries whether canvas loads.
 * @param {string} root
 * @param {boolean} headers whether canvas could have been compiled
 */
export function stampInstallation(root, headers) {
  if (readStamp(root) !== undefined) return;
  const canvas = capture(process.execPath, ['-e', 'require("canvas")'], { cwd: root }).ok;
  /** @type {Stamp} */
  const stamp = { engine: ENGINE, canvas, headers };
  writeFileSync(stampPath(root), `${JSON.stringify(stamp)}\n`);
}

/** Makes `npx farpane` in a checkout run the checkout's command. */
export function linkOwnCommand(/** @type {string} */ root) {
  const link = join(root, 'node_modules/.bin/farpane');
  const target = '../../cli/bin/farpane';
  if (existsSync(link) && readlinkSync(link) === target) return;
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

/** The npm that runs us, else the one on the PATH. @returns {[string, ...string[]]} */
function npmCommand() {
  const running = process.env['npm_execpath'];
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}

/**
 * Points node-gyp to the headers that came with this Node, so that it downloads none.
 * @param {string} npmVersion
 * @returns {Record<string, string>}
 */
function nodeHeaders(npmVersion) {
  const prefix = dirname(dirname(process.execPath));
  if (!headersMatch(join(prefix, 'include/node/node_version.h'))) return {};
  // npm 11 warns about the old name, the node-gyp of npm 10 does not know the new one.
  const name = Number.parseInt(npmVersion, 10) >= 11 ? 'npm_package_config_node_gyp_nodedir' : 'npm_config_nodedir';
  return { [name]: prefix };
}

function headersMatch(/** @type {string} */ versionHeader) {
  try {
    const major = /^#define NODE_MAJOR_VERSION (\d+)$/m.exec(readFileSync(versionHeader, 'utf8'))?.[1];
    return major === process.versions.node.split('.')[0];
  } catch {
    return false;
  }
}
