/** What a link carries, as session/carrier/pace.ts knows it. */
export interface LinkState {
  /** Bytes in a ms; 0 for not known. */
  readonly rate: number;
  /** In ms; undefined for not known. */
  readonly roundTrip: number | undefined;
  /** Bytes sent and not yet known to have arrived. */
  readonly inFlight: number;
}

/** ms of the link that may wait in it while the user types or points, and ms of one piece. */
const SLACK_MS = 14;
const PIECE_MS = 3;
const LEAST_BYTES = 256;

/**
 * While the user types or points, so little is given to the link that it queues hardly anything: what follows an input is not to wait behind what was sent
 * before. The pace alone lets some queue up, so that the link never runs dry.
 */
export class BulkLimit {
  #inFlight = -1;
  #given = 0;

  /** How much of what is not urgent may go, `maximum` at most. */
  room(maximum: number, isFresh: boolean, { rate, roundTrip, inFlight }: LinkState): number {
    if (!isFresh || rate === 0 || roundTrip === undefined) return maximum;
    // Several pieces may make one message, which counts as sent only when it is whole.
    if (inFlight !== this.#inFlight) this.#given = 0;
    this.#inFlight = inFlight;
    const room = rate * (roundTrip + SLACK_MS) - inFlight - this.#given;
    return room <= 0 ? 0 : Math.min(maximum, Math.max(LEAST_BYTES, Math.floor(Math.min(room, rate * PIECE_MS))));
  }

  given(bytes: number): void {
    this.#given += bytes;
  }
}
