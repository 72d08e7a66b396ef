/**
 * Writes xserver/protocol/generated/ and nx/generated/ from the XML descriptions of xcb-proto, and what nx streams begin with from nx/primer.ts.
 *
 * `npm run generate` writes the files; `npm run generate -- --check` compares and exits 1 where one differs.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { primerBytes } from '../nx/priming.ts';
import { emitRequestFields } from './protocol/emit-fields.ts';
import { emitModule } from './protocol/emit-module.ts';
import { emitPrimer } from './protocol/emit-primer.ts';
import { Library } from './protocol/library.ts';
import { SOURCES, XML_FOLDER } from './protocol/sources.ts';

function main(check: boolean): number {
  if (!existsSync(XML_FOLDER)) {
    process.stderr.write(`${XML_FOLDER} is missing: install the package xcb-proto\n`);
    return 1;
  }
  const library = new Library(XML_FOLDER, SOURCES);
  const headers = SOURCES.map(({ header }) => header);
  const modules = new Map(headers.map((header) => [`${header}.ts`, emitModule(library, header)]));
  const fields = new Map([
    ['primer.ts', emitPrimer(primerBytes())],
    ['request-fields.ts', emitRequestFields(library, headers)],
  ]);
  const differences =
    bringUpToDate(new URL('../xserver/protocol/generated/', import.meta.url), modules, check) +
    bringUpToDate(new URL('../nx/generated/', import.meta.url), fields, check);
  return check && differences > 0 ? 1 : 0;
}

/** Writes the files of a folder that differ; gives the number of differences. */
function bringUpToDate(folder: URL, files: ReadonlyMap<string, string>, check: boolean): number {
  const stale = readdirSync(folder).filter((name) => !files.has(name));
  let differences = stale.length;
  for (const name of stale) process.stderr.write(`${name} is not generated any more\n`);
  for (const [name, text] of files) {
    const file = new URL(name, folder);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    differences++;
    if (check) process.stderr.write(`${name} differs from what the generator writes\n`);
    else writeFileSync(file, text);
  }
  return differences;
}

process.exitCode = main(process.argv.includes('--check'));
