/** NX: nxagent at the host, which answers programs itself, and nxproxy at the terminal. Both have the setting for the link, and the usual packing of pictures. */
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { System } from './system.ts';
import { SCREEN } from './system.ts';

/** nxagent takes connections of proxies there, from its display's number on. */
const NX_PORT = 4000;
/** nxagent's window has three quarters of the display that it is shown on, whatever it is told. */
const SHARE = 0.75;
const UP_MS = 40_000;

/** NX's settings for links, by ours. */
const LINK_SETTINGS: Readonly<Record<string, string>> = {
  lan: 'lan',
  wan: 'wan',
  dsl: 'adsl',
  '3g': 'adsl',
  modem: 'modem',
  '9600': 'modem',
};

function nx(name: string, title: string, packing: string): System {
  return {
    name,
    title,
    ours: false,
    needs: ['Xvfb', 'nxagent', 'nxproxy'],
    async start(ground, link) {
      const root = join(ground.folder, 'nx');
      await mkdir(root);
      const environment = { NX_ROOT: root, NX_HOME: root };
      const display = await ground.farDisplay({
        width: Math.ceil(SCREEN.width / SHARE),
        height: Math.ceil(SCREEN.height / SHARE),
      });
      const settings = `link=${LINK_SETTINGS[link.name] ?? 'wan'}${packing},session=bench`;
      const number = ground.freeDisplay();
      const agent = ground.start(
        'nxagent',
        [
          ...['-D', '-ac', '-nolisten', 'tcp', '-display', `nx/nx,${settings},accept=127.0.0.1:${number}`],
          `:${number}`,
        ],
        environment,
      );
      await ground.listening(NX_PORT + number);
      const port = await ground.link({ port: 0 }, { port: NX_PORT + number }, link);
      const proxy = ground.start('nxproxy', ['-S', `nx/nx,connect=127.0.0.1,port=${port},session=bench:${number}`], {
        ...environment,
        DISPLAY: `:${display.number}`,
      });
      await ground.answers(number, UP_MS);
      const far = display.seen();
      await far.call.arrange();
      return {
        environment: { DISPLAY: `:${number}` },
        far,
        hostPids: [agent.pid!],
        terminalPids: [proxy.pid!, display.pid],
        sessionAtHost: true,
      };
    },
  };
}

export const NX = nx('nx', 'NX', '');
export const NX_LOSSLESS = nx('nx-lossless', 'NX lossless', ',pack=nopack');
