import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Display } from '../api/display.ts';
import { openStyleFonts } from '../api/style.ts';
import type { AppWindow } from '../api/window.ts';
import { openDisplay } from './socket-transport.ts';

/** An app: it shows its window on a display. */
export type App = (display: Display) => AppWindow | Promise<AppWindow>;

/** Whether a module is the program that Node was started with. */
export function isMain(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(moduleUrl));
}

/** Starts an app on a connection of its own, which ends with the app's window. */
export async function launchApp(app: App, openFonts = openStyleFonts): Promise<AppWindow> {
  const display = await openDisplay(process.env, openFonts);
  display.connection.onError = (error) => process.stderr.write(`${error.message}\n`);
  const window = await app(display);
  const onClosed = window.onClosed;
  window.onClosed = () => {
    onClosed();
    display.connection.close();
  };
  display.connection.onClose = () => {
    if (window.closed) return;
    window.closed = true;
    onClosed();
  };
  return window;
}

/** Runs an app as the program that this process is: one line on stderr and exit code 1 when it cannot start. */
export async function runIfMain(moduleUrl: string, app: App, openFonts = openStyleFonts): Promise<void> {
  if (!isMain(moduleUrl)) return;
  try {
    const window = await launchApp(app, openFonts);
    const onClosed = window.onClosed;
    window.onClosed = () => {
      onClosed();
      process.exit(0);
    };
    window.display.connection.onClose = () => process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
