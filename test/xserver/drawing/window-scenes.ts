/** Random top-levels with children and pictures in them, for tests of drawing in windows. */
import fc from 'fast-check';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import type { BothClients } from '../../support/both-servers.ts';
import * as scenes from './scenes.ts';

const COPY_FROM_PARENT = 0;
const INPUT_OUTPUT = 1;

export interface WindowSpec {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly borderWidth: number;
  /** A pixel; 'none'; 'tile'. */
  readonly background: number | 'none' | 'tile';
}

const background = fc.oneof(fc.integer({ min: 0, max: 0xffffff }), fc.constant('tile' as const));
export const childSpec: fc.Arbitrary<WindowSpec> = fc.record({
  x: fc.integer({ min: -10, max: 40 }),
  y: fc.integer({ min: -10, max: 40 }),
  width: fc.integer({ min: 1, max: 30 }),
  height: fc.integer({ min: 1, max: 30 }),
  borderWidth: fc.integer({ min: 0, max: 2 }),
  background,
});
export const topSpec: fc.Arbitrary<WindowSpec> = fc.record({
  x: fc.integer({ min: 5, max: 90 }),
  y: fc.integer({ min: 5, max: 90 }),
  width: fc.constant(scenes.WIDTH),
  height: fc.constant(scenes.HEIGHT),
  borderWidth: fc.integer({ min: 0, max: 3 }),
  background,
});

export function makeWindow(both: BothClients, parent: number | 'root', spec: WindowSpec, tile: number): number {
  const wid = both.newId();
  const { background, ...geometry } = spec;
  const valueList: x.CreateWindowValueList = { borderPixel: 0x123456, overrideRedirect: 1 };
  if (background === 'tile') valueList.backgroundPixmap = tile;
  else if (background !== 'none') valueList.backgroundPixel = background;
  both.send(x.encodeCreateWindow, (client) => ({
    wid,
    parent: parent === 'root' ? client.info.root : parent,
    ...geometry,
    depth: 0,
    class: INPUT_OUTPUT,
    visual: COPY_FROM_PARENT,
    valueList,
  }));
  both.send(x.encodeMapWindow, { window: wid });
  return wid;
}

export interface Scene {
  readonly top: number;
  /** The top-level, its children and a pixmap of the same size as the top-level. */
  readonly drawables: readonly number[];
  readonly tile: number;
}

/** A top-level with children, all with pictures in them, and a pixmap. */
export function makeScene(both: BothClients, top: WindowSpec, children: readonly WindowSpec[]): Scene {
  const tile = scenes.makePattern(both, 'root', 24, 7, 5, 2);
  const window = makeWindow(both, 'root', top, tile);
  const inferiors = children.map((child) => makeWindow(both, window, child, tile));
  const pixmap = scenes.makePattern(both, 'root', 24, scenes.WIDTH, scenes.HEIGHT, 11);
  const picture = scenes.makePattern(both, 'root', 24, scenes.WIDTH, scenes.HEIGHT, 12);
  const gc = both.newId();
  const valueList = { subwindowMode: 1, graphicsExposures: 0 };
  both.send(x.encodeCreateGC, { cid: gc, drawable: picture, valueList });
  both.send(x.encodeCopyArea, {
    srcDrawable: picture,
    dstDrawable: window,
    gc,
    srcX: 0,
    srcY: 0,
    dstX: 0,
    dstY: 0,
    width: scenes.WIDTH,
    height: scenes.HEIGHT,
  });
  both.send(x.encodeFreeGC, { gc });
  both.send(x.encodeFreePixmap, { pixmap: picture });
  return { top: window, drawables: [window, ...inferiors, pixmap], tile };
}

export function endScene(both: BothClients, { top, drawables, tile }: Scene): void {
  both.send(x.encodeDestroyWindow, { window: top });
  for (const pixmap of [drawables.at(-1)!, tile]) both.send(x.encodeFreePixmap, { pixmap });
}
