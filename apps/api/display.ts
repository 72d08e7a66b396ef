import { internAtoms, type Atoms } from './atoms.ts';
import { Clipboard } from './clipboard.ts';
import type { Connection } from './connection.ts';
import { GcCache } from './gc-cache.ts';
import { Keyboard } from './keyboard.ts';
import { Painter } from './painter.ts';
import { openStyleFonts, type StyleFonts } from './style.ts';
import type { Timers } from './timers.ts';

/** Glyphs of the cursor font that apps use (X11 Appendix B). */
export const CursorShape = {
  arrow: 68,
  text: 152,
  hand: 60,
  move: 52,
  cross: 34,
  busy: 150,
  bottom: 16,
  bottomLeft: 12,
  bottomRight: 14,
  left: 70,
  right: 96,
  top: 138,
  topLeft: 134,
  topRight: 136,
} as const;

export type CursorName = keyof typeof CursorShape;

/** A connection with what every app needs of its server, asked for once: atoms, fonts, keyboard, clipboard. */
export class Display {
  readonly connection: Connection;
  readonly timers: Timers;
  readonly atoms: Atoms;
  readonly fonts: StyleFonts;
  readonly keyboard: Keyboard;
  readonly clipboard: Clipboard;
  readonly gcs: GcCache;
  readonly #cursors = new Map<CursorName, number>();
  #cursorFont: number | undefined;
  /** Time of the last event that told it; selections and focus changes name it. */
  lastTime = 0;

  private constructor(connection: Connection, timers: Timers, atoms: Atoms, fonts: StyleFonts, keyboard: Keyboard) {
    this.connection = connection;
    this.timers = timers;
    this.atoms = atoms;
    this.fonts = fonts;
    this.keyboard = keyboard;
    this.gcs = new GcCache(connection);
    this.clipboard = new Clipboard(connection, atoms, timers);
    connection.watchers.add((event) => {
      if ('time' in event && event.time !== 0 && event.name !== 'SelectionRequest') this.lastTime = event.time;
    });
  }

  static async open(connection: Connection, timers: Timers, openFonts = openStyleFonts): Promise<Display> {
    const [atoms, fonts, keyboard] = await Promise.all([
      internAtoms(connection),
      openFonts(connection),
      Keyboard.load(connection),
    ]);
    return new Display(connection, timers, atoms, fonts, keyboard);
  }

  painter(drawable: number): Painter {
    return new Painter(this.connection, this.gcs, drawable);
  }

  cursor(name: CursorName): number {
    const known = this.#cursors.get(name);
    if (known !== undefined) return known;
    if (this.#cursorFont === undefined) {
      this.#cursorFont = this.connection.newId();
      this.connection.send('OpenFont', { fid: this.#cursorFont, name: 'cursor' });
    }
    const cid = this.connection.newId();
    const glyph = CursorShape[name];
    this.connection.send('CreateGlyphCursor', {
      cid,
      sourceFont: this.#cursorFont,
      maskFont: this.#cursorFont,
      sourceChar: glyph,
      maskChar: glyph + 1,
      foreRed: 0,
      foreGreen: 0,
      foreBlue: 0,
      backRed: 0xffff,
      backGreen: 0xffff,
      backBlue: 0xffff,
    });
    this.#cursors.set(name, cid);
    return cid;
  }
}
