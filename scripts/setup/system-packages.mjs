// System packages: which are wanted, which are missing, and how they get installed on Debian and Ubuntu.

import { readFileSync } from 'node:fs';
import { findChromium } from './chromium.mjs';
import { capture, findCommand, run, say } from './commands.mjs';

/**
 * A Debian package; `commands` says which programs do as well, wherever they come from.
 * @typedef {{ name: string, commands?: readonly string[] }} SystemPackage
 */

/** What compiles node-canvas where its prebuilt binary cannot be fetched. @type {readonly SystemPackage[]} */
export const CANVAS_BUILD = [
  { name: 'build-essential', commands: ['make', 'g++'] },
  { name: 'python3', commands: ['python3'] },
  { name: 'pkg-config', commands: ['pkg-config'] },
  { name: 'libcairo2-dev' },
  { name: 'libpango1.0-dev' },
  { name: 'libjpeg-dev' },
  { name: 'libgif-dev' },
  { name: 'librsvg2-dev' },
  { name: 'libpixman-1-dev' },
];

/** The X fonts that old programs ask for; without them the built-in faces serve. @type {readonly SystemPackage[]} */
export const FONTS = [{ name: 'xfonts-base' }];

/** The X programs, servers and descriptions that the tests use. @type {readonly SystemPackage[]} */
export const TEST_PROGRAMS = [
  { name: 'git', commands: ['git'] },
  { name: 'xvfb', commands: ['Xvfb'] },
  { name: 'xauth', commands: ['xauth'] },
  { name: 'x11-apps', commands: ['xclock', 'xeyes', 'xcalc', 'xlogo', 'xedit', 'ico', 'x11perf'] },
  { name: 'x11-utils', commands: ['xdpyinfo', 'xwininfo', 'xprop', 'xev', 'xfontsel'] },
  { name: 'x11-xkb-utils', commands: ['xkbcomp', 'setxkbmap'] },
  { name: 'x11-xserver-utils', commands: ['xset', 'xmodmap', 'xrdb', 'xsetroot'] },
  { name: 'xterm', commands: ['xterm'] },
  { name: 'twm', commands: ['twm'] },
  { name: 'openbox', commands: ['openbox'] },
  { name: 'tk', commands: ['wish'] },
  { name: 'xdotool', commands: ['xdotool'] },
  { name: 'xclip', commands: ['xclip'] },
  { name: 'iproute2', commands: ['ss'] },
  { name: 'tigervnc-viewer', commands: ['xtigervncviewer'] },
  { name: 'tigervnc-standalone-server', commands: ['Xtigervnc'] },
  { name: 'xcb-proto' },
];

/**
 * The names of those packages that are not there.
 * @param {readonly SystemPackage[]} wanted
 * @returns {string[]}
 */
export function missingPackages(wanted) {
  const withoutCommands = wanted.filter(({ commands }) => !commands?.every((name) => findCommand(name) !== undefined));
  if (withoutCommands.length === 0) return [];
  const names = withoutCommands.map(({ name }) => name);
  // Exit code 1 means that some are unknown to dpkg; the known ones are listed all the same.
  const { stdout } = capture('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...names]);
  const installed = new Set(stdout.split('\n'));
  return names.filter((name) => !installed.has(`installed ${name}`));
}

/** The name of the package that brings Chromium, if there is no such browser yet. @returns {string[]} */
export function missingChromium() {
  if (findChromium() !== undefined) return [];
  // Once installed it stays so even where its snap cannot be: no use in trying again.
  return missingPackages([{ name: isUbuntu() ? 'chromium-browser' : 'chromium' }]);
}

/** Ubuntu's Chromium is a snap, which needs a running snapd. */
function isUbuntu() {
  try {
    return /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** How this user may run apt-get: `[]` as root, `['sudo', ...]`, or undefined if not at all. */
function privilege() {
  if (capture('id', ['-u']).stdout.trim() === '0') return [];
  return capture('sudo', ['-n', 'true']).ok ? ['sudo', '-n'] : undefined;
}

/**
 * Installs packages if this user may, else says what to type. Goes on after a failure: what stays missing is for the
 * caller to find out.
 * @param {readonly { purpose: string, names: readonly string[] }[]} groups `purpose` completes "needed ..."
 */
export function installPackages(groups) {
  const missing = groups.filter(({ names }) => names.length > 0);
  if (missing.length === 0) return;
  const names = missing.flatMap((group) => group.names);
  const list = names.join(' ');
  const purpose = missing.map((group) => group.purpose).join(', ');
  if (findCommand('apt-get') === undefined) {
    say(`not a Debian or Ubuntu system; please install what it calls these packages, needed ${purpose}: ${list}`);
    return;
  }
  const prefix = privilege();
  if (prefix === undefined) {
    say(`system packages are missing, needed ${purpose}. To install them, type\n
    sudo apt-get install -y --no-install-recommends ${list}
\nand start again. Going on without them.`);
    return;
  }
  say(`installing system packages, needed ${purpose}: ${list}`);
  if (!aptGet(prefix, ['update'])) say('apt-get update failed; trying with the package lists that are there');
  if (aptInstall(prefix, names)) return;
  say('installing them together failed; trying one by one');
  const failed = names.filter((name) => !aptInstall(prefix, [name]));
  if (failed.length > 0) say(`could not install ${failed.join(' ')}`);
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} names
 */
function aptInstall(prefix, names) {
  return aptGet(prefix, ['install', '-y', '--no-install-recommends', ...names]);
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} args
 */
function aptGet(prefix, args) {
  const command = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'NEEDRESTART_MODE=a',
    'apt-get',
    // Another apt may be at work, on fresh cloud machines above all.
    '-o',
    'DPkg::Lock::Timeout=300',
    '-o',
    'Acquire::Retries=3',
    ...args,
  ];
  const [program = 'env', ...rest] = command;
  return run(program, rest);
}
