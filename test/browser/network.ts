/** A network between page and host that can be cut, and that can hold everything back. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class Network {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #cut = false;
  #held = false;

  private constructor(port: number) {
    this.#server = createServer((near) => {
      if (this.#cut) {
        near.destroy();
        return;
      }
      const far = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => {});
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
        if (this.#held) from.pause();
      }
    });
  }

  /** Gives the network, and the session's URL through it. */
  static async before(url: string): Promise<{ network: Network; url: string }> {
    const network = new Network(Number(new URL(url).port));
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    const through = new URL(url);
    through.port = String((network.#server.address() as { port: number }).port);
    return { network, url: through.href };
  }

  /** Ends every connection; new ones are refused. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  /** Lets nothing through until `release`; connections stay open. */
  hold(): void {
    this.#held = true;
    for (const socket of this.#sockets) socket.pause();
  }

  release(): void {
    this.#held = false;
    for (const socket of this.#sockets) socket.resume();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
