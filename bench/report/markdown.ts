/** The report as Markdown: the aims, then a table for each workload. */
import { linkProfile } from '../../session/link.ts';
import type { Facts } from '../journal.ts';
import { ALONE, type AloneFound } from '../alone/alone.ts';
import { wantedWords, wordsOf, type Checked, type Side } from './aims.ts';
import { columnsOf } from './columns.ts';
import { FIGURES, showAlone, showSpread, type FigureName, type Result } from './figures.ts';

export interface ReportContent {
  readonly facts: Facts;
  readonly results: readonly Result[];
  readonly aims: readonly Checked[];
  /** Rows of the aims that are measured alone. */
  readonly rows: readonly AloneFound[];
  /** What the run has taken of the clock, where it is known. */
  readonly minutes: number;
  readonly workloads: readonly { readonly name: string; readonly title: string; readonly description: string }[];
  readonly systems: readonly { readonly name: string; readonly title: string; readonly ours: boolean }[];
}

/** Which run it was. */
export function runWords({ facts, minutes }: ReportContent): string {
  const kind = facts.quick ? 'A quick run' : 'A run';
  const took = minutes >= 1 ? `, ${Math.round(minutes)} minutes` : '';
  return `${kind} of ${facts.begun.slice(0, 10)} on ${facts.machine}${took}, load ${facts.load.toFixed(1)} at its beginning`;
}

/** The peers that were found, with their versions, and those that were not. */
export function peerWords({ facts }: ReportContent): string {
  const there = facts.peers.map(({ title, software }) => `${title} (${software.join(', ')})`);
  const found = there.length === 0 ? 'No other systems took part.' : `Other systems: ${there.join('; ')}.`;
  return facts.missing.length === 0 ? found : `${found} Not installed: ${facts.missing.join('; ')}.`;
}

/** The aims with what a run has found, and which run it was: what the README has. */
export function readmeTable(content: ReportContent): string {
  const { facts, aims } = content;
  const measured = { ...content, aims: aims.filter(({ ours }) => ours !== undefined) };
  return [
    `${runWords(content)}. Figures are medians; 3× says that it was played three times, with the range in parentheses.`,
    table(
      ['row', 'aim', 'our best wire', 'best of the others, figure by figure', ''],
      [...aimRows(measured), ...aloneRows({ ...content, ...onlyMeasured(content) })],
    ),
    `${peerWords(content)} With ${facts.software.join(', ')}.`,
  ].join('\n\n');
}

function onlyMeasured({ rows }: ReportContent): Pick<ReportContent, 'rows'> {
  return { rows: rows.filter(({ failure }) => failure === undefined) };
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

/** Of a row: its words, the aim, ours, the best of the others, and the verdict. */
export function aimRows({ aims, systems }: ReportContent): string[][] {
  const titleOf = ({ system, runs }: Side): string =>
    `${systems.find(({ name }) => name === system)?.title ?? system}, ${runs}×`;
  return aims.map(({ aim, ours, peers, reached }) => [
    aim.title,
    aim.wanted.map(wantedWords).join('; '),
    ours === undefined
      ? 'not measured'
      : `${titleOf(ours)}: ${aim.wanted.map((wanted, i) => wordsOf(wanted, ours.values[i])).join('; ')}`,
    aim.wanted
      .map((wanted, i) => {
        const peer = peers[i];
        return peer === undefined ? '–' : `${wordsOf(wanted, peer.values[i])} (${titleOf(peer)})`;
      })
      .join('; '),
    ours === undefined ? '–' : reached ? 'reached' : 'missed',
  ]);
}

/** The same of the rows that are measured alone, those that were. */
export function aloneRows({ rows }: ReportContent): string[][] {
  return ALONE.flatMap(({ name, title, aim, others }): string[][] => {
    const found = rows.find(({ row }) => row === name);
    if (found === undefined) return [];
    const ours = found.failure ?? found.figures.map(showAlone).join('; ');
    return [[title, aim, ours, others, found.failure !== undefined ? '–' : found.reached ? 'reached' : 'missed']];
  });
}

/** Rows that this run has not measured, and how to. */
export function unmeasuredRows({ rows }: ReportContent): { title: string; aim: string; command: string }[] {
  return ALONE.filter(({ name }) => rows.every(({ row }) => row !== name));
}

export function markdownReport(content: ReportContent): string {
  const { facts, results, workloads, systems } = content;
  const parts = [
    '# Farpane beside other remote displays',
    `${runWords(content)}. With ${facts.software.join(', ')}.`,
    peerWords(content),
    'Figures are medians; where a workload was played several times (3×) their range is in parentheses. Bytes, messages and backlog are counted on the emulated link, pictures at the far end.',
    '## Aims',
    table(
      ['row', 'aim', 'our best wire', 'best of the others, figure by figure', ''],
      [...aimRows(content), ...aloneRows(content)],
    ),
    unmeasuredRows(content)
      .map(({ title, aim, command }) => `- ${title}: aim ${aim}; measured by \`${command}\``)
      .join('\n'),
  ];
  for (const { name, title, description } of workloads) {
    const of = results.filter(({ workload }) => workload === name);
    if (of.length === 0) continue;
    const columns = columnsWithValues(name, of);
    parts.push(`## ${title}`, description);
    const rows = of.map((result) => [
      result.link,
      systems.find((system) => system.name === result.system)?.title ?? result.system,
      `${result.runs}×`,
      ...columns.map((column) => {
        const spread = result.figures[column];
        if (spread !== undefined) return showSpread(spread, FIGURES[column].unit);
        return column === columns[0] && result.failures.length > 0 ? result.failures.join('; ') : '–';
      }),
    ]);
    parts.push(table(['link', 'system', 'played', ...columns.map((column) => FIGURES[column].title)], rows));
  }
  const links = [...new Set(results.map(({ link }) => link))];
  parts.push(`Links: ${links.map((link) => `${link}: ${linkProfile(link)?.description ?? ''}`).join('; ')}.`);
  return `${parts.join('\n\n')}\n`;
}
