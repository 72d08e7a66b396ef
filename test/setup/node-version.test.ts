import { expect, it } from 'vitest';
import { nodeProblem } from '../../scripts/setup/node-version.mjs';

it.each(['v20.19.0', 'v20.20.2', 'v22.0.0', 'v100.1.1'])('accepts Node %s', (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

it.each(['v20.18.3', 'v18.20.0', 'v0.12.0', 'v9.99.9'])('refuses Node %s', (version) => {
  expect(nodeProblem(version)).toBe(`Farpane needs Node 20.19 or newer; this is ${version} (see https://nodejs.org)`);
});
