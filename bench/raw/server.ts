/**
 * The raw wire as an RFB server on a TCP port, in a process of its own, for bench/raw-report.ts: `npx tsx bench/raw/server.ts`. Prints one line of JSON
 * when it is ready: display, port.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { loadRawEncoders } from '../../host/encoders/raw-encoders.ts';
import { RawScreen } from '../../rawpixel/raw-screen.ts';
import type { Viewer } from '../../rawpixel/viewer.ts';
import { Pace } from '../../session/carrier/pace.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { CoreServer } from '../core-server.ts';

const FRAME_MS = 16;
const TICK_MS = 4;

let screen: RawScreen | undefined;
const server = await CoreServer.start(30_000 + Math.floor(Math.random() * 20_000), {
  driver: ({ state }) => (screen = new RawScreen(state)).changes,
});
const { state } = server.core;
const encoders = await loadRawEncoders();
let inputs = 0;

function input(what: TerminalInput): void {
  server.append({ kind: 'input', terminal: 1, number: ++inputs, input: what });
}

/** The keycode of a keysym on the session's keyboard. */
function keycodeOf(keysym: number): number | undefined {
  const { mappings, minKeycode } = state.input.keyboard;
  const index = mappings.findIndex(({ keysyms }) => keysyms.includes(keysym));
  return index < 0 ? undefined : minKeycode + index;
}

class Shown {
  readonly #socket: Socket;
  readonly #pace = new Pace();
  readonly #viewer: Viewer;
  #begun = false;
  #buttons = 0;
  #last = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    this.#viewer = screen!.attach(
      { name: 'bench', security: [{ kind: 'none' }], encoders },
      {
        send: (bytes) => this.#send(bytes),
        packed: () => this.tick(),
        failed: (error) => {
          throw error;
        },
        started: () => {},
        key: (down, keysym) => {
          const keycode = keycodeOf(keysym);
          if (keycode !== undefined) input({ kind: 'key', keycode, pressed: down });
        },
        pointer: (x, y, buttons) => this.#pointer(x, y, buttons),
        clipboard: () => {},
        resizeWanted: () => {},
        fenceReturned: (payload) => {
          if (payload.length === 4)
            this.#pace.pong(new DataView(payload.buffer, payload.byteOffset).getUint32(0), performance.now());
        },
      },
      state,
    );
    this.#begun = true;
    socket.on('data', (bytes) => this.#viewer.connection.receive(Uint8Array.from(bytes)));
    socket.on('error', () => {});
    socket.on('close', () => {
      shown.delete(this);
      screen!.viewers.delete(this.#viewer);
      this.#viewer.connection.end();
    });
  }

  #send(bytes: Uint8Array): void {
    this.#socket.write(bytes);
    // The first words are said while the connection is being made.
    if (!this.#begun || !this.#viewer.connection.abilities.fence || bytes.length < 20) return;
    this.#ask(bytes.length);
  }

  #ask(bytes: number): void {
    const token = this.#pace.sending(bytes, !this.#viewer.isBehind, performance.now(), bytes === 0);
    if (token === undefined) return;
    const payload = new Uint8Array(4);
    new DataView(payload.buffer).setUint32(0, token);
    this.#viewer.connection.sendFence(payload);
  }

  #pointer(x: number, y: number, buttons: number): void {
    input({ kind: 'motion', x, y });
    for (let button = 1; button <= 7; button++) {
      const bit = 1 << (button - 1);
      if ((buttons ^ this.#buttons) & bit) input({ kind: 'button', button, pressed: (buttons & bit) !== 0 });
    }
    this.#buttons = buttons;
  }

  tick(): void {
    const now = performance.now();
    if (now - this.#last < FRAME_MS && !this.#viewer.isBehind) return;
    if (this.#pace.mustAsk) this.#ask(0);
    const allowed = this.#pace.allowance();
    if (allowed <= 0) return;
    if (this.#viewer.update(now, allowed) > 0) this.#last = now;
  }
}

const shown = new Set<Shown>();
setInterval(() => {
  screen!.refresh(state);
  for (const each of shown) each.tick();
}, TICK_MS);
const listener = createServer((socket) => shown.add(new Shown(socket)));
listener.listen(0, '127.0.0.1', () => {
  const { port } = listener.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ display: server.display, port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
