/**
 * The session's selections as text, for whoever shows the session: a small X client of the session's own display. It connects with the first use;
 * a session whose clipboard nobody asks for has no such client.
 */
import { internAtoms } from '../apps/api/atoms.ts';
import { Clipboard, type SelectionName } from '../apps/api/clipboard.ts';
import type { Connection } from '../apps/api/connection.ts';
import { connectFromEnvironment, nodeTimers } from '../apps/node/socket-transport.ts';

interface Client {
  readonly connection: Connection;
  readonly clipboard: Clipboard;
}

export class SessionClipboard {
  readonly #display: string;
  readonly #xauthority: string;
  #client: Promise<Client> | undefined;

  constructor(display: string, xauthority: string) {
    this.#display = display;
    this.#xauthority = xauthority;
  }

  /** The text that a program offers, or undefined. */
  async read(selection: SelectionName): Promise<string | undefined> {
    const { clipboard } = await this.#connected();
    return clipboard.read(selection);
  }

  /** Offers text to the programs, as the clipboard and as what is selected. */
  async write(text: string): Promise<void> {
    const { connection, clipboard } = await this.#connected();
    clipboard.write(text, 0, 'clipboard');
    clipboard.write(text, 0, 'primary');
    // Once it is answered, the offer stands.
    await connection.query('GetInputFocus', {});
  }

  close(): void {
    void this.#client?.then(({ connection }) => connection.close()).catch(() => {});
    this.#client = undefined;
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const connection = await connectFromEnvironment({ DISPLAY: this.#display, XAUTHORITY: this.#xauthority });
    // xkill may end it as any other client.
    connection.onClose = () => {
      this.#client = undefined;
    };
    const clipboard = new Clipboard(connection, await internAtoms(connection), nodeTimers);
    return { connection, clipboard };
  }
}
