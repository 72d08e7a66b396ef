/** Straight-line code that reads a sequence of elements. */
import type { Case, Element, Field, List, Switch } from './model.ts';
import { bare, indent, type Context, type Owner, type Scope } from './context.ts';
import { isOddFlag, maskField, property, shown } from './layout.ts';
import { localName, pascalCase, propertyKey } from './names.ts';
import { CHECKED_BEFORE_LENGTH } from './quirks.ts';

/** What a decoder returns, as [property, local variable]. */
export type DecodedRecord = readonly (readonly [string, string])[];

export interface Decoded {
  /** Statements that read. */
  lines: string[];
  record: DecodedRecord;
}

const WIDTH = 120;

function objectLiteral(record: DecodedRecord): string[] {
  return record.map(([key, local]) => (key === local ? key : `${propertyKey(key)}: ${local}`));
}

/** `before { a, b: c };`, over several lines where one does not hold it; `depth` levels of indentation come around it. */
export function recordStatement(before: string, record: DecodedRecord, depth: number): string[] {
  const parts = objectLiteral(record);
  const line = parts.length === 0 ? `${before} {};` : `${before} { ${parts.join(', ')} };`;
  if (line.length + 2 * depth <= WIDTH) return [line];
  return [`${before} {`, ...indent(parts.map((part) => `${part},`)), '};'];
}

/** Joins skips that follow each other. */
export function joinSkips(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const [before, now] = [joined.at(-1), line].map((text) => /^reader\.skip\((\d+)\);$/.exec(text ?? ''));
    if (before && now) joined[joined.length - 1] = `reader.skip(${Number(before[1]) + Number(now[1])});`;
    else joined.push(line);
  }
  return joined;
}

/** Reads `elements`; `outer` holds the fields of the records around them. */
export function decode(context: Context, owner: Owner, elements: readonly Element[], outer: Scope): Decoded {
  const scope = new Map(outer);
  const lines: string[] = [];
  const record: [string, string][] = [];
  const visible = new Set<Element>(shown(elements));
  for (const [index, element] of elements.entries()) {
    if (element.kind === 'pad') {
      lines.push(`reader.skip(${element.bytes});`);
      continue;
    }
    if (element.kind === 'align') {
      lines.push(`reader.align(${element.unit});`);
      continue;
    }
    const local = localName(property(element));
    switch (element.kind) {
      case 'computed': {
        const type = context.resolve(element.type);
        if (type.kind !== 'scalar') throw new Error(`computed field ${element.name} is no number`);
        const used = elements.some((other) => isOddFlag(element, other));
        lines.push(used ? `const ${local} = reader.${type.code}();` : `reader.skip(${type.size});`);
        break;
      }
      case 'field':
        lines.push(`const ${local} = ${readField(context, element, scope)};`);
        break;
      case 'list': {
        const oddFlag = elements.find((other) => isOddFlag(other, element));
        lines.push(...checksBeforeList(context, owner, scope));
        lines.push(`const ${local} = ${readList(context, owner, element, scope, oddFlag)};`);
        scope.set(`list ${element.name}`, local);
        context.noteElementScope(owner, element);
        break;
      }
      case 'switch':
        lines.push(...readSwitch(context, owner, elements, index, element, scope));
        break;
    }
    scope.set(element.name, local);
    if (visible.has(element)) record.push([property(element), local]);
  }
  return { lines, record };
}

function checksBeforeList(context: Context, owner: Owner, scope: Scope): string[] {
  const lines: string[] = [];
  if (owner.kind !== 'request') return lines;
  for (const [key, values] of CHECKED_BEFORE_LENGTH) {
    const [name, field = ''] = key.split('.');
    if (name !== `${context.module.header}:${owner.xmlName}`) continue;
    const local = scope.get(field);
    if (local === undefined) throw new Error(`${key} is checked, but not read before the list`);
    context.import('../errors.ts', 'ErrorCode');
    context.import('../errors.ts', 'XError');
    const wrong = values.map((value) => `${local} !== ${value}`).join(' && ');
    lines.push(`if (${wrong}) throw new XError(ErrorCode.Value, ${local});`);
  }
  return lines;
}

function readField(context: Context, field: Field, scope: Scope): string {
  const type = context.resolve(field.type);
  switch (type.kind) {
    case 'scalar':
      return `reader.${type.code}()`;
    case 'char':
      return 'reader.u8()';
    case 'opaque':
      return `reader.bytes(${type.size})`;
    case 'clientMessageData':
      return `${context.import('../client-message.ts', 'readClientMessageData')}(reader, format)`;
    case 'struct':
      return `${context.structName(type, 'read')}(reader${context.structArguments(type, scope)})`;
  }
}

function readList(context: Context, owner: Owner, list: List, scope: Scope, oddFlag: Element | undefined): string {
  const form = context.listForm(owner, list);
  const size = form.kind === 'records' ? undefined : form.kind === 'text' ? 1 : form.size;
  let count: string;
  if (list.length !== undefined) count = bare(context.expression(list.length, scope));
  else if (size === 1) count = 'reader.remaining';
  else count = `reader.countOf(${form.kind === 'records' ? context.library.size(form.type) : size})`;
  if (oddFlag?.kind === 'computed') count += ` - (${localName(property(oddFlag))} !== 0 ? 1 : 0)`;
  switch (form.kind) {
    case 'text':
      return `reader.latin1(${count})`;
    case 'array':
      return `reader.${form.method}(${count})`;
    case 'opaque':
      return `reader.bytes((${count}) * ${form.size})`;
    case 'flat':
    case 'records': {
      const read = context.structName(form.type, 'read', 'List');
      return `${read}(reader, ${count}${context.structArguments(form.type, scope)})`;
    }
  }
}

/** Before a value list: are its mask's bits known, and is there a word for each? */
function maskCheck(context: Context, item: Switch, on: string, last: boolean): string {
  const known = item.cases.flatMap(({ values }) => values).reduce((mask, value) => (mask | value) >>> 0, 0);
  const isWord = ({ elements: [element] }: Case): boolean => {
    const type = element?.kind === 'field' ? context.resolve(element.type) : undefined;
    return type?.kind === 'scalar' && type.size === 4;
  };
  const check = last && item.cases.every(isWord) ? 'checkValueList' : 'checkMask';
  return `reader.${check}(${on}, 0x${known.toString(16)});`;
}

function readSwitch(
  context: Context,
  outer: Owner,
  elements: readonly Element[],
  index: number,
  item: Switch,
  scope: Scope,
): string[] {
  const owner: Owner = { ...outer, name: outer.name + pascalCase(item.name), kind: 'other' };
  const local = localName(property(item));
  const { lines, on } = context.switchValue(item.name, item.on, scope);
  // Other masks than those of plain value lists have bits that carry no value.
  if (outer.kind === 'request' && maskField(elements, item) !== undefined) {
    lines.push(maskCheck(context, item, on, index === elements.length - 1));
  }
  lines.push(`const ${local}: ${owner.name} = {};`);
  for (const { kind, values, name: caseName, elements: inner } of item.cases) {
    const condition = context.condition(kind, on, values);
    const [only] = inner;
    if (caseName === undefined && inner.length === 1 && only?.kind === 'field') {
      lines.push(`if (${condition}) ${local}.${property(only)} = ${readField(context, only, scope)};`);
      continue;
    }
    const partOwner = caseName === undefined ? owner : { ...owner, name: owner.name + pascalCase(caseName) };
    const body = decode(context, partOwner, inner, scope);
    const assignments =
      caseName === undefined
        ? body.record.map(([key, variable]) => `${local}.${key} = ${variable};`)
        : recordStatement(`${local}.${property({ name: caseName })} =`, body.record, 2);
    lines.push(`if (${condition}) {`, ...indent([...body.lines, ...assignments]), '}');
  }
  return lines;
}
