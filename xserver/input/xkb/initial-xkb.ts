import type { XkbModifiers, XkbState } from '../../state/xkb.ts';
import { REPEAT_DELAY, REPEAT_INTERVAL } from '../device-defaults.ts';
import { defaultGroupCompat, defaultIndicatorMaps, defaultInterprets } from './default-compat.ts';
import { defaultNames } from './default-names.ts';
import { defaultKeyTypes } from './default-types.ts';

function noModifiers(): XkbModifiers {
  return { mask: 0, real: 0, virtual: 0 };
}

/** X.Org's defaults; actions and virtual modifiers are still to be derived. */
export function createXkbState(): XkbState {
  return {
    types: defaultKeyTypes(),
    virtualModifiers: new Uint8Array(16),
    virtualModifierMap: new Uint16Array(256),
    explicit: new Uint8Array(256),
    behaviors: new Uint8Array(512),
    groupInfo: new Uint8Array(256),
    actions: new Map(),
    interprets: defaultInterprets(),
    groupCompat: defaultGroupCompat(),
    indicators: defaultIndicatorMaps(),
    controls: {
      // AccessXTimeout, AccessXFeedback, AudibleBell, IgnoreGroupLock, MouseKeysAccel.
      enabled: 0x13a0,
      mouseKeysButton: 1,
      groupsWrap: 1,
      internal: noModifiers(),
      ignoreLock: noModifiers(),
      repeatDelay: REPEAT_DELAY,
      repeatInterval: REPEAT_INTERVAL,
      slowKeysDelay: 300,
      debounceDelay: 300,
      mouseKeysDelay: 160,
      mouseKeysInterval: 40,
      mouseKeysTimeToMax: 30,
      mouseKeysMaxSpeed: 30,
      mouseKeysCurve: 500,
      accessXOptions: 0x0cef,
      accessXTimeout: 120,
      accessXTimeoutOptionsMask: 0x10,
      accessXTimeoutOptionsValues: 0,
      accessXTimeoutMask: 0x1e,
      accessXTimeoutValues: 0,
    },
    names: defaultNames(),
    geometry: undefined,
    latchedModifiers: 0,
    baseModifiers: 0,
    baseGroup: 0,
    latchedGroup: 0,
    lockedGroup: 0,
    group: 0,
    running: [],
    modifierCounts: new Uint16Array(8),
    shownIndicators: 0,
    clients: new Map(),
  };
}
