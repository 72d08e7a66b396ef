import type { Pixels } from './pixels.ts';

/**
 * What a drawing request puts on the pixels it covers (X11 §5, fill-style).
 *
 * `x`, `y`: the tile-stipple origin in target coordinates. A stipple has depth 1. With `background` undefined the stipple
 * is transparent (FillStippled), otherwise opaque (FillOpaqueStippled).
 */
export type Paint =
  | { readonly kind: 'solid'; readonly pixel: number }
  | { readonly kind: 'tile'; readonly tile: Pixels; readonly x: number; readonly y: number }
  | {
      readonly kind: 'stipple';
      readonly stipple: Pixels;
      readonly x: number;
      readonly y: number;
      readonly foreground: number;
      readonly background: number | undefined;
    };
