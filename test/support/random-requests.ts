/**
 * Random log entries that make sense: clients of both byte orders come and go and send requests of every kind about objects that are there, so
 * that most succeed; input is typed and moved, devices freeze and thaw, the server is grabbed, time passes. A few requests are damaged.
 *
 * The next entry is made from the core's state as it is, and a seed: the same in Node and in browsers.
 */
import { MajorOpcode } from '../../xserver/extensions/numbers.ts';
import type { LogEntry, LogEvent, TerminalInput } from '../../xserver/log/entry.ts';
import { bigRequestsRequestEncoders } from '../../xserver/protocol/generated/bigreq.ts';
import { shapeRequestEncoders } from '../../xserver/protocol/generated/shape.ts';
import { xcMiscRequestEncoders } from '../../xserver/protocol/generated/xc_misc.ts';
import { coreRequestEncoders, type CoreRequestName } from '../../xserver/protocol/generated/xproto.ts';
import { xtestRequestEncoders } from '../../xserver/protocol/generated/xtest.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import type { Client } from '../../xserver/state/clients.ts';
import type { ServerState } from '../../xserver/state/server-state.ts';
import { drawingProducers } from './random/drawing-requests.ts';
import { freezer, inputProducers, keycode, xtestProducers } from './random/input-requests.ts';
import { bigRequestsProducers, miscProducers, shapeProducers, xcMiscProducers } from './random/misc-requests.ts';
import type { Producer, Producers } from './random/producers.ts';
import { Random } from './random/random.ts';
import { windowProducers } from './random/window-requests.ts';
import { World } from './random/world.ts';

const MOST_CLIENTS = 4;
const DAMAGED_PERCENT = 4;

const coreProducers: Producers = { ...windowProducers, ...drawingProducers, ...inputProducers, ...miscProducers };

/** One kind of request: its name, its frequency, and how one is made and written. */
interface Kind {
  readonly name: string;
  readonly weight: number;
  make(world: World, writer: Writer): boolean;
}

/** How often, where it is not 10. */
const weights: Readonly<Record<string, number>> = {
  CreateWindow: 50,
  MapWindow: 60,
  MapSubwindows: 20,
  ConfigureWindow: 30,
  CreateGC: 40,
  CreatePixmap: 30,
  OpenFont: 15,
  ChangeProperty: 20,
  GrabButton: 20,
  AllowEvents: 20,
  'XTEST.FakeInput': 30,
  // These undo much.
  DestroyWindow: 4,
  DestroySubwindows: 2,
  UnmapSubwindows: 4,
  FreePixmap: 5,
  FreeGC: 4,
  CloseFont: 4,
  FreeCursor: 4,
  KillClient: 1,
  GrabServer: 4,
  // These can't succeed: our visuals have no cells to change.
  AllocColorCells: 2,
  AllocColorPlanes: 2,
  StoreColors: 2,
  StoreNamedColor: 2,
};

type Encode = (writer: Writer, fields: never, majorOpcode: number) => void;

function kindsOf(
  prefix: string,
  producers: object,
  encoders: Readonly<Record<string, Encode>>,
  majorOpcode: number,
): Kind[] {
  return Object.entries(producers as Record<string, Producer<object>>).map(([short, produce]) => {
    const name = prefix + short;
    return {
      name,
      weight: weights[name] ?? 10,
      make(world, writer) {
        const fields = produce(world);
        if (fields === undefined) return false;
        encoders[short]!(writer, fields as never, majorOpcode);
        return true;
      },
    };
  });
}

const kinds: readonly Kind[] = [
  ...kindsOf('', coreProducers, coreRequestEncoders, 0),
  ...kindsOf('BIG-REQUESTS.', bigRequestsProducers, bigRequestsRequestEncoders, MajorOpcode.BigRequests),
  ...kindsOf('XC-MISC.', xcMiscProducers, xcMiscRequestEncoders, MajorOpcode.XcMisc),
  ...kindsOf('SHAPE.', shapeProducers, shapeRequestEncoders, MajorOpcode.Shape),
  ...kindsOf('XTEST.', xtestProducers, xtestRequestEncoders, MajorOpcode.Xtest),
];
const kindByName = new Map(kinds.map((kind) => [kind.name, kind]));
const totalWeight = kinds.reduce((sum, { weight }) => sum + weight, 0);

/** Every kind of request there is, core ones by their name, others behind their extension's. */
export const requestKinds: readonly string[] = kinds.map(({ name }) => name);

/** Kinds that a server with TrueColor visuals always refuses. */
export const impossibleKinds: readonly CoreRequestName[] = [
  'AllocColorCells',
  'AllocColorPlanes',
  'StoreColors',
  'StoreNamedColor',
];

export interface RandomEntry {
  readonly entry: LogEntry;
  /** The kind of a request that was not damaged. */
  readonly kind: string | undefined;
}

export class RandomLog {
  readonly random: Random;
  #time = 1000;
  #clients = 0;
  #inputs = 0;
  readonly #nextIds = new Map<number, number>();

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** An entry that may follow, in a core with this state. */
  next(state: ServerState): RandomEntry {
    const { random } = this;
    this.#time = Math.max(this.#time, state.time);
    this.#time += random.chance(2) ? random.between(200, 4000) : random.below(25);
    const { event, kind } = this.#event(state);
    return { entry: { ...event, index: state.index + 1, time: this.#time }, kind };
  }

  #event(state: ServerState): { event: LogEvent; kind: string | undefined } {
    const { random } = this;
    const connected = [...state.clients.values()].filter(
      ({ connected, goneWhenDrained }) => connected && !goneWhenDrained,
    );
    const other = (event: LogEvent) => ({ event, kind: undefined });
    if (state.terminals.size === 0) return other({ kind: 'terminal-attached', terminal: random.between(1, 2) });
    if (connected.length < MOST_CLIENTS && (connected.length === 0 || random.chance(10)))
      return other(this.#connect(state));
    if (random.chance(22)) return other(this.#input(state));
    if (random.chance(2)) return other({ kind: 'time-reached' });
    if (random.chance(0.3)) return other({ kind: 'client-gone', client: random.pick(connected).number });
    if (random.chance(0.3)) return other(this.#terminal(state));
    if (random.chance(0.3)) return other(this.#resize());
    return this.#request(state, connected);
  }

  #connect(state: ServerState): LogEvent {
    const taken = new Set(Array.from(state.clients.values(), ({ idBase }) => idBase));
    let slot = 1;
    while (taken.has(slot << 21)) slot++;
    // The log may go on from a state that another one has made.
    this.#clients = Math.max(this.#clients, ...state.clients.keys()) + 1;
    return {
      kind: 'client-connected',
      client: this.#clients,
      littleEndian: this.#clients % 2 === 1,
      idBase: slot << 21,
    };
  }

  #terminal(state: ServerState): LogEvent {
    const terminal = this.random.between(1, 3);
    return { kind: state.terminals.has(terminal) ? 'terminal-gone' : 'terminal-attached', terminal };
  }

  #resize(): LogEvent {
    const [width, height] = [this.random.between(100, 300), this.random.between(100, 250)];
    return { kind: 'screen-resized', width, height, widthMillimetres: width, heightMillimetres: height };
  }

  #input(state: ServerState): LogEvent {
    const { random } = this;
    const terminal = random.pick([...state.terminals.keys()]);
    return { kind: 'input', terminal, number: ++this.#inputs, input: this.#terminalInput(state) };
  }

  #terminalInput(state: ServerState): TerminalInput {
    const { random } = this;
    const { width, height } = state.screen;
    if (random.chance(55)) return { kind: 'motion', x: random.below(width), y: random.below(height) };
    if (random.chance(50)) return { kind: 'button', button: random.between(1, 3), pressed: random.chance(50) };
    if (random.chance(98)) {
      const anyClient = state.clients.values().next().value;
      const world = anyClient === undefined ? undefined : this.#world(state, anyClient);
      return { kind: 'key', keycode: world === undefined ? 24 : keycode(world), pressed: random.chance(50) };
    }
    const keysyms = Uint32Array.from({ length: 8 }, () => random.between(0x20, 0x7e));
    return { kind: 'keymap', firstKeycode: 24, keysymsPerKeycode: 2, keysyms, modifierMap: undefined };
  }

  #world(state: ServerState, client: Client): World {
    return new World(state, this.random, client, () => this.#newId(state, client));
  }

  #newId(state: ServerState, client: Client): number {
    let next = this.#nextIds.get(client.number) ?? 1;
    while (state.resources.has(client.idBase + next)) next++;
    this.#nextIds.set(client.number, next + 1);
    return client.idBase + next;
  }

  #request(state: ServerState, connected: readonly Client[]): { event: LogEvent; kind: string | undefined } {
    const { random } = this;
    const urgent = this.#urgent(state);
    const client = connected.find(({ number }) => number === urgent?.client) ?? random.pick(connected);
    const world = this.#world(state, client);
    const writer = new Writer(client.littleEndian);
    let kind = urgent?.client === client.number ? kindByName.get(urgent.kind)! : this.#kind();
    while (!kind.make(world, writer)) {
      writer.reset();
      kind = this.#kind();
    }
    const bytes = writer.finish();
    const damaged = random.chance(DAMAGED_PERCENT);
    if (damaged) this.#damage(bytes);
    const event: LogEvent = { kind: 'request', client: client.number, bytes };
    return { event, kind: damaged ? undefined : kind.name };
  }

  /** What has to happen at times, or all would stand still: a grab of the server ends, frozen devices go on. */
  #urgent(state: ServerState): { client: number; kind: string } | undefined {
    const { random } = this;
    if (state.serverGrab !== 0 && random.chance(15)) return { client: state.serverGrab, kind: 'UngrabServer' };
    const frozen = freezer(state);
    if (frozen === undefined || !random.chance(15)) return undefined;
    const kind = random.pick(['AllowEvents', 'AllowEvents', 'UngrabPointer', 'UngrabKeyboard']);
    return { client: frozen, kind };
  }

  #kind(): Kind {
    let at = this.random.below(totalWeight);
    for (const kind of kinds) {
      at -= kind.weight;
      if (at < 0) return kind;
    }
    throw new Error('weights do not add up');
  }

  /** Wrong in one byte; lengths stay, and sizes stay small enough not to fill the memory. */
  #damage(bytes: Uint8Array): void {
    const at = this.random.below(bytes.length);
    // The length is checked before a core gets the request.
    if (at !== 2 && at !== 3) bytes[at] = this.random.below(256);
  }
}
