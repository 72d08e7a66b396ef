// `npm run setup`: see setup/set-up.mjs.

import process from 'node:process';
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { setUp } = await import('./setup/set-up.mjs');
const { say } = await import('./setup/commands.mjs');
if (setUp()) say('all is set up: npm start opens a desktop, npx farpane --help tells the rest');
else process.exitCode = 1;
