/** Farpane on one of its wires: `farpane serve` in its own process, and the headless terminal in another, behind the emulated link. */
import { join } from 'node:path';
import { ROOT } from '../../host/kept-bundles.mjs';
import type { WireName } from '../../session/carrier/control.ts';
import { OFFERED_WIRES } from '../../session/carrier/control.ts';
import { SCREEN, type System } from './system.ts';

const COMMAND = join(ROOT, 'cli', 'bin', 'farpane');
const TITLES: Readonly<Record<WireName, string>> = {
  x11: 'Farpane x11',
  nx: 'Farpane nx',
  thinc: 'Farpane thinc',
  raw: 'Farpane raw',
};

function farpane(wire: WireName): System {
  return {
    name: `farpane-${wire}`,
    title: TITLES[wire],
    ours: true,
    needs: [],
    async start(ground, link) {
      const size = `${SCREEN.width}x${SCREEN.height}`;
      const host = ground.start(COMMAND, ['serve', '--json', '--port', '0', '--size', size]);
      const line = await firstLine(host.stdout!);
      const ready = JSON.parse(line) as Record<'url' | 'display' | 'xauthority' | 'token' | 'sessionId', string> & {
        port: number;
      };
      const port = await ground.link({ port: 0 }, { port: ready.port }, link);
      const url = new URL(ready.url);
      url.port = String(port);
      const far = ground.far(ground.bundles.terminal, [url.href, wire, String(SCREEN.width), String(SCREEN.height)]);
      await far.call.ready();
      return {
        environment: { DISPLAY: ready.display, XAUTHORITY: ready.xauthority },
        far,
        hostPids: [host.pid!],
        terminalPids: [far.pid],
        sessionAtHost: true,
      };
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text);
    });
    stream.once('end', () => reject(new Error('the host did not start')));
  });
}

/** One for each wire that this version offers. */
export const FARPANE_SYSTEMS: readonly System[] = OFFERED_WIRES.map(farpane);
