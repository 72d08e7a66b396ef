/** Events of frames and of the windows in them. */
import { Atom, type CoreEvent } from '../../xserver/protocol/generated/xproto.ts';
import { getWords } from '../api/properties.ts';
import { cursorOf, extentsOf, frameSize, partAt } from './frame.ts';
import { edgeOfDirection } from './drag.ts';
import { framePosition, parseSizeHints, parseWmHints } from './hints.ts';
import { readStrut, readTitle, type FramePart, type ManagedWindow } from './managed-window.ts';
import { publishActions, publishState, sendConfigureNotify } from './publish.ts';
import type { WindowManager } from './window-manager.ts';

const DOUBLE_CLICK_MS = 400;

type EventOf<N extends CoreEvent['name']> = Extract<CoreEvent, { name: N }>;

export function handleFrameEvent(wm: WindowManager, window: ManagedWindow, event: CoreEvent): void {
  switch (event.name) {
    case 'Expose':
      if (event.count === 0) wm.paint(window);
      return;
    case 'ButtonPress':
      return pressed(wm, window, event);
    case 'ButtonRelease':
      return released(wm, window, event);
    case 'MotionNotify':
      return hover(wm, window, partAt(window, event.eventX, event.eventY));
    case 'LeaveNotify':
      return hover(wm, window, undefined);
    case 'KeyPress':
      wm.shortcuts.keyPressed(event);
      return;
    case 'MapRequest':
      // The client shows its minimised window again. ICCCM §4.1.4
      if (event.window === window.id) wm.activate(window);
      return;
    case 'ConfigureRequest':
      if (event.window === window.id) configure(wm, window, event);
      return;
    case 'UnmapNotify':
      if (event.window !== window.id) return;
      if (window.expectedUnmaps > 0) window.expectedUnmaps--;
      else wm.unmanage(window, false);
      return;
    case 'DestroyNotify':
      if (event.window === window.id) wm.unmanage(window, true);
      return;
    case 'ReparentNotify':
      // Somebody else has taken it out of our frame.
      if (event.window === window.id && event.parent !== window.frame) wm.unmanage(window, true);
      return;
    default:
  }
}

function hover(wm: WindowManager, window: ManagedWindow, part: FramePart | undefined): void {
  if (window.hover === part) return;
  const isButton = (p: FramePart | undefined): boolean => p === 'close' || p === 'maximize' || p === 'minimize';
  const repaint = isButton(part) || isButton(window.hover);
  window.hover = part;
  if (part !== undefined) {
    const cursor = wm.display.cursor(cursorOf(part));
    wm.display.connection.send('ChangeWindowAttributes', { window: window.frame, valueList: { cursor } });
  }
  if (repaint) wm.paint(window);
}

function pressed(wm: WindowManager, window: ManagedWindow, event: EventOf<'ButtonPress'>): void {
  const part = partAt(window, event.eventX, event.eventY);
  // Alt and a drag anywhere moves (button 1) or resizes (button 3) the window.
  if ((event.state & wm.display.keyboard.altMask) !== 0 && (event.detail === 1 || event.detail === 3)) {
    wm.activate(window);
    wm.startDrag(window, event.detail === 1 ? undefined : 'bottomRight', event.rootX, event.rootY);
    return;
  }
  if (event.detail !== 1 || part === 'client') return;
  window.pressed = part;
  const last = window.lastPress;
  const twice = last !== undefined && last.part === part && event.time - last.time < DOUBLE_CLICK_MS;
  window.lastPress = twice ? undefined : { part, time: event.time };
  if (part === 'close' || part === 'minimize' || part === 'maximize') return;
  wm.activate(window);
  if (part !== 'title') wm.startDrag(window, part, event.rootX, event.rootY);
  else if (twice) wm.toggleMaximized(window);
  else wm.startDrag(window, undefined, event.rootX, event.rootY);
}

function released(wm: WindowManager, window: ManagedWindow, event: EventOf<'ButtonRelease'>): void {
  const part = partAt(window, event.eventX, event.eventY);
  const inside = window.pressed === part;
  // Let go before the drag's grab came into effect.
  wm.drag?.end();
  window.pressed = undefined;
  if (event.detail !== 1 || !inside) return;
  if (part === 'close') wm.close(window);
  else if (part === 'minimize') wm.setMinimized(window, true);
  else if (part === 'maximize') {
    wm.activate(window);
    wm.toggleMaximized(window);
  }
}

/** A client asks for another place or size. ICCCM §4.1.5: it hears of it, whatever comes of it. */
function configure(wm: WindowManager, window: ManagedWindow, event: EventOf<'ConfigureRequest'>): void {
  const { valueMask } = event;
  const asked = (bit: number): boolean => (valueMask & bit) !== 0;
  if (!window.fullscreen && !window.maximizedHorizontally && !window.maximizedVertically) {
    const width = asked(4) ? event.width : window.width;
    const height = asked(8) ? event.height : window.height;
    const extents = extentsOf(window);
    let { x, y } = window;
    if (asked(1) || asked(2)) {
      const corner = framePosition(window.size.gravity, event.x, event.y, extents, asked(16) ? event.borderWidth : 0);
      if (asked(1)) x = corner.x;
      if (asked(2)) y = corner.y;
    } else {
      // Growth keeps the gravity's point where it is.
      const before = frameSize(window);
      const column = (window.size.gravity - 1) % 3;
      const row = Math.floor((window.size.gravity - 1) / 3);
      if (window.size.gravity <= 9) {
        x -= Math.round(((width - window.width) * column) / 2);
        y -= Math.round(((height - window.height) * row) / 2);
      }
      if (before.width > wm.screen.width) x = window.x;
    }
    wm.moveResize(window, { x, y, width, height });
  } else sendConfigureNotify(wm.display, window);
  if (!asked(64)) return;
  if (event.stackMode === 0) wm.stacking.raise(window);
  else if (event.stackMode === 1) wm.stacking.lower(window);
  wm.restack();
}

export function handleClientEvent(wm: WindowManager, window: ManagedWindow, event: CoreEvent): void {
  if (event.name === 'ButtonPress') {
    // From the passive grab: the click focuses, then goes on to the window.
    const alt = (event.state & wm.display.keyboard.altMask) !== 0;
    if (event.detail <= 3) wm.activate(window);
    wm.display.connection.send('AllowEvents', { mode: alt && event.detail === 1 ? 0 : 2, time: event.time });
    if (alt && event.detail === 1) wm.startDrag(window, undefined, event.rootX, event.rootY);
  } else if (event.name === 'FocusIn') {
    // Focus that clients move themselves is followed; not that of grabs or of the pointer.
    const moved = event.mode === 0 && event.detail !== 5 && event.detail !== 6;
    if (moved && wm.active !== window && wm.isAfterOurFocus(event)) wm.focus(window);
  } else if (event.name === 'PropertyNotify') void propertyChanged(wm, window, event.atom);
  else if (event.name === 'ClientMessage') clientMessage(wm, window, event);
}

async function propertyChanged(wm: WindowManager, window: ManagedWindow, atom: number): Promise<void> {
  const { display } = wm;
  const { atoms, connection } = display;
  const words = (): Promise<number[]> => getWords(connection, window.id, atom);
  if (atom === Atom.WM_NAME || atom === atoms._NET_WM_NAME) {
    window.title = await readTitle(display, window.id);
    if (!wm.windows.has(window.id)) return;
    wm.paint(window);
    wm.publish();
  } else if (atom === Atom.WM_NORMAL_HINTS) {
    window.size = parseSizeHints(await words());
    if (wm.windows.has(window.id)) publishActions(display, window);
  } else if (atom === Atom.WM_HINTS) {
    window.hints = parseWmHints(await words());
    if (window.hints.urgent) demandAttention(wm, window);
  } else if (atom === atoms.WM_PROTOCOLS) window.protocols = await words();
  else if (atom === Atom.WM_TRANSIENT_FOR) window.transientFor = (await words())[0] ?? 0;
  else if (atom === atoms._NET_WM_STRUT || atom === atoms._NET_WM_STRUT_PARTIAL) {
    window.strut = await readStrut(display, window.id);
    wm.updateWorkArea();
  }
}

function demandAttention(wm: WindowManager, window: ManagedWindow): void {
  if (window === wm.active) return;
  window.attention = true;
  publishState(wm.display, window, false);
  wm.publish();
}

function clientMessage(wm: WindowManager, window: ManagedWindow, event: EventOf<'ClientMessage'>): void {
  const { atoms } = wm.display;
  if (!(event.data instanceof Uint32Array)) return;
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = event.data;
  switch (event.type) {
    case atoms._NET_ACTIVE_WINDOW:
      return wm.activate(window);
    case atoms._NET_CLOSE_WINDOW:
      return wm.close(window);
    case atoms.WM_CHANGE_STATE:
      return first === 3 ? wm.setMinimized(window, true) : undefined;
    case atoms._NET_WM_STATE:
      changeState(wm, window, first, second);
      return third === 0 || third === second ? undefined : changeState(wm, window, first, third);
    case atoms._NET_WM_MOVERESIZE:
      if (third === 11) return wm.drag?.end();
      if (third <= 8) wm.startDrag(window, edgeOfDirection(third), first | 0, second | 0);
      return;
    case atoms._NET_MOVERESIZE_WINDOW:
      return wm.moveResize(window, {
        x: (first & 0x100) === 0 ? window.x : second | 0,
        y: (first & 0x200) === 0 ? window.y : third | 0,
        width: (first & 0x400) === 0 ? window.width : Math.max(1, fourth),
        height: (first & 0x800) === 0 ? window.height : Math.max(1, fifth),
      });
    default:
  }
}

/** _NET_WM_STATE: 0 removes, 1 adds, 2 toggles. */
function changeState(wm: WindowManager, window: ManagedWindow, action: number, state: number): void {
  const { atoms } = wm.display;
  const next = (now: boolean): boolean => (action === 2 ? !now : action === 1);
  switch (state) {
    case atoms._NET_WM_STATE_MAXIMIZED_HORZ:
      return wm.setMaximized(window, next(window.maximizedHorizontally), window.maximizedVertically);
    case atoms._NET_WM_STATE_MAXIMIZED_VERT:
      return wm.setMaximized(window, window.maximizedHorizontally, next(window.maximizedVertically));
    case atoms._NET_WM_STATE_FULLSCREEN:
      return wm.setFullscreen(window, next(window.fullscreen));
    case atoms._NET_WM_STATE_HIDDEN:
      return wm.setMinimized(window, next(window.minimized));
    case atoms._NET_WM_STATE_ABOVE:
      window.above = next(window.above);
      break;
    case atoms._NET_WM_STATE_BELOW:
      window.below = next(window.below);
      break;
    case atoms._NET_WM_STATE_MODAL:
      window.modal = next(window.modal);
      break;
    case atoms._NET_WM_STATE_SKIP_TASKBAR:
      window.skipTaskbar = next(window.skipTaskbar);
      break;
    case atoms._NET_WM_STATE_DEMANDS_ATTENTION:
      if (next(window.attention)) return demandAttention(wm, window);
      window.attention = false;
      break;
    default:
      return;
  }
  publishState(wm.display, window, window === wm.active);
  wm.restack();
}
