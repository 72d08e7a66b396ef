/** The host's ends of one terminal's wires that ship no log: the one that it is shown, and the one that is being brought up to date beside it. */
import type { Carrier } from './carrier/carrier.ts';
import type { WireName } from './carrier/control.ts';
import { WIRE_CHANNELS } from './carrier/frames.ts';
import { WirePort, type HostWireOptions, type HostWires } from './wire.ts';

export class HostPorts {
  readonly #wires: HostWires;
  readonly #options: HostWireOptions;
  readonly #ports = new Map<WireName, WirePort>();
  #shown: WireName | undefined;
  #coming: WireName | undefined;

  constructor(wires: HostWires, carrier: Carrier, options: HostWireOptions) {
    this.#wires = wires;
    this.#options = options;
    for (const [name, channel] of WIRE_CHANNELS) {
      if (wires[name] === undefined) continue;
      const port = new WirePort(name, () => undefined);
      this.#ports.set(name, port);
      carrier.open(channel, port, (bytes) => {
        port.receive(bytes, options.now());
        carrier.consumed(channel, bytes.length);
      });
    }
  }

  has(name: WireName): boolean {
    return this.#wires[name] !== undefined;
  }

  /** What the terminal shows, if that is one of these. */
  get shown(): WireName | undefined {
    return this.#shown;
  }

  /** About how many bytes wait for the terminal. */
  get backlog(): number {
    let bytes = 0;
    for (const port of this.#ports.values()) bytes += port.backlog;
    return bytes;
  }

  /** Begins to bring the terminal up to date on a wire, beside what it shows. */
  begin(name: WireName): void {
    this.cancel();
    if (name === this.#shown) return;
    this.#coming = name;
    this.#ports.get(name)!.open(this.#wires[name]!(this.#options));
    this.#options.wake();
  }

  /** The wire that was coming is not wanted any more. */
  cancel(): void {
    if (this.#coming !== undefined) this.#ports.get(this.#coming)!.close();
    this.#coming = undefined;
  }

  /** Whether the terminal's word that it has the whole picture is about the wire that is coming. */
  isComing(name: string, number: number): boolean {
    return this.#coming === name && this.#ports.get(this.#coming)!.number === number;
  }

  /** The wire that was coming is shown from here on. */
  show(): void {
    if (this.#coming === undefined) return;
    if (this.#shown !== undefined) this.#ports.get(this.#shown)!.close();
    this.#shown = this.#coming;
    this.#coming = undefined;
  }

  /** None of them is shown any more. */
  close(): void {
    for (const port of this.#ports.values()) port.close();
    this.#shown = undefined;
    this.#coming = undefined;
  }
}
