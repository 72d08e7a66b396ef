// `npm start`: the set-up, then a host with a desktop. Arguments go to `farpane serve`.

import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { setUp } = await import('./setup/set-up.mjs');
if (!setUp()) process.exit(1);

const command = fileURLToPath(new URL('../cli/bin/farpane', import.meta.url));
// By the Node that runs us, whichever is on the PATH, and also where the file has lost its mode.
const host = spawn('/bin/sh', [command, 'serve', '--desktop', ...process.argv.slice(2)], {
  env: { ...process.env, FARPANE_NODE: process.execPath },
  stdio: 'inherit',
});
// Ctrl-C reaches the host from the terminal itself; it ends in its own time, and we with it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => host.kill('SIGTERM'));
host.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
