/** What all emitters of one generated module share: its types, its imports, and code for length expressions. */
import type { Element, Expression, List, Module } from './model.ts';
import type { Library, WireType } from './library.ts';
import { lengthFields, listForm, maskFields, parameters, property, type ListForm } from './layout.ts';
import { localName } from './names.ts';

/** Code for each field name that an expression may use; a list's own code stands under `list NAME`. */
export type Scope = ReadonlyMap<string, string>;

export const NO_SCOPE: Scope = new Map();

/** What a sequence of elements belongs to. */
export interface Owner {
  /** Exported name, which begins the names of its parts. */
  name: string;
  /** Name in the XML. */
  xmlName: string;
  kind: 'request' | 'other';
}

export type StructType = Extract<WireType, { kind: 'struct' }>;

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** Drops the parentheses around a whole expression. */
export function bare(code: string): string {
  if (!code.startsWith('(') || !code.endsWith(')')) return code;
  let depth = 0;
  for (const character of code.slice(0, -1)) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth === 0) return code;
  }
  return code.slice(1, -1);
}

export class Context {
  readonly library: Library;
  readonly module: Module;
  /** Names imported, by module path. */
  readonly imports = new Map<string, Set<string>>();
  /** For lists of records: code for the fields of a record called `one`. */
  private readonly elementScopes = new Map<string, Scope>();

  constructor(library: Library, module: Module) {
    this.library = library;
    this.module = module;
  }

  /** Makes sure that `name` of the module at `path` is imported; returns it without the word `type`. */
  import(path: string, name: string): string {
    const names = this.imports.get(path) ?? new Set();
    names.add(name);
    this.imports.set(path, names);
    return name.replace(/^type /, '');
  }

  /** Name of a struct's type or function, imported where another module has it. */
  structName(type: StructType, before: string, after = ''): string {
    const name = before + this.library.exported(type.module, type.struct.name) + after;
    if (type.module !== this.module) {
      this.import(`./${type.module.header}.ts`, before === '' ? `type ${name}` : name);
    }
    return name;
  }

  resolve(type: string): WireType {
    return this.library.resolve(this.module, type);
  }

  listForm(owner: Owner, list: List): ListForm {
    return listForm(this.library, this.module, owner.xmlName, list);
  }

  /** Code for the number of elements of the list that `access` is. */
  listCount(owner: Owner, list: List, access: string): string {
    const form = this.listForm(owner, list);
    if (form.kind === 'flat' && form.stride > 1) return `${access}.length / ${form.stride}`;
    if (form.kind === 'opaque') return `${access}.length / ${form.size}`;
    return `${access}.length`;
  }

  /** Code for every field of the record `base`, those included that follow from lists. */
  recordScope(owner: Owner, elements: readonly Element[], base: string): Scope {
    const scope = new Map<string, string>();
    for (const element of elements) {
      if (element.kind === 'field') scope.set(element.name, `${base}.${property(element)}`);
      if (element.kind !== 'list') continue;
      const access = `${base}.${property(element)}`;
      scope.set(`list ${element.name}`, access);
      if (element.length === undefined) scope.set(`${element.name}_len`, `(${this.listCount(owner, element, access)})`);
    }
    for (const [name, list] of lengthFields(elements)) {
      scope.set(name, this.listCount(owner, list, `${base}.${property(list)}`));
    }
    if (owner.kind === 'request') {
      for (const name of maskFields(elements).keys()) scope.set(name, localName(property({ name })));
    }
    return scope;
  }

  /** Lets later sums over `list` use the fields of its records. */
  noteElementScope(owner: Owner, list: List): void {
    const form = this.listForm(owner, list);
    if (form.kind !== 'records') return;
    const { module, struct } = form.type;
    const inner = new Context(this.library, module);
    const innerOwner: Owner = { name: struct.name, xmlName: struct.name, kind: 'other' };
    this.elementScopes.set(list.name, inner.recordScope(innerOwner, struct.elements, 'one'));
  }

  /** Code for `expression`; `element` is the list element inside of a sum. Throws Error for a name not in `scope`. */
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
      case 'op':
        return this.operation(expression.op, inner(expression.left), inner(expression.right));
      case 'not':
        return `(~${inner(expression.operand)} >>> 0)`;
      case 'popcount':
        return `${this.import('../bits.ts', 'popCount')}(${inner(expression.operand)})`;
      case 'sum': {
        const list = scope.get(`list ${expression.list}`);
        if (list === undefined) throw new Error(`sum over unknown list ${expression.list}`);
        const oneScope = new Map([...scope, ...(this.elementScopes.get(expression.list) ?? [])]);
        const body = expression.body === undefined ? 'one' : bare(this.expression(expression.body, oneScope, 'one'));
        return `${this.import('../bits.ts', 'sumOf')}(${list}, (one) => ${body})`;
      }
      case 'element':
        if (element === undefined) throw new Error('list element outside of a sum');
        return element;
    }
  }

  private operation(op: string, left: string, right: string): string {
    if (op === '/') return `Math.trunc(${bare(left)} / ${right})`;
    if (op === '&') return `((${left} & ${right}) >>> 0)`;
    if (['+', '-', '*'].includes(op)) return `(${left} ${op} ${right})`;
    throw new Error(`unsupported operator ${op}`);
  }

  /** Arguments that a struct's functions take after the first two values, for the outer fields it needs. */
  structArguments(type: StructType, scope: Scope): string {
    return parameters(type.struct)
      .map((name) => `, ${this.expression({ kind: 'field', name }, scope)}`)
      .join('');
  }

  /** A variable for the value that a switch is decided on, where it is not one already. */
  switchValue(name: string, on: Expression, scope: Scope): { lines: string[]; on: string } {
    const code = this.expression(on, scope);
    if (on.kind === 'field' || on.kind === 'param') return { lines: [], on: code };
    const local = `${property({ name })}Mask`;
    return { lines: [`const ${local} = ${bare(code)};`], on: local };
  }

  /** Code of the condition under which a case of a switch is chosen. */
  condition(kind: 'bit' | 'equal', on: string, values: readonly number[]): string {
    if (kind === 'equal') return values.map((value) => `${on} === ${value}`).join(' || ');
    return `(${on} & ${values.reduce((mask, value) => (mask | value) >>> 0, 0)}) !== 0`;
  }
}
