/** Shows PNG, JPEG, WebP, SVG and more: zoom by wheel or keys, drag to move, next and previous of the folder. `npx tsx apps/demos/image-viewer.ts [file]` */
import { basename, resolve } from 'node:path';
import type { Display } from '../api/display.ts';
import { Key } from '../api/keysyms.ts';
import type { Painter, Rectangle } from '../api/painter.ts';
import { palette } from '../api/style.ts';
import { AppWindow, type PointerEvent } from '../api/window.ts';
import { Button, Label } from '../api/widgets/button.ts';
import { TextField } from '../api/widgets/text-field.ts';
import { Widget, WidgetHost } from '../api/widgets/widget.ts';
import { runIfMain } from '../node/run-app.ts';
import { picturesBeside, readPicture, SAMPLE_SVG, scalePicture, type DecodedPicture } from './picture-file.ts';

const BAR_HEIGHT = 42;
const BACKDROP = 0x262c36;
const ZOOM_STEP = 1.25;
/** Pixels of the scaled picture; zoom stops there. */
const MAXIMUM_PIXELS = 24_000_000;

class PictureView extends Widget {
  override readonly focusable: boolean = true;
  picture: DecodedPicture | undefined;
  /** Screen pixels per picture pixel; undefined fits the window. */
  zoom: number | undefined;
  #scaled: DecodedPicture | undefined;
  #scaling = false;
  /** The picture's point at the view's middle, as shares. */
  #centre = { x: 0.5, y: 0.5 };
  #grip: PointerEvent | undefined;
  onZoom: () => void = () => {};

  setPicture(picture: DecodedPicture): void {
    this.picture = picture;
    this.zoom = undefined;
    this.#centre = { x: 0.5, y: 0.5 };
    this.#rescale();
  }

  get scale(): number {
    const { picture } = this;
    if (picture === undefined) return 1;
    return this.zoom ?? Math.min(1, this.box.width / picture.width, this.box.height / picture.height);
  }

  setZoom(zoom: number | undefined): void {
    const { picture } = this;
    if (picture === undefined) return;
    const most = Math.sqrt(MAXIMUM_PIXELS / (picture.width * picture.height));
    this.zoom = zoom === undefined ? undefined : Math.max(0.02, Math.min(zoom, most, 16));
    this.#rescale();
  }

  override place(x: number, y: number, width: number, height: number): void {
    super.place(x, y, width, height);
    this.#rescale();
  }

  /** Scales in the background; the last wish counts. */
  #rescale(): void {
    this.onZoom();
    if (this.#scaling || this.picture === undefined || this.box.width < 1 || this.box.height < 1) return;
    const { picture, scale } = this;
    this.#scaling = true;
    const size = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
    void scalePicture(picture, size[0]!, size[1]!)
      .catch(() => undefined)
      .then((scaled) => {
        this.#scaling = false;
        if (this.picture !== picture || this.scale !== scale) return this.#rescale();
        this.#scaled = scaled;
        this.invalidate();
      });
  }

  override paint(painter: Painter): void {
    const { x, y, width, height } = this.box;
    const scaled = this.#scaled;
    if (scaled === undefined) return painter.fill(BACKDROP, x, y, width, height);
    const offset = (view: number, picture: number, centre: number): number =>
      picture <= view
        ? (view - picture) >> 1
        : Math.round(Math.max(view - picture, Math.min(0, view / 2 - centre * picture)));
    const left = offset(width, scaled.width, this.#centre.x);
    const top = offset(height, scaled.height, this.#centre.y);
    const shown = {
      x: Math.max(0, -left),
      y: Math.max(0, -top),
      width: Math.min(width, scaled.width),
      height: Math.min(height, scaled.height),
    };
    const [sx, sy] = [x + Math.max(0, left), y + Math.max(0, top)];
    painter.fills(BACKDROP, [
      x,
      y,
      width,
      sy - y,
      x,
      sy + shown.height,
      width,
      y + height - sy - shown.height,
      x,
      sy,
      sx - x,
      shown.height,
      sx + shown.width,
      sy,
      x + width - sx - shown.width,
      shown.height,
    ]);
    const littleEndian = this.host!.window.display.connection.setup.imageByteOrder === 0;
    painter.image(cut(scaled, shown, littleEndian), sx, sy, shown.width, shown.height);
  }

  override press(event: PointerEvent): void {
    if (event.clicks === 2) this.setZoom(this.zoom === undefined ? 1 : undefined);
    this.#grip = event;
  }

  override move(event: PointerEvent): void {
    const scaled = this.#scaled;
    if (!event.pressed || this.#grip === undefined || scaled === undefined) return;
    const moved = (centre: number, by: number, view: number, picture: number): number => {
      const edge = Math.min(0.5, view / 2 / picture);
      return Math.max(edge, Math.min(1 - edge, centre - by / picture));
    };
    this.#centre = {
      x: moved(this.#centre.x, event.x - this.#grip.x, this.box.width, scaled.width),
      y: moved(this.#centre.y, event.y - this.#grip.y, this.box.height, scaled.height),
    };
    this.#grip = event;
    this.invalidate();
  }

  override wheel(turns: number): void {
    this.setZoom(this.scale * (turns < 0 ? ZOOM_STEP : 1 / ZOOM_STEP));
  }
}

/** A part of a picture as the server wants pixels. */
function cut(picture: DecodedPicture, { x, y, width, height }: Rectangle, littleEndian: boolean): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  const [red, green, blue] = littleEndian ? [2, 1, 0] : [1, 2, 3];
  for (let row = 0; row < height; row++) {
    let from = ((y + row) * picture.width + x) * 3;
    let to = row * width * 4;
    for (let i = 0; i < width; i++, from += 3, to += 4) {
      data[to + red!] = picture.rgb[from]!;
      data[to + green!] = picture.rgb[from + 1]!;
      data[to + blue!] = picture.rgb[from + 2]!;
    }
  }
  return data;
}

export async function startImageViewer(display: Display, file?: string): Promise<AppWindow> {
  const window = new AppWindow(display, {
    title: 'Image viewer',
    name: 'image-viewer',
    className: 'FarpaneImageViewer',
    width: 600,
    height: 442,
    minWidth: 420,
    minHeight: 200,
  });
  const host = new WidgetHost(window);
  const view = new PictureView();
  const path = new TextField(file ?? '');
  path.hint = 'Path of a picture';
  const zoom = new Label('');
  zoom.align = 'right';
  view.onZoom = () => zoom.setText(`${Math.round(view.scale * 100)} %`);

  const show = async (location: string): Promise<void> => {
    try {
      view.setPicture(await readPicture(location));
      path.setText(location);
      window.setTitle(`${basename(location)} - Image viewer`);
    } catch {
      window.setTitle(`Cannot show ${basename(location)} - Image viewer`);
    }
  };
  const step = async (by: number): Promise<void> => {
    if (path.text === '') return;
    const location = resolve(path.text);
    const all = await picturesBeside(location);
    const at = all.indexOf(location);
    const next = all[(at + by + all.length) % all.length];
    if (next !== undefined) await show(next);
  };
  path.onEnter = (text) => void show(resolve(text));
  const buttons = [
    new Button('<', () => void step(-1)),
    new Button('>', () => void step(1)),
    new Button('-', () => view.setZoom(view.scale / ZOOM_STEP)),
    new Button('+', () => view.setZoom(view.scale * ZOOM_STEP)),
    new Button('Fit', () => view.setZoom(undefined)),
    new Button('1:1', () => view.setZoom(1)),
  ];
  host.add(view, path, zoom, ...buttons);
  host.onKey = ({ keysym, text }) => {
    if (host.focus === path) return false;
    if (keysym === Key.Right || keysym === Key.PageDown || text === ' ') void step(1);
    else if (keysym === Key.Left || keysym === Key.PageUp) void step(-1);
    else if (text === '+') view.setZoom(view.scale * ZOOM_STEP);
    else if (text === '-') view.setZoom(view.scale / ZOOM_STEP);
    else if (text === '0') view.setZoom(undefined);
    else if (text === '1') view.setZoom(1);
    else return false;
    return true;
  };
  host.layout = (width, height) => {
    view.place(0, BAR_HEIGHT, width, height - BAR_HEIGHT);
    let x = 8;
    for (const button of buttons) {
      const size = button.label.length > 1 ? 44 : 30;
      button.place(x, 7, size, 28);
      x += size + 6;
    }
    zoom.place(width - 62, 7, 52, 28);
    path.place(x, 7, width - 70 - x, 28);
  };
  host.background = palette.face;
  host.relayout();
  if (file !== undefined) await show(resolve(file));
  else {
    view.setPicture(await readPicture(new Uint8Array(Buffer.from(SAMPLE_SVG))));
    window.setTitle('Morning at the lake - Image viewer');
  }
  window.show();
  return window;
}

await runIfMain(import.meta.url, (display) => startImageViewer(display, process.argv[2]));
