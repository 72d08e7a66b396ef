/**
 * Xvfb as the judge of the codec: it finds the lengths of our requests right where we do, wrong where we do, in both byte
 * orders, and what it answers survives decoding and encoding.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeError, ErrorCode, XError } from '../../xserver/protocol/errors.ts';
import {
  decodeQueryExtensionReply,
  encodeCreateGC,
  encodeCreatePixmap,
  encodeOpenFont,
  encodeQueryExtension,
  EventMask,
} from '../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../xserver/protocol/reader.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import { decodeSetupReply, encodeSetupReply } from '../../xserver/protocol/setup.ts';
import type { Element } from '../../scripts/protocol/model.ts';
import { property } from '../../scripts/protocol/layout.ts';
import type { ServerMessage, XClient } from '../support/x-client.ts';
import { startXvfb, type Xvfb } from '../support/xvfb.ts';
import { Arbitraries, type Fields } from './arbitraries.ts';
import { library, MESSAGES, REQUESTS, resized, type Message } from './messages.ts';
import { TracingReader } from './tracing-reader.ts';

const arbitraries = new Arbitraries(library);

/** X.Org looks at most fields of XKEYBOARD requests before their lengths; test/xserver/xkb compares those. */
const isJudged = ({ module }: Message) => module.header !== 'xkb';

/** Ids that exist on the server. */
interface Ids {
  pixmap: number;
  gc: number;
  font: number;
}

let xvfb: Xvfb;

beforeAll(async () => {
  xvfb = await startXvfb();
});

afterAll(() => xvfb.close());

function written(client: XClient, write: (writer: Writer) => void): Uint8Array {
  const writer = new Writer(client.littleEndian);
  write(writer);
  return writer.finish();
}

/** Fresh resources, since a request may free them. */
function makeIds(client: XClient): Ids {
  const ids = { pixmap: client.newId(), gc: client.newId(), font: client.newId() };
  const drawable = client.info.root;
  client.send(
    written(client, (writer) =>
      encodeCreatePixmap(writer, { depth: 1, pid: ids.pixmap, drawable, width: 8, height: 8 }),
    ),
    written(client, (writer) => encodeCreateGC(writer, { cid: ids.gc, drawable, valueList: {} })),
    written(client, (writer) => encodeOpenFont(writer, { fid: ids.font, name: 'fixed' })),
  );
  return ids;
}

/** Puts ids that exist, new ids and harmless sizes into a request, so that the server gets to judge its length. */
function livelier(message: Message, fields: Fields, client: XClient, ids: Ids): Fields {
  const made: Fields = { ...fields };
  const existing: Readonly<Record<string, number>> = {
    WINDOW: client.info.root,
    DRAWABLE: client.info.root,
    PIXMAP: ids.pixmap,
    GCONTEXT: ids.gc,
    FONT: ids.font,
    FONTABLE: ids.font,
    COLORMAP: client.info.colormap,
    ATOM: 1,
    VISUALID: client.info.rootVisual,
    CURSOR: 0,
  };
  const ownName: Readonly<Record<string, string>> = {
    CreateWindow: 'wid',
    CreatePixmap: 'pid',
    CreateGC: 'cid',
    OpenFont: 'fid',
    CreateColormap: 'mid',
    CopyColormapAndFree: 'mid',
    CreateCursor: 'cid',
    CreateGlyphCursor: 'cid',
  };
  const texts: Readonly<Record<string, string>> = {
    AllocNamedColor: 'red',
    LookupColor: 'Dark Slate Gray',
    ListFonts: '*fixed*',
    ListFontsWithInfo: 'fixed',
  };
  for (const element of message.elements) {
    if (element.kind === 'list' && element.name === 'pixels') made[property(element)] = Uint32Array.of(0, 0xabcdef);
    if (element.kind === 'list' && element.type === 'char')
      made[property(element)] = texts[message.name] ?? made[property(element)];
    if (element.kind !== 'field') continue;
    const key = property(element);
    // Xvfb 21.1.7 crashes in compCirculateWindow when the root's children overlap.
    const id = message.name === 'CirculateWindow' ? 0 : existing[element.type];
    if (id !== undefined) made[key] = id;
    // Sizes and counts that ask the server for much memory say nothing about lengths.
    if (['x', 'y', 'width', 'height', 'count', 'max_names'].includes(element.name)) {
      made[key] = Math.abs(Number(made[key])) % 64;
    }
    if (element.type === 'BOOL') made[key] = Number(made[key]) % 2;
    if (['BYTE', 'CARD8'].includes(element.type) && element.values !== undefined) made[key] = Number(made[key]) % 3;
    if (element.name === 'event_mask') made[key] = EventMask.ButtonPress;
    // FakeInput's time is a delay for which the client is held up.
    if (message.name === 'FakeInput' && element.name === 'time') made[key] = 0;
    if (element.name === ownName[message.name]) made[key] = client.newId();
  }
  return made;
}

/** Requests whose length says more than their fields do: handlers judge it. */
const JUDGED_BY_HANDLERS = new Set(['PutImage', 'PolyText8', 'PolyText16']);

/** Other errors that Xvfb raises before it looks at a length that is wrong. */
const RAISED_BEFORE: Readonly<Record<string, number>> = {
  // Its byte swapper does not know every type of event.
  FakeInput: ErrorCode.Value,
  // SHAPE's kind and ordering come before the count of rectangles.
  Rectangles: ErrorCode.Value,
};

function ourError(message: Message, bytes: Uint8Array, littleEndian: boolean): number | undefined {
  try {
    message.decode(bytes, littleEndian);
  } catch (error) {
    if (error instanceof XError) return error.code;
    throw error;
  }
  return undefined;
}

/** Bytes of a reply's header that decoders pass over: its kind and its length. */
const REPLY_FRAME = [0, 4, 5, 6, 7];

function checkReply(reply: ServerMessage, name: string, elements: readonly Element[], littleEndian: boolean): void {
  const message = MESSAGES.find((item) => item.kind === 'reply' && item.elements === elements);
  if (message === undefined) throw new Error(`no reply of ${name}`);
  const reader = new TracingReader(reply.bytes, littleEndian);
  const decoded = message.read(reader) as Fields;
  const again = message.encode(littleEndian, decoded);
  new DataView(again.buffer).setUint16(2, reply.sequence, littleEndian);
  expect(Buffer.from(again).toString('hex')).toBe(Buffer.from(reader.used(REPLY_FRAME)).toString('hex'));
}

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('%s', (_, littleEndian) => {
  let client: XClient;
  const majors = new Map<string, number>();
  const replied = new Set<string>();

  beforeAll(async () => {
    client = await xvfb.connect(littleEndian);
    for (const name of ['BIG-REQUESTS', 'XC-MISC', 'SHAPE', 'XTEST']) {
      client.send(written(client, (writer) => encodeQueryExtension(writer, { name })));
      const reply = (await client.sync()).find(({ kind }) => kind === 'reply');
      const { present, majorOpcode } = decodeQueryExtensionReply(
        new Reader(reply?.bytes ?? new Uint8Array(), littleEndian),
      );
      expect(present, name).toBe(1);
      majors.set(name, majorOpcode);
    }
  });

  afterAll(() => client.close());

  test('the set-up reply is encoded as Xvfb encodes it', () => {
    const { reply } = client.info;
    const decoded = decodeSetupReply(reply, littleEndian);
    if (decoded.status !== 'success') throw new Error('refused');
    const again = encodeSetupReply(littleEndian, decoded);
    expect(again).toHaveLength(reply.length);
    const differing = [...reply.keys()].filter((at) => reply[at] !== again[at]);
    // Xvfb does not clear the unused bytes of formats (5), depths (5) and visuals (4).
    const depths = decoded.roots.flatMap((root) => root.allowedDepths);
    const visuals = depths.flatMap((depth) => depth.visuals);
    expect(differing.every((at) => again[at] === 0)).toBe(true);
    expect(differing.length).toBeLessThanOrEqual(
      5 * (decoded.pixmapFormats.length + depths.length) + 4 * visuals.length,
    );
    expect(decodeSetupReply(again, littleEndian)).toEqual(decoded);
  });

  /** The answer to one request: an error code, or the replies. */
  async function ask(bytes: Uint8Array): Promise<{ error: number | undefined; replies: ServerMessage[] }> {
    client.send(bytes);
    const sequence = client.sequence & 0xffff;
    const answers = (await client.sync()).filter((message) => message.sequence === sequence);
    const error = answers.find(({ kind }) => kind === 'error');
    if (error !== undefined) {
      const packet = decodeError(error.bytes, littleEndian);
      expect(packet).toMatchObject({ sequence, majorOpcode: bytes[0], code: error.code });
    }
    return { error: error?.code, replies: answers.filter(({ kind }) => kind === 'reply') };
  }

  test.each(REQUESTS.filter(isJudged))('$title', async (message) => {
    const { elements, module, xmlName } = message;
    await fc.assert(
      fc.asyncProperty(
        arbitraries.message(module, xmlName, 'request', elements),
        fc.constantFrom(0, 1, -1, 2),
        async (fields, units) => {
          const value = livelier(message, fields, client, makeIds(client));
          const whole = message.encode(littleEndian, value);
          if (module.extension !== undefined) whole[0] = majors.get(module.extension.xname) ?? 0;
          if (whole.length + units * 4 < 4) return;
          const bytes = resized(whole, littleEndian, units * 4);
          const { error, replies } = await ask(bytes);
          const ours = ourError(message, bytes, littleEndian);
          if (ours === ErrorCode.Length) expect([ErrorCode.Length, RAISED_BEFORE[message.name]]).toContain(error);
          else if (!JUDGED_BY_HANDLERS.has(message.name)) expect(error).not.toBe(ErrorCode.Length);
          const reply = module.requests.find(({ name }) => name === message.name)?.reply;
          for (const one of reply === undefined ? [] : replies) {
            checkReply(one, message.name, reply ?? [], littleEndian);
            replied.add(message.title);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test('most kinds of reply were seen', () => {
    const all = MESSAGES.filter((message) => message.kind === 'reply' && isJudged(message));
    expect(replied.size).toBeGreaterThan(all.length * 0.8);
  });
});
