/** Font requests spoken to a real X server: what it says of a font, to be compared with what we say. */
import type { FontProperty } from '../../xserver/fonts/font.ts';
import { coreReplyDecoders, coreRequestEncoders } from '../../xserver/protocol/generated/xproto.ts';
import type { CharInfo as WireCharInfo, CoreReplies } from '../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../xserver/protocol/reader.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import type { ServerMessage, XClient } from '../support/x-client.ts';

type Requests = typeof coreRequestEncoders;
type Arguments<Name extends keyof Requests> = Parameters<Requests[Name]>[1];

export type FontReply = CoreReplies['QueryFont'];

export class FontOracle {
  readonly #client: XClient;
  readonly #atoms = new Map<number, string>();

  constructor(client: XClient) {
    this.#client = client;
  }

  #send<Name extends keyof Requests>(name: Name, request: Arguments<Name>): void {
    const writer = new Writer(this.#client.littleEndian);
    (coreRequestEncoders[name] as (writer: Writer, request: Arguments<Name>) => void)(writer, request);
    this.#client.send(writer.finish());
  }

  #decode<Name extends keyof CoreReplies>(name: Name, message: ServerMessage): CoreReplies[Name] {
    return coreReplyDecoders[name](new Reader(message.bytes, this.#client.littleEndian));
  }

  async #ask<Name extends keyof CoreReplies & keyof Requests>(
    name: Name,
    request: Arguments<Name>,
  ): Promise<CoreReplies[Name]> {
    this.#send(name, request);
    const [message] = await this.#client.sync();
    if (message?.kind !== 'reply') throw new Error(`${name} was answered by ${message?.kind} ${message?.code}`);
    return this.#decode(name, message);
  }

  async setFontPath(font: string[]): Promise<void> {
    this.#send('SetFontPath', { font: font.map((name) => ({ name })) });
    const [error] = await this.#client.sync();
    if (error !== undefined) throw new Error(`SetFontPath was answered by ${error.kind} ${error.code}`);
  }

  /** Opens a font; undefined where the server says BadName (or BadAlloc, as it does of sizes it cannot scale to). */
  async open(name: string): Promise<number | undefined> {
    const fid = this.#client.newId();
    this.#send('OpenFont', { fid, name });
    const [error] = await this.#client.sync();
    return error === undefined ? fid : undefined;
  }

  async close(font: number): Promise<void> {
    this.#send('CloseFont', { font });
    await this.#client.sync();
  }

  async query(font: number): Promise<FontReply> {
    return this.#ask('QueryFont', { font });
  }

  async list(pattern: string, maxNames: number): Promise<string[]> {
    const { names } = await this.#ask('ListFonts', { pattern, maxNames });
    return names.map(({ name }) => name);
  }

  async listWithInfo(pattern: string, maxNames: number): Promise<CoreReplies['ListFontsWithInfo'][]> {
    this.#send('ListFontsWithInfo', { pattern, maxNames });
    const replies = (await this.#client.sync()).map((message) => this.#decode('ListFontsWithInfo', message));
    // The last one has no name and only ends the series.
    return replies.slice(0, -1);
  }

  async textExtents(font: number, codes: readonly number[]): Promise<CoreReplies['QueryTextExtents']> {
    const string = Int32Array.from(codes.flatMap((code) => [code >> 8, code & 0xff]));
    return this.#ask('QueryTextExtents', { font, string });
  }

  /** The names of atoms, each asked for once. */
  async atomNames(atoms: Iterable<number>): Promise<ReadonlyMap<number, string>> {
    const unknown = [...new Set(atoms)].filter((atom) => !this.#atoms.has(atom));
    for (const atom of unknown) this.#send('GetAtomName', { atom });
    const replies = await this.#client.sync();
    replies.forEach((message, i) => {
      if (message.kind === 'reply') this.#atoms.set(unknown[i]!, this.#decode('GetAtomName', message).name);
    });
    return this.#atoms;
  }

  /** Properties as ours are: `like` says which values are atoms, since the protocol does not. */
  async properties(
    wire: readonly { name: number; value: number }[],
    like: readonly FontProperty[],
  ): Promise<FontProperty[]> {
    const names = await this.atomNames(wire.map(({ name }) => name));
    const isText = new Set(like.filter(({ value }) => typeof value === 'string').map(({ name }) => name));
    const texts = await this.atomNames(
      wire.filter(({ name }) => isText.has(names.get(name) ?? '')).map(({ value }) => value),
    );
    return wire.map(({ name, value }) => {
      const text = names.get(name) ?? '';
      return { name: text, value: isText.has(text) ? (texts.get(value) ?? '') : value | 0 };
    });
  }

  /** The picture of each code, drawn by PolyText16 with its origin at (originX, originY) of a bitmap of the given size. */
  async pictures(
    font: number,
    codes: readonly number[],
    width: number,
    height: number,
    originX: number,
    originY: number,
  ): Promise<Uint8Array[]> {
    const client = this.#client;
    const pixmap = client.newId();
    const gc = client.newId();
    this.#send('CreatePixmap', { depth: 1, pid: pixmap, drawable: client.info.root, width, height });
    this.#send('CreateGC', { cid: gc, drawable: pixmap, valueList: { foreground: 1, background: 0, font } });
    for (const code of codes) {
      this.#send('ChangeGC', { gc, valueList: { foreground: 0 } });
      const rectangles = Int32Array.of(0, 0, width, height);
      this.#send('PolyFillRectangle', { drawable: pixmap, gc, rectangles });
      this.#send('ChangeGC', { gc, valueList: { foreground: 1 } });
      const items = Uint8Array.of(1, 0, code >> 8, code & 0xff);
      this.#send('PolyText16', { drawable: pixmap, gc, x: originX, y: originY, items });
      const image = { format: 2, drawable: pixmap, x: 0, y: 0, width, height, planeMask: 1 };
      this.#send('GetImage', image);
    }
    this.#send('FreeGC', { gc });
    this.#send('FreePixmap', { pixmap });
    const images: Uint8Array[] = [];
    for (const message of await client.sync()) {
      if (message.kind !== 'reply') throw new Error(`drawing was answered by ${message.kind} ${message.code}`);
      const data = this.#decode('GetImage', message).data;
      const stride = ((width + 31) >> 5) * 4;
      const pixels = new Uint8Array(width * height);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) pixels[y * width + x] = (data[y * stride + (x >> 3)]! >> (x & 7)) & 1;
      }
      images.push(pixels);
    }
    return images;
  }
}

/** A wire CHARINFO as six numbers, all signed 16 bits. */
export function sixNumbers(info: WireCharInfo): number[] {
  const { leftSideBearing, rightSideBearing, characterWidth, ascent, descent, attributes } = info;
  return [leftSideBearing, rightSideBearing, characterWidth, ascent, descent, (attributes << 16) >> 16];
}
