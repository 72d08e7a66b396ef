/** What a sequence of elements looks like as a record: which fields it shows and which follow from others. */
import type { Element, Expression, Field, List, Module, Struct, Switch } from './model.ts';
import type { Library, WireType } from './library.ts';
import { camelCase } from './names.ts';
import { BYTES_NOT_TEXT } from './quirks.ts';

/** How a list is kept. */
export type ListForm =
  | { kind: 'text' }
  | { kind: 'array'; type: string; method: string; size: number }
  | { kind: 'flat'; type: Extract<WireType, { kind: 'struct' }>; stride: number; size: number }
  | { kind: 'opaque'; size: number }
  | { kind: 'records'; type: Extract<WireType, { kind: 'struct' }> };

export function listForm(library: Library, module: Module, owner: string, list: List): ListForm {
  const type = library.resolve(module, list.type);
  switch (type.kind) {
    case 'char':
      if (!BYTES_NOT_TEXT.has(`${module.header}:${owner}.${list.name}`)) return { kind: 'text' };
      return { kind: 'array', type: 'Uint8Array', method: 'bytes', size: 1 };
    case 'scalar':
      return { kind: 'array', ...type.array, size: type.size };
    case 'opaque':
      return { kind: 'opaque', size: type.size };
    case 'clientMessageData':
      throw new Error('list of ClientMessageData');
    case 'struct': {
      const leaves = library.leaves(type);
      if (leaves !== undefined) return { kind: 'flat', type, stride: leaves.length, size: library.size(type) };
      return { kind: 'records', type };
    }
  }
}

/** Fields that hold nothing but the length of a list beside them, with that list. They are not part of the record. */
export function lengthFields(elements: readonly Element[]): Map<string, List> {
  const fields = new Set(elements.filter((element) => element.kind === 'field').map((field) => field.name));
  const found = new Map<string, List>();
  for (const element of elements) {
    if (element.kind !== 'list' || element.length?.kind !== 'field') continue;
    const { name } = element.length;
    if (fields.has(name) && !found.has(name)) found.set(name, element);
  }
  return found;
}

/**
 * A switch whose mask follows from the fields that are present: one field a case, one bit a field, and a mask that stands
 * beside it. Returns the mask's field.
 */
export function maskField(elements: readonly Element[], item: Switch): Field | undefined {
  const { on } = item;
  if (on.kind !== 'field') return undefined;
  const plain = item.cases.every(
    ({ kind, values, name, elements: inner }) =>
      kind === 'bit' && values.length === 1 && name === undefined && inner.length === 1 && inner[0]?.kind === 'field',
  );
  if (!plain) return undefined;
  return elements.find((element): element is Field => element.kind === 'field' && element.name === on.name);
}

/** Masks of `elements` that the encoder computes. */
export function maskFields(elements: readonly Element[]): Map<string, Switch> {
  const found = new Map<string, Switch>();
  for (const element of elements) {
    if (element.kind !== 'switch') continue;
    const mask = maskField(elements, element);
    if (mask !== undefined) found.set(mask.name, element);
  }
  return found;
}

/** Elements that appear in the record. */
export function shown(elements: readonly Element[]): (Field | List | Switch)[] {
  const lengths = lengthFields(elements);
  return elements.filter(
    (element): element is Field | List | Switch =>
      element.kind === 'list' || element.kind === 'switch' || (element.kind === 'field' && !lengths.has(element.name)),
  );
}

/** Whether a list's length (that of `list`, or of any list of `elements`) is that of the reply itself. */
export function readsLength(elements: readonly Element[], list?: List): boolean {
  if (elements.some((element) => element.kind === 'field' && element.name === 'length')) return false;
  const reads = (expression: Expression): boolean => {
    switch (expression.kind) {
      case 'field':
        return expression.name === 'length';
      case 'op':
        return reads(expression.left) || reads(expression.right);
      case 'not':
      case 'popcount':
        return reads(expression.operand);
      default:
        return false;
    }
  };
  const lists = list === undefined ? elements.filter((element) => element.kind === 'list') : [list];
  return lists.some(({ length }) => length !== undefined && reads(length));
}

/** Whether `flag` says that the list which ends the request has an odd number of elements. X11 §9 QueryTextExtents */
export function isOddFlag(flag: Element, list: Element): boolean {
  if (flag.kind !== 'computed' || flag.value.kind !== 'op' || flag.value.op !== '&') return false;
  if (list.kind !== 'list' || list.length !== undefined) return false;
  const { left, right } = flag.value;
  const counted = left.kind === 'field' && left.name === `${list.name}_len`;
  return counted && right.kind === 'value' && right.value === 1;
}

/** Names of outer fields that a struct's expressions take as parameters. */
export function parameters(struct: Struct): string[] {
  const names = new Set<string>();
  const own = new Set<string>();
  const inExpression = (expression: Expression): void => {
    if (expression.kind === 'param') names.add(expression.name);
    if (expression.kind === 'field' && !own.has(expression.name)) names.add(expression.name);
    if (expression.kind === 'op') {
      inExpression(expression.left);
      inExpression(expression.right);
    }
    if (expression.kind === 'not' || expression.kind === 'popcount') inExpression(expression.operand);
  };
  const inElements = (elements: readonly Element[]): void => {
    for (const element of elements) {
      if (element.kind === 'field' || element.kind === 'list') own.add(element.name);
      if (element.kind === 'list' && element.length !== undefined) inExpression(element.length);
      if (element.kind === 'switch') {
        inExpression(element.on);
        for (const item of element.cases) inElements(item.elements);
      }
    }
  };
  inElements(struct.elements);
  return [...names];
}

/** The property of a record that shows an element. */
export function property(element: { name: string }): string {
  return camelCase(element.name);
}
