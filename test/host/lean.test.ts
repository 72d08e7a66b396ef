/** What a host does without until somebody wants it. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { terminalUrl } from '../../clients/headless/session-url.ts';
import { viewSession } from '../../clients/headless/view.ts';
import { bundlePrograms } from '../../host/bundle.ts';
import { COMMAND, ROOT } from '../../host/kept-bundles.mjs';

let host: ChildProcess | undefined;

afterEach(async () => {
  if (host?.exitCode === null) {
    host.kill('SIGTERM');
    await once(host, 'exit');
  }
  host = undefined;
});

async function serve(): Promise<string> {
  const command = join(ROOT, 'cli', 'bin', 'farpane');
  const child = spawn(command, ['serve', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  host = child;
  let line = '';
  child.stdout.on('data', (chunk: Buffer) => (line += chunk.toString()));
  while (!line.includes('\n')) await Promise.race([once(child.stdout, 'data'), ended(child)]);
  return (JSON.parse(line) as { url: string }).url;
}

async function ended(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error('the host has ended');
}

/** Native code beside Node's own that the host has loaded. */
async function nativeModules(): Promise<string[]> {
  const maps = await readFile(`/proc/${host!.pid}/maps`, 'utf8');
  return [...new Set(maps.match(/[^/\n]+\.node$/gm))];
}

/** The names of the host's child processes. */
async function children(): Promise<string[]> {
  const names = [];
  for (const pid of await readdir('/proc')) {
    const stat = /^\d+$/.test(pid) ? await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '') : '';
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? [];
    if (name !== undefined && Number(parent) === host!.pid) names.push(name);
  }
  return names;
}

describe('a host', () => {
  test('is one process and a watchman, and loads encoders when a wire packs pictures', async () => {
    const url = await serve();
    expect((await fetch(url)).status).toBe(200);
    expect(await children()).toEqual(['sh']);
    const view = {
      url: terminalUrl(url),
      link: undefined,
      size: undefined,
      script: [],
      seconds: undefined,
      verify: false,
    };
    const rest = { untilIdle: 300, signal: undefined, log: () => {} };
    for (const wire of ['x11', 'nx', 'thinc'] as const) await viewSession({ ...view, ...rest, wire });
    expect(await nativeModules()).toEqual([]);
    await viewSession({ ...view, ...rest, wire: 'raw' });
    expect(await nativeModules()).not.toEqual([]);
  });
});

test('the command tells hosts alone of the allocator, and runs by the Node that it is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'farpane-command-'));
  try {
    const [fake, command] = [join(folder, 'some node'), join(folder, 'farpane')];
    await writeFile(fake, '#!/bin/sh\nprintf "%s\\n" "$MALLOC_ARENA_MAX" "$FARPANE_NODE" "$@"\n', { mode: 0o755 });
    await symlink(join(ROOT, 'cli', 'bin', 'farpane'), command);
    const { MALLOC_ARENA_MAX: _own, ...environment } = process.env;
    const program = join(ROOT, 'cli', 'bin', 'farpane.mjs');
    const said = async (args: readonly string[], more: NodeJS.ProcessEnv): Promise<string[]> => {
      const env = { ...environment, ...more };
      const { stdout } = await promisify(execFile)('/bin/sh', [command, ...args], { env });
      return stdout.split('\n').slice(0, -1);
    };
    const told = { FARPANE_NODE: fake };
    expect(await said(['serve', '--token', 'a b'], told)).toEqual(['2', '', program, 'serve', '--token', 'a b']);
    expect(await said(['run'], { ...told, MALLOC_ARENA_MAX: '7' })).toEqual(['7', '', program, 'run']);
    expect(await said(['view'], told)).toEqual(['', '', program, 'view']);
    await symlink(fake, join(folder, 'node'));
    const path = { PATH: `${folder}:${process.env['PATH']}` };
    expect(await said([], path)).toEqual(['', '', program]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the text of programs takes one byte a character', async () => {
  const programs = await bundlePrograms('session', { session: join(ROOT, 'host', 'session-process.ts') });
  const [command] = [...(await bundlePrograms(COMMAND.kind, COMMAND.entries)).values()];
  for (const folder of [dirname(programs.get('session')!), dirname(command!)]) {
    for (const name of await readdir(folder)) {
      const wide = (await readFile(join(folder, name))).findIndex((byte) => byte > 0x7f);
      expect(wide, name).toBe(-1);
    }
  }
});
