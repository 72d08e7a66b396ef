/** What the browser tells of the user's system. */
import type { Platform } from '../keyboard/key-event.ts';
import { layoutOfMap, preferredLayouts } from '../keyboard/layout-follower.ts';
import type { Layout } from '../keyboard/layout.ts';

interface KeyboardApi {
  getLayoutMap(): Promise<ReadonlyMap<string, string>>;
}

export function platformOf(platform: string): Platform {
  if (/^(Mac|iPhone|iPad)/.test(platform)) return 'mac';
  return platform.startsWith('Win') ? 'windows' : 'other';
}

/** The layout to begin with: the one found last time, else what suits the user's languages. */
export function firstLayout(layouts: readonly Layout[], found: string, languages: readonly string[]): Layout {
  return layouts.find(({ id }) => id === found) ?? preferredLayouts(layouts, languages)[0]!;
}

/** The layout of the user's system, where the browser tells (Chromium, in secure contexts). */
export async function systemLayout(
  layouts: readonly Layout[],
  languages: readonly string[],
): Promise<Layout | undefined> {
  const api = (navigator as { readonly keyboard?: KeyboardApi }).keyboard;
  if (api === undefined) return undefined;
  try {
    return layoutOfMap(layouts, await api.getLayoutMap(), languages);
  } catch {
    // Forbidden in frames of other origins.
    return undefined;
  }
}
