/** What a terminal that is primary reports: times and numbers are counted on, and all of it goes to the host's backup. */
import { INPUTS_TOLD } from '../limits.ts';
import type { HostCore } from '../order/host-core.ts';
import { writeInputs } from './down.ts';
import type { DownQueue } from './down-queue.ts';
import type { UpRecord } from './up.ts';

export class PrimaryReports {
  readonly #host: HostCore;
  readonly #terminal: number;
  readonly #queue: DownQueue;
  /** Time of the last reported entry. */
  #time: number;
  /** Number of the last input. */
  inputs: number;
  #toldInputs: number;

  constructor(host: HostCore, terminal: number, time: number, inputs: number, queue: DownQueue) {
    this.#host = host;
    this.#terminal = terminal;
    this.#time = time;
    this.inputs = inputs;
    this.#toldInputs = inputs;
    this.#queue = queue;
  }

  take(record: Extract<UpRecord, { kind: 'applied' | 'input' | 'time-reached' | 'bytes' }>): void {
    switch (record.kind) {
      case 'applied':
        this.#host.reportedApplied(record.count, this.#advance(record.elapsed));
        return;
      case 'input':
        this.#host.reportedEvent(
          { kind: 'input', terminal: this.#terminal, number: ++this.inputs, input: record.input },
          this.#advance(record.elapsed),
        );
        this.#tellInputs();
        return;
      case 'time-reached':
        this.#host.reportedEvent({ kind: 'time-reached' }, this.#advance(record.elapsed));
        return;
      case 'bytes':
        this.#host.primaryBytes(record.client, record.bytes);
        return;
      default:
        record satisfies never;
    }
  }

  /** It has stopped, so long after the last entry that it reported: the time of all that it places from there on. */
  stopped(elapsed: number): number {
    return this.#advance(elapsed);
  }

  #advance(elapsed: number): number {
    this.#time += elapsed;
    return this.#time;
  }

  /** The terminal keeps its input until it knows that it has arrived. */
  #tellInputs(): void {
    const { inputs } = this;
    if (inputs - this.#toldInputs < INPUTS_TOLD) return;
    this.#toldInputs = inputs;
    this.#queue.record((writer) => writeInputs(writer, inputs));
  }
}
