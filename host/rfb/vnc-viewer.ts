/**
 * One VNC viewer of a session, whatever carries its bytes. Once it is in it is a guest of the hub: its input goes where a terminal's goes, and it may
 * hold the keyboard. What it is sent is paced as a terminal's is (session/carrier/pace.ts) where it answers fences; others ask for each update.
 */
import { RfbError, RfbPasswordError } from '../../rawpixel/errors.ts';
import { MAX_PIXELS, MAX_SIDE } from '../../rawpixel/limits.ts';
import type { DistantEncoders } from '../../rawpixel/packing.ts';
import { resizeStatus } from '../../rawpixel/rfb/numbers.ts';
import type { SecurityOffer } from '../../rawpixel/rfb/security.ts';
import type { Viewer } from '../../rawpixel/viewer.ts';
import { Pace } from '../../session/carrier/pace.ts';
import type { Guest } from '../../session/hub.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import type { SharedScreen } from './shared-screen.ts';
import type { Transport } from './transport.ts';
import { UpdateClock } from './update-clock.ts';
import { ViewerInput } from './viewer-input.ts';

/** What may wait in the connection before there is another update. */
const MAX_WAITING_BYTES = 64 * 1024;
/** Of one update, for viewers that ask for each. */
const UPDATE_BYTES = 1 << 20;
/** The answer to a wrong password comes so late. */
const WRONG_PASSWORD_MS = 1000;
/** Screens of fewer pixels a side than this are of no use. */
const MIN_SIDE = 64;
/** A fence of the pace: `F` and the ping's token. */
const FENCE_MARK = 0x46;

export interface VncViewerOptions {
  readonly screen: SharedScreen;
  readonly encoders: DistantEncoders;
  readonly transport: Transport;
  readonly security: readonly SecurityOffer[];
  /** It does not get in: why. */
  readonly refusal: string | undefined;
  /** The name of the desktop. */
  readonly name: string;
  readonly viewOnly: boolean;
  /** ms of the session, with fractions. */
  readonly now: () => number;
  readonly wake: () => void;
  readonly events: VncViewerEvents;
}

export interface VncViewerEvents {
  /** It is in, and becomes a guest. */
  started(viewer: VncViewer): Guest;
  /** It has text for the session's programs. */
  clipboard(text: string): void;
  passwordWrong(): void;
  /** The connection is over, or soon will be. */
  ended(viewer: VncViewer, reason: string | undefined): void;
}

export class VncViewer {
  readonly transport: Transport;
  readonly viewOnly: boolean;
  readonly since: number;
  readonly pace = new Pace();
  readonly sent = { bytes: 0, messages: 0 };
  readonly received = { bytes: 0, messages: 0 };
  readonly #options: VncViewerOptions;
  readonly #viewer: Viewer;
  readonly #clock: UpdateClock;
  readonly #input: ViewerInput;
  #guest: Guest | undefined;
  /** What is said in answer to the message at hand: a refusal waits a little. */
  #answers: Uint8Array[] | undefined;
  /** Bytes that the pace does not know of yet. */
  #unpaced = 0;
  #clipboard: string | undefined;
  #over = false;

  constructor(options: VncViewerOptions) {
    const { screen, encoders, transport, security, refusal, name, viewOnly, now, wake, events } = options;
    this.#options = options;
    this.transport = transport;
    this.viewOnly = viewOnly;
    this.since = now();
    this.#input = new ViewerInput((input) => this.#guest?.input(input) === true);
    this.#viewer = screen.attach(
      { name, security, encoders, ...(refusal === undefined ? {} : { refusal }) },
      {
        send: (bytes) => this.#send(bytes),
        started: () => {
          this.#guest = events.started(this);
        },
        key: (down, keysym, xt) => {
          if (viewOnly) return;
          this.#clock.hurry();
          this.#input.key(down, keysym, xt);
        },
        pointer: (x, y, buttons) => {
          if (viewOnly) return;
          this.#clock.hurry();
          this.#input.pointer(x, y, buttons);
        },
        clipboard: (text) => {
          if (viewOnly) return;
          this.#clipboard = text;
          events.clipboard(text);
        },
        resizeWanted: (width, height) => this.#resizeWanted(width, height),
        fenceReturned: (payload) => this.#fenceReturned(payload),
        packed: () => {
          this.#account();
          wake();
        },
        filmReady: wake,
        failed: (error) => this.end(`an update could not be packed: ${String(error)}`),
        startTls: () => {
          // What was said so far is outside.
          this.#flush();
          transport.startTls();
        },
      },
    );
    this.#clock = new UpdateClock(screen, this.#viewer, wake);
    transport.listen({
      receive: (bytes) => this.#receive(bytes),
      drained: wake,
      closed: () => this.#finish(undefined),
    });
  }

  /** Its number among the session's terminals; undefined before it is in. */
  get terminal(): number | undefined {
    return this.#guest?.terminal;
  }

  #send(bytes: Uint8Array): void {
    this.sent.bytes += bytes.length;
    this.sent.messages++;
    this.#unpaced += bytes.length;
    if (this.#answers === undefined) this.transport.send(bytes);
    else this.#answers.push(bytes);
  }

  #flush(): void {
    for (const bytes of this.#answers?.splice(0) ?? []) this.transport.send(bytes);
  }

  #receive(bytes: Uint8Array): void {
    if (this.#over) return;
    this.received.bytes += bytes.length;
    this.received.messages++;
    this.#answers = [];
    try {
      this.#viewer.connection.receive(bytes);
    } catch (error) {
      this.#refused(error);
      return;
    }
    this.#flush();
    this.#answers = undefined;
    this.#clock.hurry();
    this.#options.wake();
  }

  #refused(error: unknown): void {
    const { events } = this.#options;
    const answers = this.#answers ?? [];
    this.#answers = undefined;
    const reason = error instanceof RfbError ? error.message : 'a fault at the host';
    const farewell = (): void => {
      for (const bytes of answers) this.transport.send(bytes);
      this.transport.end(reason);
    };
    if (error instanceof RfbPasswordError) {
      events.passwordWrong();
      setTimeout(farewell, WRONG_PASSWORD_MS);
    } else farewell();
    this.#finish(error instanceof RfbError ? reason : `${reason}: ${String(error)}`);
  }

  #fenceReturned(payload: Uint8Array): void {
    if (payload.length !== 5 || payload[0] !== FENCE_MARK) return;
    const token = new DataView(payload.buffer, payload.byteOffset).getUint32(1);
    this.pace.pong(token, this.#options.now());
  }

  #resizeWanted(width: number, height: number): void {
    const { screen } = this.#options;
    const fits =
      Math.min(width, height) >= MIN_SIDE && Math.max(width, height) <= MAX_SIDE && width * height <= MAX_PIXELS;
    if (!fits) screen.answerResize(this.#viewer, resizeStatus.outOfResources);
    else if (this.viewOnly || this.#guest?.resize(screenSizeAt96Dpi(width, height)) !== true) {
      screen.answerResize(this.#viewer, resizeStatus.prohibited);
    } else screen.awaitSize(this.#viewer, width, height);
  }

  /** What the session's programs have copied or marked. */
  setClipboard(text: string): void {
    if (this.viewOnly || this.#guest === undefined || text === this.#clipboard) return;
    this.#clipboard = text;
    this.#viewer.connection.setClipboard(text);
  }

  /** Sends what may be sent. */
  pump(now: number): void {
    if (this.#guest === undefined || this.#over) return;
    const { connection } = this.#viewer;
    const { fence } = connection.abilities;
    for (;;) {
      if (this.transport.waiting > MAX_WAITING_BYTES) return;
      const allowed = fence ? this.pace.allowance() : UPDATE_BYTES;
      if (allowed === 0) {
        if (this.pace.mustAsk) this.#account(true);
        return;
      }
      if (!this.#clock.isDue(now)) return;
      // Packing takes its time in other threads: what the link can take meanwhile is packed in one go.
      const room = fence ? Math.max(allowed, this.pace.window - this.pace.inFlight) : allowed;
      const sent = this.#clock.update(now, room);
      if (connection.isPacking) return;
      this.#account();
      if (sent === 0) return;
    }
  }

  /** Tells the pace what has gone, and asks when that has arrived. */
  #account(force = false): void {
    const { connection, isBehind } = this.#viewer;
    if (!connection.abilities.fence || this.#over) return;
    const bytes = this.#unpaced;
    this.#unpaced = 0;
    const token = this.pace.sending(bytes, !isBehind, this.#options.now(), force);
    if (token === undefined) return;
    const payload = new Uint8Array(5);
    payload[0] = FENCE_MARK;
    new DataView(payload.buffer).setUint32(1, token);
    connection.sendFence(payload);
  }

  /** Sends it away. */
  end(reason: string): void {
    if (this.#over) return;
    this.transport.end(reason);
    this.#finish(reason);
  }

  #finish(reason: string | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#clock.stop();
    this.#options.screen.detach(this.#viewer);
    this.#guest?.leave();
    this.#options.events.ended(this, reason);
  }
}
