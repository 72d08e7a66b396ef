/** Random records for any message of the protocol descriptions, by the same rules as the generated interfaces. */
import fc from 'fast-check';
import type { Library, Scalar, WireType } from '../../scripts/protocol/library.ts';
import { listForm, maskField, maskFields, lengthFields, parameters, property } from '../../scripts/protocol/layout.ts';
import type { Element, Expression, Field, List, Module, Switch } from '../../scripts/protocol/model.ts';
import { CHECKED_BEFORE_LENGTH } from '../../scripts/protocol/quirks.ts';

export type Fields = Record<string, unknown>;

/** What values come from: fast-check's imperative generator. */
type Draw = fc.GeneratorValue;

/** Fields by their XML name, lists as what was drawn for them. */
type Known = Map<string, unknown>;

const RANGES: Record<Scalar['code'], [number, number]> = {
  u8: [0, 0xff],
  i8: [-0x80, 0x7f],
  u16: [0, 0xffff],
  i16: [-0x8000, 0x7fff],
  u32: [0, 0xffffffff],
  i32: [-0x80000000, 0x7fffffff],
  u64: [0, 0xffffffff],
  i64: [-0x80000000, 0x7fffffff],
  f32: [-1000, 1000],
  f64: [-1000, 1000],
};

function drawScalar(draw: Draw, code: Scalar['code']): number | bigint {
  const [min, max] = RANGES[code];
  const value = draw(fc.integer, { min, max });
  return code === 'u64' || code === 'i64' ? BigInt(value) * 0x1_0000_0001n : value;
}

/** Names in expressions: their fields are kept small, since they count things. */
function namesIn(elements: readonly Element[]): Set<string> {
  const names = new Set<string>();
  const visit = (expression: Expression): void => {
    if (expression.kind === 'field' || expression.kind === 'param') names.add(expression.name);
    if (expression.kind === 'op') {
      visit(expression.left);
      visit(expression.right);
    }
    if (expression.kind === 'not' || expression.kind === 'popcount') visit(expression.operand);
    if (expression.kind === 'sum' && expression.body !== undefined) visit(expression.body);
  };
  for (const element of elements) {
    if (element.kind === 'list' && element.length !== undefined) visit(element.length);
    if (element.kind === 'switch') {
      for (const { elements: inner } of element.cases) for (const name of namesIn(inner)) names.add(name);
    }
  }
  return names;
}

function evaluate(expression: Expression, known: Known, one?: unknown): number {
  const inner = (part: Expression): number => evaluate(part, known, one);
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'field':
    case 'param': {
      const own = typeof one === 'object' && one !== null ? (one as Fields)[property(expression)] : undefined;
      const value = own ?? known.get(expression.name);
      if (typeof value !== 'number') throw new Error(`no value for ${expression.name}`);
      return value;
    }
    case 'op': {
      const [left, right] = [inner(expression.left), inner(expression.right)];
      if (expression.op === '+') return left + right;
      if (expression.op === '-') return left - right;
      if (expression.op === '*') return left * right;
      if (expression.op === '/') return Math.floor(left / right);
      if (expression.op === '&') return Number(BigInt(left) & BigInt(right));
      throw new Error(`operator ${expression.op}`);
    }
    case 'not':
      return 0xffffffff - inner(expression.operand);
    case 'popcount':
      return [...inner(expression.operand).toString(2)].filter((digit) => digit === '1').length;
    case 'sum': {
      const list = known.get(expression.list) as Iterable<unknown>;
      return [...list].reduce<number>((sum, item) => {
        return sum + (expression.body === undefined ? Number(item) : evaluate(expression.body, known, item));
      }, 0);
    }
    case 'element':
      return Number(one);
  }
}

export class Arbitraries {
  private readonly library: Library;

  constructor(library: Library) {
    this.library = library;
  }

  /** Records that the encoder of a message takes and its decoder gives. */
  message(
    module: Module,
    xmlName: string,
    kind: 'request' | 'other',
    elements: readonly Element[],
  ): fc.Arbitrary<Fields> {
    return fc.gen().map((draw) => this.record(draw, { module, xmlName, kind }, elements, new Map()));
  }

  private record(
    draw: Draw,
    owner: { module: Module; xmlName: string; kind: 'request' | 'other' },
    elements: readonly Element[],
    outer: Known,
  ): Fields {
    const known: Known = new Map(outer);
    const fields: Fields = {};
    const counts = namesIn(elements);
    // A reply's own length; lists that are as long as it says are the reply's only ones.
    if (!known.has('length')) known.set('length', draw(fc.nat, 6));
    const lengths = lengthFields(elements);
    const masks = owner.kind === 'request' ? maskFields(elements) : new Map<string, Switch>();
    for (const element of elements) {
      if (element.kind === 'field') {
        const allowed = CHECKED_BEFORE_LENGTH.get(`${owner.module.header}:${owner.xmlName}.${element.name}`);
        const value = this.field(draw, owner.module, element, known, counts.has(element.name), allowed);
        known.set(element.name, value);
        if (!lengths.has(element.name) && !masks.has(element.name)) fields[property(element)] = value;
      }
      if (element.kind === 'list') {
        const value = this.list(draw, owner, element, known);
        known.set(element.name, value);
        fields[property(element)] = value;
      }
      if (element.kind === 'switch') {
        const mask = owner.kind === 'request' ? maskField(elements, element) : undefined;
        if (mask === undefined) fields[property(element)] = this.cases(draw, owner, element, known);
        else {
          const { value, bits } = this.valueList(draw, owner.module, element, known);
          fields[property(element)] = value;
          fields[property(mask)] = bits;
        }
      }
    }
    return fields;
  }

  private field(
    draw: Draw,
    module: Module,
    field: Field,
    known: Known,
    isCount: boolean,
    allowed: readonly number[] | undefined,
  ): unknown {
    if (allowed !== undefined) return draw(fc.constantFrom<number[]>, ...allowed);
    const type = this.library.resolve(module, field.type);
    switch (type.kind) {
      case 'scalar':
        // 0 to 6 things; or the formats of ClientMessage and properties, which are counts of bits.
        if (field.name === 'format') return draw(fc.constantFrom<number[]>, 0, 8, 16, 32);
        return isCount ? draw(fc.nat, 6) : drawScalar(draw, type.code);
      case 'char':
        return drawScalar(draw, 'u8');
      case 'opaque':
        return this.bytes(draw, type.size);
      case 'clientMessageData':
        return this.clientMessageData(draw, Number(known.get('format')));
      case 'struct':
        return this.struct(draw, type, known);
    }
  }

  private clientMessageData(draw: Draw, format: number): unknown {
    if (format === 16) return Uint16Array.from({ length: 10 }, () => Number(drawScalar(draw, 'u16')));
    if (format === 32) return Uint32Array.from({ length: 5 }, () => Number(drawScalar(draw, 'u32')));
    return this.bytes(draw, 20);
  }

  private bytes(draw: Draw, length: number): Uint8Array {
    return Uint8Array.from({ length }, () => Number(drawScalar(draw, 'u8')));
  }

  private struct(draw: Draw, type: Extract<WireType, { kind: 'struct' }>, known: Known): Fields {
    const outer: Known = new Map(parameters(type.struct).map((name) => [name, known.get(name)]));
    const owner = { module: type.module, xmlName: type.struct.name, kind: 'other' } as const;
    return this.record(draw, owner, type.struct.elements, outer);
  }

  private list(draw: Draw, owner: { module: Module; xmlName: string }, list: List, known: Known): unknown {
    const form = listForm(this.library, owner.module, owner.xmlName, list);
    const length = list.length === undefined ? this.restLength(draw, form) : evaluate(list.length, known);
    switch (form.kind) {
      case 'text':
        return Array.from({ length }, () => String.fromCharCode(Number(drawScalar(draw, 'u8')))).join('');
      case 'opaque':
        return this.bytes(draw, length * form.size);
      case 'flat': {
        const leaves = this.library.leaves(form.type) ?? [];
        return Int32Array.from({ length: length * form.stride }, (_, index) => {
          return Number(drawScalar(draw, leaves[index % form.stride]?.code ?? 'u8'));
        });
      }
      case 'records':
        return Array.from({ length }, () => this.struct(draw, form.type, known));
      case 'array': {
        const type = this.library.resolve(owner.module, list.type);
        const code = type.kind === 'scalar' ? type.code : 'u8';
        const values = Array.from({ length }, () => drawScalar(draw, code));
        const constructors = { u8: Uint8Array, i8: Int8Array, u16: Uint16Array, i16: Int16Array, u32: Uint32Array };
        const wide = { i32: Int32Array, f32: Float32Array, f64: Float64Array };
        if (code === 'u64') return BigUint64Array.from(values.map(BigInt));
        if (code === 'i64') return BigInt64Array.from(values.map(BigInt));
        return { ...constructors, ...wide }[code].from(values.map(Number));
      }
    }
  }

  /** Elements of a list that fills the message: bytes in fours, since padding after them would be read as more of them. */
  private restLength(draw: Draw, form: ReturnType<typeof listForm>): number {
    const size = form.kind === 'text' ? 1 : form.kind === 'records' ? this.library.size(form.type) : form.size;
    return draw(fc.nat, 9) * (size === 1 ? 4 : 1);
  }

  private valueList(draw: Draw, module: Module, item: Switch, known: Known): { value: Fields; bits: number } {
    const value: Fields = {};
    let bits = 0;
    for (const { values, elements } of item.cases) {
      const [field] = elements;
      if (field?.kind !== 'field' || !draw(fc.boolean)) continue;
      value[property(field)] = this.field(draw, module, field, known, false, undefined);
      bits += values[0] ?? 0;
    }
    return { value, bits };
  }

  private cases(draw: Draw, owner: { module: Module; xmlName: string }, item: Switch, known: Known): Fields {
    const on = evaluate(item.on, known);
    const value: Fields = {};
    for (const { kind, values, name, elements } of item.cases) {
      const chosen = kind === 'equal' ? values.includes(on) : values.some((bit) => (BigInt(on) & BigInt(bit)) !== 0n);
      if (!chosen) continue;
      const part = this.record(draw, { ...owner, kind: 'other' }, elements, known);
      if (name === undefined) Object.assign(value, part);
      else value[property({ name })] = part;
    }
    return value;
  }
}
