/** Functions and interfaces of events. */
import type { Event } from './model.ts';
import { NO_SCOPE, type Context, type Owner } from './context.ts';
import { decode, joinSkips, recordStatement, type DecodedRecord } from './emit-decode.ts';
import { encode, joinPads } from './emit-encode.ts';
import { checkSecondByte, functionLines } from './emit-messages.ts';
import { interfaces } from './emit-records.ts';
import { readsLength } from './layout.ts';

export function eventFunctions(context: Context, event: Event): string[] {
  const exported = (name: string): string => `${context.library.exported(context.module, name)}Event`;
  const type = exported(event.name);
  const original = event.copyOf === undefined ? undefined : exported(event.copyOf);
  const owner: Owner = { name: original ?? type, xmlName: event.name, kind: 'other' };
  return [
    ...(original === undefined
      ? interfaces(context, owner, type, event.elements)
      : [`export type ${type} = ${original};`, '']),
    ...(event.generic ? genericEvent(context, event, owner, type) : plainEvent(context, event, owner, type)),
  ];
}

function plainEvent(context: Context, event: Event, owner: Owner, type: string): string[] {
  if (event.hasSequence) checkSecondByte(type, event.elements);
  const isExtension = context.module.extension !== undefined;
  const { lines, record } = decode(context, owner, event.elements, NO_SCOPE);
  const { before, writes } = encode(context, owner, event.elements, 'event', NO_SCOPE);
  const read = [...lines];
  const write = writes.flat();
  const frame: [string, string][] = [['sendEvent', 'sendEvent']];
  if (event.hasSequence) {
    read.splice(1, 0, 'const sequence = reader.u16();');
    write.splice(1, 0, 'writer.u16(sequence);');
    frame.unshift(['sequence', 'sequence']);
  }
  const received = `${type} & { ${event.hasSequence ? 'sequence: number; ' : ''}sendEvent: boolean }`;
  return [
    ...functionLines(`decode${type}`, ['reader: Reader'], received, [
      'const sendEvent = reader.u8() >= 0x80;',
      ...joinSkips(read),
      ...recordStatement('return', [...frame, ...record], 1),
    ]),
    ...functionLines(
      `encode${type}`,
      [
        'writer: Writer',
        `${event.hasSequence ? 'sequence' : '_sequence'}: number`,
        `event: ${type}`,
        isExtension ? 'firstEvent: number' : 'firstEvent = 0',
      ],
      'void',
      [
        'const start = writer.length;',
        ...before,
        `writer.u8(firstEvent + ${event.number});`,
        ...joinPads(write),
        'writer.endEvent(start);',
      ],
    ),
  ];
}

/** A generic event: 35, the extension's opcode, sequence, length, type. GE protocol §2 */
function genericEvent(context: Context, event: Event, owner: Owner, type: string): string[] {
  const usesLength = readsLength(event.elements);
  const scope = usesLength ? new Map([['length', 'length']]) : NO_SCOPE;
  const { lines, record } = decode(context, owner, event.elements, scope);
  const { before, writes } = encode(context, owner, event.elements, 'event', scope);
  const frame: DecodedRecord = [
    ['sequence', 'sequence'],
    ['sendEvent', 'sendEvent'],
  ];
  const read = [
    'reader.skip(1);',
    'const sequence = reader.u16();',
    usesLength ? 'const length = reader.u32();' : 'reader.skip(4);',
    'reader.skip(2);',
    ...lines,
  ];
  return [
    ...functionLines(`decode${type}`, ['reader: Reader'], `${type} & { sequence: number; sendEvent: boolean }`, [
      'const sendEvent = reader.u8() >= 0x80;',
      ...joinSkips(read),
      ...recordStatement('return', [...frame, ...record], 1),
    ]),
    ...functionLines(
      `encode${type}`,
      ['writer: Writer', 'sequence: number', `event: ${type}`, 'majorOpcode: number'],
      'void',
      [
        'const start = writer.length;',
        ...before,
        'writer.u8(35);',
        'writer.u8(majorOpcode);',
        'writer.u16(sequence);',
        'writer.u32(0);',
        `writer.u16(${event.number});`,
        ...joinPads(writes.flat()),
        'writer.endReply(start);',
      ],
    ),
  ];
}
