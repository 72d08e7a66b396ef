import { MAX_MOTION_HISTORY } from './limits.ts';
import { ARGB_VISUAL, TRUE_COLOR_VISUAL } from './visuals.ts';
import type { SetupSuccess } from './protocol/setup.ts';
import type { VisualType } from './protocol/generated/xproto.ts';
import type { Client } from './state/clients.ts';
import type { ServerState } from './state/server-state.ts';

const TRUE_COLOR_CLASS = 4;
/** Without BIG-REQUESTS, in 4-byte units. */
const MAX_REQUEST_UNITS = 65535;
const LSB_FIRST = 0;

function trueColor(visualId: number): VisualType {
  return {
    visualId,
    class: TRUE_COLOR_CLASS,
    bitsPerRgbValue: 8,
    colormapEntries: 256,
    redMask: 0xff0000,
    greenMask: 0x00ff00,
    blueMask: 0x0000ff,
  };
}

/** The set-up a client gets when its connection stands (X11 §8 Connection Setup). */
export function setupReplyFor(state: ServerState, client: Client): SetupSuccess {
  const { screen, input } = state;
  let currentInputMasks = 0;
  for (const mask of screen.root.eventMasks.values()) currentInputMasks |= mask;
  return {
    status: 'success',
    protocolMajorVersion: 11,
    protocolMinorVersion: 0,
    releaseNumber: 1,
    resourceIdBase: client.idBase,
    resourceIdMask: client.idMask,
    motionBufferSize: MAX_MOTION_HISTORY,
    maximumRequestLength: MAX_REQUEST_UNITS,
    imageByteOrder: LSB_FIRST,
    bitmapFormatBitOrder: LSB_FIRST,
    bitmapFormatScanlineUnit: 32,
    bitmapFormatScanlinePad: 32,
    minKeycode: input.keyboard.minKeycode,
    maxKeycode: input.keyboard.maxKeycode,
    vendor: 'Farpane',
    pixmapFormats: [
      { depth: 1, bitsPerPixel: 1, scanlinePad: 32 },
      { depth: 4, bitsPerPixel: 8, scanlinePad: 32 },
      { depth: 8, bitsPerPixel: 8, scanlinePad: 32 },
      { depth: 24, bitsPerPixel: 32, scanlinePad: 32 },
      { depth: 32, bitsPerPixel: 32, scanlinePad: 32 },
    ],
    roots: [
      {
        root: screen.root.id,
        defaultColormap: screen.colormap.id,
        whitePixel: 0xffffff,
        blackPixel: 0,
        currentInputMasks: currentInputMasks >>> 0,
        widthInPixels: screen.width,
        heightInPixels: screen.height,
        widthInMillimeters: screen.widthMillimetres,
        heightInMillimeters: screen.heightMillimetres,
        minInstalledMaps: 1,
        maxInstalledMaps: 1,
        rootVisual: TRUE_COLOR_VISUAL,
        // Contents of mapped top-levels are kept (GetWindowAttributes says so for each).
        backingStores: 1,
        saveUnders: 0,
        rootDepth: 24,
        allowedDepths: [
          { depth: 24, visuals: [trueColor(TRUE_COLOR_VISUAL)] },
          { depth: 1, visuals: [] },
          { depth: 4, visuals: [] },
          { depth: 8, visuals: [] },
          { depth: 32, visuals: [trueColor(ARGB_VISUAL)] },
        ],
      },
    ],
  };
}
