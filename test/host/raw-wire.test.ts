/** The raw wire in a session: what a terminal gets as pixels is what a replica draws, and live changes of wire lose nothing of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import type { WireName } from '../../session/carrier/control.ts';
import { showPhoto } from '../rawpixel/x-picture.ts';
import type { XClient } from '../support/x-client.ts';
import { startTestHost, until, type TestHost } from './support.ts';

let host: TestHost;
let photo: XClient;
beforeAll(async () => {
  host = await startTestHost({ session: { accessControl: false } });
  host.start('xterm', '-geometry', '60x20+10+10', '-e', 'sh', '-c', 'ls -la /; exec cat');
  host.start('xcalc', '-geometry', '+380+20');
  host.start('xlogo', '-geometry', '150x120+60+320');
  await until(async () => (await host.run('xwininfo', '-root', '-tree')).includes('Calculator'), 'xcalc is there');
  // It goes with loss first.
  photo = await showPhoto(host.displayNumber, 400, 320);
}, 60_000);
afterAll(async () => {
  await photo.close();
  await host.end();
});

/** What a view on a wire shows once it rests. */
async function picture(wire: WireName, script = ''): Promise<{ png: string; wire: string }> {
  const view = await host.view({ wire, script: parseScript(script), untilIdle: 800 });
  return { png: Buffer.from(view.png()).toString('base64'), wire: view.stats.wire };
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

test('a terminal on the raw wire shows what a replica shows, input included', { timeout: 240_000 }, async () => {
  const { viewed, replica } = await beside(async () => picture('raw'));
  expect(viewed.wire).toBe('raw');
  expect(viewed.png).toBe(replica.png);
  const typed = await picture('raw', 'move 100 100\nidle 300\ntype "hello"\nidle 500\n');
  expect(typed.png).not.toBe(viewed.png);
  const again = await beside(async () => picture('raw'));
  expect(again.viewed.png).toBe(again.replica.png);
});

test.each([
  ['x11', 'wire raw\nwire x11\nwire raw\n'],
  ['raw', 'wire nx\nwire raw\nwire thinc\nwire raw\nwire x11\n'],
] as const)('from %s the wire changes live: %j', { timeout: 240_000 }, async (first, script) => {
  const { viewed, replica } = await beside(async () => picture(first, script));
  expect(viewed.wire).toBe(script.trim().split(/\s/).at(-1));
  expect(viewed.png).toBe(replica.png);
});

test('the screen gets another size while it is shown as pixels', { timeout: 240_000 }, async () => {
  const sized = async (wire: WireName, script: string) => {
    const view = await host.view({
      wire,
      size: { width: 600, height: 440 },
      script: parseScript(script),
      untilIdle: 800,
    });
    return { png: Buffer.from(view.png()).toString('base64'), screen: view.stats.screen };
  };
  const raw = await sized('raw', 'resize 700x500\nidle 300\n');
  expect(raw.screen).toEqual({ width: 700, height: 500 });
  const replica = await sized('nx', 'resize 700x500\nidle 300\n');
  expect(raw.png).toBe(replica.png);
});
