import type { Region } from '../raster/region.ts';
import type { Colormap, Cursor } from './resources.ts';
import type { Pixmap, Surface } from './drawables.ts';
import type { PassiveGrab } from './input.ts';

export type Background =
  | { readonly kind: 'none' }
  | { readonly kind: 'parent-relative' }
  | { readonly kind: 'pixel'; readonly pixel: number }
  | { readonly kind: 'pixmap'; readonly pixmap: Pixmap };

export type Border =
  { readonly kind: 'pixel'; readonly pixel: number } | { readonly kind: 'pixmap'; readonly pixmap: Pixmap };

/** A property's value is replaced, never changed in place. */
export interface Property {
  readonly type: number;
  readonly format: 8 | 16 | 32;
  /** In little-endian order whatever the client's. */
  readonly data: Uint8Array;
}

/** SHAPE regions relative to the window's origin; undefined is the default shape. */
export interface WindowShape {
  bounding: Region | undefined;
  clip: Region | undefined;
  input: Region | undefined;
}

export const InputOutput = 1;
export const InputOnly = 2;

export interface Window {
  readonly kind: 'window';
  readonly id: number;
  /** The client that made it; 0 for the root. */
  client: number;
  parent: Window | undefined;
  /** Bottom first. */
  readonly children: Window[];
  readonly windowClass: typeof InputOutput | typeof InputOnly;
  /** Outer corner (of the border) relative to the parent's origin. */
  x: number;
  y: number;
  /** Inside of the border. */
  width: number;
  height: number;
  borderWidth: number;
  readonly depth: number;
  readonly visual: number;
  colormap: Colormap | undefined;
  background: Background;
  border: Border;
  bitGravity: number;
  winGravity: number;
  backingStore: number;
  backingPlanes: number;
  backingPixel: number;
  saveUnder: boolean;
  overrideRedirect: boolean;
  /** Event mask by client number; no entry is the empty mask. */
  readonly eventMasks: Map<number, number>;
  doNotPropagateMask: number;
  cursor: Cursor | undefined;
  mapped: boolean;
  readonly properties: Map<number, Property>;
  readonly shape: WindowShape;
  /** Clients with ShapeSelectInput on. */
  readonly shapeSelections: Set<number>;
  readonly passiveGrabs: PassiveGrab[];

  /** The pixels it is drawn on: its own for a mapped top-level and the root, else the top-level's; undefined while not viewable. */
  surface: Surface | undefined;
  /** Position of the window's origin (inside the border) in surface coordinates. Meaningful while `surface` is set. */
  surfaceX: number;
  surfaceY: number;
  /** What ClipByChildren drawing reaches, in surface coordinates; empty while not viewable. */
  clip: Region;
  /** What IncludeInferiors drawing reaches: as `clip`, with the children. */
  inferiorClip: Region;
  /** What the window and its border cover, children included. */
  borderClip: Region;
  /** VisibilityUnobscured 0, PartiallyObscured 1, FullyObscured 2, not viewable 3. */
  visibility: number;
}
