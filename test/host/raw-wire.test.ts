/** The raw wire in a session: what a terminal gets as pixels is what the host's core has drawn, and live changes of wire lose nothing of it. */
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import type { View, ViewOptions } from '../../clients/headless/view.ts';
import { encodePng } from '../../codecs/png.ts';
import { showPhoto } from '../rawpixel/x-picture.ts';
import type { XClient } from '../support/x-client.ts';
import { startTestHost, until, type TestHost } from './support.ts';

let host: TestHost;
let photo: XClient;
beforeAll(async () => {
  host = await startTestHost({ session: { accessControl: false } });
  host.start('xterm', '-wf', '-geometry', '60x20+10+10', '-e', 'sh', '-c', 'ls -la /; exec cat');
  host.start('xcalc', '-geometry', '+380+20');
  host.start('xlogo', '-geometry', '150x120+60+320');
  await until(async () => {
    const windows = await host.run('xwininfo', '-root', '-tree');
    return windows.includes('Calculator') && windows.includes('"XTerm"');
  }, 'xcalc and xterm are there');
  // It goes with loss first.
  photo = await showPhoto(host.displayNumber, 400, 320);
});
afterAll(async () => {
  await photo.close();
  await host.end();
});

/** The host's own picture. */
async function scene(): Promise<string> {
  const { width, height, pixels } = await host.session.handle.ask('screenshot', {});
  return Buffer.from(encodePng(width, height, pixels, deflateSync)).toString('base64');
}

/** A view that shows what the host has when it ends. */
async function exact(options: Partial<ViewOptions>): Promise<View> {
  let view: View | undefined;
  let untilIdle = 300;
  // Programs may draw again after a pause that looks like rest: the longer, the busier the machine is.
  await until(async () => {
    view = await host.view({ verify: false, untilIdle, ...options });
    untilIdle *= 2;
    return Buffer.from(view.png()).toString('base64') === (await scene());
  }, 'what the host shows');
  return view!;
}

test('a terminal on the raw wire shows what the host has, input included', async () => {
  const before = await scene();
  const script = parseScript('move 100 100\ntype "hello"\n');
  expect((await exact({ wire: 'raw', script })).stats.wire).toBe('raw');
  // An xterm on a busy machine shows it later.
  await until(async () => (await scene()) !== before, 'what was typed');
  await exact({ wire: 'raw' });
});

test.each([
  ['x11', 'wire raw\nwire x11\nwire raw\n'],
  ['raw', 'wire nx\nwire raw\nwire thinc\nwire raw\nwire x11\n'],
] as const)('from %s the wire changes live: %j', async (wire, script) => {
  const { stats } = await exact({ wire, script: parseScript(script) });
  expect(stats.wire).toBe(script.trim().split(/\s/).at(-1));
});

test('the screen gets another size while it is shown as pixels', async () => {
  const size = { width: 600, height: 440 };
  const { stats } = await exact({ wire: 'raw', size, script: parseScript('resize 700x500\n') });
  expect(stats.screen).toEqual({ width: 700, height: 500 });
});
