/** The X Window System as it was meant: the terminal is an X server, and the host's programs reach it by TCP. */
import { NO_SHARED_MEMORY, SCREEN, type System } from './system.ts';

/** Ports of displays. */
const X_PORT = 6000;

export const X_TCP: System = {
  name: 'x',
  title: 'X over TCP',
  ours: false,
  needs: ['Xvfb'],
  async start(ground, link) {
    const display = await ground.farDisplay(SCREEN, NO_SHARED_MEMORY);
    await ground.link({ port: X_PORT + display.number }, { path: display.path }, link, true);
    return {
      environment: { DISPLAY: `127.0.0.1:${display.number}` },
      far: display.seen(),
      hostPids: [],
      terminalPids: [display.pid],
      sessionAtHost: false,
      plain: true,
    };
  },
};
