/**
 * Windows of an app. An AppWindow paints when told to (`onPaint`, at the end of the turn, exposures gathered), hears keys and the pointer,
 * and asks the window manager for what ICCCM and EWMH have: title, size hints, class, type, close.
 */
import { Atom, EventMask, type CoreEvent } from '../../xserver/protocol/generated/xproto.ts';
import type { AtomName } from './atoms.ts';
import type { CursorName, Display } from './display.ts';
import type { KeyStroke } from './keyboard.ts';
import type { Painter, Rectangle } from './painter.ts';
import { palette } from './style.ts';
import { setLatin1, setUtf8, setWords } from './properties.ts';

export interface WindowOptions {
  readonly title?: string;
  /** The two parts of WM_CLASS. */
  readonly name?: string;
  readonly className?: string;
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly minWidth?: number;
  readonly minHeight?: number;
  /** Default true. */
  readonly resizable?: boolean;
  readonly parent?: number;
  /** Hidden from the window manager, as menus are. */
  readonly overrideRedirect?: boolean;
  readonly type?: 'normal' | 'dialog' | 'dock' | 'utility' | 'popup-menu' | 'tooltip';
  readonly transientFor?: number;
  readonly background?: number;
  readonly cursor?: CursorName;
}

export interface PointerEvent {
  readonly x: number;
  readonly y: number;
  readonly rootX: number;
  readonly rootY: number;
  /** 1 left, 2 middle, 3 right; wheel turns come as onWheel. 0 while moving. */
  readonly button: number;
  readonly shift: boolean;
  readonly control: boolean;
  /** Whether button 1 is held. */
  readonly pressed: boolean;
  /** 2 for the second press of a double click. */
  readonly clicks: number;
  readonly time: number;
}

const EVENTS =
  EventMask.Exposure |
  EventMask.StructureNotify |
  EventMask.KeyPress |
  EventMask.KeyRelease |
  EventMask.ButtonPress |
  EventMask.ButtonRelease |
  EventMask.PointerMotion |
  EventMask.EnterWindow |
  EventMask.LeaveWindow |
  EventMask.FocusChange |
  EventMask.PropertyChange;

const DOUBLE_CLICK_MS = 400;
const DOUBLE_CLICK_DISTANCE = 4;

export class AppWindow {
  readonly display: Display;
  readonly id: number;
  width: number;
  height: number;
  focused = false;
  closed = false;
  #damage: { x1: number; y1: number; x2: number; y2: number } | undefined;
  #paintQueued = false;
  #lastPress = { time: -1e9, x: 0, y: 0, button: 0, clicks: 0 };
  readonly #painter: Painter;

  /** Paints at least `area`; the background is already there where it was exposed. */
  onPaint: (painter: Painter, area: Rectangle) => void = () => {};
  onResize: (width: number, height: number) => void = () => {};
  onKey: (key: KeyStroke) => void = () => {};
  onPress: (event: PointerEvent) => void = () => {};
  onRelease: (event: PointerEvent) => void = () => {};
  onMove: (event: PointerEvent) => void = () => {};
  onLeave: () => void = () => {};
  /** `turns` is negative away from the user. */
  onWheel: (turns: number, event: PointerEvent) => void = () => {};
  onFocus: (focused: boolean) => void = () => {};
  /** The user asks the window to close. */
  onCloseRequest: () => void = () => this.close();
  onClosed: () => void = () => {};
  /** Every event, before its own handler. */
  onEvent: (event: CoreEvent) => void = () => {};

  constructor(display: Display, options: WindowOptions) {
    const { connection } = display;
    this.display = display;
    this.id = connection.newId();
    this.width = options.width;
    this.height = options.height;
    this.#painter = display.painter(this.id);
    connection.send('CreateWindow', {
      depth: 0,
      wid: this.id,
      parent: options.parent ?? connection.root,
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width,
      height: options.height,
      borderWidth: 0,
      class: 1,
      visual: 0,
      valueList: {
        backgroundPixel: options.background ?? palette.face,
        bitGravity: 1,
        overrideRedirect: options.overrideRedirect === true ? 1 : 0,
        eventMask: EVENTS,
        ...(options.cursor === undefined ? {} : { cursor: display.cursor(options.cursor) }),
      },
    });
    connection.handleEvents(this.id, (event) => this.#handle(event));
    if (options.parent === undefined) this.#describe(options);
  }

  #describe(options: WindowOptions): void {
    const { connection, atoms } = this.display;
    if (options.title !== undefined) this.setTitle(options.title);
    const name = options.name ?? 'farpane';
    setLatin1(connection, this.id, Atom.WM_CLASS, `${name}\0${options.className ?? name}\0`);
    setWords(connection, this.id, atoms.WM_PROTOCOLS, Atom.ATOM, [atoms.WM_DELETE_WINDOW, atoms._NET_WM_PING]);
    // WM_HINTS: takes input, starts in the normal state. ICCCM §4.1.2.4
    setWords(connection, this.id, Atom.WM_HINTS, Atom.WM_HINTS, [3, 1, 1, 0, 0, 0, 0, 0, 0]);
    const type: AtomName = `_NET_WM_WINDOW_TYPE_${windowTypeNames[options.type ?? 'normal']}`;
    setWords(connection, this.id, atoms._NET_WM_WINDOW_TYPE, Atom.ATOM, [atoms[type]]);
    if (options.transientFor !== undefined) {
      setWords(connection, this.id, Atom.WM_TRANSIENT_FOR, Atom.WINDOW, [options.transientFor]);
    }
    this.#setSizeHints(options);
  }

  /** WM_NORMAL_HINTS. ICCCM §4.1.2.3 */
  #setSizeHints(options: WindowOptions): void {
    const fixed = options.resizable === false;
    const minWidth = fixed ? options.width : (options.minWidth ?? 80);
    const minHeight = fixed ? options.height : (options.minHeight ?? 60);
    const placed = options.x !== undefined && options.y !== undefined;
    const flags = (placed ? 1 : 0) | 8 | 16 | (fixed ? 32 : 0);
    const words = new Array<number>(18).fill(0);
    words[0] = flags;
    words[1] = options.x ?? 0;
    words[2] = options.y ?? 0;
    words[3] = options.width;
    words[4] = options.height;
    words[5] = minWidth;
    words[6] = minHeight;
    words[7] = fixed ? options.width : 0;
    words[8] = fixed ? options.height : 0;
    setWords(this.display.connection, this.id, Atom.WM_NORMAL_HINTS, Atom.WM_SIZE_HINTS, words);
  }

  /** Changes the size of a window that its user cannot resize. */
  setFixedSize(width: number, height: number): void {
    this.#setSizeHints({ width, height, resizable: false });
    this.configure({ width, height });
  }

  setTitle(title: string): void {
    const { connection, atoms } = this.display;
    setLatin1(connection, this.id, Atom.WM_NAME, title);
    setUtf8(connection, this.id, atoms._NET_WM_NAME, atoms.UTF8_STRING, title);
  }

  /** Sets the icon: 0xAARRGGBB pixels, row by row. */
  setIcon(width: number, height: number, pixels: readonly number[]): void {
    const { connection, atoms } = this.display;
    setWords(connection, this.id, atoms._NET_WM_ICON, Atom.CARDINAL, [width, height, ...pixels]);
  }

  setCursor(cursor: CursorName): void {
    this.display.connection.send('ChangeWindowAttributes', {
      window: this.id,
      valueList: { cursor: this.display.cursor(cursor) },
    });
  }

  show(): void {
    this.display.connection.send('MapWindow', { window: this.id });
  }

  hide(): void {
    this.display.connection.send('UnmapWindow', { window: this.id });
  }

  /** Asks for a place and a size; the window manager has the last word. */
  configure(values: { x?: number; y?: number; width?: number; height?: number; stackMode?: number }): void {
    this.display.connection.send('ConfigureWindow', { window: this.id, valueList: values });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.display.connection.send('DestroyWindow', { window: this.id });
    this.display.connection.forgetEvents(this.id);
    this.onClosed();
  }

  /** Has an area (or everything) painted again at the end of the turn. */
  invalidate(area: Rectangle = { x: 0, y: 0, width: this.width, height: this.height }): void {
    if (area.width <= 0 || area.height <= 0) return;
    const [x2, y2] = [area.x + area.width, area.y + area.height];
    const damage = this.#damage;
    if (damage === undefined) this.#damage = { x1: area.x, y1: area.y, x2, y2 };
    else {
      damage.x1 = Math.min(damage.x1, area.x);
      damage.y1 = Math.min(damage.y1, area.y);
      damage.x2 = Math.max(damage.x2, x2);
      damage.y2 = Math.max(damage.y2, y2);
    }
    if (this.#paintQueued) return;
    this.#paintQueued = true;
    this.display.connection.afterTurn(() => {
      this.#paintQueued = false;
      const { x1, y1, x2, y2 } = this.#damage ?? { x1: 0, y1: 0, x2: 0, y2: 0 };
      this.#damage = undefined;
      if (!this.closed && x2 > x1) this.onPaint(this.#painter, { x: x1, y: y1, width: x2 - x1, height: y2 - y1 });
    });
  }

  get painter(): Painter {
    return this.#painter;
  }

  #handle(event: CoreEvent): void {
    this.onEvent(event);
    switch (event.name) {
      case 'Expose':
        return this.invalidate(event);
      case 'ConfigureNotify':
        return this.#configured(event.width, event.height);
      case 'KeyPress':
        return this.onKey(this.display.keyboard.translate(event));
      case 'ButtonPress':
        if (event.detail >= 4)
          return event.detail > 5 ? undefined : this.onWheel(event.detail === 4 ? -1 : 1, pointer(event, 0, 1));
        return this.onPress(pointer(event, event.detail, this.#countClicks(event)));
      case 'ButtonRelease':
        return event.detail >= 4 ? undefined : this.onRelease(pointer(event, event.detail, 1));
      case 'MotionNotify':
        return this.onMove(pointer(event, 0, 1));
      case 'LeaveNotify':
        return this.onLeave();
      case 'FocusIn':
      case 'FocusOut':
        // Grabs of the keyboard come and go without the user's attention moving.
        if (event.mode === 1 || event.mode === 2 || event.detail === 5) return;
        this.focused = event.name === 'FocusIn';
        return this.onFocus(this.focused);
      case 'ClientMessage':
        return this.#message(event);
      case 'DestroyNotify':
        if (event.window !== this.id || this.closed) return;
        this.closed = true;
        this.display.connection.forgetEvents(this.id);
        return this.onClosed();
      default:
    }
  }

  #configured(width: number, height: number): void {
    if (width === this.width && height === this.height) return;
    this.width = width;
    this.height = height;
    this.onResize(width, height);
  }

  #message(event: Extract<CoreEvent, { name: 'ClientMessage' }>): void {
    const { atoms, connection } = this.display;
    if (event.type !== atoms.WM_PROTOCOLS || !(event.data instanceof Uint32Array)) return;
    if (event.data[0] === atoms.WM_DELETE_WINDOW) this.onCloseRequest();
    if (event.data[0] === atoms._NET_WM_PING) {
      sendMessage(this.display, connection.root, connection.root, event.type, [...event.data], WM_EVENTS);
    }
  }

  #countClicks(event: { time: number; eventX: number; eventY: number; detail: number }): number {
    const last = this.#lastPress;
    const near =
      Math.abs(event.eventX - last.x) <= DOUBLE_CLICK_DISTANCE &&
      Math.abs(event.eventY - last.y) <= DOUBLE_CLICK_DISTANCE;
    const again = near && event.detail === last.button && event.time - last.time <= DOUBLE_CLICK_MS;
    const clicks = again ? last.clicks + 1 : 1;
    this.#lastPress = { time: event.time, x: event.eventX, y: event.eventY, button: event.detail, clicks };
    return clicks;
  }
}

/** Where messages to the window manager go. EWMH "Root Window Properties" */
export const WM_EVENTS = EventMask.SubstructureNotify | EventMask.SubstructureRedirect;

const windowTypeNames = {
  normal: 'NORMAL',
  dialog: 'DIALOG',
  dock: 'DOCK',
  utility: 'UTILITY',
  'popup-menu': 'POPUP_MENU',
  tooltip: 'TOOLTIP',
} as const;

/** Sends a ClientMessage of 32-bit items about `window` to `destination`. */
export function sendMessage(
  display: Display,
  destination: number,
  window: number,
  type: number,
  data: readonly number[],
  eventMask = 0,
): void {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  bytes[0] = 33;
  bytes[1] = 32;
  view.setUint32(4, window, true);
  view.setUint32(8, type, true);
  data.slice(0, 5).forEach((value, i) => view.setUint32(12 + i * 4, value, true));
  display.connection.send('SendEvent', { propagate: 0, destination, eventMask, event: bytes });
}

function pointer(
  event: { eventX: number; eventY: number; rootX: number; rootY: number; state: number; time: number },
  button: number,
  clicks: number,
): PointerEvent {
  return {
    x: event.eventX,
    y: event.eventY,
    rootX: event.rootX,
    rootY: event.rootY,
    button,
    shift: (event.state & 1) !== 0,
    control: (event.state & 4) !== 0,
    pressed: (event.state & 0x100) !== 0,
    clicks,
    time: event.time,
  };
}
