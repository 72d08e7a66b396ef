/** `serve --vnc-server`: what is taken, what is refused, and where passwords come from. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { vncServers } from '../../cli/vnc-servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'farpane-vnc-servers-'));
const file = join(folder, 'password');
writeFileSync(file, 'of the file\nand more\n');
afterAll(() => rmSync(folder, { recursive: true }));

test('servers are named; their passwords come from files, then from the environment, which keeps none', async () => {
  process.env['FARPANE_VNC_PASSWORD_LAB_2_B'] = 'of the environment';
  process.env['FARPANE_VNC_PASSWORD_BOTH'] = 'not this one';
  const servers = await vncServers({
    vncServer: ['lab-2.b=10.0.0.5:5901', 'both=[::1]:5900', 'open=vnc.example.org:65535'],
    vncPasswordFile: [`both=${file}`],
  });
  expect(servers).toEqual([
    { name: 'lab-2.b', host: '10.0.0.5', port: 5901, password: 'of the environment' },
    { name: 'both', host: '::1', port: 5900, password: 'of the file' },
    { name: 'open', host: 'vnc.example.org', port: 65_535, password: undefined },
  ]);
  // What sessions start inherits the environment.
  expect(Object.keys(process.env).filter((key) => key.startsWith('FARPANE_VNC_PASSWORD_'))).toEqual([]);
});

test.each([
  'lab',
  'lab=host',
  'lab=host:0',
  'lab=host:65536',
  'lab=:5900',
  '=host:5900',
  'a/b=host:5900',
  '..=host:5900',
  'lab=user:secret@host:5900',
  'lab=vnc://host:5900',
  'lab=::1:5900',
])('refuses %s', async (server) => {
  await expect(vncServers({ vncServer: [server], vncPasswordFile: [] })).rejects.toThrow(
    `--vnc-server takes NAME=HOST:PORT, such as lab=10.0.0.5:5901, not ${JSON.stringify(server)}`,
  );
});

test('refuses two of a name, passwords of nobody, and files that cannot be read', async () => {
  const given = async (vncServer: string[], vncPasswordFile: string[] = []) =>
    vncServers({ vncServer, vncPasswordFile });
  await expect(given(['a=h:1', 'a=h:2'])).rejects.toThrow('two servers of the same name');
  await expect(given(['a=h:1'], [`b=${file}`])).rejects.toThrow('no --vnc-server is called b');
  await expect(given(['a=h:1'], ['a='])).rejects.toThrow('--vnc-password-file takes NAME=FILE, not "a="');
  await expect(given(['a=h:1'], [`a=${join(folder, 'none')}`])).rejects.toThrow('--vnc-password-file: ENOENT');
});
