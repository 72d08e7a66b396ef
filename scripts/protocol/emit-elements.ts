/** Straight-line code that reads and writes a sequence of elements, and the interface of the record they make. */
import type { Element, Expression, Field, List, Module, Struct, Switch } from './model.ts';
import type { Library, WireType } from './library.ts';
import {
  lengthFields,
  listForm,
  maskField,
  maskFields,
  parameters,
  property,
  readsLength,
  shown,
  type ListForm,
} from './layout.ts';
import { localName, pascalCase, propertyKey } from './names.ts';
import { CHECKED_BEFORE_LENGTH } from './quirks.ts';

/** Code for each field name that an expression may use. */
export type Scope = ReadonlyMap<string, string>;

/** What a sequence of elements belongs to. */
export interface Owner {
  /** Exported name, for the types of its parts. */
  name: string;
  /** Name in the XML. */
  xmlName: string;
  kind: 'request' | 'other';
}

type StructType = Extract<WireType, { kind: 'struct' }>;

const INDENT = '  ';

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : INDENT + line));
}

export class ElementEmitter {
  readonly library: Library;
  readonly module: Module;
  /** Names imported, by module path. */
  readonly imports = new Map<string, Set<string>>();

  constructor(library: Library, module: Module) {
    this.library = library;
    this.module = module;
  }

  /** Makes sure `name` of the module at `path` is imported, and returns it. */
  import(path: string, name: string): string {
    const names = this.imports.get(path) ?? new Set();
    names.add(name);
    this.imports.set(path, names);
    return name.replace('type ', '');
  }

  /** Name of a function or type of a struct, imported where another module has it. */
  structName(type: StructType, before: string, after = ''): string {
    const name = before + this.library.exported(type.module, type.struct.name) + after;
    const imported = before === '' ? `type ${name}` : name;
    if (type.module !== this.module) this.import(`./${type.module.header}.ts`, imported);
    return name;
  }

  private listForm(owner: Owner, list: List): ListForm {
    return listForm(this.library, this.module, owner.xmlName, list);
  }

  /* Types */

  private typeOf(owner: Owner, element: Field | List | Switch): string {
    if (element.kind === 'switch') return owner.name + pascalCase(element.name);
    if (element.kind === 'list') {
      const form = this.listForm(owner, element);
      if (form.kind === 'text') return 'string';
      if (form.kind === 'array') return form.type;
      if (form.kind === 'flat') return 'Int32Array';
      if (form.kind === 'opaque') return 'Uint8Array';
      return `${this.structName(form.type, '')}[]`;
    }
    const type = this.library.resolve(this.module, element.type);
    if (type.kind === 'struct') return this.structName(type, '');
    if (type.kind === 'opaque') return 'Uint8Array';
    if (type.kind === 'clientMessageData') return this.import('../client-message.ts', 'type ClientMessageData');
    return type.kind === 'scalar' && type.code.endsWith('64') && type.code !== 'f64' ? 'bigint' : 'number';
  }

  private comment(owner: Owner, element: Field | List | Switch): string[] {
    if (element.kind === 'field') return element.values === undefined ? [] : [`/** ${element.values} */`];
    if (element.kind === 'list') {
      const form = this.listForm(owner, element);
      if (form.kind === 'flat') {
        const names = (this.library.leaves(form.type) ?? []).map((leaf) => leaf.name);
        return [`/** ${pascalCase(form.type.struct.name)}: [${names.join(', ')}, ...] */`];
      }
      if (form.kind === 'opaque') return [`/** ${form.size} bytes for each ${element.type} */`];
    }
    return [];
  }

  /** The interface `name` of the record that `elements` make, after those of its switches. */
  interfaces(owner: Owner, name: string, elements: readonly Element[]): string[] {
    const before: string[] = [];
    const lines: string[] = [];
    for (const element of shown(elements)) {
      lines.push(...this.comment(owner, element));
      lines.push(`${propertyKey(property(element))}: ${this.typeOf(owner, element)};`);
      if (element.kind === 'switch') before.push(...this.switchInterfaces(owner, element));
    }
    if (lines.length === 0) return [`export type ${name} = Record<string, never>;`, ''];
    return [...before, `export interface ${name} {`, ...indent(lines), '}', ''];
  }

  private switchInterfaces(owner: Owner, item: Switch): string[] {
    const name = owner.name + pascalCase(item.name);
    const before: string[] = [];
    const lines = new Map<string, string[]>();
    for (const { name: caseName, elements } of item.cases) {
      if (caseName !== undefined) {
        const inner = name + pascalCase(caseName);
        before.push(...this.interfaces({ ...owner, name: inner }, inner, elements));
        const key = property({ name: caseName });
        lines.set(key, [`${propertyKey(key)}?: ${inner} | undefined;`]);
        continue;
      }
      for (const element of shown(elements)) {
        const key = property(element);
        const line = `${propertyKey(key)}?: ${this.typeOf({ ...owner, name }, element)} | undefined;`;
        lines.set(key, [...this.comment(owner, element), line]);
        if (element.kind === 'switch') before.push(...this.switchInterfaces({ ...owner, name }, element));
      }
    }
    return [...before, `export interface ${name} {`, ...indent([...lines.values()].flat()), '}', ''];
  }

  /* Expressions */

  expression(expression: Expression, scope: Scope, element?: string): string {
    const inner = (part: Expression): string => this.expression(part, scope, element);
    switch (expression.kind) {
      case 'value':
        return String(expression.value);
      case 'field':
      case 'param': {
        const code = scope.get(expression.name);
        if (code === undefined) throw new Error(`unknown field ${expression.name} in an expression`);
        return code;
      }
      case 'op': {
        const [left, right] = [inner(expression.left), inner(expression.right)];
        if (expression.op === '/') return `Math.trunc(${left} / ${right})`;
        if (expression.op === '&') return `((${left} & ${right}) >>> 0)`;
        if (['+', '-', '*'].includes(expression.op)) return `(${left} ${expression.op} ${right})`;
        throw new Error(`unsupported operator ${expression.op}`);
      }
      case 'not':
        return `(~${inner(expression.operand)} >>> 0)`;
      case 'popcount':
        return `${this.import('../bits.ts', 'popCount')}(${inner(expression.operand)})`;
      case 'sum': {
        const list = scope.get(`list ${expression.list}`);
        if (list === undefined) throw new Error(`sum over unknown list ${expression.list}`);
        const elementScope = new Map([...scope, ...(this.elementScopes.get(expression.list) ?? [])]);
        const body = expression.body === undefined ? 'one' : this.expression(expression.body, elementScope, 'one');
        return `${this.import('../bits.ts', 'sumOf')}(${list}, (one) => ${body})`;
      }
      case 'element':
        if (element === undefined) throw new Error('list element outside of a sum');
        return element;
    }
  }

  /** For lists of records: code for the fields of one record called `one`. */
  private readonly elementScopes = new Map<string, Map<string, string>>();

  private noteElementScope(owner: Owner, list: List): void {
    const form = this.listForm(owner, list);
    if (form.kind !== 'records') return;
    const inner = new ElementEmitter(this.library, form.type.module);
    this.elementScopes.set(list.name, inner.recordScope({ ...owner, xmlName: '' }, form.type.struct.elements, 'one'));
  }

  /** Drops the parentheses around a whole expression. */
  private bare(code: string): string {
    if (!code.startsWith('(') || !code.endsWith(')')) return code;
    let depth = 0;
    for (let i = 0; i < code.length - 1; i++) {
      if (code[i] === '(') depth++;
      if (code[i] === ')') depth--;
      if (depth === 0) return code;
    }
    return code.slice(1, -1);
  }

  /* Decoding */

  /**
   * Statements that read `elements`. Returns with them the properties of the record as [property, local variable].
   * `scope` holds the fields of enclosing records.
   */
  decode(owner: Owner, elements: readonly Element[], outer: Scope): { lines: string[]; record: [string, string][] } {
    const scope = new Map(outer);
    const lines: string[] = [];
    const record: [string, string][] = [];
    const visible = new Set<Element>(shown(elements));
    const keep = (name: string, local: string): void => {
      scope.set(name, local);
      record.push([property({ name }), local]);
    };
    for (const [index, element] of elements.entries()) {
      switch (element.kind) {
        case 'pad':
          lines.push(`reader.skip(${element.bytes});`);
          break;
        case 'align':
          lines.push(`reader.align(${element.unit});`);
          break;
        case 'computed': {
          const local = localName(property(element));
          const type = this.library.resolve(this.module, element.type);
          if (type.kind !== 'scalar') throw new Error(`computed field ${element.name} is no number`);
          const used = elements.slice(index).some((later) => later.kind === 'list' && this.isOddFlag(element, later));
          lines.push(used ? `const ${local} = reader.${type.code}();` : `reader.skip(${type.size});`);
          scope.set(element.name, local);
          break;
        }
        case 'field': {
          const local = localName(property(element));
          lines.push(`const ${local} = ${this.readField(element, scope)};`);
          if (visible.has(element)) keep(element.name, local);
          else scope.set(element.name, local);
          break;
        }
        case 'list': {
          const local = localName(property(element));
          lines.push(...this.checksBeforeList(owner, scope));
          const oddFlag = elements.find((other) => this.isOddFlag(other, element));
          lines.push(`const ${local} = ${this.readList(owner, element, scope, oddFlag)};`);
          keep(element.name, local);
          scope.set(`list ${element.name}`, local);
          this.noteElementScope(owner, element);
          break;
        }
        case 'switch': {
          const local = localName(property(element));
          const last = index === elements.length - 1;
          lines.push(...this.readSwitch(owner, element, local, scope, last));
          keep(element.name, local);
          break;
        }
      }
    }
    return { lines, record };
  }

  /** Whether `flag` says that the list which ends the request has an odd number of elements. X11 §9 QueryTextExtents */
  private isOddFlag(flag: Element, list: List): boolean {
    if (flag.kind !== 'computed' || flag.value.kind !== 'op' || flag.value.op !== '&') return false;
    const { left, right } = flag.value;
    const counted = left.kind === 'field' && left.name === `${list.name}_len`;
    return list.length === undefined && counted && right.kind === 'value' && right.value === 1;
  }

  private checksBeforeList(owner: Owner, scope: Scope): string[] {
    const lines: string[] = [];
    for (const [key, values] of CHECKED_BEFORE_LENGTH) {
      const [name = '', field = ''] = key.split('.');
      const local = scope.get(field);
      if (name !== `${this.module.header}:${owner.xmlName}` || owner.kind !== 'request' || local === undefined)
        continue;
      this.import('../errors.ts', 'ErrorCode');
      this.import('../errors.ts', 'XError');
      const wrong = values.map((value) => `${local} !== ${value}`).join(' && ');
      lines.push(`if (${wrong}) throw new XError(ErrorCode.Value, ${local});`);
    }
    return lines;
  }

  private structArguments(type: StructType, scope: Scope): string {
    return parameters(type.struct)
      .map((name) => `, ${this.expression({ kind: 'field', name }, scope)}`)
      .join('');
  }

  private readField(field: Field, scope: Scope): string {
    const type = this.library.resolve(this.module, field.type);
    switch (type.kind) {
      case 'scalar':
        return `reader.${type.code}()`;
      case 'char':
        return 'reader.u8()';
      case 'opaque':
        return `reader.bytes(${type.size})`;
      case 'clientMessageData':
        return `${this.import('../client-message.ts', 'readClientMessageData')}(reader, format)`;
      case 'struct':
        return `${this.structName(type, 'read')}(reader${this.structArguments(type, scope)})`;
    }
  }

  private readList(owner: Owner, list: List, scope: Scope, oddFlag: Element | undefined): string {
    const form = this.listForm(owner, list);
    let count: string;
    if (list.length !== undefined) count = this.bare(this.expression(list.length, scope));
    else if (form.kind === 'text' || (form.kind !== 'records' && form.size === 1)) count = 'reader.remaining';
    else count = `reader.countOf(${form.kind === 'records' ? this.library.size(form.type) : form.size})`;
    if (oddFlag?.kind === 'computed') count += ` - (${localName(property(oddFlag))} !== 0 ? 1 : 0)`;
    switch (form.kind) {
      case 'text':
        return `reader.latin1(${count})`;
      case 'array':
        return `reader.${form.method}(${count})`;
      case 'opaque':
        return `reader.bytes(${list.length === undefined ? 'reader.remaining' : `${count} * ${form.size}`})`;
      case 'flat':
      case 'records':
        return `${this.structName(form.type, 'read', 'List')}(reader, ${count}${this.structArguments(form.type, scope)})`;
    }
  }

  private condition(kind: 'bit' | 'equal', on: string, values: readonly number[]): string {
    if (kind === 'equal') return values.map((value) => `${on} === ${value}`).join(' || ');
    return `(${on} & ${values.reduce((mask, value) => (mask | value) >>> 0, 0)}) !== 0`;
  }

  /** A variable for the value a switch is decided on, where it is not one already. */
  private switchValue(item: Switch, scope: Scope): { lines: string[]; on: string } {
    const code = this.expression(item.on, scope);
    if (item.on.kind === 'field' || item.on.kind === 'param') return { lines: [], on: code };
    const on = `${property(item)}Mask`;
    return { lines: [`const ${on} = ${this.bare(code)};`], on };
  }

  private readSwitch(owner: Owner, item: Switch, local: string, scope: Scope, last: boolean): string[] {
    const name = owner.name + pascalCase(item.name);
    const { lines, on } = this.switchValue(item, scope);
    if (owner.kind === 'request' && item.cases.every(({ kind }) => kind === 'bit')) {
      const known = item.cases.flatMap(({ values }) => values).reduce((mask, value) => (mask | value) >>> 0, 0);
      const words = item.cases.every(
        (one) => one.elements.every((element) => this.isWord(element)) && one.elements.length === 1,
      );
      const check = words && last ? 'checkValueList' : 'checkMask';
      lines.push(`reader.${check}(${on}, 0x${known.toString(16)});`);
    }
    lines.push(`const ${local}: ${name} = {};`);
    for (const { kind, values, name: caseName, elements } of item.cases) {
      const condition = this.condition(kind, on, values);
      const [only] = elements;
      if (caseName === undefined && elements.length === 1 && only?.kind === 'field') {
        lines.push(`if (${condition}) ${local}.${property(only)} = ${this.readField(only, scope)};`);
        continue;
      }
      const partOwner = { ...owner, name: caseName === undefined ? name : name + pascalCase(caseName) };
      const body = this.decode({ ...partOwner, kind: 'other' }, elements, scope);
      const record =
        caseName === undefined
          ? body.record.map(([key, variable]) => `${local}.${key} = ${variable};`)
          : [`${local}.${property({ name: caseName })} = ${this.objectLiteral(body.record)};`];
      lines.push(`if (${condition}) {`, ...indent([...body.lines, ...record]), '}');
    }
    return lines;
  }

  private isWord(element: Element): boolean {
    if (element.kind !== 'field') return false;
    const type = this.library.resolve(this.module, element.type);
    return type.kind === 'scalar' && type.size === 4;
  }

  objectLiteral(record: readonly (readonly [string, string])[]): string {
    const parts = record.map(([key, local]) => (key === local ? key : `${propertyKey(key)}: ${local}`));
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  }

  /* Encoding */

  private listCount(owner: Owner, list: List, access: string): string {
    const form = this.listForm(owner, list);
    if (form.kind === 'flat' && form.stride > 1) return `${access}.length / ${form.stride}`;
    if (form.kind === 'opaque') return `${access}.length / ${form.size}`;
    return `${access}.length`;
  }

  /** Code for every field of the record `base`, those included that follow from lists. */
  recordScope(owner: Owner, elements: readonly Element[], base: string): Map<string, string> {
    const scope = new Map<string, string>();
    for (const element of elements) {
      if (element.kind === 'field') scope.set(element.name, `${base}.${property(element)}`);
      if (element.kind !== 'list') continue;
      const access = `${base}.${property(element)}`;
      scope.set(`list ${element.name}`, access);
      if (element.length === undefined) scope.set(`${element.name}_len`, this.listCount(owner, element, access));
    }
    for (const [name, list] of lengthFields(elements)) {
      scope.set(name, this.listCount(owner, list, `${base}.${property(list)}`));
    }
    for (const name of owner.kind === 'request' ? maskFields(elements).keys() : []) {
      scope.set(name, localName(property({ name })));
    }
    return scope;
  }

  /** Statements that write the record `base`. */
  encode(owner: Owner, elements: readonly Element[], base: string, outer: Scope): string[] {
    const scope = new Map([...outer, ...this.recordScope(owner, elements, base)]);
    const lengths = lengthFields(elements);
    const lines: string[] = [];
    for (const [name, item] of owner.kind === 'request' ? maskFields(elements) : []) {
      const masked = `${base}.${property(item)}`;
      lines.push(`const ${scope.get(name)} = ${this.maskFunction(owner, item)}(${masked});`);
    }
    for (const element of elements) {
      switch (element.kind) {
        case 'pad':
          lines.push(`writer.pad(${element.bytes});`);
          break;
        case 'align':
          lines.push(`writer.align(${element.unit});`);
          break;
        case 'computed': {
          const type = this.library.resolve(this.module, element.type);
          if (type.kind !== 'scalar') throw new Error(`computed field ${element.name} is no number`);
          lines.push(`writer.${type.code}(${this.bare(this.expression(element.value, scope))});`);
          break;
        }
        case 'field':
          lines.push(this.writeField(element, scope, lengths.has(element.name)));
          break;
        case 'list':
          this.noteElementScope(owner, element);
          lines.push(...this.writeList(owner, element, `${base}.${property(element)}`, scope, lengths, elements));
          break;
        case 'switch':
          lines.push(...this.writeSwitch(owner, elements, element, `${base}.${property(element)}`, scope));
          break;
      }
    }
    return lines;
  }

  private writeField(field: Field, scope: Scope, isCount: boolean): string {
    const access = scope.get(field.name) ?? '';
    const type = this.library.resolve(this.module, field.type);
    switch (type.kind) {
      case 'scalar':
        return `writer.${isCount ? `count${type.size * 8}` : type.code}(${access});`;
      case 'char':
        return `writer.u8(${access});`;
      case 'opaque':
        return `writer.fixedBytes(${access}, ${type.size});`;
      case 'clientMessageData':
        return `${this.import('../client-message.ts', 'writeClientMessageData')}(writer, ${access});`;
      case 'struct':
        return `${this.structName(type, 'write')}(writer, ${access}${this.structArguments(type, scope)});`;
    }
  }

  private writeList(
    owner: Owner,
    list: List,
    access: string,
    scope: Scope,
    lengths: Map<string, List>,
    elements: readonly Element[],
  ): string[] {
    const lines: string[] = [];
    const form = this.listForm(owner, list);
    const { length } = list;
    const counted = length?.kind === 'field' && lengths.get(length.name) === list;
    const byMessage = readsLength([list]) && !elements.some((other) => 'name' in other && other.name === 'length');
    if (length !== undefined && !counted && !byMessage) {
      const expected = this.bare(this.expression(length, scope));
      const count = this.listCount(owner, list, access);
      lines.push(`${this.import('../writer.ts', 'checkLength')}('${property(list)}', ${count}, ${expected});`);
    }
    if (form.kind === 'text') lines.push(`writer.latin1(${access});`);
    else if (form.kind === 'array') lines.push(`writer.${form.method}(${access});`);
    else if (form.kind === 'opaque') lines.push(`writer.bytes(${access});`);
    else {
      const write = this.structName(form.type, 'write', 'List');
      lines.push(`${write}(writer, ${access}${this.structArguments(form.type, scope)});`);
    }
    return lines;
  }

  /** Properties of the masks that the encoder of a request computes. */
  maskNames(elements: readonly Element[]): string[] {
    return [...maskFields(elements).keys()].map((name) => property({ name }));
  }

  maskFunction(owner: Owner, item: Switch): string {
    return `maskOf${owner.name}${pascalCase(item.name)}`;
  }

  /** The functions that compute the masks of a request. */
  maskFunctions(owner: Owner, elements: readonly Element[]): string[] {
    const lines: string[] = [];
    for (const item of maskFields(elements).values()) {
      const type = owner.name + pascalCase(item.name);
      lines.push(`function ${this.maskFunction(owner, item)}(list: ${type}): number {`, '  let mask = 0;');
      for (const { values, elements: inner } of item.cases) {
        const [field] = inner;
        if (field?.kind === 'field') lines.push(`  if (list.${property(field)} !== undefined) mask |= ${values[0]};`);
      }
      lines.push('  return mask >>> 0;', '}', '');
    }
    return lines;
  }

  private writeSwitch(
    owner: Owner,
    elements: readonly Element[],
    item: Switch,
    access: string,
    scope: Scope,
  ): string[] {
    const name = owner.name + pascalCase(item.name);
    const byPresence = owner.kind === 'request' && maskField(elements, item) !== undefined;
    const { lines, on } = byPresence ? { lines: [], on: '' } : this.switchValue(item, scope);
    for (const { kind, values, name: caseName, elements: inner } of item.cases) {
      const [only] = inner;
      if (byPresence && only?.kind === 'field') {
        const field = `${access}.${property(only)}`;
        const written = this.writeField(only, new Map([...scope, [only.name, field]]), false);
        lines.push(`if (${field} !== undefined) ${written}`);
        continue;
      }
      lines.push(`if (${this.condition(kind, on, values)}) {`);
      const present = this.import('../bits.ts', 'present');
      const partOwner: Owner = {
        ...owner,
        kind: 'other',
        name: caseName === undefined ? name : name + pascalCase(caseName),
      };
      const body: string[] = [];
      if (caseName !== undefined) {
        const part = `${access}.${property({ name: caseName })}`;
        const local = localName(property({ name: caseName }));
        body.push(`const ${local} = ${present}('${caseName}', ${part});`);
        body.push(...this.encode(partOwner, inner, local, scope));
      } else {
        const local = `${property(item)}Part`;
        const keys = shown(inner).map((element) => property(element));
        const fields = keys.map((key) => `${propertyKey(key)}: ${present}('${key}', ${access}.${key})`);
        if (fields.length > 0) body.push(`const ${local} = { ${fields.join(', ')} };`);
        body.push(...this.encode(partOwner, inner, local, scope));
      }
      lines.push(...indent(body), '}');
    }
    return lines;
  }

  /* Structs */

  struct(struct: Struct): string[] {
    const name = this.library.exported(this.module, struct.name);
    const owner: Owner = { name, xmlName: struct.name, kind: 'other' };
    const names = parameters(struct);
    const scope = new Map(names.map((item) => [item, localName(property({ name: item }))]));
    const declared = [...scope.values()].map((local) => `, ${local}: number`).join('');
    const passed = [...scope.values()].map((local) => `, ${local}`).join('');
    const read = this.decode(owner, struct.elements, scope);
    const readSize: string[] = [];
    const writeSize: string[] = [];
    if (struct.size !== undefined) {
      const readScope = new Map(read.record.map(([key, local]) => [key, local]));
      const size = this.bare(this.expression(struct.size, readScope));
      readSize.push(`reader.skip(start + ${size} - reader.offset);`);
      const writeScope = this.recordScope(owner, struct.elements, 'value');
      writeSize.push(`writer.pad(start + ${this.bare(this.expression(struct.size, writeScope))} - writer.length);`);
    }
    const sized = struct.size !== undefined;
    return [
      ...this.interfaces(owner, name, struct.elements),
      `export function read${name}(reader: Reader${declared}): ${name} {`,
      ...indent([...(sized ? ['const start = reader.offset;'] : []), ...read.lines, ...readSize]),
      `  return ${this.objectLiteral(read.record)};`,
      '}',
      '',
      `export function write${name}(writer: Writer, value: ${name}${declared}): void {`,
      ...indent([
        ...(sized ? ['const start = writer.length;'] : []),
        ...this.encode(owner, struct.elements, 'value', scope),
        ...writeSize,
      ]),
      '}',
      '',
      ...this.listFunctions(struct, name, declared, passed),
    ];
  }

  private listFunctions(struct: Struct, name: string, declared: string, passed: string): string[] {
    const type: StructType = { kind: 'struct', module: this.module, struct };
    const leaves = this.library.leaves(type);
    if (leaves !== undefined) return this.flatListFunctions(name, leaves, this.library.size(type));
    return [
      `export function read${name}List(reader: Reader, count: number${declared}): ${name}[] {`,
      `  const list: ${name}[] = [];`,
      `  for (let i = 0; i < count; i++) list.push(read${name}(reader${passed}));`,
      '  return list;',
      '}',
      '',
      `export function write${name}List(writer: Writer, list: readonly ${name}[]${declared}): void {`,
      `  for (const value of list) write${name}(writer, value${passed});`,
      '}',
      '',
    ];
  }

  private flatListFunctions(name: string, leaves: readonly { code: string; offset: number }[], size: number): string[] {
    const bits = (code: string): string => (code.startsWith('u') ? 'Uint' : 'Int') + code.slice(1);
    const plus = (base: string, offset: number): string => (offset === 0 ? base : `${base} + ${offset}`);
    const order = (code: string): string => (code.endsWith('8') ? '' : ', littleEndian');
    const sized = leaves.some(({ code }) => !code.endsWith('8'));
    const names = sized ? '{ view, littleEndian }' : '{ view }';
    const stride = leaves.length;
    return [
      `export function read${name}List(reader: Reader, count: number): Int32Array {`,
      `  let at = reader.take(count * ${size});`,
      `  const ${names} = reader;`,
      `  const flat = new Int32Array(count * ${stride});`,
      `  for (let i = 0; i < flat.length; i += ${stride}, at += ${size}) {`,
      ...leaves.map(({ code, offset }, index) => {
        return `    flat[${plus('i', index)}] = view.get${bits(code)}(${plus('at', offset)}${order(code)});`;
      }),
      '  }',
      '  return flat;',
      '}',
      '',
      `export function write${name}List(writer: Writer, flat: Int32Array): void {`,
      `  const count = writer.countOf(flat.length, ${stride});`,
      `  let at = writer.zeros(count * ${size});`,
      `  const ${names} = writer;`,
      `  for (let i = 0; i < flat.length; i += ${stride}, at += ${size}) {`,
      ...leaves.map(({ code, offset }, index) => {
        return `    view.set${bits(code)}(${plus('at', offset)}, flat[${plus('i', index)}] ?? 0${order(code)});`;
      }),
      '  }',
      '}',
      '',
    ];
  }
}
