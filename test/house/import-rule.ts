// Who may import whom. The rule is about folders at the top of the repository; packages and Node's own modules have
// theirs below it.

import { posix } from 'node:path';
import { isBuiltin } from 'node:module';
import type { SourceFile } from './source-files.ts';
import { lineOf, stringValue, walkSyntax } from './syntax.ts';

const WIRES = ['nx', 'thinc', 'rawpixel'];
const PARTS = ['xserver', 'codecs', ...WIRES, 'session', 'apps'];
const ANYTHING = [...PARTS, 'clients', 'host', 'bench', 'scripts'];

/** Per top-level folder: the folders (or folders in folders) that it may import, beside itself. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  xserver: [],
  codecs: [],
  nx: ['xserver', 'codecs'],
  thinc: ['xserver', 'codecs'],
  rawpixel: ['xserver', 'codecs'],
  session: ['xserver'],
  apps: ['xserver/protocol'],
  clients: PARTS,
  host: PARTS,
  scripts: ['xserver', 'codecs', 'nx'],
  bench: [...ANYTHING, 'cli'],
  cli: ANYTHING,
  test: [...ANYTHING, 'cli'],
  // Files at the top itself, such as vitest.config.ts.
  '': [],
};

/** Folders that run in a browser as well as in Node, and so import none of Node's modules. */
const WITHOUT_NODE = ['xserver', 'codecs', ...WIRES, 'session', 'apps/api', 'clients/browser'];

/** Folders that only developers run: they may import devDependencies. */
const FOR_DEVELOPERS = ['test', 'bench', 'scripts', ''];

/** Files that load what the bundler has made of other files, and that the rule has seen there. */
const LOADERS = ['cli/bin/farpane.mjs'];

/** One import, in any of its spellings; `specifier` is undefined where it is computed. */
export interface Import {
  readonly line: number;
  readonly specifier: string | undefined;
}

/** All imports of a file: import and export from, dynamic import, types of modules, require. */
export function importsOf(file: SourceFile): Import[] {
  const imports: Import[] = [];
  walkSyntax(file, (node) => {
    const add = (source: unknown) =>
      imports.push({ line: lineOf(file.text, node.start), specifier: stringValue(source) });
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'TSImportType':
        add(node['source']);
        break;
      case 'ExportNamedDeclaration':
        if (node['source'] !== null) add(node['source']);
        break;
      case 'TSExternalModuleReference':
        add(node['expression']);
        break;
      case 'CallExpression': {
        const callee = node['callee'] as { readonly type: string; readonly name?: string };
        if (callee.type === 'Identifier' && callee.name === 'require') add((node['arguments'] as unknown[])[0]);
        break;
      }
      default:
    }
  });
  return imports;
}

/** What the rule needs to know beside the files themselves. */
export interface Surroundings {
  /** Whether the repository has this file. */
  readonly exists: (path: string) => boolean;
  /** Packages that users get. */
  readonly dependencies: ReadonlySet<string>;
  /** Packages that only developers get. */
  readonly devDependencies: ReadonlySet<string>;
}

/** Every breach of the rule, one line each, as `path:line: what`. */
export function importViolations(files: readonly SourceFile[], surroundings: Surroundings): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap(({ line, specifier }) => {
      if (specifier === undefined && LOADERS.includes(file.path)) return [];
      const problem =
        specifier === undefined ? 'imports a computed path' : importProblem(file.path, specifier, surroundings);
      return problem === undefined ? [] : [`${file.path}:${line}: ${problem}`];
    }),
  );
}

function importProblem(path: string, specifier: string, surroundings: Surroundings): string | undefined {
  if (/^(?:\/|[a-z]+:\/)/i.test(specifier)) return `imports an absolute path: ${specifier}`;
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return `imports ${specifier} without node: before it`;
    return within(path, WITHOUT_NODE) ? `may not use Node's modules: ${specifier}` : undefined;
  }
  return specifier.startsWith('.')
    ? relativeProblem(path, specifier, surroundings)
    : packageProblem(path, specifier, surroundings);
}

function relativeProblem(path: string, specifier: string, { exists }: Surroundings): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (target.startsWith('..')) return `imports from outside the repository: ${specifier}`;
  if (!exists(target)) return `imports a file that is not there: ${specifier}`;
  const [from, to] = [topFolder(path), topFolder(target)];
  if (from === to) return undefined;
  const allowed = MAY_IMPORT[from];
  if (allowed === undefined) return `${from} is not in the table of folders`;
  return within(target, allowed) ? undefined : `${from === '' ? 'the top' : from} may not import ${target}`;
}

function packageProblem(path: string, specifier: string, surroundings: Surroundings): string | undefined {
  const [first = '', second = ''] = specifier.split('/');
  const name = first.startsWith('@') ? `${first}/${second}` : first;
  if (surroundings.dependencies.has(name)) return undefined;
  if (!surroundings.devDependencies.has(name)) return `imports ${name}, which package.json does not name`;
  return FOR_DEVELOPERS.includes(topFolder(path)) ? undefined : `imports ${name}, which users do not have`;
}

/**
 * Circles among the top-level folders, each as a path of folders that ends where it begins; type imports count, as they
 * bind as firmly.
 */
export function folderCycles(files: readonly SourceFile[]): string[] {
  const imported = new Map<string, Set<string>>();
  for (const file of files) {
    const from = topFolder(file.path);
    const targets = imported.get(from) ?? new Set();
    imported.set(from, targets);
    for (const { specifier } of importsOf(file)) {
      if (specifier?.startsWith('.') !== true) continue;
      const to = topFolder(posix.join(posix.dirname(file.path), specifier));
      if (to !== from) targets.add(to);
    }
  }
  const cycles: string[] = [];
  const finished = new Set<string>();
  const search = (folder: string, trail: readonly string[]): void => {
    const at = trail.indexOf(folder);
    if (at >= 0) cycles.push([...trail.slice(at), folder].join(' → '));
    if (at >= 0 || finished.has(folder)) return;
    for (const next of imported.get(folder) ?? []) search(next, [...trail, folder]);
    finished.add(folder);
  };
  for (const folder of imported.keys()) search(folder, []);
  return cycles;
}

function topFolder(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

function within(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`));
}
