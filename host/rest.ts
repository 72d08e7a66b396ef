/**
 * Gives memory back when a session rests: what was made for the last requests is collected, once, when nothing has happened for a while. The engine by
 * itself collects only what further work makes necessary, and a session may rest for days.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Who pauses so long hardly goes on in the very 20 ms that it takes. */
export const REST_MS = 3000;
/** Less is not worth the work: bytes, and a share of what there is. */
const WORTH_BYTES = 2 << 20;
const WORTH_SHARE = 1 / 8;

/** Whole heap, what the engine knows of beside it included. */
function taken(): number {
  const { total_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}

function collect(): void {
  setFlagsFromString('--expose-gc');
  // A context that is made now has the function.
  (runInNewContext('gc') as () => void)();
}

export class Rest {
  readonly #trim: () => void;
  #timer: NodeJS.Timeout | undefined;
  #last = 0;
  /** The least that was taken when it was disturbed, since the last collection; what that has freed shows a little later. */
  #least = Infinity;

  /** `trim` lets go of what is only kept to be used again. */
  constructor(trim: () => void) {
    this.#trim = trim;
  }

  /** Something is done. */
  disturbed(): void {
    this.#last = performance.now();
    if (this.#timer !== undefined) return;
    this.#least = Math.min(this.#least, taken());
    this.#timer = setTimeout(() => this.#look(), REST_MS).unref();
  }

  #look(): void {
    this.#timer = undefined;
    const rested = performance.now() - this.#last;
    if (rested < REST_MS) {
      this.#timer = setTimeout(() => this.#look(), REST_MS - rested).unref();
      return;
    }
    if (taken() - this.#least < Math.max(WORTH_BYTES, WORTH_SHARE * this.#least)) return;
    this.#trim();
    collect();
    this.#least = Infinity;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
