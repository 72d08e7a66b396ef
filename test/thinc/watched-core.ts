/** A core that real programs connect to, and a thinc terminal that follows it. */
import { CoreServer } from '../../bench/core-server.ts';
import type { TerminalBuffer } from '../../thinc/buffer.ts';
import { Terminal } from '../../thinc/execute.ts';
import { Translation } from '../../thinc/translation.ts';
import { freeDisplay } from '../support/displays.ts';
import { eventually } from '../support/patience.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import { sceneDifference } from './drawing-world.ts';

const TAKE_MS = 10;
const TAKE_BYTES = 50_000;
/** Nothing has waited for so many rounds: the programs rest. */
const QUIET_ROUNDS = 60;

export class WatchedCore {
  readonly server: CoreServer;
  readonly translation: Translation;
  readonly buffer: TerminalBuffer;
  readonly terminal: Terminal;
  bytes = 0;
  #quiet = 0;
  readonly #timer: NodeJS.Timeout;

  private constructor(server: CoreServer, translation: Translation) {
    this.server = server;
    this.translation = translation;
    this.buffer = translation.attach();
    this.terminal = new Terminal({ driver: new SceneDamage() });
    this.#timer = setInterval(() => this.#take(), TAKE_MS);
  }

  static async start(width = 1024, height = 768): Promise<WatchedCore> {
    let translation: Translation | undefined;
    const server = await CoreServer.start(freeDisplay(), {
      width,
      height,
      driver: ({ state }) => (translation = new Translation(state, state.input.pointer.shownCursor, false)),
      record: ({ time }) => translation?.setTime(time),
    });
    return new WatchedCore(server, translation!);
  }

  #take(): void {
    this.translation.setTime(this.server.now);
    const bytes = this.buffer.take(TAKE_BYTES);
    this.#quiet = bytes === undefined && this.buffer.rest === 0 ? this.#quiet + 1 : 0;
    if (bytes === undefined) return;
    this.bytes += bytes.length;
    this.terminal.push(bytes);
  }

  /** Resolves once something has been drawn and no more comes. */
  async rest(): Promise<void> {
    this.#quiet = 0;
    await eventually('rest', () => (this.#quiet >= QUIET_ROUNDS ? true : undefined));
  }

  difference(): string | undefined {
    while (this.buffer.isWaiting || this.buffer.rest > 0) {
      this.translation.setTime(this.server.now);
      const bytes = this.buffer.take(TAKE_BYTES);
      if (bytes !== undefined) this.terminal.push(bytes);
    }
    return sceneDifference(this.server.core.state, this.translation, this.terminal);
  }

  /** Pixels that went as they are. */
  get rawPixels(): number {
    const { tally } = this.buffer;
    return tally.of('raw').pixels + tally.of('kept-raw').commands;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.server.close();
  }
}
