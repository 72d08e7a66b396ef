import { depthMask } from './pixels.ts';
import type { Pixels } from './pixels.ts';
import type { Region } from './region.ts';
import { mergeConstants, ropCopy, ropNoop, solidAnd, solidXor } from './rop.ts';

/** Below these widths a loop beats the calls of copyWithin, and of subarray and set. */
const copyWithinWidth = 24;
const setWidth = 48;

/**
 * Copies a rectangle between pixels (or within one; overlap is handled), through `rop` and `planeMask`. Both rectangles
 * must lie inside (they are clipped already). Of a source deeper than the target the low bits count.
 */
export function copyRect(
  source: Pixels,
  sourceX: number,
  sourceY: number,
  target: Pixels,
  targetX: number,
  targetY: number,
  width: number,
  height: number,
  rop: number,
  planeMask: number,
): void {
  const mask = depthMask(target.depth);
  const planes = (planeMask & mask) >>> 0;
  if (planes === 0 || rop === ropNoop || width <= 0 || height <= 0) return;
  const shared = source.data === target.data;
  // Within one buffer rows are taken from the end that is not overwritten before it is read.
  const upwards = shared && targetY > sourceY;
  let from = (sourceY + (upwards ? height - 1 : 0)) * source.width + sourceX;
  let to = (targetY + (upwards ? height - 1 : 0)) * target.width + targetX;
  let sourceStep = upwards ? -source.width : source.width;
  let targetStep = upwards ? -target.width : target.width;
  if (rop === ropCopy && planes === mask && source.depth > target.depth) {
    maskRows(source.data, from, sourceStep, target.data, to, targetStep, width, height, mask);
  } else if (rop === ropCopy && planes === mask) {
    if (width === source.width && width === target.width) {
      if (upwards) {
        from = sourceY * width;
        to = targetY * width;
      }
      width *= height;
      height = 1;
      sourceStep = 0;
      targetStep = 0;
    }
    copyRows(source.data, from, sourceStep, target.data, to, targetStep, width, height);
  } else {
    const leftwards = shared && sourceY === targetY && targetX > sourceX;
    mergeRows(source.data, from, sourceStep, target.data, to, targetStep, width, height, rop, planes, leftwards);
  }
}

function copyRows(
  source: Uint32Array,
  from: number,
  sourceStep: number,
  target: Uint32Array,
  to: number,
  targetStep: number,
  width: number,
  height: number,
): void {
  if (source === target && width >= copyWithinWidth) {
    for (let row = height; row > 0; row--, from += sourceStep, to += targetStep) {
      target.copyWithin(to, from, from + width);
    }
  } else if (width >= setWidth) {
    for (let row = height; row > 0; row--, from += sourceStep, to += targetStep) {
      target.set(source.subarray(from, from + width), to);
    }
  } else if (source === target && to > from && to < from + width) {
    // Moving right within the row.
    for (let row = height; row > 0; row--, from += sourceStep, to += targetStep) {
      for (let x = width - 1; x >= 0; x--) target[to + x] = source[from + x];
    }
  } else {
    for (let row = height; row > 0; row--, from += sourceStep, to += targetStep) {
      let x = 0;
      for (; x + 4 <= width; x += 4) {
        // Signed numbers need no conversion at each store.
        target[to + x] = source[from + x] | 0;
        target[to + x + 1] = source[from + x + 1] | 0;
        target[to + x + 2] = source[from + x + 2] | 0;
        target[to + x + 3] = source[from + x + 3] | 0;
      }
      for (; x < width; x++) target[to + x] = source[from + x] | 0;
    }
  }
}

/** Rows of a deeper source, of which only the low bits count. */
function maskRows(
  source: Uint32Array,
  from: number,
  sourceStep: number,
  target: Uint32Array,
  to: number,
  targetStep: number,
  width: number,
  height: number,
  mask: number,
): void {
  const bits = mask | 0;
  for (let row = height; row > 0; row--, from += sourceStep, to += targetStep) {
    let x = 0;
    // All are read before the first is written: the engine need not check in between.
    for (; x + 8 <= width; x += 8) {
      const at = from + x;
      const a = source[at] & bits;
      const b = source[at + 1] & bits;
      const c = source[at + 2] & bits;
      const d = source[at + 3] & bits;
      const e = source[at + 4] & bits;
      const f = source[at + 5] & bits;
      const g = source[at + 6] & bits;
      const h = source[at + 7] & bits;
      const put = to + x;
      target[put] = a;
      target[put + 1] = b;
      target[put + 2] = c;
      target[put + 3] = d;
      target[put + 4] = e;
      target[put + 5] = f;
      target[put + 6] = g;
      target[put + 7] = h;
    }
    for (; x < width; x++) target[to + x] = source[from + x] & bits;
  }
}

function mergeRows(
  source: Uint32Array,
  from: number,
  sourceStep: number,
  target: Uint32Array,
  to: number,
  targetStep: number,
  width: number,
  height: number,
  rop: number,
  planes: number,
  leftwards: boolean,
): void {
  const { andA, andB, xorA, xorB } = mergeConstants(rop, planes);
  for (let row = height; row > 0; row--, from += sourceStep, to += targetStep) {
    if (leftwards) {
      for (let x = width - 1; x >= 0; x--) {
        const pixel = source[from + x];
        target[to + x] = (target[to + x] & ((pixel & andA) ^ andB)) ^ ((pixel & xorA) ^ xorB);
      }
    } else {
      for (let x = 0; x < width; x++) {
        const pixel = source[from + x];
        target[to + x] = (target[to + x] & ((pixel & andA) ^ andB)) ^ ((pixel & xorA) ^ xorB);
      }
    }
  }
}

/**
 * Copies one plane (X11 §10 CopyPlane): where the bit `bitPlane` (a single bit set) of the source is 1 the target gets
 * `foreground`, elsewhere `background`, through `rop` and `planeMask`. The depths may differ; clipped already.
 */
export function copyPlaneRect(
  source: Pixels,
  bitPlane: number,
  sourceX: number,
  sourceY: number,
  target: Pixels,
  targetX: number,
  targetY: number,
  width: number,
  height: number,
  foreground: number,
  background: number,
  rop: number,
  planeMask: number,
): void {
  const mask = depthMask(target.depth);
  const planes = (planeMask & mask) >>> 0;
  if (planes === 0 || rop === ropNoop) return;
  const shared = source.data === target.data;
  if (rop === ropCopy && planes === mask && !shared) {
    const one = foreground & mask;
    const zero = background & mask;
    choosePixels(source, bitPlane, sourceX, sourceY, target, targetX, targetY, width, height, one, zero);
    return;
  }
  const upwards = shared && targetY > sourceY;
  const leftwards = shared && sourceY === targetY && targetX > sourceX;
  const constants = mergeConstants(rop, planes);
  const andOff = solidAnd(constants, background);
  const xorOff = solidXor(constants, background);
  const andFlip = solidAnd(constants, foreground) ^ andOff;
  const xorFlip = solidXor(constants, foreground) ^ xorOff;
  const sourceData = source.data;
  const targetData = target.data;
  const first = leftwards ? width - 1 : 0;
  const step = leftwards ? -1 : 1;
  for (let row = 0; row < height; row++) {
    const y = upwards ? height - 1 - row : row;
    let from = (sourceY + y) * source.width + sourceX + first;
    let to = (targetY + y) * target.width + targetX + first;
    for (let left = width; left > 0; left--, from += step, to += step) {
      const set = (sourceData[from] & bitPlane) !== 0 ? -1 : 0;
      targetData[to] = (targetData[to] & (andOff ^ (andFlip & set))) ^ (xorOff ^ (xorFlip & set));
    }
  }
}

/** CopyPlane with GXcopy: `one` or `zero` for each pixel, both of the target's depth. */
function choosePixels(
  source: Pixels,
  bitPlane: number,
  sourceX: number,
  sourceY: number,
  target: Pixels,
  targetX: number,
  targetY: number,
  width: number,
  height: number,
  one: number,
  zero: number,
): void {
  const { data: from } = source;
  const { data: to } = target;
  const bit = bitPlane | 0;
  const flip = one ^ zero;
  const shift = Math.clz32(bitPlane);
  for (let row = 0; row < height; row++) {
    let at = (targetY + row) * target.width + targetX;
    const start = (sourceY + row) * source.width + sourceX;
    for (let i = start; i < start + width; i++, at++) to[at] = zero ^ (flip & (((from[i] & bit) << shift) >> 31));
  }
}

/**
 * Copies the pixels that land in `region` (target coordinates), each from `dx`, `dy` before it (target = source + d). Inside
 * one buffer the boxes are taken in the order in which none is overwritten before it is read. Boxes and their sources must
 * lie inside.
 */
export function copyRegion(
  source: Pixels,
  target: Pixels,
  region: Region,
  dx: number,
  dy: number,
  rop: number,
  planeMask: number,
): void {
  forBoxesInCopyOrder(region, dx, dy, (x, y, width, height) => {
    copyRect(source, x - dx, y - dy, target, x, y, width, height, rop, planeMask);
  });
}

/** CopyPlane for the pixels that land in `region`; see {@link copyRegion} and {@link copyPlaneRect}. */
export function copyPlaneRegion(
  source: Pixels,
  bitPlane: number,
  target: Pixels,
  region: Region,
  dx: number,
  dy: number,
  foreground: number,
  background: number,
  rop: number,
  planeMask: number,
): void {
  forBoxesInCopyOrder(region, dx, dy, (x, y, width, height) => {
    const sx = x - dx;
    const sy = y - dy;
    copyPlaneRect(source, bitPlane, sx, sy, target, x, y, width, height, foreground, background, rop, planeMask);
  });
}

/**
 * Calls `visit` for each box of the region, in an order that is safe for moving pixels by `dx`, `dy` within one buffer: bands
 * from the bottom when moving down, boxes of a band from the right when moving right.
 */
function forBoxesInCopyOrder(
  region: Region,
  dx: number,
  dy: number,
  visit: (x: number, y: number, width: number, height: number) => void,
): void {
  const { rects } = region;
  const visitBox = (box: number): void => {
    visit(rects[box], rects[box + 1], rects[box + 2] - rects[box], rects[box + 3] - rects[box + 1]);
  };
  const visitBand = (start: number, end: number): void => {
    if (dx > 0) for (let box = end - 4; box >= start; box -= 4) visitBox(box);
    else for (let box = start; box < end; box += 4) visitBox(box);
  };
  if (dy > 0) {
    for (let end = rects.length; end > 0;) {
      let start = end - 4;
      while (start > 0 && rects[start - 3] === rects[start + 1]) start -= 4;
      visitBand(start, end);
      end = start;
    }
  } else {
    for (let start = 0; start < rects.length;) {
      let end = start + 4;
      while (end < rects.length && rects[end + 1] === rects[start + 1]) end += 4;
      visitBand(start, end);
      start = end;
    }
  }
}
