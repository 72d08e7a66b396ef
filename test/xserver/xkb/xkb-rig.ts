/** The same XKEYBOARD requests to Xvfb and to our core; answers come back decoded, atoms as their names. */
import { expect } from 'vitest';
import {
  decodeGetAtomNameReply,
  decodeQueryExtensionReply,
  encodeGetAtomName,
  encodeInternAtom,
  decodeInternAtomReply,
  encodeQueryExtension,
} from '../../../xserver/protocol/generated/xproto.ts';
import {
  xkbReplyDecoders,
  xkbRequestEncoders,
  type XkbRequestArguments,
  type XkbRequestName,
} from '../../../xserver/protocol/generated/xkb.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import { Writer } from '../../../xserver/protocol/writer.ts';
import { TestCore } from '../../support/core-client.ts';
import { encodeRequest, type ServerMessage, type XClient } from '../../support/x-client.ts';
import { startXvfb, type Xvfb } from '../../support/xvfb.ts';

export const CORE_KEYBOARD = 0x100;

/** What came back: errors by code (the extension's own from 1000), events without their time. */
export type Answer = Readonly<Record<string, unknown>>;

export class XkbSide {
  readonly client: XClient;
  major = 0;
  firstEvent = 0;
  firstError = 0;
  readonly #names = new Map<number, string>();

  readonly isXvfb: boolean;

  constructor(client: XClient, isXvfb: boolean) {
    this.client = client;
    this.isXvfb = isXvfb;
  }

  async start(): Promise<void> {
    const [reply] = await this.raw(
      encodeRequest(this.client.littleEndian, encodeQueryExtension, { name: 'XKEYBOARD' }),
    );
    const { present, majorOpcode, firstEvent, firstError } = decodeQueryExtensionReply(
      new Reader(reply!.bytes, this.client.littleEndian),
    );
    expect(present).toBe(1);
    [this.major, this.firstEvent, this.firstError] = [majorOpcode, firstEvent, firstError];
  }

  async raw(...requests: Uint8Array[]): Promise<ServerMessage[]> {
    this.client.send(...requests);
    return this.client.sync();
  }

  encode<Name extends XkbRequestName>(name: Name, fields: XkbRequestArguments[Name]): Uint8Array {
    const writer = new Writer(this.client.littleEndian);
    xkbRequestEncoders[name](writer, fields, this.major);
    return writer.finish();
  }

  async atom(name: string): Promise<number> {
    const bytes = encodeRequest(this.client.littleEndian, encodeInternAtom, { onlyIfExists: 0, name });
    const [reply] = await this.raw(bytes);
    return decodeInternAtomReply(new Reader(reply!.bytes, this.client.littleEndian)).atom;
  }

  async nameOf(atom: number): Promise<string> {
    if (atom === 0) return 'None';
    let name = this.#names.get(atom);
    if (name === undefined) {
      const [reply] = await this.raw(encodeRequest(this.client.littleEndian, encodeGetAtomName, { atom }));
      ({ name } = decodeGetAtomNameReply(new Reader(reply!.bytes, this.client.littleEndian)));
      this.#names.set(atom, name);
    }
    return name;
  }

  /** Sends one request; gives the reply as plain values, and errors and events in comparable form. */
  async ask<Name extends XkbRequestName>(name: Name, fields: XkbRequestArguments[Name]): Promise<Answer[]> {
    const messages = await this.raw(this.encode(name, fields));
    return messages.map((message) => this.#answer(name, message));
  }

  #answer(name: XkbRequestName, { kind, code, bytes }: ServerMessage): Answer {
    if (kind === 'error') return { error: code >= this.firstError && code < 256 && code > 127 ? 'Keyboard' : code };
    if (kind === 'event') return this.event(code, bytes);
    const decode = (xkbReplyDecoders as Record<string, (reader: Reader) => object>)[name];
    const reply = plain({ ...decode!(new Reader(bytes, this.client.littleEndian)), sequence: 0 }) as Answer;
    return this.isXvfb && !this.client.littleEndian ? swapped(reply) : reply;
  }

  /** An event's bytes without sequence and time. */
  event(code: number, bytes: Uint8Array): Answer {
    const copy = bytes.slice();
    if (code === this.firstEvent) {
      copy.fill(0, 2, 8);
      copy[0] = 0;
      // Requests are named by the extension's opcode, which differs.
      for (let at = 8; at < 32; at++) if (copy[at] === this.major) copy[at] = 0xee;
    } else {
      copy.fill(0, 2, 4);
    }
    return { event: code === this.firstEvent ? 'xkb' : code, bytes: Buffer.from(copy).toString('hex') };
  }
}

function swap16(value: number): number {
  return ((value & 0xff) << 8) | (value >> 8);
}

/** Xvfb 21.1.7 leaves some numbers in its own byte order. */
function swapped(reply: Answer): Answer {
  const map = reply['map'] as { vmodmapRtrn?: number[] } | undefined;
  const result: Record<string, unknown> = { ...reply };
  if (map !== undefined) {
    result['virtualMods'] = swap16(reply['virtualMods'] as number);
    const vmodmapRtrn = map.vmodmapRtrn?.map((value, index) => (index % 2 === 1 ? swap16(value) : value));
    result['map'] = { ...map, ...(vmodmapRtrn === undefined ? {} : { vmodmapRtrn }) };
  }
  if (reply['nKTLevels'] !== undefined) result['nKTLevels'] = swap16(reply['nKTLevels'] as number);
  return result;
}

/** Typed arrays as arrays, so that differences read well. */
export function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}

export class XkbRig {
  readonly xvfb: XkbSide;
  readonly core: XkbSide;
  readonly server: Xvfb;
  readonly testCore: TestCore;

  private constructor(server: Xvfb, testCore: TestCore, xvfb: XkbSide, core: XkbSide) {
    this.server = server;
    this.testCore = testCore;
    this.xvfb = xvfb;
    this.core = core;
  }

  /** A new Xvfb and a new core, a client at each that has called UseExtension unless it is not to. */
  static async start(littleEndian = true, use = true): Promise<XkbRig> {
    const server = await startXvfb();
    const testCore = new TestCore();
    const client = await server.connect(littleEndian);
    const rig = new XkbRig(
      server,
      testCore,
      new XkbSide(client, true),
      new XkbSide(testCore.connect(littleEndian, client.info.idBase), false),
    );
    await rig.xvfb.start();
    await rig.core.start();
    if (use) await rig.check('UseExtension', { wantedMajor: 1, wantedMinor: 0 });
    return rig;
  }

  /** Compares what both answer; gives our answer. */
  async check<Name extends XkbRequestName>(name: Name, fields: XkbRequestArguments[Name]): Promise<Answer[]> {
    const theirs = await this.xvfb.ask(name, fields);
    const ours = await this.core.ask(name, fields);
    expect(ours, `${name} ${JSON.stringify(plain(fields)).slice(0, 300)}`).toEqual(theirs);
    return ours;
  }

  async close(): Promise<void> {
    await this.server.close();
  }
}
