/** The thinc wire in a session: real programs over it look as they do over the log, live changes of wire included. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import { startTestHost, until, type TestHost } from '../host/support.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
  host.start(
    'xterm',
    '-geometry',
    '60x20+10+10',
    '-e',
    'sh',
    '-c',
    "ls -la /; printf '\\033[7mreverse\\033[0m'; exec cat",
  );
  host.start('xcalc', '-geometry', '+380+20');
  host.start('xlogo', '-geometry', '150x120+60+320');
  await until(async () => (await host.run('xwininfo', '-root', '-tree')).includes('Calculator'), 'xcalc is there');
}, 60_000);
afterAll(async () => host.end());

/** What a view on a wire shows once it rests. */
async function picture(
  wire: 'x11' | 'nx' | 'thinc',
  script = '',
): Promise<{ png: string; wire: string; bytes: number }> {
  const view = await host.view({ wire, script: parseScript(script), untilIdle: 800 });
  return {
    png: Buffer.from(view.png()).toString('base64'),
    wire: view.stats.wire,
    bytes: view.stats.down.bytes,
  };
}

/** What a view shows, and what a replica shows before and after it: until nothing has changed from one to the other. */
async function beside(view: () => ReturnType<typeof picture>) {
  let before = await picture('nx');
  for (let tries = 0; tries < 10; tries++) {
    const viewed = await view();
    const after = await picture('nx');
    if (before.png === after.png) return { viewed, replica: after };
    before = after;
  }
  throw new Error('the session does not come to rest');
}

test('a terminal on the thinc wire shows what a replica shows', { timeout: 240_000 }, async () => {
  const { viewed, replica } = await beside(async () => picture('thinc'));
  expect(viewed.wire).toBe('thinc');
  expect(viewed.png).toBe(replica.png);
  // A picture as commands, and not the state of a whole core.
  expect(viewed.bytes).toBeLessThan(replica.bytes);
});

test('input goes up, and what it does comes down', { timeout: 240_000 }, async () => {
  const before = await picture('thinc');
  const typed = await picture('thinc', 'move 100 100\nidle 300\ntype "hello"\nidle 500\n');
  expect(typed.png).not.toBe(before.png);
  const { viewed, replica } = await beside(async () => picture('thinc'));
  expect(viewed.png).toBe(replica.png);
});

test.each([
  ['x11', 'wire thinc\n'],
  ['thinc', 'wire x11\n'],
  ['thinc', 'wire nx\nwire thinc\nwire x11\nwire thinc\n'],
] as const)('from %s the wire changes live: %j', { timeout: 240_000 }, async (first, script) => {
  const { viewed, replica } = await beside(async () => picture(first, script));
  expect(viewed.wire).toBe(script.trim().split(/\s/).at(-1));
  expect(viewed.png).toBe(replica.png);
});
