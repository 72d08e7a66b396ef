/** The window manager as a program: `npx tsx apps/wm/main.ts` with DISPLAY (and XAUTHORITY) set. The demos start as processes. */
import { fileURLToPath } from 'node:url';
import { openDisplay } from '../node/socket-transport.ts';
import { DEMOS } from './demo-list.ts';
import { findPrograms, launch } from './programs.ts';
import { startWindowManager } from './start.ts';

try {
  const display = await openDisplay();
  // Errors about windows that have just gone are a window manager's daily bread.
  display.connection.onError = () => {};
  display.connection.onClose = () => process.exit(0);
  const programs = await findPrograms();
  await startWindowManager(display, () => [
    ...DEMOS.map(({ file, label }) => ({
      label,
      run: () => launch([...tsx(), fileURLToPath(new URL(`../demos/${file}.ts`, import.meta.url))]),
    })),
    'separator' as const,
    ...programs.map(({ label, command }) => ({ label, run: () => launch(command) })),
  ]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Node with tsx, as this process was started. */
function tsx(): string[] {
  return [process.execPath, '--import', 'tsx'];
}
