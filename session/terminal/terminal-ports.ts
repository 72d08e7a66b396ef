/** The terminal's ends of wires that ship no log: each is made when the host's end sends its first bytes. */
import type { Carrier } from '../carrier/carrier.ts';
import type { WireName } from '../carrier/control.ts';
import { WIRE_CHANNELS } from '../carrier/frames.ts';
import { WirePort, type TerminalWires } from '../wire.ts';

export interface TerminalPortsOptions {
  readonly wires: TerminalWires;
  readonly carrier: Carrier;
  /** The owner's time. */
  readonly now: () => number;
  /** The end of this number has the whole picture. */
  readonly whole: (wire: WireName, number: number) => void;
  readonly wake: () => void;
}

export class TerminalPorts {
  readonly #ports = new Map<WireName, WirePort>();
  #shown: WireName | undefined;

  constructor({ wires, carrier, now, whole, wake }: TerminalPortsOptions) {
    for (const [name, channel] of WIRE_CHANNELS) {
      const make = wires[name];
      if (make === undefined) continue;
      const port = new WirePort(name, (number) => make({ whole: () => whole(name, number), wake }));
      this.#ports.set(name, port);
      carrier.open(channel, port, (bytes) => {
        port.receive(bytes, now());
        carrier.consumed(channel, bytes.length);
      });
    }
  }

  /** The terminal shows this wire: what it showed before has ended. One that is being brought up to date beside it goes on. */
  show(wire: WireName | undefined): void {
    if (this.#shown !== undefined && this.#shown !== wire) this.#ports.get(this.#shown)?.close();
    this.#shown = wire;
  }

  /** The connection has ended. */
  close(): void {
    for (const port of this.#ports.values()) port.close();
  }
}
