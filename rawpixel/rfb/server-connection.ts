/**
 * The server's end of one RFB connection: bytes of the viewer in, bytes for it out, no socket and no clock.
 *
 * It knows the protocol and what the viewer has said (pixel format, abilities, what it asks for); which pixels to send is decided by
 * ../viewer.ts. A message goes security.ts → client-messages.ts → here → events; an update goes update-writer.ts → `send`.
 */
import type { CursorImage } from '../../xserver/driver.ts';
import { ByteWriter } from '../byte-writer.ts';
import { ConnectionEncodeState } from '../encodings/states.ts';
import { RfbError } from '../errors.ts';
import { MAX_WAITING_RESIZES } from '../limits.ts';
import { DistantPacker, PlainPacker, type DistantEncoders, type ImageEncoders, type Packer } from '../packing.ts';
import { ByteParser, type Parse } from '../parse.ts';
import { clipRect, joinRects, type Rect } from '../rect.ts';
import { encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { pakoZlib, type Zlib } from '../zlib.ts';
import { NO_ABILITIES, readAbilities, type Abilities } from './abilities.ts';
import { takeClientMessage, writeFence, type ClientMessage, type Fence, type ScreenLayout } from './client-messages.ts';
import { ExtendedClipboard, writeCaps } from './clipboard.ts';
import { fenceFlag, resizeReason, resizeStatus, serverMessage } from './numbers.ts';
import { BGR233, RGB888, WireFormat, writePixelFormat } from './pixel-format.ts';
import {
  handshakeAhead,
  refuseHandshake,
  serverHandshake,
  takeHandshakeAhead,
  type SecurityOffer,
} from './security.ts';
import { UpdateWriter } from './update-writer.ts';

export interface ServerOptions {
  readonly width: number;
  readonly height: number;
  /** Shown as the window's title. */
  readonly name: string;
  /** In order of preference; one at least. */
  readonly security: readonly SecurityOffer[];
  /** What packs updates in other threads. Without it `images` and `zlib` do so at once. */
  readonly encoders?: DistantEncoders;
  /** The viewer is one of ours and is let in already: `security` counts for nothing, and no answer is waited for that is known. */
  readonly ahead?: boolean;
  /** The viewer does not get in: why. */
  readonly refusal?: string;
  readonly images?: ImageEncoders;
  readonly zlib?: Zlib;
}

export interface ServerEvents {
  send(bytes: Uint8Array): void;
  /** The viewer is in. Unless `shared`, it asks for the other viewers to be sent away. */
  started(shared: boolean): void;
  /** `keycode` is the key's place on a PC keyboard (XT set 1, extended keys with bit 7), where known. */
  key(down: boolean, keysym: number, keycode: number | undefined): void;
  /** Button 1 is bit 0; 4 to 7 are the wheels. */
  pointer(x: number, y: number, buttons: number): void;
  clipboard(text: string): void;
  /** The viewer wants another screen size; answered, sooner or later, by one call of `answerResize`. */
  resizeWanted(width: number, height: number): void;
  /** The viewer has lost what it had there, or never had it: send it whatever it is. */
  refresh(rect: Rect): void;
  /** Pixel format or abilities have changed. */
  changed(): void;
  /** What was sent before our fence of this payload has been dealt with. */
  fenceReturned(payload: Uint8Array): void;
  /** An update has been packed in other threads and sent: there may be another. */
  packed?(): void;
  /** A picture of a film has been coded: there may be another update. */
  filmReady?(): void;
  /** An update could not be packed: close the connection. */
  failed?(error: unknown): void;
  /** VeNCrypt: the bytes both ways are inside TLS from here on. */
  startTls?(): void;
}

interface SizeNews {
  readonly reason: number;
  readonly status: number;
  readonly width: number;
  readonly height: number;
  readonly screens: readonly ScreenLayout[];
}

export class ServerConnection {
  /** The framebuffer as the viewer knows it. */
  width: number;
  height: number;
  abilities: Abilities = NO_ABILITIES;
  readonly state: ConnectionEncodeState;
  readonly #options: ServerOptions;
  readonly #events: ServerEvents;
  readonly #packer: Packer;
  /** What is to be sent after the update that is being packed. */
  #held: Uint8Array[] | undefined;
  readonly #parser: ByteParser;
  readonly #clipboard: ExtendedClipboard;
  #name: string;
  #running = false;
  #ended = false;
  /** What the viewer has asked for since the last update. */
  #requested: Rect | undefined;
  /** Where changes may be sent unasked. */
  #continuous: Rect | undefined;
  #toldContinuous = false;
  #toldFence = false;
  #toldKeys = false;
  #toldClipboard = false;
  /** A fence whose answer follows the next message. */
  #syncFence: Fence | undefined;
  #cursor: CursorImage | undefined;
  /** What the next update has to say besides pixels. */
  #cursorNews = false;
  #nameNews = false;
  #keyNews = false;
  #leds = 0;
  #ledNews = false;
  #sizeNews: SizeNews[] = [];
  /** Requests of the viewer that wait for `answerResize`. */
  #resizes: { width: number; height: number; screens: readonly ScreenLayout[] }[] = [];
  #screens: readonly ScreenLayout[];

  constructor(options: ServerOptions, events: ServerEvents) {
    this.#options = options;
    this.#events = events;
    this.width = options.width;
    this.height = options.height;
    this.#name = options.name;
    this.#screens = oneScreen(options.width, options.height);
    const zlib = options.zlib ?? pakoZlib;
    const { encoders, images = {} } = options;
    this.#packer = encoders === undefined ? new PlainPacker(zlib, images) : new DistantPacker(encoders, zlib);
    this.state = new ConnectionEncodeState(new WireFormat(RGB888), this.#packer.stills);
    this.#clipboard = new ExtendedClipboard(
      zlib,
      (data) => this.#sendCutText(data, true),
      (text) => events.clipboard(text),
    );
    this.#parser = new ByteParser(this.#run());
  }

  /**
   * Bytes of the viewer.
   * @param bytes owned.
   * @throws RfbError when the viewer does not get in or breaks the protocol: close the connection.
   */
  receive(bytes: Uint8Array): void {
    this.#parser.receive(bytes);
  }

  *#run(): Parse<void> {
    const events = this.#events;
    const { refusal } = this.#options;
    if (refusal !== undefined) yield* refuseHandshake(refusal, { send: (bytes) => this.#send(bytes) });
    let shared: boolean;
    if (this.#options.ahead === true) {
      handshakeAhead({ send: (bytes) => this.#send(bytes) });
      this.#sendInit();
      yield* takeHandshakeAhead();
      shared = (yield 1)[0] !== 0;
    } else {
      yield* serverHandshake(this.#options.security, {
        send: (bytes) => this.#send(bytes),
        ...(events.startTls === undefined ? {} : { startTls: () => this.#startTls() }),
      });
      shared = (yield 1)[0] !== 0;
      this.#sendInit();
    }
    this.#running = true;
    events.started(shared);
    for (;;) {
      const message = yield* takeClientMessage();
      const synced = this.#syncFence;
      this.#take(message);
      if (synced === undefined) continue;
      this.#syncFence = undefined;
      this.#sendFence(synced.flags, synced.payload);
    }
  }

  #sendInit(): void {
    const name = encodeUtf8(this.#name);
    const init = new ByteWriter(64);
    init.u16(this.width);
    init.u16(this.height);
    writePixelFormat(init, RGB888);
    init.u32(name.length);
    init.bytes(name);
    this.#send(init.finish());
  }

  #startTls(): void {
    // Bytes before TLS would be read as if they had come inside it.
    if (this.#parser.held > 0) throw new RfbError('bytes between VeNCrypt and TLS');
    this.#events.startTls!();
  }

  #take(message: ClientMessage): void {
    const events = this.#events;
    switch (message.kind) {
      case 'pixel-format':
        this.state.format = new WireFormat(message.format);
        if (!message.format.trueColor) this.#sendColorMap();
        if (this.abilities.cursor !== 'none') this.#cursorNews = true;
        events.changed();
        return;
      case 'encodings':
        this.#encodingsNamed(message.numbers);
        return;
      case 'update-request': {
        const rect = clipRect(message.rect, this.width, this.height);
        if (!message.incremental) {
          if (this.abilities.resize === 'extended') this.#tellSize(resizeReason.server, resizeStatus.done);
          if (rect !== undefined) events.refresh(rect);
        }
        // An empty request is a request for whatever else there is to say.
        const wanted = rect ?? { x: 0, y: 0, width: 0, height: 0 };
        this.#requested = this.#requested === undefined ? wanted : joinRects(this.#requested, wanted);
        return;
      }
      case 'key':
        events.key(message.down, message.keysym, message.keycode);
        return;
      case 'pointer':
        events.pointer(Math.min(message.x, this.width - 1), Math.min(message.y, this.height - 1), message.buttons);
        return;
      case 'cut-text':
        events.clipboard(message.text);
        return;
      case 'extended-clipboard':
        this.#clipboard.receive(message.data);
        return;
      case 'continuous-updates':
        if (message.enable) this.#continuous = message.rect;
        else if (this.#continuous !== undefined) {
          this.#continuous = undefined;
          this.#send(Uint8Array.of(serverMessage.endOfContinuousUpdates));
        }
        return;
      case 'fence':
        this.#fence(message);
        return;
      case 'desktop-size':
        this.#resizeWanted(message);
        return;
      case 'ignored':
        return;
      default:
        message satisfies never;
    }
  }

  #encodingsNamed(numbers: readonly number[]): void {
    const before = this.abilities;
    const abilities = readAbilities(numbers, this.#packer.stills);
    this.abilities = abilities;
    this.state.level = abilities.compression;
    if (abilities.cursor !== before.cursor && abilities.cursor !== 'none') this.#cursorNews = true;
    if (abilities.leds && !before.leds) this.#ledNews = true;
    if (abilities.extendedKeys && !this.#toldKeys) this.#keyNews = true;
    // The first message of each kind says that we know it.
    if (abilities.fence && !this.#toldFence) {
      this.#toldFence = true;
      this.sendFence(new Uint8Array(0));
    }
    if (abilities.continuousUpdates && !this.#toldContinuous) {
      this.#toldContinuous = true;
      this.#send(Uint8Array.of(serverMessage.endOfContinuousUpdates));
    }
    if (abilities.extendedClipboard && !this.#toldClipboard) {
      this.#toldClipboard = true;
      this.#sendCutText(writeCaps(), true);
    }
    this.#events.changed();
  }

  #fence({ flags, payload }: Fence): void {
    if ((flags & fenceFlag.request) === 0) {
      this.#events.fenceReturned(payload);
      return;
    }
    // Messages are dealt with one after the other and updates are whole, so every blocking that may be asked for holds.
    const known = fenceFlag.blockBefore | fenceFlag.blockAfter | fenceFlag.syncNext;
    // The viewer marks the place in our stream where its next message (a pixel format, say) takes effect: an epoch.
    if (flags & fenceFlag.syncNext) this.#syncFence = { flags: flags & known, payload };
    else this.#sendFence(flags & known, payload);
  }

  #sendFence(flags: number, payload: Uint8Array): void {
    const out = new ByteWriter(16);
    out.u8(serverMessage.serverFence);
    writeFence(out, flags, payload);
    this.#send(out.finish());
  }

  /** Asks for a sign when everything sent so far has been dealt with; only viewers with the ability `fence` answer. At most 64 bytes. */
  sendFence(payload: Uint8Array): void {
    this.#sendFence(fenceFlag.request | fenceFlag.blockBefore, payload);
  }

  #sendColorMap(): void {
    const out = new ByteWriter(6 + 256 * 6);
    out.bytes([serverMessage.setColorMapEntries, 0]);
    out.u16(0);
    out.u16(256);
    const map = new WireFormat(BGR233);
    for (let value = 0; value < 256; value++) {
      const rgb = map.rgbOf(value);
      for (const shift of [16, 8, 0]) out.u16(((rgb >> shift) & 0xff) * 0x101);
    }
    this.#send(out.finish());
  }

  #sendCutText(data: Uint8Array, extended: boolean): void {
    const out = new ByteWriter(8 + data.length);
    out.bytes([serverMessage.serverCutText, 0, 0, 0]);
    out.u32(extended ? -data.length : data.length);
    out.bytes(data);
    this.#send(out.finish());
  }

  /** The session's clipboard has changed. Viewers without the extended clipboard get ISO 8859-1. */
  setClipboard(text: string): void {
    if (!this.#running) return;
    if (this.#toldClipboard && this.#clipboard.isKnown) {
      this.#clipboard.offer(text);
      return;
    }
    const out = new ByteWriter(text.length);
    out.latin1(text.replaceAll('\r\n', '\n'));
    this.#sendCutText(out.finish(), false);
  }

  bell(): void {
    if (this.#running) this.#send(Uint8Array.of(serverMessage.bell));
  }

  setName(name: string): void {
    this.#name = name;
    this.#nameNews = true;
  }

  /** Lights of the lock keys: see `led`. */
  setLeds(mask: number): void {
    if (mask === this.#leds) return;
    this.#leds = mask;
    this.#ledNews = true;
  }

  /** The cursor under the pointer; undefined shows none. Viewers without the ability `cursor` have it drawn into their pixels by ../viewer.ts. */
  setCursor(cursor: CursorImage | undefined): void {
    this.#cursor = cursor;
    this.#cursorNews = true;
  }

  #resizeWanted(message: { width: number; height: number; screens: readonly ScreenLayout[] }): void {
    const { width, height, screens } = message;
    const valid =
      width > 0 && height > 0 && screens.length > 0 && screens.every((screen) => isInside(screen, width, height));
    if (!valid) {
      this.#tellSize(resizeReason.thisClient, resizeStatus.invalidLayout);
      return;
    }
    if (this.#resizes.length === MAX_WAITING_RESIZES) throw new RfbError('too many resize requests at once');
    this.#resizes.push({ width, height, screens });
    this.#events.resizeWanted(width, height);
  }

  /**
   * Answers the oldest `resizeWanted`. `width` and `height` are the screen's now; a size that is not the one wanted is a refusal.
   * The size holds for this viewer from its next update on; the other viewers get `resize`.
   */
  answerResize(status: number, width: number, height: number): void {
    const request = this.#resizes.shift();
    if (request === undefined) throw new Error('no resize to answer');
    if (status === resizeStatus.done && width === request.width && height === request.height) {
      this.#screens = request.screens;
      this.#sizeNews.push({ reason: resizeReason.thisClient, status, ...request });
      return;
    }
    const { width: before, height: beforeHeight } = this.#sizeNews.at(-1) ?? this;
    if (width !== before || height !== beforeHeight) this.resize(width, height, false);
    this.#tellSize(resizeReason.thisClient, status === resizeStatus.done ? resizeStatus.prohibited : status);
  }

  /** The screen has another size, by whatever but this viewer. */
  resize(width: number, height: number, byOtherViewer: boolean): void {
    this.#screens = oneScreen(width, height);
    const reason = byOtherViewer ? resizeReason.otherClient : resizeReason.server;
    this.#sizeNews.push({ reason, status: resizeStatus.done, width, height, screens: this.#screens });
  }

  #tellSize(reason: number, status: number): void {
    const last = this.#sizeNews.at(-1);
    const { width, height } = last ?? this;
    // One line in the queue says it as well as many; answers to requests are counted by the viewer.
    if (reason === resizeReason.server && last !== undefined) return;
    this.#sizeNews.push({ reason, status, width, height, screens: this.#screens });
  }

  /** Where the viewer wants changes now; undefined while it has not asked. */
  get wanted(): Rect | undefined {
    if (!this.#running) return undefined;
    if (this.#requested === undefined) {
      return this.#continuous && clipRect(this.#continuous, this.width, this.height);
    }
    return this.#continuous === undefined ? this.#requested : joinRects(this.#requested, this.#continuous);
  }

  /**
   * Sends what is to be said besides pixels, if the viewer wants updates now.
   * @returns whether the viewer's framebuffer has another size now: it has lost all its pixels.
   */
  sendNews(): boolean {
    if (this.wanted === undefined) return false;
    const { width, height } = this;
    this.#sendSizes();
    if (this.wanted === undefined) return width !== this.width || height !== this.height;
    const writer = new UpdateWriter(this.state);
    const { cursor, desktopName, leds } = this.abilities;
    if (this.#cursorNews && cursor !== 'none') writer.cursor(this.#cursor, cursor);
    if (this.#nameNews && desktopName) writer.desktopName(this.#name);
    if (this.#keyNews) {
      writer.extendedKeys();
      this.#toldKeys = true;
    }
    if (this.#ledNews && leds) writer.leds(this.#leds);
    this.#ledNews = false;
    this.#cursorNews = false;
    this.#nameNews = false;
    this.#keyNews = false;
    if (!writer.isEmpty) this.sendUpdate(writer);
    return width !== this.width || height !== this.height;
  }

  /** Sizes go in updates of their own: viewers may drop pixels that come with them. */
  #sendSizes(): void {
    if (this.#sizeNews.length === 0) return;
    const news = this.#sizeNews.splice(0);
    const writer = new UpdateWriter(this.state);
    const last = news.at(-1)!;
    if (this.abilities.resize === 'extended') {
      for (const { reason, status, width, height, screens } of news) {
        writer.extendedDesktopSize(reason, status, width, height, screens);
      }
    } else if (this.abilities.resize === 'plain') {
      // Viewers may loop on a size that is none.
      if (last.width !== this.width || last.height !== this.height) writer.desktopSize(last.width, last.height);
    } else return;
    this.width = last.width;
    this.height = last.height;
    if (!writer.isEmpty) this.sendUpdate(writer);
  }

  beginUpdate(): UpdateWriter {
    return new UpdateWriter(this.state);
  }

  /** Sends an update: what the viewer has asked for is answered. */
  sendUpdate(writer: UpdateWriter): void {
    this.#requested = undefined;
    const held: Uint8Array[] = [];
    this.#held = held;
    let later = false;
    this.#packer.pack(
      writer.finish(),
      (bytes) => {
        this.#held = undefined;
        if (this.#ended) return;
        this.#send(bytes);
        for (const each of held) this.#send(each);
        if (later) this.#events.packed?.();
      },
      (error) => this.#events.failed?.(error),
    );
    later = true;
  }

  /** An update is being packed in other threads; until `packed` there can be no other. */
  get isPacking(): boolean {
    return this.#held !== undefined;
  }

  /** The connection is gone: lets go of what works for it elsewhere. */
  end(): void {
    this.#ended = true;
    this.#packer.end();
  }

  #send(bytes: Uint8Array): void {
    if (this.#held === undefined) this.#events.send(bytes);
    else this.#held.push(bytes);
  }
}

function oneScreen(width: number, height: number): ScreenLayout[] {
  return [{ id: 1, x: 0, y: 0, width, height, flags: 0 }];
}

function isInside(screen: ScreenLayout, width: number, height: number): boolean {
  // Each side alone: a sum of areas proves nothing.
  return (
    screen.width > 0 && screen.height > 0 && screen.x + screen.width <= width && screen.y + screen.height <= height
  );
}
