/**
 * The worker of the page that shows a foreign VNC server: connections and canvas, off the page's main thread. The page (../vnc/vnc.ts) sends input and
 * gets told what to show around the canvas; vnc-messages.ts has what they say.
 */
import { askAccess } from './access.ts';
import { cursorPicture } from './cursor-picture.ts';
import type { ConnectionState } from './messages.ts';
import { Painter } from './painter.ts';
import { Presenter } from './presenter.ts';
import { retryPause, sentence } from './session-state.ts';
import { VncConnection } from './vnc-connection.ts';
import type { FromVncWorker, ToVncWorker } from './vnc-messages.ts';

type Start = Extract<ToVncWorker, { kind: 'start' }>;
type Size = { readonly width: number; readonly height: number };

const NOT_LET_IN: ConnectionState = {
  name: 'refused',
  title: 'Not let in',
  reason:
    'The host knows no such VNC server, or the link to it lacks its token. Open the address that the host has printed.',
  retry: 'Try again',
};

function tell(message: FromVncWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

class VncTerminal {
  readonly #start: Start;
  readonly #presenter: Presenter;
  readonly #painter: Painter;
  #connection: VncConnection | undefined;
  #shown: VncConnection | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #size: Size | undefined;
  #canResize: boolean | undefined;

  constructor(start: Start) {
    this.#start = start;
    this.#presenter = new Presenter(start.canvas);
    this.#painter = new Painter(this.#presenter, (width, height) => tell({ kind: 'screen', width, height }));
    void this.connect();
  }

  /** Makes a connection, unless there is one. */
  async connect(): Promise<void> {
    if (this.#connection !== undefined) return;
    clearTimeout(this.#retry);
    tell({ kind: 'state', state: { name: 'connecting' } });
    const connection: VncConnection = new VncConnection(this.#start.url, {
      connected: (name) => this.#connected(name),
      worked: () => {
        this.#show(connection);
        this.#painter.worked();
        this.#tellCanResize(connection.client.canResize);
      },
      cursor: (cursor) => tell({ kind: 'cursor', cursor: cursor === undefined ? undefined : cursorPicture(cursor) }),
      clipboard: (text) => tell({ kind: 'clipboard', text }),
      bell: () => tell({ kind: 'bell' }),
      renamed: (name) => tell({ kind: 'name', name }),
      locks: (capsLock, numLock) => tell({ kind: 'locks', capsLock, numLock }),
      sizeRefused: () => tell({ kind: 'size-refused' }),
      ended: (end) => void this.#ended(end),
    });
    this.#connection = connection;
    const answer = await askAccess(this.#start.access);
    if (answer?.ok !== true) return;
    const { viewOnly } = (await answer.json()) as { readonly viewOnly: boolean };
    tell({ kind: 'view-only', viewOnly });
  }

  #connected(name: string): void {
    this.#failures = 0;
    this.#canResize = undefined;
    tell({ kind: 'name', name });
    tell({ kind: 'state', state: { name: 'connected' } });
  }

  /** The last picture of the connection before stays until there is another. */
  #show(connection: VncConnection): void {
    if (this.#shown === connection) return;
    this.#shown = connection;
    this.#painter.show(connection.surface.scene, connection.driver);
  }

  #tellCanResize(can: boolean): void {
    if (can === this.#canResize) return;
    this.#canResize = can;
    tell({ kind: 'can-resize', can });
    if (can) this.#askForSize();
  }

  setSize(size: Size | undefined): void {
    this.#size = size;
    this.#askForSize();
  }

  #askForSize(): void {
    const client = this.#connection?.client;
    const size = this.#size;
    if (size === undefined || client?.canResize !== true) return;
    if (size.width !== client.width || size.height !== client.height) client.requestSize(size.width, size.height);
  }

  async #ended({ refused, opened, reason }: { refused: boolean; opened: boolean; reason: string }): Promise<void> {
    this.#failures++;
    const status = opened ? undefined : (await askAccess(this.#start.access))?.status;
    this.#connection = undefined;
    if (status === 401 || status === 404) {
      tell({ kind: 'state', state: NOT_LET_IN });
    } else if (refused) {
      // Asking again and again with the same password would only lock the host out.
      tell({
        kind: 'state',
        state: { name: 'refused', title: 'Not shown', reason: sentence(reason), retry: 'Try again' },
      });
    } else {
      const retryIn = retryPause(this.#failures);
      tell({ kind: 'state', state: { name: 'lost', reason: sentence(reason), retryIn } });
      this.#retry = setTimeout(() => void this.connect(), retryIn);
    }
  }

  take(message: Exclude<ToVncWorker, { kind: 'start' }>): void {
    const client = this.#connection?.client;
    switch (message.kind) {
      case 'retry':
        void this.connect();
        return;
      case 'key':
        if (client?.connected === true) client.key(message.down, message.keysym, message.xt);
        return;
      case 'pointer':
        if (client?.connected === true) client.pointer(message.x, message.y, message.buttons);
        return;
      case 'clipboard':
        client?.setClipboard(message.text);
        return;
      case 'size':
        this.setSize(message.size);
        return;
      case 'report': {
        const { width, height } = this.#presenter;
        const shown = this.#presenter.shown();
        const bytesReceived = this.#connection?.received ?? 0;
        tell({ kind: 'report', id: message.id, report: { width, height, bytesReceived, shown } }, [shown.buffer]);
        return;
      }
      default:
        message satisfies never;
    }
  }
}

let terminal: VncTerminal | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToVncWorker>) => {
  if (data.kind === 'start') terminal = new VncTerminal(data);
  else terminal?.take(data);
});
