/** The report as a page that stands alone: verdicts first, then for each workload its plots and its table. */
import { linkProfile } from '../../session/link.ts';
import { columnsOf } from './columns.ts';
import { FIGURES, show, showSpread, type FigureName, type Result } from './figures.ts';
import {
  aimRows,
  aloneRows,
  columnsWithValues,
  peerWords,
  runWords,
  unmeasuredRows,
  type ReportContent,
} from './markdown.ts';
import { dotPlot, escapeText, lineChart, type Line, type Mark } from './plots.ts';

/** Ours by wire, in full colours; the others muted. */
const COLOURS: Readonly<Record<string, string>> = {
  'farpane-x11': '#1f6fd1',
  'farpane-nx': '#0f9d6b',
  'farpane-thinc': '#d9480f',
  'farpane-raw': '#8b2fc9',
  x: '#5f6b7a',
  'x-compressed': '#9a7b4f',
  nx: '#4f8f8b',
  'nx-lossless': '#7fa3a0',
  vnc: '#a2506b',
  'vnc-lossless': '#c98aa0',
  xpra: '#87813a',
};
const OTHER_COLOUR = '#777777';

const STYLE = `
:root{--paper:#fff;--ink:#1b2430;--soft:#5b6675;--line:#e3e7ec;--good:#0b7a4b;--bad:#b3261e;--wash:#f6f8fa}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6eaef;--soft:#9aa5b1;--line:#2b333c;--good:#4cc38a;--bad:#ff8a80;--wash:#1b2127}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1360px;padding:28px 32px 80px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:27px;margin:0 0 4px}h2{font-size:20px;margin:44px 0 4px;padding-top:18px;border-top:1px solid var(--line)}
p{margin:4px 0 12px;max-width:92ch;color:var(--soft)}
.plots{display:flex;flex-wrap:wrap;align-items:flex-start;gap:18px 30px;margin:14px 0}
svg{max-width:100%;height:auto;font:12px system-ui,sans-serif}
svg .title{font-weight:600;font-size:13px;fill:var(--ink)}
svg .grid{stroke:var(--line)}svg .tick{fill:var(--soft);font-size:11px}svg .name,svg .value{fill:var(--ink)}
svg .ours{font-weight:600}svg .none{fill:var(--soft);font-style:italic}svg .reach{stroke-width:1.5;stroke-opacity:.3}
svg .floor{fill:none;stroke:var(--soft);stroke-dasharray:2 3}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px;margin:8px 0;font-variant-numeric:tabular-nums}
small{color:var(--soft)}th,td{padding:4px 9px;text-align:right;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
th{color:var(--soft);font-weight:600;white-space:normal}th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}
.aims td,.aims th{text-align:left;white-space:normal}.aims td:first-child{font-weight:600;width:17%}.aims td:nth-child(2){width:21%}.aims td:nth-child(3){width:29%}.aims td:nth-child(4){width:27%}
tr.ours td:nth-child(2){font-weight:600}tr.turn td{border-top:2px solid var(--line)}
.reached{color:var(--good);font-weight:600}.missed{color:var(--bad);font-weight:600}
.chip{display:inline-block;width:10px;height:10px;border-radius:5px;margin-right:7px}
details{margin:6px 0}summary{cursor:pointer;color:var(--soft)}nav{margin:14px 0;display:flex;flex-wrap:wrap;gap:6px 16px}a{color:#1f6fd1}
`;

interface Context {
  readonly content: ReportContent;
  readonly links: readonly string[];
}

function roundTrip(link: string): number {
  const profile = linkProfile(link);
  return profile === undefined ? 0 : profile.up.delay + profile.down.delay;
}

export function htmlReport(content: ReportContent): string {
  const { facts, results, workloads, systems } = content;
  const links = [...new Set(results.map(({ link }) => link))].toSorted((a, b) => roundTrip(a) - roundTrip(b));
  const context: Context = { content, links };
  const there = workloads.filter(({ name }) => results.some(({ workload }) => workload === name));
  const legend = systems
    .map(
      ({ name, title }) => `<span><i class="chip" style="background:${colourOf(name)}"></i>${escapeText(title)}</span>`,
    )
    .join('');
  const body = [
    '<h1>Farpane beside other remote displays</h1>',
    `<p>${escapeText(runWords(content))}. Bytes, messages and backlog are counted on the emulated link, whatever the system; times are until the far end's picture equals the final one; CPU is that of the system alone, without the programs shown. Figures are medians; where a workload was played several times (3×) the range is in parentheses, and a bar around a dot in the plots.</p>`,
    `<p>${escapeText(peerWords(content))}</p>`,
    `<nav>${there.map(({ name, title }) => `<a href="#${name}">${escapeText(title)}</a>`).join('')}</nav>`,
    `<nav>${legend}</nav>`,
    '<h2 id="aims">Aims: our best wire beside the best of the others</h2>',
    aimsTable(content),
    ...there.map(({ name, title, description }) => section(context, name, title, description)),
    '<h2>Links and software</h2>',
    `<p>${links.map((link) => escapeText(`${link}: ${linkProfile(link)?.description ?? ''}`)).join('<br>')}</p>`,
    `<p>${escapeText(facts.software.join(', '))}</p>`,
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Farpane beside other remote displays</title><style>${STYLE}</style><body>${body.join('\n')}</body></html>\n`;
}

function colourOf(system: string): string {
  return COLOURS[system] ?? OTHER_COLOUR;
}

function aimsTable(content: ReportContent): string {
  const rows = [...aimRows(content), ...aloneRows(content)].map((cells) => {
    const [title = '', aim = '', ours = '', peers = '', verdict = ''] = cells.map((cell) =>
      escapeText(cell).replaceAll('; ', '<br>'),
    );
    return `<tr><td>${title}</td><td>${aim}</td><td>${ours.replace('×: ', '×:<br>')}</td><td>${peers}</td><td class="${verdict}">${verdict}</td></tr>`;
  });
  const elsewhere = unmeasuredRows(content).map(
    ({ title, aim, command }) =>
      `<tr><td>${escapeText(title)}</td><td>${escapeText(aim)}</td><td colspan="3">measured by <code>${escapeText(command)}</code></td></tr>`,
  );
  return `<div class="scroll"><table class="aims"><tr><th>row</th><th>aim</th><th>our best wire</th><th>best of the others, figure by figure</th><th></th></tr>${[...rows, ...elsewhere].join('')}</table></div>`;
}

function section(context: Context, name: string, title: string, description: string): string {
  const of = context.content.results.filter(({ workload }) => workload === name);
  const links = context.links.filter((link) => of.some((result) => result.link === link));
  const { main } = columnsOf(name);
  const several = links.length >= 3;
  const over: FigureName[] = several ? [main, ...(name === 'typing' ? (['keyP95'] as const) : []), 'down'] : [];
  // A row of plots for each figure, a plot for each link.
  const rows = [over.map((figure) => overRoundTrip(context, of, links, figure))];
  const onLink = (link: string): Result[] => of.filter((result) => result.link === link);
  const measured = links.filter((link) => onLink(link).some(({ figures }) => figures[main] !== undefined));
  const mains = measured.map((link) => dots(context, onLink(link), main, link));
  const bytes = links.map((link) => dots(context, onLink(link), 'down', link));
  if (several) rows.push(mains, bytes);
  else rows.push([...mains, ...bytes]);
  const plots = rows.map((row) => `<div class="plots">${row.join('')}</div>`).join('');
  return `<h2 id="${name}">${escapeText(title)}</h2><p>${escapeText(description)}</p>${plots}${table(context, name, of, links)}`;
}

function dots({ content }: Context, results: readonly Result[], figure: FigureName, link: string): string {
  const { title, unit } = FIGURES[figure];
  const marks = content.systems.flatMap((system): Mark[] => {
    const result = results.find((of) => of.system === system.name);
    if (result === undefined) return [];
    const spread = result.figures[figure];
    const common = { label: system.title, colour: colourOf(system.name), ours: system.ours };
    if (spread === undefined) return [{ ...common, value: undefined, text: result.failures[0] ?? 'none' }];
    const { median, least, most } = spread;
    return [{ ...common, value: median, least, most, text: show(median, unit) }];
  });
  return dotPlot({
    title: `${link}: ${title}`,
    marks,
    log: unit !== 'count' && unit !== 'MiB',
    tick: (value) => show(value, unit).replace(/\.0+(?=\D|$)/, ''),
  });
}

function overRoundTrip(
  { content }: Context,
  results: readonly Result[],
  links: readonly string[],
  figure: FigureName,
): string {
  const { title, unit } = FIGURES[figure];
  const lines: Line[] = content.systems.map((system) => ({
    label: system.title,
    colour: colourOf(system.name),
    ours: system.ours,
    points: results.flatMap((result) => {
      const value = result.figures[figure]?.median;
      if (result.system !== system.name || value === undefined) return [];
      return [{ x: roundTrip(result.link), y: value, text: `${system.title}, ${result.link}: ${show(value, unit)}` }];
    }),
  }));
  return lineChart({
    title: `${title} over the link's round trip`,
    lines: lines.filter(({ points }) => points.length > 0),
    log: unit === 'ms' || unit === 'bytes',
    tick: (value) => show(value, unit).replace(/\.0+(?=\D|$)/, ''),
    xTicks: links.map((link) => ({ x: roundTrip(link), text: `${link} ${roundTrip(link)}` })),
    xTitle: 'round trip in ms (the slower links have less bandwidth, too)',
    ...(unit === 'ms' ? { floor: { label: 'one round trip', of: (x: number) => x } } : {}),
  });
}

function table({ content }: Context, name: string, results: readonly Result[], links: readonly string[]): string {
  const columns = columnsWithValues(name, results);
  const rows = links.flatMap((link) =>
    content.systems.flatMap((system) => {
      const result = results.find((of) => of.link === link && of.system === system.name);
      if (result === undefined) return [];
      const first = results.find((of) => of.link === link) === result;
      const cells = columns.map((column, i) => {
        const spread = result.figures[column];
        if (spread !== undefined) {
          const [median = '', range] = showSpread(spread, FIGURES[column].unit).split(/ \(|\)/);
          return `<td>${escapeText(median)}${range === undefined ? '' : `<br><small>${escapeText(range)}</small>`}</td>`;
        }
        return `<td>${i === 0 && result.failures.length > 0 ? escapeText(result.failures.join('; ')) : '–'}</td>`;
      });
      const classes = `${system.ours ? 'ours' : ''}${first ? ' turn' : ''}`.trim();
      return [
        `<tr class="${classes}"><td>${link}</td><td><i class="chip" style="background:${colourOf(system.name)}"></i>${escapeText(system.title)}</td><td>${result.runs}×</td>${cells.join('')}</tr>`,
      ];
    }),
  );
  const head = columns.map((column) => `<th>${FIGURES[column].title}</th>`).join('');
  return `<details open><summary>All figures</summary><div class="scroll"><table><tr><th>link</th><th>system</th><th>played</th>${head}</tr>${rows.join('')}</table></div></details>`;
}
