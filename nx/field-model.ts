/** Fields of requests: what the next value is likely to be. */
import type { ClientModel } from './client-model.ts';
import { NxError } from './nx-error.ts';
import { mix, type Predictor } from './predictor.ts';
import { RecentValues } from './recent-values.ts';
import { NO_RECORD, type Records } from './records.ts';
import type { FieldLetter } from './request-shape.ts';

/** Ids below are the server's own. */
const FIRST_CLIENT_ID = 0x200000;

export class FieldModel {
  readonly #predictor: Predictor;
  readonly #records: Records;
  readonly #atoms = new RecentValues();
  readonly #words = new RecentValues();
  /** Which of the request's fields so far were not as predicted, a bit each. */
  misses = 0;
  /** The value before. */
  previous = 0;

  constructor(predictor: Predictor, records: Records) {
    this.#predictor = predictor;
    this.#records = records;
  }

  /** A request begins. */
  begin(): void {
    this.misses = 0;
    this.previous = 0;
  }

  /** One field; see the top. */
  code(
    client: ClientModel,
    kind: number,
    i: number,
    letter: FieldLetter,
    like: number,
    last: number,
    time: number,
    value: number,
  ): number {
    const predictor = this.#predictor;
    const records = this.#records;
    const { contexts } = predictor;
    const field = mix(mix(0xf1e1d, kind), i);
    const a = like === NO_RECORD ? 0 : records.value(like, i);
    const b = last === NO_RECORD ? 0 : records.value(last, i);
    const luck = predictor.note(field);
    const byPrevious = mix(field, this.previous);
    contexts[0] = mix(mix(field, 1), luck & 0xff);
    contexts[1] = mix(mix(field, 2), (this.misses << 1) | (a === b ? 1 : 0));
    contexts[2] = mix(mix(field, 3), client.sequence.hashes[2]!);
    contexts[3] = mix(mix(field, 4), a);
    contexts[4] = mix(mix(field, 5), mix(this.previous, a));
    contexts[5] = mix(mix(client.luck & 0xf, 6), like === NO_RECORD ? 0 : 1);
    predictor.count = 6;
    predictor.select(16);
    let result: number;
    if (predictor.bit(0, value === a ? 1 : 0) === 1) {
      result = a;
      predictor.setNote(field, (luck << 1) | 1);
      this.misses <<= 1;
    } else {
      predictor.setNote(field, luck << 1);
      this.misses = (this.misses << 1) | 1;
      result = this.#changedField(client, field, byPrevious, letter, a, b, like, time, value);
    }
    predictor.setNote(mix(byPrevious, 77), result);
    this.previous = result;
    return result;
  }

  #changedField(
    client: ClientModel,
    field: number,
    byPrevious: number,
    letter: FieldLetter,
    a: number,
    b: number,
    like: number,
    time: number,
    value: number,
  ): number {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    if (b !== a) {
      predictor.select(17);
      if (predictor.bit(1, value === b ? 1 : 0) === 1) return b;
    }
    const c = predictor.note(mix(byPrevious, 77));
    if (c !== a && c !== b) {
      predictor.select(18);
      if (predictor.bit(2, value === c ? 1 : 0) === 1) return c;
    }
    if (letter === 'i' || letter === 'w') {
      const moved = this.#withPointer(field, a, like, letter, value);
      if (moved !== undefined) return moved;
    }
    switch (letter) {
      case 'r':
        return this.#used(client.ids, field, value, client.lastId + 1, client.lastId);
      case 'a':
        return this.#used(this.#atoms, field, value, NaN, 0);
      case 'w':
      case 'k':
        return this.#used(this.#words, field, value, NaN, a, true);
      case 't':
        this.numberContexts(field, 0, 20);
        return (time - predictor.signed((time - value) | 0)) | 0;
      case 'b':
      case 'L': {
        contexts[0] = mix(field, 11);
        contexts[1] = mix(mix(field, 12), b);
        contexts[2] = mix(mix(field, 13), this.previous);
        predictor.count = 3;
        predictor.select(21);
        return predictor.tree(8, value & 0xff, 3);
      }
      default: {
        const deltaField = mix(field, 99);
        this.numberContexts(field, predictor.note(deltaField), 22);
        const delta = predictor.signed((value - a) | 0);
        predictor.setNote(deltaField, delta);
        const moved = a + delta;
        return letter === 'i' ? (moved << 16) >> 16 : letter === 'M' ? moved | 0 : moved & 0xffff;
      }
    }
  }

  /** Windows and what is drawn under the pointer move as it does. */
  #withPointer(field: number, before: number, like: number, letter: FieldLetter, value: number): number | undefined {
    const predictor = this.#predictor;
    const records = this.#records;
    if (like === NO_RECORD) return undefined;
    const { contexts } = predictor;
    const at = records.place(like);
    const steps = [records.pointer.x - records.pointerX[at]!, records.pointer.y - records.pointerY[at]!];
    for (const [axis, step] of steps.entries()) {
      if (step === 0) continue;
      const wanted = letter === 'i' ? ((before + step) << 16) >> 16 : (before + step) | 0;
      contexts[0] = mix(mix(field, 31), axis);
      contexts[1] = mix(mix(field, 32), predictor.note(mix(field, 96)) * 2 + axis);
      predictor.count = 2;
      predictor.select(28);
      const hit = predictor.bit(0, value === wanted ? 1 : 0);
      predictor.setNote(mix(field, 96), hit * 2 + axis);
      if (hit === 1) return wanted;
    }
    return undefined;
  }

  numberContexts(field: number, state: number, set: number): void {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    contexts[0] = mix(field, 21);
    contexts[1] = mix(mix(field, 22), state);
    contexts[2] = mix(mix(field, 23), this.previous);
    contexts[3] = mix(set, 24);
    predictor.count = 4;
    predictor.select(set);
  }

  /** A value used lately, or the next new one, or a number. */
  #used(recent: RecentValues, field: number, value: number, next: number, near: number, steps = false): number {
    const predictor = this.#predictor;
    const at = predictor.encoding ? recent.find(value) : 0;
    this.numberContexts(field, predictor.note(mix(field, 98)), 24);
    const choice = predictor.number(value === next ? 0 : at >= 0 ? at + 2 : 1);
    predictor.setNote(mix(field, 98), choice);
    if (choice === 0 && !Number.isNaN(next)) return next;
    if (choice > 1) {
      if (choice - 2 >= recent.count) throw new NxError('a value that was not used lately');
      return recent.values[choice - 2]!;
    }
    const stepField = mix(field, 97);
    this.numberContexts(field, steps ? predictor.note(stepField) : 1, steps ? 27 : 26);
    const step = predictor.signed((value - near) | 0);
    if (steps) predictor.setNote(stepField, step);
    return (near + step) | 0;
  }

  /** The value was in a request that is whole now. */
  use(client: ClientModel, letter: FieldLetter, value: number): void {
    if (letter === 'r') {
      client.ids.use(value);
      const near = client.lastId === 0 ? value >= FIRST_CLIENT_ID : value - client.lastId < 0x10000;
      if (value > client.lastId && near) client.lastId = value;
    } else if (letter === 'a') this.#atoms.use(value);
    else if (letter === 'w') this.#words.use(value);
  }
}
