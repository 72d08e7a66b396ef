/** Lists of points, rectangles, arcs and the like: each number is as in the list that this one is like, or differs from the one in the struct before. */
import type { ByteContext } from './byte-model.ts';
import type { ClientModel } from './client-model.ts';
import type { FieldModel } from './field-model.ts';
import type { History } from './history.ts';
import { mix, type Predictor } from './predictor.ts';
import { readField, writeField } from './request-bytes.ts';
import type { Rest } from './request-shape.ts';

export interface OpenStructs {
  readonly client: ClientModel;
  readonly kind: number;
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly restAt: number;
  readonly structs: Rest & { readonly kind: 'structs' };
  readonly context: ByteContext;
}

/** Codes the structs from `open.at` to `to`. */
export function codeStructs(
  predictor: Predictor,
  numbers: FieldModel,
  history: History,
  open: OpenStructs,
  to: number,
): void {
  const { contexts } = predictor;
  const { bytes, context, restAt, kind } = open;
  const { littleEndian } = open.client;
  const { size, fields } = open.structs;
  const likeBytes = new Uint8Array(size);
  for (let at = open.at; at < to; at += size) {
    const place = at - restAt;
    const hasLike = context.like >= 0 && place + size <= context.likeLength;
    if (hasLike) history.copyTo(context.like + place, size, likeBytes, 0);
    let misses = 0;
    let before = 0;
    for (const [i, { letter, offset, size: fieldSize }] of fields.entries()) {
      const value = predictor.encoding ? readField(bytes, at + offset, fieldSize, letter, littleEndian) : 0;
      const like = hasLike ? readField(likeBytes, offset, fieldSize, letter, littleEndian) : 0;
      const last = place > 0 ? readField(bytes, at - size + offset, fieldSize, letter, littleEndian) : like;
      const field = mix(mix(0x57ac7, kind), i);
      const deltaField = mix(field, Math.min(place, 1));
      const luck = predictor.note(field);
      contexts[0] = mix(mix(field, 1), luck & 0xff);
      contexts[1] = mix(mix(field, 2), (misses << 1) | (hasLike ? 1 : 0));
      contexts[2] = mix(mix(field, 3), before);
      contexts[3] = mix(mix(field, 4), (Math.min(place / size, 15) << 2) | (like === last ? 1 : 0));
      predictor.count = 4;
      predictor.select(30);
      let result = like;
      let hit = 1;
      if (!hasLike || predictor.bit(0, value === like ? 1 : 0) === 0) {
        hit = 0;
        const lastDelta = predictor.note(mix(deltaField, 99));
        numbers.previous = before;
        numbers.numberContexts(field, lastDelta, 32);
        contexts[4] = mix(mix(field, 25), mix(lastDelta, before));
        predictor.count = 5;
        const delta = predictor.signed((value - last) | 0);
        predictor.setNote(mix(deltaField, 99), delta);
        const moved = last + delta;
        result =
          letter === 'i'
            ? (moved << 16) >> 16
            : fieldSize === 4
              ? moved | 0
              : moved & (fieldSize === 2 ? 0xffff : 0xff);
        before = mix(before, delta);
      } else {
        before = mix(before, 0x10000);
      }
      misses = (misses << 1) | (1 - hit);
      predictor.setNote(field, (luck << 1) | hit);
      if (!predictor.encoding) writeField(bytes, at + offset, fieldSize, result, littleEndian);
    }
  }
}
