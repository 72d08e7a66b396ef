/** Functions and interfaces of requests and replies. */
import type { Element, Request } from './model.ts';
import { indent, NO_SCOPE, type Context, type Owner } from './context.ts';
import { decode, joinSkips, recordStatement } from './emit-decode.ts';
import { encode, joinPads, maskFunctions } from './emit-encode.ts';
import { interfaces } from './emit-records.ts';
import { maskFields, property, readsLength } from './layout.ts';
import { propertyKey } from './names.ts';
import { ANY_LENGTH } from './quirks.ts';

/** A message's first element stands in its second byte. Throws Error where it does not fit. */
export function checkSecondByte(what: string, elements: readonly Element[]): void {
  const [second] = elements;
  if (second === undefined || second.kind === 'field' || second.kind === 'computed') return;
  if (second.kind !== 'pad' || second.bytes !== 1)
    throw new Error(`${what} begins with ${second.kind}, not with a byte`);
}

/** A function; its head goes over several lines where one does not hold it. */
export function functionLines(name: string, parameters: readonly string[], result: string, body: string[]): string[] {
  const head = `export function ${name}(${parameters.join(', ')}): ${result} {`;
  const heads =
    head.length <= 120
      ? [head]
      : [`export function ${name}(`, ...indent(parameters.map((parameter) => `${parameter},`)), `): ${result} {`];
  return [...heads, ...indent(body), '}', ''];
}

function exported(context: Context, name: string): string {
  return context.library.exported(context.module, name);
}

/** Type that the encoder of a request takes: its masks may be left out. */
export function requestArguments(context: Context, request: Request): string {
  const suffix = maskFields(request.elements).size === 0 ? 'Request' : 'Arguments';
  return exported(context, request.name) + suffix;
}

function argumentsType(name: string, request: Request): string[] {
  const masks = [...maskFields(request.elements).keys()].map((mask) => property({ name: mask }));
  if (masks.length === 0) return [];
  const omitted = masks.map((mask) => `'${mask}'`).join(' | ');
  const optional = masks.map((mask) => `  ${propertyKey(mask)}?: number | undefined;`);
  return [
    '/** What the encoder takes: the mask follows from the values that are present. */',
    `export type ${name}Arguments = Omit<${name}Request, ${omitted}> & {`,
    ...optional,
    '};',
    '',
  ];
}

export function requestFunctions(context: Context, request: Request): string[] {
  const name = exported(context, request.name);
  const owner: Owner = { name, xmlName: request.name, kind: 'request' };
  return [
    ...interfaces(context, owner, `${name}Request`, request.elements),
    ...argumentsType(name, request),
    ...requestDecoder(context, owner, request),
    ...maskFunctions(owner, request.elements),
    ...requestEncoder(context, owner, request),
  ];
}

function requestDecoder(context: Context, owner: Owner, request: Request): string[] {
  const { lines, record } = decode(context, owner, request.elements, NO_SCOPE);
  let body: string[];
  if (context.module.extension !== undefined) body = ['reader.skip(2);', 'reader.requestBody();', ...lines];
  else {
    checkSecondByte(request.name, request.elements);
    const [second = 'reader.skip(1);', ...rest] = lines;
    body = ['reader.skip(1);', second, 'reader.requestBody();', ...rest];
  }
  const anyLength = ANY_LENGTH.has(`${context.module.header}:${request.name}`);
  body.push(anyLength ? 'reader.skip(reader.remaining);' : 'reader.endRequest();');
  return functionLines(`decode${owner.name}`, ['reader: Reader'], `${owner.name}Request`, [
    ...joinSkips(body),
    ...recordStatement('return', record, 1),
  ]);
}

function requestEncoder(context: Context, owner: Owner, request: Request): string[] {
  const { before, writes } = encode(context, owner, request.elements, 'request', NO_SCOPE);
  const body = ['const start = writer.length;', ...before];
  const isExtension = context.module.extension !== undefined;
  if (isExtension) {
    body.push('writer.u8(majorOpcode);', `writer.u8(${request.opcode});`, 'writer.u16(0);', ...writes.flat());
  } else {
    const [second = ['writer.pad(1);'], ...rest] = writes;
    body.push(`writer.u8(${request.opcode});`, ...second, 'writer.u16(0);', ...rest.flat());
  }
  body.push('writer.endRequest(start);');
  const parameter = `${request.elements.some((element) => 'name' in element) ? '' : '_'}request`;
  const parameters = ['writer: Writer', `${parameter}: ${requestArguments(context, request)}`];
  if (isExtension) parameters.push('majorOpcode: number');
  return functionLines(`encode${owner.name}`, parameters, 'void', joinPads(body));
}

export function replyFunctions(context: Context, request: Request, elements: readonly Element[]): string[] {
  const type = `${exported(context, request.name)}Reply`;
  const owner: Owner = { name: type, xmlName: `${request.name}Reply`, kind: 'other' };
  checkSecondByte(type, elements);
  const usesLength = readsLength(elements);
  const scope = usesLength ? new Map([['length', 'length']]) : NO_SCOPE;
  const { lines, record } = decode(context, owner, elements, scope);
  const [second = 'reader.skip(1);', ...rest] = lines;
  const length = usesLength ? 'const length = reader.u32();' : 'reader.skip(4);';
  const read = ['reader.skip(1);', second, 'const sequence = reader.u16();', length, ...rest];
  const { before, writes } = encode(context, owner, elements, 'reply', scope);
  const [secondWrite = ['writer.pad(1);'], ...restWrites] = writes;
  const parameter = `${elements.some((element) => 'name' in element) ? '' : '_'}reply: ${type}`;
  return [
    ...interfaces(context, owner, type, elements),
    ...functionLines(`decode${type}`, ['reader: Reader'], `${type} & { sequence: number }`, [
      ...joinSkips(read),
      ...recordStatement('return', [['sequence', 'sequence'], ...record], 1),
    ]),
    ...functionLines(
      `encode${type}`,
      ['writer: Writer', 'sequence: number', parameter],
      'void',
      joinPads([
        'const start = writer.length;',
        ...before,
        'writer.u8(1);',
        ...secondWrite,
        'writer.u16(sequence);',
        'writer.u32(0);',
        ...restWrites.flat(),
        'writer.endReply(start);',
      ]),
    ),
  ];
}
