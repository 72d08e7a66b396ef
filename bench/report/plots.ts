/** Plots as SVG: text in the page's font and colours, no scripts, a tooltip on every mark. */

export interface Mark {
  readonly label: string;
  readonly colour: string;
  readonly ours: boolean;
  readonly value: number | undefined;
  readonly least?: number;
  readonly most?: number;
  /** What stands beside the mark. */
  readonly text: string;
}

export interface Line {
  readonly label: string;
  readonly colour: string;
  readonly ours: boolean;
  readonly points: readonly { readonly x: number; readonly y: number; readonly text: string }[];
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** 1, 2 and 5 times powers of ten around values above 0. */
export function logTicks(least: number, most: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++) {
    for (const step of [1, 2, 5]) {
      const tick = step * 10 ** power;
      if (tick >= least / 1.0001 && tick <= most * 1.0001) ticks.push(tick);
    }
  }
  // Few enough to be read.
  const tens = ticks.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9);
  return ticks.length > 6 && tens.length >= 2 ? tens : ticks;
}

export function linearTicks(most: number): number[] {
  if (!(most > 0)) return [0];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
}

const ROW = 22;
const LABELS = 112;
const VALUES = 84;
const TOP = 26;
const BOTTOM = 24;
/** Words of ticks are no nearer to each other. */
const TICK_GAP = 46;

export interface DotPlot {
  readonly title: string;
  readonly marks: readonly Mark[];
  readonly log: boolean;
  readonly tick: (value: number) => string;
  readonly width?: number;
}

/** One row for each mark; its range as a thin line where there was one. */
export function dotPlot({ title, marks, log, tick, width = 410 }: DotPlot): string {
  const values = marks.flatMap(({ value, least, most }) => [value, least, most].filter((of) => of !== undefined));
  const positive = values.filter((value) => value > 0);
  const height = TOP + marks.length * ROW + BOTTOM;
  const inner = width - LABELS - VALUES;
  const most = Math.max(...positive, 1e-9);
  const least = log ? Math.min(...positive, most) : 0;
  const [from, to] = log ? widen(least, most) : [0, most * 1.05];
  const position = (value: number): number => {
    const share = log ? Math.log(Math.max(value, from) / from) / Math.log(to / from) : value / to;
    return round(LABELS + Math.max(0, Math.min(1, share)) * inner);
  };
  const parts: string[] = [];
  let lastTick = -Infinity;
  for (const at of log ? logTicks(from, to) : linearTicks(to)) {
    const x = position(at);
    parts.push(`<line class="grid" x1="${x}" x2="${x}" y1="${TOP}" y2="${height - BOTTOM}"/>`);
    if (x - lastTick < TICK_GAP) continue;
    lastTick = x;
    parts.push(`<text class="tick" x="${x}" y="${height - 8}" text-anchor="middle">${escapeText(tick(at))}</text>`);
  }
  for (const [i, mark] of marks.entries()) {
    const y = TOP + i * ROW + ROW / 2;
    const name = `<text class="${mark.ours ? 'name ours' : 'name'}" x="${LABELS - 8}" y="${y + 4}" text-anchor="end">${escapeText(mark.label)}</text>`;
    if (mark.value === undefined) {
      parts.push(name, `<text class="none" x="${LABELS + 4}" y="${y + 4}">${escapeText(mark.text)}</text>`);
      continue;
    }
    const x = position(mark.value);
    const [left, right] = [position(mark.least ?? mark.value), position(mark.most ?? mark.value)];
    parts.push(
      name,
      `<line class="reach" x1="${LABELS}" x2="${x}" y1="${y}" y2="${y}" stroke="${mark.colour}"/>`,
      right - left > 2
        ? `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="${mark.colour}" stroke-width="3" stroke-opacity=".45"/>`
        : '',
      `<circle cx="${x}" cy="${y}" r="${mark.ours ? 5.5 : 4.5}" fill="${mark.ours ? mark.colour : 'var(--paper)'}" stroke="${mark.colour}" stroke-width="2"><title>${escapeText(`${mark.label}: ${mark.text}`)}</title></circle>`,
      `<text class="${mark.ours ? 'value ours' : 'value'}" x="${Math.max(x, right) + 10}" y="${y + 4}">${escapeText(mark.text)}</text>`,
    );
  }
  return figure(title, width, height, parts);
}

export interface LineChart {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly log: boolean;
  readonly tick: (value: number) => string;
  /** Where the x axis has its ticks, with their words. */
  readonly xTicks: readonly { readonly x: number; readonly text: string }[];
  readonly xTitle: string;
  /** A line that nothing can go below, from x to y. */
  readonly floor?: { readonly label: string; readonly of: (x: number) => number };
  readonly width?: number;
  readonly height?: number;
}

const LEFT = 58;
const RIGHT = 120;
const LABEL_GAP = 14;

/** Lines over x, their names at their right ends. */
export function lineChart({
  title,
  lines,
  log,
  tick,
  xTicks,
  xTitle,
  floor,
  width = 620,
  height = 330,
}: LineChart): string {
  const bottom = 46;
  const points = lines.flatMap(({ points: of }) => of);
  const ys = points.map(({ y }) => y).filter((y) => y > 0);
  if (ys.length === 0) return '';
  const [from, to] = log ? widen(Math.min(...ys), Math.max(...ys)) : [0, Math.max(...ys) * 1.05];
  const xMost = Math.max(...points.map(({ x }) => x), 1);
  const px = (x: number): number => round(LEFT + (x / xMost) * (width - LEFT - RIGHT));
  const py = (y: number): number => {
    const share = log ? Math.log(Math.max(y, from) / from) / Math.log(to / from) : y / to;
    return round(height - bottom - Math.max(0, Math.min(1, share)) * (height - bottom - TOP));
  };
  const parts: string[] = [];
  for (const at of log ? logTicks(from, to) : linearTicks(to)) {
    parts.push(
      `<line class="grid" x1="${LEFT}" x2="${width - RIGHT}" y1="${py(at)}" y2="${py(at)}"/>`,
      `<text class="tick" x="${LEFT - 8}" y="${py(at) + 4}" text-anchor="end">${escapeText(tick(at))}</text>`,
    );
  }
  let lastTick = -Infinity;
  for (const { x, text } of xTicks) {
    parts.push(`<line class="grid" x1="${px(x)}" x2="${px(x)}" y1="${height - bottom}" y2="${height - bottom + 5}"/>`);
    if (px(x) - lastTick < TICK_GAP) continue;
    lastTick = px(x);
    parts.push(
      `<text class="tick" x="${px(x)}" y="${height - bottom + 18}" text-anchor="middle">${escapeText(text)}</text>`,
    );
  }
  parts.push(
    `<text class="tick" x="${(LEFT + width - RIGHT) / 2}" y="${height - 8}" text-anchor="middle">${escapeText(xTitle)}</text>`,
  );
  const ends: { y: number; label: string; colour: string; name: string; x: number }[] = [];
  if (floor !== undefined) {
    const steps = Array.from({ length: 41 }, (_, i) => (i / 40) * xMost).filter((x) => floor.of(x) >= from);
    if (steps.length > 1) {
      const path = steps.map((x, i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${py(floor.of(x))}`).join('');
      parts.push(`<path class="floor" d="${path}"><title>${escapeText(floor.label)}</title></path>`);
      ends.push({ y: py(floor.of(xMost)), label: floor.label, colour: 'var(--soft)', name: 'tick', x: px(xMost) });
    }
  }
  // Ours on top.
  for (const line of lines.toSorted((a, b) => Number(a.ours) - Number(b.ours))) {
    const of = line.points.toSorted((a, b) => a.x - b.x);
    const last = of.at(-1);
    if (last === undefined) continue;
    const path = of.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${py(y)}`).join('');
    const dash = line.ours ? '' : ' stroke-dasharray="5 3"';
    parts.push(
      `<path d="${path}" fill="none" stroke="${line.colour}" stroke-width="${line.ours ? 2.5 : 1.5}"${dash}/>`,
    );
    for (const { x, y, text } of of) {
      parts.push(
        `<circle cx="${px(x)}" cy="${py(y)}" r="${line.ours ? 4 : 3}" fill="${line.ours ? line.colour : 'var(--paper)'}" stroke="${line.colour}" stroke-width="1.5"><title>${escapeText(text)}</title></circle>`,
      );
    }
    const name = line.ours ? 'value ours' : 'value';
    ends.push({ y: py(last.y), label: line.label, colour: line.colour, name, x: px(last.x) });
  }
  for (const { end, y } of spreadLabels(ends, TOP + 6, height - bottom)) {
    parts.push(
      `<line x1="${end.x + 5}" y1="${end.y}" x2="${width - RIGHT + 10}" y2="${y}" stroke="${end.colour}" stroke-opacity=".35"/>`,
      `<text class="${end.name}" x="${width - RIGHT + 14}" y="${y + 4}" fill="${end.colour}">${escapeText(end.label)}</text>`,
    );
  }
  return figure(title, width, height, parts);
}

/** Labels in the order of their heights, none over another, as near to their places as that allows. */
export function spreadLabels<End extends { readonly y: number }>(
  ends: readonly End[],
  top: number,
  bottom: number,
): { end: End; y: number }[] {
  const sorted = ends.toSorted((a, b) => a.y - b.y);
  const places = sorted.map(({ y }) => y);
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i]!, places[i - 1]! + LABEL_GAP);
  // What has been pushed out at the bottom pushes back.
  let limit = bottom;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, limit);
    limit = places[i]! - LABEL_GAP;
  }
  const over = Math.max(0, top - (places[0] ?? top));
  return sorted.map((end, i) => ({ end, y: places[i]! + over }));
}

function figure(title: string, width: number, height: number, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(title)}"><text class="title" x="0" y="13">${escapeText(title)}</text>${parts.join('')}</svg>`;
}

/** No plot has more decades than can be read. */
const MAX_DECADES = 9;
const LEAST_SHOWN = 1e-3;

/** The ends of an axis with logarithms around values above 0. */
function widen(smallest: number, largest: number): [number, number] {
  const most = Math.max(largest, LEAST_SHOWN);
  const least = Math.max(smallest, most / 10 ** MAX_DECADES, LEAST_SHOWN);
  if (most / least < 1.5) return [least / 2, most * 2];
  return [least / 1.25, most * 1.25];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
