/**
 * A number for the picture on the canvas: equal pictures have equal numbers, whatever was painted when. Kept up to date box by box, so that it costs
 * what is painted and no more: each pixel adds a term of its place and colour.
 */
export class Fingerprint {
  #width = 0;
  #shown = new Uint32Array(0);
  #low = 0;
  #high = 0;

  /** The canvas has another size, and is black. */
  resize(width: number, height: number): void {
    this.#width = width;
    this.#shown = new Uint32Array(width * height);
    this.#low = 0;
    this.#high = 0;
  }

  /** Pixels as the canvas has them now, row by row. */
  painted(pixels: Uint32Array, x: number, y: number, width: number, height: number): void {
    const shown = this.#shown;
    for (let row = 0; row < height; row++) {
      let at = (y + row) * this.#width + x;
      for (let i = row * width; i < (row + 1) * width; i++, at++) {
        const pixel = pixels[i]! & 0xffffff;
        const before = shown[at]!;
        if (pixel === before) continue;
        shown[at] = pixel;
        this.#low = (this.#low + term(at, pixel, 0x9e3779b1) - term(at, before, 0x9e3779b1)) | 0;
        this.#high = (this.#high + term(at, pixel, 0x85ebca77) - term(at, before, 0x85ebca77)) | 0;
      }
    }
  }

  get value(): string {
    return `${this.#width}x${this.#shown.length / Math.max(1, this.#width)}:${(this.#high >>> 0).toString(16)}.${(this.#low >>> 0).toString(16)}`;
  }
}

/** Black counts nothing, wherever it is. */
function term(place: number, pixel: number, seed: number): number {
  if (pixel === 0) return 0;
  let mixed = Math.imul(pixel ^ Math.imul(place + 1, seed), 0xc2b2ae3d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f);
  return mixed ^ (mixed >>> 13);
}
