/** What an X server shows, and waiting until two pictures agree. */
import {
  encodeCreateGC,
  encodeCreateWindow,
  encodeGetImage,
  encodeMapWindow,
  encodePutImage,
} from '../../xserver/protocol/generated/xproto.ts';
import { eventually, PATIENCE_MS } from '../support/patience.ts';
import { encodeRequest, request, type XClient } from '../support/x-client.ts';
import { connectRaw } from '../support/xvfb.ts';
import { numbers, paint, pixelDifference } from './pictures.ts';

/** A part of the root as 0xrrggbb. */
export async function rootPicture(
  client: XClient,
  x: number,
  y: number,
  width: number,
  height: number,
): Promise<Uint32Array> {
  const drawable = client.info.root;
  client.send(
    encodeRequest(client.littleEndian, encodeGetImage, {
      format: 2,
      drawable,
      x,
      y,
      width,
      height,
      planeMask: 0xffffffff,
    }),
  );
  const reply = (await client.sync()).find(({ kind }) => kind === 'reply');
  if (reply === undefined) throw new Error('no picture of the root');
  return new Uint32Array(reply.bytes.slice(32).buffer).map((pixel) => pixel & 0xffffff);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Waits until the pictures agree; the difference that stays after a long while. */
export async function differenceAtRest(
  width: number,
  actual: () => Promise<Uint32Array> | Uint32Array,
  expected: () => Promise<Uint32Array> | Uint32Array,
): Promise<string | undefined> {
  let difference: string | undefined;
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const wanted = await expected();
    difference = pixelDifference(await actual(), wanted, width);
    if (difference === undefined && wanted.some((pixel) => pixel !== wanted[0])) return undefined;
    await sleep(100);
  }
  return difference ?? 'one colour alone';
}

/** Waits for something. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  await eventually(what, async () => (await holds()) || undefined);
}

/** A window with something like a photo in it, on top of the others; it stays until its client is closed. */
export async function showPhoto(display: number, x: number, y: number): Promise<XClient> {
  const client = await connectRaw(display, true);
  const [width, height] = [200, 150];
  const [window, gc] = [client.newId(), client.newId()];
  const { root: parent, rootVisual: visual } = client.info;
  request(client, encodeCreateWindow, {
    ...{ depth: 24, wid: window, parent, x, y, width, height, borderWidth: 0, class: 1, visual },
    valueList: { overrideRedirect: 1 },
  });
  request(client, encodeMapWindow, { window });
  request(client, encodeCreateGC, { cid: gc, drawable: window, valueList: {} });
  const next = numbers(77);
  const pixels = paint('smooth', width, height, 1).rgb.map((pixel) => (pixel ^ (next(8) * 0x10101)) & 0xffffff);
  request(client, encodePutImage, {
    ...{ format: 2, drawable: window, gc, width, height, dstX: 0, dstY: 0, leftPad: 0, depth: 24 },
    data: new Uint8Array(pixels.buffer),
  });
  await client.sync();
  return client;
}
