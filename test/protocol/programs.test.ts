/**
 * The bytes of real programs and Xvfb as the judge: each request, reply and event that xterm, twm and others exchange with
 * Xvfb is decoded and encoded again to the same bytes, unused ones apart.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeError, encodeError } from '../../xserver/protocol/errors.ts';
import { requestLength, requestReader, serverMessageLength } from '../../xserver/protocol/framing.ts';
import {
  decodeCoreEvent,
  decodeQueryExtension,
  decodeQueryExtensionReply,
  encodeCoreEvent,
  EventCode,
} from '../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../xserver/protocol/reader.ts';
import {
  decodeSetupReply,
  decodeSetupRequest,
  encodeSetupReply,
  encodeSetupRequest,
  setupReplyLength,
  setupRequestLength,
} from '../../xserver/protocol/setup.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import { eventually } from '../support/patience.ts';
import { startXvfb, type Xvfb } from '../support/xvfb.ts';
import { MESSAGES, REQUESTS, type Message } from './messages.ts';
import { joined, startRecordingProxy, type Recording, type RecordingProxy } from './recording-proxy.ts';
import { TracingReader } from './tracing-reader.ts';

const PROGRAMS: readonly (readonly string[])[] = [
  ['xdpyinfo'],
  ['xterm', '-e', 'true'],
  ['xterm', '-e', 'sleep 100000'],
  ['xlsfonts', '-ll', '-fn', 'fixed'],
  ['xset', 'q'],
  ['xset', 'm', '3/2', '5', 'r', 'rate', '300', '20', 's', '300'],
  ['xmodmap', '-pke'],
  ['xmodmap', '-pm'],
  ['xprop', '-root'],
  ['xwininfo', '-root', '-tree'],
  ['xsetroot', '-solid', 'steelblue', '-cursor_name', 'left_ptr'],
  ['xdotool', 'mousemove', '20', '30', 'click', '1', 'key', 'a'],
  ['xeyes'],
  ['xcalc'],
  ['xfontsel'],
  ['twm'],
  [
    'sh',
    '-c',
    'xev -geometry 200x200+0+0 & until xwininfo -name "Event Tester" | grep -q IsViewable; do sleep 0.1; done; xdotool mousemove 60 60 click 1 key a search --class xev ' +
      'windowsize 150 150 windowmove 20 20 windowunmap windowmap; xev -root & xterm -e true; sleep 0.4; kill $!',
  ],
  [
    'x11perf',
    '-reps',
    '1',
    '-repeat',
    '1',
    '-time',
    '1',
    '-rect10',
    '-fellipse10',
    '-dot',
    '-complex10',
    '-ftext',
    '-line10',
  ],
  [
    'x11perf',
    '-reps',
    '1',
    '-repeat',
    '1',
    '-time',
    '1',
    '-copyplane10',
    '-getimage10',
    '-putimage10',
    '-seg10',
    '-ellipse10',
  ],
];

const QUERY_EXTENSION = 98;

interface SentRequest {
  sequence: number;
  bytes: Uint8Array;
}

/** The set-up and the messages of one recording. */
interface Conversation {
  setupRequest: Uint8Array;
  setupReply: Uint8Array;
  requests: SentRequest[];
  messages: Uint8Array[];
}

function split(recording: Recording): Conversation {
  const fromClient = joined(recording.fromClient);
  const fromServer = joined(recording.fromServer);
  let at = setupRequestLength(fromClient) ?? 0;
  const setupRequest = fromClient.slice(0, at);
  const requests: SentRequest[] = [];
  while (at < fromClient.length) {
    const length = requestLength(fromClient, at, true, true);
    if (length === undefined || at + length > fromClient.length) break;
    requests.push({ sequence: requests.length + 1, bytes: fromClient.slice(at, at + length) });
    at += length;
  }
  at = setupReplyLength(fromServer, true) ?? 0;
  const setupReply = fromServer.slice(0, at);
  const messages: Uint8Array[] = [];
  while (at < fromServer.length) {
    const length = serverMessageLength(fromServer, at, true);
    if (length === undefined || at + length > fromServer.length) break;
    messages.push(fromServer.slice(at, at + length));
    at += length;
  }
  return { setupRequest, setupReply, requests, messages };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function end(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

/** Checks one conversation and counts in `seen` what it contained. */
class Checker {
  /** Extension names by major opcode, as this connection learned them. */
  private readonly extensions = new Map<number, string>();
  /** Requests by the low 16 bits of their sequence number; conversations here are shorter. */
  private readonly sent = new Map<number, SentRequest>();
  private readonly seen: Set<string>;

  constructor(conversation: Conversation, seen: Set<string>) {
    this.seen = seen;
    for (const request of conversation.requests) this.sent.set(request.sequence & 0xffff, request);
    for (const reply of conversation.messages.filter((bytes) => bytes[0] === 1)) this.learn(reply);
  }

  private learn(reply: Uint8Array): void {
    const request = this.sent.get(new Reader(reply, true, 2).u16());
    if (request?.bytes[0] !== QUERY_EXTENSION) return;
    const { present, majorOpcode } = decodeQueryExtensionReply(new Reader(reply, true));
    const { name } = decodeQueryExtension(requestReader(request.bytes, true));
    if (present !== 0) this.extensions.set(majorOpcode, name);
  }

  /** The description of a request, or undefined for an extension that is not generated. */
  private describe(bytes: Uint8Array): Message | undefined {
    const [major = 0, minor = 0] = bytes;
    return REQUESTS.find(({ module, opcode }) =>
      module.extension === undefined
        ? opcode === major
        : module.extension.xname === this.extensions.get(major) && opcode === minor,
    );
  }

  request(sent: SentRequest): void {
    const message = this.describe(sent.bytes);
    if (message === undefined) return;
    const reader = requestReader(sent.bytes, true);
    const tracing = new TracingReader(sent.bytes, true);
    tracing.headerSize = reader.headerSize;
    const decoded = message.read(tracing);
    const again = message.encode(true, decoded);
    if (message.module.extension !== undefined) again[0] = sent.bytes[0] ?? 0;
    // Opcodes and length are the frame, read before the decoder.
    const kept = message.module.extension === undefined ? [0, 2, 3] : [0, 1, 2, 3];
    expect(hex(again), message.title).toBe(hex(tracing.used(kept)));
    this.seen.add(message.title);
  }

  message(bytes: Uint8Array): void {
    if (bytes[0] === 0) {
      expect(hex(encodeError(true, decodeError(bytes, true)))).toBe(hex(bytes));
      this.seen.add('error');
    } else if (bytes[0] === 1) this.reply(bytes);
    else this.event(bytes);
  }

  private reply(bytes: Uint8Array): void {
    const sequence = new Reader(bytes, true, 2).u16();
    const request = this.sent.get(sequence);
    if (request === undefined) throw new Error(`reply to request ${sequence}, which was not sent`);
    const asked = this.describe(request.bytes);
    if (asked === undefined) return;
    const message = MESSAGES.find(
      ({ kind, module, name }) => kind === 'reply' && module === asked.module && name === asked.name,
    );
    if (message === undefined) throw new Error(`${asked.title} has no reply`);
    const reader = new TracingReader(bytes, true);
    const again = message.encode(true, message.read(reader));
    new DataView(again.buffer).setUint16(2, sequence, true);
    expect(hex(again), message.title).toBe(hex(reader.used([0, 4, 5, 6, 7])));
    this.seen.add(message.title);
  }

  private event(bytes: Uint8Array): void {
    const reader = new TracingReader(bytes, true);
    const decoded = decodeCoreEvent(reader);
    if (decoded === undefined) {
      // GeGeneric and events of extensions.
      expect(bytes[0]).toBeGreaterThan(EventCode.MappingNotify);
      return;
    }
    const { sequence, sendEvent, ...event } = decoded;
    const writer = new Writer(true);
    encodeCoreEvent(writer, sequence ?? 0, event);
    const again = writer.finish();
    if (sendEvent) again[0] = (again[0] ?? 0) | 0x80;
    expect(hex(again), event.name).toBe(hex(reader.used([])));
    this.seen.add(`event ${event.name}`);
  }
}

describe('what programs and Xvfb say', () => {
  let xvfb: Xvfb;
  let proxy: RecordingProxy;
  const seen = new Set<string>();

  beforeAll(async () => {
    xvfb = await startXvfb();
    proxy = await startRecordingProxy(xvfb.display);
  });

  afterAll(async () => {
    await proxy.close();
    await xvfb.close();
  });

  test.each(PROGRAMS.map((words) => ({ title: words.slice(0, 3).join(' ').slice(0, 40), words })))(
    '$title',
    async ({ words }) => {
      const before = proxy.recordings.length;
      const [program = '', ...args] = words;
      // A process group of its own, so that what a shell starts ends with it.
      const env = { ...process.env, DISPLAY: `:${proxy.display}` };
      const child = spawn(program, args, { env, stdio: 'ignore', detached: true });
      const ended = once(child, 'exit');
      const connected = eventually('a connection', () => (proxy.recordings.length > before ? true : undefined));
      const waiting = connected.then(async () => sleep(1000)).then(async () => proxy.quiet());
      await Promise.race([ended, waiting]);
      end(child);
      await ended;
      await proxy.quiet();
      const recordings = proxy.recordings.slice(before);
      expect(recordings.length).toBeGreaterThan(0);
      for (const recording of recordings) {
        const conversation = split(recording);
        const { setupRequest, setupReply, requests, messages } = conversation;
        expect(hex(encodeSetupRequest(decodeSetupRequest(setupRequest)))).toBe(hex(setupRequest));
        const setup = decodeSetupReply(setupReply, true);
        expect(setup.status).toBe('success');
        expect(decodeSetupReply(encodeSetupReply(true, setup), true)).toEqual(setup);
        const checker = new Checker(conversation, seen);
        for (const sent of requests) checker.request(sent);
        for (const message of messages) checker.message(message);
      }
    },
  );

  test('cover many kinds of message', () => {
    const count = (part: string): number => [...seen].filter((title) => title.includes(part)).length;
    console.log(
      [...seen].filter((x) => x.startsWith('event')).join(', '),
      count(' request'),
      count(' reply'),
      count('event '),
    );
    expect(count(' request')).toBeGreaterThan(60);
    expect(count(' reply')).toBeGreaterThan(25);
    expect(count('event ')).toBeGreaterThan(10);
  });
});
