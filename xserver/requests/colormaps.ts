/**
 * Colormaps (X11 §9). Both visuals are TrueColor: a pixel is its colour, eight bits a component, so there is nothing to allocate and
 * AllocColor changes no state. FreeColors therefore has nothing to free; X.Org, which counts allocations in TrueColor maps too, answers
 * Access for pixels that the client has not allocated.
 */
import { colorNamed } from '../colors/names.ts';
import { deliver, EventMask } from '../events.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  ColormapAlloc,
  ColormapState,
  encodeAllocColorReply,
  encodeAllocNamedColorReply,
  encodeListInstalledColormapsReply,
  encodeLookupColorReply,
  encodeQueryColorsReply,
} from '../protocol/generated/xproto.ts';
import { addResource, checkNewId, findColormap, findWindow, removeResource } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Colormap } from '../state/resources.ts';
import type { Window } from '../state/windows.ts';
import { ARGB_VISUAL, TRUE_COLOR_VISUAL } from '../visuals.ts';
import { checkBool } from './atoms.ts';

const NONE = 0;
/** The reply counts in 16 bits. */
const MAX_QUERIED_COLORS = 0xffff;
const OPAQUE = 0xff000000;

/** The 16-bit intensity that a component of eight bits stands for. */
function intensity(component: number): number {
  return (component & 0xff) * 0x101;
}

/** The pixel of the nearest colour, by X.Org's rule: the high eight bits of each component. The rest of a 32-bit pixel is alpha. */
function pixelOf(colormap: Colormap, red: number, green: number, blue: number): number {
  const color = ((red >> 8) << 16) | ((green >> 8) << 8) | (blue >> 8);
  return colormap.visual === ARGB_VISUAL ? (color | OPAQUE) >>> 0 : color;
}

/** @throws XError Name for a colour that the server does not know. */
function findColor(name: string): number {
  const color = colorNamed(name);
  if (color === undefined) throw new XError(ErrorCode.Name);
  return color;
}

/** A colour that eight bits a component give exactly: what was asked for is what the screen shows. */
function exactAndVisual(color: number) {
  const red = intensity(color >> 16);
  const green = intensity(color >> 8);
  const blue = intensity(color);
  return { exactRed: red, exactGreen: green, exactBlue: blue, visualRed: red, visualGreen: green, visualBlue: blue };
}

/** @throws XError Value with the last pixel (and the planes) that has bits which the visual has not, as X.Org does. */
function checkPixels(colormap: Colormap, pixels: Uint32Array, planes = 0): void {
  if (colormap.visual === ARGB_VISUAL) return;
  const bad = pixels.findLast((pixel) => (pixel | planes) >>> 0 > 0xffffff);
  if (bad !== undefined) throw new XError(ErrorCode.Value, (bad | planes) >>> 0);
}

/** Calls `visit` for the windows that have the colormap, parents first, topmost children first. */
function forWindowsOf(server: Server, colormap: Colormap, visit: (window: Window) => void): void {
  const waiting = [server.state.screen.root];
  for (let window = waiting.pop(); window !== undefined; window = waiting.pop()) {
    if (window.colormap === colormap) visit(window);
    for (const child of window.children) waiting.push(child);
  }
}

function notify(server: Server, window: Window, colormap: number, isNew: boolean, state: number): void {
  deliver(server, window, EventMask.ColormapChange, {
    name: 'ColormapNotify',
    window: window.id,
    colormap,
    new: isNew ? 1 : 0,
    state,
  });
}

/** One colormap is installed at a time: the one before goes out first. */
function install(server: Server, colormap: Colormap): void {
  const { installed } = server.state.screen;
  if (installed.includes(colormap)) return;
  for (const old of installed.splice(0)) {
    forWindowsOf(server, old, (window) => notify(server, window, old.id, false, ColormapState.Uninstalled));
  }
  installed.push(colormap);
  forWindowsOf(server, colormap, (window) => notify(server, window, colormap.id, false, ColormapState.Installed));
}

function uninstall(server: Server, colormap: Colormap): void {
  const { screen } = server.state;
  if (colormap !== screen.colormap && screen.installed.includes(colormap)) install(server, screen.colormap);
}

/** FreeColormap, or its client has gone: uninstalled, and windows that had it have none (X11 §9 FreeColormap). */
export function freeColormap(server: Server, colormap: Colormap): void {
  if (colormap === server.state.screen.colormap) return;
  uninstall(server, colormap);
  forWindowsOf(server, colormap, (window) => {
    notify(server, window, NONE, true, ColormapState.Uninstalled);
    window.colormap = undefined;
  });
  removeResource(server, colormap);
}

export const colormapRequests = {
  CreateColormap(server, client, { alloc, mid, window, visual }) {
    if (alloc !== ColormapAlloc.None && alloc !== ColormapAlloc.All) throw new XError(ErrorCode.Value, alloc);
    checkNewId(server, client, mid);
    findWindow(server, window);
    if (visual !== TRUE_COLOR_VISUAL && visual !== ARGB_VISUAL) throw new XError(ErrorCode.Match, visual);
    // The cells of a TrueColor map are read-only: they cannot all be the client's.
    if (alloc === ColormapAlloc.All) throw new XError(ErrorCode.Match);
    const colormap: Colormap = {
      kind: 'colormap',
      id: mid,
      client: client.number,
      visual,
      installedByDefault: false,
    };
    addResource(server, client, colormap);
  },

  FreeColormap(server, _client, { cmap }) {
    freeColormap(server, findColormap(server, cmap));
  },

  CopyColormapAndFree(server, client, { mid, srcCmap }) {
    checkNewId(server, client, mid);
    const { visual } = findColormap(server, srcCmap);
    addResource(server, client, {
      kind: 'colormap',
      id: mid,
      client: client.number,
      visual,
      installedByDefault: false,
    });
  },

  InstallColormap(server, _client, { cmap }) {
    install(server, findColormap(server, cmap));
  },

  UninstallColormap(server, _client, { cmap }) {
    uninstall(server, findColormap(server, cmap));
  },

  ListInstalledColormaps(server, client, { window }) {
    findWindow(server, window);
    const cmaps = Uint32Array.from(server.state.screen.installed, (colormap) => colormap.id);
    server.reply(client, encodeListInstalledColormapsReply, { cmaps });
  },

  AllocColor(server, client, { cmap, red, green, blue }) {
    const pixel = pixelOf(findColormap(server, cmap), red, green, blue);
    server.reply(client, encodeAllocColorReply, {
      red: intensity(pixel >> 16),
      green: intensity(pixel >> 8),
      blue: intensity(pixel),
      pixel,
    });
  },

  AllocNamedColor(server, client, { cmap, name }) {
    const colormap = findColormap(server, cmap);
    const colors = exactAndVisual(findColor(name));
    const pixel = pixelOf(colormap, colors.exactRed, colors.exactGreen, colors.exactBlue);
    server.reply(client, encodeAllocNamedColorReply, { pixel, ...colors });
  },

  AllocColorCells(server, _client, { contiguous, cmap, colors }) {
    findColormap(server, cmap);
    if (colors === 0) throw new XError(ErrorCode.Value, colors);
    checkBool(contiguous);
    throw new XError(ErrorCode.Alloc);
  },

  AllocColorPlanes(server, _client, { contiguous, cmap, colors }) {
    findColormap(server, cmap);
    if (colors === 0) throw new XError(ErrorCode.Value, colors);
    checkBool(contiguous);
    throw new XError(ErrorCode.Alloc);
  },

  FreeColors(server, _client, { cmap, planeMask, pixels }) {
    checkPixels(findColormap(server, cmap), pixels, planeMask);
  },

  StoreColors(server, _client, { cmap }) {
    findColormap(server, cmap);
    throw new XError(ErrorCode.Access);
  },

  StoreNamedColor(server, _client, { cmap, name }) {
    findColormap(server, cmap);
    findColor(name);
    throw new XError(ErrorCode.Access);
  },

  QueryColors(server, client, { cmap, pixels }) {
    checkPixels(findColormap(server, cmap), pixels);
    if (pixels.length > MAX_QUERIED_COLORS) throw new XError(ErrorCode.Alloc);
    const colors = new Int32Array(pixels.length * 3);
    for (let i = 0; i < pixels.length; i++) {
      const pixel = pixels[i]!;
      colors[i * 3] = intensity(pixel >> 16);
      colors[i * 3 + 1] = intensity(pixel >> 8);
      colors[i * 3 + 2] = intensity(pixel);
    }
    server.reply(client, encodeQueryColorsReply, { colors });
  },

  LookupColor(server, client, { cmap, name }) {
    findColormap(server, cmap);
    server.reply(client, encodeLookupColorReply, exactAndVisual(findColor(name)));
  },
} satisfies SomeCoreHandlers;
