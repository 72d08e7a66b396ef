import { exactGlyph } from '../../../xserver/fonts/font.ts';
import type { ChangeGCValueList } from '../../../xserver/protocol/generated/xproto.ts';
import type { Producers } from './producers.ts';
import type { Canvas, World } from './world.ts';

const MOST_GCS = 30;
const MOST_PIXMAPS = 30;
const MOST_FONTS = 6;
const MOST_CURSORS = 12;
const fontNames = ['fixed', 'cursor', '6x13', '9x15', '10x20', 'nil2', '-*-helvetica-bold-r-normal--*-120-*'];
const IMAGE_BITMAP = 0;
const IMAGE_XY = 1;
const IMAGE_Z = 2;

function gcValues(world: World, depth: number): ChangeGCValueList {
  const { random } = world;
  const some = <T>(value: T) => (random.chance(20) ? value : undefined);
  return {
    function: some(random.below(16)),
    planeMask: some(world.color()),
    foreground: random.chance(70) ? world.color() : undefined,
    background: random.chance(50) ? world.color() : undefined,
    lineWidth: some(random.pick([0, 0, 1, 2, 5, 11])),
    lineStyle: some(random.below(3)),
    capStyle: some(random.below(4)),
    joinStyle: some(random.below(3)),
    fillStyle: some(random.below(4)),
    fillRule: some(world.flag()),
    tile: some(world.pixmap(depth)?.id),
    stipple: some(world.pixmap(1)?.id),
    tileStippleXOrigin: some(random.between(-20, 20)),
    tileStippleYOrigin: some(random.between(-20, 20)),
    font: some(world.font()?.id),
    subwindowMode: some(world.flag()),
    graphicsExposures: some(world.flag()),
    clipXOrigin: some(random.between(-20, 20)),
    clipYOrigin: some(random.between(-20, 20)),
    clipMask: some(random.chance(60) ? 0 : world.pixmap(1)?.id),
    dashOffset: some(random.below(30)),
    dashes: some(random.between(1, 9)),
    arcMode: some(world.flag()),
  };
}

/** Something to draw on, with what `fields` makes of it. */
function drawn<Fields>(fields: (world: World, canvas: Canvas) => Fields) {
  return (world: World): (Fields & { drawable: number; gc: number }) | undefined => {
    const canvas = world.canvas();
    if (canvas === undefined) return undefined;
    return { drawable: canvas.drawable, gc: canvas.gc, ...fields(world, canvas) };
  };
}

/** Bytes of an image's rows, padded to 32 bits. */
function imageBytes(format: number, depth: number, width: number, height: number): number {
  const bits = format === IMAGE_Z && depth > 1 ? width * (depth > 8 ? 32 : 8) : width;
  const planes = format === IMAGE_XY ? depth : 1;
  return ((bits + 31) >> 5) * 4 * height * planes;
}

function putImage(world: World) {
  const canvas = world.canvas();
  if (canvas === undefined) return undefined;
  const { random } = world;
  const format = random.pick([IMAGE_BITMAP, IMAGE_XY, IMAGE_Z, IMAGE_Z]);
  const depth = format === IMAGE_BITMAP ? 1 : canvas.depth;
  const leftPad = format === IMAGE_Z ? 0 : random.below(8);
  const width = random.between(1, 40);
  const height = random.between(1, 20);
  const data = random.bytes(imageBytes(format, depth, width + leftPad, height));
  const { drawable, gc } = canvas;
  const at = { dstX: world.coordinate(), dstY: world.coordinate() };
  return { format, drawable, gc, width, height, ...at, leftPad, depth, data };
}

function getImage(world: World) {
  const { random } = world;
  const pixmap = world.pixmap();
  const place = { format: random.pick([IMAGE_XY, IMAGE_Z]), planeMask: random.chance(70) ? 0xffffffff : random.u32() };
  if (pixmap === undefined || random.chance(20)) {
    return { ...place, drawable: world.root.id, x: random.below(100), y: random.below(100), width: 20, height: 15 };
  }
  const { width, height } = pixmap.pixels;
  const [x, y] = [random.below(width), random.below(height)];
  return { ...place, drawable: pixmap.id, x, y, width: Math.min(30, width - x), height: Math.min(30, height - y) };
}

function copyBetween(world: World, sameDepth: boolean) {
  const canvas = world.canvas();
  const source = world.drawable();
  if (canvas === undefined || source === undefined || (sameDepth && source.depth !== canvas.depth)) return undefined;
  return {
    srcDrawable: source.id,
    dstDrawable: canvas.drawable,
    gc: canvas.gc,
    srcX: world.coordinate(),
    srcY: world.coordinate(),
    dstX: world.coordinate(),
    dstY: world.coordinate(),
    width: world.size(),
    height: world.size(),
    depth: source.depth,
  };
}

/** Items of PolyText: strings with a delta, and a font now and then. */
function textItems(world: World, bytesEach: number): Uint8Array {
  const { random } = world;
  const items: number[] = [];
  for (let i = random.between(1, 3); i > 0; i--) {
    const font = random.chance(20) ? world.font()?.id : undefined;
    if (font !== undefined) items.push(255, font >>> 24, (font >> 16) & 255, (font >> 8) & 255, font & 255);
    const length = random.between(0, 6);
    items.push(length, random.between(0, 255));
    for (let k = 0; k < length * bytesEach; k++)
      items.push(bytesEach === 2 && k % 2 === 0 ? 0 : random.between(32, 126));
  }
  return Uint8Array.from(items);
}

function glyphCursor(world: World) {
  const font = world.font();
  if (font === undefined || world.all('cursor').length > MOST_CURSORS) return undefined;
  const { minCharOrByte2, maxCharOrByte2, minByte1 } = font.font;
  const code = () => {
    for (let tries = 0; tries < 20; tries++) {
      const at = (minByte1 << 8) + world.random.between(minCharOrByte2, maxCharOrByte2);
      if (exactGlyph(font.font, at) >= 0) return at;
    }
    return undefined;
  };
  const [sourceChar, maskChar] = [code(), code()];
  if (sourceChar === undefined || maskChar === undefined) return undefined;
  return { cid: world.newId(), sourceFont: font.id, maskFont: font.id, sourceChar, maskChar, ...cursorColors(world) };
}

function cursorColors(world: World) {
  const level = () => world.random.below(0x10000);
  const back = { backRed: level(), backGreen: level(), backBlue: level() };
  return { foreRed: level(), foreGreen: level(), foreBlue: level(), ...back };
}

function createCursor(world: World) {
  const source = world.pixmap(1);
  if (source === undefined || world.all('cursor').length > MOST_CURSORS) return undefined;
  const { width, height } = source.pixels;
  if (width * height > 4096) return undefined;
  const mask = world.random.chance(60) ? source.id : 0;
  const hot = { x: world.random.below(width), y: world.random.below(height) };
  return { cid: world.newId(), source: source.id, mask, ...hot, ...cursorColors(world) };
}

export const drawingProducers = {
  OpenFont: (world) => {
    if (world.all('font').length >= MOST_FONTS) return undefined;
    return { fid: world.newId(), name: world.random.pick(fontNames) };
  },
  CloseFont: (world) => {
    const font = world.font();
    return font === undefined ? undefined : { font: font.id };
  },
  QueryFont: (world) => ({ font: (world.font() ?? world.gc())?.id ?? 0 }),
  QueryTextExtents: (world) => {
    const font = (world.font() ?? world.gc())?.id ?? 0;
    return {
      font,
      string: Int32Array.from({ length: world.random.below(8) * 2 }, (_, i) => (i % 2) * 65 + (i % 2) * i),
    };
  },
  ListFonts: (world) => ({ maxNames: world.random.below(9), pattern: world.random.pick(['*', '*fixed*', '6x1?', '']) }),
  ListFontsWithInfo: (world) => ({ maxNames: world.random.below(3), pattern: world.random.pick(['*', 'fixed']) }),
  SetFontPath: (world) => ({ font: world.random.chance(70) ? [] : [{ name: 'built-ins' }] }),
  GetFontPath: () => ({}),
  CreatePixmap: (world) => {
    if (world.pixmaps().length >= MOST_PIXMAPS) return undefined;
    const depth = world.random.pick([1, 1, 4, 8, 24, 24, 24, 32]);
    return { depth, pid: world.newId(), drawable: world.windowOrRoot().id, width: world.size(), height: world.size() };
  },
  FreePixmap: (world) => {
    const pixmap = world.pixmap();
    return pixmap === undefined ? undefined : { pixmap: pixmap.id };
  },
  CreateGC: (world) => {
    const drawable = world.drawable();
    if (drawable === undefined || world.all('gc').length >= MOST_GCS) return undefined;
    return { cid: world.newId(), drawable: drawable.id, valueList: gcValues(world, drawable.depth) };
  },
  ChangeGC: (world) => {
    const gc = world.gc();
    return gc === undefined ? undefined : { gc: gc.id, valueList: gcValues(world, gc.depth) };
  },
  CopyGC: (world) => {
    const from = world.gc();
    const to = from === undefined ? undefined : world.gc(from.depth);
    if (from === undefined || to === undefined) return undefined;
    return { srcGc: from.id, dstGc: to.id, valueMask: world.random.bits(0x7fffff) };
  },
  SetDashes: (world) => {
    const gc = world.gc();
    if (gc === undefined) return undefined;
    const dashes = Uint8Array.from({ length: world.random.between(1, 6) }, () => world.random.between(1, 12));
    return { gc: gc.id, dashOffset: world.random.below(20), dashes };
  },
  SetClipRectangles: (world) => {
    const gc = world.gc();
    if (gc === undefined) return undefined;
    const rectangles = world.rectangles(world.random.below(5));
    return { ordering: 0, gc: gc.id, clipXOrigin: 0, clipYOrigin: world.random.between(-9, 9), rectangles };
  },
  FreeGC: (world) => {
    const gc = world.gc();
    return gc === undefined ? undefined : { gc: gc.id };
  },
  ClearArea: (world) => {
    const window = world.inputOutputWindow();
    if (window === undefined) return undefined;
    const [x, y, width, height] = world.rectangles(1) as unknown as [number, number, number, number];
    return { exposures: world.flag(), window: window.id, x, y, width, height: world.random.chance(20) ? 0 : height };
  },
  CopyArea: (world) => copyBetween(world, true),
  CopyPlane: (world) => {
    const copy = copyBetween(world, false);
    return copy === undefined ? undefined : { ...copy, bitPlane: (1 << world.random.below(copy.depth)) >>> 0 };
  },
  PolyPoint: drawn((world) => ({
    coordinateMode: world.flag(),
    points: world.coordinates(world.random.between(1, 9), 2),
  })),
  PolyLine: drawn((world) => ({
    coordinateMode: world.flag(),
    points: world.coordinates(world.random.between(1, 6), 2),
  })),
  PolySegment: drawn((world) => ({ segments: world.coordinates(world.random.between(1, 5), 4) })),
  PolyRectangle: drawn((world) => ({ rectangles: world.rectangles(world.random.between(1, 4)) })),
  PolyArc: drawn((world) => ({ arcs: arcs(world) })),
  FillPoly: drawn((world) => ({
    shape: world.random.chance(70) ? 0 : 1,
    coordinateMode: world.flag(),
    points: world.coordinates(world.random.between(2, 7), 2),
  })),
  PolyFillRectangle: drawn((world) => ({ rectangles: world.rectangles(world.random.between(1, 5)) })),
  PolyFillArc: drawn((world) => ({ arcs: arcs(world) })),
  PutImage: putImage,
  GetImage: getImage,
  PolyText8: drawn((world) => ({ x: world.coordinate(), y: world.coordinate(), items: textItems(world, 1) })),
  PolyText16: drawn((world) => ({ x: world.coordinate(), y: world.coordinate(), items: textItems(world, 2) })),
  ImageText8: drawn((world) => ({ x: world.coordinate(), y: world.coordinate(), string: world.word() })),
  ImageText16: drawn((world) => ({
    x: world.coordinate(),
    y: world.coordinate(),
    string: Int32Array.from({ length: 8 }, (_, i) => (i % 2) * world.random.between(32, 126)),
  })),
  CreateCursor: createCursor,
  CreateGlyphCursor: glyphCursor,
  FreeCursor: (world) => {
    const cursor = world.cursor();
    return cursor === undefined ? undefined : { cursor: cursor.id };
  },
  RecolorCursor: (world) => {
    const cursor = world.cursor();
    return cursor === undefined ? undefined : { cursor: cursor.id, ...cursorColors(world) };
  },
  QueryBestSize: (world) => {
    const drawable = (world.drawable() ?? world.root).id;
    return { class: world.random.below(3), drawable, width: world.size(), height: world.size() };
  },
} satisfies Partial<Producers>;

/** Flat x, y, width, height, start, extent; angles in 64ths of a degree. */
function arcs(world: World): Int32Array {
  const flat = world.coordinates(world.random.between(1, 3), 6);
  for (let i = 0; i < flat.length; i += 6) {
    flat[i + 2] = world.size();
    flat[i + 3] = world.size();
    flat[i + 4] = world.random.between(-23040, 23040);
    flat[i + 5] = world.random.between(-23040, 23040);
  }
  return flat;
}
