/** The layouts that the page offers, in the menu's order. */
import { cz, hu, pl, tr } from './eastern.ts';
import type { LayoutTable } from './layout-table.ts';
import { gr, ru, ua } from './non-latin.ts';
import { dk, fi, no, se } from './northern.ts';
import { br, ch, de, es, fr, gb, it, pt, us, usInternational } from './western.ts';

export const LAYOUTS: readonly LayoutTable[] = [
  us,
  usInternational,
  gb,
  de,
  ch,
  fr,
  es,
  it,
  pt,
  br,
  se,
  no,
  dk,
  fi,
  pl,
  cz,
  hu,
  tr,
  ru,
  ua,
  gr,
];
