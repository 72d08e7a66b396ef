/** `farpane view vnc://` and a server with a certificate: it is checked, and whom to trust can be said. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selfSigned } from './self-signed.ts';
import { startTestHost, type TestHost } from './support.ts';

const COMMAND = fileURLToPath(new URL('../../cli/bin/farpane.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'farpane-rfb-certificate-'));
const own = join(folder, 'own.pem');
const other = join(folder, 'other.pem');
let host: TestHost;

beforeAll(async () => {
  const tls = selfSigned();
  writeFileSync(own, tls.cert);
  writeFileSync(other, selfSigned().cert);
  host = await startTestHost({ session: { rfb: { port: 0, listen: '127.0.0.1', tls } } });
});
afterAll(async () => {
  await host.end();
  rmSync(folder, { recursive: true });
});

async function view(name: string, ...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { port, password } = host.session.handle.info.rfb!;
  const env = { ...process.env, FARPANE_VNC_PASSWORD: password };
  const child = spawn(process.execPath, [COMMAND, 'view', `vnc://${name}:${port}`, '--until-idle', '200', ...args], {
    env,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

test('nobody is trusted who is not known, or is known by another name', async () => {
  const [unknown, mistaken, named] = await Promise.all([
    view('127.0.0.1'),
    view('127.0.0.1', '--ca', other),
    view('localhost', '--ca', own),
  ]);
  for (const { code, stderr } of [unknown, mistaken]) {
    expect(stderr).toMatch(
      /^farpane: the server's certificate is not trusted: .*; name what is to be trusted with --ca\n$/,
    );
    expect(code).toBe(1);
  }
  expect(named.stderr).toMatch(/^farpane: the server's certificate is not trusted: .*localhost/);
  expect(named.code).toBe(1);
});

test('who is named is trusted', async () => {
  const { code, stdout, stderr } = await view('127.0.0.1', '--ca', own, '--stats', '-');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ screen: { width: 640, height: 480 } });
});

test('a file without certificates is told, and sessions of ours need none', async () => {
  const key = join(folder, 'empty.pem');
  writeFileSync(key, 'nothing');
  const [empty, missing] = await Promise.all([
    view('127.0.0.1', '--ca', key),
    view('127.0.0.1', '--ca', join(folder, 'no')),
  ]);
  expect(empty.stderr).toBe(`farpane: --ca: ${key} has no certificate in PEM\n`);
  expect(missing.stderr).toMatch(/^farpane: --ca: .*no such file/);
});
