/** Notices when a program copies or marks something, and reads it as text: VNC viewers have clipboards of their own. */
import type { SelectionName } from '../../apps/api/clipboard.ts';
import type { ServerState } from '../../xserver/state/server-state.ts';
import type { SessionClipboard } from '../session-clipboard.ts';

/** A selection that changes time and again is read once it stays so long. */
const REST_MS = 200;
/** Longest text that is passed on, in UTF-16 units. */
const MAX_TEXT = 4 << 20;

const SELECTIONS: readonly (readonly [SelectionName, string])[] = [
  ['clipboard', 'CLIPBOARD'],
  ['primary', 'PRIMARY'],
];

export class SelectionWatch {
  readonly #state: ServerState;
  readonly #clipboard: () => SessionClipboard | undefined;
  readonly #changed: (text: string) => void;
  /** Whose each selection was, and since when, at the last look. */
  readonly #seen = new Map<SelectionName, string>();
  readonly #timers = new Map<SelectionName, NodeJS.Timeout>();

  constructor(state: ServerState, clipboard: () => SessionClipboard | undefined, changed: (text: string) => void) {
    this.#state = state;
    this.#clipboard = clipboard;
    this.#changed = changed;
  }

  /** To be called when something may have happened. */
  look(): void {
    for (const [name, atom] of SELECTIONS) {
      const selection = this.#state.selections.get(this.#state.atoms.ids.get(atom) ?? 0);
      const owner = selection?.owner === undefined ? '' : `${selection.owner.id} ${selection.time}`;
      if (owner === (this.#seen.get(name) ?? '')) continue;
      this.#seen.set(name, owner);
      clearTimeout(this.#timers.get(name));
      if (owner === '') continue;
      this.#timers.set(
        name,
        setTimeout(() => void this.#read(name), REST_MS),
      );
    }
  }

  async #read(name: SelectionName): Promise<void> {
    // A program that goes while it is asked has nothing to say.
    const text = await this.#clipboard()
      ?.read(name)
      .catch(() => undefined);
    if (text !== undefined && text !== '' && text.length <= MAX_TEXT) this.#changed(text);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
