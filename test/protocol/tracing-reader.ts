import { Reader } from '../../xserver/protocol/reader.ts';

/** A Reader that notes which bytes a decoder passed over as unused. */
export class TracingReader extends Reader {
  readonly unused = new Set<number>();

  private pass(move: () => void): void {
    const from = this.offset;
    move();
    for (let at = from; at < this.offset; at++) this.unused.add(at);
  }

  override skip(count: number): void {
    this.pass(() => super.skip(count));
  }

  override align(unit: number): void {
    this.pass(() => super.align(unit));
  }

  /** The message with its unused bytes zeroed, those included that were never read; bytes in `kept` stay. */
  used(kept: readonly number[]): Uint8Array {
    const bytes = this.data.slice();
    for (const at of this.unused) bytes[at] = 0;
    bytes.fill(0, this.offset);
    for (const at of kept) bytes[at] = this.data[at] ?? 0;
    return bytes;
  }
}
