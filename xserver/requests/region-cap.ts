import { ErrorCode, XError } from '../protocol/errors.ts';

/**
 * Runs region arithmetic whose result may exceed raster/region.ts' cap on boxes.
 * @throws XError Alloc then.
 */
export function withRegionCap<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) throw new XError(ErrorCode.Alloc);
    throw error;
  }
}
