/**
 * Short shows that run by themselves, for looking at wires side by side: `npx tsx apps/demos/showcase.ts type|scroll|animation|drag`. Each opens a
 * window over all others, does for some seconds what programs do all day, and ends.
 */
import type { Display } from '../api/display.ts';
import { openFacesAlone, palette } from '../api/style.ts';
import { AppWindow } from '../api/window.ts';
import { runIfMain } from '../node/run-app.ts';
import { drawFrame } from './frame-pattern.ts';
import { SHOWS, type Show } from './shows.ts';

/** How long a show draws, and how long its last picture stays. */
const SHOW_MS = 6000;
const STAY_MS = 1500;
/** Steps on their way to the server before the next is left out: programs do wait for slow servers. */
const AHEAD = 3;
const MARGIN = 14;

const TEXT = `Every remote display is the same stack of layers. Programs ask
a display server to draw, the server draws a scene, the scene
becomes pixels, and the pixels are seen. Protocols differ only
in which boundary of this stack crosses the network.

Cut it at the top, and requests travel: few bytes where text
is drawn, but every question waits for its answer. Cut it at
the bottom, and pixels travel: nothing waits, but a scrolled
page is a new picture. The cuts between are the interesting
ones.`;

interface Stage {
  readonly display: Display;
  readonly window: AppWindow;
  readonly width: number;
  readonly height: number;
}

interface Act {
  /** Draws all that there is to see so far: the window was covered. */
  readonly paint: () => void;
  /** Goes on to this share of the show, from 0 to 1. */
  readonly step: (share: number) => void;
}

interface Program {
  readonly title: string;
  /** Steps per second. */
  readonly rate: number;
  readonly width: number;
  readonly height: number;
  readonly begin: (stage: Stage) => Act;
}

const PROGRAMS: Readonly<Record<Show, Program>> = {
  type: { title: 'Typing', rate: 25, width: 540, height: 260, begin: typing },
  scroll: { title: 'Scrolling', rate: 30, width: 620, height: 360, begin: scrolling },
  animation: {
    title: 'Animation, 320×240 at 30 frames per second',
    rate: 30,
    width: 320,
    height: 240,
    begin: animation,
  },
  drag: { title: 'A window dragged', rate: 40, width: 640, height: 380, begin: dragging },
};

function typing({ display, window }: Stage): Act {
  const { mono } = display.fonts;
  const lines = TEXT.split('\n');
  const row = mono.height + 5;
  const column = mono.cellWidth ?? 8;
  let shown = 0;
  const draw = (from: number, to: number) => {
    let at = 0;
    lines.forEach((line, i) => {
      const [first, last] = [Math.max(0, from - at), Math.min(line.length, to - at)];
      if (first < last) {
        const y = MARGIN + i * row + mono.ascent;
        window.painter.text(mono, palette.text, MARGIN + first * column, y, line.slice(first, last));
      }
      at += line.length + 1;
    });
  };
  const caret = (color: number) => {
    const before = TEXT.slice(0, shown).split('\n');
    const x = MARGIN + before.at(-1)!.length * column;
    window.painter.fill(color, x, MARGIN + (before.length - 1) * row - 1, 2, mono.height + 2);
  };
  return {
    paint: () => {
      draw(0, shown);
      caret(palette.accent);
    },
    step: (share) => {
      caret(palette.paper);
      const next = Math.round(share * TEXT.length);
      draw(shown, next);
      shown = next;
      caret(palette.accent);
    },
  };
}

function scrolling({ display, window, width, height }: Stage): Act {
  const { normal, bold } = display.fonts;
  const words = TEXT.replaceAll('\n', ' ').split(' ');
  const row = 22;
  const distance = 1080;
  let top = 0;
  const drawRow = (number: number, y: number) => {
    const heading = number % 9 === 0;
    window.painter.fill(heading ? palette.accentSoft : palette.paper, 0, y, width, row);
    const from = (number * 7) % (words.length - 12);
    const text = heading ? `Section ${number / 9 + 1}` : words.slice(from, from + 11).join(' ');
    window.painter.text(heading ? bold : normal, palette.text, MARGIN, y + 16, text);
  };
  const drawRows = (from: number, to: number) => {
    for (let number = Math.floor(from / row); number * row < to; number++) drawRow(number, number * row - top);
  };
  return {
    paint: () => drawRows(top, top + height),
    step: (share) => {
      const next = Math.round(share * distance);
      const by = next - top;
      if (by <= 0) return;
      top = next;
      if (by < height) window.painter.copy(window.id, { x: 0, y: by, width, height: height - by }, 0, 0);
      drawRows(top + height - Math.min(by, height), top + height);
    },
  };
}

function animation({ window, width, height }: Stage): Act {
  const pixels = new Uint8Array(width * height * 4);
  let frame = 0;
  const paint = () => {
    drawFrame(pixels, width, height, frame);
    window.painter.image(pixels, 0, 0, width, height);
  };
  return {
    paint,
    step: (share) => {
      frame = Math.round((share * SHOW_MS * 30) / 1000);
      paint();
    },
  };
}

function dragging({ display, window, width, height }: Stage): Act {
  const { normal, bold } = display.fonts;
  const [innerWidth, innerHeight] = [230, 150];
  const inner = new AppWindow(display, {
    parent: window.id,
    width: innerWidth,
    height: innerHeight,
    background: palette.paper,
    x: 20,
    y: 20,
  });
  inner.onPaint = (painter) => {
    painter.outline(palette.borderStrong, 0, 0, innerWidth, innerHeight);
    painter.fill(palette.accent, 0, 0, innerWidth, 26);
    painter.text(bold, palette.textOnAccent, 10, 17, 'Dragged about');
    TEXT.split('\n')
      .slice(0, 4)
      .forEach((line, i) => painter.text(normal, palette.text, 10, 48 + i * 20, line.slice(0, 34)));
  };
  inner.show();
  const paint = () => {
    for (let y = 0; y < height; y += 40) {
      for (let x = (y / 40) % 2 === 0 ? 0 : 40; x < width; x += 80) window.painter.fill(palette.faceDown, x, y, 40, 40);
    }
  };
  return {
    paint,
    step: (share) => {
      const turn = share * 2 * Math.PI;
      const x = Math.round((width - innerWidth) * (0.5 - 0.45 * Math.cos(2 * turn)));
      const y = Math.round((height - innerHeight) * (0.5 - 0.45 * Math.cos(3 * turn)));
      inner.configure({ x, y });
    },
  };
}

export function startShow(display: Display, show: Show): AppWindow {
  const { connection, timers } = display;
  const { title, rate, width, height, begin } = PROGRAMS[show];
  const bar = 28;
  const { widthInPixels, heightInPixels } = connection.screen;
  const frame = new AppWindow(display, {
    overrideRedirect: true,
    x: Math.max(0, (widthInPixels - width) >> 1),
    y: Math.max(0, (heightInPixels - height - bar) >> 1),
    width: width + 2,
    height: height + bar + 1,
    background: palette.borderStrong,
  });
  frame.onPaint = (painter) => {
    painter.fill(palette.text, 0, 0, width + 2, bar);
    painter.text(display.fonts.bold, palette.textOnAccent, 10, 18, title);
  };
  const window = new AppWindow(display, { parent: frame.id, x: 1, y: bar, width, height, background: palette.paper });
  const act = begin({ display, window, width, height });
  let onTheWay = 0;
  let cancel = (): void => {};
  const start = timers.now();
  const tick = (): void => {
    const share = Math.min(1, (timers.now() - start) / SHOW_MS);
    if (onTheWay < AHEAD || share === 1) {
      act.step(share);
      onTheWay++;
      connection.sync().then(
        () => onTheWay--,
        () => {},
      );
    }
    cancel = share === 1 ? timers.after(STAY_MS, () => frame.close()) : timers.after(1000 / rate, tick);
  };
  window.onPaint = () => act.paint();
  window.show();
  frame.onClosed = () => cancel();
  frame.show();
  cancel = timers.after(1000 / rate, tick);
  return frame;
}

/** @throws Error for anything but the name of a show */
export function parseShow(args: readonly string[]): Show {
  const show = SHOWS.find((name) => name === args[0]);
  if (show === undefined || args.length !== 1) throw new Error(`usage: showcase ${SHOWS.join('|')}`);
  return show;
}

// Over a slow link a table of widths would take longer than the show.
await runIfMain(import.meta.url, (display) => startShow(display, parseShow(process.argv.slice(2))), openFacesAlone);
