/**
 * The data of a PutImage in ZPixmap format, band by band (codecs/lossless-image.ts): each band is bytes of its own behind their length, so the
 * bands of a large image need not be coded at once.
 */
import { ImageModel, type Likeness } from '../codecs/lossless-image.ts';
import { PixelReader, PixelWriter } from '../codecs/pixel-coder.ts';
import { commonTop } from '../codecs/pack-pixels.ts';
import type { BitReader, BitWriter } from './bit-port.ts';
import { BAND_PIXELS, MAX_BAND_BYTES } from './limits.ts';
import { Canvases, type Place } from './canvases.ts';
import { NxError } from './nx-error.ts';

/** Below, the bands' own bytes cost more than they save. */
export const MIN_IMAGE_BYTES = 512;
/** Below, pictures that are no photographs are smaller as bytes: those are compared with all that came before. */
const SURE_IMAGE_BYTES = 16384;

/** Whether the encoder sends an image in bands. */
export function suitsBands({ width, bytesPerPixel }: ImageForm, bytes: Uint8Array, at: number): boolean {
  if (bytes.length - at >= SURE_IMAGE_BYTES) return true;
  if (bytesPerPixel === 1) return false;
  const words = wordsOf(bytes, at, bytes.length);
  let news = 0;
  for (let i = width; i < words.length; i++) if (words[i] !== words[i - 1] && words[i] !== words[i - width]) news++;
  return news * 2 > words.length;
}

export interface ImageForm {
  /** In pixels of the image as it is stored: with the padding of its rows. */
  readonly width: number;
  readonly height: number;
  readonly bytesPerPixel: 1 | 4;
}

interface Image {
  readonly form: ImageForm;
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly pixels: Uint32Array;
  /** What stands above the 24 bits of every pixel; -1: the pixels have four channels. */
  readonly top: number;
  readonly place: Place | undefined;
  readonly like: Likeness | undefined;
  row: number;
}

export class ImageUnits {
  readonly #port: BitWriter | BitReader;
  #model: ImageModel | undefined;
  #image: Image | undefined;
  readonly #canvases = new Canvases();

  constructor(port: BitWriter | BitReader) {
    this.#port = port;
  }

  get isOpen(): boolean {
    return this.#image !== undefined;
  }

  /** What stands above the 24 bits of the image's pixels, or -1. */
  topOf({ bytesPerPixel }: ImageForm, bytes: Uint8Array, at: number): number {
    return bytesPerPixel === 1 ? 0 : (commonTop(wordsOf(bytes, at, bytes.length)) ?? -1);
  }

  /**
   * An image begins: its data stands in `bytes` from `at` to their end, or will. `place` is where it is put; `codeScroll` codes by how many
   * rows what was there before has moved, undefined where nothing like it was there.
   */
  begin(
    form: ImageForm,
    bytes: Uint8Array,
    at: number,
    top: number,
    place: Place | undefined,
    codeScroll: (rows: number | undefined) => number | undefined,
  ): void {
    const pixels = new Uint32Array(form.width * form.height);
    if (this.#port.encoding) fill(pixels, form, bytes, at, top);
    const canvas = place === undefined ? undefined : this.#canvases.find(place);
    let like: Likeness | undefined;
    if (canvas !== undefined) {
      const rows = codeScroll(this.#port.encoding ? this.#canvases.scrolled(canvas, place!, pixels) : 0);
      if (rows !== undefined) {
        if (Math.abs(rows) > 0xffff) throw new NxError(`scrolled by ${rows} rows`);
        like = this.#canvases.reference(canvas, place!, rows);
      }
    }
    this.#port.flush();
    this.#image = { form, bytes, at, pixels, top, place, like, row: 0 };
  }

  /** Codes the next band; true when it was the last. */
  goOn(): boolean {
    const image = this.#image!;
    const { form, pixels, top, like } = image;
    const to = Math.min(form.height, image.row + Math.max(1, Math.floor(BAND_PIXELS / form.width)));
    this.#model ??= new ImageModel();
    const channels = form.bytesPerPixel === 1 ? 1 : top < 0 ? 4 : 3;
    const picture = { pixels, width: form.width, height: form.height, channels, like } as const;
    const port = this.#port;
    if (port.encoding) {
      const writer = new PixelWriter(this.#model.probabilities);
      this.#model.code(writer, picture, image.row, to);
      const band = writer.finish();
      let rest = band.length;
      for (; rest > 0x7f; rest >>>= 7) port.byte((rest & 0x7f) | 0x80);
      port.byte(rest);
      port.raw(band);
    } else {
      const reader = new PixelReader(this.#model.probabilities);
      reader.start(port.raw(this.#bandLength(port)));
      this.#model.code(reader, picture, image.row, to);
      this.#store(image, image.row * form.width, to * form.width);
    }
    image.row = to;
    if (to < form.height) return false;
    this.#image = undefined;
    if (image.place !== undefined) this.#canvases.put(image.place, pixels);
    return true;
  }

  #bandLength(port: BitReader): number {
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = port.raw(1)[0]!;
      length |= (byte & 0x7f) << shift;
      if (length > MAX_BAND_BYTES) break;
      if (byte < 0x80) return length;
    }
    throw new NxError(`a band of ${length} bytes`);
  }

  #store({ form, bytes, at, pixels, top }: Image, from: number, to: number): void {
    if (form.bytesPerPixel === 1) {
      bytes.set(pixels.subarray(from, to), at + from);
      return;
    }
    const high = top < 0 ? 0 : top << 24;
    for (let i = from, o = at + from * 4; i < to; i++, o += 4) {
      const pixel = pixels[i]! | high;
      bytes[o] = pixel & 0xff;
      bytes[o + 1] = (pixel >>> 8) & 0xff;
      bytes[o + 2] = (pixel >>> 16) & 0xff;
      bytes[o + 3] = pixel >>> 24;
    }
  }
}

function fill(pixels: Uint32Array, form: ImageForm, bytes: Uint8Array, at: number, top: number): void {
  if (form.bytesPerPixel === 1) {
    pixels.set(bytes.subarray(at));
    return;
  }
  const words = wordsOf(bytes, at, bytes.length);
  const mask = top < 0 ? -1 : 0xffffff;
  for (let i = 0; i < pixels.length; i++) pixels[i] = words[i]! & mask;
}

/** Images have one byte order in all requests: the lowest byte first. */
function wordsOf(bytes: Uint8Array, from: number, to: number): Uint32Array {
  const words = new Uint32Array((to - from) >> 2);
  for (let i = 0, at = from; i < words.length; i++, at += 4) {
    words[i] = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }
  return words;
}
