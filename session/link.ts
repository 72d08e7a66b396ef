/**
 * An emulated link: a rate, a delay and a bounded queue for each direction. A model without timers: the caller says what time it is, and asks
 * when to come back. It stands between a carrier and its connection, so that anybody can feel a slow link on a fast machine.
 */

/** One direction. */
export interface LinkDirection {
  /** Bits per second. */
  readonly rate: number;
  /** One way, in ms. */
  readonly delay: number;
  /** Up to so many ms more, at random and evenly; nothing overtakes. None by default. */
  readonly jitter?: number;
  /** Bytes that may wait to enter; a sender that sees it full waits. */
  readonly queue: number;
}

export interface LinkProfile {
  readonly name: string;
  readonly description: string;
  /** Host to terminal. */
  readonly down: LinkDirection;
  readonly up: LinkDirection;
}

function profile(name: string, description: string, downRate: number, upRate: number, roundTrip: number): LinkProfile {
  const direction = (rate: number): LinkDirection => ({
    rate,
    delay: roundTrip / 2,
    // What the usual interface holds: a tenth of a second, at least a few packets.
    queue: Math.max(4 * 1500, Math.floor(rate / 8 / 10)),
  });
  return { name, description, down: direction(downRate), up: direction(upRate) };
}

export const LINK_PROFILES: readonly LinkProfile[] = [
  profile('lan', '100 Mbit/s, round trip 0.2 ms', 100e6, 100e6, 0.2),
  profile('wan', '100 Mbit/s, round trip 66 ms', 100e6, 100e6, 66),
  profile('dsl', '10/1 Mbit/s, round trip 40 ms', 10e6, 1e6, 40),
  profile('3g', '1.6/0.75 Mbit/s, round trip 150 ms', 1.6e6, 0.75e6, 150),
  profile('modem', '56 kbit/s, round trip 200 ms', 56e3, 56e3, 200),
  profile('9600', '9.6 kbit/s, round trip 300 ms', 9600, 9600, 300),
];

/** The link as it is, without emulation. */
export const NO_LINK = 'none';

/** What a terminal's link may be called. */
export const LINK_NAMES: readonly string[] = [NO_LINK, ...LINK_PROFILES.map(({ name }) => name)];

export function linkProfile(name: string): LinkProfile | undefined {
  return LINK_PROFILES.find((candidate) => candidate.name === name);
}

interface OnTheWay<Message> {
  readonly message: Message;
  readonly bytes: number;
  /** When its last byte has entered the link. */
  readonly entered: number;
  readonly arrives: number;
}

/** One direction of a link with messages on it. Times in ms, never going back. */
export class LinkQueue<Message> {
  #direction: LinkDirection;
  readonly #random: () => number;
  #messages: OnTheWay<Message>[] = [];
  #taken = 0;
  /** When the link is done with what has been put in. */
  #free = 0;
  #lastArrival = 0;

  /** `random` gives numbers from 0 to below 1, for the jitter. */
  constructor(direction: LinkDirection, random: () => number = Math.random) {
    this.#direction = direction;
    this.#random = random;
  }

  /** Puts a message in. Nothing is lost: it waits behind the others, even where the queue is full (see `full`). */
  put(message: Message, bytes: number, now: number): void {
    const begins = Math.max(now, this.#free);
    const entered = begins + (bytes * 8000) / this.#direction.rate;
    this.#free = entered;
    const late = (this.#direction.jitter ?? 0) * this.#random();
    const arrives = Math.max(this.#lastArrival, entered + this.#direction.delay + late);
    this.#lastArrival = arrives;
    this.#messages.push({ message, bytes, entered, arrives });
  }

  /** The link is another one from now on: what has entered it arrives by then at the latest, what waits goes over the new one. */
  change(direction: LinkDirection, now: number): void {
    const underWay = this.#messages.slice(this.#taken);
    this.#direction = direction;
    this.#messages = [];
    this.#taken = 0;
    this.#free = now;
    this.#lastArrival = 0;
    for (const { message, bytes, entered, arrives } of underWay) {
      if (entered > now) {
        this.put(message, bytes, now);
        continue;
      }
      this.#lastArrival = Math.max(this.#lastArrival, Math.min(arrives, now + direction.delay));
      this.#messages.push({ message, bytes, entered, arrives: this.#lastArrival });
    }
  }

  /** Bytes that wait to enter the link. */
  queued(now: number): number {
    return Math.max(0, ((this.#free - now) * this.#direction.rate) / 8000);
  }

  /** A sender that minds the queue sends nothing now. */
  full(now: number): boolean {
    return this.queued(now) >= this.#direction.queue;
  }

  /** When the queue will have room again: now, if it has. */
  roomAt(now: number): number {
    return Math.max(now, this.#free - (this.#direction.queue * 8000) / this.#direction.rate);
  }

  /** The messages that have arrived by now, in order. */
  arrived(now: number): Message[] {
    const messages: Message[] = [];
    while (this.#taken < this.#messages.length && this.#messages[this.#taken]!.arrives <= now) {
      messages.push(this.#messages[this.#taken]!.message);
      this.#taken++;
    }
    if (this.#taken === this.#messages.length || (this.#taken > 16 && this.#taken * 2 > this.#messages.length)) {
      this.#messages = this.#messages.slice(this.#taken);
      this.#taken = 0;
    }
    return messages;
  }

  /** When the next message arrives; undefined when none is on the way. */
  get nextArrival(): number | undefined {
    return this.#messages[this.#taken]?.arrives;
  }
}
