/** Registered numbers: RFC 6143, and the rfbproto text for the extensions. */

export const clientMessage = {
  setPixelFormat: 0,
  setEncodings: 2,
  framebufferUpdateRequest: 3,
  keyEvent: 4,
  pointerEvent: 5,
  clientCutText: 6,
  enableContinuousUpdates: 150,
  clientFence: 248,
  setDesktopSize: 251,
  qemu: 255,
} as const;

export const serverMessage = {
  framebufferUpdate: 0,
  setColorMapEntries: 1,
  bell: 2,
  serverCutText: 3,
  endOfContinuousUpdates: 150,
  serverFence: 248,
} as const;

export const pseudo = {
  desktopSize: -223,
  lastRect: -224,
  cursor: -239,
  qemuExtendedKey: -258,
  qemuLedState: -261,
  desktopName: -307,
  extendedDesktopSize: -308,
  fence: -312,
  continuousUpdates: -313,
  cursorWithAlpha: -314,
  extendedClipboard: 0xc0a1e5ce | 0,
} as const;

/** -32 (quality 0) to -23 (quality 9). */
export const QUALITY_LEVEL_0 = -32;
/** -256 (level 0) to -247 (level 9). */
export const COMPRESSION_LEVEL_0 = -256;
/** -512 (JPEG quality 0) to -412 (100). */
export const FINE_QUALITY_0 = -512;

export const security = { none: 1, vncAuth: 2, veNCrypt: 19 } as const;

/** VeNCrypt's sub-types that wrap TLS around another type. */
export const veNCrypt = { tlsNone: 257, tlsVnc: 258, x509None: 260, x509Vnc: 261 } as const;

export const fenceFlag = { blockBefore: 1, blockAfter: 2, syncNext: 4, request: 0x80000000 } as const;

/** Lights of the lock keys, as the LED state has them. */
export const led = { scrollLock: 1, numLock: 2, capsLock: 4 } as const;

/** Why an ExtendedDesktopSize rectangle comes. */
export const resizeReason = { server: 0, thisClient: 1, otherClient: 2 } as const;
export const resizeStatus = { done: 0, prohibited: 1, outOfResources: 2, invalidLayout: 3 } as const;
