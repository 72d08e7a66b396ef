import { Atom } from '../../xserver/protocol/generated/xproto.ts';
import type { Display } from '../api/display.ts';
import type { Rectangle } from '../api/painter.ts';
import { getProperty, getText, getWords } from '../api/properties.ts';
import { decodeLatin1 } from '../api/text-bytes.ts';
import {
  parseSizeHints,
  parseWmHints,
  refusesDecorations,
  type Extents,
  type SizeHints,
  type WmHints,
} from './hints.ts';

export type WindowType = 'normal' | 'dialog' | 'dock' | 'desktop' | 'splash' | 'menu' | 'utility';

/** A client's top-level window and the frame around it. */
export interface ManagedWindow {
  readonly id: number;
  readonly frame: number;
  /** The frame's place on the root and the client's size; both as configured. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** What its own place and size return to. */
  restore: Rectangle | undefined;
  title: string;
  className: string;
  size: SizeHints;
  hints: WmHints;
  protocols: readonly number[];
  transientFor: number;
  type: WindowType;
  undecorated: boolean;
  maximizedHorizontally: boolean;
  maximizedVertically: boolean;
  fullscreen: boolean;
  minimized: boolean;
  above: boolean;
  below: boolean;
  modal: boolean;
  skipTaskbar: boolean;
  attention: boolean;
  /** left, right, top, bottom reserved at the screen's edges. */
  strut: Extents;
  /** UnmapNotify events to come that we caused ourselves. */
  expectedUnmaps: number;
  /** What the pointer is over in the frame. */
  hover: FramePart | undefined;
  pressed: FramePart | undefined;
  lastPress: { readonly part: FramePart; readonly time: number } | undefined;
}

export type FramePart = 'client' | 'title' | 'close' | 'maximize' | 'minimize' | Edge;
export type Edge = 'top' | 'bottom' | 'left' | 'right' | 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

export type Description = Pick<
  ManagedWindow,
  | 'title'
  | 'className'
  | 'size'
  | 'hints'
  | 'protocols'
  | 'transientFor'
  | 'type'
  | 'undecorated'
  | 'strut'
  | 'maximizedHorizontally'
  | 'maximizedVertically'
  | 'fullscreen'
  | 'above'
  | 'below'
  | 'modal'
  | 'skipTaskbar'
  | 'attention'
>;

/** Everything a window says about itself, read in one round trip. */
export async function describeWindow(display: Display, window: number): Promise<Description> {
  const { connection, atoms } = display;
  const words = (property: number): Promise<number[]> => getWords(connection, window, property);
  const [title, className, size, hints, protocols, [transientFor = 0], types, motif, state, strut] = await Promise.all([
    readTitle(display, window),
    readClass(display, window),
    words(Atom.WM_NORMAL_HINTS),
    words(Atom.WM_HINTS),
    words(atoms.WM_PROTOCOLS),
    words(Atom.WM_TRANSIENT_FOR),
    words(atoms._NET_WM_WINDOW_TYPE),
    words(atoms._MOTIF_WM_HINTS),
    words(atoms._NET_WM_STATE),
    readStrut(display, window),
  ]);
  const type = windowType(display, types, transientFor);
  return {
    title,
    className,
    size: parseSizeHints(size),
    hints: parseWmHints(hints),
    protocols,
    transientFor: transientFor === connection.root ? 0 : transientFor,
    type,
    undecorated: refusesDecorations(motif) || !['normal', 'dialog', 'utility'].includes(type),
    maximizedHorizontally: state.includes(atoms._NET_WM_STATE_MAXIMIZED_HORZ),
    maximizedVertically: state.includes(atoms._NET_WM_STATE_MAXIMIZED_VERT),
    fullscreen: state.includes(atoms._NET_WM_STATE_FULLSCREEN),
    above: state.includes(atoms._NET_WM_STATE_ABOVE),
    below: state.includes(atoms._NET_WM_STATE_BELOW),
    modal: state.includes(atoms._NET_WM_STATE_MODAL),
    skipTaskbar:
      state.includes(atoms._NET_WM_STATE_SKIP_TASKBAR) || ['dock', 'desktop', 'splash', 'menu'].includes(type),
    attention: state.includes(atoms._NET_WM_STATE_DEMANDS_ATTENTION),
    strut,
  };
}

export async function readTitle({ connection, atoms }: Display, window: number): Promise<string> {
  const [modern, old] = await Promise.all([
    getText(connection, window, atoms._NET_WM_NAME, atoms.UTF8_STRING),
    getText(connection, window, Atom.WM_NAME, atoms.UTF8_STRING),
  ]);
  return modern ?? old ?? '';
}

async function readClass({ connection }: Display, window: number): Promise<string> {
  const reply = await getProperty(connection, window, Atom.WM_CLASS);
  return reply === undefined ? '' : (decodeLatin1(reply.value).split('\0')[1] ?? '');
}

export async function readStrut({ connection, atoms }: Display, window: number): Promise<Extents> {
  const [partial, whole] = await Promise.all([
    getWords(connection, window, atoms._NET_WM_STRUT_PARTIAL),
    getWords(connection, window, atoms._NET_WM_STRUT),
  ]);
  const [left = 0, right = 0, top = 0, bottom = 0] = partial.length >= 4 ? partial : whole;
  return { left, right, top, bottom };
}

function windowType({ atoms }: Display, types: readonly number[], transientFor: number): WindowType {
  const known = new Map<number, WindowType>([
    [atoms._NET_WM_WINDOW_TYPE_NORMAL, 'normal'],
    [atoms._NET_WM_WINDOW_TYPE_DIALOG, 'dialog'],
    [atoms._NET_WM_WINDOW_TYPE_DOCK, 'dock'],
    [atoms._NET_WM_WINDOW_TYPE_DESKTOP, 'desktop'],
    [atoms._NET_WM_WINDOW_TYPE_SPLASH, 'splash'],
    [atoms._NET_WM_WINDOW_TYPE_NOTIFICATION, 'splash'],
    [atoms._NET_WM_WINDOW_TYPE_UTILITY, 'utility'],
    [atoms._NET_WM_WINDOW_TYPE_TOOLBAR, 'menu'],
    [atoms._NET_WM_WINDOW_TYPE_MENU, 'menu'],
    [atoms._NET_WM_WINDOW_TYPE_POPUP_MENU, 'menu'],
    [atoms._NET_WM_WINDOW_TYPE_DROPDOWN_MENU, 'menu'],
    [atoms._NET_WM_WINDOW_TYPE_TOOLTIP, 'menu'],
  ]);
  const first = types.map((type) => known.get(type)).find((type) => type !== undefined);
  return first ?? (transientFor === 0 ? 'normal' : 'dialog');
}
