/** The core that a terminal holds on the wires that ship the log. */
import { Core } from '../../xserver/core.ts';
import { nextInputDeadline } from '../../xserver/input/terminal-input.ts';
import type { LogEntry, LogEvent, Sink } from '../../xserver/log/entry.ts';
import { CarrierError } from '../carrier/carrier-error.ts';

export class Replica {
  readonly #sink: Sink;
  #core: Core | undefined;
  /** When the core next acts by itself, in ms of the session; undefined for never. */
  deadline: number | undefined;
  /** Entries applied. */
  entries = 0;

  /** @param sink what follows from entries; deadlines are kept here */
  constructor(sink: Omit<Sink, 'deadline'>) {
    this.#sink = {
      toClient: (client, bytes) => sink.toClient(client, bytes),
      consumed: (client, bytes) => sink.consumed(client, bytes),
      closed: (client, reason) => sink.closed(client, reason),
      deadline: (time) => {
        this.deadline = time;
      },
      bell: (volume, pitch, duration) => sink.bell(volume, pitch, duration),
      defect: (what) => sink.defect(what),
      driver: sink.driver,
    };
  }

  /** The core; undefined before the session's state has come. */
  get core(): Core | undefined {
    return this.#core;
  }

  get index(): number {
    return this.#core?.state.index ?? 0;
  }

  /** Goes on with a core from elsewhere. */
  adopt(core: Core): void {
    this.#core = core;
    this.deadline = nextInputDeadline(core.server);
  }

  /** `known` gives the parts that the snapshot names. @throws CarrierError for bytes that are no snapshot, or name others */
  restore(snapshot: Uint8Array, known: (digest: string) => Uint8Array | undefined): Core {
    return this.#become(() => Core.restore(snapshot, known), 'snapshot');
  }

  /** What has changed meanwhile. @throws CarrierError for bytes that are no changes since the entry applied last */
  patch(changes: Uint8Array): Core {
    const before = this.#core;
    if (before === undefined) throw new CarrierError('malformed', 'a patch on nothing');
    return this.#become(() => before.patched(changes), 'patch');
  }

  #become(make: () => Core, what: string): Core {
    let core: Core;
    try {
      core = make();
    } catch (error) {
      throw new CarrierError('malformed', `${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.adopt(core);
    return core;
  }

  /** An entry with its place. @throws CarrierError when it is not the next one, or a fault of ours comes to light */
  follow(entry: LogEntry): void {
    if (this.#core === undefined || entry.index !== this.#core.state.index + 1) {
      throw new CarrierError('malformed', `entry ${entry.index} behind ${this.index}`);
    }
    this.#apply(entry);
  }

  /** As primary: an event gets the next place. @throws CarrierError when a fault of ours comes to light */
  place(event: LogEvent, time: number): void {
    const index = this.index + 1;
    this.#apply(
      event.kind === 'request'
        ? { kind: 'request', client: event.client, bytes: event.bytes, index, time }
        : { ...event, index, time },
    );
  }

  #apply(entry: LogEntry): void {
    this.entries++;
    try {
      this.#core!.apply(entry, this.#sink);
    } catch (error) {
      throw new CarrierError(
        'defect',
        `entry ${entry.index} (${entry.kind}): ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
