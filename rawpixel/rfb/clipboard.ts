/**
 * The extended clipboard (rfbproto text, "Extended Clipboard Pseudo-Encoding"): UTF-8 text that is announced, asked for and then sent packed.
 *
 * Each side tells its caps, then announces (notify) what it has; the other asks (request) and gets it (provide). Only text is dealt with here;
 * other formats are never announced or asked for.
 */
import { ByteWriter } from '../byte-writer.ts';
import { RfbError } from '../errors.ts';
import { MAX_CLIPBOARD } from '../limits.ts';
import { u32 } from '../parse.ts';
import { decodeUtf8Loosely, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import type { Zlib } from '../zlib.ts';

const TEXT = 1;
const CAPS = 1 << 24;
const REQUEST = 1 << 25;
const PEEK = 1 << 26;
const NOTIFY = 1 << 27;
const PROVIDE = 1 << 28;

export type ClipboardMessage =
  | { readonly kind: 'caps'; readonly actions: number; readonly formats: number }
  | { readonly kind: 'request' | 'peek' }
  | { readonly kind: 'notify'; readonly hasText: boolean }
  | { readonly kind: 'provide'; readonly text: string }
  /** Well-formed, about formats that we do not have. */
  | { readonly kind: 'other' };

/** @throws RfbError for what cannot be read. */
export function readClipboardMessage(data: Uint8Array, zlib: Zlib): ClipboardMessage {
  if (data.length < 4) throw new RfbError('clipboard message cut short');
  const flags = u32(data, 0);
  if (flags & CAPS) return { kind: 'caps', actions: flags & 0xff000000, formats: flags & 0xffff };
  if (flags & PROVIDE) return (flags & TEXT) === 0 ? { kind: 'other' } : readText(data.subarray(4), zlib);
  if (flags & REQUEST) return (flags & TEXT) === 0 ? { kind: 'other' } : { kind: 'request' };
  if (flags & PEEK) return { kind: 'peek' };
  if (flags & NOTIFY) return { kind: 'notify', hasText: (flags & TEXT) !== 0 };
  return { kind: 'other' };
}

function readText(packed: Uint8Array, zlib: Zlib): ClipboardMessage {
  // Text is the first of the formats, so what others follow does not matter; but they unpack too.
  const data = zlib.inflater().inflate(packed, MAX_CLIPBOARD + 4);
  if (data.length < 4) throw new RfbError('clipboard text cut short');
  const size = u32(data, 0);
  if (size > data.length - 4) throw new RfbError(`clipboard text of ${data.length - 4} bytes says it has ${size}`);
  let end = 4 + size;
  // Ends with a NUL, and has CR LF between lines.
  while (end > 4 && data[end - 1] === 0) end--;
  return { kind: 'provide', text: decodeUtf8Loosely(data.subarray(4, end)).replaceAll('\r\n', '\n') };
}

export function writeCaps(): Uint8Array {
  const out = new ByteWriter(8);
  out.u32(CAPS | REQUEST | PEEK | NOTIFY | PROVIDE | TEXT);
  // The size up to which texts may come unasked: none; they are announced.
  out.u32(0);
  return out.finish();
}

export function writeRequest(): Uint8Array {
  const out = new ByteWriter(4);
  out.u32(REQUEST | TEXT);
  return out.finish();
}

export function writeNotify(hasText: boolean): Uint8Array {
  const out = new ByteWriter(4);
  out.u32(NOTIFY | (hasText ? TEXT : 0));
  return out.finish();
}

export function writeProvide(text: string, zlib: Zlib): Uint8Array {
  const bytes = encodeUtf8(text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'));
  const plain = new ByteWriter(bytes.length + 5);
  plain.u32(bytes.length + 1);
  plain.bytes(bytes);
  plain.u8(0);
  const out = new ByteWriter();
  out.u32(PROVIDE | TEXT);
  out.bytes(zlib.deflater(6).deflate(plain.finish()));
  return out.finish();
}

/**
 * One side's clipboard, either side's: what to say when our text changes, and what follows from what the other says.
 * `send` gets the data of an extended cut text message.
 */
export class ExtendedClipboard {
  readonly #zlib: Zlib;
  readonly #send: (data: Uint8Array) => void;
  readonly #received: (text: string) => void;
  #ours: string | undefined;
  #peer: { notify: boolean; provide: boolean } | undefined;

  constructor(zlib: Zlib, send: (data: Uint8Array) => void, received: (text: string) => void) {
    this.#zlib = zlib;
    this.#send = send;
    this.#received = received;
  }

  /** Whether the other side has told that it has one as well. */
  get isKnown(): boolean {
    return this.#peer !== undefined;
  }

  /** Our text has changed: announced, and sent when it is asked for. */
  offer(text: string): void {
    this.#ours = text;
    if (this.#peer?.notify === true) this.#send(writeNotify(true));
    else if (this.#peer?.provide === true) this.#send(writeProvide(text, this.#zlib));
  }

  receive(data: Uint8Array): void {
    const message = readClipboardMessage(data, this.#zlib);
    switch (message.kind) {
      case 'caps':
        this.#peer = { notify: (message.actions & NOTIFY) !== 0, provide: (message.actions & PROVIDE) !== 0 };
        return;
      case 'request':
        if (this.#ours !== undefined) this.#send(writeProvide(this.#ours, this.#zlib));
        return;
      case 'peek':
        this.#send(writeNotify(this.#ours !== undefined));
        return;
      case 'notify':
        if (message.hasText) this.#send(writeRequest());
        return;
      case 'provide':
        this.#received(message.text);
        return;
      case 'other':
        return;
      default:
        message satisfies never;
    }
  }
}
