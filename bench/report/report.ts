/** Writes what a run has found: results.json, report.md and report.html. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journal } from '../journal.ts';
import { SYSTEMS } from '../systems/systems.ts';
import { WORKLOADS } from '../workloads/workloads.ts';
import { checkAims } from './aims.ts';
import { summarize } from './figures.ts';
import { htmlReport } from './html.ts';
import { markdownReport, type ReportContent } from './markdown.ts';

export function reportContent({ facts, cells, rows }: Pick<Journal, 'facts' | 'cells' | 'rows'>): ReportContent {
  const order = (name: string): number => SYSTEMS.findIndex((system) => system.name === name);
  const results = summarize(cells).toSorted((a, b) => order(a.system) - order(b.system));
  const ours = new Set(SYSTEMS.filter((system) => system.ours).map(({ name }) => name));
  const systems = SYSTEMS.filter(({ name }) => cells.some(({ system }) => system === name));
  return {
    facts,
    minutes: [...cells, ...rows].reduce((sum, of) => sum + (of.seconds ?? 0) + ('setUp' in of ? of.setUp : 0), 0) / 60,
    results,
    rows,
    aims: checkAims(results, (system) => ours.has(system)),
    workloads: WORKLOADS.map(({ name, title, description }) => ({ name, title, description })),
    systems: systems.map((system) => ({ name: system.name, title: system.title, ours: system.ours })),
  };
}

export async function writeReport(folder: string, journal: Journal): Promise<void> {
  const content = reportContent(journal);
  await writeFile(
    join(folder, 'results.json'),
    `${JSON.stringify({ ...content, cells: journal.cells }, undefined, 1)}\n`,
  );
  await writeFile(join(folder, 'report.md'), markdownReport(content));
  await writeFile(join(folder, 'report.html'), htmlReport(content));
}
