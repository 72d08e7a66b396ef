/**
 * The viewer's framebuffer. Decoders paint into it in the order of the stream; pictures (JPEG, PNG) may be decoded by the platform in its own time, and
 * what follows one waits for it: decoded in advance, painted in order.
 */
import type { DecodedPicture } from '../../codecs/h264-decoder.ts';
import type { ImageKind, Painter } from '../encodings/encoding.ts';
import { RfbError } from '../errors.ts';
import { MAX_PIXELS, MAX_SIDE, MAX_WAITING_IMAGES } from '../limits.ts';
import { cutPixels, fillPixels, movePixels, putPixels, type Rect } from '../rect.ts';
import { FilmContexts } from './film-contexts.ts';

/**
 * Decodes a picture file to 0xrrggbb, row by row, now or later. The platform's. `done` is called once, with undefined if it cannot be decoded; it may
 * throw RfbError, which ends the connection.
 */
export type ImageDecoder = (
  kind: ImageKind,
  bytes: Uint8Array,
  done: (image: DecodedPicture | undefined) => void,
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
  readonly #filmFailed: () => void;

  readonly films: FilmContexts;

  /** @param filmFailed a film could not be decoded. */
  constructor(decodeImage: ImageDecoder | undefined, filmFailed: () => void) {
    this.#decodeImage = decodeImage;
    this.films = new FilmContexts((act) => this.inOrder(act));
    this.#filmFailed = filmFailed;
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

  film(rect: Rect, flags: number, data: Uint8Array): void {
    const context = this.films.context(rect, flags);
    if (data.length === 0) return;
    if (this.#images === MAX_WAITING_IMAGES) throw new RfbError('too many pictures at once');
    let picture: DecodedPicture | undefined;
    const step: Step = {
      ready: false,
      apply: () => {
        if (picture === undefined) this.#filmFailed();
        else this.#putFilm(rect, picture);
      },
    };
    this.#steps.push(step);
    this.#images++;
    context.decode(data, (decoded) => {
      picture = decoded;
      step.ready = true;
      this.#images--;
      this.#runSteps();
    });
  }

  /** Encoders may make pictures larger than was asked; of a smaller one the rest stays as it is. */
  #putFilm(rect: Rect, { width, height, rgb }: DecodedPicture): void {
    const shown = { ...rect, width: Math.min(width, rect.width), height: Math.min(height, rect.height) };
    if (shown.width === 0 || shown.height === 0) return;
    const whole = width === shown.width && height === shown.height;
    const pixels = whole ? rgb : cutPixels(rgb, width, { ...shown, x: 0, y: 0 });
    // The framebuffer may have become smaller since it was sent.
    if (rect.x + rect.width > this.width || rect.y + rect.height > this.height) return;
    putPixels(this.data, this.width, shown, pixels);
    this.#damage.push(shown);
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
