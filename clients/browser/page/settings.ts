/** What the user has chosen, kept by the browser. Without storage (private windows, blocked cookies) it lasts as long as the page. */

export interface Settings {
  /** A layout's id; 'auto' follows what is typed. */
  layout: string;
  /** The layout that was found last, to begin with next time. */
  foundLayout: string;
  /** The link to emulate (session/link.ts); '' leaves it to the session. */
  link: string;
  /** The wire to begin with; '' leaves it to us. */
  wire: string;
  /** 'fit' or 'scroll'. */
  screenMode: string;
}

const DEFAULTS: Readonly<Settings> = { layout: 'auto', foundLayout: '', link: '', wire: '', screenMode: 'fit' };
const KEY = 'farpane';

export function loadSettings(): Settings {
  const settings = { ...DEFAULTS };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return settings;
    for (const name of Object.keys(DEFAULTS) as (keyof Settings)[]) {
      const value = (stored as Record<string, unknown>)[name];
      if (typeof value === 'string') settings[name] = value;
    }
  } catch {
    // Unreadable or forbidden: the defaults hold.
  }
  return settings;
}

export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Forbidden, or full: the choice lasts as long as the page.
  }
}
