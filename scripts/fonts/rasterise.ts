/**
 * Outlines to pixels at sizes where an em is about ten pixels.
 *
 * Drawn with one bit per pixel, DejaVu's strokes of 0.9 to 1.5 pixels run together: m, w and # become blots. So the text is
 * drawn sixteen times as wide as it will be, which keeps the font's vertical hinting (rows are crisp) and gives every row
 * the exact runs of ink; then each run is placed on whole pixels: a stroke gets the width of a stroke, a bar ends where a
 * stroke at its end would. The glyph may shift by a fraction of a pixel to where its strokes fit best.
 */
import type * as NodeCanvas from 'canvas';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Face } from './faces.ts';
import type { Glyph } from './glyph.ts';
import { at } from './glyph.ts';

const OVERSAMPLING = 16;
const MARGIN = 8;
const SHIFTS = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6].map((sixteenths) => sixteenths / OVERSAMPLING);

/** Ink of a row from x to x, in pixels. */
interface Run {
  from: number;
  to: number;
}

type Canvas = typeof NodeCanvas;

/** Loads node-canvas with a font configuration of its own: only these fonts, hinted by their own instructions. */
export async function loadCanvas(fontFolder: string, scratch: string): Promise<Canvas> {
  const settings = (target: string): string =>
    `<match target="${target}">` +
    '<edit name="antialias" mode="assign"><bool>true</bool></edit>' +
    '<edit name="hinting" mode="assign"><bool>true</bool></edit>' +
    '<edit name="autohint" mode="assign"><bool>false</bool></edit>' +
    '<edit name="hintstyle" mode="assign"><const>hintfull</const></edit></match>';
  const path = join(scratch, 'fonts.conf');
  writeFileSync(
    path,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fontFolder}</dir>` +
      `<cachedir>${join(scratch, 'cache')}</cachedir>${settings('pattern')}${settings('font')}</fontconfig>`,
  );
  // fontconfig reads this when the first text is drawn.
  process.env['FONTCONFIG_FILE'] = path;
  return import('canvas');
}

export class Rasteriser {
  readonly #canvas: Canvas;

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
  }

  /** A character as the face wants it. */
  draw(face: Face, code: number): Glyph {
    const { advance, rows, top } = this.#runs(face, code);
    let best: { cost: number; pixels: Set<number> } | undefined;
    for (const shift of SHIFTS) {
      const fitted = fit(rows, top, face.stem, advance, shift);
      if (best === undefined || fitted.cost < best.cost - 1e-9) best = fitted;
    }
    return { advance, pixels: best!.pixels };
  }

  /** The advance in whole pixels, and the runs of each row from `top` (negative is above the baseline) down. */
  #runs(face: Face, code: number): { advance: number; rows: Run[][]; top: number } {
    const text = String.fromCodePoint(code);
    const font = `${face.bold ? 'bold ' : ''}${face.emY}px "${face.family}"`;
    const up = face.emY + 8;
    const height = face.emY * 2 + 16;
    const measure = this.#canvas.createCanvas(1, 1).getContext('2d');
    measure.font = font;
    const natural = (measure.measureText(text).width * face.emX) / face.emY;
    const advance = face.cell || Math.round(natural);
    const width = (Math.ceil(natural) + 2 * MARGIN) * OVERSAMPLING;
    const context = this.#canvas.createCanvas(width, height).getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#000';
    context.translate(MARGIN * OVERSAMPLING, up);
    context.scale((face.emX * OVERSAMPLING) / face.emY, 1);
    context.font = font;
    context.fillText(text, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    // A cell may be narrower than the advance by rounding: what is over is shared by both sides.
    const centre = (face.cell ? (face.cell - natural) / 2 : 0) + face.nudge;
    const rows: Run[][] = [];
    for (let y = 0; y < height; y++) {
      const runs: Run[] = [];
      let start = -1;
      for (let x = 0; x <= width; x++) {
        const ink = x < width && data[(y * width + x) * 4]! <= face.threshold;
        if (ink && start < 0) start = x;
        if (!ink && start >= 0) {
          runs.push({
            from: start / OVERSAMPLING - MARGIN + centre,
            to: x / OVERSAMPLING - MARGIN + centre,
          });
          start = -1;
        }
      }
      rows.push(runs);
    }
    return { advance, rows, top: -up };
  }
}

/** Puts runs, shifted, on whole pixels; the cost tells how far strokes had to move and which gaps were lost. */
function fit(
  rows: readonly Run[][],
  top: number,
  stem: number,
  advance: number,
  shift: number,
): { cost: number; pixels: Set<number> } {
  const stroke = Math.max(1, Math.round(stem));
  const inset = (stem - stroke) / 2;
  const pixels = new Set<number>();
  let cost = Math.abs(shift) / 2;
  rows.forEach((runs, row) => {
    let lastLeft = -Infinity;
    let lastEdge = -Infinity;
    let lastInk = -Infinity;
    for (const run of runs) {
      const from = run.from + shift;
      const to = run.to + shift;
      const length = to - from;
      let left: number;
      let right: number;
      if (length <= stem * 1.5) {
        const width = length < stem * 0.45 ? 1 : stroke;
        const exact = (from + to - width) / 2;
        left = Math.round(exact);
        right = left + width;
        cost += Math.abs(exact - left);
      } else {
        left = Math.round(from + inset);
        right = Math.max(left + 1, Math.round(to - inset));
      }
      if (left <= lastEdge && from - lastInk > 0.5) {
        // Better a thinner stroke than two that run together.
        cost += 0.7;
        if (right - left > 1) left = lastEdge + 1;
        else if (lastEdge - lastLeft > 1) pixels.delete(at(--lastEdge, top + row));
        else cost += 2;
        right = Math.max(right, left + 1);
      }
      if (left < 0 || right > advance) cost += 1;
      for (let x = left; x < right; x++) pixels.add(at(x, top + row));
      lastLeft = left;
      lastEdge = right;
      lastInk = to;
    }
  });
  return { cost, pixels };
}
