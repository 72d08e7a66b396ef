import type { DemoName } from '../wm/demo-list.ts';
import type { App } from '../node/run-app.ts';

/** Loads a demo when it is first wanted: an app that nobody opens costs no memory. */
export async function loadDemo(name: DemoName): Promise<App> {
  switch (name) {
    case 'animation':
      return (await import('../demos/animation.ts')).startAnimation;
    case 'clock':
      return (await import('../demos/clock.ts')).startClock;
    case 'image-viewer':
      return (await import('../demos/image-viewer.ts')).startImageViewer;
    case 'minesweeper':
      return (await import('../demos/minesweeper.ts')).startMinesweeper;
    case 'notepad': {
      const { startNotepad } = await import('../demos/notepad.ts');
      return (display) => startNotepad(display, undefined, WELCOME);
    }
    case 'paint':
      return (await import('../demos/paint.ts')).startPaint;
    case 'session-monitor':
      return (await import('../demos/session-monitor.ts')).startSessionMonitor;
  }
}

const WELCOME = `Welcome to Farpane.

These programs run on the host, and are shown here over the wire
that you choose in the bar. On x11 this tab is the display server.

  Apps          opens the launcher, with demos and programs
  Alt+Tab       switches windows
  Alt+F4        closes the window in front
  Alt and drag  moves a window by any point of it

Any X11 program started with this session's DISPLAY shows up here
too. Try:   xterm   or   xeyes

Notes stay until the window closes; Save writes a file.
Grüße · Привет · Γειά σου · Cześć
`;
