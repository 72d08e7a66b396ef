import type { Display } from '../api/display.ts';
import { showPanel, type LauncherEntries } from './panel.ts';
import { showWallpaper } from './wallpaper.ts';
import { WindowManager } from './window-manager.ts';

/** Starts the window manager with its panel and wallpaper. @throws Error when another window manager runs */
export async function startWindowManager(display: Display, entries: LauncherEntries): Promise<WindowManager> {
  const { widthInPixels, heightInPixels } = display.connection.screen;
  const wm = await WindowManager.start(display);
  showWallpaper(display, widthInPixels, heightInPixels);
  wm.listeners.push({
    windowsChanged: () => {},
    screenChanged: () => showWallpaper(display, wm.screen.width, wm.screen.height),
  });
  showPanel(wm, entries);
  return wm;
}
