/** Interfaces and functions of structs, alone and in lists. */
import type { Struct } from './model.ts';
import type { Leaf } from './library.ts';
import { bare, indent, type Context, type Owner } from './context.ts';
import { decode, joinSkips, recordStatement } from './emit-decode.ts';
import { encode, joinPads } from './emit-encode.ts';
import { interfaces } from './emit-records.ts';
import { parameters, property } from './layout.ts';
import { localName } from './names.ts';

/** The parameters for outer fields that a struct's functions have, as declared and as passed on. */
interface Parameters {
  declared: string;
  passed: string;
}

export function structFunctions(context: Context, struct: Struct): string[] {
  const name = context.library.exported(context.module, struct.name);
  const owner: Owner = { name, xmlName: struct.name, kind: 'other' };
  const scope = new Map(parameters(struct).map((item) => [item, localName(property({ name: item }))]));
  const outer: Parameters = {
    declared: [...scope.values()].map((local) => `, ${local}: number`).join(''),
    passed: [...scope.values()].map((local) => `, ${local}`).join(''),
  };
  const read = decode(context, owner, struct.elements, scope);
  const write = encode(context, owner, struct.elements, 'value', scope);
  const readLines = joinSkips(read.lines);
  const writeLines = [...write.before, ...joinPads(write.writes.flat())];
  if (struct.size !== undefined) {
    const readScope = new Map(read.record);
    const writeScope = context.recordScope(owner, struct.elements, 'value');
    readLines.unshift('const start = reader.offset;');
    readLines.push(`reader.skip(start + ${bare(context.expression(struct.size, readScope))} - reader.offset);`);
    writeLines.unshift('const start = writer.length;');
    writeLines.push(`writer.pad(start + ${bare(context.expression(struct.size, writeScope))} - writer.length);`);
  }
  return [
    ...interfaces(context, owner, name, struct.elements),
    `export function read${name}(reader: Reader${outer.declared}): ${name} {`,
    ...indent([...readLines, ...recordStatement('return', read.record, 1)]),
    '}',
    '',
    `export function write${name}(writer: Writer, value: ${name}${outer.declared}): void {`,
    ...indent(writeLines),
    '}',
    '',
    ...listFunctions(context, struct, name, outer),
  ];
}

function listFunctions(context: Context, struct: Struct, name: string, outer: Parameters): string[] {
  const type = { kind: 'struct', module: context.module, struct } as const;
  const leaves = context.library.leaves(type);
  if (leaves !== undefined) return flatListFunctions(name, leaves, context.library.size(type));
  return [
    `export function read${name}List(reader: Reader, count: number${outer.declared}): ${name}[] {`,
    `  const list: ${name}[] = [];`,
    `  for (let i = 0; i < count; i++) list.push(read${name}(reader${outer.passed}));`,
    '  return list;',
    '}',
    '',
    `export function write${name}List(writer: Writer, list: readonly ${name}[]${outer.declared}): void {`,
    `  for (const value of list) write${name}(writer, value${outer.passed});`,
    '}',
    '',
  ];
}

/** The numbers of all structs of a list in one Int32Array, in the order of the fields. */
function flatListFunctions(name: string, leaves: readonly Leaf[], size: number): string[] {
  const accessor = (code: string): string => (code.startsWith('u') ? 'Uint' : 'Int') + code.slice(1);
  const plus = (base: string, offset: number): string => (offset === 0 ? base : `${base} + ${offset}`);
  const order = (code: string): string => (code.endsWith('8') ? '' : ', littleEndian');
  const names = leaves.some(({ code }) => !code.endsWith('8')) ? '{ view, littleEndian }' : '{ view }';
  const stride = leaves.length;
  const loop = `for (let i = 0; i < flat.length; i += ${stride}, at += ${size}) {`;
  return [
    `export function read${name}List(reader: Reader, count: number): Int32Array {`,
    `  let at = reader.take(count * ${size});`,
    `  const ${names} = reader;`,
    `  const flat = reader.numbers(count * ${stride});`,
    `  ${loop}`,
    ...leaves.map(({ code, offset }, index) => {
      return `    flat[${plus('i', index)}] = view.get${accessor(code)}(${plus('at', offset)}${order(code)});`;
    }),
    '  }',
    '  return flat;',
    '}',
    '',
    `export function write${name}List(writer: Writer, flat: Int32Array): void {`,
    `  let at = writer.zeros(writer.countOf(flat.length, ${stride}) * ${size});`,
    `  const ${names} = writer;`,
    `  ${loop}`,
    ...leaves.map(({ code, offset }, index) => {
      return `    view.set${accessor(code)}(${plus('at', offset)}, flat[${plus('i', index)}] ?? 0${order(code)});`;
    }),
    '  }',
    '}',
    '',
  ];
}
