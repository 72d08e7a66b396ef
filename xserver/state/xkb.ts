/** What the XKEYBOARD extension adds to the keyboard: plain data, in the protocol's own terms (XKB protocol §2-§13). */

/** A modifier definition: real and virtual modifiers, and the real ones that both come to. */
export interface XkbModifiers {
  mask: number;
  real: number;
  virtual: number;
}

/** One combination of modifiers of a key type. */
export interface XkbTypeEntry {
  /** False while none of its virtual modifiers is mapped to a real one. */
  active: boolean;
  readonly modifiers: XkbModifiers;
  readonly level: number;
  /** Modifiers that choosing the level does not use up. */
  readonly preserve: XkbModifiers;
}

/** How a key's level follows from the modifiers. */
export interface XkbKeyType {
  name: string | undefined;
  readonly modifiers: XkbModifiers;
  readonly levels: number;
  /** As many as there are levels, or none at all. */
  levelNames: (string | undefined)[];
  readonly entries: readonly XkbTypeEntry[];
  readonly hasPreserve: boolean;
}

/** What keys with a keysym and certain modifiers do (§7.1). */
export interface XkbInterpret {
  /** 0 for any. */
  readonly keysym: number;
  readonly modifiers: number;
  /** How the modifiers match; 0x80: the first level only. */
  readonly match: number;
  /** 255 for none. */
  readonly virtualModifier: number;
  /** 1: the key repeats; 2: it locks. */
  readonly flags: number;
  /** Eight bytes, as in the protocol. */
  readonly action: Uint8Array;
}

export interface XkbIndicatorMap {
  flags: number;
  whichGroups: number;
  groups: number;
  whichModifiers: number;
  modifiers: XkbModifiers;
  controls: number;
}

export interface XkbNames {
  keycodes: string | undefined;
  geometry: string | undefined;
  symbols: string | undefined;
  physicalSymbols: string | undefined;
  types: string | undefined;
  compat: string | undefined;
  /** 16, 32 and 4 of them. */
  readonly virtualModifiers: (string | undefined)[];
  readonly indicators: (string | undefined)[];
  readonly groups: (string | undefined)[];
  /** By keycode, 256 of them, of at most four characters; '' for none. */
  readonly keys: string[];
  aliases: { readonly real: string; readonly alias: string }[];
  radioGroups: (string | undefined)[];
}

/** How the keyboard looks, as a client has told (§11): counts, and the rest in the protocol's form, little-endian. */
export interface XkbGeometry {
  /** Tenths of a millimetre. */
  readonly width: number;
  readonly height: number;
  readonly properties: number;
  readonly colors: number;
  readonly shapes: number;
  readonly sections: number;
  readonly doodads: number;
  readonly aliases: number;
  readonly baseColor: number;
  readonly labelColor: number;
  readonly body: Uint8Array;
}

/** Controls (§4); key repeating itself, and which keys repeat, is the core's own. Times are milliseconds. */
export interface XkbControls {
  /** Boolean controls but RepeatKeys. */
  enabled: number;
  mouseKeysButton: number;
  groupsWrap: number;
  readonly internal: XkbModifiers;
  readonly ignoreLock: XkbModifiers;
  repeatDelay: number;
  repeatInterval: number;
  slowKeysDelay: number;
  debounceDelay: number;
  mouseKeysDelay: number;
  mouseKeysInterval: number;
  mouseKeysTimeToMax: number;
  mouseKeysMaxSpeed: number;
  mouseKeysCurve: number;
  accessXOptions: number;
  accessXTimeout: number;
  accessXTimeoutOptionsMask: number;
  accessXTimeoutOptionsValues: number;
  accessXTimeoutMask: number;
  accessXTimeoutValues: number;
}

/** An action that a held key, or a latch that waits for the next key, keeps going (§6). */
export interface XkbRunningAction {
  /** The key; 0 for a latch whose key is up again. */
  keycode: number;
  /** As it was when the key went down; eight bytes. */
  readonly action: Uint8Array;
  /** Its release also ends locks; taken back by any other key. */
  clearLocks: boolean;
  /** Locks that were on before, group change that it made, or what else the release has to know. */
  before: number;
  /** A latch that another key has broken while it was down. */
  broken: boolean;
}

/** What was said of a key itself, and does not follow from the compatibility map (§7.1). */
export const Explicit = { KeyTypes: 0x0f, Interpret: 0x10, AutoRepeat: 0x20, Behavior: 0x40, VModMap: 0x80 } as const;

/** What one client has told XKEYBOARD. */
export interface XkbClient {
  /** PerClientFlags (§8). */
  flags: number;
  autoControls: number;
  autoControlValues: number;
  /** Details selected of each kind of event, by the event's number (§16). */
  readonly selected: number[];
}

export interface XkbState {
  types: XkbKeyType[];
  /** Real modifiers of each virtual one, 16 of them. */
  readonly virtualModifiers: Uint8Array;
  /** By keycode, as all that follow: the virtual modifiers of the key. */
  readonly virtualModifierMap: Uint16Array;
  /** Bits of Explicit for interpretation, behaviour and virtual modifiers; those of types and repeating are the core's. */
  readonly explicit: Uint8Array;
  /** Type and data of each key's behaviour. */
  readonly behaviors: Uint8Array;
  /** The bits of groupInfo that say what becomes of a group which the key does not have. */
  readonly groupInfo: Uint8Array;
  /** Keys with actions: eight bytes for each keysym. */
  readonly actions: Map<number, Uint8Array>;
  interprets: XkbInterpret[];
  readonly groupCompat: XkbModifiers[];
  readonly indicators: XkbIndicatorMap[];
  readonly controls: XkbControls;
  readonly names: XkbNames;
  geometry: XkbGeometry | undefined;
  latchedModifiers: number;
  baseModifiers: number;
  /** Signed. */
  baseGroup: number;
  latchedGroup: number;
  lockedGroup: number;
  /** The group in force, 0 to 3. */
  group: number;
  /** In the order in which their keys went down. */
  running: XkbRunningAction[];
  /** How many held keys have set each of the real modifiers. */
  readonly modifierCounts: Uint16Array;
  /** Lights when they were last told of. */
  shownIndicators: number;
  /** By client number; a client is in it once it has asked for the extension. */
  readonly clients: Map<number, XkbClient>;
}
