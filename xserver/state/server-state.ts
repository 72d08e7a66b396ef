/**
 * The state of one X server: plain data only (records, Maps, Sets, arrays, unshared typed arrays; references and cycles allowed),
 * so that one generic walker (../snapshot) can write, read and hash it. Map order is state.
 */
import type { Font } from '../fonts/font.ts';
import type { FontCatalogue } from '../fonts/catalogue.ts';
import type { Client } from './clients.ts';
import type { Surface } from './drawables.ts';
import type { InputState, TerminalState } from './input.ts';
import type { Colormap, Cursor, Resource } from './resources.ts';
import type { Window } from './windows.ts';

export interface AtomTable {
  /** Name of atom n at position n; position 0 is unused. */
  readonly names: string[];
  readonly ids: Map<string, number>;
}

export interface Selection {
  owner: Window | undefined;
  /** The client that called SetSelectionOwner; 0 with no owner. */
  client: number;
  time: number;
}

export interface ScreenSaver {
  /** Seconds; 0 is off. */
  timeout: number;
  interval: number;
  preferBlanking: number;
  allowExposures: number;
  active: boolean;
  /** Time of the last input, in ms. */
  lastInput: number;
}

export interface HostAddress {
  readonly family: number;
  readonly address: Uint8Array;
}

export interface Screen {
  width: number;
  height: number;
  widthMillimetres: number;
  heightMillimetres: number;
  readonly root: Window;
  readonly colormap: Colormap;
  /** Colormaps installed, oldest first; at most one with our TrueColor visuals. */
  readonly installed: Colormap[];
  /** Surfaces bottom first: the root's, then those of the mapped top-levels. */
  readonly surfaces: Surface[];
  readonly defaultCursor: Cursor;
}

export interface ServerState {
  /** Index of the last log entry applied. */
  index: number;
  /** Milliseconds, the largest entry time so far. */
  time: number;
  readonly atoms: AtomTable;
  readonly clients: Map<number, Client>;
  readonly resources: Map<number, Resource>;
  readonly screen: Screen;
  readonly input: InputState;
  readonly terminals: Map<number, TerminalState>;
  /** What all properties count for against MAX_ALL_PROPERTY_BYTES. */
  propertyBytes: number;
  readonly selections: Map<number, Selection>;
  fontCatalogue: FontCatalogue;
  /** Fonts that have arrived, by content hash; scaled and built-in ones that were opened, by `ResolvedFont.id`. */
  readonly fonts: Map<string, Font>;
  /** As SetFontPath gave it; empty for the directories of the catalogue. */
  fontPath: string[];
  /** The client that has grabbed the server; 0 for none. */
  serverGrab: number;
  /** Clients whose held requests must run when the grab ends are those with a non-empty `held`. */
  readonly screenSaver: ScreenSaver;
  accessControl: boolean;
  readonly accessHosts: HostAddress[];
  /** Clients that XTestGrabControl has made impervious to server grabs. */
  readonly impervious: Set<number>;
}
