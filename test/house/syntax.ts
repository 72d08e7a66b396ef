import { parseSync, visitorKeys } from 'oxc-parser';
import type { SourceFile } from './source-files.ts';

/** A node of the ESTree that oxc-parser yields, TypeScript's nodes included. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Where a node stands: its parent and the parent's key that leads to it. */
export interface Place {
  readonly parent: SyntaxNode;
  readonly key: string;
}

/**
 * Calls `visit` for every node of a file, parents first.
 * @throws Error if the file does not parse: a rule that could not be checked is not held
 */
export function walkSyntax(file: SourceFile, visit: (node: SyntaxNode, place: Place) => void): void {
  const { program, errors } = parseSync(file.path, file.text, { sourceType: 'module' });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file.path}: ${error.message}`);
  const root = program as unknown as SyntaxNode;
  walkNode(root, { parent: root, key: '' }, visit);
}

function walkNode(node: SyntaxNode, place: Place, visit: (node: SyntaxNode, place: Place) => void): void {
  visit(node, place);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key];
    for (const each of Array.isArray(child) ? child : [child]) {
      if (isNode(each)) walkNode(each, { parent: node, key }, visit);
    }
  }
}

/** Whether this is a syntax node. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** The text of a string literal or of a template without holes; undefined for everything else. */
export function stringValue(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral') return undefined;
  const quasis = node['quasis'] as readonly { readonly value: { readonly cooked: string | null } }[];
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? undefined) : undefined;
}

/** The line of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
