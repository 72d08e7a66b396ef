/**
 * The window manager: an ordinary X client that holds SubstructureRedirect on the root. It puts a frame around each top-level window, moves,
 * resizes, stacks and focuses windows as users and clients ask, and publishes what ICCCM and EWMH say. Events come in through
 * root-events.ts and frame-events.ts; this file keeps the windows and changes them.
 */
import { EventMask } from '../../xserver/protocol/generated/xproto.ts';
import type { Display } from '../api/display.ts';
import type { Rectangle } from '../api/painter.ts';
import { AppWindow, sendMessage } from '../api/window.ts';
import { Drag } from './drag.ts';
import { handleClientEvent, handleFrameEvent } from './frame-events.ts';
import { extentsOf, frameSize, isMaximized, paintFrame } from './frame.ts';
import { constrainSize, framePosition, isResizable } from './hints.ts';
import { KeyboardShortcuts } from './keyboard-shortcuts.ts';
import { describeWindow, type Edge, type ManagedWindow } from './managed-window.ts';
import { place } from './placement.ts';
import {
  announce,
  publishActions,
  publishExtents,
  publishScreen,
  publishState,
  publishWindows,
  sendConfigureNotify,
} from './publish.ts';
import { handleRootEvent } from './root-events.ts';
import { Stacking } from './stacking.ts';

const FRAME_EVENTS =
  EventMask.SubstructureRedirect |
  EventMask.SubstructureNotify |
  EventMask.ButtonPress |
  EventMask.ButtonRelease |
  EventMask.PointerMotion |
  EventMask.LeaveWindow |
  EventMask.Exposure;
const CLIENT_EVENTS = EventMask.PropertyChange | EventMask.FocusChange;
const ROOT_EVENTS =
  EventMask.SubstructureRedirect | EventMask.SubstructureNotify | EventMask.StructureNotify | EventMask.PropertyChange;

/** What a panel needs to know. */
export interface WindowListener {
  windowsChanged(): void;
  screenChanged(): void;
}

export class WindowManager {
  readonly display: Display;
  /** By client window. */
  readonly windows = new Map<number, ManagedWindow>();
  readonly byFrame = new Map<number, ManagedWindow>();
  readonly stacking: Stacking;
  readonly listeners: WindowListener[] = [];
  /** Shown to be there, and focused when no window is. */
  readonly checkWindow: AppWindow;
  readonly shortcuts: KeyboardShortcuts;
  /** Rows at the bottom that belong to the panel. */
  panelHeight = 0;
  screen: Rectangle;
  workArea: Rectangle;
  active: ManagedWindow | undefined;
  drag: Drag | undefined;
  /** Windows by last focus, latest first. */
  recent: ManagedWindow[] = [];
  readonly #arriving = new Set<number>();
  #publishQueued = false;
  /** Number of the request by which we last moved the focus. */
  #focusSequence = 0;

  private constructor(display: Display) {
    this.display = display;
    const { widthInPixels, heightInPixels } = display.connection.screen;
    this.screen = { x: 0, y: 0, width: widthInPixels, height: heightInPixels };
    this.workArea = this.screen;
    this.stacking = new Stacking(display.connection);
    this.checkWindow = new AppWindow(display, { x: -5, y: -5, width: 1, height: 1, overrideRedirect: true });
    this.shortcuts = new KeyboardShortcuts(this);
  }

  /**
   * Becomes the window manager of the display and takes over the windows that are there.
   * @throws Error when another window manager runs
   */
  static async start(display: Display): Promise<WindowManager> {
    const { connection } = display;
    let refused = false;
    const onError = connection.onError;
    connection.onError = () => (refused = true);
    connection.send('ChangeWindowAttributes', {
      window: connection.root,
      valueList: { eventMask: ROOT_EVENTS, cursor: display.cursor('arrow') },
    });
    await connection.sync();
    connection.onError = onError;
    if (refused) throw new Error('another window manager is running on this display');
    const wm = new WindowManager(display);
    connection.handleEvents(connection.root, (event) => handleRootEvent(wm, event));
    wm.checkWindow.show();
    announce(display, wm.checkWindow.id);
    wm.shortcuts.grab();
    display.keyboard.onChange = () => wm.shortcuts.grab();
    wm.updateWorkArea();
    const { children } = await connection.query('QueryTree', { window: connection.root });
    await Promise.all(Array.from(children, (child) => wm.#adopt(child)));
    wm.focusTop();
    wm.publish();
    return wm;
  }

  /** Manages a window that was there before us, if it is shown or minimised. */
  async #adopt(window: number): Promise<void> {
    if (window === this.checkWindow.id) return;
    const { connection, atoms } = this.display;
    const [attributes, state] = await Promise.all([
      connection.query('GetWindowAttributes', { window }).catch(() => undefined),
      connection
        .query('GetProperty', { delete: 0, window, property: atoms.WM_STATE, type: 0, longOffset: 0, longLength: 2 })
        .catch(() => undefined),
    ]);
    if (attributes === undefined || attributes.overrideRedirect !== 0 || attributes.class === 2) return;
    const iconic = state?.value[0] === 3;
    if (attributes.mapState !== 0 || iconic) await this.manage(window, attributes.mapState !== 0);
  }

  /** Frames and shows a window. `mapped` says that it is on the screen already. */
  async manage(id: number, mapped = false): Promise<void> {
    if (this.windows.has(id) || this.#arriving.has(id)) return;
    const { connection } = this.display;
    this.#arriving.add(id);
    try {
      const [geometry, attributes, description] = await Promise.all([
        connection.query('GetGeometry', { drawable: id }),
        connection.query('GetWindowAttributes', { window: id }),
        describeWindow(this.display, id),
      ]);
      if (attributes.overrideRedirect !== 0) return;
      const window: ManagedWindow = {
        ...description,
        id,
        frame: connection.newId(),
        x: geometry.x,
        y: geometry.y,
        ...constrainSize(description.size, geometry.width, geometry.height),
        restore: undefined,
        minimized: description.hints.iconic && !mapped,
        expectedUnmaps: 0,
        hover: undefined,
        pressed: undefined,
        lastPress: undefined,
      };
      this.#settle(window, geometry.borderWidth, mapped);
      this.#frame(window);
    } catch {
      // It went away while we asked.
    } finally {
      this.#arriving.delete(id);
    }
  }

  /** Finds the place of a new window. */
  #settle(window: ManagedWindow, borderWidth: number, mapped: boolean): void {
    const { size } = window;
    const parent = this.windows.get(window.transientFor);
    const placed = size.userPosition || (size.programPosition && (window.x !== 0 || window.y !== 0));
    if (mapped || placed || window.type === 'dock' || window.type === 'desktop') {
      Object.assign(window, framePosition(size.gravity, window.x, window.y, extentsOf(window), borderWidth));
    } else if (parent !== undefined) {
      const [outer, inner] = [frameSize(parent), frameSize(window)];
      window.x = Math.max(this.workArea.x, parent.x + ((outer.width - inner.width) >> 1));
      window.y = Math.max(this.workArea.y, parent.y + ((outer.height - inner.height) >> 1));
    } else {
      const others = [...this.windows.values()].filter(({ minimized, type }) => !minimized && type !== 'desktop');
      const areas = others.map((other) => ({ x: other.x, y: other.y, ...frameSize(other) }));
      Object.assign(window, place(frameSize(window), areas, this.workArea));
    }
    // A title above the screen could not be reached.
    if (!window.undecorated && window.y < this.workArea.y) window.y = this.workArea.y;
    const own = { x: window.x, y: window.y, width: window.width, height: window.height };
    if (window.fullscreen || window.maximizedHorizontally || window.maximizedVertically) window.restore = own;
  }

  #frame(window: ManagedWindow): void {
    const { connection } = this.display;
    const { left, top } = extentsOf(window);
    connection.send('CreateWindow', {
      depth: 0,
      wid: window.frame,
      parent: connection.root,
      x: window.x,
      y: window.y,
      ...frameSize(window),
      borderWidth: 0,
      class: 1,
      visual: 0,
      valueList: { backgroundPixmap: 0, bitGravity: 1, overrideRedirect: 1, eventMask: FRAME_EVENTS },
    });
    connection.handleEvents(window.frame, (event) => handleFrameEvent(this, window, event));
    connection.handleEvents(window.id, (event) => handleClientEvent(this, window, event));
    connection.send('ChangeSaveSet', { mode: 0, window: window.id });
    connection.send('ChangeWindowAttributes', { window: window.id, valueList: { eventMask: CLIENT_EVENTS } });
    connection.send('ConfigureWindow', { window: window.id, valueList: { borderWidth: 0 } });
    connection.send('ReparentWindow', { window: window.id, parent: window.frame, x: left, y: top });
    connection.send('ConfigureWindow', {
      window: window.id,
      valueList: { width: window.width, height: window.height },
    });
    this.windows.set(window.id, window);
    this.byFrame.set(window.frame, window);
    this.stacking.add(window);
    this.stacking.raise(window);
    this.recent.push(window);
    this.#grabClicks(window);
    this.shortcuts.grabOn(window.frame);
    publishActions(this.display, window);
    publishExtents(this.display, window.id, extentsOf(window));
    this.#arrange(window);
    this.updateWorkArea();
    if (!window.minimized) {
      connection.send('MapWindow', { window: window.id });
      connection.send('MapWindow', { window: window.frame });
      if (takesFocusWhenShown(window)) this.focus(window);
    }
    publishState(this.display, window, window === this.active);
    this.publish();
  }

  /** The client has withdrawn its window, or destroyed it (`gone`). */
  unmanage(window: ManagedWindow, gone: boolean): void {
    const { connection, atoms } = this.display;
    if (this.drag?.window === window) this.drag.end();
    this.windows.delete(window.id);
    this.byFrame.delete(window.frame);
    this.stacking.remove(window);
    this.recent = this.recent.filter((other) => other !== window);
    connection.forgetEvents(window.frame);
    connection.forgetEvents(window.id);
    if (!gone) {
      const corner = framePosition(window.size.gravity, 0, 0, extentsOf(window));
      connection.send('ChangeWindowAttributes', { window: window.id, valueList: { eventMask: 0 } });
      connection.send('ReparentWindow', {
        window: window.id,
        parent: connection.root,
        x: window.x - corner.x,
        y: window.y - corner.y,
      });
      connection.send('ChangeSaveSet', { mode: 1, window: window.id });
      connection.send('DeleteProperty', { window: window.id, property: atoms.WM_STATE });
      connection.send('DeleteProperty', { window: window.id, property: atoms._NET_WM_STATE });
    }
    connection.send('DestroyWindow', { window: window.frame });
    if (this.active === window) {
      this.active = undefined;
      const parent = this.windows.get(window.transientFor);
      if (parent !== undefined && !parent.minimized) this.focus(parent);
      else this.focusTop();
    }
    this.updateWorkArea();
    this.publish();
  }

  // Places and sizes.

  /** Gives a window a place (of the frame) and a size (of the client). */
  moveResize(window: ManagedWindow, area: Rectangle): void {
    const { connection } = this.display;
    const resized = area.width !== window.width || area.height !== window.height;
    Object.assign(window, area);
    const { left, top } = extentsOf(window);
    connection.send('ConfigureWindow', {
      window: window.frame,
      valueList: { x: area.x, y: area.y, ...frameSize(window) },
    });
    connection.send('ConfigureWindow', {
      window: window.id,
      valueList: { x: left, y: top, width: area.width, height: area.height },
    });
    sendConfigureNotify(this.display, window);
    if (resized) this.paint(window);
  }

  /** Applies maximised and fullscreen to a window's place and size. */
  #arrange(window: ManagedWindow): void {
    const { left, right, top, bottom } = extentsOf(window);
    const own = window.restore;
    if (window.fullscreen) return this.moveResize(window, this.screen);
    if (!window.maximizedHorizontally && !window.maximizedVertically) {
      window.restore = undefined;
      return this.moveResize(window, own ?? { x: window.x, y: window.y, width: window.width, height: window.height });
    }
    const { workArea } = this;
    const base = own ?? window;
    this.moveResize(window, {
      x: window.maximizedHorizontally ? workArea.x : base.x,
      y: window.maximizedVertically ? workArea.y : base.y,
      width: window.maximizedHorizontally ? workArea.width - left - right : base.width,
      height: window.maximizedVertically ? workArea.height - top - bottom : base.height,
    });
  }

  #rearrange(window: ManagedWindow, change: () => void): void {
    const own = { x: window.x, y: window.y, width: window.width, height: window.height };
    window.restore ??= own;
    change();
    this.#arrange(window);
    publishExtents(this.display, window.id, extentsOf(window));
    publishState(this.display, window, window === this.active);
    this.paint(window);
    this.restack();
  }

  setMaximized(window: ManagedWindow, horizontally: boolean, vertically: boolean): void {
    if ((horizontally || vertically) && !isResizable(window.size)) return;
    this.#rearrange(window, () => {
      window.maximizedHorizontally = horizontally;
      window.maximizedVertically = vertically;
    });
  }

  setFullscreen(window: ManagedWindow, fullscreen: boolean): void {
    if (window.fullscreen === fullscreen) return;
    this.#rearrange(window, () => (window.fullscreen = fullscreen));
  }

  setMinimized(window: ManagedWindow, minimized: boolean): void {
    if (window.minimized === minimized) return;
    const { connection } = this.display;
    window.minimized = minimized;
    if (minimized) {
      window.expectedUnmaps++;
      connection.send('UnmapWindow', { window: window.frame });
      connection.send('UnmapWindow', { window: window.id });
    } else {
      connection.send('MapWindow', { window: window.id });
      connection.send('MapWindow', { window: window.frame });
    }
    publishState(this.display, window, false);
    for (const other of this.windows.values()) {
      if (other.transientFor === window.id) this.setMinimized(other, minimized);
    }
    if (minimized && window === this.active) {
      this.active = undefined;
      this.focusTop();
    }
    this.publish();
  }

  toggleMaximized(window: ManagedWindow): void {
    const maximized = !isMaximized(window);
    this.setMaximized(window, maximized, maximized);
  }

  startDrag(window: ManagedWindow, edge: Edge | undefined, x: number, y: number): void {
    if (this.drag !== undefined || window.fullscreen || window.type === 'dock' || window.type === 'desktop') return;
    if (edge !== undefined && !isResizable(window.size)) return;
    this.drag = new Drag(this, window, edge, x, y);
  }

  dragEnded(drag: Drag): void {
    if (this.drag === drag) this.drag = undefined;
  }

  // Focus and stacking.

  /** Focuses, raises and shows a window. */
  activate(window: ManagedWindow): void {
    if (window.minimized) this.setMinimized(window, false);
    const dialog = [...this.windows.values()].find(({ modal, transientFor }) => modal && transientFor === window.id);
    this.stacking.raise(window);
    this.focus(dialog ?? window);
    this.restack();
  }

  focus(window: ManagedWindow): void {
    const before = this.active;
    const { connection, atoms, lastTime } = this.display;
    this.active = window;
    this.recent = [window, ...this.recent.filter((other) => other !== window)];
    if (window.hints.input) connection.send('SetInputFocus', { revertTo: 1, focus: window.id, time: 0 });
    if (window.protocols.includes(atoms.WM_TAKE_FOCUS)) {
      sendMessage(this.display, window.id, window.id, atoms.WM_PROTOCOLS, [atoms.WM_TAKE_FOCUS, lastTime]);
    }
    this.#focusSequence = connection.sequence;
    if (before === window) return;
    window.attention = false;
    connection.send('UngrabButton', { button: 0, grabWindow: window.id, modifiers: 0x8000 });
    if (before !== undefined && this.windows.has(before.id)) {
      this.#grabClicks(before);
      publishState(this.display, before, false);
      this.paint(before);
    }
    publishState(this.display, window, true);
    this.paint(window);
    this.restack();
  }

  /** Whether an event tells of something later than our own last change of focus. */
  isAfterOurFocus(event: object): boolean {
    const sequence = (event as { sequence?: number }).sequence ?? 0;
    return ((sequence - this.#focusSequence) << 16) >> 16 >= 0;
  }

  /** Focuses the window used last that is on the screen. */
  focusTop(): void {
    const next = this.recent.find((window) => !window.minimized && takesFocusWhenShown(window));
    if (next !== undefined) return this.focus(next);
    this.active = undefined;
    this.display.connection.send('SetInputFocus', { revertTo: 1, focus: this.checkWindow.id, time: 0 });
    this.publish();
  }

  /** Until a window is focused, clicks into it come to us first: they focus it, and then reach it. */
  #grabClicks(window: ManagedWindow): void {
    this.display.connection.send('GrabButton', {
      ownerEvents: 0,
      grabWindow: window.id,
      eventMask: EventMask.ButtonPress,
      pointerMode: 0,
      keyboardMode: 1,
      confineTo: 0,
      cursor: 0,
      button: 0,
      modifiers: 0x8000,
    });
  }

  restack(): void {
    this.stacking.apply(this.active);
    this.publish();
  }

  /** Asks a window to close; one that does not know how loses its connection. */
  close(window: ManagedWindow): void {
    const { atoms, connection, lastTime } = this.display;
    if (window.protocols.includes(atoms.WM_DELETE_WINDOW)) {
      sendMessage(this.display, window.id, window.id, atoms.WM_PROTOCOLS, [atoms.WM_DELETE_WINDOW, lastTime]);
    } else connection.send('KillClient', { resource: window.id });
  }

  paint(window: ManagedWindow): void {
    paintFrame(this.display.painter(window.frame), window, window === this.active, this.display.fonts);
  }

  // The screen.

  updateWorkArea(): void {
    const { width, height } = this.screen;
    const sum = { left: 0, right: 0, top: 0, bottom: this.panelHeight };
    for (const { strut } of this.windows.values()) {
      sum.left = Math.max(sum.left, strut.left);
      sum.right = Math.max(sum.right, strut.right);
      sum.top = Math.max(sum.top, strut.top);
      sum.bottom = Math.max(sum.bottom, strut.bottom);
    }
    const next = {
      x: sum.left,
      y: sum.top,
      width: width - sum.left - sum.right,
      height: height - sum.top - sum.bottom,
    };
    publishScreen(this.display, width, height, next);
    const same = JSON.stringify(next) === JSON.stringify(this.workArea);
    this.workArea = next;
    if (same) return;
    for (const window of this.windows.values()) {
      if (window.fullscreen || window.maximizedHorizontally || window.maximizedVertically) this.#arrange(window);
    }
  }

  screenResized(width: number, height: number): void {
    if (width === this.screen.width && height === this.screen.height) return;
    this.screen = { x: 0, y: 0, width, height };
    for (const listener of this.listeners) listener.screenChanged();
    this.updateWorkArea();
    for (const window of this.windows.values()) {
      if (window.fullscreen || isMaximized(window)) continue;
      // A window whose title is beyond the new edges comes back.
      const x = Math.max(Math.min(window.x, width - 80), 80 - frameSize(window).width);
      const y = Math.max(0, Math.min(window.y, this.workArea.y + this.workArea.height - 40));
      if (x !== window.x || y !== window.y) {
        this.moveResize(window, { x, y, width: window.width, height: window.height });
      }
    }
  }

  /** Publishes the lists of windows at the end of the turn. */
  publish(): void {
    if (this.#publishQueued) return;
    this.#publishQueued = true;
    this.display.connection.afterTurn(() => {
      this.#publishQueued = false;
      this.stacking.apply(this.active);
      publishWindows(this.display, [...this.windows.values()], this.stacking.order, this.active);
      for (const listener of this.listeners) listener.windowsChanged();
    });
  }
}

function takesFocusWhenShown(window: ManagedWindow): boolean {
  return !['dock', 'desktop', 'splash', 'menu'].includes(window.type);
}
