/**
 * Bytes of a socket, read into one room again and again: nothing is allocated for what comes, and a request that comes in pieces lies in
 * one piece without being copied but where the room ends.
 */
import { Socket } from 'node:net';

const ROOM_BYTES = 1 << 19;
/** With less room than this behind what waits, that is moved to the front. */
const LEAST_READ_BYTES = 1 << 16;

export class IncomingBytes {
  #room = new Uint8Array(ROOM_BYTES);
  #start = 0;
  #end = 0;

  /** What has come and was not taken; borrowed until the next read. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#room.buffer, this.#start, this.#end - this.#start);
  }

  taken(count: number): void {
    this.#start += count;
  }

  /** `count` bytes were read to where `space` said. */
  arrived(count: number): void {
    this.#end += count;
  }

  /** Where the next read goes. */
  space(): Uint8Array {
    // Only here: a read may be under way to where the last answer said.
    if (this.#start === this.#end) this.#start = this.#end = 0;
    const { length } = this.#room;
    if (length - this.#end < LEAST_READ_BYTES) {
      const waiting = this.#end - this.#start;
      if (waiting > length / 2) {
        const larger = new Uint8Array(length * 2);
        larger.set(this.bytes);
        this.#room = larger;
      } else {
        this.#room.copyWithin(0, this.#start, this.#end);
      }
      this.#start = 0;
      this.#end = waiting;
    }
    return this.#end === 0 ? this.#room : this.#room.subarray(this.#end);
  }
}

/**
 * An accepted connection as a socket that reads into `incoming` and tells `arrived`. Node offers that (`onread`) to the side that connects
 * only, so the connection's handle is given to a new socket; `accepted` is to be destroyed when that one has closed.
 */
export function readingInto(accepted: Socket, incoming: IncomingBytes, arrived: () => void): Socket {
  const owner = accepted as unknown as { _handle: unknown };
  const options = {
    handle: owner._handle,
    onread: {
      buffer: () => incoming.space(),
      callback: (count: number) => {
        incoming.arrived(count);
        arrived();
        return true;
      },
    },
  };
  owner._handle = null;
  const socket = new Socket(options as ConstructorParameters<typeof Socket>[0]);
  socket.resume();
  return socket;
}
