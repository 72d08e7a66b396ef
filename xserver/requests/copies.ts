import type { DrawingScratch } from '../drawing-scratch.ts';
import type { Region } from '../raster/region.ts';
import { firstBoxBelow } from '../raster/spans.ts';

/**
 * Puts into `scratch.numbers` the copies that bring a rectangle at (sourceX, sourceY) of the source to (targetX, targetY) of
 * the target, as far as it lands in `clip`; gives their count. They stand in the order of the clip's boxes.
 */
export function clipCopies(
  scratch: DrawingScratch,
  clip: Region,
  sourceX: number,
  sourceY: number,
  targetX: number,
  targetY: number,
  width: number,
  height: number,
): number {
  const right = targetX + width;
  const bottom = targetY + height;
  const dx = sourceX - targetX;
  const dy = sourceY - targetY;
  const boxes = clip.rects;
  let at = 0;
  for (let box = boxes.length === 4 ? 0 : firstBoxBelow(boxes, targetY); box < boxes.length; box += 4) {
    if (boxes[box + 1]! >= bottom) break;
    const x1 = Math.max(targetX, boxes[box]!);
    const y1 = Math.max(targetY, boxes[box + 1]!);
    const x2 = Math.min(right, boxes[box + 2]!);
    const y2 = Math.min(bottom, boxes[box + 3]!);
    if (x1 >= x2 || y1 >= y2) continue;
    if (at + 6 > scratch.numbers.length) scratch.growNumbers(at + 6);
    const { numbers } = scratch;
    numbers[at] = x1 + dx;
    numbers[at + 1] = y1 + dy;
    numbers[at + 2] = x1;
    numbers[at + 3] = y1;
    numbers[at + 4] = x2 - x1;
    numbers[at + 5] = y2 - y1;
    at += 6;
  }
  return at / 6;
}
