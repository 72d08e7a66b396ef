/** What an X server shows, and waiting until two pictures agree. */
import { encodeGetImage } from '../../xserver/protocol/generated/xproto.ts';
import { encodeRequest, type XClient } from '../support/x-client.ts';
import { pixelDifference } from './pictures.ts';

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
  for (let tries = 0; tries < 100; tries++) {
    const wanted = await expected();
    difference = pixelDifference(await actual(), wanted, width);
    if (difference === undefined && wanted.some((pixel) => pixel !== wanted[0])) return undefined;
    await sleep(100);
  }
  return difference ?? 'one colour alone';
}

/** Waits for something. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error(`waited in vain: ${what}`);
}
