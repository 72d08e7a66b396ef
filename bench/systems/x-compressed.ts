/** X through `ssh -C`, the way many people have it: sshd at the host on a port of its own, ssh at the terminal, X forwarded back over the connection. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '../processes.ts';
import { NO_SHARED_MEMORY, SCREEN, type System } from './system.ts';

const run = promisify(execFile);
const X_PORT = 6000;
const UP_MS = 40_000;

export const X_COMPRESSED: System = {
  name: 'x-compressed',
  title: 'X over ssh -C',
  ours: false,
  needs: ['Xvfb', 'sshd', 'ssh', 'ssh-keygen'],
  async start(ground, link) {
    const folder = join(ground.folder, 'ssh');
    await mkdir(folder);
    const file = (name: string): string => join(folder, name);
    for (const key of ['host', 'user']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)]);
    await writeFile(file('authorized'), await readFile(file('user.pub')));
    await chmod(file('authorized'), 0o600);
    const display = await ground.farDisplay(SCREEN, NO_SHARED_MEMORY);
    const number = ground.freeDisplay();
    const port = await ground.freePort();
    const server = [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized')}`,
      `PidFile ${file('pid')}`,
      ...[
        'StrictModes no',
        'UsePAM no',
        'PasswordAuthentication no',
        'Compression yes',
        'PermitRootLogin prohibit-password',
      ],
    ];
    await writeFile(file('sshd_config'), `${server.join('\n')}\n`);
    // It leaves its privileges there, and refuses to start without; only root can make it.
    if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
    const host = ground.start((await findProgram('sshd'))!, ['-D', '-f', file('sshd_config')]);
    await ground.listening(port);
    const near = await ground.link({ port: 0 }, { port }, link);
    const options = [
      'StrictHostKeyChecking=no',
      `UserKnownHostsFile=${file('known')}`,
      'BatchMode=yes',
      'ExitOnForwardFailure=yes',
      'IdentitiesOnly=yes',
    ];
    const forward = `127.0.0.1:${X_PORT + number}:${display.path}`;
    const client = ground.start('ssh', [
      ...['-F', '/dev/null', '-C', '-N', '-p', String(near), '-i', file('user'), '-R', forward],
      ...options.flatMap((option) => ['-o', option]),
      `${userInfo().username}@127.0.0.1`,
    ]);
    await ground.listening(X_PORT + number, UP_MS);
    return {
      environment: { DISPLAY: `127.0.0.1:${number}` },
      far: display.seen(),
      hostPids: [host.pid!],
      terminalPids: [client.pid!, display.pid],
      sessionAtHost: false,
      plain: true,
    };
  },
};
