/**
 * How much may be under way: bytes in flight are held near bandwidth × round trip, so that what is sent next never waits long behind
 * what was sent before, and a message takes at most about 10 ms of the link.
 *
 * Measured from pongs alone, in the manner of BBR (Cardwell et al., "BBR: Congestion-Based Congestion Control", 2016): the rate is the
 * highest delivery rate seen lately, the round trip the shortest one. Every time is in milliseconds and comes from the caller.
 */

/** Under way before anything has been measured: half of what TCP itself begins with. */
const FIRST_WINDOW_BYTES = 8 * 1024;
/** A window smaller than this would be all headers; 0.85 s of the slowest link. */
const MIN_WINDOW_BYTES = 1024;
const MAX_WINDOW_BYTES = 4 * 1024 * 1024;
const MIN_CHUNK_BYTES = 256;
const MAX_CHUNK_BYTES = 64 * 1024;
/** Of the link, for one message. */
const CHUNK_MS = 10;
/** Kept under way beyond one round trip, so that jitter doesn't let the link run dry. */
const SLACK_MS = 12;
/** While the rate still grows, twice what it seems to carry is sent, to find out. */
const GROWING_GAIN = 2;
const STEADY_GAIN = 1.2;
/** The rate counts as grown when a round brings this much more. */
const GROWTH = 1.2;
/** Rounds without growth after which it is steady. */
const STEADY_ROUNDS = 3;
/** How long a shortest round trip is believed; then less is sent for a moment, to see it without a queue. */
const ROUND_TRIP_MEMORY_MS = 10_000;
const PROBING_GAIN = 0.5;
/** The first message that is measured by itself: small, so that its own length hardly counts. */
const FIRST_CHUNK_BYTES = 1024;
/** Samples of which the highest rate counts. */
const RATE_SAMPLES = 12;
/** Pings under way; a peer that answers none cannot make this grow. */
const MAX_PINGS = 256;

interface SentPing {
  readonly token: number;
  readonly at: number;
  /** Bytes sent up to and with the ping. */
  readonly sent: number;
  /** Bytes known to be delivered when it was sent, and when that was learnt. */
  readonly delivered: number;
  readonly deliveredAt: number;
  /** The rate was the sender's, not the link's: nothing more was waiting to be sent, or it held back. */
  readonly limited: boolean;
  /** It was sent into an almost empty link: its round trip counts even if it is longer than what was believed. */
  readonly probe: boolean;
}

export class Pace {
  #sent = 0;
  #delivered = 0;
  #deliveredAt = 0;
  #pinged = 0;
  #nextToken = 1;
  /** Nothing is known of the link: the next message asks. */
  #askNext = true;
  /** The first ping on a new link that is under way; undefined for none. */
  #changesWith: number | undefined;
  /** Pings before this one say nothing about the link. */
  #teachesFrom = 0;
  #pings: SentPing[] = [];
  #rates: number[] = [];
  #rate = 0;
  #growing = true;
  #roundsWithoutGrowth = 0;
  #roundEnd = 0;
  #rateAtRoundStart = 0;
  #roundTrip: number | undefined;
  #roundTripAt = 0;
  #probing = false;
  #lastRoundTrip: number | undefined;

  /** Bytes sent and not yet known to have arrived. */
  get inFlight(): number {
    return this.#sent - this.#delivered;
  }

  /** Shortest round trip seen lately in ms; undefined before the first pong. */
  get roundTrip(): number | undefined {
    return this.#roundTrip;
  }

  /** The latest round trip in ms. */
  get lastRoundTrip(): number | undefined {
    return this.#lastRoundTrip;
  }

  /** Bytes per ms that the link seems to carry; 0 before anything is known. */
  get rate(): number {
    return this.#rate;
  }

  /** The link has not been filled yet: it may carry more than the rate. */
  get mayGrow(): boolean {
    return this.#growing;
  }

  get window(): number {
    if (this.#changesWith !== undefined) return MIN_WINDOW_BYTES;
    if (this.#rate === 0 || this.#roundTrip === undefined) return FIRST_WINDOW_BYTES;
    if (this.#probing) return Math.max(MIN_WINDOW_BYTES, Math.floor(this.#rate * this.#roundTrip * PROBING_GAIN));
    const gain = this.#growing ? GROWING_GAIN : STEADY_GAIN;
    const window = this.#rate * (this.#roundTrip * gain + SLACK_MS);
    return Math.max(MIN_WINDOW_BYTES, Math.min(MAX_WINDOW_BYTES, Math.floor(window)));
  }

  /** The window is full of what no ping asks about, since it was larger when that was sent: without one it would stay full. */
  get mustAsk(): boolean {
    return this.#pings.length === 0 && this.inFlight >= this.window;
  }

  /** Payload for the next message: 0 while the window is full. */
  allowance(): number {
    const room = this.window - this.inFlight;
    if (room <= 0) return 0;
    const chunk = this.#rate === 0 ? FIRST_CHUNK_BYTES : this.#rate * CHUNK_MS;
    return Math.max(MIN_CHUNK_BYTES, Math.min(MAX_CHUNK_BYTES, Math.floor(chunk)));
  }

  /**
   * A message of so many bytes goes out. Gives the token of a ping to put at its end, if one is due. `idle`: nothing more waits.
   * Small traffic is hardly ever pinged.
   */
  sending(bytes: number, idle: boolean, now: number, force = false): number | undefined {
    if (this.#pings.length === 0) {
      // Nothing that matters is under way: what was too little to ask about has long arrived.
      this.#delivered = this.#sent;
      this.#deliveredAt = now;
    }
    this.#probing ||= this.#roundTrip !== undefined && now - this.#roundTripAt > ROUND_TRIP_MEMORY_MS;
    const probe = this.#probing && this.inFlight + bytes <= this.window;
    this.#sent += bytes;
    const unpinged = this.#sent - this.#pinged;
    const due =
      this.#askNext ||
      probe ||
      unpinged >= Math.max(1024, Math.floor(this.window / 4)) ||
      (idle && unpinged >= MIN_WINDOW_BYTES);
    if ((!due && !force) || this.#pings.length >= MAX_PINGS) return undefined;
    const token = this.#nextToken++;
    this.#askNext = false;
    this.#pinged = this.#sent;
    this.#pings.push({
      token,
      at: now,
      sent: this.#sent,
      delivered: this.#delivered,
      deliveredAt: this.#deliveredAt,
      limited: idle || this.#probing,
      probe,
    });
    return token;
  }

  /**
   * The link changes with the next message: what was measured is of no use. The first ping from here on tells when the change has come about; what is
   * sent before may have gone over the old link, and teaches nothing.
   */
  restart(): void {
    this.#rates = [];
    this.#rate = 0;
    this.#growing = true;
    this.#roundsWithoutGrowth = 0;
    this.#rateAtRoundStart = 0;
    this.#roundEnd = this.#sent;
    this.#roundTrip = undefined;
    this.#lastRoundTrip = undefined;
    this.#probing = false;
    this.#changesWith = this.#nextToken;
    this.#askNext = true;
  }

  /** False for a pong that answers no ping. */
  pong(token: number, now: number): boolean {
    const at = this.#pings.findIndex((ping) => ping.token === token);
    if (at < 0) return false;
    const ping = this.#pings[at]!;
    this.#pings.splice(0, at + 1);
    const bytes = ping.sent - ping.delivered;
    this.#delivered = ping.sent;
    const elapsed = now - ping.deliveredAt;
    this.#deliveredAt = now;
    if (token < this.#teachesFrom || this.#changesWith !== undefined) {
      if (this.#changesWith !== undefined && token >= this.#changesWith) this.#changed();
      return true;
    }
    this.#learnRoundTrip(now - ping.at, ping.probe, now);
    if (bytes > 0) this.#learnRate(bytes / Math.max(elapsed, 0.05), ping.limited);
    if (ping.sent >= this.#roundEnd && !ping.limited) this.#endRound();
    return true;
  }

  /** From here on all goes over the new link. */
  #changed(): void {
    this.#changesWith = undefined;
    this.#teachesFrom = this.#nextToken;
    this.#roundEnd = this.#sent;
    this.#askNext = true;
  }

  #learnRoundTrip(sample: number, probe: boolean, now: number): void {
    this.#lastRoundTrip = sample;
    if (this.#roundTrip === undefined || sample <= this.#roundTrip || (probe && this.#probing)) {
      this.#roundTrip = sample;
      this.#roundTripAt = now;
      this.#probing = false;
    }
  }

  #learnRate(sample: number, limited: boolean): void {
    // A sender that has not tried the link: its sample only counts upwards, and never as the first.
    if (limited && (this.#rate === 0 || sample < this.#rate)) return;
    this.#rates.push(sample);
    if (this.#rates.length > RATE_SAMPLES) this.#rates.shift();
    this.#rate = Math.max(...this.#rates);
  }

  #endRound(): void {
    this.#roundEnd = this.#sent;
    // Once the link has been filled, the steady gain is enough to notice that it carries more.
    if (this.#rate > this.#rateAtRoundStart * GROWTH) {
      this.#roundsWithoutGrowth = 0;
    } else if (++this.#roundsWithoutGrowth >= STEADY_ROUNDS) {
      this.#growing = false;
    }
    this.#rateAtRoundStart = this.#rate;
  }
}
