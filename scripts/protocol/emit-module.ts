/** One generated TypeScript module from one parsed XML file. */
import type { Enumeration, Module } from './model.ts';
import type { Library } from './library.ts';
import { Context } from './context.ts';
import { eventFunctions } from './emit-events.ts';
import { replyFunctions, requestFunctions } from './emit-messages.ts';
import { structFunctions } from './emit-structs.ts';
import { tables } from './emit-tables.ts';
import { propertyKey } from './names.ts';
import { HAND_WRITTEN } from './quirks.ts';

function enumeration(library: Library, module: Module, item: Enumeration): string[] {
  return [
    `export const ${library.source(module).prefix}${item.name} = {`,
    ...item.items.map(({ name, value }) => `  ${propertyKey(name)}: ${value},`),
    '} as const;',
    '',
  ];
}

/** Adds to an error what was being generated. */
function describing<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw new Error(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function importLines(imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const lines: string[] = [];
  for (const path of [...imports.keys()].toSorted()) {
    const names = [...(imports.get(path) ?? [])].toSorted();
    const typesOnly = names.every((name) => name.startsWith('type '));
    const listed = typesOnly ? names.map((name) => name.slice(5)) : names;
    lines.push(`import ${typesOnly ? 'type ' : ''}{ ${listed.join(', ')} } from '${path}';`);
  }
  return lines;
}

export function emitModule(library: Library, header: string): string {
  const module = library.module(header);
  const context = new Context(library, module);
  context.import('../reader.ts', 'type Reader');
  context.import('../writer.ts', 'type Writer');
  const body: string[] = [];
  for (const item of module.enums) body.push(...enumeration(library, module, item));
  for (const struct of module.structs) {
    if (HAND_WRITTEN.has(`${header}:${struct.name}`)) continue;
    body.push(...describing(`${header} struct ${struct.name}`, () => structFunctions(context, struct)));
  }
  for (const request of module.requests) {
    body.push(...describing(`${header} request ${request.name}`, () => requestFunctions(context, request)));
    const { reply } = request;
    if (reply === undefined) continue;
    body.push(...describing(`${header} reply of ${request.name}`, () => replyFunctions(context, request, reply)));
  }
  for (const event of module.events) {
    // The frame of all generic events; extensions define their own.
    if (event.generic && module.extension === undefined) continue;
    body.push(...describing(`${header} event ${event.name}`, () => eventFunctions(context, event)));
  }
  body.push(...tables(context));
  const text = [
    `// Generated from /usr/share/xcb/${header}.xml by \`npm run generate\`. Do not edit.`,
    '',
    ...importLines(context.imports),
    '',
    ...body,
  ].join('\n');
  return `${text.trimEnd()}\n`;
}
