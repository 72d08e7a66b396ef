/**
 * Which bitmap font to scale, and by how much, for a name in a size that no file has. The choice is X.Org's: the vertical
 * factor counts ten times the horizontal, exact beats doubling beats enlarging beats reducing, and a font within a pixel
 * of the size is taken unscaled.
 */
import type { FontCatalogue, FontFamily, FontName } from './catalogue.ts';
import { findName } from './font-names.ts';
import { MAX_ALIAS_DEPTH } from './limits.ts';
import type { XlfdSizes } from './xlfd.ts';
import { completeSizes, familyPattern, parseXlfdSizes, sameSizes, withSizes } from './xlfd.ts';

export interface FontScale {
  /** Factors from the file's font to the wanted one. */
  x: number;
  y: number;
  /** Factors from the file's font to one of 1000 pixels, for the RAW_ properties. */
  rawX: number;
  rawY: number;
  /** The completed sizes wanted. */
  sizes: XlfdSizes;
  /** Distinguishes two scalings of one file. */
  id: string;
}

/** A font of the family, as a source to scale from, with its completed sizes. */
interface Candidate {
  entry: FontName;
  sizes: XlfdSizes;
}

interface Factors {
  x: number;
  y: number;
  rawX: number;
  rawY: number;
  /** By how much a stated width stretches the font beyond what its pixel size says. */
  stretch: number;
}

function candidates(catalogue: FontCatalogue, at: number, family: FontFamily): Candidate[] {
  const { names } = catalogue.directories[at]!;
  return family.members.map((member) => {
    const entry = names[member]!;
    const sizes = parseXlfdSizes(entry.name)!;
    completeSizes(sizes, catalogue.resolution);
    return { entry, sizes };
  });
}

/** The family of the same name in each directory, the given one standing for its own. */
function* sources(catalogue: FontCatalogue, at: number, family: FontFamily, own = true): Generator<Candidate[]> {
  const pattern = familyPattern(family.name);
  for (let i = 0; i < catalogue.directories.length; i++) {
    if (i === at && !own) continue;
    const { families } = catalogue.directories[i]!;
    const same = i === at ? family : families[findName(families, pattern)];
    if (same !== undefined) yield candidates(catalogue, i, same);
  }
}

/** A font that has the wanted sizes already: in the family's own directory, if that counts, then in the others. */
export function memberOfSize(
  catalogue: FontCatalogue,
  at: number,
  family: FontFamily,
  wanted: XlfdSizes,
  countsOwn: boolean,
): FontName | undefined {
  const own = countsOwn ? [candidates(catalogue, at, family)] : [];
  for (const group of [...own, ...sources(catalogue, at, family, false)]) {
    const match = group.find((candidate) => sameSizes(candidate.sizes, wanted));
    if (match !== undefined) return match.entry;
  }
  return undefined;
}

function scaleFactors(from: XlfdSizes, to: XlfdSizes): Factors {
  const factors = { x: 0, y: 0, rawX: 0, rawY: 0, stretch: 1 };
  if (from.pixelX > 0) {
    factors.x = to.pixelX / from.pixelX;
    factors.rawX = 1000 / from.pixelX;
  }
  if (from.width > 0 && to.width > 0 && factors.x > 0) {
    const byWidth = to.width / from.width;
    factors.stretch = byWidth / factors.x;
    factors.x = byWidth;
  }
  if (from.pixelY > 0) {
    factors.y = to.pixelY / from.pixelY;
    factors.rawY = 1000 / from.pixelY;
  }
  return factors;
}

function scalingScore(factor: number, weight: number): number {
  if (factor === 1) return 16 * weight;
  if (factor === 2) return 4 * weight;
  return Math.trunc(factor > 1 ? (3 * weight) / factor : 2 * weight * factor);
}

/**
 * How near the size wanted is to the font's. X.Org means to divide by the ratio where the font is the smaller one, and
 * divides by both numbers: such fonts score next to nothing. Which font is chosen depends on it.
 */
function nearness(wanted: number, stretch: number, has: number, weight: number): number {
  const ratio = (wanted * stretch) / has;
  return Math.trunc(ratio >= 1 ? (((8 * weight) / wanted) * stretch) / has : 8 * weight * ratio);
}

interface Choice {
  entry: FontName;
  sizes: XlfdSizes;
  factors: Factors;
}

/** The best font to scale, or a font so near that it needs no scaling (then its factors are 1). */
function bestOf(groups: Iterable<Candidate[]>, wanted: XlfdSizes): Choice | undefined {
  let best: Choice | undefined;
  let bestScore = 0;
  let near: Choice | undefined;
  let nearScore = -1;
  for (const group of groups) {
    for (const { entry, sizes } of group) {
      const factors = scaleFactors(sizes, wanted);
      const score = scalingScore(factors.y, 10) + scalingScore(factors.x, 1);
      const smaller =
        best === undefined ||
        factors.y < best.factors.y ||
        (factors.y === best.factors.y && factors.x < best.factors.x);
      if (score > bestScore || (score === bestScore && smaller)) {
        best = { entry, sizes, factors };
        bestScore = score;
      }
      const width = wanted.pixelX * factors.stretch;
      if (
        factors.x > 0 &&
        factors.y > 0 &&
        Math.abs(width - sizes.pixelX) < 1 &&
        Math.abs(wanted.pixelY - sizes.pixelY) < 1
      ) {
        const closeness =
          nearness(wanted.pixelY, 1, sizes.pixelY, 10) + nearness(wanted.pixelX, factors.stretch, sizes.pixelX, 1);
        if (closeness > nearScore) {
          const { x, y, rawX, rawY, stretch } = factors;
          near = { entry, sizes, factors: { x: 1, y: 1, rawX: rawX / x, rawY: rawY / y, stretch } };
          nearScore = closeness;
        }
      }
    }
  }
  return near ?? best;
}

/** A font of exactly the name asked for, in any directory, through aliases. */
function namedFont(catalogue: FontCatalogue, name: string): FontName | undefined {
  let wanted = name;
  for (let depth = 0; depth < MAX_ALIAS_DEPTH; depth++) {
    let alias: FontName | undefined;
    for (const { names } of catalogue.directories) {
      const entry = names[findName(names, wanted)];
      if (entry !== undefined && entry.file >= 0) return entry;
      if (entry !== undefined) {
        alias = entry;
        break;
      }
    }
    if (alias === undefined) return undefined;
    wanted = alias.target;
  }
  return undefined;
}

/**
 * How to come by a font of the family in the wanted (completed) sizes. Undefined where none can be scaled, or where the
 * size is below one pixel.
 */
export function chooseScale(
  catalogue: FontCatalogue,
  at: number,
  family: FontFamily,
  wanted: XlfdSizes,
  name: string,
): { source: FontName; scale: FontScale } | undefined {
  if (wanted.pixelX < 1 || wanted.pixelY < 1) return undefined;
  let choice = bestOf(sources(catalogue, at, family), wanted);
  if (choice === undefined || choice.factors.x !== 1 || choice.factors.y !== 1) {
    const entry = namedFont(catalogue, name);
    const sizes = entry && parseXlfdSizes(entry.name);
    if (entry !== undefined && sizes !== undefined) choice = { entry, sizes, factors: scaleFactors(sizes, sizes) };
  }
  if (choice === undefined) return undefined;
  const { entry, factors } = choice;
  const sizes = { ...wanted };
  if (factors.stretch !== 1) {
    sizes.pixelX *= factors.stretch;
    sizes.point = 'zero';
    if (!completeSizes(sizes, catalogue.resolution)) return undefined;
  }
  if (sizes.width === 0) sizes.width = Math.trunc(choice.sizes.width * factors.x);
  const id = [factors.x, factors.y, sizes.pixelX, sizes.pixelY, withSizes(entry.name, sizes)].join(' ');
  return {
    source: entry,
    scale: { x: factors.x, y: factors.y, rawX: factors.rawX, rawY: factors.rawY, sizes, id },
  };
}
