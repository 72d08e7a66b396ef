/** The demo apps in the launcher's order: file under apps/demos and name for people. */
export const DEMOS = [
  { file: 'notepad', label: 'Notepad' },
  { file: 'paint', label: 'Paint' },
  { file: 'image-viewer', label: 'Image viewer' },
  { file: 'minesweeper', label: 'Minesweeper' },
  { file: 'clock', label: 'Clock' },
  { file: 'session-monitor', label: 'Session monitor' },
  { file: 'animation', label: 'Animation' },
] as const;

export type DemoName = (typeof DEMOS)[number]['file'];
