/** A way to show programs of a host at a terminal, as the bench runs it: Farpane on one of its wires, or another system. */
import type { ChildProcess } from 'node:child_process';
import type { LinkProfile } from '../../session/link.ts';
import type { FarMethods } from '../far/far-methods.ts';
import type { Caller } from '../far/rpc.ts';
import type { Bundles } from '../bundles.ts';
import type { LinkCounts } from '../link/link-proxy.ts';

/** For displays that the host's programs reach over the link: shared memory with them would pass it by, since both are on this machine. */
export const NO_SHARED_MEMORY = ['-extension', 'MIT-SHM'] as const;

export const SCREEN = { width: 1024, height: 768 } as const;

/** How a system's picture comes to the far end. */
export interface System {
  /** As the command line has it. */
  readonly name: string;
  /** As the report has it. */
  readonly title: string;
  readonly ours: boolean;
  /** Programs that it needs. */
  readonly needs: readonly string[];
  /** Starts it over an emulated link. What it has started by then ends with `ground` when it cannot. @throws Error */
  start(ground: Ground, link: LinkProfile): Promise<Running>;
}

/** A port of this machine, or a Unix socket. */
export type Place = { readonly port: number } | { readonly path: string };

/** What a run of a system stands on. All of it ends with the run. */
export interface Ground {
  readonly bundles: Bundles;
  /** Files of this run. */
  readonly folder: string;
  /** A process of the system. */
  start(command: string, args: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess;
  /** The number of a display that nobody has. */
  freeDisplay(): number;
  /** A port that nobody has. */
  freePort(): Promise<number>;
  /** Until somebody listens at a port; `answers`: at a display. @throws Error when nobody does in time */
  listening(port: number, milliseconds?: number): Promise<void>;
  answers(display: number, milliseconds: number): Promise<void>;
  /** An X server on a display that nobody has, once it takes connections. */
  server(
    command: string,
    args: (display: string, number: number) => readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<{ number: number; pid: number }>;
  /** The emulated link: connections to `from`, made by the terminal unless `hostConnects`, reach `to`. Gives the port. */
  link(from: Place, to: Place, link: LinkProfile, hostConnects?: boolean): Promise<number>;
  /** An Xvfb for the far end, at least as large as the screen, with more arguments of its own; `seen` attaches the bench to it. */
  farDisplay(size?: { readonly width: number; readonly height: number }, args?: readonly string[]): Promise<FarDisplay>;
  /** The far end's helper process. */
  far(program: string, args: readonly string[]): FarEnd;
  /** Waits until so many bytes have come down the link. @throws Error when they do not come */
  carried(bytes: number): Promise<void>;
  /** The emulated link is another one from now on. */
  changeLink(link: LinkProfile): Promise<void>;
  counts(): Promise<LinkCounts>;
  resetPeak(): Promise<void>;
}

export interface FarDisplay {
  readonly number: number;
  readonly path: string;
  readonly pid: number;
  /** The far end of what is shown on it. */
  seen(): FarEnd;
}

export interface FarEnd {
  readonly call: Caller<FarMethods>;
  readonly pid: number;
}

export interface Running {
  /** Environment of the host's programs. */
  readonly environment: Readonly<Record<string, string>>;
  readonly far: FarEnd;
  /** Whose processor time counts, of the system alone: not the programs shown, nor what the bench needs to look. */
  readonly hostPids: readonly number[];
  readonly terminalPids: readonly number[];
  /** The session lives at the host: its memory there says something. */
  readonly sessionAtHost: boolean;
  /** Neither end has an opinion of the link: what is not measured may go over a faster one. */
  readonly plain?: boolean;
}
