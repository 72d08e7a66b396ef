/** Several terminals on one session, over the API and the command line's headless terminals: who looks, who types, who is sent away. */
import { afterEach, describe, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import { terminalUrl } from '../../clients/headless/session-url.ts';
import type { View, ViewOptions } from '../../clients/headless/view.ts';
import type { TerminalStats } from '../../host/session-messages.ts';
import { startTestHost, until, type HostOptions, type TestHost } from './support.ts';

let host: TestHost | undefined;
const views: { stop: AbortController; done: Promise<unknown> }[] = [];

afterEach(async () => {
  for (const { stop } of views) stop.abort();
  await Promise.allSettled(views.splice(0).map(async ({ done }) => done));
  await host?.end();
  host = undefined;
});

async function serve(options: HostOptions = {}): Promise<void> {
  host = await startTestHost(options);
}

/** A terminal that stays until the test ends, or what it is told is done. */
function attach(options: Partial<ViewOptions> = {}): Promise<View> {
  const stop = new AbortController();
  const done = host!.view({ untilIdle: undefined, verify: false, signal: stop.signal, ...options });
  done.catch(() => {});
  views.push({ stop, done });
  return done;
}

function viewUrl(): string {
  return terminalUrl(host!.front.viewUrlOf(host!.session));
}

function path(rest: string): string {
  return `/api/sessions/${host!.session.id}${rest}`;
}

async function terminals(): Promise<TerminalStats[]> {
  return (await (await host!.api(path('/terminals'))).json()) as TerminalStats[];
}

async function put(rest: string, body: unknown, token?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return host!.api(path(rest), { method: 'PUT', headers, body: JSON.stringify(body) }, token);
}

async function whenThere(count: number): Promise<void> {
  await until(async () => {
    const there = await terminals();
    return there.length === count && there.some(({ primary }) => primary);
  }, `${count} terminals`);
}

describe('terminals in the API', () => {
  test('are listed with what they are; the keyboard is given and taken', async () => {
    await serve();
    void attach({ size: { width: 500, height: 400 } });
    await whenThere(1);
    void attach({ size: { width: 600, height: 300 } });
    await whenThere(2);
    expect(await terminals()).toMatchObject([
      { terminal: 1, wire: 'x11', holder: true, viewOnly: false, visible: true },
      { terminal: 2, wire: 'x11', holder: false, viewOnly: false, visible: true },
    ]);
    const size = async () => {
      const { width, height } = await host!.session.handle.ask('stats', {});
      return `${width}x${height}`;
    };
    await until(async () => (await size()) === '500x400', "the first one's size");
    expect((await put('/keyboard', { terminal: 2 })).status).toBe(204);
    await until(async () => (await size()) === '600x300', "the second one's size");
    expect((await terminals()).map(({ holder }) => holder)).toEqual([false, true]);
    void attach({ size: { width: 320, height: 200 }, script: parseScript('take-keyboard') });
    await until(async () => (await size()) === '320x200', "the third one's size");
  });

  test('are disconnected by request, and told so', async () => {
    await serve();
    const view = attach();
    await whenThere(1);
    expect((await host!.api(path('/terminals/1'), { method: 'DELETE' })).status).toBe(204);
    await expect(view).rejects.toThrow('the terminal was disconnected by request');
    expect(await terminals()).toEqual([]);
    // The session goes on.
    expect((await host!.view()).stats.terminal).toBe(2);
  });

  test('that are not there, or cannot, are refused with a reason', async () => {
    await serve();
    void attach();
    await whenThere(1);
    void attach({ url: viewUrl() });
    await until(async () => (await terminals()).length === 2, 'a looker-on');
    const refused = async (response: Response) => [
      response.status,
      ((await response.json()) as { error: string }).error,
    ];
    expect(await refused(await put('/keyboard', { terminal: 9 }))).toEqual([404, 'no terminal 9']);
    expect(await refused(await put('/keyboard', { terminal: 2 }))).toEqual([409, 'terminal 2 may look, and no more']);
    expect(await refused(await put('/terminals/9/wire', { wire: 'x11' }))).toEqual([404, 'no terminal 9']);
    expect((await put('/terminals/1/wire', { wire: 'telnet' })).status).toBe(400);
    expect((await put('/terminals/x/wire', { wire: 'x11' })).status).toBe(400);
    expect(await refused(await put('/terminals/9/link', { link: 'dsl' }))).toEqual([404, 'no terminal 9']);
    expect((await put('/terminals/1/link', { link: 'dialup' })).status).toBe(400);
    expect((await host!.api(path('/terminals/9'), { method: 'DELETE' })).status).toBe(404);
  });
});

describe('wires', () => {
  test('are switched over the API, there and back, while a program draws', async () => {
    await serve();
    host!.start('xterm', '-e', 'sh', '-c', 'i=0; while :; do i=$((i+1)); echo "line $i"; sleep 0.01; done');
    const stop = new AbortController();
    await until(async () => (await host!.session.handle.ask('stats', {})).entries > 300, 'lines');
    const view = attach({ signal: stop.signal, verify: true });
    await whenThere(1);
    for (const [wire, primary] of [
      ['nx', false],
      ['x11', true],
    ] as const) {
      expect((await put('/terminals/1/wire', { wire })).status).toBe(204);
      await until(async () => (await terminals())[0]?.primary === primary, `the terminal on ${wire}`);
      expect(await terminals()).toMatchObject([{ wire }]);
    }
    stop.abort();
    const { stats } = await view;
    expect(stats.verified.different).toBe(0);
    expect(stats.switches.map(({ wire, primary }) => [wire, primary])).toEqual(
      expect.arrayContaining([
        ['nx', false],
        ['x11', true],
      ]),
    );
  });

  test('keep their terminal while its link changes, by script and over the API', async () => {
    await serve();
    host!.start('xterm', '-e', 'sh', '-c', 'i=0; while :; do i=$((i+1)); echo "line $i"; sleep 0.01; done');
    const stop = new AbortController();
    const script = parseScript('link 3g\nwire nx\nlink dsl\ntype "ls"\nlink lan');
    const view = attach({ signal: stop.signal, verify: true, script });
    await until(async () => (await terminals())[0]?.link === 'lan', 'the end of the script');
    expect((await put('/terminals/1/link', { link: '3g' })).status).toBe(204);
    await until(async () => ((await terminals())[0]?.roundTrip ?? 0) >= 150, 'the round trip of the link');
    const { entries } = await host!.session.handle.ask('stats', {});
    await until(async () => (await host!.session.handle.ask('stats', {})).entries > entries + 100, 'lines');
    stop.abort();
    const { stats } = await view;
    expect(stats).toMatchObject({ link: '3g', wire: 'nx', terminal: 1, verified: { different: 0 } });
    expect(stats.verified.equal).toBeGreaterThan(0);
  });

  test('are switched by a script that types on', async () => {
    await serve();
    host!.start('xterm', '-e', 'cat');
    await until(async () => (await host!.session.handle.ask('stats', {})).clients > 0, 'xterm');
    const script = 'idle 500\nmove 50 50\nwire nx\ntype "one"\nwire x11\ntype "two"\nwire nx\ntype "three"\nidle 500';
    const { stats } = await host!.view({ verify: true, script: parseScript(script) });
    expect(stats.wire).toBe('nx');
    expect(stats.verified.different).toBe(0);
    expect(stats.verified.equal).toBeGreaterThan(0);
    // A motion, and eleven letters, down and up.
    expect(stats.kinds.inputs).toBe(23);
  });

  test('nx from the beginning: the host orders the log, the picture is the same', async () => {
    await serve();
    host!.start('xlogo');
    await until(async () => (await host!.session.handle.ask('stats', {})).clients > 0, 'xlogo');
    const { stats, png } = await host!.view({ wire: 'nx', verify: true });
    expect(stats).toMatchObject({ wire: 'nx', primary: false, holder: true, verified: { different: 0 } });
    const screenshot = await host!.api(path('/screenshot'));
    expect(Buffer.from(png()).equals(Buffer.from(await screenshot.arrayBuffer()))).toBe(true);
    expect((await host!.session.handle.ask('stats', {})).epoch).toBe(1);
  });
});

describe('a token that lets one look', () => {
  test('shows the session exactly, and lets nothing in', async () => {
    await serve();
    host!.start('xterm', '-e', 'sh', '-c', 'cat > /dev/null');
    await until(async () => (await host!.session.handle.ask('stats', {})).clients > 0, 'xterm');
    const view = await host!.view({
      url: viewUrl(),
      verify: true,
      script: parseScript('move 9 9\ntype "secret"\nidle 300'),
    });
    expect(view.stats.verified.different).toBe(0);
    expect(view.stats.verified.equal).toBeGreaterThan(0);
    expect(view.stats.kinds.inputs).toBe(0);
    expect(view.stats).toMatchObject({ primary: false, holder: false });
    // Nor did it become primary in between.
    expect((await host!.session.handle.ask('stats', {})).epoch).toBe(1);
  });

  test('opens what can be seen in the API, and nothing else', async () => {
    await serve();
    const { viewToken, token } = host!.session;
    const as = async (given: string, rest: string, init: RequestInit = {}) => {
      return (await host!.api(path(rest), init, given)).status;
    };
    expect(await as(viewToken, '')).toBe(200);
    expect(await as(viewToken, '/screenshot')).toBe(200);
    for (const rest of ['/stats', '/terminals', '/clipboard']) expect(await as(viewToken, rest)).toBe(403);
    expect(await as(viewToken, '', { method: 'DELETE' })).toBe(403);
    expect(await as(viewToken, '/terminals/1', { method: 'DELETE' })).toBe(403);
    expect((await put('/keyboard', { terminal: 1 }, viewToken)).status).toBe(403);
    expect((await host!.api('/api/sessions', {}, viewToken)).status).toBe(401);
    expect(token).not.toBe(viewToken);
    const described = async (given: string) => (await host!.api(path(''), {}, given)).json() as Promise<object>;
    const looking = await described(viewToken);
    expect(looking).toMatchObject({ windows: 0 });
    for (const name of ['viewUrl', 'xauthority']) expect(looking).not.toHaveProperty(name);
    const { xauthority } = host!.session.handle.info;
    expect(await described(token)).toMatchObject({ viewUrl: host!.front.viewUrlOf(host!.session), xauthority });
  });
});

describe('with the keyboard for the holder', () => {
  test('only its input counts, until another takes it', async () => {
    await serve({ session: { keyboard: 'holder' } });
    void attach();
    await whenThere(1);
    const silent = await host!.view({ script: parseScript('move 5 5\nkey a') });
    expect(silent.stats.kinds.inputs).toBe(0);
    const typing = await host!.view({ script: parseScript('take-keyboard\nmove 5 5\nkey a') });
    expect(typing.stats.kinds.inputs).toBe(3);
    expect(typing.stats.holder).toBe(true);
  });
});

describe('metrics', () => {
  test('tell of terminals, switches and how they were brought up to date', async () => {
    await serve();
    void attach();
    await whenThere(1);
    const text = await (await host!.api('/metrics')).text();
    const labels = `{session="${host!.session.id}",terminal="1",wire="x11"}`;
    expect(text).toContain(`farpane_terminal_snapshots_total${labels} 1\n`);
    expect(text).toContain(`farpane_terminal_patches_total${labels} 0\n`);
    expect(text).toMatch(/farpane_terminal_switches_total\{[^}]*\} \d/);
    expect(text).toMatch(/farpane_epochs_total\{[^}]*\} [2-9]/);
  });
});
