/**
 * The X server core: a deterministic state machine.
 *
 * `apply` takes one log entry (log/entry.ts) and changes the state; what follows from it leaves through the sink: bytes for clients, credit,
 * drawing. The core does no I/O, reads no clock and draws no random numbers, so every replica that applies the same entries has the same
 * state. A request goes dispatch.ts → requests/<area>.ts → painter.ts (pixels) and server.ts (replies, events); input goes
 * input/terminal-input.ts → input/…; start reading at dispatch.ts.
 */
import { addClient, clientGone } from './close-down.ts';
import { takeRequest, runHeldRequests } from './dispatch.ts';
import { parseFontFile } from './fonts/font-file.ts';
import { createServerState, type ScreenSize } from './initial-state.ts';
import {
  applyTerminalInput,
  nextInputDeadline,
  terminalAttached,
  terminalGone,
  timeReached,
} from './input/terminal-input.ts';
import type { LogEntry, Sink } from './log/entry.ts';
import { resizeScreen } from './windows/screen-size.ts';
import { Server } from './server.ts';
import type { FrozenParts } from './snapshot/frozen.ts';
import { hashState } from './snapshot/hash.ts';
import {
  applyChangesTo,
  frozenPartsOf,
  restoreSnapshot,
  takeChanges,
  takeMark,
  takeSnapshot,
  type Mark,
} from './snapshot/snapshot.ts';
import type { ServerState } from './state/server-state.ts';

export class Core {
  readonly server: Server;
  /** The deadline last told to a sink; `null` when none has been told yet. */
  #toldDeadline: number | undefined | null = null;

  constructor(start: ScreenSize | ServerState, frozen?: FrozenParts) {
    this.server = new Server('clients' in start ? start : createServerState(start), frozen);
  }

  get state(): ServerState {
    return this.server.state;
  }

  /**
   * Applies the next log entry.
   * @throws Error when the entry's index is not the one after the last.
   */
  apply(entry: LogEntry, sink: Sink): void {
    if (entry.kind === 'request') {
      const bytes = plainBytes(entry.bytes);
      this.applyRequest(entry.client, bytes, 0, bytes.length, entry.index, entry.time, sink);
      return;
    }
    const due = this.#begin(entry.index, entry.time, sink);
    try {
      if (due) this.#actOnTime();
      this.#carryOut(entry);
      this.#tellDeadline(sink);
    } finally {
      this.server.useSink(undefined);
    }
  }

  /**
   * As `apply` of a request whose bytes (borrowed, a plain Uint8Array) are those of `bytes` from `from` up to `to`. It makes no objects: for
   * whoever takes many small requests out of one piece.
   */
  applyRequest(
    clientNumber: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    index: number,
    time: number,
    sink: Sink,
  ): void {
    const { server } = this;
    const due = this.#begin(index, time, sink);
    try {
      if (due) this.#actOnTime();
      const client = server.state.clients.get(clientNumber);
      if (client !== undefined && client.connected && !client.goneWhenDrained)
        takeRequest(server, client, bytes, from, to);
      this.#tellDeadline(sink);
    } finally {
      server.useSink(undefined);
    }
  }

  /**
   * An entry takes its place; the sink is used until it is taken away again. True when a deadline has come: whatever entry is the first past
   * it finds the work of that deadline done.
   */
  #begin(index: number, time: number, sink: Sink): boolean {
    const { state } = this.server;
    if (index !== state.index + 1) throw new Error(`log entry ${index} after ${state.index}`);
    const due = this.#toldDeadline === null ? nextInputDeadline(this.server) : this.#toldDeadline;
    state.index = index;
    if (time > state.time) state.time = time;
    this.server.useSink(sink);
    return due !== undefined && due <= state.time;
  }

  #tellDeadline(sink: Sink): void {
    const deadline = nextInputDeadline(this.server);
    if (deadline === this.#toldDeadline) return;
    this.#toldDeadline = deadline;
    sink.deadline(deadline);
  }

  #carryOut(entry: Exclude<LogEntry, { kind: 'request' }>): void {
    const server = this.server;
    switch (entry.kind) {
      case 'client-connected':
        addClient(server, entry);
        return;
      case 'client-gone':
        clientGone(server, entry.client);
        // It may have held the server grab.
        runHeldRequests(server);
        return;
      case 'terminal-attached':
        terminalAttached(server, entry.terminal);
        return;
      case 'terminal-gone':
        terminalGone(server, entry.terminal);
        return;
      case 'input':
        applyTerminalInput(server, entry.terminal, entry.number, entry.input);
        return;
      case 'screen-resized':
        resizeScreen(server, entry);
        return;
      case 'time-reached':
        return;
      case 'font-catalogue':
        server.state.fontCatalogue = entry.catalogue;
        return;
      case 'font':
        server.state.fonts.set(entry.hash, parseFontFile(entry.bytes, entry.hash));
        return;
      default:
        entry satisfies never;
    }
  }

  #actOnTime(): void {
    timeReached(this.server);
    runHeldRequests(this.server);
  }

  /**
   * The whole state, packed; cut between two entries. Since a mark: only what has changed (see `patched`). `known`: digests of
   * `frozenParts` that whoever restores a whole one has; they are named instead of sent.
   */
  snapshot(since?: Mark, known?: ReadonlySet<string>): Uint8Array {
    return since === undefined ? takeSnapshot(this.server, known) : takeChanges(this.server, since);
  }

  /** The fonts and the font catalogue, most of a snapshot's bytes, by digest: what a terminal may keep over visits. Borrowed. */
  frozenParts(): Map<string, Uint8Array> {
    return frozenPartsOf(this.server);
  }

  /** What later snapshots may be taken since. Costs about as much as a hash; with the mark before, less. */
  mark(before?: Mark): Mark {
    return takeMark(this.server, before);
  }

  /**
   * This core, which stands at a mark, with the changes of a snapshot since that mark. It goes on as the core that is returned; this one
   * is not to be used any more. Driver calls for the changes are not made: what shows the scene begins anew.
   * @throws SnapshotError for bytes that are no such snapshot; this core is unchanged then.
   */
  patched(changes: Uint8Array): Core {
    applyChangesTo(this.server, changes);
    return new Core(this.server.state, this.server.frozen);
  }

  /**
   * A core that goes on where the snapshot was taken; `known` gives the `frozenParts` that it names.
   * @throws SnapshotError for bytes that are no snapshot of this version, or name a part that is not known.
   */
  static restore(bytes: Uint8Array, known?: (digest: string) => Uint8Array | undefined): Core {
    return new Core(restoreSnapshot(bytes, known));
  }

  /** Hexadecimal hash of everything, pixels included: equal on replicas that have applied the same log. */
  stateHash(): string {
    return hashState(this.server.state, this.server.painter.pixelHashes, this.server.frozen);
  }
}

/** The same bytes as a plain Uint8Array: a subclass (Node's Buffer) slices without copying, and has no place in the state. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
