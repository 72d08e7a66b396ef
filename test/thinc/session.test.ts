/** The thinc wire in a session: real programs over it look as they do over the log, live changes of wire included. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import sharp from 'sharp';
import { averaged, fittingSize } from '../../thinc/scale.ts';
import { createPixels } from '../../xserver/raster/pixels.ts';
import { parseScript } from '../../clients/headless/input-script.ts';
import { startTestHost, until, type TestHost } from '../host/support.ts';
import { eventually } from '../support/patience.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
  host.start(
    'xterm',
    '-wf',
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
});
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
  return eventually('rest', async () => {
    const viewed = await view();
    const after = await picture('nx');
    const same = before.png === after.png;
    before = after;
    return same ? { viewed, replica: after } : undefined;
  });
}

test('a terminal on the thinc wire shows what a replica shows', async () => {
  const { viewed, replica } = await beside(async () => picture('thinc'));
  expect(viewed.wire).toBe('thinc');
  expect(viewed.png).toBe(replica.png);
  // A picture as commands, and not the state of a whole core.
  expect(viewed.bytes).toBeLessThan(replica.bytes);
});

test('terminals on thinc, x11 and nx at once have the same picture after rest', async () => {
  const wires = ['thinc', 'x11', 'nx'] as const;
  const scene = async () => {
    const { pixels } = await host.session.handle.ask('screenshot', {});
    return Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength).toString('base64');
  };
  await until(async () => {
    const stop = new AbortController();
    const options = { untilIdle: undefined, signal: stop.signal };
    const views = Promise.all(wires.map(async (wire) => host.view({ wire, ...options })));
    try {
      await until(async () => {
        const { terminals } = await host.session.handle.ask('stats', {});
        const isShown = (wire: string) => {
          const { verifiedEqual = 0, sent, backlog } = terminals.find((terminal) => terminal.wire === wire) ?? {};
          return wire === 'thinc' ? (sent?.bytes ?? 0) > 5000 && backlog === 0 : verifiedEqual > 0;
        };
        return wires.every(isShown);
      }, 'three terminals');
      const before = await scene();
      host.start('xlogo', '-geometry', '90x70+500+380');
      let last = before;
      let unchanged = 0;
      await until(async () => {
        const now = await scene();
        unchanged = now === last && now !== before ? unchanged + 1 : 0;
        last = now;
        return unchanged === 20;
      }, 'a new window, and rest');
    } finally {
      stop.abort();
    }
    const shown = await views;
    expect(shown.map(({ stats }) => stats.wire)).toEqual(wires);
    // What takes longer than that to come through comes through the next time.
    return new Set(shown.map((view) => Buffer.from(view.png()).toString('base64'))).size === 1;
  }, 'three terminals with one picture');
});

test('a small terminal shows the average of what a replica shows, for fewer bytes', async () => {
  const size = { width: 480, height: 360 };
  const fitting = async () => {
    const view = await host.view({ wire: 'thinc', size, fit: true, script: parseScript(''), untilIdle: 800 });
    return { png: Buffer.from(view.png()).toString('base64'), wire: view.stats.wire, bytes: view.stats.down.bytes };
  };
  const { viewed, replica } = await beside(fitting);
  const whole = await sharp(Buffer.from(replica.png, 'base64'))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const full = { width: whole.info.width, height: whole.info.height };
  const pixels = createPixels(full.width, full.height, 24);
  for (let i = 0; i < pixels.data.length; i++)
    pixels.data[i] = (whole.data[i * 3]! << 16) | (whole.data[i * 3 + 1]! << 8) | whole.data[i * 3 + 2]!;
  const small = fittingSize(full, size)!;
  const wanted = averaged(pixels, 0, 0, full, small, 0, 0, small.width, small.height);
  const shown = await sharp(Buffer.from(viewed.png, 'base64'))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect({ width: shown.info.width, height: shown.info.height }).toEqual(small);
  const differs = wanted.data.findIndex(
    (pixel, i) => pixel !== ((shown.data[i * 3]! << 16) | (shown.data[i * 3 + 1]! << 8) | shown.data[i * 3 + 2]!),
  );
  expect(differs).toBe(-1);
  expect(viewed.bytes).toBeLessThan(replica.bytes);
});

test('a point in a small terminal is the one of the screen that it shows', async () => {
  const size = { width: 512, height: 384 };
  await host.view({ wire: 'thinc', size, fit: true, script: parseScript('move 100 50\nidle 300\n'), untilIdle: 300 });
  const { width } = (await host.view({ wire: 'nx', untilIdle: 300, script: [] })).stats.screen;
  const said = await host.run('xdotool', 'getmouselocation', '--shell');
  const [x, y] = [/X=(\d+)/, /Y=(\d+)/].map((number) => Number(number.exec(said)![1]));
  const scale = width / size.width;
  expect(Math.abs(x! - 100.5 * scale)).toBeLessThanOrEqual(1);
  expect(Math.abs(y! - 50.5 * scale)).toBeLessThanOrEqual(1);
});

test('input goes up, and what it does comes down', async () => {
  const before = await picture('thinc');
  let idle = 300;
  await until(async () => {
    const typed = await picture('thinc', `move 100 100\nidle 300\ntype "hello"\nidle ${idle}\n`);
    idle *= 2;
    return typed.png !== before.png;
  }, 'what comes of input');
  const { viewed, replica } = await beside(async () => picture('thinc'));
  expect(viewed.png).toBe(replica.png);
});

test.each([
  ['x11', 'wire thinc\n'],
  ['thinc', 'wire x11\n'],
  ['thinc', 'wire nx\nwire thinc\nwire x11\nwire thinc\n'],
] as const)('from %s the wire changes live: %j', async (first, script) => {
  const { viewed, replica } = await beside(async () => picture(first, script));
  expect(viewed.wire).toBe(script.trim().split(/\s/).at(-1));
  expect(viewed.png).toBe(replica.png);
});
