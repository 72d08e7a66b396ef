/** The command line: what is misuse, what is printed, how it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { SessionStats } from '../../host/session-messages.ts';
import { freeDisplay } from '../support/displays.ts';
import { selfSigned } from './self-signed.ts';
import { until } from './support.ts';

const COMMAND = fileURLToPath(new URL('../../cli/bin/farpane.mjs', import.meta.url));

const COMPARED = expect.stringMatching(
  /^farpane: state compared with the host's: [1-9]\d* times equal, 0 times different\n$/,
) as string;

const DISPLAY = freeDisplay();

let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-cli-test-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  for (const child of running) {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly child: ChildProcess;
  stdout: string;
  stderr: string;
  readonly outcome: Promise<Outcome>;
}

/** Its stdin is closed at once, or left to the caller. */
function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}, stdin?: 'pipe'): Running {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { ...process.env, ...environment } });
  running.add(child);
  const state: Running = {
    child,
    stdout: '',
    stderr: '',
    outcome: once(child, 'close').then(([code]) => {
      running.delete(child);
      return { code: code as number | null, stdout: state.stdout, stderr: state.stderr };
    }),
  };
  child.stdout.on('data', (chunk: Buffer) => {
    state.stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    state.stderr += chunk.toString('utf8');
  });
  if (stdin === undefined) child.stdin.end();
  return state;
}

async function farpane(...args: string[]): Promise<Outcome> {
  return start(args).outcome;
}

interface Ready {
  readonly rfbPort?: number;
  readonly rfbPassword?: string;
  readonly url: string;
  readonly token: string;
  readonly display: string;
  readonly xauthority: string;
  readonly sessionId: string;
  readonly pid: number;
  readonly port: number;
}

async function serve(...args: string[]): Promise<{ host: Running; ready: Ready }> {
  const host = start(['serve', '--port', '0', '--json', ...args]);
  await until(() => host.stdout.includes('\n') || hasEnded(host.child), 'the host ready');
  expect(host.stderr).toBe('');
  return { host, ready: JSON.parse(host.stdout) as Ready };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function statsOf({ url, token, sessionId }: Ready): Promise<SessionStats> {
  const headers = { authorization: `Bearer ${token}` };
  return (await (await fetch(new URL(`/api/sessions/${sessionId}/stats`, url), { headers })).json()) as SessionStats;
}

async function terminalsOf(ready: Ready): Promise<SessionStats['terminals']> {
  return (await statsOf(ready)).terminals;
}

describe('misuse is one line on stderr and exit code 2', () => {
  const url = 'http://127.0.0.1:1/session/abc/#token=abcdefgh';
  test.each([
    [[], 'a command is needed'],
    [['dance'], 'dance'],
    [['serve', '--nonsense'], 'nonsense'],
    [['serve', 'extra'], 'extra'],
    [['serve', '--port', 'x'], '--port takes a number from 0 to 65535'],
    [['serve', '--port', '65536'], '--port takes a number from 0 to 65535'],
    [['serve', '--rfb-port', 'x'], '--rfb-port takes a number from 0 to 65535'],
    [['serve', '--size', '800'], '--size takes WxH'],
    [['serve', '--size', '63x480'], '--size takes WxH'],
    [['serve', '--size', '16385x480'], '--size takes WxH'],
    [['serve', '--display', '-1'], '--display takes a number'],
    [['serve', '--listen', 'here there'], '--listen takes an address'],
    [['serve', '--token', 'short'], '--token takes 8 to 200 letters'],
    [['serve', '--tls-cert', 'x.pem'], '--tls-cert and --tls-key go together'],
    [['serve', '--lease', 'soon'], '--lease takes a time such as 90s'],
    [['serve', '--keyboard', 'nobody'], '--keyboard takes everyone or holder'],
    [['serve', '--quality', 'best'], '--quality takes auto or lossless'],
    [['serve', '--link', 'dialup'], '--link takes lan, wan, dsl, 3g, modem, 9600'],
    [['serve', '--allow-origin', 'desk'], '--allow-origin takes an origin'],
    [['run'], 'run takes a program behind --'],
    [['run', 'xterm'], 'xterm'],
    [['view'], 'URL'],
    [['view', 'nowhere'], 'not a URL: nowhere'],
    [['view', 'ftp://a/session/b/#token=c'], 'not http or https'],
    [['view', 'http://a/'], 'not the address of a session'],
    [['view', 'http://a/session/b/'], 'the address has no token'],
    [['view', url, '--wire', 'telnet'], '--wire takes x11, nx, thinc, raw'],
    [['view', url, '--link', 'dialup'], '--link takes lan, wan, dsl, 3g, modem, 9600'],
    [['view', url, '--seconds', '-1'], '--seconds takes a number'],
    [['view', url, '--until-idle', '1.5'], '--until-idle takes a number'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await farpane(...args);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^farpane: /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('an input script that makes no sense', async () => {
    const script = join(folder, 'bad.txt');
    await writeFile(script, 'move 1 2\n\n# fine so far\nclick left\n');
    const { code, stderr } = await farpane('view', url, '--input', script);
    expect(stderr).toBe(
      'farpane: input script, line 4: a number expected\n'.replace(
        'a number expected',
        'not a number from 0 to 9: left',
      ),
    );
    expect(code).toBe(2);
  });
});

describe('what cannot be done is one line on stderr and exit code 1', () => {
  test('nobody listens, or the token is wrong', async () => {
    const nobody = await farpane('view', 'http://127.0.0.1:1/session/abc/#token=abcdefgh');
    expect(nobody).toEqual({ code: 1, stdout: '', stderr: 'farpane: nobody listens there\n' });
    const { ready } = await serve('--rfb-port', '0');
    expect(ready.rfbPassword).toMatch(/^[A-Za-z2-9]{8}$/);
    const wrong = await farpane('view', ready.url.replace(ready.token, 'wrong-token'));
    expect(wrong).toEqual({ code: 1, stdout: '', stderr: 'farpane: 401 no such session, or not its token\n' });
    const display = await farpane('serve', '--port', '0', '--display', ready.display);
    expect(display.stderr).toBe(`farpane: display ${ready.display} is taken by another X server\n`);
    expect(display.code).toBe(1);
    const port = await farpane('serve', '--port', String(ready.port));
    expect(port.stderr).toBe(`farpane: port ${ready.port} is in use: choose another with --port\n`);
    expect(port.code).toBe(1);
    const viewers = await farpane('serve', '--port', '0', '--rfb-port', String(ready.rfbPort));
    expect(viewers.stderr).toBe(`farpane: port ${ready.rfbPort} is in use: choose another with --rfb-port\n`);
    expect(viewers.code).toBe(1);
  });

  test('a certificate or script that is not there', async () => {
    const missing = join(folder, 'missing.pem');
    const tls = await farpane('serve', '--tls-cert', missing, '--tls-key', missing);
    expect(tls.stderr).toContain('farpane: --tls-cert: ENOENT');
    expect(tls.code).toBe(1);
  });
});

test('a host that has ended keeps its process no longer, whatever is still open', async () => {
  const code = `import { endHost } from './cli/running-host.ts';
    setInterval(() => {}, 1000);
    await endHost({ end: async () => {} }, 'all is over', 7);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: 'ignore',
  });
  running.add(child);
  expect(await once(child, 'exit')).toEqual([7, null]);
  running.delete(child);
});

describe('serve', () => {
  test('prints one line of JSON, serves the page, ends in order on SIGTERM', async () => {
    const { host, ready } = await serve('--token', 'my-own-token', '--display', String(DISPLAY));
    expect(ready).toMatchObject({ token: 'my-own-token', pid: host.child.pid, display: `:${DISPLAY}` });
    expect(ready.url).toBe(`http://127.0.0.1:${ready.port}/session/${ready.sessionId}/#token=my-own-token`);
    const page = await fetch(ready.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script type="module" src="main.js"></script>');
    const script = await fetch(new URL('main.js', ready.url));
    expect(script.headers.get('content-type')).toContain('javascript');
    await access(ready.xauthority);
    host.child.kill('SIGTERM');
    expect((await host.outcome).code).toBe(0);
    await expect(access(ready.xauthority)).rejects.toThrow('ENOENT');
    await expect(access(`/tmp/.X11-unix/X${ready.display.slice(1)}`)).rejects.toThrow('ENOENT');
    await expect(access(`/tmp/.X${ready.display.slice(1)}-lock`)).rejects.toThrow('ENOENT');
  });

  test('starts the demos beside another window manager', async () => {
    // openbox says on stderr what it misses.
    const host = start(['serve', '--port', '0', '--json', '--desktop', '--wm', 'openbox']);
    await until(() => host.stdout.includes('\n'), 'the host ready');
    const ready = JSON.parse(host.stdout) as Ready;
    await until(async () => (await statsOf(ready)).clients >= 5, 'four demos and openbox');
    const { programs } = await statsOf(ready);
    expect(programs.map(({ command }) => command[0])).toEqual(['openbox', process.execPath]);
    expect(programs[1]?.command.at(-1)).toBe('--no-wm');
  });

  test('warns when others can listen in, and not under TLS', async () => {
    const open = start(['serve', '--port', '0', '--json', '--listen', '0.0.0.0']);
    await until(() => open.stdout.includes('\n'), 'the host ready');
    expect(open.stderr).toContain('warning: listening on 0.0.0.0 without TLS');
    const { key, cert } = selfSigned();
    await writeFile(join(folder, 'key.pem'), key);
    await writeFile(join(folder, 'cert.pem'), cert);
    const tls = ['--tls-key', join(folder, 'key.pem'), '--tls-cert', join(folder, 'cert.pem')];
    const { ready } = await serve('--listen', '0.0.0.0', ...tls);
    expect(ready.url).toMatch(/^https:/);
    const stats = join(folder, 'tls.json');
    const view = start(['view', ready.url, '--until-idle', '100', '--verify', '--stats', stats], {
      NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem'),
    });
    expect(await view.outcome).toEqual({ code: 0, stdout: '', stderr: COMPARED });
    expect(JSON.parse(await readFile(stats, 'utf8'))).toMatchObject({ verified: { different: 0 } });
  });
});

describe('run', () => {
  test.each([
    ['exit 7', 7],
    ['kill -TERM $$', 143],
    ['true', 0],
  ])('ends with the exit code of the program: %s', async (script, code) => {
    const outcome = await farpane('run', '--json', '--', 'sh', '-c', `echo "on $DISPLAY"; ${script}`);
    expect(outcome.code).toBe(code);
    const [first, second] = outcome.stdout.split('\n');
    expect(second).toBe(`on ${(JSON.parse(first!) as Ready).display}`);
  });

  test('of a program that is not there ends with a reason', async () => {
    const outcome = await farpane('run', '--', '/does/not/exist');
    expect(outcome.stderr).toBe('farpane: /does/not/exist: not found\n');
    expect(outcome.code).toBe(1);
  });

  test('gives the program the cookie: X programs work in it', async () => {
    const outcome = await farpane('run', '--size', '333x222', '--', 'xdpyinfo');
    expect(outcome.stdout).toContain('dimensions:    333x222 pixels');
    expect(outcome.code).toBe(0);
  });
});

describe('view', () => {
  test('types by script, writes picture and statistics', async () => {
    const { ready } = await serve('--size', '400x300');
    const environment = { ...process.env, DISPLAY: ready.display, XAUTHORITY: ready.xauthority };
    const typed = join(folder, 'typed.txt');
    const command = `touch ${typed}.ready; read line; while :; do echo "$line" | tee ${typed}; sleep 0.1; done`;
    const xterm = spawn('xterm', ['-wf', '-geometry', '60x20+0+0', '-e', 'sh', '-c', command], {
      env: environment,
      stdio: 'ignore',
    });
    running.add(xterm);
    await until(() => existsSync(`${typed}.ready`), 'an xterm');
    const script = join(folder, 'input.txt');
    await writeFile(script, 'move 50 50\nidle 300\ntype "hello"\nkey Return\nwait 10\n');
    const [png, stats] = [join(folder, 'screen.png'), join(folder, 'stats.json')];
    const args = ['--size', '500x350', '--input', script, '--png', png, '--stats', stats];
    const view = start(['view', ready.url, ...args, '--verify', '--link', 'lan']);
    await until(async () => (await readFile(typed, 'utf8').catch(() => '')) === 'hello\n', 'what was typed');
    const { entries } = await statsOf(ready);
    await until(async () => (await statsOf(ready)).entries > entries + 50, 'what comes of it');
    view.child.kill('SIGTERM');
    expect(await view.outcome).toEqual({ code: 0, stdout: '', stderr: COMPARED });
    expect(await sharp(await readFile(png)).metadata()).toMatchObject({ format: 'png', width: 500, height: 350 });
    const counted = JSON.parse(await readFile(stats, 'utf8')) as Record<string, never>;
    expect(counted).toMatchObject({
      wire: 'x11',
      link: 'lan',
      screen: { width: 500, height: 350 },
      verified: { different: 0 },
      kinds: { inputs: expect.any(Number) as number },
    });
    const { kinds, inputToUpdate, updates } = counted as unknown as {
      kinds: Record<string, number>;
      inputToUpdate: { count: number };
      updates: number;
    };
    // Five letters and Return, down and up, and one motion.
    expect(kinds['inputs']).toBe(13);
    expect(kinds['requests']).toBeGreaterThan(5);
    expect(updates).toBeGreaterThan(0);
    expect(inputToUpdate.count).toBeGreaterThan(0);
    xterm.kill();
    await once(xterm, 'exit');
    running.delete(xterm);
  });

  test('of a session in which nothing was ever drawn ends when that has rested', async () => {
    const { ready } = await serve('--size', '320x240');
    const png = join(folder, 'empty.png');
    const outcome = await farpane('view', ready.url, '--until-idle', '200', '--png', png);
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await sharp(await readFile(png)).metadata()).toMatchObject({ width: 320, height: 240 });
  });

  test('ends with the exit code of the program when a session of run ends', async () => {
    const run = start(['run', '--json', '--', 'sh', '-c', 'read line; exit 9'], {}, 'pipe');
    await until(() => run.stdout.includes('\n'), 'the session');
    const { url } = JSON.parse(run.stdout) as Ready;
    const view = start(['view', url]);
    await until(async () => (await terminalsOf(JSON.parse(run.stdout) as Ready))[0]?.primary === true, 'a terminal');
    run.child.stdin!.end('go\n');
    expect((await run.outcome).code).toBe(9);
    const { code, stderr } = await view.outcome;
    expect(stderr).toContain('the session has ended: the program has ended');
    expect(code).toBe(9);
  });

  test('gives up on a host that never shows anything', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outcome = await farpane('view', `http://127.0.0.1:${port}/session/abc/#token=abcdefgh`, '--seconds', '0.1');
    server.close();
    expect(outcome.stderr).toBe('farpane: the session was not shown within 10 s\n');
    expect(outcome.code).toBe(1);
  });

  test('without an end ends with the session', async () => {
    const { host, ready } = await serve();
    const view = start(['view', ready.url]);
    await until(async () => (await terminalsOf(ready))[0]?.primary === true, 'a terminal');
    host.child.kill('SIGTERM');
    const outcome = await view.outcome;
    expect(outcome.stderr).toContain('the session has ended: the host has ended');
    expect(outcome.code).toBe(0);
  });
});
