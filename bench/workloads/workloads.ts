/** All workloads, in the order of the report, which is that of a run: a session is at rest before much has happened in it. */
import { CHROMIUM_SCROLL, CHROMIUM_START, PAGES } from './browser.ts';
import { DRAG, X11PERF } from './drawing.ts';
import { FULL_SCREEN_VIDEO, PHOTO_VIEW, VIDEO } from './pictures.ts';
import { IDLE, SCROLLING_TEXT, TYPING, XTERM_START } from './text.ts';
import type { Workload } from './workload.ts';

export const WORKLOADS: readonly Workload[] = [
  XTERM_START,
  IDLE,
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
];
