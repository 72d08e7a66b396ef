/**
 * The viewer's end of one RFB connection: bytes of a server in, bytes for it out, a framebuffer beside; no socket and no clock.
 *
 * A message goes security.ts → here → ../encodings/… → client-framebuffer.ts → `updated`. Any server of RFB 3.3 to 3.8 will do.
 */
import type { CursorImage } from '../../xserver/driver.ts';
import type { OpenH264 } from '../../codecs/h264-decoder.ts';
import { allEncodings, encodingByNumber } from '../encodings/all-encodings.ts';
import type { ImageKind } from '../encodings/encoding.ts';
import { h264 } from '../encodings/h264.ts';
import { jpeg } from '../encodings/jpeg.ts';
import { ConnectionDecodeState } from '../encodings/states.ts';
import { tightPng } from '../encodings/tight.ts';
import { webp } from '../encodings/webp.ts';
import { RfbError } from '../errors.ts';
import { MAX_CURSOR_SIDE, MAX_TEXT } from '../limits.ts';
import { ByteParser, latin1, s32, u16, u32, type Parse } from '../parse.ts';
import type { Rect } from '../rect.ts';
import { decodeUtf8Loosely } from '../../xserver/protocol/utf8.ts';
import { pakoZlib, type Zlib } from '../zlib.ts';
import { ClientFramebuffer, type ImageDecoder } from './client-framebuffer.ts';
import {
  rectAt,
  skip,
  takeCutText,
  takeFence,
  takeScreens,
  writeClientMessage,
  type ClientMessage,
  type ScreenLayout,
} from './client-messages.ts';
import { ExtendedClipboard, writeCaps } from './clipboard.ts';
import { COMPRESSION_LEVEL_0, fenceFlag, pseudo, QUALITY_LEVEL_0, resizeReason, serverMessage } from './numbers.ts';
import { PIXEL_FORMAT_BYTES, readPixelFormat, RGB888, WireFormat, type PixelFormat } from './pixel-format.ts';
import { clientHandshake, type ClientSecurity } from './security.ts';

/** Encodings that cannot do without pictures of some kind. */
const PICTURES: ReadonlyMap<number, ImageKind> = new Map([
  [tightPng.number, 'png'],
  [jpeg.number, 'jpeg'],
  [webp.number, 'webp'],
]);

export interface ClientOptions extends ClientSecurity {
  /** Whether other viewers may stay. */
  readonly shared?: boolean;
  /** Names of encodings in order of preference; all of ours without this. */
  readonly encodings?: readonly string[];
  /** JPEG quality, 0 to 9; without it, or without `decodeImage`, all pixels come exact. */
  readonly quality?: number;
  /** zlib level, 0 to 9. */
  readonly compression?: number;
  readonly format?: PixelFormat;
  /** Whether updates may come unasked, where the server can. On unless false. */
  readonly continuous?: boolean;
  /** The server is one of ours: it knows fences and continuous updates, and need not say so first. */
  readonly pushed?: boolean;
  readonly decodeImage?: ImageDecoder;
  /** What `decodeImage` can decode; JPEG and PNG without this. */
  readonly decodes?: readonly ImageKind[];
  /** Extensions not to be named, as older viewers do not. */
  readonly without?: readonly (keyof typeof pseudo)[];
  readonly zlib?: Zlib;
}

export interface ClientEvents {
  send(bytes: Uint8Array): void;
  /** The framebuffer is there, black. */
  connected(name: string): void;
  /** An update is whole: the rectangles that it painted. */
  updated(damage: readonly Rect[]): void;
  resized(width: number, height: number): void;
  /** What the server made of `requestSize`: 0 is done, others see `resizeStatus`. */
  resizeAnswered(status: number): void;
  cursor(cursor: CursorImage | undefined): void;
  clipboard(text: string): void;
  bell(): void;
  renamed(name: string): void;
  /** Lights of the lock keys: see `led`. */
  leds?(mask: number): void;
  /** The server has asked for a sign that all before it was painted: it was. */
  fenced?(payload: Uint8Array): void;
  /** From here on the bytes both ways are inside TLS. @param certificate whether the server has one. */
  startTls?(certificate: boolean): void;
}

export class ClientConnection {
  readonly framebuffer: ClientFramebuffer;
  readonly #options: ClientOptions;
  readonly #events: ClientEvents;
  readonly #parser: ByteParser;
  readonly #zlib: Zlib;
  readonly #state: ConnectionDecodeState;
  readonly #clipboard: ExtendedClipboard;
  #running = false;
  #offersFilms = false;
  /** The server knows fences, continuous updates, keys by place, sizes from us. */
  #fences = false;
  #mayPush = false;
  #continuous = false;
  /** The server has said, or will not need to say, that it can push. */
  #toldPushing = false;
  #extendedKeys = false;
  #screens: readonly ScreenLayout[] | undefined;
  /** Formats that take effect when their places in the stream come, oldest first. */
  #nextFormats: { readonly epoch: number; readonly format: PixelFormat }[] = [];
  #epoch = 0;
  /** Without fences: the format that begins when nothing is under way, that is between an update and the next request. */
  #laterFormat: PixelFormat | undefined;

  constructor(options: ClientOptions, events: ClientEvents) {
    this.#options = options;
    this.#events = events;
    this.#zlib = options.zlib ?? pakoZlib;
    this.framebuffer = new ClientFramebuffer(options.decodeImage, () => this.#withdrawFilms());
    this.#state = new ConnectionDecodeState(new WireFormat(RGB888), this.#zlib, this.framebuffer);
    this.#clipboard = new ExtendedClipboard(
      this.#zlib,
      (data) => this.#send({ kind: 'extended-clipboard', data }),
      (text) => events.clipboard(text),
    );
    this.#parser = new ByteParser(this.#run());
  }

  get width(): number {
    return this.framebuffer.width;
  }

  get height(): number {
    return this.framebuffer.height;
  }

  /** The server has let us in: input goes to it. */
  get connected(): boolean {
    return this.#running;
  }

  /** Whether the server takes `requestSize`. */
  get canResize(): boolean {
    return this.#screens !== undefined;
  }

  /**
   * Bytes of the server.
   * @param bytes owned.
   * @throws RfbError when the server does not let us in or breaks the protocol: close the connection.
   */
  receive(bytes: Uint8Array): void {
    this.#parser.receive(bytes);
  }

  key(down: boolean, keysym: number, keycode?: number): void {
    const placed = this.#extendedKeys && keycode !== undefined ? { keycode } : {};
    this.#send({ kind: 'key', down, keysym, ...placed });
  }

  /** Button 1 is bit 0; 4 to 7 are the wheels. */
  pointer(x: number, y: number, buttons: number): void {
    this.#send({ kind: 'pointer', x: Math.max(0, x), y: Math.max(0, y), buttons });
  }

  /** Our clipboard has changed. */
  setClipboard(text: string): void {
    if (!this.#running) return;
    if (this.#clipboard.isKnown) this.#clipboard.offer(text);
    else this.#send({ kind: 'cut-text', text });
  }

  /** Films may come as H.264 from now on, decoded like this, where pixels with loss are wanted at all. Once at most. */
  offerFilms(open: OpenH264): void {
    this.framebuffer.films.open = open;
    this.#offersFilms = true;
    if (this.#running) this.#send({ kind: 'encodings', numbers: this.#encodingNumbers() });
  }

  /** A film that can't be decoded: it is to come in another way. What is under way is left out. */
  #withdrawFilms(): void {
    if (!this.#offersFilms) return;
    this.#offersFilms = false;
    this.#send({ kind: 'encodings', numbers: this.#encodingNumbers() });
    this.requestUpdate(false);
  }

  /** The connection is gone: lets go of decoders. */
  end(): void {
    this.framebuffer.films.end();
  }

  /** Asks for another screen size; answered by `resizeAnswered`. Not before `canResize`. */
  requestSize(width: number, height: number): void {
    const first = this.#screens?.[0];
    const screen = { id: first?.id ?? 0, x: 0, y: 0, width, height, flags: first?.flags ?? 0 };
    this.#send({ kind: 'desktop-size', width, height, screens: [screen] });
  }

  /** Asks for everything anew, or for what has changed. Needed only where this end asks by itself no more. */
  requestUpdate(incremental: boolean): void {
    this.#send({ kind: 'update-request', incremental, rect: this.#whole() });
  }

  /** Another pixel format from some place in the stream on; what is under way is still of the old one. */
  setFormat(format: PixelFormat): void {
    if (this.#fences) this.#markEpoch(format);
    else this.#laterFormat = format;
  }

  /** The answer to this fence stands in the stream exactly where the next message took effect. */
  #markEpoch(format: PixelFormat): void {
    this.#epoch++;
    this.#nextFormats.push({ epoch: this.#epoch, format });
    this.#send({ kind: 'fence', flags: fenceFlag.request | fenceFlag.syncNext, payload: epochPayload(this.#epoch) });
    this.#send({ kind: 'pixel-format', format });
  }

  #begin(format: PixelFormat): void {
    this.#state.format = new WireFormat(format);
    this.requestUpdate(false);
  }

  #whole(): Rect {
    return { x: 0, y: 0, width: this.#size.width, height: this.#size.height };
  }

  /** As the stream has it; the framebuffer may lag behind by pictures that wait. */
  #size = { width: 0, height: 0 };

  #send(message: Exclude<ClientMessage, { kind: 'ignored' }>): void {
    this.#events.send(writeClientMessage(message));
  }

  *#run(): Parse<void> {
    const events = this.#events;
    yield* clientHandshake(this.#options, {
      send: (bytes) => events.send(bytes),
      ...(events.startTls === undefined ? {} : { startTls: (certificate) => this.#startTls(certificate) }),
    });
    events.send(Uint8Array.of(this.#options.shared === false ? 0 : 1));
    const head = yield 4 + PIXEL_FORMAT_BYTES + 4;
    const width = u16(head, 0);
    const height = u16(head, 2);
    readPixelFormat(head.subarray(4));
    const nameLength = u32(head, 4 + PIXEL_FORMAT_BYTES);
    const name = yield* this.#takeName(nameLength);
    this.#resize(width, height);
    this.#running = true;
    const format = this.#options.format ?? RGB888;
    this.#state.format = new WireFormat(format);
    this.#send({ kind: 'pixel-format', format });
    this.#send({ kind: 'encodings', numbers: this.#encodingNumbers() });
    events.connected(name);
    this.requestUpdate(false);
    if (this.#options.pushed === true) {
      this.#fences = true;
      this.#mayPush = true;
      this.#goContinuous();
    }
    for (;;) yield* this.#message();
  }

  *#takeName(length: number): Parse<string> {
    const kept = Math.min(length, MAX_TEXT);
    const name = kept === 0 ? '' : decodeUtf8Loosely(yield kept);
    yield* skip(length - kept);
    return name;
  }

  #startTls(certificate: boolean): void {
    if (this.#parser.held > 0) throw new RfbError('bytes between VeNCrypt and TLS');
    this.#events.startTls!(certificate);
  }

  #encodingNumbers(): number[] {
    const { encodings, quality, compression, decodeImage, decodes = ['jpeg', 'png'], continuous } = this.#options;
    const named = encodings ?? allEncodings.map(({ name }) => name);
    const numbers = named.map((name) => {
      const found = allEncodings.find((encoding) => encoding.name === name);
      if (found === undefined) throw new Error(`unknown encoding ${name}`);
      return found.number;
    });
    const without = new Set<number>((this.#options.without ?? []).map((name) => pseudo[name]));
    const all = [
      // Pictures and films want a decoder.
      ...numbers.filter((number) => {
        if (number === h264.number) return this.#offersFilms;
        const kind = PICTURES.get(number);
        return kind === undefined || (decodeImage !== undefined && decodes.includes(kind));
      }),
      pseudo.cursorWithAlpha,
      pseudo.cursor,
      pseudo.extendedDesktopSize,
      pseudo.desktopSize,
      pseudo.desktopName,
      pseudo.lastRect,
      pseudo.qemuExtendedKey,
      ...(this.#events.leds === undefined ? [] : [pseudo.qemuLedState]),
      pseudo.extendedClipboard,
      pseudo.fence,
      ...(continuous === false ? [] : [pseudo.continuousUpdates]),
      ...(quality === undefined || decodeImage === undefined ? [] : [QUALITY_LEVEL_0 + quality]),
      ...(compression === undefined ? [] : [COMPRESSION_LEVEL_0 + compression]),
    ];
    return all.filter((number) => !without.has(number));
  }

  #resize(width: number, height: number): void {
    if (width === this.#size.width && height === this.#size.height) return;
    this.framebuffer.resize(width, height);
    this.#size = { width, height };
    this.framebuffer.inOrder(() => this.#events.resized(width, height));
    if (this.#continuous) this.#send({ kind: 'continuous-updates', enable: true, rect: this.#whole() });
  }

  *#message(): Parse<void> {
    const type = (yield 1)[0]!;
    switch (type) {
      case serverMessage.framebufferUpdate:
        yield* this.#update();
        return;
      case serverMessage.setColorMapEntries:
        // We ask for true colours; a server may send its map all the same.
        yield* skip(u16(yield 5, 3) * 6);
        return;
      case serverMessage.bell:
        this.#events.bell();
        return;
      case serverMessage.serverCutText:
        yield* this.#cutText();
        return;
      case serverMessage.endOfContinuousUpdates:
        this.#pushingEnded();
        return;
      case serverMessage.serverFence:
        yield* this.#fence();
        return;
      default:
        throw new RfbError(`unknown server message ${type}`);
    }
  }

  *#update(): Parse<void> {
    const count = u16(yield 3, 1);
    for (let i = 0; i < count; i++) {
      const head = yield 12;
      const rect = rectAt(head, 0);
      const number = s32(head, 8);
      if (number === pseudo.lastRect) break;
      const encoding = encodingByNumber.get(number);
      if (encoding === undefined) {
        yield* this.#pseudoRect(rect, number);
        continue;
      }
      // Each side by itself: an area may be small and far outside.
      if (rect.x + rect.width > this.#size.width || rect.y + rect.height > this.#size.height) {
        throw new RfbError(`${encoding.name} rectangle outside the framebuffer`);
      }
      yield* encoding.decode(rect, this.#state);
    }
    this.framebuffer.inOrder(() => this.#events.updated(this.framebuffer.takeDamage()));
    if (this.#continuous) return;
    const later = this.#laterFormat;
    if (later === undefined) {
      this.framebuffer.inOrder(() => this.requestUpdate(true));
      return;
    }
    this.#laterFormat = undefined;
    this.#send({ kind: 'pixel-format', format: later });
    this.#begin(later);
  }

  *#pseudoRect(rect: Rect, number: number): Parse<void> {
    switch (number) {
      case pseudo.cursor:
        yield* this.#maskedCursor(rect);
        return;
      case pseudo.cursorWithAlpha:
        yield* this.#alphaCursor(rect);
        return;
      case pseudo.desktopSize:
        this.#resize(rect.width, rect.height);
        return;
      case pseudo.extendedDesktopSize: {
        const count = (yield 4)[0]!;
        const screens = yield* takeScreens(count);
        const mine = rect.x === resizeReason.thisClient;
        if (!mine || rect.y === 0) {
          this.#screens = screens;
          this.#resize(rect.width, rect.height);
        }
        if (mine) this.#events.resizeAnswered(rect.y);
        return;
      }
      case pseudo.desktopName:
        this.#events.renamed(yield* this.#takeName(u32(yield 4, 0)));
        return;
      case pseudo.qemuLedState: {
        const mask = (yield 1)[0]!;
        this.#events.leds?.(mask);
        return;
      }
      case pseudo.qemuExtendedKey:
        this.#extendedKeys = true;
        return;
      default:
        throw new RfbError(`rectangle of unknown encoding ${number}`);
    }
  }

  #checkCursor({ width, height }: Rect): void {
    if (width > MAX_CURSOR_SIDE || height > MAX_CURSOR_SIDE) throw new RfbError(`cursor of ${width}x${height} pixels`);
  }

  #showCursor(rect: Rect, argb: Uint32Array): void {
    const { x, y, width, height } = rect;
    this.#events.cursor(argb.length === 0 ? undefined : { width, height, hotX: x, hotY: y, argb });
  }

  *#maskedCursor(rect: Rect): Parse<void> {
    this.#checkCursor(rect);
    const { width, height } = rect;
    const argb = new Uint32Array(width * height);
    if (argb.length > 0) {
      const { format } = this.#state;
      const values = new Uint32Array(argb.length);
      format.pixel.read(yield argb.length * format.pixel.size, 0, values.length, values, 0);
      const rgb = format.toRgb(values);
      const rowBytes = (width + 7) >> 3;
      const mask = yield rowBytes * height;
      for (let y = 0, i = 0; y < height; y++) {
        for (let x = 0; x < width; x++, i++) {
          if (mask[y * rowBytes + (x >> 3)]! & (0x80 >> (x & 7))) argb[i] = 0xff000000 | rgb[i]!;
        }
      }
    }
    this.#showCursor(rect, argb);
  }

  *#alphaCursor(rect: Rect): Parse<void> {
    this.#checkCursor(rect);
    const encoding = s32(yield 4, 0);
    if (encoding !== 0) throw new RfbError(`cursor in encoding ${encoding}`);
    const argb = new Uint32Array(rect.width * rect.height);
    const bytes = argb.length === 0 ? new Uint8Array(0) : yield argb.length * 4;
    for (let i = 0; i < argb.length; i++) {
      const rgba = u32(bytes, i * 4);
      argb[i] = ((rgba >>> 8) | (rgba << 24)) >>> 0;
    }
    this.#showCursor(rect, argb);
  }

  *#cutText(): Parse<void> {
    const cut = yield* takeCutText();
    if (cut === undefined) return;
    if (!cut.extended) {
      this.#events.clipboard(latin1(cut.data));
      return;
    }
    const known = this.#clipboard.isKnown;
    this.#clipboard.receive(cut.data);
    if (!known && this.#clipboard.isKnown) this.#send({ kind: 'extended-clipboard', data: writeCaps() });
  }

  /** The first time this only says that the server knows how to push. */
  #pushingEnded(): void {
    const told = this.#toldPushing;
    this.#toldPushing = true;
    if (this.#continuous) {
      if (!told) return;
      this.#continuous = false;
      this.requestUpdate(true);
      return;
    }
    this.#mayPush = true;
    this.#goContinuous();
  }

  /** Only with fences: without them nobody could tell where in pushed updates a new format begins. */
  #goContinuous(): void {
    if (!this.#fences || !this.#mayPush || this.#continuous || this.#options.continuous === false) return;
    this.#continuous = true;
    this.#send({ kind: 'continuous-updates', enable: true, rect: this.#whole() });
  }

  *#fence(): Parse<void> {
    const { flags, payload } = yield* takeFence();
    this.#fences = true;
    if (this.#laterFormat !== undefined) this.#markEpoch(this.#laterFormat);
    this.#laterFormat = undefined;
    this.#goContinuous();
    if ((flags & fenceFlag.request) === 0) {
      const next = this.#nextFormats[0];
      if (next !== undefined && sameBytes(payload, epochPayload(next.epoch))) {
        this.#nextFormats.shift();
        this.#begin(next.format);
      }
      return;
    }
    const known = fenceFlag.blockBefore | fenceFlag.blockAfter;
    // Answered when what came before has been painted: so a server sees how fast this viewer is.
    this.framebuffer.inOrder(() => {
      this.#events.fenced?.(payload);
      this.#send({ kind: 'fence', flags: flags & known, payload });
    });
  }
}

/** The marker of an epoch: one number per change of the pixel format. */
function epochPayload(epoch: number): Uint8Array {
  return Uint8Array.of(0x65, epoch >> 24, epoch >> 16, epoch >> 8, epoch);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
