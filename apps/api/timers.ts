/** Clock and timers of the environment, passed in: the api has none of its own. */
export interface Timers {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Calls back once after a delay in milliseconds; the result cancels it. */
  after(delay: number, callback: () => void): () => void;
}

/** Calls back again and again, every `period` milliseconds, until the result is called. */
export function every(timers: Timers, period: number, callback: () => void): () => void {
  let next = timers.now() + period;
  const tick = (): void => {
    callback();
    // Ticks that are already past are left out, not made up for.
    next = Math.max(next + period, timers.now());
    cancel = timers.after(next - timers.now(), tick);
  };
  let cancel = timers.after(period, tick);
  return () => cancel();
}
