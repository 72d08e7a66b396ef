/**
 * Prints the README's tables from the code and puts them between their marks; `--check` only compares and exits 1 on a difference.
 *
 *     npx tsx scripts/readme-tables.ts [--check]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { coreRequests } from '../xserver/protocol/generated/xproto.ts';
import { requestAreas } from '../xserver/dispatch.ts';
import { extensions } from '../xserver/extensions/registry.ts';

const README = new URL('../README.md', import.meta.url);

/** Core requests by the file that carries them out, in the order of opcodes, then the extensions. */
export function requestTable(): string {
  const opcodes = new Map<string, number>(coreRequests.map(({ name, opcode }) => [name, opcode]));
  const rows = Object.entries(requestAreas).map(([area, handlers]) => {
    const names = Object.keys(handlers).toSorted((a, b) => opcodes.get(a)! - opcodes.get(b)!);
    return `| \`requests/${area}.ts\` | ${names.map((name) => `${name} ${opcodes.get(name)}`).join(', ')} |`;
  });
  for (const { name, majorOpcode, requests } of extensions) {
    const names = requests.flatMap((request) =>
      request === undefined ? [] : [`${request.name} ${request.minorOpcode}`],
    );
    rows.push(`| ${name} (${majorOpcode}) | ${names.join(', ')} |`);
  }
  return ['| where in `xserver/` | requests and their opcodes |', '|---|---|', ...rows].join('\n');
}

const tables: Readonly<Record<string, () => string>> = { requests: requestTable };

/** The text with every table between `<!-- NAME -->` and `<!-- /NAME -->` printed anew. @throws Error where marks are missing. */
export function withTables(text: string): string {
  let result = text;
  for (const [name, print] of Object.entries(tables)) {
    const begin = `<!-- ${name} -->`;
    const end = `<!-- /${name} -->`;
    const from = result.indexOf(begin);
    const to = result.indexOf(end);
    if (from < 0 || to < from) throw new Error(`the README has no place for the table "${name}"`);
    result = `${result.slice(0, from + begin.length)}\n\n${print()}\n\n${result.slice(to)}`;
  }
  return result;
}

if (process.argv[1]?.endsWith('readme-tables.ts')) {
  const text = readFileSync(README, 'utf8');
  const wanted = withTables(text);
  if (process.argv.includes('--check')) {
    if (text !== wanted) {
      console.error('README.md: tables differ from the code; run npx tsx scripts/readme-tables.ts');
      process.exit(1);
    }
  } else {
    writeFileSync(README, wanted);
  }
}
