/** What the window manager tells the world: EWMH's properties of the root and of each window, and ICCCM's WM_STATE. */
import { Atom } from '../../xserver/protocol/generated/xproto.ts';
import { coreEventEncoders } from '../../xserver/protocol/generated/xproto.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import type { Display } from '../api/display.ts';
import type { Rectangle } from '../api/painter.ts';
import { setUtf8, setWords } from '../api/properties.ts';
import { extentsOf } from './frame.ts';
import { isResizable, type Extents } from './hints.ts';
import type { ManagedWindow } from './managed-window.ts';

export const WM_STATE = { withdrawn: 0, normal: 1, iconic: 3 } as const;

export function announce(display: Display, checkWindow: number): void {
  const { connection, atoms } = display;
  const { root } = connection;
  for (const window of [root, checkWindow]) {
    setWords(connection, window, atoms._NET_SUPPORTING_WM_CHECK, Atom.WINDOW, [checkWindow]);
  }
  setUtf8(connection, checkWindow, atoms._NET_WM_NAME, atoms.UTF8_STRING, 'Farpane');
  // What clients say, and what this window manager does not do.
  const hidden = new Set([
    atoms._NET_WM_ICON,
    atoms._NET_WM_PID,
    atoms._NET_WM_PING,
    atoms._NET_WM_USER_TIME,
    atoms._NET_SHOWING_DESKTOP,
  ]);
  const supported = Object.entries(atoms)
    .filter(([name, atom]) => name.startsWith('_NET_') && !hidden.has(atom))
    .map(([, atom]) => atom);
  setWords(connection, root, atoms._NET_SUPPORTED, Atom.ATOM, supported);
  setWords(connection, root, atoms._NET_NUMBER_OF_DESKTOPS, Atom.CARDINAL, [1]);
  setWords(connection, root, atoms._NET_CURRENT_DESKTOP, Atom.CARDINAL, [0]);
  setWords(connection, root, atoms._NET_DESKTOP_VIEWPORT, Atom.CARDINAL, [0, 0]);
  setUtf8(connection, root, atoms._NET_DESKTOP_NAMES, atoms.UTF8_STRING, 'Desktop\0');
}

export function publishScreen(display: Display, width: number, height: number, workArea: Rectangle): void {
  const { connection, atoms } = display;
  const { x, y } = workArea;
  setWords(connection, connection.root, atoms._NET_DESKTOP_GEOMETRY, Atom.CARDINAL, [width, height]);
  setWords(connection, connection.root, atoms._NET_WORKAREA, Atom.CARDINAL, [x, y, workArea.width, workArea.height]);
}

export function publishWindows(
  display: Display,
  byAge: readonly ManagedWindow[],
  stacked: readonly ManagedWindow[],
  active: ManagedWindow | undefined,
): void {
  const { connection, atoms } = display;
  const ids = (windows: readonly ManagedWindow[]): number[] => windows.map(({ id }) => id);
  setWords(connection, connection.root, atoms._NET_CLIENT_LIST, Atom.WINDOW, ids(byAge));
  setWords(connection, connection.root, atoms._NET_CLIENT_LIST_STACKING, Atom.WINDOW, ids(stacked));
  setWords(connection, connection.root, atoms._NET_ACTIVE_WINDOW, Atom.WINDOW, [active?.id ?? 0]);
}

export function publishState(display: Display, window: ManagedWindow, focused: boolean): void {
  const { connection, atoms } = display;
  const states: [boolean, number][] = [
    [window.maximizedHorizontally, atoms._NET_WM_STATE_MAXIMIZED_HORZ],
    [window.maximizedVertically, atoms._NET_WM_STATE_MAXIMIZED_VERT],
    [window.fullscreen, atoms._NET_WM_STATE_FULLSCREEN],
    [window.minimized, atoms._NET_WM_STATE_HIDDEN],
    [window.above, atoms._NET_WM_STATE_ABOVE],
    [window.below, atoms._NET_WM_STATE_BELOW],
    [window.modal, atoms._NET_WM_STATE_MODAL],
    [window.skipTaskbar, atoms._NET_WM_STATE_SKIP_TASKBAR],
    [window.attention, atoms._NET_WM_STATE_DEMANDS_ATTENTION],
    [focused, atoms._NET_WM_STATE_FOCUSED],
  ];
  const words = states.filter(([set]) => set).map(([, atom]) => atom);
  setWords(connection, window.id, atoms._NET_WM_STATE, Atom.ATOM, words);
  const state = window.minimized ? WM_STATE.iconic : WM_STATE.normal;
  setWords(connection, window.id, atoms.WM_STATE, atoms.WM_STATE, [state, 0]);
}

export function publishExtents(display: Display, window: number, extents: Extents): void {
  const { left, right, top, bottom } = extents;
  setWords(display.connection, window, display.atoms._NET_FRAME_EXTENTS, Atom.CARDINAL, [left, right, top, bottom]);
}

export function publishActions(display: Display, window: ManagedWindow): void {
  const { connection, atoms } = display;
  const actions = [atoms._NET_WM_ACTION_CLOSE, atoms._NET_WM_ACTION_MINIMIZE, atoms._NET_WM_ACTION_MOVE];
  if (isResizable(window.size)) {
    actions.push(
      atoms._NET_WM_ACTION_RESIZE,
      atoms._NET_WM_ACTION_FULLSCREEN,
      atoms._NET_WM_ACTION_MAXIMIZE_HORZ,
      atoms._NET_WM_ACTION_MAXIMIZE_VERT,
    );
  }
  setWords(connection, window.id, atoms._NET_WM_ALLOWED_ACTIONS, Atom.ATOM, actions);
  setWords(connection, window.id, atoms._NET_WM_DESKTOP, Atom.CARDINAL, [0]);
}

/** Tells a client where it is on the root. ICCCM §4.1.5 */
export function sendConfigureNotify(display: Display, window: ManagedWindow): void {
  const { left, top } = extentsOf(window);
  const writer = new Writer(true, 32);
  coreEventEncoders.ConfigureNotify(writer, 0, {
    name: 'ConfigureNotify',
    event: window.id,
    window: window.id,
    aboveSibling: 0,
    x: window.x + left,
    y: window.y + top,
    width: window.width,
    height: window.height,
    borderWidth: 0,
    overrideRedirect: 0,
  });
  display.connection.send('SendEvent', {
    propagate: 0,
    destination: window.id,
    eventMask: 0x20000,
    event: writer.finish(),
  });
}
