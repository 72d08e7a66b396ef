/**
 * Farpane's far end: the headless terminal (clients/headless), whose scene is presented to a Screen as a page presents it to its canvas. A helper of
 * the bench: `terminal-main URL WIRE WIDTH HEIGHT`.
 */
import { Connection } from '../../clients/headless/connection.ts';
import { terminalUrl } from '../../clients/headless/session-url.ts';
import type { WireName } from '../../session/carrier/control.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { clock, pause } from '../clock.ts';
import { farMethods } from './far-methods.ts';
import { answer } from './rpc.ts';
import { Screen } from './screen.ts';

const JOIN_MS = 60_000;

const [url = '', wire = 'x11', width = '1024', height = '768'] = process.argv.slice(2);
const screen = new Screen(Number(width), Number(height));
const damage = new SceneDamage();
/** What the connection has told. */
const heard: { live: boolean; closed: string | undefined } = { live: false, closed: undefined };
/** All of the picture may have changed. */
let whole = true;

const connection = new Connection({
  url: terminalUrl(url),
  wire: wire as WireName,
  link: undefined,
  screen: undefined,
  driver: damage,
  events: {
    stateChanged: (state) => {
      heard.live ||= state === 'live';
      whole = true;
    },
    restored: () => {
      whole = true;
    },
    preview: () => {},
    roles: () => {},
    switched: () => {},
    bell: () => {},
    verified: () => {},
    ended: () => {},
    defect: (what) => process.stderr.write(`defect: ${what}\n`),
  },
  worked: present,
  closed: (message) => {
    heard.closed = message;
  },
});

/** Copies what was drawn to the screen, and notes whether that changed a pixel. */
function present(): void {
  const { scene } = connection;
  if (scene === undefined || (damage.isEmpty && !whole)) return;
  const boxes = damage.take();
  const parts = whole ? [{ x1: 0, y1: 0, x2: screen.width, y2: screen.height }] : boxes;
  whole = false;
  let changed = false;
  for (const box of parts) {
    const [x, y] = [Math.max(0, box.x1), Math.max(0, box.y1)];
    const [right, bottom] = [Math.min(screen.width, box.x2), Math.min(screen.height, box.y2)];
    if (x >= right || y >= bottom) continue;
    const part = composeScene(scene, x, y, right - x, bottom - y);
    for (let row = 0; row < bottom - y; row++) {
      const from = row * part.width;
      const to = (y + row) * screen.width + x;
      let column = 0;
      while (column < part.width && screen.pixels[to + column] === part.data[from + column]) column++;
      if (column === part.width) continue;
      changed = true;
      screen.pixels.set(part.data.subarray(from + column, from + part.width), to + column);
    }
  }
  if (changed) screen.noteChange();
}

function give(input: TerminalInput): void {
  connection.act((end, now) => {
    if (input.kind === 'motion') end.pointerMoved(input.x, input.y, now);
    else if (input.kind === 'button') end.button(input.button, input.pressed, now);
    else if (input.kind === 'key') end.key(input.keycode, input.pressed, now);
  });
  // On x11 the terminal's own core acts at once.
  present();
}

answer(
  farMethods({
    screen,
    give,
    ready: async () => {
      for (const end = clock() + JOIN_MS; !heard.live; await pause(5)) {
        if (heard.closed !== undefined) throw new Error(`the terminal was cut off: ${heard.closed}`);
        if (clock() > end) throw new Error('the session was not shown');
      }
      present();
    },
    arrange: async () => {},
    end: async () => connection.close(),
  }),
);
