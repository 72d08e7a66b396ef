/**
 * Between core lists of keysyms and keys of groups and levels (XKB protocol §12): X.Org stores every mapping in the second form, so what
 * ChangeKeyboardMapping sets reads back completed to it, and programs rely on that.
 */
import type { KeyMapping } from '../state/input.ts';
import { keysymCases } from './keysym-case.ts';

/** Places of key types in the default list of types (xkb/default-types.ts) that mean something here. The first four are those of every keyboard. */
export const KeyType = {
  OneLevel: 0,
  TwoLevel: 1,
  Alphabetic: 2,
  Keypad: 3,
  /** Two levels by Control or Alt: Pause and Print. */
  ControlLevel2: 6,
  AltLevel2: 9,
  /** Five levels for Control and Alt together: function keys. */
  ControlAlt: 12,
  FourLevel: 20,
} as const;

/** What conversions need to know of the keyboard's key types. */
export type TypeLevels = readonly { readonly levels: number }[];

const LAST_CANONICAL = KeyType.Keypad;
const MAX_GROUPS = 4;
const KP_SPACE = 0xff80;
const KP_EQUAL = 0xffbd;

export const unmappedKey: KeyMapping = { types: [], explicitTypes: 0, keysyms: new Uint32Array(0) };

function levelsOf(known: TypeLevels, type: number): number {
  return known[type]?.levels ?? 1;
}

/** How many keysyms each group of the key has room for. */
export function groupStride({ types, keysyms }: KeyMapping): number {
  return types.length === 0 ? 0 : keysyms.length / types.length;
}

function isKeypad(keysym: number): boolean {
  return keysym >= KP_SPACE && keysym <= KP_EQUAL;
}

/** Groups under construction. */
interface Draft {
  /** Keysyms of each group, levels from 0. */
  rows: number[][];
  readonly types: number[];
  readonly explicit: number;
  readonly known: TypeLevels;
}

/** The mapping that a core list of keysyms makes of a key whose mapping was `previous`. */
export function mappingFromCore(core: ArrayLike<number>, previous: KeyMapping, known: TypeLevels): KeyMapping {
  const explicit = previous.explicitTypes;
  const types: number[] = [];
  for (let group = 0; group < MAX_GROUPS; group++) {
    const keeps = (explicit & (1 << group)) !== 0;
    types.push(keeps ? (previous.types[group] ?? KeyType.OneLevel) : KeyType.TwoLevel);
  }
  const widths = types.map((type) => Math.max(2, levelsOf(known, type)));
  const draft: Draft = { rows: splitGroups(core, widths), types, explicit, known };
  const empty = draft.rows.map((row, group) => {
    assignType(draft, row, group);
    return row.every((keysym) => keysym === 0);
  });
  const least = explicitGroups(explicit);
  while (draft.rows.length > least && empty[draft.rows.length - 1] === true) draft.rows.pop();
  if (draft.rows.length > 1 && empty[0] === false && empty[1] === true) repeatFirstGroup(draft);
  if (draft.rows.length > 1) mergeGroups(draft);
  return pack(draft);
}

/** §12.2: group 1 has entries 0, 1 and those from 4 on, group 2 has 2 and 3, further groups follow. */
function splitGroups(core: ArrayLike<number>, widths: readonly number[]): number[][] {
  const at = (index: number) => core[index] ?? 0;
  const [firstWidth = 2, secondWidth = 2] = widths;
  const first = [at(0), at(1)];
  for (let level = 2; level < firstWidth; level++) first.push(at(2 + level));
  if (isReplicated(core, firstWidth)) return [first];
  const second = [at(2), at(3)];
  let next = firstWidth + 2;
  for (let level = 2; level < secondWidth; level++) second.push(at(next++));
  const rows = [first, second];
  while (next < core.length && rows.length < MAX_GROUPS) {
    const row: number[] = [];
    for (let level = 0; level < widths[rows.length]!; level++) row.push(at(next++));
    rows.push(row);
  }
  return rows;
}

/** How many groups the key has at least, for the types that were given. */
function explicitGroups(explicit: number): number {
  let groups = 0;
  for (let group = 0; group < MAX_GROUPS; group++) if ((explicit & (1 << group)) !== 0) groups = group + 1;
  return groups;
}

/** §12.4: one group written out for all of them: ABABCDECDE, then ABCDE for each further group. */
function isReplicated(core: ArrayLike<number>, width: number): boolean {
  const at = (index: number) => core[index] ?? 0;
  if (at(0) !== at(2) || at(1) !== at(3)) return false;
  for (let level = 2; level < width; level++) if (at(2 + level) !== at(level + width)) return false;
  for (let group = 2; group < MAX_GROUPS && core.length >= width * (group + 1); group++) {
    for (let level = 0; level < width; level++) {
      if (at(level < 2 ? level : level + 2) !== at(level + width * group)) return false;
    }
  }
  return true;
}

/** Alphabetic expansion and canonical types (§12.2.2). */
function assignType(draft: Draft, row: number[], group: number): void {
  const keepsType = (draft.explicit & (1 << group)) !== 0;
  let type = draft.types[group]!;
  if (row[1] === 0 && row[0] !== 0) {
    const { lower, upper } = keysymCases(row[0]!);
    if (upper !== lower) {
      row[0] = lower;
      row[1] = upper;
      type = KeyType.Alphabetic;
    } else {
      type = KeyType.OneLevel;
    }
  } else if (type === KeyType.TwoLevel) {
    const { lower, upper } = keysymCases(row[0]!);
    if (isKeypad(row[0]!) || isKeypad(row[1]!)) type = KeyType.Keypad;
    else if (row[0] === lower && row[1] === upper) type = KeyType.Alphabetic;
  }
  if (!keepsType) draft.types[group] = type;
}

function repeatFirstGroup(draft: Draft): void {
  if (draft.explicit !== 0 && draft.types[0] !== draft.types[1]) return;
  draft.rows[1] = draft.rows[0]!.slice();
  draft.types[1] = draft.types[0]!;
}

/** Groups that say the same are one; groups of one level each need no second column. */
function mergeGroups(draft: Draft): void {
  const { rows, types, known } = draft;
  const used = types.slice(0, rows.length);
  const oneLevel = used.every((type) => levelsOf(known, type) === 1);
  const sameType = used.every((type) => type === used[0]);
  if (sameType || used.slice(1).every((type) => type <= LAST_CANONICAL)) {
    const first = rows[0]!;
    if (rows.every((row) => row.length === first.length && row.every((keysym, level) => keysym === first[level]))) {
      draft.rows = [first];
      return;
    }
  }
  if (oneLevel) draft.rows = rows.map((row) => [row[0]!]);
}

function pack(draft: Draft): KeyMapping {
  const types = draft.types.slice(0, draft.rows.length);
  let stride = 0;
  for (const type of types) stride = Math.max(stride, levelsOf(draft.known, type));
  const keysyms = new Uint32Array(stride * types.length);
  draft.rows.forEach((row, group) => {
    for (let level = 0; level < stride; level++) keysyms[group * stride + level] = row[level] ?? 0;
  });
  return { types, explicitTypes: draft.explicit, keysyms };
}

export interface CoreKeysyms {
  readonly keysymsPerKeycode: number;
  /** Key by key. */
  readonly keysyms: Uint32Array;
}

/** The mappings as core lists of one common length (§12.4). */
export function coreKeysyms(mappings: readonly KeyMapping[], known: TypeLevels): CoreKeysyms {
  let width = 0;
  let mostGroups = 0;
  let widestFirst = 0;
  for (const { types } of mappings) {
    width = Math.max(width, coreWidth(types, known));
    mostGroups = Math.max(mostGroups, types.length);
    if (types.length > 0) widestFirst = Math.max(widestFirst, levelsOf(known, types[0]!));
  }
  width = Math.max(width, mostGroups * widestFirst, 1);
  const keysyms = new Uint32Array(width * mappings.length);
  mappings.forEach((mapping, index) => {
    writeCoreRow(mapping, keysyms.subarray(index * width, (index + 1) * width), mostGroups, known);
  });
  return { keysymsPerKeycode: width, keysyms };
}

/** Columns that a key of such groups takes: two for each of the first two groups, further levels and groups after them. */
function coreWidth(types: readonly number[], known: TypeLevels): number {
  if (types.length === 0) return 0;
  const first = levelsOf(known, types[0]!);
  let width = first <= 2 ? 2 : first + 2;
  if (types.length > 1) {
    const second = levelsOf(known, types[1]!);
    width += width <= 2 ? Math.max(2, second) : Math.max(0, second - 2);
  }
  for (const type of types.slice(2)) width += levelsOf(known, type);
  return width;
}

function writeCoreRow(mapping: KeyMapping, row: Uint32Array, mostGroups: number, known: TypeLevels): void {
  const { types, keysyms } = mapping;
  if (types.length === 0) return;
  const stride = groupStride(mapping);
  const symbol = (group: number, level: number) => keysyms[group * stride + level] ?? 0;
  const put = (column: number, keysym: number) => {
    if (column < row.length) row[column] = keysym;
  };
  const first = levelsOf(known, types[0]!);
  put(0, symbol(0, 0));
  if (first > 1) put(1, symbol(0, 1));
  for (let level = 2; level < first; level++) put(2 + level, symbol(0, level));
  if (types.length === 1) {
    replicate(row, keysyms.subarray(0, first), mostGroups, put);
    return;
  }
  let column = 2 + Math.max(2, first);
  const second = levelsOf(known, types[1]!);
  put(2, symbol(1, 0));
  if (second > 1) put(3, symbol(1, 1));
  for (let level = 2; level < second; level++) put(column++, symbol(1, level));
  for (let group = 2; group < types.length; group++) {
    for (let level = 0; level < levelsOf(known, types[group]!); level++) put(column++, symbol(group, level));
  }
}

/** A key of one group stands in every group's columns. */
function replicate(
  row: Uint32Array,
  group: Uint32Array,
  mostGroups: number,
  put: (column: number, keysym: number) => void,
): void {
  const width = group.length;
  put(2, group[0]!);
  if (width > 1) put(3, group[1]!);
  for (let level = 2; level < width; level++) put(width + level, group[level]!);
  let column = Math.max(4, 2 * width);
  for (let copy = 3; copy <= mostGroups; copy++) {
    for (let level = 0; level < width && column < row.length; level++) put(column++, group[level]!);
  }
}
