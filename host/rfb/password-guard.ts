/**
 * Slows down who tries passwords: VNC's have 8 characters at most. An address that has failed some times is refused for a while, twice as long
 * with each further failure; a right password forgets them. Several people may come from one address, so nobody is shut out for long.
 */

/** Failures that cost nothing but the delay of the answer. */
const FREE_FAILURES = 4;
const FIRST_LOCK_MS = 2000;
const LONGEST_LOCK_MS = 5 * 60_000;
/** Addresses remembered; the one that failed longest ago is forgotten first. */
const MAX_ADDRESSES = 1000;

interface Failures {
  readonly count: number;
  readonly lockedUntil: number;
}

export class PasswordGuard {
  readonly #failures = new Map<string, Failures>();

  /** Why an address may not try now; undefined when it may. Times in ms. */
  refusal(address: string, now: number): string | undefined {
    const left = (this.#failures.get(placeOf(address))?.lockedUntil ?? 0) - now;
    if (left <= 0) return undefined;
    return `too many wrong passwords from there: try again in ${Math.ceil(left / 1000)} s`;
  }

  failed(address: string, now: number): void {
    const place = placeOf(address);
    const count = (this.#failures.get(place)?.count ?? 0) + 1;
    const beyond = count - FREE_FAILURES;
    const lock = beyond <= 0 ? 0 : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(beyond - 1, 20));
    this.#failures.delete(place);
    this.#failures.set(place, { count, lockedUntil: now + lock });
    if (this.#failures.size > MAX_ADDRESSES) this.#failures.delete(this.#failures.keys().next().value!);
  }

  succeeded(address: string): void {
    this.#failures.delete(placeOf(address));
  }
}

/** One household has many IPv6 addresses: their first 64 bits count. */
function placeOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  return address.split(':').slice(0, 4).join(':');
}
