/** The tables by name that end a generated module: requests, replies, events, and what the extension is called. */
import type { Module } from './model.ts';
import type { Library } from './library.ts';
import type { Context } from './context.ts';
import { requestArguments } from './emit-messages.ts';
import { propertyKey } from './names.ts';

/** `lines` between the first and the last line of a declaration. */
function block(first: string, lines: readonly string[], last: string): string[] {
  return [first, ...lines.map((line) => `  ${line}`), last, ''];
}

export function tables(context: Context): string[] {
  const { library, module } = context;
  const { tables: camel } = library.source(module);
  const pascal = camel.charAt(0).toUpperCase() + camel.slice(1);
  const prefix = module.extension === undefined ? 'Core' : library.source(module).prefix;
  const name = (item: { name: string }): string => library.exported(module, item.name);
  const withReply = module.requests.filter((request) => request.reply !== undefined);
  const requestName = `${prefix}RequestName`;
  const lines = [
    ...block(
      `export interface ${prefix}Requests {`,
      module.requests.map((request) => `${propertyKey(request.name)}: ${name(request)}Request;`),
      '}',
    ),
    ...block(
      `/** What the request encoders take. */\nexport interface ${prefix}RequestArguments {`,
      module.requests.map((request) => `${propertyKey(request.name)}: ${requestArguments(context, request)};`),
      '}',
    ),
    ...(withReply.length === 0
      ? [`export type ${prefix}Replies = Record<never, never>;`, '']
      : block(
          `export interface ${prefix}Replies {`,
          withReply.map((request) => `${propertyKey(request.name)}: ${name(request)}Reply;`),
          '}',
        )),
    `export type ${requestName} = keyof ${prefix}Requests;`,
    '',
    ...block(
      `export const ${camel}Requests: readonly {\n` +
        `  [N in ${requestName}]: {\n` +
        `    readonly name: N;\n` +
        `    readonly opcode: number;\n` +
        `    readonly decode: (reader: Reader) => ${prefix}Requests[N];\n` +
        `    readonly hasReply: boolean;\n` +
        `  };\n}[${requestName}][] = [`,
      module.requests.map(
        (request) =>
          `{ name: '${request.name}', opcode: ${request.opcode}, decode: decode${name(request)}, ` +
          `hasReply: ${request.reply !== undefined} },`,
      ),
      '];',
    ),
    ...block(
      `export const ${camel}RequestEncoders: {\n` +
        `  readonly [N in ${requestName}]: (\n` +
        `    writer: Writer,\n` +
        `    request: ${prefix}RequestArguments[N],\n` +
        (module.extension === undefined ? '' : '    majorOpcode: number,\n') +
        `  ) => void;\n} = {`,
      module.requests.map((request) => `${propertyKey(request.name)}: encode${name(request)},`),
      '};',
    ),
    ...block(
      `export const ${camel}ReplyEncoders: {\n` +
        `  readonly [N in keyof ${prefix}Replies]: (writer: Writer, sequence: number, reply: ${prefix}Replies[N]) => void;\n} = {`,
      withReply.map((request) => `${propertyKey(request.name)}: encode${name(request)}Reply,`),
      '};',
    ),
    ...block(
      `export const ${camel}ReplyDecoders: {\n` +
        `  readonly [N in keyof ${prefix}Replies]: (reader: Reader) => ${prefix}Replies[N] & { sequence: number };\n} = {`,
      withReply.map((request) => `${propertyKey(request.name)}: decode${name(request)}Reply,`),
      '};',
    ),
  ];
  lines.push(...eventTables(library, module, camel, prefix));
  if (module.extension !== undefined) {
    const { xname, majorVersion, minorVersion } = module.extension;
    const count = (items: readonly { number: number }[]): number =>
      Math.max(0, ...items.map((item) => item.number + 1));
    const events = count(module.events.filter((event) => !event.generic));
    lines.push(
      ...block(
        `export const ${camel}Extension = {`,
        [
          `xname: '${xname}',`,
          `majorVersion: ${majorVersion},`,
          `minorVersion: ${minorVersion},`,
          `/** Numbers of event and error codes that the extension takes. */`,
          `events: ${events},`,
          `errors: ${count(module.errors)},`,
        ],
        '} as const;',
      ),
    );
    if (module.errors.length > 0) {
      const codes = module.errors.map((error) => `${propertyKey(error.name)}: ${error.number},`);
      lines.push(
        ...block(
          `/** Counted from the extension's first error. */\nexport const ${pascal}ErrorCode = {`,
          codes,
          '} as const;',
        ),
      );
    }
  }
  return lines;
}

function eventTables(library: Library, module: Module, camel: string, prefix: string): string[] {
  if (module.events.length === 0) return [];
  const isExtension = module.extension !== undefined;
  const plain = module.events.filter((event) => !event.generic);
  const codes = module.events.map((event) => `${propertyKey(event.name)}: ${event.number},`);
  const counted = isExtension
    ? "/** Counted from the extension's first event; generic events by their own type. */\n"
    : '';
  const lines = block(`${counted}export const ${isExtension ? prefix : ''}EventCode = {`, codes, '} as const;');
  if (plain.length === 0) return lines;
  const type = `${prefix}Event`;
  const exported = (event: { name: string }): string => library.exported(module, event.name);
  const first = isExtension ? ', firstEvent: number' : '';
  const pass = isExtension ? ', firstEvent' : '';
  lines.push(
    ...block(
      `export type ${type} =`,
      plain.map((event, index) => {
        const end = index === plain.length - 1 ? ';' : '';
        return `| ({ name: '${event.name}' } & ${exported(event)}Event)${end}`;
      }),
      '',
    ).slice(0, -1),
    ...block(
      `export const ${camel}EventEncoders: {\n` +
        `  readonly [E in ${type} as E['name']]: (writer: Writer, sequence: number, event: E${first}) => void;\n} = {`,
      plain.map((event) => `${propertyKey(event.name)}: encode${exported(event)}Event,`),
      '};',
    ),
    `export function encode${type}(writer: Writer, sequence: number, event: ${type}${first}): void {`,
    '  switch (event.name) {',
    ...plain.flatMap((event) => [
      `    case '${event.name}':`,
      `      return encode${exported(event)}Event(writer, sequence, event${pass});`,
    ]),
    '  }',
    '}',
    '',
    '/** The event the reader stands on, or undefined where its code is not one of these. KeymapNotify has no sequence. */',
    `export function decode${type}(`,
    `  reader: Reader${first},`,
    `): (${type} & { sequence: number | undefined; sendEvent: boolean }) | undefined {`,
    `  switch (reader.eventCode()${isExtension ? ' - firstEvent' : ''}) {`,
    ...plain.flatMap((event) => {
      const sequence = event.hasSequence ? '' : 'sequence: undefined, ';
      return [
        `    case ${event.number}:`,
        `      return { name: '${event.name}', ${sequence}...decode${exported(event)}Event(reader) };`,
      ];
    }),
    '    default:',
    '      return undefined;',
    '  }',
    '}',
    '',
  );
  return lines;
}
