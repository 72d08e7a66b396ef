// What xserver/ may not use, because its result differs between engines, machines or moments: replicas would part.
// oxlint says most of this while one types; this check has no gaps and cannot be switched off by a comment.

import type { SourceFile } from './source-files.ts';
import { type Place, type SyntaxNode, isNode, lineOf, stringValue, walkSyntax } from './syntax.ts';

/** All of Math whose result ECMAScript fixes to the bit. */
const EXACT_MATH = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'.split(' '),
);

const FORBIDDEN_GLOBALS: Readonly<Record<string, string>> = {
  Date: 'reads the clock',
  performance: 'reads the clock',
  Temporal: 'reads the clock',
  crypto: 'draws random numbers',
  Intl: 'depends on locale data',
  WeakRef: 'sees garbage collection',
  FinalizationRegistry: 'sees garbage collection',
  SharedArrayBuffer: 'shares memory',
  Atomics: 'shares memory',
  Promise: 'waits',
  setTimeout: 'waits',
  setInterval: 'waits',
  setImmediate: 'waits',
  queueMicrotask: 'waits',
  globalThis: 'hides what is used',
  process: 'depends on the machine',
  navigator: 'depends on the machine',
};

const FORBIDDEN_METHODS: Readonly<Record<string, string>> = {
  toLowerCase: 'depends on Unicode data',
  toUpperCase: 'depends on Unicode data',
  normalize: 'depends on Unicode data',
  localeCompare: 'depends on locale data',
  toLocaleString: 'depends on locale data',
  toLocaleLowerCase: 'depends on locale data',
  toLocaleUpperCase: 'depends on locale data',
  toLocaleDateString: 'depends on locale data',
  toLocaleTimeString: 'depends on locale data',
};

/** Keys under which an Identifier is a name only, not a use of what the name stands for. */
const NAME_KEYS: Readonly<Record<string, string>> = {
  MemberExpression: 'property',
  Property: 'key',
  PropertyDefinition: 'key',
  MethodDefinition: 'key',
  TSPropertySignature: 'key',
  TSMethodSignature: 'key',
  ImportSpecifier: 'imported',
  ExportSpecifier: 'exported',
};

/** Every use of something that is not deterministic, one line each, as `path:line: what`. */
export function determinismViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const violations: string[] = [];
    walkSyntax(file, (node, place) => {
      const problem = problemOf(node, place);
      if (problem !== undefined) violations.push(`${file.path}:${lineOf(file.text, node.start)}: ${problem}`);
    });
    return violations;
  });
}

function problemOf(node: SyntaxNode, place: Place): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return isUse(place) ? globalProblem(String(node['name']), place) : undefined;
    case 'MemberExpression':
      return memberProblem(node);
    case 'BinaryExpression':
      return node['operator'] === '**' ? '** is not exact' : undefined;
    case 'AssignmentExpression':
      return node['operator'] === '**=' ? '**= is not exact' : undefined;
    case 'AwaitExpression':
      return 'await waits';
    case 'ForOfStatement':
      return node['await'] === true ? 'for await waits' : undefined;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node['async'] === true ? 'an async function waits' : undefined;
    case 'ObjectPattern':
      return patternProblem(node);
    case 'Literal':
      return regexProblem(node);
    default:
      return undefined;
  }
}

/** Whether an identifier at this place stands for a value or a type. */
function isUse({ parent, key }: Place): boolean {
  return NAME_KEYS[parent.type] !== key || parent['computed'] === true;
}

function globalProblem(name: string, { parent, key }: Place): string | undefined {
  if (name === 'Math') {
    return parent.type === 'MemberExpression' && key === 'object' ? undefined : 'Math as a value hides what is used';
  }
  return Object.hasOwn(FORBIDDEN_GLOBALS, name) ? `${name} ${FORBIDDEN_GLOBALS[name]}` : undefined;
}

function memberProblem(node: SyntaxNode): string | undefined {
  const { object, property } = node;
  const name = node['computed'] === true ? stringValue(property) : identifierName(property);
  if (identifierName(object) === 'Math') {
    return name !== undefined && EXACT_MATH.has(name) ? undefined : `Math.${name ?? '?'} is not exact`;
  }
  return methodProblem(name);
}

function patternProblem(node: SyntaxNode): string | undefined {
  for (const property of node['properties'] as SyntaxNode[]) {
    const key = property['key'];
    const problem = methodProblem(identifierName(key) ?? stringValue(key));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function identifierName(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined;
}

function methodProblem(name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(FORBIDDEN_METHODS, name)
    ? `${name} ${FORBIDDEN_METHODS[name]}`
    : undefined;
}

/** Property escapes, and ignoring case beyond ASCII, change with the engine's version of Unicode. */
function regexProblem(node: SyntaxNode): string | undefined {
  const regex = node['regex'] as { readonly pattern: string; readonly flags: string } | undefined;
  if (regex === undefined) return undefined;
  const unicode = /[uv]/.test(regex.flags);
  if (unicode && regex.flags.includes('i')) return 'a regular expression ignores case by Unicode data';
  return unicode && /\\p/i.test(regex.pattern) ? 'a regular expression depends on Unicode data' : undefined;
}
