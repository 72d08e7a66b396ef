/** Interfaces of the records that sequences of elements make. */
import type { Element, Field, List, Switch } from './model.ts';
import { indent, type Context, type Owner } from './context.ts';
import { property, shown } from './layout.ts';
import { pascalCase, propertyKey } from './names.ts';

function typeOf(context: Context, owner: Owner, element: Field | List | Switch): string {
  if (element.kind === 'switch') return owner.name + pascalCase(element.name);
  if (element.kind === 'list') {
    const form = context.listForm(owner, element);
    if (form.kind === 'text') return 'string';
    if (form.kind === 'array') return form.type;
    if (form.kind === 'flat') return 'Int32Array';
    if (form.kind === 'opaque') return 'Uint8Array';
    return `${context.structName(form.type, '')}[]`;
  }
  const type = context.resolve(element.type);
  if (type.kind === 'struct') return context.structName(type, '');
  if (type.kind === 'opaque') return 'Uint8Array';
  if (type.kind === 'clientMessageData') return context.import('../client-message.ts', 'type ClientMessageData');
  return type.kind === 'scalar' && ['u64', 'i64'].includes(type.code) ? 'bigint' : 'number';
}

function comment(context: Context, owner: Owner, element: Field | List | Switch): string[] {
  if (element.kind === 'field') return element.values === undefined ? [] : [`/** ${element.values} */`];
  if (element.kind === 'switch') return [];
  const form = context.listForm(owner, element);
  if (form.kind === 'opaque') return [`/** ${form.size} bytes for each ${element.type} */`];
  if (form.kind !== 'flat') return [];
  const names = (context.library.leaves(form.type) ?? []).map((leaf) => leaf.name);
  return [`/** ${pascalCase(form.type.struct.name)}: [${names.join(', ')}, ...] */`];
}

/** The interface `name` of the record that `elements` make, after those of its switches. */
export function interfaces(context: Context, owner: Owner, name: string, elements: readonly Element[]): string[] {
  const before: string[] = [];
  const lines: string[] = [];
  for (const element of shown(elements)) {
    lines.push(...comment(context, owner, element));
    lines.push(`${propertyKey(property(element))}: ${typeOf(context, owner, element)};`);
    if (element.kind === 'switch') before.push(...switchInterfaces(context, owner, element));
  }
  if (lines.length === 0) return [`export type ${name} = Record<never, never>;`, ''];
  return [...before, `export interface ${name} {`, ...indent(lines), '}', ''];
}

function switchInterfaces(context: Context, outer: Owner, item: Switch): string[] {
  const owner = { ...outer, name: outer.name + pascalCase(item.name) };
  const before: string[] = [];
  /** By property, since several cases may have a field in common. */
  const lines = new Map<string, string[]>();
  for (const { name: caseName, elements } of item.cases) {
    if (caseName !== undefined) {
      const inner = owner.name + pascalCase(caseName);
      before.push(...interfaces(context, { ...owner, name: inner }, inner, elements));
      const key = property({ name: caseName });
      lines.set(key, [`${propertyKey(key)}?: ${inner} | undefined;`]);
      continue;
    }
    for (const element of shown(elements)) {
      const key = property(element);
      const line = `${propertyKey(key)}?: ${typeOf(context, owner, element)} | undefined;`;
      lines.set(key, [...comment(context, owner, element), line]);
      if (element.kind === 'switch') before.push(...switchInterfaces(context, owner, element));
    }
  }
  return [...before, `export interface ${owner.name} {`, ...indent([...lines.values()].flat()), '}', ''];
}
