/**
 * What an encoding is: how a rectangle of pixels becomes bytes, and back.
 *
 * An update is a row of rectangles, each in its own encoding; encode and decode of one stand side by side in one file, all of them in the array of
 * all-encodings.ts. What a connection keeps between rectangles (zlib streams) is in the states. Encoders see values of the viewer's pixel
 * format; decoders paint 0xrrggbb. A new encoding is one more file here and one more line there.
 */
import type { StillKind } from '../../codecs/still-encoder.ts';
import type { ByteWriter } from '../byte-writer.ts';
import type { PartWriter } from '../packing.ts';
import type { Parse } from '../parse.ts';
import type { Rect } from '../rect.ts';
import type { PixelBytes, WireFormat } from '../rfb/pixel-format.ts';
import type { Inflater } from '../zlib.ts';
import type { JpegTables } from './jpeg.ts';

/** A rectangle of pixels without gaps. */
export interface PixelBlock {
  readonly width: number;
  readonly height: number;
  /** 0xrrggbb. */
  readonly rgb: Uint32Array;
  /** The same in the viewer's pixel format. */
  readonly values: Uint32Array;
}

export type ImageKind = 'jpeg' | 'png' | 'webp';

/** One connection's state on the side that encodes. */
export interface EncodeState {
  readonly format: WireFormat;
  /** The next data goes into the zlib stream of this name, which runs through the connection. */
  useStream(name: ZlibStream): StreamUse;
  /** Pictures that can be made. */
  readonly stills: ReadonlySet<StillKind>;
  readonly jpegTables: JpegTables;
}

export interface StreamUse {
  readonly level: number;
  /** The stream begins here ... */
  readonly begins: boolean;
  /** ... and the decoder, which has an older one of the name, has to be told. */
  readonly restarted: boolean;
}

/** The zlib streams of a connection: four of Tight, one of ZRLE. */
export type ZlibStream = 0 | 1 | 2 | 3 | 'zrle';

/** How to encode one rectangle, where the encoding leaves a choice. */
export interface EncodeChoice {
  /** JPEG quality, 1 to 100; undefined asks for exact pixels. */
  readonly quality?: number | undefined;
  /** Smooth content: a predictor (Tight's gradient) may pay. */
  readonly smooth?: boolean | undefined;
}

/** One connection's state on the side that decodes. */
export interface DecodeState {
  readonly format: WireFormat;
  inflater(name: ZlibStream): Inflater;
  /** The decoder begins the stream anew with its next bytes. */
  restartInflater(name: ZlibStream): void;
  readonly jpegTables: JpegTables;
  readonly painter: Painter;
}

/** Where decoders paint; rectangles are within the framebuffer. */
export interface Painter {
  /** @param rgb owned; without gaps. */
  put(rect: Rect, rgb: Uint32Array): void;
  solid(rect: Rect, rgb: number): void;
  copy(sourceX: number, sourceY: number, target: Rect): void;
  /** A picture file that the platform decodes. @param bytes owned. */
  image(rect: Rect, kind: ImageKind, bytes: Uint8Array): void;
  /** More of a rectangle's film, which the platform decodes. @param flags see `h264Flag`. @param data owned; may be empty. */
  film(rect: Rect, flags: number, data: Uint8Array): void;
}

export interface Encoding {
  readonly name: string;
  /** Its registered number. */
  readonly number: number;
  /** Paints a rectangle that lies within the framebuffer. @throws RfbError for data that cannot be. */
  decode(rect: Rect, state: DecodeState): Parse<void>;
}

/** An encoding that carries pixels. */
export interface PixelEncoding extends Encoding {
  /** Can carry approximate pixels, when a quality is asked for. */
  readonly lossy: boolean;
  /** Can carry exact pixels, when none is. */
  readonly exact: boolean;
  /** Rectangles must not be wider than this. */
  readonly maxWidth: number;
  encode(block: PixelBlock, state: EncodeState, out: PartWriter, choice: EncodeChoice): void;
}

export function writePixels(out: ByteWriter, layout: PixelBytes, values: Uint32Array): void {
  const at = out.reserve(values.length * layout.size);
  layout.write(values, 0, values.length, out.buffer, at);
}

export function writePixel(out: ByteWriter, bytes: PixelBytes, value: number): void {
  const at = out.reserve(bytes.size);
  bytes.write([value], 0, 1, out.buffer, at);
}

export function readPixel(bytes: Uint8Array, at: number, layout: PixelBytes): number {
  const value = [0];
  layout.read(bytes, at, 1, value, 0);
  return value[0]!;
}
