import { builtinCatalogue } from './fonts/builtin-catalogue.ts';
import { createAtoms } from './requests/atoms.ts';
import { createInputState } from './input/initial-input.ts';
import { PROPERTY_OVERHEAD_BYTES } from './limits.ts';
import { Atom } from './protocol/generated/xproto.ts';
import { createPixels } from './raster/pixels.ts';
import { regionFromRect } from './raster/region.ts';
import { defaultCursor } from './default-cursor.ts';
import type { Colormap, Resource } from './state/resources.ts';
import type { AtomTable, ScreenSaver, ServerState } from './state/server-state.ts';
import type { Surface } from './state/drawables.ts';
import { InputOutput, type Window } from './state/windows.ts';
import { DEFAULT_COLORMAP, DEFAULT_CURSOR, ROOT_WINDOW, TRUE_COLOR_VISUAL } from './visuals.ts';

export interface ScreenSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly widthMillimetres: number;
  readonly heightMillimetres: number;
}

/** Size in millimetres at 96 dots per inch. */
export function screenSizeAt96Dpi(width: number, height: number): ScreenSize {
  const millimetres = (pixels: number) => Math.floor((pixels * 254 + 480) / 960);
  return { width, height, widthMillimetres: millimetres(width), heightMillimetres: millimetres(height) };
}

/** X.Org's defaults: ten minutes, blanking preferred. */
export const defaultScreenSaver = { timeout: 600, interval: 600, preferBlanking: 1, allowExposures: 1 } as const;

/** A server with no clients, an empty root and the built-in fonts. */
export function createServerState(size: ScreenSize): ServerState {
  const colormap: Colormap = {
    kind: 'colormap',
    id: DEFAULT_COLORMAP,
    client: 0,
    visual: TRUE_COLOR_VISUAL,
    installedByDefault: true,
  };
  const root = createRoot(size, colormap);
  const cursor = defaultCursor(DEFAULT_CURSOR);
  const screenSaver: ScreenSaver = { ...defaultScreenSaver, active: false, lastInput: 0 };
  const atoms = createAtoms();
  const propertyBytes = nameKeymap(atoms, root);
  return {
    index: 0,
    time: 0,
    atoms,
    clients: new Map(),
    resources: new Map<number, Resource>([
      [root.id, root],
      [colormap.id, colormap],
    ]),
    screen: { ...size, root, colormap, installed: [colormap], surfaces: [root.surface!], defaultCursor: cursor },
    input: createInputState(root),
    terminals: new Map(),
    propertyBytes,
    selections: new Map(),
    fontCatalogue: builtinCatalogue(),
    fonts: new Map(),
    fontPath: [],
    serverGrab: 0,
    screenSaver,
    accessControl: true,
    accessHosts: [],
    impervious: new Set(),
  };
}

/** Rules, model, layout, variant and options of the default keymap, as X.Org names them on the root: setxkbmap and toolkits read it. */
const KEYMAP_NAMES = ['evdev', 'pc105', 'us', '', ''];

/** Sets _XKB_RULES_NAMES on the root; returns what it counts for against the cap on properties. */
function nameKeymap(atoms: AtomTable, root: Window): number {
  const name = '_XKB_RULES_NAMES';
  const atom = atoms.names.length;
  atoms.names.push(name);
  atoms.ids.set(name, atom);
  const text = KEYMAP_NAMES.map((part) => `${part}\0`).join('');
  const data = Uint8Array.from(text, (character) => character.charCodeAt(0));
  root.properties.set(atom, { type: Atom.STRING, format: 8, data });
  return data.length + PROPERTY_OVERHEAD_BYTES;
}

function createRoot(size: ScreenSize, colormap: Colormap): Window {
  const { width, height } = size;
  const surface: Surface = {
    kind: 'surface',
    window: ROOT_WINDOW,
    x: 0,
    y: 0,
    pixels: createPixels(width, height, 24),
    shape: undefined,
  };
  const all = regionFromRect(0, 0, width, height);
  return {
    kind: 'window',
    id: ROOT_WINDOW,
    client: 0,
    parent: undefined,
    children: [],
    windowClass: InputOutput,
    x: 0,
    y: 0,
    width,
    height,
    borderWidth: 0,
    depth: 24,
    visual: TRUE_COLOR_VISUAL,
    colormap,
    background: { kind: 'pixel', pixel: 0 },
    border: { kind: 'pixel', pixel: 0 },
    bitGravity: 0,
    winGravity: 1,
    backingStore: 0,
    backingPlanes: 0xffffffff,
    backingPixel: 0,
    saveUnder: false,
    overrideRedirect: false,
    eventMasks: new Map(),
    doNotPropagateMask: 0,
    cursor: undefined,
    mapped: true,
    properties: new Map(),
    shape: { bounding: undefined, clip: undefined, input: undefined },
    shapeSelections: new Set(),
    passiveGrabs: [],
    surface,
    surfaceX: 0,
    surfaceY: 0,
    clip: all,
    inferiorClip: all,
    borderClip: all,
    visibility: 0,
  };
}
