/**
 * The pixels of RAWs: by a model that learns over the whole stream (codecs/lossless-image.ts), or, for photographs on links faster than that,
 * by pixel-code.ts.
 */
import { ImageModel } from '../codecs/lossless-image.ts';
import { PixelReader, PixelWriter } from '../codecs/pixel-coder.ts';
import { createPixels, depthMask, type Pixels } from '../xserver/raster/pixels.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import type { Haste } from './command-writer.ts';
import { readPixels, writePixels } from './pixel-code.ts';
import { ThincError } from './thinc-error.ts';

const QUICK = 0;
const MODELLED_24 = 1;
const MODELLED_32 = 2;
/** More colours than this in so many first pixels make a photograph. */
const MOST_COLORS = 96;
const LOOKED_AT = 512;
/** In about nanoseconds, for a pixel, and for a byte of what it becomes. */
const COST_QUICK = 30;
const COST_MODELLED = 40;
const COST_MODELLED_BYTE = 800;

export class RawPacker {
  #model: ImageModel | undefined;

  /** Gives about the nanoseconds that it takes (effort.ts). */
  write(writer: ByteWriter, pixels: Pixels, haste: Haste): number {
    const { width, height, depth, data } = pixels;
    const quick = haste === 'great' || (haste === 'some' && isPhotograph(pixels));
    if (quick || (depth !== 24 && depth !== 32)) {
      writer.byte(QUICK);
      writePixels(writer, pixels);
      return data.length * COST_QUICK;
    }
    this.#model ??= new ImageModel();
    const coder = new PixelWriter(this.#model.probabilities);
    this.#model.code(coder, { pixels: data, width, height, channels: depth === 32 ? 4 : 3 }, 0, height);
    const packed = coder.finish();
    writer.byte(depth === 32 ? MODELLED_32 : MODELLED_24);
    writer.unsigned(width);
    writer.unsigned(height);
    writer.unsigned(packed.length);
    writer.bytes(packed);
    return data.length * COST_MODELLED + packed.length * COST_MODELLED_BYTE;
  }
}

function isPhotograph({ data }: Pixels): boolean {
  const colors = new Set<number>();
  const step = Math.max(1, Math.floor(data.length / LOOKED_AT));
  for (let i = 0; i < data.length && colors.size <= MOST_COLORS; i += step) colors.add(data[i]!);
  return colors.size > MOST_COLORS;
}

export class RawUnpacker {
  #model: ImageModel | undefined;

  /** @throws ThincError for what no packer makes, or more than `mostPixels`. */
  read(reader: ByteReader, mostPixels: number): Pixels {
    const form = reader.byte();
    if (form === QUICK) return readPixels(reader, mostPixels);
    if (form !== MODELLED_24 && form !== MODELLED_32) throw new ThincError(`unknown form ${form} of pixels`);
    const width = reader.atMost(mostPixels, 'the width');
    const height = reader.atMost(mostPixels, 'the height');
    if (width * height > mostPixels || width === 0 || height === 0) throw new ThincError(`${width} x ${height} pixels`);
    const packed = reader.bytes(reader.unsigned());
    const depth = form === MODELLED_32 ? 32 : 24;
    const pixels = createPixels(width, height, depth);
    this.#model ??= new ImageModel();
    const coder = new PixelReader(this.#model.probabilities);
    coder.start(packed);
    const { data } = pixels;
    this.#model.code(coder, { pixels: data, width, height, channels: depth === 32 ? 4 : 3 }, 0, height);
    // No packer makes others, but whoever packs may not be ours.
    const mask = depthMask(depth);
    for (let i = 0; i < data.length; i++) data[i]! &= mask;
    return pixels;
  }
}
