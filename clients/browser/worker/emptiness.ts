import type { Scene } from '../../../xserver/windows/scene.ts';

/** Whether a scene may be that of a session in which no program has a window. */
export class Emptiness {
  /** A pixel that was unlike the first: most often it still is. */
  #unlike = 0;

  /** @param framebuffer its one surface is a picture of everything: all that it can tell is whether that has one colour. */
  of({ screen: { surfaces } }: Scene, framebuffer: boolean): boolean {
    // The root is the first.
    const [root] = surfaces;
    if (root === undefined || surfaces.length > 1) return false;
    if (!framebuffer) return true;
    const { data } = root.pixels;
    const colour = data[0];
    if (this.#unlike < data.length && data[this.#unlike] !== colour) return false;
    const unlike = data.findIndex((pixel) => pixel !== colour);
    this.#unlike = Math.max(0, unlike);
    return unlike === -1;
  }
}
