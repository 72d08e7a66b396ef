/**
 * Requests, field by field. A request is taken to be like one that followed the same sequence of kinds before, or else like the client's
 * last one of its kind: a field is the same, or that of the last one, or went with the field before it, or was used lately (ids, atoms, pixel
 * values), or differs by a small number. What these don't say is coded as a number. The rest of a request, behind its fields, is a
 * payload that was there before, structs of numbers, or bytes.
 */
import { ByteModel, type ByteContext } from './byte-model.ts';
import { ImageUnits, MIN_IMAGE_BYTES, suitsBands, type ImageForm } from './image-units.ts';
import type { BitReader, BitWriter } from './bit-port.ts';
import { hashBytes, History, MIN_PAYLOAD_BYTES } from './history.ts';
import { BAND_PIXELS, MAX_ENTRY_REQUEST_BYTES, MAX_PAYLOADS, PIECE_BYTES } from './limits.ts';
import { NxError } from './nx-error.ts';
import type { ClientModel } from './client-model.ts';
import { FieldModel } from './field-model.ts';
import { mix, type Predictor } from './predictor.ts';
import { codeStructs } from './struct-model.ts';
import { NO_RECORD, type Records } from './records.ts';
import { FIRST_VALUE, RECORD_VALUES, shapeOf, type FieldLetter, type RequestShape } from './request-shape.ts';
import { readField, writeField } from './request-bytes.ts';

const CHANGE_PROPERTY = 18;
const PUT_IMAGE = 72;
const SHAPE_BYTES = shapeOf(126);

/** A request whose rest is still being coded. */
interface OpenRequest {
  readonly client: ClientModel;
  readonly kind: number;
  readonly bytes: Uint8Array;
  /** How far the rest has come. */
  at: number;
  readonly restAt: number;
  readonly restEnd: number;
  readonly restStart: number;
  readonly structs: (RequestShape['rest'] & { kind: 'structs' }) | undefined;
  readonly context: ByteContext;
  readonly values: Int32Array;
}

export class RequestModel {
  readonly #predictor: Predictor;
  readonly #records: Records;
  readonly #history = new History();
  readonly #bytes: ByteModel;
  readonly #images: ImageUnits;
  readonly #fields: FieldModel;
  #open: OpenRequest | undefined;
  /** The key pressed last: what is typed is soon drawn. */
  hint = 0;
  #savedEnd = 0;
  #savedAt = 0;
  // Of the request being coded.
  #values = new Int32Array(RECORD_VALUES);

  constructor(port: BitWriter | BitReader, predictor: Predictor, records: Records) {
    this.#images = new ImageUnits(port);
    this.#predictor = predictor;
    this.#records = records;
    this.#bytes = new ByteModel(predictor, this.#history, 0);
    this.#fields = new FieldModel(predictor, records);
  }

  /** A request has begun and its rest goes on in the next unit. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** About what the next unit has of the open request. */
  get pieceSize(): number {
    return this.#images.isOpen ? BAND_PIXELS : PIECE_BYTES;
  }

  checkpoint(): void {
    this.#savedEnd = this.#history.end;
    this.#savedAt = this.#open?.at ?? 0;
    this.#bytes.checkpoint();
  }

  rollback(): void {
    this.#history.end = this.#savedEnd;
    if (this.#open !== undefined) this.#open.at = this.#savedAt;
    this.#bytes.rollback();
  }

  /**
   * Codes a request from its second byte on, or its beginning. `like` is the record that it is taken to be like. Gives the whole request,
   * or undefined while it is open.
   */
  request(
    client: ClientModel,
    kind: number,
    like: number,
    time: number,
    bytes: Uint8Array | undefined,
  ): Uint8Array | undefined {
    const predictor = this.#predictor;
    const last = this.#lastOf(client, kind);
    const alike = like === NO_RECORD ? last : like;
    this.#fields.begin();
    const natural = shapeOf(kind);
    const form = this.#form(kind, natural, bytes, client.littleEndian);
    const shape = form.fits ? natural : SHAPE_BYTES;
    const header = form.big ? 4 : 0;
    const values = this.#values;
    values.fill(0);
    const read = (offset: number, size: 1 | 2 | 4, letter: FieldLetter): number =>
      bytes === undefined
        ? 0
        : readField(bytes, offset < 4 ? offset : offset + header, size, letter, client.littleEndian);
    for (const [i, { letter, offset, size }] of shape.fields.entries()) {
      values[i] = this.#fields.code(client, kind, i, letter, alike, last, time, read(offset, size, letter));
    }
    const length = this.#length(kind, shape, form, alike, bytes, header);
    const out = bytes ?? new Uint8Array(length);
    const { rest } = shape;
    let restAt = shape.fixed + header;
    if (rest.kind === 'values' && form.fits) {
      const mask = values[shape.mask]!;
      for (const [bit, letter] of rest.letters.entries()) {
        if ((mask & (1 << bit)) === 0) continue;
        const i = FIRST_VALUE + bit;
        const value = restAt + 4 <= length ? read(restAt - header, 4, letter) : 0;
        values[i] = this.#fields.code(client, kind, i, letter, alike, last, time, value);
        if (restAt + 4 <= length && bytes === undefined) writeField(out, restAt, 4, values[i], client.littleEndian);
        restAt = Math.min(length, restAt + 4);
      }
    }
    if (!predictor.encoding) this.#writeHeader(out, client, kind, shape, values, form.big);
    const restEnd = this.#paddings(kind, shape, out, header, restAt);
    return this.#rest(client, kind, shape, alike, last, out, restAt, restEnd, form.fits);
  }

  #lastOf(client: ClientModel, kind: number): number {
    const last = client.last.get(kind) ?? NO_RECORD;
    return this.#records.has(last) ? last : NO_RECORD;
  }

  /** Whether the header has the long form, and whether the request is as long as its fields. */
  #form(
    kind: number,
    shape: RequestShape,
    bytes: Uint8Array | undefined,
    littleEndian: boolean,
  ): { big: boolean; fits: boolean } {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    const big = bytes !== undefined && readField(bytes, 2, 2, 's', littleEndian) === 0;
    let fits = false;
    if (bytes !== undefined && bytes.length >= shape.fixed + (big ? 4 : 0)) {
      fits = true;
      if (shape.rest.kind === 'values') {
        const { offset, size, letter } = shape.fields[shape.mask]!;
        const mask = readField(bytes, offset < 4 ? offset : offset + (big ? 4 : 0), size, letter, littleEndian);
        let values = 0;
        for (let bit = 0; bit < shape.rest.letters.length; bit++) values += (mask >>> bit) & 1;
        fits = bytes.length >= shape.fixed + (big ? 4 : 0) + 4 * values;
      }
    }
    const usual = fits && !big ? 1 : 0;
    contexts[0] = mix(0xf00, kind);
    contexts[1] = 0xf01;
    predictor.count = 2;
    predictor.select(8);
    if (predictor.bit(0, usual) === 1) return { big: false, fits: true };
    return { big: predictor.bit(1, big ? 1 : 0) === 1, fits: predictor.bit(2, fits ? 1 : 0) === 1 };
  }

  /** Length in bytes that a request's fields tell, or 0 where they don't. */
  #expectedLength(kind: number, shape: RequestShape): number {
    const values = this.#values;
    const { rest, fixed } = shape;
    if (kind === PUT_IMAGE) return fixed + imageBytes(values);
    if (rest.kind === 'none') return fixed;
    if (rest.kind === 'values') {
      let length = fixed;
      for (let bit = 0; bit < rest.letters.length; bit++) length += ((values[shape.mask]! >>> bit) & 1) * 4;
      return length;
    }
    const bytes = this.#restBytes(kind, shape);
    return Number.isNaN(bytes) ? 0 : fixed + padded(bytes);
  }

  #length(
    kind: number,
    shape: RequestShape,
    form: { big: boolean; fits: boolean },
    like: number,
    bytes: Uint8Array | undefined,
    header: number,
  ): number {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    const expected = form.fits ? this.#expectedLength(kind, shape) + header : 0;
    const known = expected >= 4 + header && expected <= MAX_ENTRY_REQUEST_BYTES && expected % 4 === 0;
    predictor.select(9);
    if (known) {
      contexts[0] = mix(0xf02, kind);
      contexts[1] = 0xf03;
      predictor.count = 2;
      if (predictor.bit(0, bytes?.length === expected ? 1 : 0) === 1) return expected;
    }
    const alike = like === NO_RECORD ? 0 : this.#records.restLength[this.#records.place(like)]! >> 2;
    contexts[0] = mix(0xf04, kind);
    contexts[1] = mix(mix(0xf05, kind), alike);
    contexts[2] = mix(mix(0xf06, kind), this.#fields.previous);
    predictor.count = 3;
    const least = form.fits ? shape.fixed + header : 4 + header;
    const words = predictor.number(bytes === undefined ? 0 : (bytes.length - least) >> 2);
    if (words * 4 + least > MAX_ENTRY_REQUEST_BYTES) throw new NxError(`a request of ${words * 4 + least} bytes`);
    return words * 4 + least;
  }

  #writeHeader(
    out: Uint8Array,
    client: ClientModel,
    kind: number,
    shape: RequestShape,
    values: Int32Array,
    big: boolean,
  ): void {
    const { littleEndian } = client;
    const header = big ? 4 : 0;
    if (kind >= 128) out[1] = kind & 0xff;
    out[0] = kind < 128 ? kind : kind >> 8;
    writeField(out, 2, 2, big ? 0 : out.length >> 2, littleEndian);
    if (big) writeField(out, 4, 4, out.length >> 2, littleEndian);
    for (const [i, { offset, size }] of shape.fields.entries()) {
      writeField(out, offset < 4 ? offset : offset + header, size, values[i]!, littleEndian);
    }
  }

  /** Bytes of no meaning: mostly zeros. Gives where the rest ends: padding behind it is done. */
  #paddings(kind: number, shape: RequestShape, out: Uint8Array, header: number, restAt: number): number {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    const places = shape.paddings.map((place) => (place < 4 ? place : place + header));
    let end = out.length;
    if (shape.rest.kind === 'bytes') {
      const data = restAt + this.#restBytes(kind, shape);
      if (end - data > 0 && end - data < 4) end = data;
      for (let place = end; place < out.length; place++) places.push(place);
    }
    if (places.length === 0) return end;
    const luck = predictor.note(mix(0xfad, kind));
    contexts[0] = mix(mix(0xf10, kind), luck & 7);
    contexts[1] = mix(mix(0xf11, kind), places.length);
    contexts[2] = mix(0xf12, luck & 15);
    predictor.count = 3;
    predictor.select(10);
    const clean = predictor.bit(0, places.every((place) => out[place] === 0) ? 1 : 0);
    predictor.setNote(mix(0xfad, kind), (luck << 1) | clean);
    if (clean === 1) return end;
    for (const [i, place] of places.entries()) {
      const before = predictor.note(mix(mix(0xfae, kind), i));
      contexts[0] = mix(mix(mix(0xf13, kind), i), before);
      contexts[1] = mix(mix(0xf14, i), i === 0 ? 0 : out[places[i - 1]!]!);
      predictor.count = 2;
      predictor.select(11);
      out[place] = predictor.tree(8, out[place]!, 4);
      predictor.setNote(mix(mix(0xfae, kind), i), out[place]!);
    }
    return end;
  }

  /** Bytes of the rest without its padding, as the fields tell; NaN where they don't. */
  #restBytes(kind: number, shape: RequestShape): number {
    const values = this.#values;
    if (kind === CHANGE_PROPERTY) return ((values[5]! >>> 0) * (values[4]! & 0xff)) / 8;
    return shape.counted === undefined ? NaN : (values[shape.counted.field]! >>> 0) * shape.counted.size;
  }

  #rest(
    client: ClientModel,
    kind: number,
    shape: RequestShape,
    like: number,
    last: number,
    out: Uint8Array,
    restAt: number,
    restEnd: number,
    fits: boolean,
  ): Uint8Array | undefined {
    const history = this.#history;
    const records = this.#records;
    const length = restEnd - restAt;
    const values = this.#values.slice();
    if (length === 0) return this.#finish(client, kind, out, values, -1, 0);
    const whole = this.#repeated(kind, like, last, out, restAt, restEnd);
    if (whole >= 0) {
      history.copyTo(whole, length, out, restAt);
      return this.#finish(client, kind, out, values, whole, length);
    }
    const alike = like === NO_RECORD ? last : like;
    const start = alike === NO_RECORD ? -1 : records.restStart[records.place(alike)]!;
    const context: ByteContext = {
      kind: kind === CHANGE_PROPERTY ? mix(kind, mix(values[3]!, values[4]!)) : kind,
      like: start >= 0 && history.has(start) ? start : -1,
      likeLength: alike === NO_RECORD ? 0 : records.restLength[records.place(alike)]!,
      stride: kind === PUT_IMAGE && fits ? rowBytes(values) : 0,
      hint: this.hint,
      isTable: false,
    };
    const form = kind === PUT_IMAGE && fits && length >= MIN_IMAGE_BYTES ? imageForm(values, length) : undefined;
    if (form !== undefined && this.#inBands(form, out, restAt))
      return this.#beginImage(client, form, out, restAt, values);
    this.#open = {
      client,
      kind,
      bytes: out,
      at: restAt,
      restAt,
      restEnd,
      restStart: history.end,
      structs: fits && shape.rest.kind === 'structs' ? shape.rest : undefined,
      context,
      values,
    };
    this.#bytes.begin(context);
    try {
      return this.goOn();
    } catch (error) {
      this.#open = undefined;
      throw error;
    }
  }

  /** Where in the history the whole rest stands, or -1. */
  #repeated(kind: number, like: number, last: number, out: Uint8Array, restAt: number, restEnd: number): number {
    const predictor = this.#predictor;
    const history = this.#history;
    const records = this.#records;
    const { contexts } = predictor;
    const length = restEnd - restAt;
    const luck = predictor.note(mix(0xfaf, kind));
    for (const [i, record] of [like, last].entries()) {
      if (record === NO_RECORD || (i === 1 && last === like)) continue;
      const start = records.restStart[records.place(record)]!;
      if (records.restLength[records.place(record)] !== length || start < 0 || !history.has(start)) continue;
      contexts[0] = mix(mix(0xf20, kind), luck & 15);
      contexts[1] = mix(mix(0xf21, kind), this.#fields.misses);
      contexts[2] = mix(mix(0xf22, kind), Math.min(length, 64));
      predictor.count = 3;
      predictor.select(12);
      const same = predictor.bit(i, predictor.encoding && history.equals(start, out, restAt, length) ? 1 : 0);
      predictor.setNote(mix(0xfaf, kind), (luck << 1) | same);
      if (same === 1) return start;
    }
    if (length < MIN_PAYLOAD_BYTES || history.payloads === 0) return -1;
    const hash = predictor.encoding ? hashBytes(out, restAt, restEnd) : 0;
    const age = predictor.encoding ? history.find(hash, out, restAt, length) : 0;
    contexts[0] = mix(mix(0xf23, kind), predictor.note(mix(0xfb0, kind)) & 15);
    contexts[1] = mix(mix(0xf24, kind), 32 - Math.clz32(length));
    predictor.count = 2;
    predictor.select(13);
    const found = predictor.bit(0, age > 0 ? 1 : 0);
    predictor.setNote(mix(0xfb0, kind), (predictor.note(mix(0xfb0, kind)) << 1) | found);
    if (found === 0) return -1;
    contexts[0] = mix(0xf25, kind);
    contexts[1] = mix(mix(0xf26, kind), predictor.note(mix(0xfb1, kind)));
    predictor.select(14);
    const named = predictor.number(age);
    predictor.setNote(mix(0xfb1, kind), named);
    const payload = named <= MAX_PAYLOADS ? history.payload(named) : undefined;
    if (payload === undefined || payload.length !== length) throw new NxError('a payload that is not remembered');
    return payload.start;
  }

  #inBands(form: ImageForm, out: Uint8Array, restAt: number): boolean {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    contexts[0] = mix(0xf33, 32 - Math.clz32(out.length));
    predictor.count = 1;
    predictor.select(15);
    return predictor.bit(7000, predictor.encoding && suitsBands(form, out, restAt) ? 1 : 0) === 1;
  }

  /** The bands of the image are units of their own. */
  #beginImage(client: ClientModel, form: ImageForm, out: Uint8Array, restAt: number, values: Int32Array): undefined {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    const top = predictor.encoding ? this.#images.topOf(form, out, restAt) : 0;
    contexts[0] = 0xf30;
    contexts[1] = mix(0xf31, values[8]!);
    predictor.count = 2;
    predictor.select(15);
    const coded = predictor.number(top + 1) - 1;
    if (coded > 255) throw new NxError('no byte');
    const [drawable, x, y, width, height] = [values[1]!, values[5]!, values[6]!, form.width, form.height];
    const place = form.bytesPerPixel === 4 ? { drawable, x, y, width, height } : undefined;
    this.#images.begin(form, out, restAt, coded, place, (rows) => {
      this.#fields.numberContexts(0xf32, 0, 27);
      return predictor.bit(6000, rows === undefined ? 1 : 0) === 1 ? undefined : predictor.signed(rows ?? 0);
    });
    this.#open = {
      client,
      kind: PUT_IMAGE,
      bytes: out,
      at: restAt,
      restAt,
      restEnd: out.length,
      restStart: this.#history.end,
      structs: undefined,
      context: { kind: PUT_IMAGE, like: -1, likeLength: 0, stride: 0, hint: 0, isTable: false },
      values,
    };
    return undefined;
  }

  /** Codes the next piece of the request that is open; gives it when it is whole. */
  goOn(): Uint8Array | undefined {
    const open = this.#open!;
    if (this.#images.isOpen) {
      if (!this.#images.goOn()) return undefined;
      this.#history.pushAll(open.bytes, open.restAt);
      open.at = open.restEnd;
      return this.#close(open);
    }
    const predictor = this.#predictor;
    const history = this.#history;
    const { bytes, structs, context, restAt, restEnd } = open;
    if (structs !== undefined && restEnd - open.at >= structs.size) {
      const elements = Math.min(Math.floor((restEnd - open.at) / structs.size), Math.ceil(PIECE_BYTES / structs.size));
      const to = open.at + elements * structs.size;
      codeStructs(predictor, this.#fields, history, { ...open, structs }, to);
      for (let at = open.at; at < to; at++) history.push(bytes[at]!);
      open.at = to;
    } else {
      const to = Math.min(restEnd, open.at + PIECE_BYTES);
      this.#bytes.code(context, bytes, open.at, to, open.at - restAt);
      open.at = to;
    }
    return open.at < restEnd ? undefined : this.#close(open);
  }

  #close(open: OpenRequest): Uint8Array {
    const { bytes, restAt, restEnd } = open;
    this.#open = undefined;
    const length = restEnd - restAt;
    if (length >= MIN_PAYLOAD_BYTES) {
      const hash = this.#predictor.encoding ? hashBytes(bytes, restAt, restEnd) : 0;
      this.#history.remember(open.restStart, length, hash);
    }
    return this.#finish(open.client, open.kind, bytes, open.values, open.restStart, length);
  }

  /** The request is whole: from here on it is remembered. */
  #finish(
    client: ClientModel,
    kind: number,
    out: Uint8Array,
    values: Int32Array,
    restStart: number,
    restLength: number,
  ): Uint8Array {
    const records = this.#records;
    const shape = shapeOf(kind);
    const last = this.#lastOf(client, kind);
    // A value that the mask has not chosen is still the last one.
    if (shape.rest.kind === 'values' && last !== NO_RECORD) {
      const mask = values[shape.mask]!;
      for (let bit = 0; bit < shape.rest.letters.length; bit++) {
        if ((mask & (1 << bit)) === 0) values[FIRST_VALUE + bit] = records.value(last, FIRST_VALUE + bit);
      }
    }
    const record = records.add(kind, client.number, values, restStart, restLength);
    client.last.set(kind, record);
    for (const [i, { letter }] of shape.fields.entries()) this.#fields.use(client, letter, values[i]!);
    if (shape.rest.kind === 'values') {
      for (const [bit, letter] of shape.rest.letters.entries()) {
        if ((values[shape.mask]! & (1 << bit)) !== 0) this.#fields.use(client, letter, values[FIRST_VALUE + bit]!);
      }
    }
    for (const hash of client.sequence.hashes) records.follow(hash, record);
    client.sequence.push(kind);
    return out;
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

/** The image of a PutImage in ZPixmap format whose data are whole pixels, as many as its fields say. */
function imageForm(values: Int32Array, length: number): ImageForm | undefined {
  const [format, width, height, depth] = [values[0]!, values[3]! & 0xffff, values[4]! & 0xffff, values[8]!];
  if (format !== 2 || values[7]! !== 0 || width === 0 || height === 0 || depth < 8) return undefined;
  const form: ImageForm =
    depth > 8 ? { width, height, bytesPerPixel: 4 } : { width: Math.ceil(width / 4) * 4, height, bytesPerPixel: 1 };
  return form.width * form.height * form.bytesPerPixel === length ? form : undefined;
}

/** Bytes of a row of a PutImage's data. */
function rowBytes(values: Int32Array): number {
  const [format, width, leftPad, depth] = [values[0]!, values[3]! & 0xffff, values[7]!, values[8]!];
  const bits = format === 2 ? (depth > 8 ? 32 : depth > 1 ? 8 : 1) : 1;
  return Math.ceil(((width + leftPad) * bits) / 32) * 4;
}

/** Bytes of a PutImage's data by its fields: format, drawable, gc, width, height, x, y, left pad, depth. X11 §9 PutImage */
function imageBytes(values: Int32Array): number {
  const [format, height, depth] = [values[0]!, values[4]! & 0xffff, values[8]!];
  return rowBytes(values) * height * (format === 1 ? depth : 1);
}
