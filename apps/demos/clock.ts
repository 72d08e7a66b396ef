/** A clock with hands: antialiased where node-canvas is installed, in core drawing where it is not. `npx tsx apps/demos/clock.ts` */
import type { Canvas } from 'canvas';
import { CanvasSurface } from '../api/canvas-surface.ts';
import type { Display } from '../api/display.ts';
import type { Painter } from '../api/painter.ts';
import { every } from '../api/timers.ts';
import { AppWindow } from '../api/window.ts';
import { loadCanvas, type CreateCanvas } from '../node/canvas.ts';
import { runIfMain } from '../node/run-app.ts';

const SIZE = 220;
const look = { back: '#f4f6f9', face: '#ffffff', rim: '#33415c', mark: '#8e99ab', hand: '#1d2530', second: '#d64545' };

export async function startClock(display: Display): Promise<AppWindow> {
  const createCanvas = await loadCanvas();
  const window = new AppWindow(display, {
    title: 'Clock',
    name: 'clock',
    className: 'FarpaneClock',
    width: SIZE,
    height: SIZE,
    minWidth: 90,
    minHeight: 90,
  });
  const tick = createCanvas === undefined ? drawPlainly(window) : drawSmoothly(window, createCanvas);
  const stop = every(display.timers, 1000, tick);
  window.onClosed = stop;
  window.show();
  return window;
}

function drawSmoothly(window: AppWindow, createCanvas: CreateCanvas): () => void {
  let canvas = createCanvas(window.width, window.height);
  let surface = surfaceOf(window, canvas);
  const tick = (): void => {
    drawClock(canvas, new Date());
    surface.update();
  };
  window.onResize = (width, height) => {
    canvas = createCanvas(width, height);
    surface = surfaceOf(window, canvas);
    tick();
  };
  window.onPaint = (painter, area) => surface.repaint(painter, area);
  tick();
  return tick;
}

function surfaceOf(window: AppWindow, canvas: Canvas): CanvasSurface {
  const context = canvas.getContext('2d');
  return new CanvasSurface(window, {
    width: canvas.width,
    height: canvas.height,
    getImageData: (x, y, width, height) => context.getImageData(x, y, width, height),
  });
}

function drawClock(canvas: Canvas, now: Date): void {
  const { width, height } = canvas;
  const context = canvas.getContext('2d');
  const radius = Math.min(width, height) / 2 - 8;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = look.back;
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.beginPath();
  context.arc(0, 0, radius, 0, Math.PI * 2);
  context.fillStyle = look.face;
  context.fill();
  context.lineWidth = Math.max(2, radius / 28);
  context.strokeStyle = look.rim;
  context.stroke();
  context.lineCap = 'round';
  for (let minute = 0; minute < 60; minute++) {
    const hour = minute % 5 === 0;
    if (!hour && radius < 60) continue;
    ray(context, minute / 60, radius * (hour ? 0.82 : 0.88), radius * 0.91, hour ? radius / 30 : 1, look.mark);
  }
  for (const { turn, from, to, width, color } of hands(now, radius)) ray(context, turn, from, to, width, color);
  context.beginPath();
  context.arc(0, 0, radius / 18, 0, Math.PI * 2);
  context.fillStyle = look.second;
  context.fill();
}

function ray(
  context: ReturnType<Canvas['getContext']>,
  turn: number,
  from: number,
  to: number,
  width: number,
  color: string,
): void {
  const [x, y] = direction(turn);
  context.beginPath();
  context.moveTo(x * from, y * from);
  context.lineTo(x * to, y * to);
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke();
}

/** The unit vector of a share of a turn, clockwise from the top. */
function direction(turn: number): [number, number] {
  return [Math.sin(turn * 2 * Math.PI), -Math.cos(turn * 2 * Math.PI)];
}

function hands(now: Date, radius: number) {
  const second = now.getSeconds() / 60;
  const minute = (now.getMinutes() + second) / 60;
  const hour = ((now.getHours() % 12) + minute) / 12;
  return [
    { turn: hour, from: -radius * 0.1, to: radius * 0.5, width: radius / 14, color: look.hand },
    { turn: minute, from: -radius * 0.1, to: radius * 0.75, width: radius / 20, color: look.hand },
    { turn: second, from: -radius * 0.15, to: radius * 0.82, width: Math.max(1, radius / 60), color: look.second },
  ];
}

function drawPlainly(window: AppWindow): () => void {
  const number = (color: string): number => Number.parseInt(color.slice(1), 16);
  window.onPaint = (painter: Painter) => {
    const { width, height } = window;
    const radius = Math.floor(Math.min(width, height) / 2) - 8;
    const [cx, cy] = [width >> 1, height >> 1];
    painter.fill(number(look.back), 0, 0, width, height);
    painter.fillEllipse(number(look.rim), cx - radius, cy - radius, radius * 2, radius * 2);
    const inner = radius - Math.max(2, Math.round(radius / 28));
    painter.fillEllipse(number(look.face), cx - inner, cy - inner, inner * 2, inner * 2);
    const line = (turn: number, from: number, to: number, thickness: number, color: string): void => {
      const [x, y] = direction(turn);
      painter.lines(number(color), [cx + x * from, cy + y * from, cx + x * to, cy + y * to], Math.round(thickness));
    };
    for (let hour = 0; hour < 12; hour++) line(hour / 12, radius * 0.82, radius * 0.91, radius / 30, look.mark);
    for (const hand of hands(new Date(), radius)) line(hand.turn, hand.from, hand.to, hand.width, hand.color);
  };
  window.onResize = () => window.invalidate();
  return () => window.invalidate();
}

await runIfMain(import.meta.url, startClock);
