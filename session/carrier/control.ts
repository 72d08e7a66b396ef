/** Control messages: what the two ends of a terminal's connection say about it. They travel as JSON (control-codec.ts). */
import type { ScreenSize } from '../../xserver/initial-state.ts';

export type { ScreenSize } from '../../xserver/initial-state.ts';

/** Counts up with every change that an older end would not understand. */
export const PROTOCOL_VERSION = 3;

/** Every wire that a terminal may ask for. */
export const WIRES = ['x11', 'nx', 'thinc', 'raw'] as const;
export type WireName = (typeof WIRES)[number];
/** Those that this version's hosts can give. */
export const OFFERED_WIRES: readonly WireName[] = WIRES;

/** Whose input counts: that of every terminal that may type, or only the holder's. */
export const KEYBOARD_MODES = ['everyone', 'holder'] as const;
export type KeyboardMode = (typeof KEYBOARD_MODES)[number];

/** What a terminal has kept of the session over a lost connection: a replica. */
export interface Resume {
  readonly session: string;
  /** The term in which it applied its last entries. */
  readonly epoch: number;
  /** The last entry that it has applied. */
  readonly index: number;
  /** It was the primary of that term: some of its entries may never have become part of the log. */
  readonly primary: boolean;
}

/** The terminal's first message. */
export interface Hello {
  readonly type: 'hello';
  readonly version: number;
  /** Format versions of log and snapshot, which must be the host's. */
  readonly logVersion: number;
  readonly snapshotVersion: number;
  readonly wire: string;
  /** The size that the screen is to have while this terminal is the holder; none keeps the session's. */
  readonly screen?: ScreenSize;
  /** False for a terminal that nobody sees now. */
  readonly visible?: boolean;
  readonly resume?: Resume;
  /** The link that it emulates (link.ts), if it has a wish of its own; else the session has. */
  readonly link?: string;
  /** Names of the fonts and catalogues that it has kept (terminal/kept-parts.ts): they need not be sent. */
  readonly kept?: readonly string[];
}

/** The host's answer. */
export interface Welcome {
  readonly type: 'welcome';
  readonly version: number;
  readonly session: string;
  /** Number of the terminal in the session's log. */
  readonly terminal: number;
  readonly wire: WireName;
  /** The session's time in ms. */
  readonly time: number;
  /** It may look, and no more. */
  readonly viewOnly: boolean;
  /** What it kept is of use: entries or a patch follow, no whole snapshot. */
  readonly resumed: boolean;
  /** The link that it is to emulate. */
  readonly link: string;
}

/** The terminal wants another wire. */
export interface Switch {
  readonly type: 'switch';
  readonly wire: string;
  /** The replica that it still has, for a wire that ships the log, */
  readonly resume?: Resume;
  /** and how many changes it had been told of: where there is another one, entries may have been under way, and the replica has gone on. */
  readonly changes?: number;
}

/** On a wire that ships no log: the terminal's end of this number has the whole picture, and is what the terminal shows from here on. */
export interface Whole {
  readonly type: 'whole';
  readonly wire: string;
  readonly number: number;
}

/** The terminal wants to be the holder. */
export interface TakeKeyboard {
  readonly type: 'take-keyboard';
}

/** Whether somebody can see the terminal: a hidden one is not primary. */
export interface Visible {
  readonly type: 'visible';
  readonly visible: boolean;
}

/** The size that the screen is to have while this terminal is the holder. */
export interface Resize {
  readonly type: 'resize';
  readonly screen: ScreenSize;
}

/** The terminal, a replica, wants its state compared with the host's: the host's hash follows in the stream. */
export interface Verify {
  readonly type: 'verify';
}

/**
 * From a terminal: it wants to emulate this link. From the host: it is to emulate it from here on, asked for or not. What has been measured of the old
 * link is of no use from there on, at either end.
 */
export interface Link {
  readonly type: 'link';
  readonly link: string;
}

/** How long nothing went on at the terminal while the primary or its wire changed, in ms. */
export interface Paused {
  readonly type: 'paused';
  readonly milliseconds: number;
}

/** One of a session's terminals, as all of them know it. */
export interface TerminalRole {
  readonly terminal: number;
  readonly wire: WireName;
  readonly viewOnly: boolean;
  readonly visible: boolean;
  /** The link that it emulates. */
  readonly link: string;
}

/** Who is what, now or from now on. */
export interface Roles {
  readonly type: 'roles';
  /** The terminal that is told. */
  readonly you: number;
  /** Whose size the screen has, and whose input counts where only one's does; none while nobody may. */
  readonly holder?: number;
  /** The terminal that orders the log; none while the host does. */
  readonly primary?: number;
  readonly keyboard: KeyboardMode;
  readonly terminals: readonly TerminalRole[];
}

/** This terminal has another wire, or is primary, or no longer: the change is through. */
export interface Switched {
  readonly type: 'switched';
  readonly wire: WireName;
  readonly primary: boolean;
  /** How long the host carried out nothing for it, in ms. */
  readonly stop: number;
}

/** A state hash was found equal to the other end's, or not. */
export interface Verified {
  readonly type: 'verified';
  readonly index: number;
  readonly equal: boolean;
}

/** The session has ended; the connection follows. */
export interface Ended {
  readonly type: 'ended';
  readonly reason: string;
  /** Exit code of the session's one program. */
  readonly exitCode?: number;
}

/** The terminal goes of its own will. */
export interface Leave {
  readonly type: 'leave';
}

export type FromTerminal =
  Hello | Switch | Whole | TakeKeyboard | Visible | Resize | Verify | Verified | Paused | Link | Leave;
export type FromHost = Welcome | Roles | Switched | Verified | Link | Ended;
export type ControlMessage = FromTerminal | FromHost;
