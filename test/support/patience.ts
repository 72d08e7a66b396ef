/** Waiting in tests: for a condition, as long as the slowest machine may take, and no longer once what was waited for has died. */
import { setTimeout } from 'node:timers/promises';

/** Only what hangs is to run into this: some machines are many times slower than others, and busy with other things besides. */
export const PATIENCE_MS = 240_000;

const POLL_MS = 20;

/**
 * Looks again and again until `look` gives something; gives that.
 * @param lost tells why it will never come: then waiting ends at once
 * @throws Error that names what was waited for
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  lost: () => string | undefined = () => undefined,
): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const reason = lost();
    if (reason !== undefined) throw new Error(`waited in vain for ${what}: ${reason}`);
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await setTimeout(POLL_MS);
  }
}
