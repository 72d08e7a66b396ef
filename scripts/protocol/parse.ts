/** Reads one XML file of xcb-proto into the model. A construct that is not known ends in an error that names it. */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { BYTES_AT_END, FIELDS_FOR_PADS, OTHER_LENGTHS, PADDED_LISTS, RENAMED } from './quirks.ts';
import type { Case, Element, Enumeration, Event, Expression, Module } from './model.ts';

/** An XML element in document order. */
interface Node {
  tag: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

type RawNode = Record<string, unknown>;

/** The parser gives text as strings and numbers. */
function textOf(raw: RawNode): string {
  const text = raw['#text'];
  return typeof text === 'string' || typeof text === 'number' ? `${text}` : '';
}

function toNodes(raw: RawNode[]): Node[] {
  const nodes: Node[] = [];
  for (const item of raw) {
    const tag = Object.keys(item).find((key) => key !== ':@');
    if (tag === undefined || tag === '#text' || tag === '?xml' || tag === 'doc') continue;
    const inside = item[tag] as RawNode[];
    const text = inside.map((child) => textOf(child)).join('');
    const attributes = (item[':@'] ?? {}) as Record<string, string>;
    nodes.push({ tag, attributes, children: toNodes(inside), text: text.trim() });
  }
  return nodes;
}

function attribute(node: Node, name: string): string {
  const value = node.attributes[name];
  if (value === undefined) throw new Error(`<${node.tag}> without ${name}`);
  return value;
}

function unsupported(node: Node, where: string): never {
  throw new Error(`unsupported element <${node.tag}> in ${where}`);
}

/** Puts in what the XML leaves out of a request's elements. */
function corrected(request: string, elements: readonly Element[]): Element[] {
  const result: Element[] = [];
  for (const element of elements) {
    const before = result.at(-1);
    const key = before !== undefined && 'name' in before ? `${request}.${before.name}` : '';
    const field = element.kind === 'pad' && element.bytes === 1 ? FIELDS_FOR_PADS.get(key) : undefined;
    if (field !== undefined) result.push({ kind: 'field', name: field, type: 'CARD8', values: undefined });
    else if (element.kind === 'list') {
      const length = OTHER_LENGTHS.get(`${request}.${element.name}`);
      result.push(length === undefined ? element : { ...element, length: { kind: 'field', name: length } });
    } else if (element.kind !== 'switch') result.push(element);
    else {
      const cases = element.cases.map((one) => ({ ...one, elements: corrected(request, one.elements) }));
      result.push({ ...element, cases });
    }
    if (element.kind === 'list' && PADDED_LISTS.has(`${request}.${element.name}`)) {
      result.push({ kind: 'align', unit: 4 });
    }
  }
  return result;
}

class ModuleParser {
  private readonly module: Module;
  private readonly findEnum: (name: string) => Enumeration | undefined;

  constructor(module: Module, findEnum: (name: string) => Enumeration | undefined) {
    this.module = module;
    this.findEnum = findEnum;
  }

  private enumValue(node: Node): number {
    const name = attribute(node, 'ref');
    const plain = name.includes(':') ? name.slice(name.indexOf(':') + 1) : name;
    const found = this.module.enums.find((item) => item.name === plain) ?? this.findEnum(plain);
    const item = found?.items.find((candidate) => candidate.name === node.text);
    if (item === undefined) throw new Error(`unknown enumeration item ${name}.${node.text}`);
    return item.value;
  }

  private expression(node: Node): Expression {
    const operand = (index: number): Expression => {
      const child = node.children[index];
      if (child === undefined) throw new Error(`<${node.tag}> lacks an operand`);
      return this.expression(child);
    };
    switch (node.tag) {
      case 'value':
        return { kind: 'value', value: Number(node.text) };
      case 'bit':
        return { kind: 'value', value: 2 ** Number(node.text) };
      case 'enumref':
        return { kind: 'value', value: this.enumValue(node) };
      case 'fieldref':
        return { kind: 'field', name: node.text };
      case 'paramref':
        return { kind: 'param', name: node.text };
      case 'op':
        return { kind: 'op', op: attribute(node, 'op'), left: operand(0), right: operand(1) };
      case 'unop':
        if (attribute(node, 'op') !== '~') throw new Error(`unsupported unary operator ${attribute(node, 'op')}`);
        return { kind: 'not', operand: operand(0) };
      case 'popcount':
        return { kind: 'popcount', operand: operand(0) };
      case 'sumof':
        return {
          kind: 'sum',
          list: attribute(node, 'ref'),
          body: node.children.length > 0 ? operand(0) : undefined,
        };
      case 'listelement-ref':
        return { kind: 'element' };
      default:
        return unsupported(node, 'an expression');
    }
  }

  private switchCase(node: Node): Case {
    const references = node.children.filter((child) => child.tag === 'enumref');
    return {
      kind: node.tag === 'bitcase' ? 'bit' : 'equal',
      values: references.map((reference) => this.enumValue(reference)),
      name: node.attributes['name'],
      elements: this.elements(node.children.filter((child) => child.tag !== 'enumref')),
    };
  }

  private element(node: Node): Element | undefined {
    const name = node.attributes['name'] ?? '';
    switch (node.tag) {
      case 'field': {
        const { attributes } = node;
        const values = attributes['enum'] ?? attributes['mask'] ?? attributes['altenum'];
        return { kind: 'field', name, type: attribute(node, 'type'), values };
      }
      case 'pad':
        if (node.attributes['align'] !== undefined) return { kind: 'align', unit: Number(node.attributes['align']) };
        return { kind: 'pad', bytes: Number(attribute(node, 'bytes')) };
      case 'list': {
        const length = node.children[0];
        return {
          kind: 'list',
          name,
          type: attribute(node, 'type'),
          length: length === undefined ? undefined : this.expression(length),
        };
      }
      case 'exprfield': {
        const value = node.children[0];
        if (value === undefined) throw new Error(`exprfield ${name} without expression`);
        return { kind: 'computed', name, type: attribute(node, 'type'), value: this.expression(value) };
      }
      case 'switch': {
        const isCase = (child: Node): boolean => child.tag === 'bitcase' || child.tag === 'case';
        const [on, ...others] = node.children.filter((child) => !isCase(child) && child.tag !== 'required_start_align');
        if (on === undefined || others.length > 0) throw new Error(`switch ${name} needs one expression`);
        const cases = node.children.filter(isCase).map((child) => this.switchCase(child));
        return { kind: 'switch', name, on: this.expression(on), cases };
      }
      // A file descriptor travels beside the bytes; alignment of a start holds for every message.
      case 'fd':
      case 'required_start_align':
      case 'length':
      case 'reply':
        return undefined;
      default:
        return unsupported(node, 'a message');
    }
  }

  private elements(nodes: Node[]): Element[] {
    return nodes.map((node) => this.element(node)).filter((element) => element !== undefined);
  }

  private enumeration(node: Node): Enumeration {
    let next = 0;
    const items = node.children.map((item) => {
      const given = item.children[0];
      if (given !== undefined) {
        const expression = this.expression(given);
        if (expression.kind !== 'value') throw new Error(`enumeration item ${attribute(item, 'name')} is no constant`);
        next = expression.value;
      }
      return { name: attribute(item, 'name'), value: next++ };
    });
    return { name: attribute(node, 'name'), items };
  }

  private event(node: Node): Event {
    const name = attribute(node, 'name');
    const elements = this.elements(node.children).map((element) => {
      const renamed = 'name' in element ? RENAMED.get(`${this.module.header}:${name}.${element.name}`) : undefined;
      return renamed === undefined ? element : { ...element, name: renamed };
    });
    return {
      name,
      number: Number(attribute(node, 'number')),
      generic: node.attributes['xge'] === 'true',
      hasSequence: node.attributes['no-sequence-number'] !== 'true',
      elements,
      copyOf: undefined,
    };
  }

  private eventCopy(node: Node): Event {
    const original = this.module.events.find((event) => event.name === attribute(node, 'ref'));
    if (original === undefined) throw new Error(`event copy of unknown ${attribute(node, 'ref')}`);
    const name = attribute(node, 'name');
    return { ...original, name, number: Number(attribute(node, 'number')), copyOf: original.name };
  }

  /** Reads one child of the root. Enumerations are read before, since messages name later ones. */
  declaration(node: Node): void {
    const { module } = this;
    const name = node.attributes['name'] ?? '';
    switch (node.tag) {
      case 'enum':
        return;
      case 'import':
        module.imports.push(node.text);
        return;
      case 'xidtype':
      case 'xidunion':
        module.aliases.set(name, 'CARD32');
        return;
      case 'typedef':
        module.aliases.set(attribute(node, 'newname'), attribute(node, 'oldname'));
        return;
      case 'struct': {
        const size = node.children.find((child) => child.tag === 'length')?.children[0];
        const elements = this.elements(node.children);
        module.structs.push({ name, elements, size: size === undefined ? undefined : this.expression(size) });
        return;
      }
      case 'union':
        module.unions.push({ name, members: this.elements(node.children) });
        return;
      case 'eventstruct':
        module.opaque.set(name, 32);
        return;
      case 'request': {
        const reply = node.children.find((child) => child.tag === 'reply');
        const elements = corrected(`${module.header}:${name}`, this.elements(node.children));
        const rest = BYTES_AT_END.get(`${module.header}:${name}`);
        if (rest !== undefined) elements.push({ kind: 'list', name: rest, type: 'CARD8', length: undefined });
        module.requests.push({
          name,
          opcode: Number(attribute(node, 'opcode')),
          elements,
          reply: reply === undefined ? undefined : this.elements(reply.children),
        });
        return;
      }
      case 'event':
        module.events.push(this.event(node));
        return;
      case 'eventcopy':
        module.events.push(this.eventCopy(node));
        return;
      case 'error':
      case 'errorcopy':
        module.errors.push({ name, number: Number(attribute(node, 'number')) });
        return;
      default:
        unsupported(node, 'the file');
    }
  }

  enumerations(nodes: Node[]): void {
    for (const node of nodes) if (node.tag === 'enum') this.module.enums.push(this.enumeration(node));
  }
}

/** Parses `path`. `findEnum` finds enumerations of the modules read before. Throws Error on what it does not know. */
export function parseModule(path: string, findEnum: (name: string) => Enumeration | undefined): Module {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
  });
  const roots = toNodes(parser.parse(readFileSync(path, 'utf8')) as RawNode[]);
  const root = roots.find((node) => node.tag === 'xcb');
  if (root === undefined) throw new Error(`${path} has no <xcb> element`);
  const xname = root.attributes['extension-xname'];
  const module: Module = {
    header: attribute(root, 'header'),
    extension:
      xname === undefined
        ? undefined
        : {
            xname,
            majorVersion: Number(attribute(root, 'major-version')),
            minorVersion: Number(attribute(root, 'minor-version')),
          },
    imports: [],
    aliases: new Map(),
    structs: [],
    unions: [],
    opaque: new Map(),
    enums: [],
    requests: [],
    events: [],
    errors: [],
  };
  const moduleParser = new ModuleParser(module, findEnum);
  moduleParser.enumerations(root.children);
  for (const node of root.children) {
    try {
      moduleParser.declaration(node);
    } catch (cause) {
      const what = node.attributes['name'] ?? node.tag;
      throw new Error(`${path}: ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
  return module;
}
