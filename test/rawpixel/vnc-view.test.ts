/** `farpane view vnc://...` shows a server that is not ours: Xtigervnc, which itself says what should be seen. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import { SessionUrlError } from '../../clients/headless/session-url.ts';
import { viewVnc } from '../../clients/headless/vnc-view.ts';
import { vncAddress } from '../../clients/headless/vnc-url.ts';
import { start } from '../programs/on-both.ts';
import { pixelDifference } from './pictures.ts';
import { rootPicture, until } from './x-picture.ts';
import { startXtigervnc, type Xtigervnc } from './xtigervnc-server.ts';

const COMMAND = fileURLToPath(new URL('../../cli/bin/farpane.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'farpane-vnc-view-'));
let server: Xtigervnc;
let open: Xtigervnc;
const programs: { end(): Promise<void> }[] = [];

beforeAll(async () => {
  [server, open] = await Promise.all([
    startXtigervnc({ width: 500, height: 400, security: 'TLSVnc,VncAuth', password: 'sesame12' }),
    startXtigervnc({ width: 300, height: 200, security: 'None' }),
  ]);
  programs.push(
    start(
      server.display,
      `xterm -wf -geometry 40x10+5+5 -e 'touch ${folder}/ready; read line; echo "$line" > ${folder}/line; cat'`,
    ),
    start(server.display, 'xlogo -geometry 150x150+300+220'),
    start(open.display, 'xlogo -geometry 250x150+10+20'),
  );
  // Both windows of the one, the window of the other: their backgrounds are white on a black screen.
  await until('windows', async () => {
    const first = await rootPicture(server.screen, 0, 0, 500, 400);
    const second = await rootPicture(open.screen, 0, 0, 300, 200);
    return first[100 * 500 + 100] !== 0 && first[225 * 500 + 375] !== 0 && second[25 * 300 + 135] !== 0;
  });
});

afterAll(async () => {
  for (const program of programs) await program.end();
  await Promise.all([server.end(), open.end()]);
  rmSync(folder, { recursive: true });
});

async function run(
  args: readonly string[],
  password?: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  delete environment['FARPANE_VNC_PASSWORD'];
  if (password !== undefined) environment['FARPANE_VNC_PASSWORD'] = password;
  const child = spawn(process.execPath, [COMMAND, 'view', ...args], { env: environment });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

async function pixelsOf(png: Uint8Array | string): Promise<Uint32Array> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return Uint32Array.from({ length: info.width * info.height }, (_, i) => data.readUIntBE(i * 3, 3));
}

/** Until a server's screen has stayed the same for a while. */
async function rest(of: Xtigervnc, width: number, height: number): Promise<void> {
  let last: Uint32Array | undefined;
  let unchanged = 0;
  await until('rest', async () => {
    const now = await rootPicture(of.screen, 0, 0, width, height);
    unchanged = last !== undefined && pixelDifference(now, last, width) === undefined ? unchanged + 1 : 0;
    last = now;
    return unchanged === 30;
  });
}

const common = { size: undefined, script: [], seconds: undefined, untilIdle: 400, signal: undefined, log: () => {} };

describe('a foreign VNC server in the headless terminal', () => {
  it('with a password of a file, inside TLS without certificates: the picture to the pixel', async () => {
    await rest(server, 500, 400);
    const png = join(folder, 'seen.png');
    const file = join(folder, 'password');
    writeFileSync(file, 'sesame12\nand the rest does not count');
    const { code, stdout, stderr } = await run([
      `vnc://127.0.0.1:${server.port}`,
      ...['--until-idle', '500', '--png', png, '--stats', '-', '--password-file', file],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const stats = JSON.parse(stdout);
    expect(stats.screen).toEqual({ width: 500, height: 400 });
    expect(stats.down.bytes).toBeGreaterThan(1000);
    expect(pixelDifference(await pixelsOf(png), await rootPicture(server.screen, 0, 0, 500, 400), 500)).toBeUndefined();
  });

  it('a wrong password, and none, and nobody there, are told in a line', async () => {
    const wrong = await run([`vnc://127.0.0.1:${server.port}`, '--seconds', '5'], 'mistaken');
    expect([wrong.code, wrong.stderr]).toEqual([1, 'farpane: refused: Authentication failure\n']);
    const address = { host: '127.0.0.1', port: server.port };
    await expect(viewVnc({ ...common, address, password: undefined })).rejects.toThrow('the server wants a password');
    const nobody = viewVnc({ ...common, address: { ...address, port: 1 }, password: undefined });
    await expect(nobody).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:1');
  });

  it('types, clicks and resizes by script', async () => {
    await until('an xterm', () => existsSync(join(folder, 'ready')));
    const view = async (script: string, idle = 300) =>
      viewVnc({
        ...common,
        address: { host: '127.0.0.1', port: server.port },
        password: 'sesame12',
        script: parseScript(script),
        untilIdle: idle,
      });
    const { stats } = await view(
      'move 60 40\nidle 200\ntype "Hello, World!"\nkey Return\nidle 300\nresize 520x410\nidle 300',
    );
    expect(stats.screen).toEqual({ width: 520, height: 410 });
    const line = () => (existsSync(join(folder, 'line')) ? readFileSync(join(folder, 'line'), 'utf8') : '');
    await until('the line', () => line() !== '');
    expect(line()).toBe('Hello, World!\n');
    // The busier the machine is, the longer it takes until something comes of what is typed.
    let idle = 300;
    await until('an answer, and the same picture', async () => {
      const typed = await view(`type "more"\nidle ${idle}`, idle);
      idle *= 2;
      const there = await rootPicture(server.screen, 0, 0, 520, 410);
      const same = pixelDifference(await pixelsOf(typed.png()), there, 520) === undefined;
      return same && typed.stats.inputToUpdate.count > 0;
    });
  });

  it('without a password, where the server wants none', async () => {
    await rest(open, 300, 200);
    const view = await viewVnc({
      ...common,
      address: vncAddress(`vnc://localhost:${open.port}/`),
      password: undefined,
    });
    expect(
      pixelDifference(await pixelsOf(view.png()), await rootPicture(open.screen, 0, 0, 300, 200), 300),
    ).toBeUndefined();
  });

  it.each([
    'vnc://',
    'vnc://:secret@host:5900',
    'vnc://host?password=secret',
    'vnc://host:5900/0',
    'vnc://host:0',
    'rfb://host',
  ])('refuses the address %s', (address) => {
    expect(() => vncAddress(address)).toThrow(SessionUrlError);
    expect(vncAddress('vnc://[::1]')).toEqual({ host: '::1', port: 5900 });
  });

  it('refuses what only our own sessions have', async () => {
    const { code, stderr } = await run(['vnc://host', '--wire', 'raw']);
    expect([code, stderr]).toEqual([2, 'farpane: --wire is for sessions of ours, not for VNC servers\n']);
  });
});
