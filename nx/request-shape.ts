/**
 * What stands where in a request, read from the generated descriptions (generated/request-fields.ts).
 *
 * Letters of fields: `b` 8, `s` 16, `w` 32 bits; `i` 16 bits signed; `r` an id, `a` an atom, `t` a time; `L`, `N`, `M` 8, 16, 32 bits that count
 * the elements of the list that follows; `m`, `k` 16 and 32 bits that say which values follow; `x` a byte of padding. The first letter of a
 * core request stands at its second byte; those of others behind the length, as do all that follow.
 * The rest: nothing; `c` bytes; `(…)` structs of such letters; `[…]` the values by bit of the mask; `*` what has no description.
 */
import { requestFields } from './generated/request-fields.ts';

export type FieldLetter = 'b' | 's' | 'w' | 'i' | 'r' | 'a' | 't' | 'L' | 'N' | 'M' | 'm' | 'k';

export interface RequestField {
  readonly letter: FieldLetter;
  /** From the request's start, as if its header had 4 bytes. */
  readonly offset: number;
  readonly size: 1 | 2 | 4;
}

export type Rest =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'structs'; readonly size: number; readonly fields: readonly RequestField[] }
  | { readonly kind: 'values'; readonly letters: readonly FieldLetter[] };

export interface RequestShape {
  readonly name: string;
  readonly fields: readonly RequestField[];
  readonly paddings: readonly number[];
  /** Where the rest begins. */
  readonly fixed: number;
  readonly rest: Rest;
  /** The field that counts the elements of the rest, and their size. */
  readonly counted: { readonly field: number; readonly size: number } | undefined;
  /** The field that says which values follow. */
  readonly mask: number;
}

/** Values of a record: fields first, then from here those that a mask has chosen. */
export const FIRST_VALUE = 16;
/** Values of a record. */
export const RECORD_VALUES = 40;

const sizes: Readonly<Record<FieldLetter, 1 | 2 | 4>> = {
  b: 1,
  L: 1,
  s: 2,
  i: 2,
  N: 2,
  m: 2,
  w: 4,
  r: 4,
  a: 4,
  t: 4,
  M: 4,
  k: 4,
};

function parseLetters(
  letters: string,
  start: number,
  breakAt: number,
): { fields: RequestField[]; paddings: number[]; fixed: number } {
  const fields: RequestField[] = [];
  const paddings: number[] = [];
  let offset = start;
  for (const letter of letters) {
    if (letter === 'x') paddings.push(offset++);
    else {
      const size = sizes[letter as FieldLetter];
      fields.push({ letter: letter as FieldLetter, offset, size });
      offset += size;
    }
    if (offset === breakAt) offset = 4;
  }
  return { fields, paddings, fixed: offset };
}

function parseRest(text: string): Rest {
  if (text === '') return { kind: 'none' };
  if (text.startsWith('[')) return { kind: 'values', letters: [...text.slice(1, -1)] as FieldLetter[] };
  if (!text.startsWith('(') || text === '(bb)') return { kind: 'bytes' };
  const { fields, paddings, fixed } = parseLetters(text.slice(1, -1), 0, -1);
  // Bytes of padding in a list of structs are rare: such a list is coded as bytes.
  return paddings.length > 0 ? { kind: 'bytes' } : { kind: 'structs', size: fixed, fields };
}

function parseShape(major: number, name: string, text: string): RequestShape {
  const [letters = '', rest = ''] = text.split(' ');
  const parsed = major < 128 ? parseLetters(letters, 1, 2) : parseLetters(letters, 4, -1);
  const kind = parseRest(rest);
  const counter = parsed.fields.findIndex(({ letter }) => 'LNM'.includes(letter));
  const elementSize = rest.startsWith('(') ? parseLetters(rest.slice(1, -1), 0, -1).fixed : 1;
  // Other lists than that at the end are counted in some requests.
  const counted =
    counter < 0 || kind.kind === 'none' || rest === '*' ? undefined : { field: counter, size: elementSize };
  // Requests end at a multiple of four bytes.
  if (kind.kind === 'none') while (parsed.fixed % 4 !== 0) parsed.paddings.push(parsed.fixed++);
  const mask = parsed.fields.findIndex(({ letter }) => 'mk'.includes(letter));
  return { name, ...parsed, rest: kind, counted, mask };
}

/** Any request without a description. */
const coreBytes: RequestShape = parseShape(1, '', 'b *');
const extensionBytes: RequestShape = parseShape(128, '', ' *');

const shapes = new Map<number, RequestShape>(
  requestFields.map(([major, minor, name, text]) => [kindNumber(major, minor), parseShape(major, name, text)]),
);

/** A kind of request: its major opcode, and the minor one of extensions. */
export function kindNumber(major: number, minor: number): number {
  return major < 128 ? major : (major << 8) | minor;
}

export function shapeOf(kind: number): RequestShape {
  return shapes.get(kind) ?? (kind < 128 ? coreBytes : extensionBytes);
}
