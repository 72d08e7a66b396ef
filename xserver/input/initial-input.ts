import type { DeviceGrab, InputState } from '../state/input.ts';
import type { Window } from '../state/windows.ts';
import { MAX_KEYCODE, MIN_KEYCODE, defaultKeyMappings, defaultModifierMap } from './default-keymap.ts';
import { defaultKeyboardControl, defaultPointerControl } from './device-defaults.ts';
import { createXkbState } from './xkb/initial-xkb.ts';
import { interpretKey } from './xkb/key-actions.ts';
import { deriveVirtualModifiers, refreshMasks } from './xkb/virtual-modifiers.ts';

/** Buttons of the pointer: left, middle, right, four for the wheels, and three more, as X.Org's own test device has. */
export const BUTTON_COUNT = 10;

function freeDevice(): DeviceGrab {
  return { active: undefined, time: 0, freeze: 'free', frozenBy: undefined, replay: undefined };
}

/** Pointer in the middle of the root, nothing pressed or grabbed, focus PointerRoot. */
export function createInputState(root: Window): InputState {
  const x = Math.floor(root.width / 2);
  const y = Math.floor(root.height / 2);
  const xkb = createXkbState();
  const state: InputState = {
    pointer: {
      x,
      y,
      physicalX: x,
      physicalY: y,
      window: root,
      entered: root,
      buttonsDown: 0,
      mapping: Uint8Array.from({ length: BUTTON_COUNT }, (_, index) => index + 1),
      grab: freeDevice(),
      accelerationNumerator: defaultPointerControl.numerator,
      accelerationDenominator: defaultPointerControl.denominator,
      threshold: defaultPointerControl.threshold,
      history: [],
      hinted: undefined,
      shownCursor: undefined,
    },
    keyboard: {
      down: new Uint8Array(32),
      modifiers: 0,
      locked: 0,
      xkb,
      focus: { window: 'pointer-root', revertTo: 0, time: 0 },
      grab: freeDevice(),
      minKeycode: MIN_KEYCODE,
      maxKeycode: MAX_KEYCODE,
      mappings: defaultKeyMappings(xkb.types),
      modifierMap: defaultModifierMap(),
      spares: new Map(),
      keyClickPercent: defaultKeyboardControl.keyClickPercent,
      bellPercent: defaultKeyboardControl.bellPercent,
      bellPitch: defaultKeyboardControl.bellPitch,
      bellDuration: defaultKeyboardControl.bellDuration,
      leds: 0,
      globalAutoRepeat: true,
      autoRepeats: new Uint8Array(32),
      chosenRepeats: new Uint8Array(32),
      repeating: undefined,
    },
    queue: [],
    playing: undefined,
    fakeButtons: 0,
    delayed: [],
    passiveGrabCount: 0,
  };
  const { keyboard } = state;
  for (let keycode = MIN_KEYCODE; keycode <= MAX_KEYCODE; keycode++) interpretKey(keyboard, keycode);
  deriveVirtualModifiers(keyboard);
  refreshMasks(keyboard);
  return state;
}
