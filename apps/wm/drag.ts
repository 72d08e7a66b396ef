/** Moving and resizing a window by mouse: from a press (or a client's request) to the release. */
import type { CoreEvent } from '../../xserver/protocol/generated/xproto.ts';
import type { Display } from '../api/display.ts';
import type { Rectangle } from '../api/painter.ts';
import { cursorOf, extentsOf, isMaximized } from './frame.ts';
import { constrainSize } from './hints.ts';
import type { Edge, ManagedWindow } from './managed-window.ts';
import type { WindowManager } from './window-manager.ts';

/** How far the pointer moves before a maximised window comes off. */
const UNMAXIMIZE_DISTANCE = 10;
const MOTION_AND_RELEASE = 8 | 64;

export class Drag {
  readonly window: ManagedWindow;
  readonly #wm: WindowManager;
  readonly #display: Display;
  readonly #edge: Edge | undefined;
  readonly #start: Rectangle;
  #startX: number;
  #startY: number;
  #at: { x: number; y: number } | undefined;
  #queued = false;
  #over = false;

  /** `edge` undefined moves. (x, y) is the pointer on the root. */
  constructor(wm: WindowManager, window: ManagedWindow, edge: Edge | undefined, x: number, y: number) {
    this.#wm = wm;
    this.#display = wm.display;
    this.window = window;
    this.#edge = edge;
    this.#startX = x;
    this.#startY = y;
    this.#start = { x: window.x, y: window.y, width: window.width, height: window.height };
    void this.#grab();
  }

  async #grab(): Promise<void> {
    const { connection } = this.#display;
    const grabbed = connection.query('GrabPointer', {
      ownerEvents: 0,
      grabWindow: this.#display.connection.root,
      eventMask: MOTION_AND_RELEASE,
      pointerMode: 1,
      keyboardMode: 1,
      confineTo: 0,
      cursor: this.#display.cursor(this.#edge === undefined ? 'move' : cursorOf(this.#edge)),
      time: 0,
    });
    // The button may have been let go before the grab began.
    const pointer = connection.query('QueryPointer', { window: connection.root });
    const [{ status }, { mask }] = await Promise.all([grabbed, pointer]).catch(
      () => [{ status: 1 }, { mask: 0 }] as const,
    );
    if (status !== 0 || (mask & 0x700) === 0) this.end();
  }

  /** Takes an event; true when it was the drag's. */
  handle(event: CoreEvent): boolean {
    if (event.name === 'MotionNotify') this.#moved(event.rootX, event.rootY);
    else if (event.name === 'ButtonRelease') {
      this.#at = { x: event.rootX, y: event.rootY };
      this.#apply();
      this.end();
    } else return false;
    return true;
  }

  /** Motions of one turn count as one. */
  #moved(x: number, y: number): void {
    this.#at = { x, y };
    if (this.#queued) return;
    this.#queued = true;
    this.#display.connection.afterTurn(() => {
      this.#queued = false;
      if (!this.#over) this.#apply();
    });
  }

  #apply(): void {
    if (this.#at === undefined) return;
    const dx = this.#at.x - this.#startX;
    const dy = this.#at.y - this.#startY;
    this.#at = undefined;
    if (this.#edge === undefined) this.#move(dx, dy);
    else this.#resize(this.#edge, dx, dy);
  }

  #move(dx: number, dy: number): void {
    const { window } = this;
    if (window.fullscreen) return;
    if (isMaximized(window)) {
      if (Math.abs(dx) + Math.abs(dy) < UNMAXIMIZE_DISTANCE) return;
      // It keeps under the pointer the point of its title that was there.
      const share = (this.#startX - window.x) / Math.max(1, window.width);
      this.#wm.setMaximized(window, false, false);
      const x = Math.round(this.#startX - share * window.width);
      this.#wm.moveResize(window, { x: x + dx, y: this.#start.y + dy, width: window.width, height: window.height });
      Object.assign(this.#start, { x, width: window.width, height: window.height });
      return;
    }
    // The title stays within reach.
    const { workArea } = this.#wm;
    const y = Math.min(Math.max(this.#start.y + dy, workArea.y), workArea.y + workArea.height - 20);
    this.#wm.moveResize(window, { x: this.#start.x + dx, y, width: window.width, height: window.height });
  }

  #resize(edge: Edge, dx: number, dy: number): void {
    const { window } = this;
    const toLeft = edge === 'left' || edge === 'topLeft' || edge === 'bottomLeft';
    const toRight = edge === 'right' || edge === 'topRight' || edge === 'bottomRight';
    const toTop = edge === 'top' || edge === 'topLeft' || edge === 'topRight';
    const toBottom = edge === 'bottom' || edge === 'bottomLeft' || edge === 'bottomRight';
    const wanted = constrainSize(
      window.size,
      Math.max(1, this.#start.width + (toLeft ? -dx : toRight ? dx : 0)),
      Math.max(1, this.#start.height + (toTop ? -dy : toBottom ? dy : 0)),
    );
    this.#wm.moveResize(window, {
      x: toLeft ? this.#start.x + this.#start.width - wanted.width : this.#start.x,
      y: toTop ? this.#start.y + this.#start.height - wanted.height : this.#start.y,
      ...wanted,
    });
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#display.connection.send('UngrabPointer', { time: 0 });
    this.#wm.dragEnded(this);
  }
}

/** The edge that _NET_WM_MOVERESIZE's direction names; 8 moves (undefined), others are not supported. EWMH */
export function edgeOfDirection(direction: number): Edge | undefined {
  return (['topLeft', 'top', 'topRight', 'right', 'bottomRight', 'bottom', 'bottomLeft', 'left'] as const)[direction];
}

/** The inside of a frame on the root. */
export function clientArea(window: ManagedWindow): Rectangle {
  const { left, top } = extentsOf(window);
  return { x: window.x + left, y: window.y + top, width: window.width, height: window.height };
}
