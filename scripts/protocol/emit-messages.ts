/** Functions and interfaces of requests, replies and events. */
import type { Element, Event, Request } from './model.ts';
import { ElementEmitter, indent, type Owner } from './emit-elements.ts';
import { readsLength } from './layout.ts';
import { propertyKey } from './names.ts';
import { ANY_LENGTH } from './quirks.ts';

/** The first element of a message stands in its second byte. */
function splitSecondByte(what: string, elements: readonly Element[]): { second: Element | undefined; rest: Element[] } {
  const [second, ...rest] = elements;
  if (second === undefined) return { second, rest };
  if (second.kind === 'pad' && second.bytes !== 1)
    throw new Error(`${what} begins with a pad of ${second.bytes} bytes`);
  if (second.kind === 'switch' || second.kind === 'align') throw new Error(`${what} begins with a ${second.kind}`);
  return { second, rest };
}

const NO_SCOPE: ReadonlyMap<string, string> = new Map();

export class MessageEmitter {
  private readonly elements: ElementEmitter;

  constructor(elements: ElementEmitter) {
    this.elements = elements;
  }

  private name(name: string): string {
    return this.elements.library.exported(this.elements.module, name);
  }

  private get isExtension(): boolean {
    return this.elements.module.extension !== undefined;
  }

  /** Type that the encoder of a request takes: its masks may be left out. */
  requestArguments(request: Request): string {
    const name = this.name(request.name);
    return this.masks(request.elements).length === 0 ? `${name}Request` : `${name}Arguments`;
  }

  private masks(elements: readonly Element[]): string[] {
    return [...this.elements.maskNames(elements)];
  }

  request(request: Request): string[] {
    const name = this.name(request.name);
    const owner: Owner = { name, xmlName: request.name, kind: 'request' };
    const { elements } = this;
    const masks = this.masks(request.elements);
    const omitted = masks.map((mask) => `'${mask}'`).join(' | ');
    const optional = masks.map((mask) => `${propertyKey(mask)}?: number | undefined`).join('; ');
    return [
      ...elements.interfaces(owner, `${name}Request`, request.elements),
      ...(masks.length === 0
        ? []
        : [
            `/** What the encoder takes: the mask follows from the values that are present. */`,
            `export type ${name}Arguments = Omit<${name}Request, ${omitted}> & { ${optional} };`,
            '',
          ]),
      ...this.requestDecoder(request, owner),
      ...elements.maskFunctions(owner, request.elements),
      ...this.requestEncoder(request, owner),
    ];
  }

  private requestDecoder(request: Request, owner: Owner): string[] {
    const { elements } = this;
    const decoded = elements.decode(owner, request.elements, NO_SCOPE);
    const lines = [...decoded.lines];
    if (this.isExtension) lines.unshift('reader.skip(2);', 'reader.requestBody();');
    else if (lines.length === 0) lines.push('reader.skip(2);', 'reader.requestBody();');
    else {
      splitSecondByte(request.name, request.elements);
      lines.unshift('reader.skip(1);');
      lines.splice(2, 0, 'reader.requestBody();');
    }
    const anyLength = ANY_LENGTH.has(`${elements.module.header}:${request.name}`);
    lines.push(anyLength ? 'reader.skip(reader.remaining);' : 'reader.endRequest();');
    return [
      `export function decode${owner.name}(reader: Reader): ${owner.name}Request {`,
      ...indent(lines),
      `  return ${elements.objectLiteral(decoded.record)};`,
      '}',
      '',
    ];
  }

  private requestEncoder(request: Request, owner: Owner): string[] {
    const { elements } = this;
    const body = elements.encode(owner, request.elements, 'request', NO_SCOPE);
    const masks = body.filter((line) => line.startsWith('const '));
    const writes = body.slice(masks.length);
    const used = body.some((line) => line.includes('request.'));
    const parameter = `${used ? 'request' : '_request'}: ${this.requestArguments(request)}`;
    const lines = this.isExtension
      ? ['writer.u8(majorOpcode);', `writer.u8(${request.opcode});`, 'writer.u16(0);', ...writes]
      : [
          `writer.u8(${request.opcode});`,
          ...(writes.length === 0 ? ['writer.pad(1);'] : writes.slice(0, 1)),
          'writer.u16(0);',
          ...writes.slice(1),
        ];
    return [
      `export function encode${owner.name}(writer: Writer, ${parameter}${this.isExtension ? ', majorOpcode: number' : ''}): void {`,
      ...indent(['const start = writer.length;', ...masks, ...lines, 'writer.endRequest(start);']),
      '}',
      '',
    ];
  }

  reply(request: Request, reply: readonly Element[]): string[] {
    const { elements } = this;
    const name = this.name(request.name);
    const type = `${name}Reply`;
    const owner: Owner = { name: type, xmlName: `${request.name}Reply`, kind: 'other' };
    const usesLength = readsLength(reply);
    const scope = new Map(usesLength ? [['length', 'length']] : []);
    const decoded = elements.decode(owner, reply, scope);
    const read = [...decoded.lines];
    if (read.length === 0) read.push('reader.skip(1);');
    splitSecondByte(type, reply);
    read.unshift('reader.skip(1);');
    read.splice(
      2,
      0,
      'const sequence = reader.u16();',
      usesLength ? 'const length = reader.u32();' : 'reader.skip(4);',
    );
    const write = elements.encode(owner, reply, 'reply', scope);
    if (write.length === 0) write.push('writer.pad(1);');
    const used = write.some((line) => line.includes('reply.'));
    return [
      ...elements.interfaces(owner, type, reply),
      `export function decode${type}(reader: Reader): ${type} & { sequence: number } {`,
      ...indent(read),
      `  return ${elements.objectLiteral([['sequence', 'sequence'], ...decoded.record])};`,
      '}',
      '',
      `export function encode${type}(writer: Writer, sequence: number, ${used ? 'reply' : '_reply'}: ${type}): void {`,
      ...indent([
        'const start = writer.length;',
        'writer.u8(1);',
        ...write.slice(0, 1),
        'writer.u16(sequence);',
        'writer.u32(0);',
        ...write.slice(1),
        'writer.endReply(start);',
      ]),
      '}',
      '',
    ];
  }

  event(event: Event): string[] {
    const { elements } = this;
    const type = `${this.name(event.name)}Event`;
    const original = event.copyOf === undefined ? undefined : `${this.name(event.copyOf)}Event`;
    const owner: Owner = { name: original ?? type, xmlName: event.name, kind: 'other' };
    return [
      ...(original === undefined
        ? elements.interfaces(owner, type, event.elements)
        : [`export type ${type} = ${original};`, '']),
      ...(event.generic ? this.genericEvent(event, owner, type) : this.plainEvent(event, owner, type)),
    ];
  }

  private plainEvent(event: Event, owner: Owner, type: string): string[] {
    const { elements } = this;
    const { second } = splitSecondByte(type, event.elements);
    const decoded = elements.decode(owner, event.elements, NO_SCOPE);
    const read = [...decoded.lines];
    const write = elements.encode(owner, event.elements, 'event', NO_SCOPE);
    const sequence: [string, string][] = [];
    const checks = write[0]?.startsWith('checkLength') === true ? write.splice(0, 1) : [];
    if (event.hasSequence) {
      if (second?.kind === 'list') throw new Error(`${type} begins with a list`);
      read.splice(1, 0, 'const sequence = reader.u16();');
      write.splice(1, 0, 'writer.u16(sequence);');
      sequence.push(['sequence', 'sequence']);
    }
    const received = `{ ${event.hasSequence ? 'sequence: number; ' : ''}sendEvent: boolean }`;
    return [
      `export function decode${type}(reader: Reader): ${type} & ${received} {`,
      ...indent(['const sendEvent = reader.u8() >= 0x80;', ...read]),
      `  return ${elements.objectLiteral([...sequence, ['sendEvent', 'sendEvent'], ...decoded.record])};`,
      '}',
      '',
      `export function encode${type}(`,
      '  writer: Writer,',
      `  ${event.hasSequence ? 'sequence' : '_sequence'}: number,`,
      `  event: ${type},`,
      `  firstEvent${this.isExtension ? ': number' : ' = 0'},`,
      '): void {',
      ...indent([
        'const start = writer.length;',
        `writer.u8(firstEvent + ${event.number});`,
        ...checks,
        ...write,
        'writer.endEvent(start);',
      ]),
      '}',
      '',
    ];
  }

  /** A generic event: 35, the extension's opcode, sequence, length, type. GE protocol §2 */
  private genericEvent(event: Event, owner: Owner, type: string): string[] {
    const { elements } = this;
    const usesLength = readsLength(event.elements);
    const scope = new Map(usesLength ? [['length', 'length']] : []);
    const decoded = elements.decode(owner, event.elements, scope);
    return [
      `export function decode${type}(reader: Reader): ${type} & { sequence: number; sendEvent: boolean } {`,
      ...indent([
        'const sendEvent = reader.u8() >= 0x80;',
        'reader.skip(1);',
        'const sequence = reader.u16();',
        usesLength ? 'const length = reader.u32();' : 'reader.skip(4);',
        'reader.skip(2);',
        ...decoded.lines,
      ]),
      `  return ${elements.objectLiteral([['sequence', 'sequence'], ['sendEvent', 'sendEvent'], ...decoded.record])};`,
      '}',
      '',
      `export function encode${type}(writer: Writer, sequence: number, event: ${type}, majorOpcode: number): void {`,
      ...indent([
        'const start = writer.length;',
        'writer.u8(35);',
        'writer.u8(majorOpcode);',
        'writer.u16(sequence);',
        'writer.u32(0);',
        `writer.u16(${event.number});`,
        ...elements.encode(owner, event.elements, 'event', scope),
        'writer.endReply(start);',
      ]),
      '}',
      '',
    ];
  }
}
