/** All workloads, in the order of the report. */
import { CHROMIUM_SCROLL, CHROMIUM_START, PAGES } from './browser.ts';
import { DRAG, IDLE, X11PERF } from './drawing.ts';
import { FULL_SCREEN_VIDEO, PHOTO_VIEW, VIDEO } from './pictures.ts';
import { SCROLLING_TEXT, TYPING, XTERM_START } from './text.ts';
import type { Workload } from './workload.ts';

export const WORKLOADS: readonly Workload[] = [
  XTERM_START,
  TYPING,
  SCROLLING_TEXT,
  X11PERF,
  DRAG,
  PHOTO_VIEW,
  VIDEO,
  FULL_SCREEN_VIDEO,
  CHROMIUM_START,
  PAGES,
  CHROMIUM_SCROLL,
  IDLE,
];
