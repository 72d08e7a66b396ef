/**
 * What conformance tests know of a connection to an X server, be it Xvfb over its socket (xvfb.ts) or our core in this process
 * (core-client.ts): requests go in as bytes, messages come out as bytes, so that one script runs against both.
 */
import { serverMessageLength } from '../../xserver/protocol/framing.ts';
import { Writer } from '../../xserver/protocol/writer.ts';

export interface ServerMessage {
  readonly kind: 'reply' | 'event' | 'error';
  /** Event number without the SendEvent bit, or error code; 1 for a reply. */
  readonly code: number;
  /** Low 16 bits of the sequence number; 0 for KeymapNotify, which has none. */
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** What of the connection set-up scripts need. */
export interface ConnectionInfo {
  readonly idBase: number;
  readonly idMask: number;
  readonly root: number;
  readonly colormap: number;
  readonly width: number;
  readonly height: number;
  readonly rootDepth: number;
  readonly rootVisual: number;
  readonly whitePixel: number;
  readonly blackPixel: number;
  /** The set-up reply itself. */
  readonly reply: Uint8Array;
}

export interface XClient {
  readonly littleEndian: boolean;
  readonly info: ConnectionInfo;
  /** Requests sent so far, the ones of `sync` included; the next one's sequence number is one higher. */
  readonly sequence: number;
  /** A fresh resource id. */
  newId(): number;
  /** Sends whole requests, each an array of its own. */
  send(...requests: Uint8Array[]): void;
  /**
   * Waits until every request so far is done; gives the messages that came since the last call, without the answer to its
   * own GetInputFocus.
   */
  sync(): Promise<ServerMessage[]>;
  close(): Promise<void>;
}

/** GetInputFocus: the request that costs nothing and is answered. */
export function syncRequest(littleEndian: boolean): Uint8Array {
  return littleEndian ? Uint8Array.of(43, 0, 1, 0) : Uint8Array.of(43, 0, 0, 1);
}

export function parseMessage(bytes: Uint8Array, littleEndian: boolean): ServerMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint8(0);
  const kind = first === 0 ? 'error' : first === 1 ? 'reply' : 'event';
  const code = kind === 'error' ? view.getUint8(1) : first & 0x7f;
  // X11 §11: KeymapNotify is the one event without a sequence number.
  const sequence = kind === 'event' && code === 11 ? 0 : view.getUint16(2, littleEndian);
  return { kind, code, sequence, bytes };
}

/** Gathers a server's byte stream into whole messages; `push` gives those that it completes. */
export class MessageSplitter {
  readonly #littleEndian: boolean;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  push(bytes: Uint8Array): ServerMessage[] {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const messages: ServerMessage[] = [];
    let at = 0;
    for (;;) {
      const length = serverMessageLength(all, at, this.#littleEndian);
      if (length === undefined || at + length > all.length) break;
      messages.push(parseMessage(all.slice(at, at + length), this.#littleEndian));
      at += length;
    }
    this.#rest = all.slice(at);
    return messages;
  }
}

/** The connection request without authorization. X11 §8 */
export function setupRequest(littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(12);
  bytes[0] = littleEndian ? 0x6c : 0x42;
  new DataView(bytes.buffer).setUint16(2, 11, littleEndian);
  return bytes;
}

/** Length of a set-up reply in bytes, or undefined while its first 8 bytes are not there. */
export function setupReplyLength(bytes: Uint8Array, littleEndian: boolean): number | undefined {
  if (bytes.length < 8) return undefined;
  return 8 + new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint16(6, littleEndian) * 4;
}

/** Reads a set-up reply. Throws an Error with the server's reason where it refuses. */
export function readSetupReply(reply: Uint8Array, littleEndian: boolean): ConnectionInfo {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
  if (view.getUint8(0) !== 1) {
    throw new Error(`connection refused: ${new TextDecoder('latin1').decode(reply.subarray(8, 8 + view.getUint8(1)))}`);
  }
  const vendorLength = view.getUint16(24, littleEndian);
  const formats = view.getUint8(29);
  const screen = 40 + ((vendorLength + 3) & ~3) + formats * 8;
  return {
    idBase: view.getUint32(12, littleEndian),
    idMask: view.getUint32(16, littleEndian),
    root: view.getUint32(screen, littleEndian),
    colormap: view.getUint32(screen + 4, littleEndian),
    whitePixel: view.getUint32(screen + 8, littleEndian),
    blackPixel: view.getUint32(screen + 12, littleEndian),
    width: view.getUint16(screen + 20, littleEndian),
    height: view.getUint16(screen + 22, littleEndian),
    rootVisual: view.getUint32(screen + 32, littleEndian),
    rootDepth: view.getUint8(screen + 38),
    reply,
  };
}

/** One request as bytes, by a generated encoder. */
export function encodeRequest<Request>(
  littleEndian: boolean,
  encode: (writer: Writer, request: Request) => void,
  request: Request,
): Uint8Array {
  const writer = new Writer(littleEndian);
  encode(writer, request);
  return writer.finish();
}

/** Sends one request. */
export function request<Request>(
  client: XClient,
  encode: (writer: Writer, request: Request) => void,
  fields: Request,
): void {
  client.send(encodeRequest(client.littleEndian, encode, fields));
}
