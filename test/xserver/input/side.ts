/** One X server with its connections, as the steps of input tests see it: windows are numbered, what arrives becomes text. */
import {
  coreRequestEncoders,
  decodeCoreEvent,
  type CoreRequestName,
} from '../../../xserver/protocol/generated/xproto.ts';
import { xtestRequestEncoders, type XTestRequestName } from '../../../xserver/protocol/generated/xtest.ts';
import { ErrorCode } from '../../../xserver/protocol/errors.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import type { Writer } from '../../../xserver/protocol/writer.ts';
import { encodeRequest, type ServerMessage, type XClient } from '../../support/x-client.ts';

/** A window by its number; 0 is the root. */
export interface WindowReference {
  readonly window: number;
}

export interface Step {
  /** 0 and up. */
  readonly client: number;
  readonly request: CoreRequestName | XTestRequestName;
  /** As the request's encoder takes them; windows are references. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export const FakeType = { KeyPress: 2, KeyRelease: 3, ButtonPress: 4, ButtonRelease: 5, Motion: 6 } as const;

/** Errors that carry no value: X.Org leaves one from before in the field. */
const VALUELESS = new Set<number>([ErrorCode.Match, ErrorCode.Access, ErrorCode.Alloc, ErrorCode.Length]);
/** Fields of events that are told otherwise or cannot agree. */
const LEFT_OUT = new Set(['name', 'sequence', 'sendEvent', 'time']);
const ROOT_NAME = 'root';

/** One of the two servers with its connections. */
export class Side {
  readonly clients: XClient[] = [];
  readonly #xtestOpcode: number;
  readonly #names = new Map<number, string>();

  constructor(clients: readonly XClient[], xtestOpcode: number) {
    this.clients.push(...clients);
    this.#xtestOpcode = xtestOpcode;
    this.#names.set(0, 'none');
    this.#names.set(1, 'pointer-root');
    this.#names.set(clients[0]!.info.root, ROOT_NAME);
  }

  name(id: number, window: number): void {
    this.#names.set(id, `w${window}`);
  }

  send(step: Step, resolve: (window: number) => number): void {
    const client = this.clients[step.client]!;
    const fields = Object.fromEntries(
      Object.entries(step.fields).map(([name, value]) => [name, isReference(value) ? resolve(value.window) : value]),
    );
    const { request } = step;
    const encode = (writer: Writer, values: never) => {
      if (isXTest(request)) xtestRequestEncoders[request](writer, values, this.#xtestOpcode);
      else coreRequestEncoders[request](writer, values);
    };
    client.send(encodeRequest(client.littleEndian, encode, fields as never));
  }

  /** What all clients have received, the one that spoke first. */
  async received(first: number): Promise<string[]> {
    const lines: string[] = [];
    const order = this.clients.map((_, index) => index).sort((a, b) => Number(b === first) - Number(a === first));
    for (const index of order) {
      const client = this.clients[index]!;
      for (const message of await client.sync()) lines.push(`client ${index}: ${this.#describe(message, client)}`);
    }
    return lines.sort((a, b) => (a.slice(0, 9) < b.slice(0, 9) ? -1 : a.slice(0, 9) > b.slice(0, 9) ? 1 : 0));
  }

  #describe(message: ServerMessage, { littleEndian }: XClient): string {
    const { kind, bytes, sequence, code } = message;
    if (kind === 'event') {
      const event = decodeCoreEvent(new Reader(bytes, littleEndian));
      if (event === undefined) return `event ${code}`;
      const fields = Object.entries(event).filter(([name]) => !LEFT_OUT.has(name));
      return `${event.name} #${sequence} ${fields.map(([name, value]) => `${name}=${this.#show(name, value)}`).join(' ')}`;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (kind === 'error') {
      const value = VALUELESS.has(code) ? '' : ` value ${view.getUint32(4, littleEndian)}`;
      const major = bytes[10] === this.#xtestOpcode ? 'XTEST' : bytes[10];
      return `error ${code} #${sequence} of ${major}${value}`;
    }
    const words: string[] = [];
    for (let at = 8; at < bytes.length; at += 4) {
      const word = view.getUint32(at, littleEndian);
      // Where GetInputFocus and QueryPointer have windows.
      words.push((at <= 12 ? this.#names.get(word) : undefined) ?? word.toString(16));
    }
    return `reply #${sequence} ${bytes[1]} ${words.join(' ')}`;
  }

  #show(name: string, value: unknown): string {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    if (typeof value !== 'number') return String(value);
    const isWindow = ['event', 'child', 'root', 'window', 'parent', 'aboveSibling'].includes(name);
    return isWindow ? (this.#names.get(value) ?? value.toString(16)) : value.toString();
  }
}

function isXTest(request: Step['request']): request is XTestRequestName {
  return Object.hasOwn(xtestRequestEncoders, request);
}

function isReference(value: unknown): value is WindowReference {
  return typeof value === 'object' && value !== null && 'window' in value;
}

/** Input made by the first client, or another. */
export function fake(type: number, detail: number, rootX = 0, rootY = 0, client = 0): Step {
  return { client, request: 'FakeInput', fields: { type, detail, time: 0, root: 0, rootX, rootY, deviceid: 0 } };
}
