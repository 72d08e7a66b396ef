/** Live plots of the machine: processors, memory, network, and this connection's own X requests. `npx tsx apps/demos/session-monitor.ts` */
import type { Display } from '../api/display.ts';
import type { Painter, Rectangle } from '../api/painter.ts';
import { palette } from '../api/style.ts';
import { every } from '../api/timers.ts';
import { AppWindow } from '../api/window.ts';
import { runIfMain } from '../node/run-app.ts';
import { UsageMeter, type Usage } from './usage.ts';

const SAMPLES = 90;
const PERIOD_MS = 1000;
const PAD = 12;

interface Plot {
  readonly title: string;
  readonly color: number;
  readonly fill: number;
  readonly values: number[];
  /** The top of the scale; undefined fits the values. */
  readonly top: number | undefined;
  text: string;
}

export function startSessionMonitor(display: Display): AppWindow {
  const window = new AppWindow(display, {
    title: 'Session monitor',
    name: 'session-monitor',
    className: 'FarpaneMonitor',
    width: 380,
    height: 330,
    minWidth: 240,
    minHeight: 200,
  });
  const plot = (title: string, color: number, fill: number, top?: number): Plot => ({
    title,
    color,
    fill,
    values: [],
    top,
    text: '',
  });
  const processor = plot('Processors', palette.accent, palette.accentSoft, 1);
  const memory = plot('Memory', palette.good, 0xd8efe2, 1);
  const network = plot('Network', palette.warm, 0xf8e6cd);
  const requests = plot('X requests of this window', 0x8a56c9, 0xe9ddf6);
  const plots = [processor, memory, network, requests];
  const meter = new UsageMeter();
  let lastSequence = display.connection.sequence;

  const sample = async (): Promise<void> => {
    const usage = await meter.read();
    const sequence = display.connection.sequence;
    add(processor, usage.processor, `${Math.round(usage.processor * 100)} %, load ${usage.load.toFixed(2)}`);
    add(memory, usage.memoryUsed / usage.memoryTotal, memoryText(usage));
    const rate = usage.received + usage.sent;
    add(network, rate, `${bytes(usage.received)}/s in, ${bytes(usage.sent)}/s out`);
    const perSecond = ((sequence - lastSequence) * 1000) / PERIOD_MS;
    lastSequence = sequence;
    add(requests, perSecond, `${Math.round(perSecond)}/s`);
    window.invalidate();
  };
  window.onPaint = (painter) => {
    const height = (window.height - PAD) / plots.length;
    painter.fill(palette.face, 0, 0, window.width, window.height);
    for (const [i, each] of plots.entries()) {
      const y = Math.round(PAD + i * height);
      paintPlot(painter, display, each, { x: PAD, y, width: window.width - 2 * PAD, height: Math.round(height) - PAD });
    }
  };
  window.onResize = () => window.invalidate();
  window.onClosed = every(display.timers, PERIOD_MS, () => void sample());
  void sample();
  window.show();
  return window;
}

function add(plot: Plot, value: number, text: string): void {
  plot.values.push(value);
  if (plot.values.length > SAMPLES) plot.values.shift();
  plot.text = text;
}

function memoryText({ memoryUsed, memoryTotal }: Usage): string {
  return `${bytes(memoryUsed)} of ${bytes(memoryTotal)}`;
}

function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = count;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]!}`;
}

function paintPlot(painter: Painter, display: Display, plot: Plot, box: Rectangle): void {
  const { bold, normal } = display.fonts;
  const header = { x: box.x, y: box.y, width: box.width, height: normal.height + 2 };
  painter.textIn(bold, palette.text, header, plot.title);
  painter.textIn(normal, palette.textDim, header, plot.text, 'right');
  const top = box.y + header.height + 3;
  const height = box.height - header.height - 3;
  if (height < 8) return;
  painter.box(palette.border, palette.paper, box.x, top, box.width, height, 2);
  const highest = plot.top ?? Math.max(1, ...plot.values) * 1.15;
  const floor = top + height - 2;
  const point = (i: number): [number, number] => [
    box.x + box.width - 2 - ((plot.values.length - 1 - i) * (box.width - 4)) / (SAMPLES - 1),
    floor - Math.min(1, plot.values[i]! / highest) * (height - 4),
  ];
  const line = plot.values.flatMap((_, i) => point(i));
  if (line.length < 4) return;
  painter.polygon(plot.fill, [line[0]!, floor + 1, ...line, line.at(-2)!, floor + 1]);
  painter.lines(plot.color, line, 2);
}

await runIfMain(import.meta.url, startSessionMonitor);
