/** A drawing program: brush, line, rectangle, ellipse, fill, colours, undo. `npx tsx apps/demos/paint.ts` */
import type { Display } from '../api/display.ts';
import type { Painter } from '../api/painter.ts';
import { palette } from '../api/style.ts';
import { AppWindow, type PointerEvent } from '../api/window.ts';
import { Button, Label } from '../api/widgets/button.ts';
import { Slider } from '../api/widgets/slider.ts';
import { Widget, WidgetHost } from '../api/widgets/widget.ts';
import { runIfMain } from '../node/run-app.ts';
import { flood } from './flood.ts';

const TOOLS = ['Brush', 'Line', 'Rectangle', 'Ellipse', 'Fill', 'Eraser'] as const;
type Tool = (typeof TOOLS)[number];
const COLORS = [
  0x1d2530, 0x8e99ab, 0xffffff, 0xd64545, 0xe08a1e, 0xf2c744, 0x2f9e63, 0x1b8a8f, 0x2f6fde, 0x5a3fa8, 0xc653a2,
  0x7a4a24,
];
const SIDE = 104;
const UNDO_STEPS = 20;
const [SHEET_WIDTH, SHEET_HEIGHT] = [1024, 768];

/** The sheet is a pixmap at the server; undo keeps copies of it there. */
class Sheet extends Widget {
  override readonly cursor = 'cross';
  tool: Tool = 'Brush';
  color: number = COLORS[0]!;
  size = 4;
  readonly #display: Display;
  readonly #pixmap: number;
  readonly #painter: Painter;
  #undo: number[] = [];
  #redo: number[] = [];
  #from: { x: number; y: number } | undefined;
  #to: { x: number; y: number } | undefined;

  constructor(display: Display) {
    super();
    this.#display = display;
    this.#pixmap = this.#newPixmap();
    this.#painter = display.painter(this.#pixmap);
    this.#painter.fill(0xffffff, 0, 0, SHEET_WIDTH, SHEET_HEIGHT);
  }

  #newPixmap(): number {
    const { connection } = this.#display;
    const pid = connection.newId();
    const [width, height] = [SHEET_WIDTH, SHEET_HEIGHT];
    connection.send('CreatePixmap', {
      depth: connection.screen.rootDepth,
      pid,
      drawable: connection.root,
      width,
      height,
    });
    return pid;
  }

  #free(pixmap: number): void {
    this.#display.connection.send('FreePixmap', { pixmap });
    this.#display.connection.releaseId(pixmap);
  }

  #copy(): number {
    const pixmap = this.#newPixmap();
    this.#display.painter(pixmap).copy(this.#pixmap, { x: 0, y: 0, width: SHEET_WIDTH, height: SHEET_HEIGHT }, 0, 0);
    return pixmap;
  }

  #remember(): void {
    this.#undo.push(this.#copy());
    if (this.#undo.length > UNDO_STEPS) this.#free(this.#undo.shift()!);
    for (const pixmap of this.#redo.splice(0)) this.#free(pixmap);
  }

  undo(): void {
    this.#travel(this.#undo, this.#redo);
  }

  redo(): void {
    this.#travel(this.#redo, this.#undo);
  }

  #travel(from: number[], to: number[]): void {
    const pixmap = from.pop();
    if (pixmap === undefined) return;
    to.push(this.#copy());
    this.#painter.copy(pixmap, { x: 0, y: 0, width: SHEET_WIDTH, height: SHEET_HEIGHT }, 0, 0);
    this.#free(pixmap);
    this.invalidate();
  }

  clear(): void {
    this.#remember();
    this.#painter.fill(0xffffff, 0, 0, SHEET_WIDTH, SHEET_HEIGHT);
    this.invalidate();
  }

  override paint(painter: Painter): void {
    const { x, y, width, height } = this.box;
    const [w, h] = [Math.min(width, SHEET_WIDTH), Math.min(height, SHEET_HEIGHT)];
    painter.copy(this.#pixmap, { x: 0, y: 0, width: w, height: h }, x, y);
    painter.fills(palette.faceDown, [x + w, y, width - w, height, x, y + h, width, height - h]);
    if (this.#from !== undefined && this.#to !== undefined) this.#drawShape(painter, x, y);
  }

  /** The figure between the press and now, at an offset. */
  #drawShape(painter: Painter, dx: number, dy: number): void {
    const [from, to] = [this.#from!, this.#to!];
    const left = Math.min(from.x, to.x) + dx;
    const top = Math.min(from.y, to.y) + dy;
    const [width, height] = [Math.abs(from.x - to.x), Math.abs(from.y - to.y)];
    if (this.tool === 'Line') painter.lines(this.color, [from.x + dx, from.y + dy, to.x + dx, to.y + dy], this.size);
    else if (this.tool === 'Ellipse') painter.ellipse(this.color, left, top, width, height, this.size);
    else if (this.tool === 'Rectangle') {
      const [right, bottom] = [left + width, top + height];
      painter.lines(this.color, [left, top, right, top, right, bottom, left, bottom, left, top], this.size);
    }
  }

  override press(event: PointerEvent): void {
    if (event.button !== 1) return;
    const at = { x: event.x - this.box.x, y: event.y - this.box.y };
    this.#remember();
    if (this.tool === 'Fill') {
      void this.#fill(at.x, at.y);
      return;
    }
    this.#from = at;
    this.#to = at;
    if (this.#isFreehand) this.#stroke(at, at);
  }

  get #isFreehand(): boolean {
    return this.tool === 'Brush' || this.tool === 'Eraser';
  }

  #stroke(from: { x: number; y: number }, to: { x: number; y: number }): void {
    const color = this.tool === 'Eraser' ? 0xffffff : this.color;
    const size = this.tool === 'Eraser' ? this.size * 3 : this.size;
    const { x, y } = this.box;
    const radius = size >> 1;
    for (const [painter, dx, dy] of [
      [this.#painter, 0, 0],
      [this.host!.window.painter, x, y],
    ] as const) {
      painter.lines(color, [from.x + dx, from.y + dy, to.x + dx, to.y + dy], size);
      if (size > 2) painter.fillEllipse(color, to.x + dx - radius, to.y + dy - radius, size, size);
    }
  }

  override move(event: PointerEvent): void {
    if (!event.pressed || this.#from === undefined) return;
    const inside = (value: number, limit: number): number => Math.max(0, Math.min(value, limit - 1));
    const at = { x: inside(event.x - this.box.x, this.box.width), y: inside(event.y - this.box.y, this.box.height) };
    if (this.#isFreehand) {
      this.#stroke(this.#from, at);
      this.#from = at;
    } else {
      this.#to = at;
      this.invalidate();
    }
  }

  override release(): void {
    if (this.#from === undefined) return;
    if (!this.#isFreehand) this.#drawShape(this.#painter, 0, 0);
    this.#from = undefined;
    this.#to = undefined;
    this.invalidate();
  }

  async #fill(x: number, y: number): Promise<void> {
    const { connection } = this.#display;
    const area = { x: 0, y: 0, width: SHEET_WIDTH, height: SHEET_HEIGHT };
    const image = await connection.query('GetImage', {
      format: 2,
      drawable: this.#pixmap,
      ...area,
      planeMask: 0xffffffff,
    });
    const littleEndian = connection.setup.imageByteOrder === 0;
    const view = new DataView(image.data.buffer, image.data.byteOffset, image.data.byteLength);
    const pixels = Uint32Array.from(
      { length: SHEET_WIDTH * SHEET_HEIGHT },
      (_, i) => view.getUint32(i * 4, littleEndian) & 0xffffff,
    );
    const runs = flood(pixels, SHEET_WIDTH, SHEET_HEIGHT, x, y);
    // Runs go in requests that every server takes.
    for (let i = 0; i < runs.length; i += 16_000) this.#painter.fills(this.color, runs.slice(i, i + 16_000));
    this.invalidate();
  }
}

class Swatches extends Widget {
  chosen = 0;
  onChoose: (color: number) => void = () => {};

  override paint(painter: Painter): void {
    const { x, y } = this.box;
    for (const [i, color] of COLORS.entries()) {
      const left = x + (i % 3) * 30;
      const top = y + Math.floor(i / 3) * 30;
      painter.box(i === this.chosen ? palette.accent : palette.face, palette.face, left, top, 28, 28, 4);
      painter.box(palette.borderStrong, color, left + 3, top + 3, 22, 22, 3);
    }
  }

  override press(event: PointerEvent): void {
    const index = Math.floor((event.x - this.box.x) / 30) + 3 * Math.floor((event.y - this.box.y) / 30);
    if (COLORS[index] === undefined) return;
    this.chosen = index;
    this.invalidate();
    this.onChoose(COLORS[index]);
  }
}

export function startPaint(display: Display): AppWindow {
  const window = new AppWindow(display, {
    title: 'Paint',
    name: 'paint',
    className: 'FarpanePaint',
    width: 660,
    height: 480,
    minWidth: 320,
    minHeight: 470,
  });
  const host = new WidgetHost(window);
  const sheet = new Sheet(display);
  const tools = TOOLS.map((tool) => {
    const button = new Button(tool, () => {
      sheet.tool = tool;
      for (const other of tools) {
        other.chosen = other === button;
        other.invalidate();
      }
    });
    return button;
  });
  tools[0]!.chosen = true;
  const swatches = new Swatches();
  swatches.onChoose = (color) => (sheet.color = color);
  const width = new Slider(1, 24, sheet.size);
  const widthLabel = new Label(`Width ${sheet.size}`);
  width.onChange = (value) => {
    sheet.size = value;
    widthLabel.setText(`Width ${value}`);
  };
  const undo = new Button('Undo', () => sheet.undo());
  const clear = new Button('Clear', () => sheet.clear());
  host.add(sheet, swatches, widthLabel, width, ...tools, undo, clear);
  host.onKey = ({ control, shift, keysym }) => {
    if (control && (keysym === 0x7a || keysym === 0x5a)) {
      if (shift) sheet.redo();
      else sheet.undo();
    } else if (control && keysym === 0x79) sheet.redo();
    else return false;
    return true;
  };
  host.layout = (windowWidth, windowHeight) => {
    let y = 8;
    for (const button of tools) {
      button.place(8, y, SIDE - 16, 28);
      y += 32;
    }
    swatches.place(8, y + 6, 90, 120);
    y += 134;
    widthLabel.place(10, y, SIDE - 16, 18);
    width.place(4, y + 18, SIDE - 10, 24);
    undo.place(8, y + 48, SIDE - 16, 28);
    clear.place(8, y + 80, SIDE - 16, 28);
    sheet.place(SIDE, 0, windowWidth - SIDE, windowHeight);
  };
  host.relayout();
  window.show();
  return window;
}

await runIfMain(import.meta.url, startPaint);
