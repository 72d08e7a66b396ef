/** How names of the XML become names of TypeScript. */

/** Upper-case type names in which words run together. */
const WORDS: Record<string, string> = {
  CHAR2B: 'Char2B',
  CHARINFO: 'CharInfo',
  COLORITEM: 'ColorItem',
  FONTPROP: 'FontProp',
  TIMECOORD: 'TimeCoord',
  VISUALTYPE: 'VisualType',
  POINTFIX: 'PointFix',
  LINEFIX: 'LineFix',
  SPANFIX: 'SpanFix',
  DIRECTFORMAT: 'DirectFormat',
  PICTFORMINFO: 'PictFormInfo',
  PICTVISUAL: 'PictVisual',
  PICTDEPTH: 'PictDepth',
  PICTSCREEN: 'PictScreen',
  INDEXVALUE: 'IndexValue',
  GLYPHINFO: 'GlyphInfo',
  ANIMCURSORELT: 'AnimCursorElement',
  SYSTEMCOUNTER: 'SystemCounter',
  WAITCONDITION: 'WaitCondition',
};

/** Names that a local variable can't have: keywords, and what generated functions use themselves. */
const TAKEN = new Set(
  (
    'class delete function new default in switch case enum export import return typeof void with this null true false ' +
    'reader writer request reply event value start sequence sendEvent length flat count list at end i'
  ).split(' '),
);

export function camelCase(name: string): string {
  const lowered = name === name.toUpperCase() ? name.toLowerCase() : name;
  const joined = lowered.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

export function pascalCase(name: string): string {
  const known = WORDS[name];
  if (known !== undefined) return known;
  const camel = name.includes('_') || name === name.toUpperCase() ? camelCase(name) : name;
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** A local variable for a field. */
export function localName(property: string): string {
  return TAKEN.has(property) ? `${property}_` : property;
}

/** A property name as it stands in an object literal. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}
