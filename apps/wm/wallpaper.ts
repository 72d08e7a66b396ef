/** The picture behind everything: dusk over hills, in a few hundred core requests that look well on any size of screen. */
import type { Display } from '../api/display.ts';
import type { Painter } from '../api/painter.ts';

const BAND = 4;
const sky: readonly (readonly [at: number, color: number])[] = [
  [0, 0x16243f],
  [0.45, 0x3a4f7d],
  [0.7, 0x8d7fa3],
  [0.85, 0xd99f8f],
  [1, 0xf1c79a],
];

/** Draws the wallpaper for a screen of this size and makes it the root's background. */
export function showWallpaper(display: Display, width: number, height: number): void {
  const { connection } = display;
  const pid = connection.newId();
  connection.send('CreatePixmap', {
    depth: connection.screen.rootDepth,
    pid,
    drawable: connection.root,
    width,
    height,
  });
  const painter = display.painter(pid);
  const horizon = Math.round(height * 0.8);
  for (let y = 0; y < height; y += BAND) {
    painter.fill(skyColor(Math.min(1, y / horizon)), 0, y, width, Math.min(BAND, height - y));
  }
  stars(painter, width, height);
  const sun = Math.round(height * 0.09);
  painter.fillEllipse(0xf7dcae, Math.round(width * 0.68), horizon - Math.round(sun * 1.5), sun * 2, sun * 2);
  hills(painter, width, height, 0.74, 0.05, 1.3, 0.4, 0x6b6488);
  hills(painter, width, height, 0.8, 0.045, 2.1, 2.2, 0x4a4c70);
  hills(painter, width, height, 0.87, 0.04, 1.7, 4.1, 0x2f3858);
  hills(painter, width, height, 0.94, 0.03, 2.6, 0.9, 0x1d2740);
  connection.send('ChangeWindowAttributes', { window: connection.root, valueList: { backgroundPixmap: pid } });
  connection.send('ClearArea', { exposures: 0, window: connection.root, x: 0, y: 0, width: 0, height: 0 });
  // The root keeps the pixels for itself.
  connection.send('FreePixmap', { pixmap: pid });
  connection.releaseId(pid);
}

function skyColor(at: number): number {
  const next = Math.max(
    1,
    sky.findIndex(([stop]) => stop >= at),
  );
  const [[from, low], [to, high]] = [sky[next - 1]!, sky[next]!];
  const share = (at - from) / (to - from);
  const channel = (shift: number): number => {
    const [a, b] = [(low >> shift) & 255, (high >> shift) & 255];
    return Math.round(a + (b - a) * share) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

function stars(painter: Painter, width: number, height: number): void {
  let seed = 12_345;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const rectangles: number[] = [];
  for (let i = 0; i < 70; i++) {
    const size = random() < 0.15 ? 2 : 1;
    rectangles.push(Math.floor(random() * width), Math.floor(random() * random() * height * 0.5), size, size);
  }
  painter.fills(0xa9b6d3, rectangles);
}

function hills(
  painter: Painter,
  width: number,
  height: number,
  level: number,
  swing: number,
  waves: number,
  phase: number,
  color: number,
): void {
  const points: number[] = [0, height];
  for (let step = 0; step <= 96; step++) {
    const x = step / 96;
    const wave = Math.sin(x * waves * 6.283 + phase) + 0.45 * Math.sin(x * waves * 15.1 + phase * 2.3);
    points.push(x * width, (level - swing * wave) * height);
  }
  points.push(width, height);
  painter.polygon(color, points);
}
