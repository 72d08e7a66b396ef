/** The report as Markdown: the aims, then a table for each workload. */
import { linkProfile } from '../../session/link.ts';
import type { Facts } from '../journal.ts';
import { MEASURED_ELSEWHERE, wordsOf, type Checked } from './aims.ts';
import { columnsOf } from './columns.ts';
import { FIGURES, showSpread, type FigureName, type Result } from './figures.ts';

export interface ReportContent {
  readonly facts: Facts;
  readonly results: readonly Result[];
  readonly aims: readonly Checked[];
  readonly workloads: readonly { readonly name: string; readonly title: string; readonly description: string }[];
  readonly systems: readonly { readonly name: string; readonly title: string; readonly ours: boolean }[];
}

/** The aims with what a run has found, and which run it was: what the README has. */
export function readmeTable(content: ReportContent): string {
  const { facts, aims } = content;
  const measured = { ...content, aims: aims.filter(({ ours }) => ours !== undefined) };
  return [
    `A ${facts.quick ? 'quick ' : ''}run of ${facts.begun.slice(0, 10)} on ${facts.machine} (load ${facts.load.toFixed(1)} at its beginning):`,
    table(['row', 'aim', 'our best wire', 'best of the others, figure by figure', ''], aimRows(measured)),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Only what some result has. */
export function columnsWithValues(workload: string, results: readonly Result[]): FigureName[] {
  return columnsOf(workload).table.filter((name) => results.some(({ figures }) => figures[name] !== undefined));
}

export function aimRows({ aims, systems }: ReportContent): string[][] {
  const titleOf = (name: string): string => systems.find((system) => system.name === name)?.title ?? name;
  return aims.map(({ aim, ours, peers, reached }) => [
    aim.title,
    aim.wanted.map((wanted) => wordsOf(wanted, wanted.aim)).join('; '),
    ours === undefined
      ? 'not measured'
      : `${titleOf(ours.system)}: ${aim.wanted.map((wanted, i) => wordsOf(wanted, ours.values[i])).join('; ')}`,
    aim.wanted
      .map((wanted, i) => {
        const peer = peers[i];
        return peer === undefined ? '–' : `${wordsOf(wanted, peer.values[i])} (${titleOf(peer.system)})`;
      })
      .join('; '),
    ours === undefined ? '–' : reached ? 'reached' : 'missed',
  ]);
}

export function markdownReport(content: ReportContent): string {
  const { facts, results, workloads, systems } = content;
  const parts = [
    '# Farpane beside other remote displays',
    `${facts.quick ? 'A quick run' : 'A run'} of ${facts.begun.slice(0, 10)} on ${facts.machine}, load ${facts.load.toFixed(1)} at its beginning. ${facts.software.join(', ')}.`,
    'Times are medians; where runs were repeated their range is in parentheses. Bytes, messages and backlog are counted on the emulated link, pictures at the far end.',
    '## Aims',
    table(['row', 'aim', 'our best wire', 'best of the others', ''], aimRows(content)),
    MEASURED_ELSEWHERE.map(({ title, aim, command }) => `- ${title}: aim ${aim}; measured by \`${command}\``).join(
      '\n',
    ),
  ];
  for (const { name, title, description } of workloads) {
    const of = results.filter(({ workload }) => workload === name);
    if (of.length === 0) continue;
    const columns = columnsWithValues(name, of);
    parts.push(`## ${title}`, description);
    const rows = of.map((result) => [
      result.link,
      systems.find((system) => system.name === result.system)?.title ?? result.system,
      ...columns.map((column) => {
        const spread = result.figures[column];
        if (spread !== undefined) return showSpread(spread, FIGURES[column].unit);
        return column === columns[0] && result.failures.length > 0 ? result.failures.join('; ') : '–';
      }),
    ]);
    parts.push(table(['link', 'system', ...columns.map((column) => FIGURES[column].title)], rows));
  }
  const links = [...new Set(results.map(({ link }) => link))];
  parts.push(`Links: ${links.map((link) => `${link}: ${linkProfile(link)?.description ?? ''}`).join('; ')}.`);
  return `${parts.join('\n\n')}\n`;
}
