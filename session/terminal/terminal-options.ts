/** What the owner of a terminal's end (../terminal-end.ts) gives it, and what it is told. */
import type { Core } from '../../xserver/core.ts';
import type { DisplayDriver } from '../../xserver/driver.ts';
import type { Resume, Roles, ScreenSize, WireName } from '../carrier/control.ts';
import type { LogCodecs } from '../log-codec.ts';
import type { TerminalWires } from '../wire.ts';
import type { KeptParts } from './kept-parts.ts';

/** connecting: not greeted yet; joining: the session's state is on its way; live: it shows and takes input; closed: over. */
export type TerminalState = 'connecting' | 'joining' | 'live' | 'closed';

export interface TerminalEvents {
  stateChanged(state: TerminalState): void;
  /** The core holds the session's state, or again: everything is to be shown anew. Later drawing comes through the driver. */
  restored(core: Core): void;
  /** There is something to take, or the deadline has changed. */
  wake(): void;
  bell(volume: number, pitch: number, duration: number): void;
  /** A state hash was compared with the host's. */
  verified(index: number, equal: boolean): void;
  /** Who is what has become known, or has changed. */
  roles(roles: Roles): void;
  /** The terminal has another wire, or is primary, or no longer. */
  switched(change: WireChange): void;
  /** While joining: a part of the session's picture, ahead of its state. */
  preview(part: PreviewPart): void;
  /** The terminal is to emulate this link (link.ts) from here on, in both directions. */
  link?(name: string): void;
  /** The session is over. */
  ended(reason: string, exitCode: number | undefined): void;
  /** A fault of ours, not of an app. */
  defect(what: string): void;
}

/** A change of wire or primary that is through, and how long nothing went on meanwhile, in ms. */
export interface WireChange {
  readonly wire: WireName;
  /** The terminal orders the log. */
  readonly primary: boolean;
  /** As the terminal saw it: between the last entry under the old order and the first under the new. */
  readonly stop: number;
  /** As the host saw it: while it carried out nothing. */
  readonly hostStop: number;
}

/** A rectangle of the session's screen. */
export interface PreviewPart {
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** 0x00rrggbb, row by row. */
  readonly pixels: Uint32Array;
}

/** What a terminal keeps of the session when its connection is lost, for the next one. */
export interface KeptReplica {
  readonly core: Core;
  readonly resume: Resume;
}

export interface TerminalEndOptions {
  readonly wire: WireName;
  /** Of the wires that ship the log. */
  readonly codecs: LogCodecs;
  /** The terminal's ends of wires that ship no log. */
  readonly wires?: TerminalWires | undefined;
  /** Somebody can see the terminal (the default). */
  readonly visible?: boolean | undefined;
  /** What the connection before has left (`kept`); it is used up. */
  readonly resume?: KeptReplica | undefined;
  /** Fonts and catalogues from before, and where those that come are kept; without it they last as long as the connection. */
  readonly keptParts?: KeptParts | undefined;
  /** The size that the screen is to have; undefined keeps the session's. */
  readonly screen?: ScreenSize | undefined;
  /** The link that it emulates already; undefined leaves it to the session. */
  readonly link?: string | undefined;
  /** Shows what the core draws. */
  readonly driver: DisplayDriver;
  readonly events: TerminalEvents;
  /** Inflates (RFC 1950). Throws beyond `maximum` bytes or for broken data. */
  readonly unpack: (bytes: Uint8Array, maximum: number) => Uint8Array;
}

/** What went over the wire, by kind. */
export interface TerminalCounts {
  entries: number;
  inputs: number;
  requests: number;
  requestBytes: number;
  /** Encoded entries, as a replica gets them. */
  entryBytes: number;
  replies: number;
  replyBytes: number;
  events: number;
  eventBytes: number;
  errors: number;
  blobBytes: number;
}
