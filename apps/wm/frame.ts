/** The frame around a window: its measures, what lies under a point of it, how it looks. */
import type { StyleFonts } from '../api/style.ts';
import type { CursorName } from '../api/display.ts';
import type { Painter } from '../api/painter.ts';
import { palette } from '../api/style.ts';
import { isResizable, type Extents } from './hints.ts';
import type { Edge, FramePart, ManagedWindow } from './managed-window.ts';

const BORDER = 5;
const TITLE = 30;
/** How far from a corner an edge still resizes both ways. */
const CORNER = 18;
const BUTTON = 30;
/** A title says something from here on; a window narrower than that and its buttons does without some of them. */
const MIN_TITLE = 56;

const look = {
  active: { title: 0x33415c, text: 0xffffff, glyph: 0xe6ebf4, hover: 0x4a5a7a, outline: 0x232e44 },
  inactive: { title: 0xdfe4ec, text: 0x6b7686, glyph: 0x7b8697, hover: 0xcbd3df, outline: 0xa9b3c2 },
} as const;

export function isMaximized(window: ManagedWindow): boolean {
  return window.maximizedHorizontally && window.maximizedVertically;
}

export function extentsOf(window: ManagedWindow): Extents {
  if (window.undecorated || window.fullscreen) return { left: 0, right: 0, top: 0, bottom: 0 };
  if (isMaximized(window)) return { left: 0, right: 0, top: TITLE, bottom: 0 };
  return { left: BORDER, right: BORDER, top: TITLE, bottom: BORDER };
}

export function frameSize(window: ManagedWindow): { width: number; height: number } {
  const { left, right, top, bottom } = extentsOf(window);
  return { width: window.width + left + right, height: window.height + top + bottom };
}

/** From the right. The others are left out first: they have double click, keyboard and panel beside them. */
function buttonsOf(window: ManagedWindow): ('close' | 'maximize' | 'minimize')[] {
  if (window.type === 'dialog') return ['close'];
  const room = Math.max(1, Math.floor((window.width - MIN_TITLE) / BUTTON));
  const buttons = isResizable(window.size)
    ? (['close', 'maximize', 'minimize'] as const)
    : (['close', 'minimize'] as const);
  return buttons.slice(0, room);
}

/** What lies at a point of the frame. */
export function partAt(window: ManagedWindow, x: number, y: number): FramePart {
  const { left, top } = extentsOf(window);
  const { width, height } = frameSize(window);
  if (top === 0) return 'client';
  const resizes = isResizable(window.size) && !isMaximized(window);
  if (resizes) {
    const edge = edgeAt(x, y, width, height, BORDER);
    if (edge !== undefined) return edge;
  }
  if (y >= top) return x >= left && x < left + window.width && y < top + window.height ? 'client' : 'title';
  const index = Math.floor((width - left - x) / BUTTON);
  return x < width - left ? (buttonsOf(window)[index] ?? 'title') : 'title';
}

function edgeAt(x: number, y: number, width: number, height: number, thickness: number): Edge | undefined {
  const atLeft = x < thickness;
  const atRight = x >= width - thickness;
  // The title bar is dragged more often than the top edge: that stays thin.
  const atTop = y < 4;
  const atBottom = y >= height - thickness;
  if (!atLeft && !atRight && !atTop && !atBottom) return undefined;
  const left = x < CORNER;
  const right = x >= width - CORNER;
  const top = y < CORNER;
  const bottom = y >= height - CORNER;
  if (top && left) return 'topLeft';
  if (top && right) return 'topRight';
  if (bottom && left) return 'bottomLeft';
  if (bottom && right) return 'bottomRight';
  return atLeft ? 'left' : atRight ? 'right' : atTop ? 'top' : 'bottom';
}

export function cursorOf(part: FramePart): CursorName {
  switch (part) {
    case 'client':
    case 'title':
    case 'close':
    case 'maximize':
    case 'minimize':
      return 'arrow';
    default:
      return part;
  }
}

export function paintFrame(painter: Painter, window: ManagedWindow, active: boolean, fonts: StyleFonts): void {
  const { left, top } = extentsOf(window);
  if (top === 0) return;
  const colors = active ? look.active : look.inactive;
  const { width, height } = frameSize(window);
  // The client clips this to the borders, or to what its shape leaves.
  painter.fill(colors.title, 0, 0, width, height);
  if (left > 0) painter.outline(colors.outline, 0, 0, width, height);
  const buttons = buttonsOf(window);
  const room = width - 2 * left - buttons.length * BUTTON - 16;
  painter.textIn(fonts.bold, colors.text, { x: left + 8, y: 0, width: room, height: top }, window.title);
  for (const [index, button] of buttons.entries()) {
    const x = width - left - (index + 1) * BUTTON;
    const hovered = window.hover === button;
    if (hovered) {
      painter.fillRounded(button === 'close' ? palette.danger : colors.hover, x + 2, 4, BUTTON - 4, TITLE - 8, 4);
    }
    paintGlyph(
      painter,
      button,
      hovered && button === 'close' ? 0xffffff : colors.glyph,
      x + BUTTON / 2,
      TITLE / 2,
      window,
    );
  }
}

function paintGlyph(
  painter: Painter,
  button: 'close' | 'maximize' | 'minimize',
  color: number,
  x: number,
  y: number,
  window: ManagedWindow,
): void {
  switch (button) {
    case 'close':
      painter.lines(color, [x - 5, y - 5, x + 4, y + 4], 2);
      painter.lines(color, [x + 4, y - 5, x - 5, y + 4], 2);
      break;
    case 'maximize':
      if (isMaximized(window)) {
        painter.fills(color, [x - 2, y - 5, 7, 1, x + 4, y - 5, 1, 7]);
        painter.outline(color, x - 5, y - 3, 8, 8);
        break;
      }
      painter.outline(color, x - 5, y - 5, 10, 10);
      painter.fill(color, x - 5, y - 5, 10, 2);
      break;
    case 'minimize':
      painter.fill(color, x - 5, y + 3, 10, 2);
      break;
  }
}
