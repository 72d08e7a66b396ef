/**
 * A terminal as the primary: gives the host's turns and its own events their place in the log, and reports it, always ahead of the bytes for
 * clients that follow from it. Times are the session's.
 */
import type { LogEvent } from '../../xserver/log/entry.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import type { UpQueue } from '../log-wire/up-queue.ts';
import { writeApplied, writeHash, writeInput, writeTimeReached } from '../log-wire/up.ts';
import { EntryCutter } from '../order/entry-cutter.ts';
import type { Turn } from '../order/turns.ts';
import { finishRecords } from '../records.ts';
import type { Replica } from './replica.ts';

export class Primary {
  readonly #replica: Replica;
  readonly #up: UpQueue;
  readonly #cutter = new EntryCutter();
  readonly #reports = new ByteWriter();
  /** Bytes for clients since the last flush. */
  readonly #bytes = new Map<number, ByteWriter>();
  /** Entries of the host's order applied and not yet reported; all of them at `#time`. */
  #applied = 0;
  #time: number;
  #reportedTime: number;
  /** Sum of the writers in `#bytes`. */
  pendingBytes = 0;
  #stopped = false;

  constructor(replica: Replica, up: UpQueue, time: number) {
    this.#replica = replica;
    this.#up = up;
    this.#time = time;
    this.#reportedTime = time;
    // The host learns that the term has begun.
    writeApplied(this.#reports, 0, 0);
  }

  /** What comes next happens at this time; time never goes back. */
  setTime(time: number): void {
    if (time <= this.#time || this.#stopped) return;
    this.#reportApplied();
    this.#time = time;
  }

  push(turn: Turn): void {
    this.#cutter.push(turn);
  }

  /** Gives the next entry of the host's order its place; false when there is none. */
  placeNext(): LogEvent | undefined {
    const event = this.#cutter.next();
    if (event === undefined) return undefined;
    this.#replica.place(event, this.#time);
    if (!this.#stopped) this.#applied++;
    return event;
  }

  /** The terminal's own input: it takes effect at once. */
  input(event: Extract<LogEvent, { kind: 'input' }>): void {
    this.#reportApplied();
    writeInput(this.#reports, event.input, this.#elapsed());
    this.#replica.place(event, this.#time);
  }

  /** The core's deadline may have come; nothing happens when it has not. */
  timeReached(): void {
    const { deadline } = this.#replica;
    // A timer that comes a little early is set again.
    if (deadline === undefined || this.#time < deadline) return;
    this.#reportApplied();
    writeTimeReached(this.#reports, this.#elapsed());
    this.#replica.place({ kind: 'time-reached' }, this.#time);
  }

  hash(hash: string): void {
    this.#reportApplied();
    writeHash(this.#reports, hash);
  }

  toClient(client: number, bytes: Uint8Array): void {
    let writer = this.#bytes.get(client);
    if (writer === undefined) {
      writer = new ByteWriter(Math.max(256, bytes.length));
      this.#bytes.set(client, writer);
    }
    writer.bytes(bytes);
    this.pendingBytes += bytes.length;
  }

  /**
   * Nothing of its own is placed from here on, and nothing is reported: the host knows what follows from what it has sent. What was to go to
   * clients the host gives them. Gives the time since the last report.
   */
  stop(): number {
    this.#reportApplied();
    const elapsed = this.#elapsed();
    this.#bytes.clear();
    this.pendingBytes = 0;
    this.flush();
    this.#stopped = true;
    return elapsed;
  }

  /** Time since the last report; reported now. */
  #elapsed(): number {
    const elapsed = this.#time - this.#reportedTime;
    this.#reportedTime = this.#time;
    return elapsed;
  }

  #reportApplied(): void {
    if (this.#applied === 0) return;
    writeApplied(this.#reports, this.#applied, this.#elapsed());
    this.#applied = 0;
  }

  /** Queues a batch: the reports, then the bytes that follow from them. */
  flush(): void {
    this.#reportApplied();
    if (this.#reports.length > 0) this.#up.pushRecords(finishRecords(this.#reports));
    for (const [client, writer] of this.#bytes) this.#up.pushBytes(client, writer.finish());
    this.#bytes.clear();
    this.pendingBytes = 0;
  }
}
