/** The bar at the bottom: launcher menu, a button for each window, the time. */
import type { Display } from '../api/display.ts';
import type { Painter, Rectangle } from '../api/painter.ts';
import { PopupMenu, type MenuEntry } from '../api/popup-menu.ts';
import { AppWindow, type PointerEvent } from '../api/window.ts';
import type { ManagedWindow } from './managed-window.ts';
import type { WindowManager } from './window-manager.ts';

const HEIGHT = 38;
const LAUNCHER_WIDTH = 96;
const CLOCK_WIDTH = 120;
const TASK_WIDTH = 190;
const GAP = 4;

const look = {
  bar: 0x1f2940,
  line: 0x35425f,
  face: 0x2c3957,
  hover: 0x3b4a6e,
  active: 0x4d6499,
  text: 0xe8ecf5,
  dim: 0x9eabc4,
  accent: 0x6d9bf1,
  attention: 0xb8722a,
} as const;

type Target = 'launcher' | 'clock' | ManagedWindow;

/** Gives the entries of the launcher menu each time it opens. */
export type LauncherEntries = () => readonly MenuEntry[];

/** Shows the panel, for as long as the window manager runs. */
export function showPanel(wm: WindowManager, entries: LauncherEntries): Panel {
  return new Panel(wm, entries);
}

class Panel {
  readonly #wm: WindowManager;
  readonly #display: Display;
  readonly #window: AppWindow;
  readonly #entries: LauncherEntries;
  #hover: Target | undefined;
  #menu: PopupMenu | undefined;

  constructor(wm: WindowManager, entries: LauncherEntries) {
    this.#wm = wm;
    this.#display = wm.display;
    this.#entries = entries;
    const { width, height } = wm.screen;
    this.#window = new AppWindow(wm.display, {
      title: 'Panel',
      x: 0,
      y: height - HEIGHT,
      width,
      height: HEIGHT,
      overrideRedirect: true,
      type: 'dock',
      background: look.bar,
    });
    this.#window.onPaint = (painter) => this.#paint(painter);
    this.#window.onMove = (event) => this.#setHover(this.#targetAt(event));
    this.#window.onLeave = () => this.#setHover(undefined);
    this.#window.onPress = (event) => this.#pressed(event);
    wm.panelHeight = HEIGHT;
    wm.stacking.panel = this.#window.id;
    wm.updateWorkArea();
    wm.listeners.push({
      windowsChanged: () => this.#window.invalidate(),
      screenChanged: () => {
        this.#window.configure({ y: wm.screen.height - HEIGHT, width: wm.screen.width });
        this.#window.width = wm.screen.width;
        this.#window.invalidate();
      },
    });
    this.#window.show();
    wm.restack();
    this.#tick();
  }

  #tick(): void {
    this.#window.invalidate();
    const now = new Date();
    const untilMinute = 60_000 - (now.getSeconds() * 1000 + now.getMilliseconds());
    this.#display.timers.after(untilMinute + 5, () => this.#tick());
  }

  get #tasks(): ManagedWindow[] {
    return [...this.#wm.windows.values()].filter(({ skipTaskbar, transientFor }) => !skipTaskbar && transientFor === 0);
  }

  #layout(): { target: Target; box: Rectangle }[] {
    const { width } = this.#window;
    const tasks = this.#tasks;
    const room = width - LAUNCHER_WIDTH - CLOCK_WIDTH - 3 * GAP;
    const taskWidth = Math.min(TASK_WIDTH, Math.floor(room / Math.max(1, tasks.length)) - GAP);
    const height = HEIGHT - 2 * GAP;
    return [
      { target: 'launcher', box: { x: GAP, y: GAP, width: LAUNCHER_WIDTH, height } },
      ...tasks.map((target, i) => {
        const x = LAUNCHER_WIDTH + 3 * GAP + i * (taskWidth + GAP);
        return { target, box: { x, y: GAP, width: taskWidth, height } };
      }),
      { target: 'clock', box: { x: width - CLOCK_WIDTH - GAP, y: GAP, width: CLOCK_WIDTH, height } },
    ];
  }

  #targetAt({ x, y }: PointerEvent): Target | undefined {
    return this.#layout().find(
      ({ box }) => x >= box.x && x < box.x + box.width && y >= box.y - GAP && y < box.y + box.height + GAP,
    )?.target;
  }

  #setHover(target: Target | undefined): void {
    if (target === this.#hover) return;
    this.#hover = target;
    this.#window.invalidate();
  }

  #pressed(event: PointerEvent): void {
    const target = this.#targetAt(event);
    if (target === undefined || target === 'clock') return;
    if (target === 'launcher')
      return event.button === 1 ? this.#openMenu(this.#entries(), GAP, LAUNCHER_WIDTH) : undefined;
    const wm = this.#wm;
    if (event.button === 2) wm.close(target);
    else if (event.button === 3) this.#openMenu(this.#windowMenu(target), event.rootX, 160);
    else if (target === wm.active && !target.minimized) wm.setMinimized(target, true);
    else wm.activate(target);
  }

  #windowMenu(window: ManagedWindow): MenuEntry[] {
    const wm = this.#wm;
    const maximized = window.maximizedHorizontally && window.maximizedVertically;
    return [
      window.minimized
        ? { label: 'Restore', run: () => wm.activate(window) }
        : { label: 'Minimise', shortcut: 'Alt+F9', run: () => wm.setMinimized(window, true) },
      {
        label: maximized ? 'Unmaximise' : 'Maximise',
        shortcut: 'Alt+F10',
        run: () => {
          wm.activate(window);
          wm.toggleMaximized(window);
        },
      },
      'separator',
      { label: 'Close', shortcut: 'Alt+F4', run: () => wm.close(window) },
    ];
  }

  #openMenu(entries: readonly MenuEntry[], x: number, minWidth: number): void {
    this.#menu?.close();
    const menu = new PopupMenu(this.#display, entries, {
      x,
      y: this.#wm.screen.height - HEIGHT,
      above: true,
      minWidth,
    });
    menu.onClosed = () => {
      this.#menu = undefined;
      this.#window.invalidate();
    };
    this.#menu = menu;
    this.#window.invalidate();
  }

  #paint(painter: Painter): void {
    const { normal, bold } = this.#display.fonts;
    painter.fill(look.bar, 0, 0, this.#window.width, HEIGHT);
    painter.fill(look.line, 0, 0, this.#window.width, 1);
    for (const { target, box } of this.#layout()) {
      const hovered = target === this.#hover;
      const { x, y, width, height } = box;
      if (target === 'clock') {
        const now = new Date();
        const two = (value: number): string => String(value).padStart(2, '0');
        const day = `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][now.getDay()]} ${now.getDate()}`;
        painter.textIn(
          bold,
          look.text,
          { ...box, width: width - 8 },
          `${two(now.getHours())}:${two(now.getMinutes())}`,
          'right',
        );
        painter.textIn(normal, look.dim, { ...box, width: width - 54 }, day, 'right');
      } else if (target === 'launcher') {
        painter.fillRounded(
          this.#menu !== undefined ? look.active : hovered ? look.hover : look.face,
          x,
          y,
          width,
          height,
          4,
        );
        for (const [dx, dy] of [
          [0, 0],
          [7, 0],
          [0, 7],
          [7, 7],
        ] as const)
          painter.fill(look.accent, x + 12 + dx, y + 9 + dy, 5, 5);
        painter.textIn(bold, look.text, { ...box, x: x + 34, width: width - 38 }, 'Apps');
      } else {
        const active = target === this.#wm.active && !target.minimized;
        const face = target.attention ? look.attention : active ? look.active : hovered ? look.hover : look.face;
        painter.fillRounded(face, x, y, width, height, 4);
        if (active) painter.fill(look.accent, x + 8, y + height - 2, width - 16, 2);
        const color = target.minimized ? look.dim : look.text;
        painter.textIn(
          normal,
          color,
          { ...box, x: x + 10, width: width - 20 },
          target.title || target.className || 'Window',
        );
      }
    }
  }
}
