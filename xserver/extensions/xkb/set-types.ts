/** Key types as SetMap brings them (XKB protocol §13.3). */
import { ErrorCode, XError } from '../../protocol/errors.ts';
import { XkbSetMapFlags as Flags, type XkbRequests, type XkbSetKeyType } from '../../protocol/generated/xkb.ts';
import type { XkbKeyType, XkbModifiers, XkbTypeEntry } from '../../state/xkb.ts';

/** Levels of the four types that every keyboard has. */
const REQUIRED_LEVELS = [1, 2, 2, 2];
const MOST_TYPES = 255;

function wrong(value: number): never {
  throw new XError(ErrorCode.Value, value >>> 0);
}

/** Masks are worked out once the change is made. */
function modifiers(real: number, virtual: number): XkbModifiers {
  return { mask: real, real, virtual };
}

/** @throws XError Value, Match. */
function checkedType(wire: XkbSetKeyType, old: XkbKeyType | undefined, index: number): XkbKeyType {
  const { realMods, virtualMods, numLevels } = wire;
  if (numLevels === 0) wrong(numLevels);
  const required = REQUIRED_LEVELS[index];
  if (required !== undefined && numLevels !== required) throw new XError(ErrorCode.Match, numLevels);
  if (wire.preserve > 1) wrong(wire.preserve);
  const entries: XkbTypeEntry[] = [];
  for (let at = 0; at < wire.entries.length; at += 3) {
    const [level = 0, real = 0, virtual = 0] = wire.entries.subarray(at, at + 3);
    if (level >= numLevels) wrong(level);
    if ((real & ~realMods) !== 0 || (virtual & ~virtualMods) !== 0) wrong(real);
    const [, keptReal = 0, keptVirtual = 0] = wire.preserveEntries.subarray(at, at + 3);
    if ((keptReal & ~real) !== 0 || (keptVirtual & ~virtual) !== 0) wrong(keptReal);
    entries.push({
      active: true,
      modifiers: modifiers(real, virtual),
      level,
      preserve: modifiers(keptReal, keptVirtual),
    });
  }
  const sameLevels = old !== undefined && old.levelNames.length === numLevels;
  return {
    name: old?.name,
    modifiers: modifiers(realMods, virtualMods),
    levels: numLevels,
    levelNames: sameLevels ? old.levelNames : [],
    entries,
    hasPreserve: wire.preserve === 1,
  };
}

/** The types that there will be. @throws XError Value, Match. */
export function checkedTypes(types: readonly XkbKeyType[], request: XkbRequests['SetMap']): XkbKeyType[] {
  const given = request.values.types;
  if (given === undefined) return [...types];
  const { firstType } = request;
  const end = firstType + given.length;
  const resizes = (request.flags & Flags.ResizeTypes) !== 0;
  if (firstType > types.length || end > (resizes ? MOST_TYPES : types.length)) wrong(end);
  if (resizes && end < REQUIRED_LEVELS.length) wrong(end);
  const made = given.map((wire, index) => checkedType(wire, types[firstType + index], firstType + index));
  return [...types.slice(0, firstType), ...made, ...(resizes ? [] : types.slice(end))];
}
