/** What the front process and a session's process say to each other (Node's IPC, structured clone). */
import type { KeyboardMode, WireName } from '../session/carrier/control.ts';

export interface RfbPortOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly listen: string;
  /** Certificate and key as PEM. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
}

/** What the thinc wire may send with loss first: what the link makes wait for, or nothing. */
export const QUALITIES = ['auto', 'lossless'] as const;
export type Quality = (typeof QUALITIES)[number];

export interface SessionOptions {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Undefined takes the first free one. */
  readonly display: number | undefined;
  /** False lets every X client in (--ac). */
  readonly accessControl: boolean;
  /** Address on which X clients may come by TCP; undefined for none. */
  readonly xTcp: string | undefined;
  /** Whose input counts while several terminals are attached: everyone's, where nothing is said. */
  readonly keyboard?: KeyboardMode;
  /** Of video and photographs on the thinc wire: `auto`, where nothing is said. */
  readonly quality?: Quality;
  /** The link that terminals without a wish of their own emulate (session/link.ts): as it is, where nothing is said. */
  readonly link?: string | undefined;
  /** File that the session is recorded to. */
  readonly record?: string | undefined;
  /** Where VNC viewers may come by TCP; undefined for nowhere. */
  readonly rfb?: RfbPortOptions | undefined;
  /** How long it lives on without terminals, in ms; undefined for ever. */
  readonly lease?: number | undefined;
  /** Of the program, for recordings. */
  readonly version?: string;
  /** A watchman tidies up should its process be killed; a session with a process of its own ends in order when the front is killed. */
  readonly watched?: boolean;
}

/** A running session, as everybody with its token may know it. */
export interface SessionInfo {
  readonly pid: number;
  /** `:10` */
  readonly display: string;
  readonly xauthority: string;
  /** Where the front hands over connections that it cannot pass as handles (TLS). */
  readonly relay: string;
  /** Where VNC viewers come by TCP, and the password that lets them in. */
  readonly rfb?: { readonly port: number; readonly password: string };
}

export interface ProgramInfo {
  readonly pid: number;
  readonly command: readonly string[];
}

/** Bytes and messages of one direction. */
export interface Traffic {
  readonly bytes: number;
  readonly messages: number;
}

export interface TerminalStats {
  readonly terminal: number;
  /** A page or headless terminal of ours, or a VNC viewer. */
  readonly kind: 'farpane' | 'vnc';
  /** Where it comes from. */
  readonly address: string;
  readonly wire: string;
  /** It orders the log. */
  readonly primary: boolean;
  /** The screen has its size, and where only one's input counts it is its. */
  readonly holder: boolean;
  readonly viewOnly: boolean;
  readonly visible: boolean;
  readonly seconds: number;
  readonly sent: Traffic;
  readonly received: Traffic;
  /** Shortest round trip of late, in ms; undefined before one was measured. */
  readonly roundTrip: number | undefined;
  /** The link that it emulates. */
  readonly link: string;
  /** About how many bytes wait at the host for it, or are on their way. */
  readonly backlog: number;
  /** State hashes compared with the host's. */
  readonly verifiedEqual: number;
  readonly verifiedDifferent: number;
  /** Changes of wire or primary; how long the last one stopped things, in ms, as the host and as the terminal saw it. */
  readonly switches: number;
  readonly lastStop: number;
  readonly lastPause: number;
  /** How it was brought up to date: whole snapshots, what had changed, just the entries that it lacked. */
  readonly snapshots: number;
  readonly patches: number;
  readonly tails: number;
  /** Replies that a program waited for while this terminal gave them: round trips over its link. None on wires where the host answers. */
  readonly roundTrips: number;
}

export interface SessionStats {
  /** Seconds since it began. */
  readonly seconds: number;
  readonly clients: number;
  /** Top-level windows that are mapped. */
  readonly windows: number;
  readonly programs: readonly ProgramInfo[];
  readonly terminals: readonly TerminalStats[];
  /** Log entries applied. */
  readonly entries: number;
  readonly replies: number;
  readonly events: number;
  readonly errors: number;
  /** Replies that a client waited for with nothing else under way. */
  readonly roundTrips: number;
  readonly defects: number;
  /** Terms of primaries so far. */
  readonly epoch: number;
  readonly width: number;
  readonly height: number;
  /** Bytes of the session's process. */
  readonly residentBytes: number;
  readonly recording: RecordingStats | undefined;
  readonly lease: LeaseStats | undefined;
}

export interface RecordingStats {
  readonly file: string;
  /** Of the file so far. */
  readonly bytes: number;
  readonly keyframes: number;
  /** Milliseconds of the session's thread that the longest snapshot took. */
  readonly longestSnapshot: number;
}

/** A session that lives on for a limited time without terminals. */
export interface LeaseStats {
  readonly seconds: number;
  /** Until it ends; undefined while a terminal is attached. */
  readonly left: number | undefined;
}

/** Why a session ends by itself. */
export type OwnEnd = 'lease';

/** RGB pixels of the session's screen as they are at the host: 0x00rrggbb, row by row. */
export interface Screenshot {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
}

export interface ProgramEnd {
  readonly pid: number;
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** What can be asked of a session, and the answers. */
export interface SessionRequests {
  stats: { readonly ask: Readonly<Record<string, never>>; readonly answer: SessionStats };
  screenshot: { readonly ask: Readonly<Record<string, never>>; readonly answer: Screenshot };
  /** The text of a selection; undefined where no program offers any. */
  'read-clipboard': {
    readonly ask: { readonly selection: 'clipboard' | 'primary' };
    readonly answer: string | undefined;
  };
  'write-clipboard': { readonly ask: { readonly text: string }; readonly answer: undefined };
  'switch-wire': { readonly ask: { readonly terminal: number; readonly wire: WireName }; readonly answer: void };
  'set-link': { readonly ask: { readonly terminal: number; readonly link: string }; readonly answer: void };
  'give-keyboard': { readonly ask: { readonly terminal: number }; readonly answer: void };
  disconnect: { readonly ask: { readonly terminal: number }; readonly answer: void };
  launch: {
    readonly ask: {
      readonly command: readonly string[];
      /** The session's one program: its stdin is the front's. */
      readonly foreground: boolean;
    };
    readonly answer: ProgramInfo;
  };
  end: { readonly ask: { readonly reason: string; readonly exitCode: number | undefined }; readonly answer: undefined };
}
export type RequestName = keyof SessionRequests;

/** The request of a WebSocket upgrade, as it came. */
export interface UpgradeRequest {
  /** What it speaks: our carrier, or bare RFB. */
  readonly speaks: 'carrier' | 'rfb';
  /** Where it comes from. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What came behind the request. */
  readonly head: Uint8Array;
  /** The token lets it look, and no more. */
  readonly viewOnly?: boolean;
}

export type ToSession =
  | { readonly type: 'start'; readonly options: SessionOptions }
  /** With a socket, which stays untouched until `take-terminal`. */
  | { readonly type: 'terminal'; readonly id: number; readonly upgrade: UpgradeRequest }
  /** The front no longer reads from that socket. */
  | { readonly type: 'take-terminal'; readonly id: number }
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly name: RequestName;
      readonly ask: SessionRequests[RequestName]['ask'];
    };

export type FromSession =
  | { readonly type: 'ready'; readonly info: SessionInfo }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  /** `status`: see Refusal. */
  | { readonly type: 'refused'; readonly id: number; readonly message: string; readonly status: number }
  /** The socket has come; the front has closed its own handle on it before it reads this. */
  | { readonly type: 'has-terminal'; readonly id: number }
  | { readonly type: 'program-ended'; readonly end: ProgramEnd }
  /** It ends in order, of its own accord; its process goes when that is done. */
  | { readonly type: 'ending'; readonly why: OwnEnd; readonly reason: string }
  | { readonly type: 'log'; readonly line: string };
