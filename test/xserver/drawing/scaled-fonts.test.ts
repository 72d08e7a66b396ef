/** Scaled fonts stay for the next who asks, up to a cap; past it those go that nobody uses. */
import { expect, test } from 'vitest';
import { MAX_SCALED_FONT_BYTES } from '../../../xserver/limits.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { TestCore } from '../../support/core-client.ts';
import { request } from '../../support/x-client.ts';

const ERROR_ALLOC = 11;

test('the cap on scaled fonts', async () => {
  const core = new TestCore();
  const client = core.connect();
  request(client, x.encodeListFonts, { pattern: '-*-*-medium-r-*--0-0-0-0-*-0-iso8859-1', maxNames: 1 });
  const [list] = await client.sync();
  const family = Buffer.from(list!.bytes.subarray(33, 33 + list!.bytes[32]!)).toString('latin1');
  const fields = family.split('-');
  const open = async (pixels: number): Promise<number | undefined> => {
    const fid = client.newId();
    fields[7] = String(pixels);
    request(client, x.encodeOpenFont, { fid, name: fields.join('-') });
    const messages = await client.sync();
    if (messages.length === 0) return fid;
    expect(messages.map(({ code }) => code)).toEqual([ERROR_ALLOC]);
    return undefined;
  };
  const scaledBytes = () => {
    let bytes = 0;
    for (const [id, font] of core.core.state.fonts) if (id.includes('@')) bytes += font.bits.byteLength;
    return bytes;
  };
  const opened: number[] = [];
  let size = 500;
  for (let fid = await open(size); fid !== undefined; fid = await open(++size)) opened.push(fid);
  // The one that reached the cap was let in, the next was not.
  expect(scaledBytes()).toBeGreaterThan(0.9 * MAX_SCALED_FONT_BYTES);
  expect(scaledBytes()).toBeLessThan(1.2 * MAX_SCALED_FONT_BYTES);
  // A font that is there already is still given.
  const again = await open(500);
  expect(again).toBeDefined();
  // A gc counts as a user, too.
  const gc = client.newId();
  request(client, x.encodeCreateGC, { cid: gc, drawable: client.info.root, valueList: { font: opened[0]! } });
  for (const font of [...opened, again!]) request(client, x.encodeCloseFont, { font });
  expect(await open(size)).toBeDefined();
  expect([...core.core.state.fonts.keys()].filter((id) => id.includes('@'))).toHaveLength(2);
});
