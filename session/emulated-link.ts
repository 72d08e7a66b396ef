/** A slower link than the real one, between an end of the carrier and its socket. */
import { LinkQueue, type LinkProfile } from './link.ts';

export interface EmulatedLinkTarget {
  send(message: Uint8Array): void;
  receive(message: Uint8Array): void;
}

/** Of a terminal: what it sends goes up, what it receives has come down. */
export class EmulatedLink {
  readonly #target: EmulatedLinkTarget;
  #up: LinkQueue<Uint8Array> | undefined;
  #down: LinkQueue<Uint8Array> | undefined;

  /** Without a profile messages pass at once. */
  constructor(target: EmulatedLinkTarget, profile: LinkProfile | undefined) {
    this.#target = target;
    this.change(profile, 0);
  }

  /** Another link from now on, in both directions. Order is kept; without a profile what is on the way arrives at once. */
  change(profile: LinkProfile | undefined, now: number): void {
    if (profile === undefined) {
      this.#deliver(Infinity);
      this.#up = undefined;
      this.#down = undefined;
    } else if (this.#up === undefined || this.#down === undefined) {
      this.#up = new LinkQueue(profile.up);
      this.#down = new LinkQueue(profile.down);
    } else {
      this.#up.change(profile.up, now);
      this.#down.change(profile.down, now);
    }
  }

  /** Bytes that wait to enter the link, from here. */
  waiting(now: number): number {
    return this.#up?.queued(now) ?? 0;
  }

  /** A sender that minds the link's queue waits. */
  full(now: number): boolean {
    return this.#up?.full(now) === true;
  }

  send(message: Uint8Array, now: number): void {
    if (this.#up === undefined) this.#target.send(message);
    else this.#up.put(message, message.length, now);
  }

  receive(message: Uint8Array, now: number): void {
    if (this.#down === undefined) this.#target.receive(message);
    else this.#down.put(message, message.length, now);
  }

  /** Passes on what has arrived; gives the time at which there is more to do, undefined for never. */
  run(now: number): number | undefined {
    this.#deliver(now);
    const times = [this.#up?.nextArrival, this.#down?.nextArrival];
    if (this.full(now)) times.push(this.#up?.roomAt(now));
    return times.reduce(
      (least, time) => (time !== undefined && (least === undefined || time < least) ? time : least),
      undefined,
    );
  }

  #deliver(now: number): void {
    for (const message of this.#up?.arrived(now) ?? []) this.#target.send(message);
    for (const message of this.#down?.arrived(now) ?? []) this.#target.receive(message);
  }
}
