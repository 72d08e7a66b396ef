/** Widgets: boxes in one window that paint themselves in core requests. A WidgetHost brings them events and the focus. */
import type { CursorName, Display } from '../display.ts';
import type { KeyStroke } from '../keyboard.ts';
import { Key } from '../keysyms.ts';
import type { Painter, Rectangle } from '../painter.ts';
import { palette } from '../style.ts';
import type { AppWindow, PointerEvent } from '../window.ts';

export abstract class Widget {
  /** In window coordinates. */
  box: Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  host: WidgetHost | undefined;
  visible = true;
  hovered = false;
  readonly focusable: boolean = false;
  readonly cursor: CursorName = 'arrow';

  abstract paint(painter: Painter, display: Display): void;
  press(_event: PointerEvent): void {}
  /** While the pointer is over it, or button 1 pressed in it is held. */
  move(_event: PointerEvent): void {}
  release(_event: PointerEvent): void {}
  wheel(_turns: number, _event: PointerEvent): void {}
  /** True when the key was for it. */
  key(_key: KeyStroke): boolean {
    return false;
  }
  focusChanged(): void {
    this.invalidate();
  }
  hoverChanged(): void {}

  get focused(): boolean {
    return this.host?.focus === this && this.host.window.focused;
  }

  invalidate(): void {
    this.host?.window.invalidate(this.box);
  }

  place(x: number, y: number, width: number, height: number): void {
    this.box = { x, y, width: Math.max(0, width), height: Math.max(0, height) };
  }
}

export function contains(box: Rectangle, x: number, y: number): boolean {
  return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
}

export function intersects(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Takes over a window's painting and input for its widgets. */
export class WidgetHost {
  readonly window: AppWindow;
  readonly widgets: Widget[] = [];
  focus: Widget | undefined;
  background: number = palette.face;
  #hover: Widget | undefined;
  #captured: Widget | undefined;
  /** Gives the widgets their boxes for a size of the window. */
  layout: (width: number, height: number) => void = () => {};
  /** A key that no widget wanted, or one to be seen first: true keeps it from them. */
  onKey: (key: KeyStroke) => boolean = () => false;

  constructor(window: AppWindow) {
    this.window = window;
    window.onPaint = (painter, area) => this.#paint(painter, area);
    window.onResize = () => this.relayout();
    window.onPress = (event) => this.#press(event);
    window.onRelease = (event) => {
      (this.#captured ?? this.#at(event))?.release(event);
      this.#captured = undefined;
    };
    window.onMove = (event) => this.#move(event);
    window.onLeave = () => this.#setHover(undefined);
    window.onWheel = (turns, event) => this.#at(event)?.wheel(turns, event);
    window.onKey = (key) => this.#key(key);
    window.onFocus = () => this.focus?.focusChanged();
  }

  add(...widgets: Widget[]): void {
    for (const widget of widgets) {
      widget.host = this;
      this.widgets.push(widget);
      if (widget.focusable) this.focus ??= widget;
    }
  }

  relayout(): void {
    this.layout(this.window.width, this.window.height);
    this.window.invalidate();
  }

  setFocus(widget: Widget): void {
    const before = this.focus;
    if (before === widget) return;
    this.focus = widget;
    before?.focusChanged();
    widget.focusChanged();
  }

  #at({ x, y }: PointerEvent): Widget | undefined {
    return this.widgets.findLast((widget) => widget.visible && contains(widget.box, x, y));
  }

  #press(event: PointerEvent): void {
    const widget = this.#at(event);
    if (widget === undefined) return;
    if (widget.focusable) this.setFocus(widget);
    if (event.button === 1) this.#captured = widget;
    widget.press(event);
  }

  #move(event: PointerEvent): void {
    if (this.#captured !== undefined) return this.#captured.move(event);
    const widget = this.#at(event);
    this.#setHover(widget);
    widget?.move(event);
  }

  #setHover(widget: Widget | undefined): void {
    const before = this.#hover;
    if (before === widget) return;
    this.#hover = widget;
    if (before !== undefined) {
      before.hovered = false;
      before.hoverChanged();
    }
    if (widget !== undefined) {
      widget.hovered = true;
      widget.hoverChanged();
    }
    if ((before?.cursor ?? 'arrow') !== (widget?.cursor ?? 'arrow')) this.window.setCursor(widget?.cursor ?? 'arrow');
  }

  #key(key: KeyStroke): void {
    if (this.onKey(key)) return;
    if (this.focus?.key(key) === true) return;
    if (key.keysym === Key.Tab || key.keysym === Key.IsoLeftTab) {
      this.#traverse(key.shift || key.keysym === Key.IsoLeftTab ? -1 : 1);
    }
  }

  #traverse(by: number): void {
    const order = this.widgets.filter(({ focusable, visible }) => focusable && visible);
    if (order.length === 0) return;
    const at = this.focus === undefined ? -1 : order.indexOf(this.focus);
    this.setFocus(order[(at + by + order.length) % order.length]!);
  }

  #paint(painter: Painter, area: Rectangle): void {
    const inner = this.widgets.filter(({ visible, box }) => visible && intersects(box, area));
    const whole = inner.length === 1 && encloses(inner[0]!.box, area);
    if (!whole) painter.fill(this.background, area.x, area.y, area.width, area.height);
    for (const widget of inner) widget.paint(painter, this.window.display);
  }
}

function encloses(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
