/** The desktop: our window manager and demo apps, or another window manager in its place. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { bundlePrograms } from '../host/bundle.ts';
import { ROOT } from '../host/kept-bundles.mjs';
import type { SessionHandle } from '../host/session-handle.ts';

const DESKTOP = join(ROOT, 'apps', 'desktop', 'main.ts');

/** A window manager of the system's, such as twm; words are separated by blanks. */
export async function startWindowManager(session: SessionHandle, command: string): Promise<void> {
  await session.ask('launch', { command: command.split(/\s+/).filter((word) => word !== ''), foreground: false });
}

/** Starts the demo apps in one process, and our window manager unless another was asked for. */
export async function startDesktop(
  session: SessionHandle,
  withWindowManager: boolean,
  log: (line: string) => void,
): Promise<void> {
  const there = await access(DESKTOP).then(
    () => true,
    () => false,
  );
  if (!there) {
    log('the desktop is not part of this checkout');
    return;
  }
  const programs = await bundlePrograms('desktop', { desktop: DESKTOP });
  const options = withWindowManager ? [] : ['--no-wm'];
  await session.ask('launch', {
    command: [process.execPath, programs.get('desktop')!, ...options],
    foreground: false,
  });
}
