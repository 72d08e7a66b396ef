/** What stands over the empty root while no program has a window: that nothing runs, and how to start something. */
import { element } from './elements.ts';

/** Windows that are gone for a moment, as between a program's greeting and its main window, are no empty session. */
const REST_MS = 600;
/** Until the host is asked again, where it knows of windows that are not seen here, or gives no answer. */
const AGAIN_MS = 3000;

/** What the API tells of a session, as far as it is used here. */
interface SessionFacts {
  readonly windows: number;
  readonly display: string;
  /** Not told to those who may only look. */
  readonly xauthority?: string;
}

export interface HintAccess {
  /** Of the session, in the API. */
  readonly url: string;
  readonly token: string;
}

export class EmptyHint {
  readonly #access: HintAccess | undefined;
  readonly #hint = element('empty', HTMLElement);
  readonly #title = element('empty-title', HTMLElement);
  readonly #how = element('empty-how', HTMLElement);
  readonly #command = element('empty-command', HTMLElement);
  #asking: AbortController | undefined;
  #connected = false;
  #empty = false;
  /** There have been windows. */
  #had = false;

  constructor(access: HintAccess | undefined) {
    this.#access = access;
  }

  connectedIs(connected: boolean): void {
    this.#connected = connected;
    this.#changed();
  }

  /** @param empty what is shown here has no windows in it. */
  emptyIs(empty: boolean): void {
    this.#empty = empty;
    if (!empty) this.#had = true;
    this.#changed();
  }

  #changed(): void {
    const wanted = this.#connected && this.#empty;
    if (wanted === (this.#asking !== undefined)) return;
    this.#asking?.abort();
    this.#asking = undefined;
    this.#hint.hidden = true;
    if (!wanted || this.#access === undefined) return;
    this.#asking = new AbortController();
    void this.#show(this.#access, this.#asking.signal);
  }

  async #show(access: HintAccess, signal: AbortSignal): Promise<void> {
    await pause(REST_MS);
    while (!signal.aborted) {
      const facts = await ask(access, signal);
      if (signal.aborted) return;
      if (facts?.windows === 0) {
        this.#tell(facts);
        return;
      }
      await pause(AGAIN_MS);
    }
  }

  #tell({ display, xauthority }: SessionFacts): void {
    const may = xauthority !== undefined;
    const what = may ? 'No program has a window here' : 'Nothing runs here';
    this.#title.textContent = `${what} ${this.#had ? 'now' : 'yet'}`;
    this.#how.hidden = !may;
    this.#command.hidden = !may;
    this.#command.textContent = may ? `DISPLAY=${display} XAUTHORITY=${xauthority} xterm` : '';
    this.#hint.hidden = false;
  }
}

async function ask({ url, token }: HintAccess, signal: AbortSignal): Promise<SessionFacts | undefined> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers, cache: 'no-store', signal });
    return response.ok ? ((await response.json()) as SessionFacts) : undefined;
  } catch {
    // The host is away, or a window has come.
    return undefined;
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
