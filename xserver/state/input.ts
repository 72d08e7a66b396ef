import type { Cursor } from './resources.ts';
import type { Window } from './windows.ts';

/** A passive grab on a button or key (X11 §12 GrabButton, GrabKey), kept at its grab-window. */
export interface PassiveGrab {
  readonly client: number;
  readonly device: 'pointer' | 'keyboard';
  readonly window: Window;
  /** Button or keycode; 0 is Any. */
  readonly detail: number;
  /** Modifier mask; 0x8000 is AnyModifier. */
  readonly modifiers: number;
  readonly ownerEvents: boolean;
  readonly eventMask: number;
  /** True is GrabModeSync. */
  readonly pointerSync: boolean;
  readonly keyboardSync: boolean;
  readonly confineTo: Window | undefined;
  readonly cursor: Cursor | undefined;
}

/** A grab in force. */
export interface ActiveGrab {
  readonly client: number;
  readonly window: Window;
  ownerEvents: boolean;
  /** Meaningful for the pointer. */
  eventMask: number;
  readonly pointerSync: boolean;
  readonly keyboardSync: boolean;
  confineTo: Window | undefined;
  cursor: Cursor | undefined;
  time: number;
  /** Set up by a button press with no passive grab: ends with the last button's release. */
  readonly implicit: boolean;
  /** Started by a passive grab: the detail whose release ends it; undefined for GrabPointer and GrabKeyboard. */
  readonly passiveDetail: number | undefined;
}

/** Pointer or keyboard input in server form, as it is queued while its device is frozen. */
export type DeviceEvent =
  | { readonly kind: 'motion'; readonly x: number; readonly y: number; readonly time: number }
  | { readonly kind: 'button'; readonly button: number; readonly pressed: boolean; readonly time: number }
  | { readonly kind: 'key'; readonly keycode: number; readonly pressed: boolean; readonly repeat: boolean; readonly time: number };

/** Freezing of one device (X11 §12 AllowEvents). */
export interface Freeze {
  /** thawed: events flow; freeze-next: freezes again after the next event; frozen: events are queued. */
  state: 'thawed' | 'freeze-next' | 'freeze-both-next' | 'frozen';
  /** The client whose other device's synchronous grab freezes this one; 0 for none. */
  other: number;
  /** The event that froze the device, for ReplayPointer and ReplayKeyboard. */
  replay: DeviceEvent | undefined;
}

export interface Focus {
  /** undefined is None. */
  window: Window | 'pointer-root' | undefined;
  /** RevertToNone 0, RevertToPointerRoot 1, RevertToParent 2. */
  revertTo: number;
  time: number;
}

export interface PointerState {
  x: number;
  y: number;
  /** The window that the pointer is in. */
  window: Window;
  /** Bit n-1 for physical button n that is down. */
  buttonsDown: number;
  /** Button1Mask.. of logical buttons, as events carry them. */
  buttonMask: number;
  /** Logical button of each physical button (SetPointerMapping). */
  mapping: Uint8Array;
  grab: ActiveGrab | undefined;
  readonly freeze: Freeze;
  accelerationNumerator: number;
  accelerationDenominator: number;
  threshold: number;
  /** Last motion events (time, x, y) for GetMotionEvents, oldest first. */
  readonly history: { readonly time: number; readonly x: number; readonly y: number }[];
  /** PointerMotionHint: one notify was sent and the client has not asked since; by window and client. */
  hinted: { readonly window: Window; readonly client: number } | undefined;
}

export interface KeyboardState {
  /** Bit per keycode. */
  readonly down: Uint8Array;
  /** Shift..Mod5 in force, as events carry them. */
  modifiers: number;
  /** Locked modifiers (Lock, Num_Lock) within `modifiers`. */
  locked: number;
  readonly focus: Focus;
  grab: ActiveGrab | undefined;
  readonly freeze: Freeze;
  readonly minKeycode: number;
  readonly maxKeycode: number;
  keysymsPerKeycode: number;
  /** (maxKeycode - minKeycode + 1) * keysymsPerKeycode. */
  keysyms: Uint32Array;
  keycodesPerModifier: number;
  /** 8 * keycodesPerModifier, 0 for unused. */
  modifierMap: Uint8Array;
  keyClickPercent: number;
  bellPercent: number;
  bellPitch: number;
  bellDuration: number;
  ledMask: number;
  globalAutoRepeat: boolean;
  /** Bit per keycode. */
  readonly autoRepeats: Uint8Array;
  /** The key that repeats, and when it next does; undefined when none. */
  repeating: { readonly keycode: number; due: number } | undefined;
}

export interface InputState {
  readonly pointer: PointerState;
  readonly keyboard: KeyboardState;
  /** Events that wait for a thaw, oldest first. */
  readonly queue: DeviceEvent[];
}

/** What one terminal holds down, so that it goes up when the terminal goes. */
export interface TerminalState {
  readonly number: number;
  readonly keys: Set<number>;
  readonly buttons: Set<number>;
  /** Number of the last input placed. */
  lastInput: number;
}
