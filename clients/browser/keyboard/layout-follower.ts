/**
 * Which layout the user types with, found out from what keys (`code`) gave which characters (`key`). A pair that the layout at hand
 * contradicts makes us look for one that explains it and the most of the pairs before it: so a wrong first guess is mended at the first
 * telling key, and a user who changes the layout of the system is followed.
 */
import { keysymOfCharacter } from './characters.ts';
import { isCharacters, KEYPAD_LOCATION, type KeyEvent } from './key-event.ts';
import { isDeadKeysym, type KeyLevels, type Layout } from './layout.ts';

/** Pairs kept; more tell nothing new, and old ones may be of another layout. */
const MAX_PAIRS = 32;
/** Pairs that the new layout may contradict, for each that it explains and the old one does not. */
const SWITCH_MARGIN = 1;

interface Pair {
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
  readonly altGr: boolean;
}

/** 'unknown' when the layout says nothing of the key at that level: systems differ in what AltGr adds. */
type Verdict = 'explained' | 'contradicted' | 'unknown';

function judge(layout: Layout, pair: Pair): Verdict {
  const levels: KeyLevels | undefined = layout.keys.get(pair.code);
  if (levels === undefined) return 'unknown';
  // Group 2 of other alphabets is our own addition.
  if (pair.altGr && layout.nonLatin) return 'unknown';
  const keysym = levels[(pair.altGr ? 2 : 0) + (pair.shift ? 1 : 0)]!;
  if (keysym === 0) return 'unknown';
  const matches = pair.key === 'Dead' ? isDeadKeysym(keysym) : keysym === keysymOfCharacter(pair.key);
  if (matches) return 'explained';
  return pair.altGr ? 'unknown' : 'contradicted';
}

export class LayoutFollower {
  readonly #layouts: readonly Layout[];
  /** Earlier is likelier: the user's language, then those used before. */
  #preference: string[];
  #pairs: Pair[] = [];

  constructor(layouts: readonly Layout[], languages: readonly string[]) {
    this.#layouts = layouts;
    this.#preference = preferredLayouts(layouts, languages).map((layout) => layout.id);
  }

  /** The layout to go over to after this key; undefined to stay. */
  observe(event: KeyEvent, current: Layout): Layout | undefined {
    const pair = pairOf(event);
    if (pair === undefined) return undefined;
    this.#pairs = [
      ...this.#pairs.filter(
        ({ code, shift, altGr }) => code !== pair.code || shift !== pair.shift || altGr !== pair.altGr,
      ),
      pair,
    ].slice(-MAX_PAIRS);
    if (judge(current, pair) !== 'contradicted') return undefined;
    const best = this.#best(pair, current);
    if (best === undefined || best.id === current.id) return undefined;
    this.#preference = [best.id, ...this.#preference.filter((id) => id !== best.id)];
    // What the new layout contradicts was typed with another.
    this.#pairs = this.#pairs.filter((known) => judge(best, known) !== 'contradicted');
    return best;
  }

  #best(last: Pair, current: Layout): Layout | undefined {
    // Who goes over to another alphabet has typed the rest with the one before.
    const strange = this.#pairs.filter((pair) => judge(current, pair) === 'contradicted');
    let best: Layout | undefined;
    let bestScore = -Infinity;
    for (const layout of this.#layouts) {
      if (judge(layout, last) !== 'explained') continue;
      let score = 0;
      for (const pair of layout.nonLatin === current.nonLatin ? this.#pairs : strange) {
        const verdict = judge(layout, pair);
        if (verdict === 'explained') score += 1;
        else if (verdict === 'contradicted') score -= SWITCH_MARGIN;
      }
      const place = this.#preference.indexOf(layout.id);
      score -= (place === -1 ? this.#preference.length : place) / 1000;
      if (score > bestScore) {
        bestScore = score;
        best = layout;
      }
    }
    return best;
  }
}

function pairOf(event: KeyEvent): Pair | undefined {
  if (event.repeat || event.isComposing || event.location === KEYPAD_LOCATION || event.code === 'Space')
    return undefined;
  if (event.getModifierState('Control') || event.getModifierState('Alt') || event.getModifierState('Meta'))
    return undefined;
  if (event.key !== 'Dead' && (!isCharacters(event.key) || [...event.key].length !== 1)) return undefined;
  const shift = event.getModifierState('Shift');
  const altGr = event.getModifierState('AltGraph');
  const { code } = event;
  if (!event.getModifierState('CapsLock')) return { code, key: event.key, shift, altGr };
  // Caps Lock turns letters around; what it does to others differs by system.
  const { key } = event;
  const turned = key.toUpperCase() === key ? key.toLowerCase() : key.toUpperCase();
  return turned === key || [...turned].length !== 1 ? undefined : { code, key: turned, shift, altGr };
}

/** Layouts by how well they suit the user's languages, best first; us comes after those that suit. */
export function preferredLayouts(layouts: readonly Layout[], languages: readonly string[]): Layout[] {
  const chosen: Layout[] = [];
  const add = (layout: Layout | undefined) => {
    if (layout !== undefined && !chosen.includes(layout)) chosen.push(layout);
  };
  for (const language of languages) {
    const main = language.split('-')[0]!;
    add(layouts.find((layout) => layout.languages.includes(language)));
    add(layouts.find((layout) => layout.languages.includes(main)));
  }
  add(layouts.find((layout) => layout.id === 'us'));
  for (const layout of layouts) add(layout);
  return chosen;
}

/** The layout that explains most of a whole keyboard (navigator.keyboard.getLayoutMap: plain characters by code). */
export function layoutOfMap(
  layouts: readonly Layout[],
  map: ReadonlyMap<string, string>,
  languages: readonly string[],
): Layout | undefined {
  let best: Layout | undefined;
  let bestScore = 0;
  for (const layout of preferredLayouts(layouts, languages)) {
    let score = 0;
    for (const [code, key] of map) {
      const verdict = judge(layout, { code, key, shift: false, altGr: false });
      if (verdict === 'explained') score++;
      // The map shows dead keys by their accents.
      else if (verdict === 'contradicted' && !isDeadKeysym(layout.keys.get(code)?.[0] ?? 0)) score--;
    }
    if (score > bestScore) {
      bestScore = score;
      best = layout;
    }
  }
  return best;
}
