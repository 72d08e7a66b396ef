/** A headless viewer of any VNC server: types and clicks by script, and in the end says what it saw and what it cost. */
import { deflateSync } from 'node:zlib';
import { encodePng } from '../../codecs/png.ts';
import { resizeStatus } from '../../rawpixel/rfb/numbers.ts';
import type { Step } from './input-script.ts';
import { keysymOfCharacter } from './keys.ts';
import { Latencies, type LatencySummary } from './latencies.ts';
import { News } from './news.ts';
import { ViewError } from './view-error.ts';
import { JOIN_SECONDS } from './view.ts';
import { VncConnection } from './vnc-connection.ts';
import type { VncAddress } from './vnc-url.ts';

export interface VncViewOptions {
  readonly address: VncAddress;
  /** As VNC servers have them: 8 bytes count. */
  readonly password: string | undefined;
  /** Certificates (PEM) that are trusted instead of the usual authorities. */
  readonly trusted?: string | undefined;
  /** To be asked for once connected. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly script: readonly Step[];
  readonly seconds: number | undefined;
  readonly untilIdle: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

export interface VncViewStats {
  readonly name: string;
  readonly seconds: number;
  readonly joinMilliseconds: number;
  readonly screen: { readonly width: number; readonly height: number };
  readonly down: { readonly bytes: number };
  readonly up: { readonly bytes: number };
  readonly updates: number;
  readonly inputToUpdate: LatencySummary;
}

export interface VncView {
  readonly stats: VncViewStats;
  png(): Uint8Array;
}

const RESIZE_WAIT_MS = 10_000;
/** The server sends nothing at rest: so long after the first picture the rest of it has come. */
const FIRST_REST_MS = 300;
const SHIFT = 0xffe1;
const STATUS_NAMES = new Map(Object.entries(resizeStatus).map(([name, status]) => [status as number, name]));

class Looker {
  readonly #options: VncViewOptions;
  readonly #connection: VncConnection;
  readonly #latencies = new Latencies();
  readonly #started = performance.now();
  readonly #news = new News();
  #joined: number | undefined;
  #name = '';
  #closed: string | undefined;
  #updates = 0;
  #lastUpdate = performance.now();
  #buttons = 0;
  #pointer = { x: 0, y: 0 };
  #resizeAnswer: number | undefined;

  constructor(options: VncViewOptions) {
    this.#options = options;
    this.#connection = new VncConnection({
      address: options.address,
      password: options.password,
      ...(options.trusted === undefined ? {} : { trusted: options.trusted }),
      connected: (name) => (this.#name = name),
      updated: (damage) => this.#updated(damage.length),
      resizeAnswered: (status) => {
        this.#resizeAnswer = status;
        this.#news.tell();
      },
      closed: (message) => {
        this.#closed = message;
        this.#news.tell();
      },
    });
  }

  #updated(rects: number): void {
    if (rects === 0) return;
    const now = performance.now();
    this.#joined ??= now;
    this.#lastUpdate = now;
    this.#updates++;
    this.#latencies.updated(now);
    this.#news.tell();
  }

  get #over(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** @throws ViewError when the server has gone. */
  async #until(condition: () => boolean, milliseconds = Infinity): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!condition() && !this.#over) {
      if (this.#closed !== undefined) throw new ViewError(this.#closed);
      const left = end - performance.now();
      if (left <= 0) return;
      await this.#news.next(left);
    }
  }

  async #idle(milliseconds: number): Promise<void> {
    const start = performance.now();
    const rest = () => milliseconds - (performance.now() - Math.max(start, this.#lastUpdate));
    while (rest() > 0 && !this.#over) await this.#until(() => false, rest());
  }

  async run(): Promise<VncView> {
    const abort = (): void => this.#news.tell();
    this.#options.signal?.addEventListener('abort', abort);
    const { seconds, untilIdle, size, script } = this.#options;
    try {
      const limit = seconds === undefined ? Infinity : Math.max(seconds, JOIN_SECONDS);
      await this.#until(() => this.#joined !== undefined, limit * 1000);
      if (this.#joined === undefined) throw new ViewError('the server has shown nothing');
      if (size !== undefined) await this.#resize(size.width, size.height);
      for (const step of script) if (!this.#over) await this.#step(step);
      const idle = untilIdle === undefined ? undefined : this.#idle(untilIdle);
      const timed =
        seconds === undefined && idle !== undefined
          ? undefined
          : this.#until(() => false, (seconds ?? Infinity) * 1000);
      await Promise.race([idle, timed].filter((wait) => wait !== undefined));
      return this.#result();
    } finally {
      this.#options.signal?.removeEventListener('abort', abort);
      this.#connection.close();
    }
  }

  async #resize(width: number, height: number): Promise<void> {
    const { client } = this.#connection;
    // Servers tell with their first pictures whether they can.
    await this.#until(() => client.canResize, FIRST_REST_MS);
    if (!client.canResize) throw new ViewError('this server does not take sizes');
    this.#resizeAnswer = undefined;
    client.requestSize(width, height);
    await this.#until(() => this.#resizeAnswer !== undefined, RESIZE_WAIT_MS);
    if (this.#over || this.#resizeAnswer === resizeStatus.done) return;
    const answer = STATUS_NAMES.get(this.#resizeAnswer ?? -1) ?? 'no answer';
    throw new ViewError(`the server does not take the size ${width}x${height}: ${answer}`);
  }

  async #step(step: Step): Promise<void> {
    const { client } = this.#connection;
    switch (step.kind) {
      case 'wait':
        return this.#until(() => false, step.milliseconds);
      case 'idle':
        return this.#idle(step.milliseconds);
      case 'resize':
        return this.#resize(step.width, step.height);
      case 'wire':
      case 'link':
      case 'take-keyboard':
        throw new ViewError(`a VNC server knows no such step: ${step.kind}`);
      default:
    }
    this.#latencies.input(performance.now());
    switch (step.kind) {
      case 'move':
        this.#pointer = { x: step.x, y: step.y };
        client.pointer(step.x, step.y, this.#buttons);
        return;
      case 'press':
      case 'release':
        this.#button(step.button, step.kind === 'press');
        return;
      case 'click':
        this.#button(step.button, true);
        this.#button(step.button, false);
        return;
      case 'key':
        this.#type(step.keysym);
        return;
      case 'key-press':
      case 'key-release':
        client.key(step.kind === 'key-press', step.keysym);
        return;
      case 'type':
        for (const character of step.text) this.#type(keysymOfCharacter(character));
        return;
      default:
        step satisfies never;
    }
  }

  #button(button: number, pressed: boolean): void {
    const bit = 1 << (button - 1);
    this.#buttons = pressed ? this.#buttons | bit : this.#buttons & ~bit;
    this.#connection.client.pointer(this.#pointer.x, this.#pointer.y, this.#buttons);
  }

  /** Keys go by keysym; for capitals servers want to see Shift as well. */
  #type(keysym: number): void {
    const { client } = this.#connection;
    const shift = keysym >= 0x41 && keysym <= 0x5a;
    if (shift) client.key(true, SHIFT);
    client.key(true, keysym);
    client.key(false, keysym);
    if (shift) client.key(false, SHIFT);
  }

  #result(): VncView {
    const { client, received, sent } = this.#connection;
    const { width, height } = client;
    const pixels = client.framebuffer.data.slice();
    return {
      stats: {
        name: this.#name,
        seconds: (performance.now() - this.#started) / 1000,
        joinMilliseconds: this.#joined! - this.#started,
        screen: { width, height },
        down: { bytes: received },
        up: { bytes: sent },
        updates: this.#updates,
        inputToUpdate: this.#latencies.summary,
      },
      png: () => encodePng(width, height, pixels, deflateSync),
    };
  }
}

/** Connects, does what it is told and gives what it saw. @throws ViewError */
export async function viewVnc(options: VncViewOptions): Promise<VncView> {
  return new Looker(options).run();
}
