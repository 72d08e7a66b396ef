/**
 * The terminal, off the page's main thread: the connection to the session, the core, and the canvas. The page (../main.ts) sends input and gets
 * told what to show around the canvas; messages.ts has what they say.
 */
import type { Core } from '../../../xserver/core.ts';
import { currentCursor } from '../../../xserver/input/cursor.ts';
import { Modifier, numLockModifier } from '../../../xserver/input/modifiers.ts';
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import { composeScene } from '../../../xserver/windows/scene.ts';
import type { TerminalState } from '../../../session/terminal/terminal-options.ts';
import type { ScreenSize } from '../../../session/carrier/control.ts';
import { Connection, type ConnectionEnd } from './connection.ts';
import { cursorPicture } from './cursor-picture.ts';
import type { ConnectionState, FromWorker, Report, ToWorker } from './messages.ts';
import { Painter } from './painter.ts';
import { Presenter, toRgba } from './presenter.ts';
import { SceneDriver } from './scene-driver.ts';
import { GONE, NOT_LET_IN, stateAfter } from './session-state.ts';

type Start = Extract<ToWorker, { kind: 'start' }>;

class Terminal {
  readonly #start: Start;
  readonly #presenter: Presenter;
  readonly #painter: Painter;
  #connection: Connection | undefined;
  #size: ScreenSize;
  /** The size that the connection at hand has asked for. */
  #askedSize: ScreenSize;
  #link: string | undefined;
  #failures = 0;
  #wasLive = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** Questions whose answers are under way, in order. */
  #verifications: number[] = [];
  #lastInput = 0;
  #toldLocks = '';
  #toldName = '';

  constructor(start: Start) {
    this.#start = start;
    this.#size = start.size;
    this.#askedSize = start.size;
    this.#link = start.link;
    this.#presenter = new Presenter(start.canvas);
    this.#painter = new Painter(this.#presenter, (width, height) => tell({ kind: 'screen', width, height }));
    this.connect();
  }

  connect(): void {
    clearTimeout(this.#retry);
    this.#connection?.close();
    this.#setState({ name: 'connecting' });
    const driver = new SceneDriver(
      (cursor) => tell({ kind: 'cursor', cursor: cursor === undefined ? undefined : cursorPicture(cursor) }),
      (blanked) => this.#painter.blank(blanked),
    );
    let restored: Core | undefined;
    this.#askedSize = this.#size;
    const connection = new Connection({
      url: this.#start.url,
      screen: this.#size,
      link: this.#link,
      driver,
      events: {
        stateChanged: (state) => {
          if (this.#connection === undefined || this.#connection === connection) this.#stateChanged(state);
        },
        restored: (core) => {
          restored = core;
          this.#painter.show(core, driver);
          tell({ kind: 'cursor', cursor: cursorPicture(currentCursor(core.server).image) });
        },
        bell: (volume, pitch, duration) => tell({ kind: 'bell', volume, pitch, duration }),
        verified: (index, equal) => {
          if (!equal) tell({ kind: 'defect', what: `state differs from the host's at entry ${index}` });
          const id = this.#verifications.shift();
          if (id !== undefined) tell({ kind: 'verified', id, equal });
        },
        defect: (what) => tell({ kind: 'defect', what }),
      },
      worked: () => this.#worked(restored),
      ended: (end) => {
        if (this.#connection === connection) void this.#ended(end);
      },
    });
    this.#connection = connection;
  }

  input(number: number, input: TerminalInput): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#lastInput = number;
    connection.act((end, now) => {
      switch (input.kind) {
        case 'motion':
          end.pointerMoved(input.x, input.y, now);
          return;
        case 'button':
          end.button(input.button, input.pressed, now);
          return;
        case 'key':
          end.key(input.keycode, input.pressed, now);
          return;
        case 'keymap':
          end.keymap(input, now);
          return;
        default:
          input satisfies never;
      }
    });
    this.#worked(connection.end.core);
  }

  resize(size: ScreenSize): void {
    this.#size = size;
    if (this.#connection?.end.state !== 'live') return;
    this.#askedSize = size;
    this.#connection.act((end, now) => end.resize(size, now));
    this.#worked(this.#connection.end.core);
  }

  setLink(link: string | undefined): void {
    this.#link = link;
    this.#connection?.setLink(link);
  }

  verify(id: number): void {
    if (this.#connection?.end.state !== 'live') {
      tell({ kind: 'verified', id, equal: false });
      return;
    }
    this.#verifications.push(id);
    this.#connection.act((end) => end.verify());
  }

  report(withPixels: boolean): Report {
    const end = this.#connection?.end;
    const core = end?.core;
    const { width = 0, height = 0 } = core?.state.screen ?? {};
    return {
      index: core?.state.index ?? 0,
      stateHash: core?.stateHash() ?? '',
      input: this.#lastInput,
      bytesReceived: end?.carrier.received.bytes ?? 0,
      bytesSent: end?.carrier.sent.bytes ?? 0,
      framesPainted: this.#painter.frames,
      width,
      height,
      shown: withPixels ? this.#presenter.shown() : undefined,
      scene: withPixels && core !== undefined ? toRgba(composeScene(core.state, 0, 0, width, height)) : undefined,
    };
  }

  #worked(core: Core | undefined): void {
    this.#painter.worked();
    if (core === undefined) return;
    const { keyboard } = core.state.input;
    const capsLock = (keyboard.locked & Modifier.Lock) !== 0;
    const numLock = (keyboard.locked & numLockModifier(keyboard)) !== 0;
    const locks = `${capsLock} ${numLock}`;
    if (locks === this.#toldLocks) return;
    this.#toldLocks = locks;
    tell({ kind: 'locks', capsLock, numLock, after: this.#lastInput });
  }

  #stateChanged(state: TerminalState): void {
    const end = this.#connection?.end;
    if (end === undefined) return;
    if (state === 'joining' && end.session !== this.#toldName) {
      this.#toldName = end.session;
      tell({ kind: 'session', name: end.session });
    }
    if (state !== 'live') return;
    this.#failures = 0;
    this.#wasLive = true;
    this.#toldLocks = '';
    this.#setState({ name: 'connected' });
    if (this.#size !== this.#askedSize) this.resize(this.#size);
    this.#worked(end.core);
  }

  async #ended({ reason, message, opened }: ConnectionEnd): Promise<void> {
    this.#painter.show(undefined, undefined);
    for (const id of this.#verifications.splice(0)) tell({ kind: 'verified', id, equal: false });
    this.#failures++;
    const { access } = this.#start;
    // A WebSocket that never opened does not say why: a plain request does.
    const refused = reason === undefined && !opened && access !== undefined && (await isRefused(access));
    if (refused) {
      this.#setState(this.#wasLive ? GONE : NOT_LET_IN);
      return;
    }
    const state = stateAfter(reason, message, this.#failures);
    this.#setState(state);
    if (state.name === 'lost') this.#retry = setTimeout(() => this.connect(), state.retryIn);
  }

  #setState(state: ConnectionState): void {
    tell({ kind: 'state', state });
  }
}

/** Whether the host answers, and lets nobody in. */
async function isRefused({ url, token }: NonNullable<Start['access']>): Promise<boolean> {
  try {
    const { status } = await fetch(url, { headers: { authorization: `Bearer ${token}` }, cache: 'no-store' });
    return status === 401 || status === 403 || status === 404;
  } catch {
    return false;
  }
}

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin
  self.postMessage(message);
}

let terminal: Terminal | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') {
    terminal = new Terminal(data);
    return;
  }
  if (terminal === undefined) return;
  switch (data.kind) {
    case 'input':
      terminal.input(data.number, data.input);
      return;
    case 'resize':
      terminal.resize(data.size);
      return;
    case 'link':
      terminal.setLink(data.profile);
      return;
    case 'retry':
      terminal.connect();
      return;
    case 'report':
      tell({ kind: 'report', id: data.id, report: terminal.report(data.pixels) });
      return;
    case 'verify':
      terminal.verify(data.id);
      return;
    default:
      data satisfies never;
  }
});
