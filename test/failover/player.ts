/**
 * Terminals that come, take input, and are lost: in the middle of the handshake, of the snapshot, of a frame, of a reply, or while they only
 * listen. Before that they change their wire, hide, take the keyboard; some go on with what the one before has left. What each will do is drawn
 * from a seed; when it happens depends on the machine.
 */
import { Connection } from '../../clients/headless/connection.ts';
import type { WireName } from '../../session/carrier/control.ts';
import type { LinkProfile } from '../../session/link.ts';
import { noDriver } from '../../session/no-driver.ts';
import type { TerminalEnd } from '../../session/terminal-end.ts';
import type { KeptReplica } from '../../session/terminal/terminal-options.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import type { Random } from '../support/random/random.ts';
import { Line } from './line.ts';

/** A link with a delay, on which much is on the way. */
function delayed(milliseconds: number, rate: number): LinkProfile {
  const direction = { rate, delay: milliseconds / 2, queue: 200_000 };
  return { name: `${milliseconds} ms`, description: '', down: direction, up: direction };
}

const LINKS: readonly (LinkProfile | undefined)[] = [
  undefined,
  undefined,
  delayed(2, 100e6),
  delayed(15, 100e6),
  delayed(40, 20e6),
];

export interface PlayerOptions {
  readonly port: number;
  /** Behind the port, in the terminals' address. */
  readonly path: string;
  readonly random: Random;
  readonly wires: readonly WireName[];
  /** Terminals may give the screen another size: then what a program wants to read back may be off the screen. */
  readonly resizes: boolean;
  /** A fault of the terminal's, or a defect that it has seen. */
  readonly complain: (what: string) => void;
}

/** How a terminal that is lost came about, and what it did. */
export interface Counts {
  /** Terminals lost by a cut. */
  cuts: number;
  /** Of these, how many had the session's state and took input. */
  cutsWhileLive: number;
  inputs: number;
  silences: number;
  switches: number;
  /** Times that one hid itself, and so handed back the order of the log. */
  hidden: number;
  /** Terminals that went on with what an earlier one had left. */
  resumed: number;
}

/** Letters and digits: nothing that ends a program. */
const KEYCODES: readonly number[] = [...range(10, 19), ...range(24, 33), ...range(38, 46), ...range(52, 58), 65];

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export class Player {
  readonly counts: Counts = { cuts: 0, cutsWhileLive: 0, inputs: 0, silences: 0, switches: 0, hidden: 0, resumed: 0 };
  readonly #options: PlayerOptions;
  #kept: KeptReplica | undefined;

  constructor(options: PlayerOptions) {
    this.#options = options;
  }

  /** One terminal after the other until so many were cut. */
  async lose(cuts: number): Promise<void> {
    const { random } = this.#options;
    const end = this.counts.cuts + cuts;
    while (this.counts.cuts < end) {
      await this.#life();
      // The next one is there at once, or the session goes on without one for a while.
      if (random.chance(40)) await pause(random.below(40));
    }
  }

  async #life(): Promise<void> {
    const { random, port, path, wires, resizes, complain } = this.#options;
    const plan = random.below(10);
    const line = new Line(port);
    const cutAt =
      plan < 3 ? { down: magnitude(random, 100, 3e6) } : plan < 6 ? { up: magnitude(random, 50, 300_000) } : {};
    const patience = plan < 6 ? 300 : random.below(150);
    const linePort = await line.open(cutAt);
    let over = false;
    let live: (() => void) | undefined;
    const isLive = new Promise<void>((resolve) => {
      live = resolve;
    });
    let closed: (() => void) | undefined;
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const resume = random.chance(50) ? this.#kept : undefined;
    this.#kept = undefined;
    if (resume !== undefined) this.counts.resumed++;
    const connection = new Connection({
      resume,
      visible: random.chance(93),
      url: `ws://127.0.0.1:${linePort}${path}`,
      wire: random.pick(wires),
      link: random.pick(LINKS),
      screen:
        resizes && random.chance(30)
          ? screenSizeAt96Dpi(random.between(300, 700), random.between(200, 500))
          : undefined,
      driver: noDriver,
      events: {
        stateChanged: (state) => {
          if (state === 'live') live!();
        },
        restored: () => {},
        preview: () => {},
        roles: () => {},
        switched: () => {},
        bell: () => {},
        verified: (index, equal) => {
          if (!equal) complain(`a terminal's state is not the host's at entry ${index}`);
        },
        ended: (reason) => complain(`the session has ended: ${reason}`),
        defect: (what) => complain(`a terminal's defect: ${what}`),
      },
      worked: () => {},
      closed: (message) => {
        over = true;
        if (/defect|apart|malformed|credit|out of place|wrong/i.test(message)) complain(`connection: ${message}`);
        closed!();
      },
    });
    const died = isClosed.then(() => true);
    await Promise.race([isLive, died, pause(5000)]);
    const wasLive = connection.end.state === 'live';
    const until = performance.now() + patience;
    const isOver = (): boolean => over;
    while (!isOver() && performance.now() < until) {
      connection.act((end, now) => this.#input(end, now));
      await Promise.race([died, pause(random.below(8))]);
    }
    if (!isOver() && random.chance(8)) {
      // It says nothing for a while, and is heard again or lost.
      this.counts.silences++;
      line.silence();
      await pause(random.below(100));
      line.speak();
      await Promise.race([died, pause(random.below(40))]);
    }
    line.cut();
    await isClosed;
    this.#kept = connection.end.kept;
    this.counts.cuts++;
    if (wasLive) this.counts.cutsWhileLive++;
  }

  #input(end: TerminalEnd, now: number): void {
    if (end.state !== 'live') return;
    const { random, wires } = this.#options;
    if (random.chance(5)) {
      this.counts.switches++;
      end.switchWire(random.pick(wires));
    }
    if (random.chance(2)) {
      this.counts.hidden++;
      end.setVisible(random.chance(40));
    }
    if (random.chance(1)) end.takeKeyboard();
    this.counts.inputs++;
    const kind = random.below(20);
    if (kind < 11) end.pointerMoved(random.below(640), random.below(480), now);
    else if (kind < 15) end.button(random.pick([1, 1, 1, 2, 3, 4, 5]), random.chance(55), now);
    else if (kind < 18) this.#key(end, now);
    else if (kind === 18) end.verify();
    else if (this.#options.resizes && random.chance(20))
      end.resize(screenSizeAt96Dpi(random.between(300, 700), random.between(200, 500)));
  }

  #key(end: TerminalEnd, now: number): void {
    const { random } = this.#options;
    const keycode = random.pick(KEYCODES);
    end.key(keycode, true, now);
    // Some stay down, and repeat, until the terminal is lost.
    if (random.chance(90)) end.key(keycode, false, now);
  }
}

/** Between the two, every order of magnitude alike. */
function magnitude(random: Random, least: number, most: number): number {
  let value = least;
  while (value < most && random.chance(75)) value *= 2;
  return Math.min(most, random.between(value, value * 2));
}
