/**
 * The viewer's framebuffer. Decoders paint into it in the order of the stream; pictures (JPEG, PNG) may be decoded by the platform in its own time, and
 * what follows one waits for it: decoded in advance, painted in order.
 */
import type { ImageKind, Painter } from '../encodings/encoding.ts';
import { RfbError } from '../errors.ts';
import { MAX_PIXELS, MAX_SIDE, MAX_WAITING_IMAGES } from '../limits.ts';
import { fillPixels, movePixels, putPixels, type Rect } from '../rect.ts';

/**
 * Decodes a picture file to 0xrrggbb, row by row, now or later. The platform's. `done` is called once, with undefined if it cannot be decoded; it may
 * throw RfbError, which ends the connection.
 */
export type ImageDecoder = (
  kind: ImageKind,
  bytes: Uint8Array,
  done: (image: { width: number; height: number; rgb: Uint32Array } | undefined) => void,
) => void;

interface Step {
  ready: boolean;
  apply(): void;
}

export class ClientFramebuffer implements Painter {
  width = 0;
  height = 0;
  /** 0xrrggbb, row by row. */
  data = new Uint32Array(0);
  #damage: Rect[] = [];
  /** What waits behind a picture, the picture first. */
  readonly #steps: Step[] = [];
  #images = 0;
  readonly #decodeImage: ImageDecoder | undefined;

  constructor(decodeImage: ImageDecoder | undefined) {
    this.#decodeImage = decodeImage;
  }

  /** Does something in its place among what is painted. */
  inOrder(apply: () => void): void {
    if (this.#steps.length === 0) apply();
    else this.#steps.push({ ready: true, apply });
  }

  /** @throws RfbError for a size beyond the limits; each side is looked at, and the product. */
  static checkSize(width: number, height: number): void {
    if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
      throw new RfbError(`framebuffer of ${width}x${height} pixels`);
    }
  }

  /** Keeps what is inside both sizes; the rest is black. */
  resize(width: number, height: number): void {
    ClientFramebuffer.checkSize(width, height);
    this.inOrder(() => {
      const data = new Uint32Array(width * height);
      const kept = Math.min(width, this.width);
      for (let y = 0; y < Math.min(height, this.height); y++) {
        data.set(this.data.subarray(y * this.width, y * this.width + kept), y * width);
      }
      this.width = width;
      this.height = height;
      this.data = data;
      this.#damage = [{ x: 0, y: 0, width, height }];
    });
  }

  put(rect: Rect, rgb: Uint32Array): void {
    this.inOrder(() => {
      putPixels(this.data, this.width, rect, rgb);
      this.#damage.push(rect);
    });
  }

  solid(rect: Rect, rgb: number): void {
    this.inOrder(() => {
      fillPixels(this.data, this.width, rect, rgb);
      this.#damage.push(rect);
    });
  }

  copy(sourceX: number, sourceY: number, target: Rect): void {
    this.inOrder(() => {
      if (sourceX + target.width > this.width || sourceY + target.height > this.height) {
        throw new RfbError('CopyRect from outside the framebuffer');
      }
      movePixels(this.data, this.width, sourceX, sourceY, target);
      this.#damage.push(target);
    });
  }

  image(rect: Rect, kind: ImageKind, bytes: Uint8Array): void {
    if (this.#decodeImage === undefined) throw new RfbError(`a ${kind} picture, which this viewer did not ask for`);
    if (this.#images === MAX_WAITING_IMAGES) throw new RfbError('too many pictures at once');
    let rgb: Uint32Array = new Uint32Array(0);
    const step: Step = {
      ready: false,
      apply: () => {
        putPixels(this.data, this.width, rect, rgb);
        this.#damage.push(rect);
      },
    };
    this.#steps.push(step);
    this.#images++;
    this.#decodeImage(kind, bytes, (image) => {
      if (image === undefined) throw new RfbError(`a ${kind} picture that cannot be decoded`);
      if (image.width !== rect.width || image.height !== rect.height) {
        throw new RfbError(
          `a ${kind} picture of ${image.width}x${image.height} for ${rect.width}x${rect.height} pixels`,
        );
      }
      rgb = image.rgb;
      step.ready = true;
      this.#images--;
      this.#runSteps();
    });
  }

  #runSteps(): void {
    let count = 0;
    try {
      while (this.#steps[count]?.ready === true) this.#steps[count++]!.apply();
    } finally {
      this.#steps.splice(0, count);
    }
  }

  /** What has been painted since the last call. */
  takeDamage(): Rect[] {
    return this.#damage.splice(0);
  }
}
