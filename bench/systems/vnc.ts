/** VNC: TigerVNC's server at the host, its own viewer at the terminal, both with their default settings. */
import type { Ground, System } from './system.ts';
import { SCREEN } from './system.ts';

/** The viewer's window has the screen's size; one that fills its display would be taken for a wish for full screen, with its own rules. */
const MARGIN = 80;
const VNC_PORT = 5900;
/** The handshake, and the beginning of a first picture. */
const HANDSHAKE_BYTES = 100;

function vnc(name: string, title: string, viewerOptions: readonly string[]): System {
  return {
    name,
    title,
    ours: false,
    needs: ['Xvfb', 'Xtigervnc', 'xtigervncviewer'],
    async start(ground: Ground, link) {
      const size = `${SCREEN.width}x${SCREEN.height}`;
      const port = (number: number): number => VNC_PORT + number;
      const server = await ground.server('Xtigervnc', (display, number) => [
        display,
        ...['-geometry', size, '-depth', '24', '-rfbport', String(port(number))],
        ...['-SecurityTypes', 'None', '-localhost', '-ac', '-nolisten', 'tcp', '-AlwaysShared'],
      ]);
      const display = await ground.farDisplay({ width: SCREEN.width + MARGIN, height: SCREEN.height + MARGIN });
      const viewerPort = await ground.link({ port: 0 }, { port: port(server.number) }, link);
      const viewer = ground.start(
        'xtigervncviewer',
        [
          ...['-geometry', `${size}+0+0`, '-RemoteResize=0', '-SecurityTypes', 'None'],
          ...viewerOptions,
          `127.0.0.1::${viewerPort}`,
        ],
        { DISPLAY: `:${display.number}` },
      );
      const far = display.seen();
      await ground.carried(HANDSHAKE_BYTES);
      await far.call.arrange();
      return {
        environment: { DISPLAY: `:${server.number}` },
        far,
        hostPids: [server.pid],
        terminalPids: [viewer.pid!, display.pid],
        sessionAtHost: true,
      };
    },
  };
}

export const VNC_TIGHT = vnc('vnc', 'VNC Tight', []);
export const VNC_LOSSLESS = vnc('vnc-lossless', 'VNC lossless', [
  '-AutoSelect=0',
  '-PreferredEncoding=Tight',
  '-NoJPEG=1',
]);
