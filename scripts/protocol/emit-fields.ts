/**
 * Descriptions of requests for the nx wire: what numbers stand where, in a line of letters for each request. nx/request-shape.ts reads them and
 * says what the letters mean.
 */
import { MajorOpcode } from '../../xserver/extensions/numbers.ts';
import type { Library } from './library.ts';
import { lengthFields, maskFields } from './layout.ts';
import type { Element, Module, Request } from './model.ts';

const MAJOR_OPCODES = new Map<string, number>([
  ['bigreq', MajorOpcode.BigRequests],
  ['xc_misc', MajorOpcode.XcMisc],
  ['shape', MajorOpcode.Shape],
  ['xtest', MajorOpcode.Xtest],
  ['xkb', MajorOpcode.Xkb],
]);

const RESOURCES = new Set(['WINDOW', 'DRAWABLE', 'PIXMAP', 'GCONTEXT', 'FONT', 'FONTABLE', 'CURSOR', 'COLORMAP']);

/** The letter of a number of this type, or undefined for what is no plain number. */
function letter(library: Library, module: Module, type: string): string | undefined {
  const plain = type.slice(type.indexOf(':') + 1);
  if (RESOURCES.has(plain)) return 'r';
  if (plain === 'ATOM') return 'a';
  if (plain === 'TIMESTAMP') return 't';
  const wire = library.resolve(module, type);
  if (wire.kind === 'char') return 'b';
  if (wire.kind !== 'scalar') return undefined;
  return { u8: 'b', i8: 'b', u16: 's', i16: 'i', u32: 'w', i32: 'w' }[wire.code as string];
}

/** The letters of a struct of plain numbers, or undefined. */
function structLetters(library: Library, module: Module, type: string): string | undefined {
  const wire = library.resolve(module, type);
  if (wire.kind !== 'struct') return letter(library, module, type);
  let letters = '';
  for (const element of wire.struct.elements) {
    if (element.kind === 'pad') letters += 'x'.repeat(element.bytes);
    else if (element.kind === 'field') {
      const inner = structLetters(library, wire.module, element.type);
      if (inner === undefined) return undefined;
      letters += inner;
    } else return undefined;
  }
  return letters;
}

function tail(library: Library, module: Module, element: Element): string {
  if (element.kind === 'switch') {
    const letters = element.cases.map(({ kind, values, elements: [field, ...more] }, i) => {
      if (kind !== 'bit' || values.length !== 1 || values[0] !== 1 << i) return '*';
      if (more.length > 0 || field?.kind !== 'field') return '*';
      return library.size(library.resolve(module, field.type)) === 4 ? letter(library, module, field.type) : '*';
    });
    const text = letters.join('');
    return text.includes('*') ? '*' : `[${text}]`;
  }
  if (element.kind !== 'list' || element.length?.kind === 'value') return '*';
  const letters = structLetters(library, module, element.type);
  if (letters === undefined) return '*';
  return letters === 'b' ? 'c' : `(${letters})`;
}

/** Fields of a request behind its opcodes, then what fills the rest. */
function describe(library: Library, module: Module, request: Request): string {
  const { elements } = request;
  const lengths = lengthFields(elements);
  const masks = maskFields(elements);
  let letters = '';
  let rest = '';
  for (const [i, element] of elements.entries()) {
    if (element.kind === 'pad') {
      letters += 'x'.repeat(element.bytes);
    } else if (element.kind === 'field' || element.kind === 'computed') {
      const own = letter(library, module, element.type);
      if (own === undefined) {
        rest = '*';
        break;
      }
      if (lengths.has(element.name)) letters += { b: 'L', s: 'N', w: 'M' }[own];
      else if (masks.has(element.name)) letters += { s: 'm', w: 'k' }[own] ?? own;
      else letters += own;
    } else {
      const after = elements.slice(i + 1).some(({ kind }) => kind !== 'align' && kind !== 'pad');
      rest = element.kind === 'align' ? '' : after ? '*' : tail(library, module, element);
      break;
    }
  }
  // The byte behind the opcode is the first field of core requests, and the minor opcode of others.
  if (module.extension === undefined && letters === '') letters = 'x';
  return `${letters} ${rest}`;
}

export function emitRequestFields(library: Library, headers: readonly string[]): string {
  const lines = [
    '// Generated from the descriptions of xcb-proto by `npm run generate`. Do not edit.',
    '',
    '/** Major opcode, minor opcode, name, letters of the fields and of the rest (see request-shape.ts). */',
    'export const requestFields: readonly (readonly [number, number, string, string])[] = [',
  ];
  for (const header of headers) {
    const module = library.module(header);
    for (const request of module.requests) {
      const opcodes =
        module.extension === undefined
          ? `${request.opcode}, 0`
          : `${MAJOR_OPCODES.get(header) ?? 0}, ${request.opcode}`;
      const name = module.extension === undefined ? request.name : `${library.source(module).prefix}${request.name}`;
      lines.push(`  [${opcodes}, '${name}', '${describe(library, module, request)}'],`);
    }
  }
  lines.push('];', '');
  return lines.join('\n');
}
