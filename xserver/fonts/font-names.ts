/**
 * Font names as X.Org treats them: Latin-1 strings, lower-cased when they enter a catalogue or a search, in an order
 * that puts `-2` before `-10`, matched against patterns of `*` (any characters, hyphens too) and `?` (any one).
 */

/** ISO Latin-1 lower case: A to Z, À to Ö, Ø to Þ. */
export function lowerLatin1(text: string): string {
  let lowered = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const upper = (code >= 0x41 && code <= 0x5a) || (code >= 0xc0 && code <= 0xde && code !== 0xd7);
    lowered += upper ? String.fromCharCode(code + 32) : text[i]!;
  }
  return lowered;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Length of the run of positions from `at` on where both have digits, and which of them has more: -1, 0 or 1. */
function compareDigitRuns(a: string, b: string, at: number): number {
  let i = at;
  while (isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(i))) i++;
  return (isDigit(a.charCodeAt(i)) ? 1 : 0) - (isDigit(b.charCodeAt(i)) ? 1 : 0);
}

/** The order of names in a font directory: by code, but numbers by length first ("iso8859-2" before "iso8859-10"). */
export function compareFontNames(a: string, b: string): number {
  let inDigits = false;
  for (let i = 0; ; i++) {
    if (i >= a.length || i >= b.length) return a.length - b.length;
    const both = isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(i));
    if (both && !inDigits) {
      const longer = compareDigitRuns(a, b, i);
      if (longer !== 0) return longer;
    }
    const difference = a.charCodeAt(i) - b.charCodeAt(i);
    if (difference !== 0) return difference;
    inDigits = both;
  }
}

export function isPattern(name: string): boolean {
  return name.includes('*') || name.includes('?');
}

/**
 * Whether a lower-cased name matches a lower-cased pattern (X11 §8.5 ListFonts). X.Org lets nothing match a `*` that
 * another wildcard follows; we follow the protocol there. Takes time in proportion to both lengths' product at most.
 */
export function matchesPattern(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let starAt = -1;
  let starName = 0;
  while (n < name.length) {
    const c = pattern[p];
    if (c === '*') {
      starAt = p++;
      starName = n;
    } else if (c !== undefined && (c === '?' || c === name[n])) {
      p++;
      n++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      n = ++starName;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Index of the first entry, in sorted order, whose name matches; -1 for none. */
export function findName(entries: readonly { name: string }[], pattern: string): number {
  if (isPattern(pattern)) return entries.findIndex((entry) => matchesPattern(pattern, entry.name));
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareFontNames(pattern, entries[middle]!.name);
    if (order === 0) return middle;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return -1;
}
