/** Steps of input tests on our core alone, with time and terminals in the test's hands. */
import type { DisplayDriver } from '../../../xserver/driver.ts';
import { MajorOpcode } from '../../../xserver/extensions/numbers.ts';
import type { LogEvent, TerminalInput } from '../../../xserver/log/entry.ts';
import type { InputState } from '../../../xserver/state/input.ts';
import { TestCore } from '../../support/core-client.ts';
import { Side, type Step, type WindowReference } from './side.ts';

export class CoreRig {
  readonly core: TestCore;
  readonly #side: Side;
  readonly #ids = new Map<number, number>();
  readonly #inputNumbers = new Map<number, number>();

  constructor(clientCount: number, driver?: DisplayDriver) {
    this.core = new TestCore(driver === undefined ? {} : { driver });
    const clients = Array.from({ length: clientCount }, () => this.core.connect());
    this.#side = new Side(clients, MajorOpcode.Xtest);
  }

  get input(): InputState {
    return this.core.core.state.input;
  }

  /** Carries out steps; gives what clients have been told since. */
  async run(...steps: readonly Step[]): Promise<string[]> {
    for (const step of steps) this.send(step);
    return this.#side.received(0);
  }

  send(step: Step): void {
    if (step.request === 'CreateWindow') {
      const { window } = step.fields['wid'] as WindowReference;
      const id = this.#side.clients[step.client]!.newId();
      this.#ids.set(window, id);
      this.#side.name(id, window);
    }
    const { root } = this.#side.clients[0]!.info;
    this.#side.send(step, (window) => (window === 0 ? root : (this.#ids.get(window) ?? 0)));
  }

  /** What clients have been told since. */
  told(): Promise<string[]> {
    return this.#side.received(0);
  }

  append(event: LogEvent): void {
    this.core.append(event);
  }

  /** One input of a terminal, numbered on. */
  place(terminal: number, input: TerminalInput): void {
    const number = (this.#inputNumbers.get(terminal) ?? 0) + 1;
    this.#inputNumbers.set(terminal, number);
    this.append({ kind: 'input', terminal, number, input });
  }

  /** Lets time pass, with the entries that the core asks for. */
  pass(milliseconds: number): void {
    const end = this.core.time + milliseconds;
    for (;;) {
      const { deadline } = this.core;
      if (deadline === undefined || deadline > end) break;
      this.core.time = Math.max(this.core.time, deadline);
      this.append({ kind: 'time-reached' });
    }
    this.core.time = end;
  }
}

/** Names and what matters of events: 'client 0: KeyPress 38', without sequence numbers. */
export function brief(lines: readonly string[], ...fields: readonly string[]): string[] {
  return lines.map((line) => {
    const name = /^client \d+: \S+/.exec(line)?.[0] ?? line;
    const values = fields.map((field) => new RegExp(` ${field}=(\\S+)`).exec(line)?.[1] ?? '-');
    return [name, ...values].join(' ');
  });
}
