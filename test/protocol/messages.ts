/**
 * Every message that the generated modules know, as one list: its description from the XML beside the generated functions,
 * found through the modules' tables. Tests that go over this list cover what the generator writes.
 */
import * as xproto from '../../xserver/protocol/generated/xproto.ts';
import * as bigreq from '../../xserver/protocol/generated/bigreq.ts';
import * as xcMisc from '../../xserver/protocol/generated/xc_misc.ts';
import * as shape from '../../xserver/protocol/generated/shape.ts';
import * as xtest from '../../xserver/protocol/generated/xtest.ts';
import * as xkb from '../../xserver/protocol/generated/xkb.ts';
import { requestReader } from '../../xserver/protocol/framing.ts';
import { Reader } from '../../xserver/protocol/reader.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import { Library, type Source } from '../../scripts/protocol/library.ts';
import type { Element, Module } from '../../scripts/protocol/model.ts';
import { SOURCES, XML_FOLDER } from '../../scripts/protocol/sources.ts';

export type Namespace = Readonly<Record<string, unknown>>;

const NAMESPACES: Readonly<Record<string, Namespace>> = { xproto, bigreq, xc_misc: xcMisc, shape, xtest, xkb };

export interface Message {
  /** For example `xproto GetGeometry reply`. */
  title: string;
  kind: 'request' | 'reply' | 'event';
  name: string;
  /** Name that quirks know it by. */
  xmlName: string;
  module: Module;
  elements: readonly Element[];
  opcode: number;
  encode(littleEndian: boolean, value: unknown): Uint8Array;
  /** Reads whole message bytes. */
  decode(bytes: Uint8Array, littleEndian: boolean): unknown;
  /** Reads from a reader on the message. */
  read(reader: Reader): unknown;
}

/** What tests use where a real connection would have a sequence number, an opcode, a first event. */
export const SEQUENCE = 0x1234;
export const MAJOR_OPCODE = 131;
export const FIRST_EVENT = 71;

type Encode = (writer: Writer, ...values: unknown[]) => void;
type Decode = (reader: Reader) => unknown;

function written(littleEndian: boolean, write: (writer: Writer) => void): Uint8Array {
  const writer = new Writer(littleEndian);
  write(writer);
  return writer.finish();
}

/** The messages of one generated module. */
function messagesOf(library: Library, source: Source, namespace: Namespace): Message[] {
  const module = library.module(source.header);
  const found = <T>(name: string): T => {
    if (namespace[name] === undefined) throw new Error(`${source.header} has no ${name}`);
    return namespace[name] as T;
  };
  const requests = found<{ name: string; opcode: number; decode: Decode; hasReply: boolean }[]>(
    `${source.tables}Requests`,
  );
  const requestEncoders = found<Record<string, Encode>>(`${source.tables}RequestEncoders`);
  const replyEncoders = found<Record<string, Encode>>(`${source.tables}ReplyEncoders`);
  const replyDecoders = found<Record<string, Decode>>(`${source.tables}ReplyDecoders`);
  const messages: Message[] = [];
  const add = (message: Omit<Message, 'title' | 'module'>): void => {
    messages.push({ ...message, module, title: `${source.header} ${message.name} ${message.kind}` });
  };
  for (const { name, opcode, elements, reply } of module.requests) {
    const entry = requests.find((candidate) => candidate.name === name);
    if (entry?.opcode !== opcode || entry.hasReply !== (reply !== undefined)) throw new Error(`table lacks ${name}`);
    const encode = requestEncoders[name] as Encode;
    add({
      kind: 'request',
      name,
      xmlName: name,
      elements,
      opcode,
      encode: (littleEndian, value) => written(littleEndian, (writer) => encode(writer, value, MAJOR_OPCODE)),
      decode: (bytes, littleEndian) => entry.decode(requestReader(bytes, littleEndian)),
      read: entry.decode,
    });
    if (reply === undefined) continue;
    const [encodeReply, decodeReply] = [replyEncoders[name] as Encode, replyDecoders[name] as Decode];
    add({
      kind: 'reply',
      name,
      xmlName: `${name}Reply`,
      elements: reply,
      opcode,
      encode: (littleEndian, value) => written(littleEndian, (writer) => encodeReply(writer, SEQUENCE, value)),
      decode: (bytes, littleEndian) => decodeReply(new Reader(bytes, littleEndian)),
      read: decodeReply,
    });
  }
  for (const { name, number, elements, generic } of module.events) {
    if (generic && module.extension === undefined) continue;
    const exported = library.exported(module, name);
    const encode = found<Encode>(`encode${exported}Event`);
    const read = found<Decode>(`decode${exported}Event`);
    const context = generic ? MAJOR_OPCODE : module.extension === undefined ? 0 : FIRST_EVENT;
    add({
      kind: 'event',
      name,
      xmlName: name,
      elements,
      opcode: number,
      encode: (littleEndian, value) => written(littleEndian, (writer) => encode(writer, SEQUENCE, value, context)),
      decode: (bytes, littleEndian) => read(new Reader(bytes, littleEndian)),
      read,
    });
  }
  return messages;
}

export const library = new Library(XML_FOLDER, SOURCES);

export const MESSAGES: readonly Message[] = SOURCES.flatMap((source) => {
  const namespace = NAMESPACES[source.header];
  if (namespace === undefined) throw new Error(`no test imports the generated module ${source.header}`);
  return messagesOf(library, source, namespace);
});

export const REQUESTS = MESSAGES.filter(({ kind }) => kind === 'request');

/** The request in BIG-REQUESTS form: 16-bit length 0, then the length of 32 bits. */
export function inBigForm(request: Uint8Array, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(request.length + 4);
  bytes.set(request.subarray(0, 4));
  bytes.set(request.subarray(4), 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, 0, littleEndian);
  view.setUint32(4, bytes.length / 4, littleEndian);
  return bytes;
}

/** The request made longer by zeros, or shorter, with its length set to match. */
export function resized(request: Uint8Array, littleEndian: boolean, change: number): Uint8Array {
  const bytes = new Uint8Array(request.length + change);
  bytes.set(request.subarray(0, bytes.length));
  new DataView(bytes.buffer).setUint16(2, bytes.length / 4, littleEndian);
  return bytes;
}
