/** Tells when the session does not take this page's input, and why; offers the way out where there is one. */
import type { KeymapUse } from '../keyboard/keyboard.ts';
import type { ConnectionState, Standing } from '../worker/messages.ts';
import type { PointerUse } from './cursor.ts';
import { element } from './elements.ts';

/** What the session does with input from this page. */
export function inputUse(state: ConnectionState['name'], standing: Standing | undefined): PointerUse {
  if (standing !== undefined && !takesInput(standing)) return 'ignored';
  return state === 'connected' ? 'taking' : 'waiting';
}

function takesInput({ viewOnly, keyboard, holder }: Standing): boolean {
  return !viewOnly && (keyboard === 'everyone' || holder);
}

/** What becomes of this page's keymap: the holder's is the session's. */
export function keymapUse(standing: Standing | undefined): KeymapUse {
  if (standing === undefined) return { leads: false, alone: false };
  const { keyboard, holder, participants } = standing;
  return { leads: holder, alone: keyboard === 'holder' || participants.every(({ you, viewOnly }) => you || viewOnly) };
}

export class StandingSign {
  readonly #sign = element('standing', HTMLElement);
  readonly #text = element('standing-text', HTMLElement);
  readonly #take = element('standing-take', HTMLButtonElement);

  constructor(take: () => void) {
    this.#take.addEventListener('click', take);
  }

  show(state: ConnectionState['name'], standing: Standing | undefined): void {
    const ignored = standing !== undefined && state === 'connected' && !takesInput(standing);
    this.#sign.hidden = !ignored;
    if (!ignored) return;
    this.#text.textContent = standing.viewOnly ? 'View only' : keyboardOf(standing);
    this.#take.hidden = standing.viewOnly;
  }

  /** Somebody tries in vain. */
  stress(): void {
    this.#sign.classList.remove('stressed');
    // Starts the animation anew.
    void this.#sign.offsetWidth;
    this.#sign.classList.add('stressed');
  }
}

/** Who has the keyboard, in words. */
export function keyboardOf(standing: Standing): string {
  const holder = standing.participants.find((participant) => participant.holder);
  if (standing.keyboard === 'everyone') return 'Everyone may type';
  if (standing.holder) return 'You have the keyboard';
  return holder === undefined ? 'Nobody has the keyboard' : `Terminal ${holder.terminal} has the keyboard`;
}
