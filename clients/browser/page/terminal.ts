/**
 * The worker, as the page sees it. A worker that dies, or gives no sign of life, is replaced by a new one, which joins the session anew: the core
 * that it held is lost, the session is not.
 */
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import type { ScreenSize, WireName } from '../../../session/carrier/control.ts';
import type { FromWorker, Report, Room, ToWorker } from '../worker/messages.ts';
import { wallClock } from '../worker/meter.ts';
import type { SessionAddress } from './address.ts';
import { Pulse } from './pulse.ts';

type Told = Exclude<FromWorker, { kind: 'report' | 'verified' | 'beat' }>;

/** The first replacement comes at once; one that does not live long is followed by the next after a pause. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A worker that has lived this long has done well. */
const PROVEN_MS = 60_000;

export interface TerminalOptions {
  readonly script: URL;
  readonly address: SessionAddress;
  /** A canvas that has not been given away yet. */
  readonly newCanvas: () => HTMLCanvasElement;
  readonly told: (message: Told) => void;
  /** The worker is gone; the next one begins after so many milliseconds. */
  readonly died: (what: string, pause: number) => void;
  size: ScreenSize;
  /** The link to emulate (session/link.ts); undefined leaves it to the session. */
  link: string | undefined;
  wire: WireName;
  visible: boolean;
  readonly verify: boolean;
}

export class TerminalWorker {
  readonly #options: TerminalOptions;
  readonly #pulse: Pulse;
  readonly #reports = new Map<number, { readonly pixels: boolean; readonly resolve: (report: Report) => void }>();
  readonly #verifications = new Map<number, (equal: boolean) => void>();
  #worker: Worker | undefined;
  #startedAt = 0;
  /** The worker has said something: its script has come and runs. */
  #heard = false;
  #failures = 0;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #lastInput = 0;
  #room: Room | undefined;
  #lastQuestion = 0;
  #watched = { samples: false, pictures: false };

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#pulse = new Pulse(
      () => this.#post({ kind: 'beat' }),
      () => this.#died('it gives no answer'),
    );
    this.#start();
  }

  /** Number of the last input sent. */
  get lastInput(): number {
    return this.#lastInput;
  }

  readonly input = (input: TerminalInput): void => {
    this.#post({ kind: 'input', number: ++this.#lastInput, input, at: wallClock() });
  };

  resize(size: ScreenSize): void {
    this.#options.size = size;
    this.#post({ kind: 'resize', size });
  }

  /** The link to emulate from now on (session/link.ts). */
  setLink(link: string): void {
    this.#options.link = link;
    this.#post({ kind: 'link', link });
  }

  /** Samples are told from now on, or no longer, and a number for each picture. */
  watch(watched: { readonly samples: boolean; readonly pictures: boolean }): void {
    this.#watched = watched;
    this.#post({ kind: 'watch', ...watched });
  }

  /** Ends it for good: the session goes on without it. */
  end(): void {
    clearTimeout(this.#restart);
    this.#pulse.watch(false);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  setWire(wire: WireName): void {
    this.#options.wire = wire;
    this.#post({ kind: 'wire', wire });
  }

  setVisible(visible: boolean): void {
    if (visible === this.#options.visible) return;
    this.#options.visible = visible;
    this.#post({ kind: 'visible', visible });
    if (this.#heard) this.#pulse.watch(visible);
  }

  setRoom(room: Room | undefined): void {
    this.#room = room;
    this.#post({ kind: 'room', room });
  }

  takeKeyboard(): void {
    this.#post({ kind: 'take-keyboard' });
  }

  retry(): void {
    if (this.#worker === undefined) this.#start();
    else this.#post({ kind: 'retry' });
  }

  async report(pixels: boolean): Promise<Report> {
    const id = ++this.#lastQuestion;
    return new Promise((resolve) => {
      this.#reports.set(id, { pixels, resolve });
      this.#post({ kind: 'report', id, pixels });
    });
  }

  async verify(): Promise<boolean> {
    const id = ++this.#lastQuestion;
    return new Promise((resolve) => {
      this.#verifications.set(id, resolve);
      this.#post({ kind: 'verify', id });
    });
  }

  #start(): void {
    clearTimeout(this.#restart);
    const { script, address, newCanvas, size, link, wire, visible, verify } = this.#options;
    const worker = new Worker(script, { type: 'module', name: 'farpane' });
    this.#worker = worker;
    this.#startedAt = performance.now();
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (this.#worker === worker) this.#take(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#died(event.message);
    });
    worker.addEventListener('messageerror', () => {
      if (this.#worker === worker) this.#died('it said what cannot be read');
    });
    const canvas = newCanvas().transferControlToOffscreen();
    const { socket: url, access } = address;
    worker.postMessage({ kind: 'start', canvas, url, access, size, link, wire, visible, verify } satisfies ToWorker, [
      canvas,
    ]);
    if (this.#room !== undefined) this.#post({ kind: 'room', room: this.#room });
    if (this.#watched.samples || this.#watched.pictures) this.#post({ kind: 'watch', ...this.#watched });
    for (const [id, { pixels }] of this.#reports) this.#post({ kind: 'report', id, pixels });
    this.#heard = false;
  }

  #take(message: FromWorker): void {
    // Its script may have had a slow link to come over: only what has spoken can fall silent.
    if (this.#heard) this.#pulse.felt();
    else this.#pulse.watch(this.#options.visible);
    this.#heard = true;
    switch (message.kind) {
      case 'report':
        this.#reports.get(message.id)?.resolve(message.report);
        this.#reports.delete(message.id);
        return;
      case 'verified':
        this.#verifications.get(message.id)?.(message.equal);
        this.#verifications.delete(message.id);
        return;
      case 'beat':
        return;
      default:
        this.#options.told(message);
    }
  }

  #died(what: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#pulse.watch(false);
    for (const answer of this.#verifications.values()) answer(false);
    this.#verifications.clear();
    if (performance.now() - this.#startedAt > PROVEN_MS) this.#failures = 0;
    const pause = workerPause(this.#failures++);
    this.#options.died(what, pause);
    this.#restart = setTimeout(() => this.#start(), pause);
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }
}

/** The pause before the next worker, after so many others have died early. */
export function workerPause(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10));
}
