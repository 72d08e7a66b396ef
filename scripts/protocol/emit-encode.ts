/** Straight-line code that writes a sequence of elements. */
import type { Element, Field, List, Switch } from './model.ts';
import { bare, indent, type Context, type Owner, type Scope } from './context.ts';
import { lengthFields, maskField, maskFields, property, readsLength, shown } from './layout.ts';
import { localName, pascalCase, propertyKey } from './names.ts';

export interface Encoded {
  /** Declarations that go before the first write: masks of what is present, checks of lengths. */
  before: string[];
  /** One statement or block for each element that is written. */
  writes: string[][];
}

/** Writes the record `base`; `outer` holds the fields of the records around it. */
export function encode(
  context: Context,
  owner: Owner,
  elements: readonly Element[],
  base: string,
  outer: Scope,
): Encoded {
  const scope = new Map([...outer, ...context.recordScope(owner, elements, base)]);
  const lengths = lengthFields(elements);
  const before: string[] = [];
  const writes: string[][] = [];
  if (owner.kind === 'request') {
    for (const [name, item] of maskFields(elements)) {
      before.push(`const ${scope.get(name)} = ${maskFunctionName(owner, item)}(${base}.${property(item)});`);
    }
  }
  for (const element of elements) {
    switch (element.kind) {
      case 'pad':
        writes.push([`writer.pad(${element.bytes});`]);
        break;
      case 'align':
        writes.push([`writer.align(${element.unit});`]);
        break;
      case 'computed': {
        const type = context.resolve(element.type);
        if (type.kind !== 'scalar') throw new Error(`computed field ${element.name} is no number`);
        writes.push([`writer.${type.code}(${bare(context.expression(element.value, scope))});`]);
        break;
      }
      case 'field':
        writes.push([writeField(context, element, scope, lengths.has(element.name))]);
        break;
      case 'list':
        context.noteElementScope(owner, element);
        before.push(...lengthCheck(context, owner, elements, element, `${base}.${property(element)}`, scope));
        writes.push([writeList(context, owner, element, `${base}.${property(element)}`, scope)]);
        break;
      case 'switch':
        writes.push(writeSwitch(context, owner, elements, element, `${base}.${property(element)}`, scope));
        break;
    }
  }
  return { before, writes };
}

function writeField(context: Context, field: Field, scope: Scope, isCount: boolean): string {
  const access = scope.get(field.name) ?? '';
  const type = context.resolve(field.type);
  switch (type.kind) {
    case 'scalar':
      return `writer.${isCount ? `count${type.size * 8}` : type.code}(${access});`;
    case 'char':
      return `writer.u8(${access});`;
    case 'opaque':
      return `writer.fixedBytes(${access}, ${type.size});`;
    case 'clientMessageData':
      return `${context.import('../client-message.ts', 'writeClientMessageData')}(writer, ${access});`;
    case 'struct':
      return `${context.structName(type, 'write')}(writer, ${access}${context.structArguments(type, scope)});`;
  }
}

/** The check that a list has the length that other fields say, where none of them follows from it. */
function lengthCheck(
  context: Context,
  owner: Owner,
  elements: readonly Element[],
  list: List,
  access: string,
  scope: Scope,
): string[] {
  const { length } = list;
  if (length === undefined) return [];
  if (length.kind === 'field' && lengthFields(elements).get(length.name) === list) return [];
  if (readsLength(elements, list)) return [];
  const check = context.import('../writer.ts', 'checkLength');
  const count = context.listCount(owner, list, access);
  return [`${check}('${property(list)}', ${count}, ${bare(context.expression(length, scope))});`];
}

function writeList(context: Context, owner: Owner, list: List, access: string, scope: Scope): string {
  const form = context.listForm(owner, list);
  switch (form.kind) {
    case 'text':
      return `writer.latin1(${access});`;
    case 'array':
      return `writer.${form.method}(${access});`;
    case 'opaque':
      return `writer.bytes(${access});`;
    case 'flat':
    case 'records': {
      const write = context.structName(form.type, 'write', 'List');
      return `${write}(writer, ${access}${context.structArguments(form.type, scope)});`;
    }
  }
}

function maskFunctionName(owner: Owner, item: Switch): string {
  return `maskOf${owner.name}${pascalCase(item.name)}`;
}

/** The functions that compute the masks of a request from the values that are present. */
export function maskFunctions(owner: Owner, elements: readonly Element[]): string[] {
  const lines: string[] = [];
  for (const item of maskFields(elements).values()) {
    const type = owner.name + pascalCase(item.name);
    lines.push(`function ${maskFunctionName(owner, item)}(list: ${type}): number {`, '  let mask = 0;');
    for (const { values, elements: inner } of item.cases) {
      const [field] = inner;
      if (field?.kind === 'field') lines.push(`  if (list.${property(field)} !== undefined) mask |= ${values[0]};`);
    }
    lines.push('  return mask >>> 0;', '}', '');
  }
  return lines;
}

function writeSwitch(
  context: Context,
  outer: Owner,
  elements: readonly Element[],
  item: Switch,
  access: string,
  scope: Scope,
): string[] {
  const owner: Owner = { ...outer, name: outer.name + pascalCase(item.name), kind: 'other' };
  if (outer.kind === 'request' && maskField(elements, item) !== undefined) {
    return item.cases.flatMap(({ elements: [field] }) => {
      if (field?.kind !== 'field') return [];
      const value = `${access}.${property(field)}`;
      const write = writeField(context, field, new Map([...scope, [field.name, value]]), false);
      return [`if (${value} !== undefined) ${write}`];
    });
  }
  const { lines, on } = context.switchValue(item.name, item.on, scope);
  const present = context.import('../bits.ts', 'present');
  for (const { kind, values, name: caseName, elements: inner } of item.cases) {
    const body: string[] = [];
    let local: string;
    if (caseName === undefined) {
      local = `${property(item)}Part`;
      const parts = shown(inner).map((element) => {
        const key = property(element);
        return `${propertyKey(key)}: ${present}('${key}', ${access}.${key})`;
      });
      if (parts.length > 0) body.push(`const ${local} = {`, ...indent(parts.map((part) => `${part},`)), '};');
    } else {
      local = localName(property({ name: caseName }));
      body.push(`const ${local} = ${present}('${caseName}', ${access}.${property({ name: caseName })});`);
    }
    const partOwner = caseName === undefined ? owner : { ...owner, name: owner.name + pascalCase(caseName) };
    const encoded = encode(context, partOwner, inner, local, scope);
    body.push(...encoded.before, ...encoded.writes.flat());
    lines.push(`if (${context.condition(kind, on, values)}) {`, ...indent(body), '}');
  }
  return lines;
}

/** Joins pads that follow each other. */
export function joinPads(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const [before, now] = [joined.at(-1), line].map((text) => /^writer\.pad\((\d+)\);$/.exec(text ?? ''));
    if (before && now) joined[joined.length - 1] = `writer.pad(${Number(before[1]) + Number(now[1])});`;
    else joined.push(line);
  }
  return joined;
}
