/** Puts a run's table into the README, between the marks that it has there: `npx tsx bench/report/readme.ts FOLDER`. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Journal } from '../journal.ts';
import { readmeTable } from './markdown.ts';
import { reportContent } from './report.ts';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const [BEGIN, END] = ['<!-- bench -->', '<!-- /bench -->'];

/** @throws Error where the marks are missing */
export function withTable(readme: string, table: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the README has no ${BEGIN} and ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: readme FOLDER, as farpane bench --out has it');
  const journal = await Journal.read(folder);
  await writeFile(README, withTable(await readFile(README, 'utf8'), readmeTable(reportContent(journal))));
}
