/**
 * The thinc wire: drawing as commands, from the host's core to a terminal (Baratto, Kim and Nieh: THINC, SOSP 2005).
 *
 * At the host the core's display driver calls reach translation.ts, which keeps their meaning (a fill is a fill, also through pixmaps) and hands
 * drawings to a TerminalBuffer (buffer.ts) for each terminal. There they wait in drawing lists (drawing-list.ts), where what is covered is
 * evicted and neighbours merge; when the link has room, `take` lets scheduler.ts choose and command-writer.ts write these commands. At the
 * terminal command-reader.ts reads them and execute.ts draws them. Start with translation.ts and drawing-list.ts; README.md tells the bytes.
 */
import type { Pixels } from '../xserver/raster/pixels.ts';
import type { Region } from '../xserver/raster/region.ts';

/** One command. Surfaces, pictures and glyphs are numbers that the host gives; coordinates are the surface's own. */
export type Command = DrawingCommand | KeepCommand | SceneCommand;

export type DrawingCommand =
  /** RAW: pixels as they are. `keep`: the terminal keeps them as this picture too. */
  | { kind: 'raw'; surface: number; x: number; y: number; pixels: Pixels; keep: number | undefined }
  /** RAW of pixels that the terminal has kept. */
  | { kind: 'kept-raw'; surface: number; x: number; y: number; picture: number }
  /** COPY: every pixel of `region` from (x + dx, y + dy) of the source, as if all were read before any is written. */
  | { kind: 'copy'; surface: number; source: number; dx: number; dy: number; region: Region }
  /** SFILL */
  | { kind: 'fill'; surface: number; pixel: number; region: Region }
  /** PFILL: a kept picture again and again, one of them with its corner at x, y. */
  | { kind: 'tile'; surface: number; picture: number; x: number; y: number; region: Region }
  /** BITMAP: as `tile`, a kept picture of depth 1 in two colours; without background its zeros leave the surface alone. */
  | {
      kind: 'bitmap';
      surface: number;
      picture: number;
      x: number;
      y: number;
      foreground: number;
      background: number | undefined;
      region: Region;
    }
  /**
   * GLYPHS: kept glyphs at origins on baselines (flat x, y), in one colour; only within `clip` where it is given. Those of 8-bit coverage have a
   * `ground`: the pixel on which the colour, premultiplied ARGB then, is composited.
   */
  | {
      kind: 'glyphs';
      surface: number;
      pixel: number;
      ground: number | undefined;
      clip: Region | undefined;
      glyphs: readonly number[];
      positions: readonly number[];
    }
  /** VIDEO: one frame of a coded stream for a rectangle; a lossy still is a stream of one frame, whose number is of no meaning. */
  | {
      kind: 'video';
      surface: number;
      x: number;
      y: number;
      width: number;
      height: number;
      stream: number;
      codec: VideoCodec;
      /** What of it is to be shown; undefined for all. */
      clip: Region | undefined;
      keyFrame: boolean;
      data: Uint8Array;
    };

/** By their numbers on the wire. */
export const videoCodecs = ['jpeg', 'h264', 'vp8', 'vp9', 'av1', 'webp'] as const;
export type VideoCodec = (typeof videoCodecs)[number];

/** Whether each frame is a picture by itself. */
export function isStillCodec(codec: VideoCodec): codec is 'jpeg' | 'webp' {
  return codec === 'jpeg' || codec === 'webp';
}

export type KeepCommand =
  | { kind: 'picture'; picture: number; pixels: Pixels }
  /** The next glyph: numbers count up from 0. */
  | { kind: 'glyph'; glyph: Glyph }
  | { kind: 'forget-glyphs' };

/** 1-bit coverage, rows padded to whole bytes, most significant bit leftmost; or 8-bit `coverage`, a byte each. Bearings as in X11 §8 CHARINFO. */
export interface Glyph {
  readonly left: number;
  readonly width: number;
  readonly ascent: number;
  readonly height: number;
  /** To the next glyph's origin. */
  readonly advance: number;
  readonly bits: Uint8Array;
  readonly coverage?: true;
}

export type SceneCommand =
  /** `of`: what is shown is a picture, made smaller, of a screen of this size. */
  | { kind: 'screen'; width: number; height: number; of: { width: number; height: number } | undefined }
  /** A new surface, all 0, not yet in the stack. */
  | { kind: 'create'; surface: number; depth: number; x: number; y: number; width: number; height: number }
  /** New pixels, all 0 but for the old ones, which land at dx, dy. */
  | { kind: 'resize'; surface: number; width: number; height: number; dx: number; dy: number }
  | { kind: 'move'; surface: number; x: number; y: number }
  | { kind: 'shape'; surface: number; shape: Region | undefined }
  /** All surfaces that are shown, bottom first. */
  | { kind: 'stack'; surfaces: number[] }
  | { kind: 'destroy'; surface: number }
  /** Premultiplied ARGB in `pixels` (depth 32). */
  | { kind: 'cursor'; cursor: { hotX: number; hotY: number; pixels: Pixels } | undefined }
  | { kind: 'blank'; blanked: boolean }
  | { kind: 'warp'; x: number; y: number }
  /** The lock keys, as they stand in the session. */
  | { kind: 'locks'; capsLock: boolean; numLock: boolean }
  /** Nothing waits at the host: the terminal has exactly the host's picture. Not `exact`: some of it is coded with loss and will be made exact. */
  | { kind: 'whole'; exact: boolean };
