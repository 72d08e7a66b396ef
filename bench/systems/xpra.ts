/** Xpra with its defaults: the server's own virtual display at the host, the Python client at the terminal. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { System } from './system.ts';
import { SCREEN } from './system.ts';

const UP_MS = 60_000;
const FIRST_BYTES = 2000;
const SHOWN_MS = 1500;

export const XPRA: System = {
  name: 'xpra',
  title: 'Xpra',
  ours: false,
  needs: ['Xvfb', 'xpra'],
  async start(ground, link) {
    const home = join(ground.folder, 'xpra');
    await mkdir(home);
    const environment = { HOME: home, XDG_RUNTIME_DIR: home, XPRA_SOCKET_DIR: home };
    const number = ground.freeDisplay();
    const port = await ground.freePort();
    const off = [
      'notifications',
      'pulseaudio',
      'mdns',
      'printing',
      'webcam',
      'html',
      'dbus-launch',
      'dbus-proxy',
      'systemd-run',
      'start-new-commands',
      'file-transfer',
    ];
    const server = ground.start(
      'xpra',
      [
        ...[
          'start',
          `:${number}`,
          '--daemon=no',
          '--speaker=off',
          '--microphone=off',
          `--bind-tcp=127.0.0.1:${port}`,
          '--tcp-auth=none',
        ],
        `--xvfb=Xvfb -screen 0 ${SCREEN.width}x${SCREEN.height}x24+32 +extension Composite -nolisten tcp -noreset -ac`,
        ...off.map((name) => `--${name}=no`),
      ],
      environment,
    );
    await ground.listening(port, UP_MS);
    await ground.answers(number, UP_MS);
    const display = await ground.farDisplay();
    const near = await ground.link({ port: 0 }, { port }, link);
    const client = ground.start(
      'xpra',
      [
        'attach',
        `tcp://127.0.0.1:${near}/`,
        '--speaker=off',
        '--microphone=off',
        // Shared memory would pass the link by.
        '--opengl=no',
        '--mmap=no',
        ...['notifications', 'pulseaudio', 'mdns', 'printing', 'webcam', 'tray'].map((name) => `--${name}=no`),
      ],
      { ...environment, DISPLAY: `:${display.number}` },
    );
    await ground.carried(FIRST_BYTES);
    const far = display.seen();
    await new Promise((resolve) => setTimeout(resolve, SHOWN_MS));
    return {
      environment: { DISPLAY: `:${number}` },
      far,
      hostPids: [server.pid!],
      terminalPids: [client.pid!, display.pid],
      sessionAtHost: true,
    };
  },
};
