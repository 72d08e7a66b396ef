/** Captured programs (capture.ts) as apps of the rig in virtual time (../session/rig.ts). */
import type { App, Rig } from '../session/rig.ts';
import type { Capture, CapturedStream } from './capture.ts';
import type { Witness } from './judge.ts';

/** Bits of an id below the client's number. */
const ID_BITS = 21;
/** The client that gives the atoms their numbers. */
const ATOM_CLIENT = 255;

function internAtom(name: string): Uint8Array {
  const bytes = Buffer.from(name, 'latin1');
  const request = Buffer.alloc(8 + ((bytes.length + 3) & ~3));
  request[0] = 16;
  request.writeUInt16LE(request.length / 4, 2);
  request.writeUInt16LE(bytes.length, 4);
  bytes.copy(request, 8);
  return Uint8Array.from(request);
}

/** Gives a fresh session what the programs found when they were captured: fonts, and atoms under their numbers. */
export function prepare(rig: Rig, captured: Capture): void {
  const { host } = rig;
  rig.fonts = captured.fonts;
  host.append({ kind: 'font-catalogue', catalogue: captured.catalogue });
  const idBase = ATOM_CLIENT * 2 ** ID_BITS;
  host.append({ kind: 'client-connected', client: ATOM_CLIENT, littleEndian: true, idBase });
  for (const name of captured.atoms.slice(1)) {
    host.append({ kind: 'request', client: ATOM_CLIENT, bytes: internAtom(name) });
  }
  host.append({ kind: 'client-gone', client: ATOM_CLIENT });
  while (rig.runHost());
}

/** A program whose requests come from the capture. */
export class Ghost {
  readonly stream: CapturedStream;
  readonly app: App;
  #at = 0;

  constructor(rig: Rig, stream: CapturedStream) {
    this.stream = stream;
    this.app = rig.connect(stream.littleEndian);
    // Its ids are right only under the number that it had.
    if (this.app.number !== stream.client) throw new Error(`client ${this.app.number} in place of ${stream.client}`);
  }

  get done(): boolean {
    return this.#at === this.stream.requests.length;
  }

  write(rig: Rig, bytes: number): void {
    const { number } = this.app;
    if (this.done || rig.apps.get(number) !== this.app || !rig.host.clients.mayRead(number)) return;
    const end = Math.min(this.stream.requests.length, this.#at + bytes);
    rig.write(this.app, this.stream.requests.subarray(this.#at, end));
    this.#at = end;
  }
}

export function witnessOf(app: App): Witness {
  const sum = (chunks: readonly Uint8Array[]): number => chunks.reduce((total, { length }) => total + length, 0);
  return {
    idBase: app.number * 2 ** ID_BITS,
    written: app.written,
    setupBytes: 0,
    writtenBytes: sum(app.written),
    received: app.received,
    receivedBytes: sum(app.received),
    closed: app.gone || app.closed !== undefined,
  };
}
