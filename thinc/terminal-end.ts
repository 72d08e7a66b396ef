import type { DisplayDriver } from '../xserver/driver.ts';
import { Terminal } from './execute.ts';
import { ThincError } from './thinc-error.ts';

/** The terminal's end of the wire as a session plugs it in (session/wire.ts). */
export class ThincTerminalEnd {
  /** Nothing goes up: input has a way of its own. */
  readonly source = undefined;
  readonly terminal: Terminal;
  readonly #fault: (message: string) => Error;

  /**
   * `driver` sees every change of the scene; `whole` is called once, when the terminal has all of it; `fault` makes the error that ends the
   * connection.
   */
  constructor(driver: DisplayDriver, whole: () => void, fault: (message: string) => Error) {
    let told = false;
    this.#fault = fault;
    this.terminal = new Terminal({
      driver,
      whole: () => {
        if (!told) whole();
        told = true;
      },
    });
  }

  receive(bytes: Uint8Array): void {
    try {
      this.terminal.push(bytes);
    } catch (error) {
      throw error instanceof ThincError ? this.#fault(`drawing: ${error.message}`) : error;
    }
  }

  close(): void {}
}
