import type { CursorImage } from '../driver.ts';
import type { Cursor } from './resources.ts';
import type { Window } from './windows.ts';
import type { XkbState } from './xkb.ts';

/** A passive grab on a button or key (X11 §12 GrabButton, GrabKey), kept at its grab-window, the newest first. */
export interface PassiveGrab {
  readonly client: number;
  readonly device: 'pointer' | 'keyboard';
  readonly window: Window;
  /** Button or keycode; 0 is Any. */
  readonly detail: number;
  /** Details that UngrabButton or UngrabKey have taken out of Any. */
  readonly exceptDetails: ReadonlySet<number> | undefined;
  /** Modifier mask; 0x8000 is AnyModifier. */
  readonly modifiers: number;
  /** Combinations of modifiers that have been taken out of AnyModifier. */
  readonly exceptModifiers: ReadonlySet<number> | undefined;
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
  readonly ownerEvents: boolean;
  eventMask: number;
  /** The grabbed device's own events freeze. */
  readonly sync: boolean;
  /** The other device's events freeze. */
  readonly otherSync: boolean;
  readonly confineTo: Window | undefined;
  cursor: Cursor | undefined;
  /**
   * explicit: GrabPointer or GrabKeyboard. passive: a press matched a passive grab. implicit: a button press was delivered.
   * The last two end with the release of all buttons, or of the key.
   */
  readonly origin: 'explicit' | 'passive' | 'implicit';
  /** The key whose release ends a passive grab of the keyboard; 0 otherwise. */
  readonly key: number;
}

/** Pointer or keyboard input as it is queued while its device is frozen. */
export type DeviceEvent =
  | {
      readonly kind: 'motion';
      /** Root coordinates. */
      readonly x: number;
      readonly y: number;
      /** Nobody's hand or request: EnterNotify and LeaveNotify tell of it, MotionNotify does not. */
      readonly silent: boolean;
      readonly time: number;
    }
  /** The physical button, from 1. */
  | { readonly kind: 'button'; readonly button: number; readonly pressed: boolean; readonly time: number }
  | {
      readonly kind: 'key';
      readonly keycode: number;
      readonly pressed: boolean;
      /** Made by auto-repeat: the key is down already. */
      readonly repeat: boolean;
      readonly time: number;
    };

/** A device event that has changed its device's state: what clients are told. */
export interface DeviceReport {
  readonly kind: 'motion' | 'button' | 'key';
  /** Logical button, or keycode; 0 for motion. */
  readonly detail: number;
  readonly pressed: boolean;
  readonly repeat: boolean;
  readonly rootX: number;
  readonly rootY: number;
  /** Buttons, modifiers and group before the event. */
  readonly state: number;
  /** The same for clients without XKEYBOARD: modifiers stand for the group. */
  readonly plainState: number;
  readonly time: number;
}

/**
 * free: events flow. freeze-next: the device freezes after the next event for the grabbing client. freeze-both-next: so does the other device.
 * frozen: events are queued. frozen-with-event: so they are, and the last event can be replayed.
 */
export type FreezeState = 'free' | 'freeze-next' | 'freeze-both-next' | 'frozen' | 'frozen-with-event';

/** Grab and freezing of one device (X11 §12 AllowEvents). */
export interface DeviceGrab {
  active: ActiveGrab | undefined;
  /** When it was last grabbed; grabs and ungrabs with an earlier time have no effect. */
  time: number;
  /** What the device's own grab does to it. */
  freeze: FreezeState;
  /** The other device's grab that freezes this device too. */
  frozenBy: ActiveGrab | undefined;
  /** The event that froze the device, for ReplayPointer and ReplayKeyboard. */
  replay: DeviceReport | undefined;
}

export interface Focus {
  /** undefined is None. */
  window: Window | 'pointer-root' | undefined;
  /** RevertToNone 0, RevertToPointerRoot 1, RevertToParent 2. */
  revertTo: number;
  time: number;
}

export interface MotionRecord {
  readonly time: number;
  readonly x: number;
  readonly y: number;
}

export interface PointerState {
  /** Where events have moved it to. */
  x: number;
  y: number;
  /** Where the hand has moved it to: ahead of x and y while motion is queued. */
  physicalX: number;
  physicalY: number;
  /** The window that the pointer is in. */
  window: Window;
  /** Where EnterNotify events last led to: during a grab the grab-window (NotifyPointer focus events go by it). */
  entered: Window;
  /** Bit n-1 for physical button n that is down. */
  buttonsDown: number;
  /** Logical button of each physical button (SetPointerMapping); 0 disables it. */
  mapping: Uint8Array;
  readonly grab: DeviceGrab;
  accelerationNumerator: number;
  accelerationDenominator: number;
  threshold: number;
  /** Last motions for GetMotionEvents, oldest first. */
  readonly history: MotionRecord[];
  /** PointerMotionHint: the window that was told of motion and gets no more hints until its client asks. */
  hinted: Window | undefined;
  /** The cursor that the driver was last told of. */
  shownCursor: CursorImage | undefined;
}

/**
 * What a key means, by groups and levels: core lists of keysyms are stored as XKEYBOARD would store them, so that they read back as
 * X.Org's do (XKB protocol §12). Replaced, never changed.
 */
export interface KeyMapping {
  /** Key type of each group, by its place in the keyboard's list of types. */
  readonly types: readonly number[];
  /** Bit per group whose type was given with the layout and outlasts new keysyms. */
  readonly explicitTypes: number;
  /** Group by group, each as wide as the widest. */
  readonly keysyms: Uint32Array;
}

export interface KeyboardState {
  /** Bit per keycode. */
  readonly down: Uint8Array;
  /** Shift..Mod5 in force: those of held keys, latched and locked ones. */
  modifiers: number;
  /** Modifiers locked by Caps_Lock, Num_Lock and the like. */
  locked: number;
  /** Groups, types, actions, indicators, names and controls, as XKEYBOARD has them. */
  readonly xkb: XkbState;
  readonly focus: Focus;
  readonly grab: DeviceGrab;
  readonly minKeycode: number;
  readonly maxKeycode: number;
  /** Keycode minKeycode first. */
  readonly mappings: KeyMapping[];
  /** Modifiers of each keycode, 256 of them (SetModifierMapping the other way round). */
  readonly modifierMap: Uint8Array;
  /** Keysyms that terminals wanted and the keymap lacks, by the keycode that was spare for them; the one used longest ago first. */
  readonly spares: Map<number, number>;
  keyClickPercent: number;
  bellPercent: number;
  bellPitch: number;
  bellDuration: number;
  /** Lights switched on by ChangeKeyboardControl; those of locks are derived. */
  leds: number;
  globalAutoRepeat: boolean;
  /** Bit per keycode. */
  readonly autoRepeats: Uint8Array;
  /** Bit per keycode whose repeating was chosen by ChangeKeyboardControl: new keysyms leave it alone. */
  readonly chosenRepeats: Uint8Array;
  /** The key that repeats, and when it next does; undefined when none. */
  repeating: { readonly keycode: number; readonly due: number } | undefined;
}

/** A FakeInput request (XTEST) that waits for its delay to pass. */
export interface DelayedInput {
  readonly client: number;
  readonly due: number;
  /** KeyPress 2, KeyRelease 3, ButtonPress 4, ButtonRelease 5, MotionNotify 6. */
  readonly type: number;
  readonly detail: number;
  readonly rootX: number;
  readonly rootY: number;
}

export interface InputState {
  readonly pointer: PointerState;
  readonly keyboard: KeyboardState;
  /** Events that wait for a thaw, oldest first. */
  readonly queue: DeviceEvent[];
  /** Time of the queued event that is being processed; undefined between log entries. */
  playing: number | undefined;
  /** Physical buttons that XTEST holds down, bit n-1 for button n. */
  fakeButtons: number;
  /** In order of arrival. */
  readonly delayed: DelayedInput[];
  /** Passive grabs of all windows together. */
  passiveGrabCount: number;
}

/** What one terminal holds down, so that it goes up when the terminal goes. */
export interface TerminalState {
  readonly number: number;
  readonly keys: Set<number>;
  /** Of those, the ones that were pressed by their keysym: by the key's place, or its keysym plus 2^32 for one without a place. */
  readonly keysymKeys: Map<number, number>;
  readonly buttons: Set<number>;
  /** Number of the last input placed. */
  lastInput: number;
}
