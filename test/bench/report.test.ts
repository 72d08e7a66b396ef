import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantile, spread, type Cell } from '../../bench/measures.ts';
import { planTurns } from '../../bench/plan.ts';
import { AIMS, checkAims } from '../../bench/report/aims.ts';
import { show, summarize } from '../../bench/report/figures.ts';
import { htmlReport } from '../../bench/report/html.ts';
import { markdownReport, readmeTable, type ReportContent } from '../../bench/report/markdown.ts';
import { withTable } from '../../bench/report/readme.ts';
import { linearTicks, logTicks, spreadLabels } from '../../bench/report/plots.ts';
import { SYSTEMS } from '../../bench/systems/systems.ts';
import { WORKLOADS } from '../../bench/workloads/workloads.ts';

const COST = { messagesDown: 3, messagesUp: 2, turns: 1, backlog: 500, hostCpu: 0.1, terminalCpu: 0.2 };

function cell(system: string, workload: string, link: string, rest: object, repeat = 1): Cell {
  return { system, workload, link, repeat, measures: { down: 1000, up: 100, ...COST, ...rest } };
}

function contentOf(cells: readonly Cell[]): ReportContent {
  const results = summarize(cells);
  return {
    facts: {
      begun: '2026-11-21T12:00:00Z',
      quick: true,
      machine: '2 × <processor> & more',
      software: ['Node 20'],
      peers: [{ title: 'VNC <Tight>', software: ['tigervnc 1.12'] }],
      missing: ['Xpra (no xpra)'],
      load: 0.5,
    },
    results,
    minutes: 11.6,
    rows: [
      {
        row: 'switch',
        figures: [{ title: 'lan', unit: 'ms', value: { median: 80, least: 60, most: 130, count: 4 } }],
        reached: true,
        seconds: 20,
      },
    ],
    aims: checkAims(results, (name) => name.startsWith('farpane-')),
    workloads: WORKLOADS,
    systems: SYSTEMS.filter(({ name }) => cells.some(({ system }) => system === name)),
  };
}

describe('statistics', () => {
  test('quantiles are values of the set, in order, and not exceeded by their share', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
        const [median, p95] = [quantile(values, 0.5), quantile(values, 0.95)];
        expect(values).toContain(median);
        expect(median).toBeLessThanOrEqual(p95);
        expect(values.filter((value) => value <= p95).length).toBeGreaterThanOrEqual(0.95 * values.length);
      }),
    );
  });

  test('a spread has its median between its ends, and half of the values on each side', () => {
    expect(spread([])).toBeUndefined();
    expect(spread([3, 1, 2, 10])).toEqual({ median: 2.5, least: 1, most: 10, count: 4 });
    expect(spread([7])).toEqual({ median: 7, least: 7, most: 7, count: 1 });
  });

  test('cells of one kind become one result; failures are kept beside what was measured', () => {
    const results = summarize([
      cell('x', 'typing', 'wan', { latencies: [70, 71, 500] }),
      cell('x', 'typing', 'wan', { latencies: [80, 81, 82] }, 2),
      { system: 'x', workload: 'typing', link: 'wan', repeat: 3, failure: 'not done after 45 s' },
      cell('x', 'typing', 'lan', {}),
    ]);
    expect(results).toHaveLength(2);
    const [wan] = results;
    expect(wan!.figures.keyMedian).toEqual({ median: 76, least: 71, most: 81, count: 2 });
    expect(wan!.figures.lastPixel).toBeUndefined();
    expect(wan!.failures).toEqual(['not done after 45 s']);
  });

  test('numbers read as people write them', () => {
    expect(['bytes', 'ms', 's', 'dB', 'count'].map((unit) => show(1234.5, unit as 'bytes'))).toEqual([
      '1.23k',
      '1.23 s',
      '1235 s',
      'exact',
      '1235',
    ]);
    expect([show(17_100_000, 'bytes'), show(68.34, 'ms'), show(34.56, 'dB')]).toEqual(['17.1M', '68.3 ms', '34.6 dB']);
  });
});

describe('the plan', () => {
  const wish = { workloads: undefined, links: undefined, repeats: undefined };

  test('every aim is measured by the quick run and by the whole one', () => {
    for (const quick of [true, false]) {
      const turns = planTurns({ ...wish, systems: ['farpane-nx'], quick });
      for (const { workload, link } of AIMS) {
        expect(
          turns.filter((turn) => turn.workload === workload && turn.link === link).length,
          `${workload} on ${link}`,
        ).toBeGreaterThan(0);
      }
    }
  });

  test('in the quick run each aim is played by several of our wires and one of the others at least', () => {
    const turns = planTurns({ ...wish, systems: SYSTEMS.map(({ name }) => name), quick: true });
    for (const { workload, link } of AIMS) {
      const systems = new Set(
        turns.flatMap((turn) => (turn.workload === workload && turn.link === link ? turn.system : [])),
      );
      const ours = [...systems].filter((name) => name.startsWith('farpane-'));
      expect(ours.length, workload).toBeGreaterThanOrEqual(3);
      expect(systems.size - ours.length, workload).toBeGreaterThanOrEqual(1);
    }
    // Every system is in it, and every name in the plan is one of a system.
    expect(new Set(turns.map(({ system }) => system)).size).toBe(
      SYSTEMS.filter(({ name }) => name !== 'vnc-lossless').length,
    );
  });

  test('what is asked for is played, and nothing else', () => {
    const turns = planTurns({
      workloads: ['text'],
      links: ['modem', 'lan'],
      systems: ['x', 'vnc'],
      quick: true,
      repeats: 2,
    });
    expect(turns.map(({ link, system, workload, repeat }) => [link, system, workload, repeat].join(' '))).toEqual([
      'lan x text 1',
      'lan x text 2',
      'lan vnc text 1',
      'lan vnc text 2',
      'modem x text 1',
      'modem x text 2',
      'modem vnc text 1',
      'modem vnc text 2',
    ]);
  });
});

describe('the aims', () => {
  const isOurs = (name: string): boolean => name.startsWith('farpane-');
  const typing = (system: string, down: number, up: number, latency: number): Cell =>
    cell(system, 'typing', 'wan', { down, up, latencies: [latency] });
  const rowOf = (cells: readonly Cell[]) =>
    checkAims(summarize(cells), isOurs).find(({ aim }) => aim.workload === 'typing')!;

  test('a wire that reaches all figures reaches the row, two that reach half of them each do not', () => {
    expect(rowOf([typing('farpane-nx', 800, 1100, 67)]).reached).toBe(true);
    const halves = rowOf([typing('farpane-nx', 800, 1100, 90), typing('farpane-thinc', 5000, 1100, 67)]);
    expect(halves.reached).toBe(false);
    expect(halves.ours!.system).toBe('farpane-nx');
    expect(rowOf([typing('x', 1, 1, 1)]).ours).toBeUndefined();
  });

  test('the best of the others is found for each figure', () => {
    const { peers } = rowOf([typing('x', 6000, 500, 90), typing('vnc', 7000, 4000, 78)]);
    expect(peers.map((peer) => peer?.system)).toEqual(['x', 'x', 'vnc', 'vnc']);
  });
});

test('the table of a run takes the place of the one before, and nothing else', () => {
  const readme = 'a\n\n<!-- bench -->\n\nold\n\n<!-- /bench -->\n\nb\n';
  const once = withTable(readme, readmeTable(contentOf([cell('farpane-nx', 'text', 'wan', { lastPixel: 70 })])));
  expect(once).toMatch(/^a\n\n<!-- bench -->\n\n[^]*Farpane nx[^]*\n\n<!-- \/bench -->\n\nb\n$/);
  expect(once).not.toContain('not measured');
  expect(once).toContain('Farpane nx, 1×: ');
  expect(once).toContain('| live switch ');
  expect(withTable(once, 'old')).toBe(readme);
  expect(() => withTable('no marks', 'old')).toThrow('the README has no');
});

describe('the report', () => {
  const cells: Cell[] = [
    ...['lan', 'wan', '3g'].flatMap((link, i) => [
      cell('farpane-thinc', 'xterm-start', link, { lastPixel: 50 + 60 * i, down: 800 }),
      cell('farpane-thinc', 'xterm-start', link, { lastPixel: 70 + 60 * i, down: 820 }, 2),
      cell('x', 'xterm-start', link, { lastPixel: 120 + 9000 * i, down: 20_700 }),
    ]),
    { system: 'vnc', workload: 'xterm-start', link: 'lan', repeat: 1, failure: 'no <viewer> | here' },
  ];

  test('Markdown has a table row for each workload, link and system, with as many cells as its head', () => {
    const text = markdownReport(contentOf(cells));
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    expect(lines.filter((line) => /^\| (lan|wan|3g) \|/.test(line))).toHaveLength(7);
    const width = (line: string): number => line.replaceAll('\\|', '').split('|').length;
    const head = lines.find((line) => line.startsWith('| link |'))!;
    for (const line of lines.filter((line) => /^\| (lan|wan|3g) \|/.test(line))) expect(width(line)).toBe(width(head));
    // Median and range of two runs, and how many they were.
    expect(text).toMatch(/\| lan \| Farpane thinc \| 2× \| 60.0 ms \(50.0 ms to 70.0 ms\) \| 810 \(800 to 820\) \|/);
    expect(text).toMatch(/\| lan \| VNC Tight \| 0× \|/);
    // The machine, the day, the peers with their versions, and who was not there.
    expect(text).toContain('A quick run of 2026-11-21 on 2 × <processor> & more, 12 minutes');
    expect(text).toContain('VNC <Tight> (tigervnc 1.12)');
    expect(text).toContain('Not installed: Xpra (no xpra)');
    // A row that is measured alone, and one that was not.
    expect(text).toMatch(/\| live switch .* \| lan: 80.0 ms \(60.0 ms to 130 ms\) \| .* \| reached \|/);
    expect(text).toContain('measured by `npx tsx bench/x11perf.ts`');
    expect(text).toContain('no <viewer> \\| here');
  });

  test('the page stands alone, escapes what it did not write, and names every system and link in its plots', () => {
    const page = htmlReport(contentOf(cells));
    expect(page).not.toMatch(/<script|<link|src=|url\(/);
    expect(page).not.toContain('<viewer>');
    expect(page).not.toContain('<processor>');
    expect(page).not.toContain('<Tight>');
    expect(page).toContain('60.0 ms<br><small>50.0 ms to 70.0 ms</small>');
    expect(page).toContain('<td>2×</td>');
    const plots = page.match(/<svg.*?<\/svg>/gs)!;
    // Time and bytes over the round trip, and for each link.
    expect(plots).toHaveLength(8);
    for (const plot of plots) expect(plot.match(/NaN|Infinity|undefined/g)).toBeNull();
    expect(plots[0]).toContain('Farpane thinc');
    expect(plots.filter((plot) => plot.includes('no &#60;viewer&#62;')).length).toBeGreaterThan(0);
  });

  test('any figures give plots without holes in their coordinates', () => {
    const number = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(0));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 6 }), (values) => {
        const links = ['lan', 'wan', 'dsl', '3g', 'modem', '9600'];
        const page = htmlReport(
          contentOf(values.map(([lastPixel, down], i) => cell('x', 'text', links[i]!, { lastPixel, down }))),
        );
        for (const plot of page.match(/<svg.*?<\/svg>/gs)!) expect(plot.match(/NaN|Infinity|undefined/g)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  test('ticks lie within their axis and are few; labels do not overlap', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.double({ min: 1.5, max: 1e6, noNaN: true }),
        (least, factor) => {
          const ticks = logTicks(least, least * factor);
          for (const tick of ticks) expect(tick / least).toBeGreaterThan(0.999);
          expect(ticks.length).toBeLessThan(12);
          expect(linearTicks(least).length).toBeLessThan(7);
          expect(linearTicks(least).at(-1)! / least).toBeLessThan(1.0001);
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.double({ min: 30, max: 290, noNaN: true }), { maxLength: 12 }), (heights) => {
        const ys = spreadLabels(
          heights.map((y) => ({ y })),
          26,
          300,
        ).map(({ y }) => y);
        for (let i = 1; i < ys.length; i++) expect(ys[i]! - ys[i - 1]!).toBeGreaterThanOrEqual(13.999);
      }),
    );
  });
});
