/** The worker, as the page sees it. */
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import type { ScreenSize } from '../../../session/carrier/control.ts';
import type { FromWorker, Report, ToWorker } from '../worker/messages.ts';
import type { SessionAddress } from './address.ts';

type Told = Exclude<FromWorker, { kind: 'report' | 'verified' }>;

export class TerminalWorker {
  readonly #worker: Worker;
  readonly #reports = new Map<number, (report: Report) => void>();
  readonly #verifications = new Map<number, (equal: boolean) => void>();
  #lastInput = 0;
  #lastQuestion = 0;

  constructor(script: URL, told: (message: Told) => void) {
    this.#worker = new Worker(script, { type: 'module', name: 'farpane' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      switch (data.kind) {
        case 'report':
          this.#reports.get(data.id)?.(data.report);
          this.#reports.delete(data.id);
          return;
        case 'verified':
          this.#verifications.get(data.id)?.(data.equal);
          this.#verifications.delete(data.id);
          return;
        default:
          told(data);
      }
    });
  }

  /** Number of the last input sent. */
  get lastInput(): number {
    return this.#lastInput;
  }

  start(canvas: HTMLCanvasElement, address: SessionAddress, size: ScreenSize, link: string | undefined): void {
    const offscreen = canvas.transferControlToOffscreen();
    const { socket: url, access } = address;
    this.#worker.postMessage({ kind: 'start', canvas: offscreen, url, access, size, link } satisfies ToWorker, [
      offscreen,
    ]);
  }

  readonly input = (input: TerminalInput): void => {
    this.#post({ kind: 'input', number: ++this.#lastInput, input });
  };

  resize(size: ScreenSize): void {
    this.#post({ kind: 'resize', size });
  }

  setLink(profile: string | undefined): void {
    this.#post({ kind: 'link', profile });
  }

  retry(): void {
    this.#post({ kind: 'retry' });
  }

  async report(pixels: boolean): Promise<Report> {
    const id = ++this.#lastQuestion;
    return new Promise((resolve) => {
      this.#reports.set(id, resolve);
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

  #post(message: ToWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin
    this.#worker.postMessage(message);
  }
}
