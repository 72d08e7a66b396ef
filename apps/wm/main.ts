/** The window manager as a program: `npx tsx apps/wm/main.ts` with DISPLAY (and XAUTHORITY) set. The demos start as processes. */
import { fileURLToPath } from 'node:url';
import { runApp } from '../node/socket-transport.ts';
import { DEMOS } from './demo-list.ts';
import { findPrograms, launch } from './programs.ts';
import { startWindowManager } from './start.ts';

await runApp(async (display) => {
  const programs = await findPrograms();
  // Errors about windows that have just gone are a window manager's daily bread.
  display.connection.onError = () => {};
  await startWindowManager(display, () => [
    ...DEMOS.map(({ file, label }) => ({
      label,
      run: () => launch([...tsx(), fileURLToPath(new URL(`../demos/${file}.ts`, import.meta.url))]),
    })),
    'separator' as const,
    ...programs.map(({ label, command }) => ({ label, run: () => launch(command) })),
  ]);
});

/** Node with tsx, as this process was started. */
function tsx(): string[] {
  return [process.execPath, '--import', 'tsx'];
}
