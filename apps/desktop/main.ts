/**
 * The desktop in one Node process: window manager, wallpaper, panel and a first set of demo apps; further demos start in this process too, other
 * programs as processes of their own.
 *
 *     npx tsx apps/desktop/main.ts [--apps clock,notepad,...] [--no-apps] [--no-wm]      with DISPLAY and XAUTHORITY set
 *
 * With --no-wm the windows are left to another window manager. It prints one line, `desktop ready`, when the window manager runs, and ends with the X server: exit code 0 then, 1 when it cannot start (no
 * display, another window manager), 2 for a wrong option. `startDesktop` does the same for a program that has its own main.
 */
import type { Display } from '../api/display.ts';
import { isMain, launchApp } from '../node/run-app.ts';
import { openDisplay } from '../node/socket-transport.ts';
import { DEMOS, type DemoName } from '../wm/demo-list.ts';
import { findPrograms, launch } from '../wm/programs.ts';
import { startWindowManager } from '../wm/start.ts';
import { loadDemo } from './desktop-apps.ts';

const FIRST_APPS: readonly DemoName[] = ['notepad', 'session-monitor', 'clock', 'minesweeper'];

export interface DesktopOptions {
  /** The demos to begin with. */
  readonly apps?: readonly DemoName[];
  /** False leaves the windows to another window manager. */
  readonly windowManager?: boolean;
}

/** Starts it on the display that the environment names; gives its connection there. @throws Error with a message for the user */
export async function startDesktop(options: DesktopOptions = {}): Promise<Display> {
  const display = await openDisplay();
  // Errors about windows that have just gone are a window manager's daily bread.
  display.connection.onError = () => {};
  if (options.windowManager !== false) await manageWindows(display);
  for (const app of options.apps ?? FIRST_APPS) await open(app);
  return display;
}

async function manageWindows(display: Display): Promise<void> {
  const programs = await findPrograms();
  await startWindowManager(display, () => [
    ...DEMOS.map(({ file, label }) => ({ label, run: () => void open(file) })),
    'separator' as const,
    ...programs.map(({ label, command }) => ({ label, run: () => launch(command) })),
  ]);
}

/** Opens a demo; one that fails does not take the desktop with it. */
async function open(name: DemoName): Promise<void> {
  try {
    await launchApp(await loadDemo(name));
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** @throws Error for options that are not known */
export function parseDesktopOptions(args: readonly string[]): DesktopOptions {
  let options: DesktopOptions = {};
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--no-apps') options = { ...options, apps: [] };
    else if (args[i] === '--no-wm') options = { ...options, windowManager: false };
    else if (args[i] === '--apps') {
      const names = (args[++i] ?? '').split(',').filter((name) => name !== '');
      options = { ...options, apps: names.map(demoName) };
    } else throw new Error(`usage: desktop [--apps a,b,c] [--no-apps] [--no-wm]; not ${args[i]}`);
  }
  return options;
}

function demoName(name: string): DemoName {
  const known = DEMOS.find(({ file }) => file === name);
  if (known === undefined) throw new Error(`no app ${name}; there are ${DEMOS.map(({ file }) => file).join(', ')}`);
  return known.file;
}

async function main(): Promise<void> {
  let options: DesktopOptions;
  try {
    options = parseDesktopOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
  try {
    const display = await startDesktop(options);
    display.connection.onClose = () => process.exit(0);
    // A fault of one app's handler is told and survived: the others share this process.
    process.on('uncaughtException', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
    process.stdout.write('desktop ready\n');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

if (isMain(import.meta.url)) await main();
