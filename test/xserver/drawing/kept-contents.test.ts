/** Top-levels keep what others hide and what lies beyond the screen: copies and images read it (Xvfb has no backing store). */
import { beforeEach, expect, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { TestCore } from '../../support/core-client.ts';
import { request, type XClient } from '../../support/x-client.ts';

const GRAPHICS_EXPOSE = 13;
const NO_EXPOSE = 14;

let client: XClient;
let gc: number;

function makeWindow(left: number, backgroundPixel: number, parent = client.info.root): number {
  const wid = client.newId();
  request(client, x.encodeCreateWindow, {
    wid,
    parent,
    x: left,
    y: 10,
    width: 50,
    height: 40,
    borderWidth: 0,
    depth: 0,
    class: 1,
    visual: 0,
    valueList: { backgroundPixel },
  });
  request(client, x.encodeMapWindow, { window: wid });
  return wid;
}

function makePixmap(): number {
  const pid = client.newId();
  request(client, x.encodeCreatePixmap, { pid, drawable: client.info.root, depth: 24, width: 50, height: 40 });
  return pid;
}

/** Copies the whole of a window; gives the event's code and the pixels that arrived, each with its count. */
async function copied(srcDrawable: number): Promise<{ events: number[]; pixels: Map<number, number> }> {
  const dstDrawable = makePixmap();
  const where = { srcX: 0, srcY: 0, dstX: 0, dstY: 0, width: 50, height: 40 };
  request(client, x.encodeCopyArea, { srcDrawable, dstDrawable, gc, ...where });
  const events = (await client.sync()).map(({ code }) => code);
  const part = { x: 0, y: 0, width: 50, height: 40, planeMask: 0xffffffff };
  request(client, x.encodeGetImage, { format: 2, drawable: dstDrawable, ...part });
  const [image] = await client.sync();
  const pixels = new Map<number, number>();
  const view = new DataView(image!.bytes.buffer, 32);
  for (let at = 0; at < view.byteLength; at += 4) {
    const pixel = view.getUint32(at, true);
    pixels.set(pixel, (pixels.get(pixel) ?? 0) + 1);
  }
  return { events, pixels };
}

beforeEach(() => {
  client = new TestCore({ width: 200, height: 100 }).connect();
  gc = client.newId();
  request(client, x.encodeCreateGC, { cid: gc, drawable: client.info.root, valueList: {} });
});

test('under another top-level', async () => {
  const below = makeWindow(10, 0x11);
  makeWindow(30, 0x22);
  expect(await copied(below)).toEqual({ events: [NO_EXPOSE], pixels: new Map([[0x11, 2000]]) });
});

test('beyond the edge of the screen', async () => {
  expect(await copied(makeWindow(180, 0x33))).toEqual({ events: [NO_EXPOSE], pixels: new Map([[0x33, 2000]]) });
});

test('but a child hides what is under it, and a parent what is outside', async () => {
  const top = makeWindow(10, 0x44);
  const child = makeWindow(20, 0x55, top);
  // The child covers 30 x 30 of its parent, which cuts off the rest of the child.
  expect(await copied(top)).toEqual({
    events: [GRAPHICS_EXPOSE],
    pixels: new Map([
      [0x44, 1100],
      [0, 900],
    ]),
  });
  expect(await copied(child)).toEqual({
    events: [GRAPHICS_EXPOSE, GRAPHICS_EXPOSE],
    pixels: new Map([
      [0x55, 900],
      [0, 1100],
    ]),
  });
  request(client, x.encodeChangeGC, { gc, valueList: { subwindowMode: 1 } });
  expect((await copied(top)).pixels).toEqual(
    new Map([
      [0x44, 1100],
      [0x55, 900],
    ]),
  );
});
