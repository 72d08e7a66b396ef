// `npm run setup`: see setup/set-up.mjs.

import process from 'node:process';
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { setUp } = await import('./setup/set-up.mjs');
process.exitCode = setUp() ? 0 : 1;
