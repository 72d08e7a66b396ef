/** The font of a gc that was never given one. X11 §10 CreateGC */
import { expect, test } from 'vitest';
import { loadSystemFonts } from '../../../host/fonts/system-fonts.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { TestCore } from '../../support/core-client.ts';
import { request, type XClient } from '../../support/x-client.ts';

function makeGc(client: XClient): number {
  const cid = client.newId();
  request(client, x.encodeCreateGC, { cid, drawable: client.info.root, valueList: {} });
  return cid;
}

async function widthOf(client: XClient, font: number, text: string): Promise<string> {
  const string = Int32Array.from([...text].flatMap((c) => [0, c.charCodeAt(0)]));
  request(client, x.encodeQueryTextExtents, { font, string });
  const messages = await client.sync();
  return messages.map(({ kind, bytes }) => `${kind} ${Buffer.from(bytes.subarray(8)).toString('hex')}`).join();
}

async function openFixed(client: XClient): Promise<number> {
  const fid = client.newId();
  request(client, x.encodeOpenFont, { fid, name: 'fixed' });
  expect(await client.sync()).toEqual([]);
  return fid;
}

test('is the built-in fixed font', async () => {
  const core = new TestCore();
  const client = core.connect();
  const gc = makeGc(client);
  const extents = await widthOf(client, gc, 'hello');
  expect(extents).toMatch(/^reply/);
  expect(extents).toBe(await widthOf(client, await openFixed(client), 'hello'));
});

test('is drawn with, and stays with the gc when the fixed font of the system comes', async () => {
  const core = new TestCore({ fonts: await loadSystemFonts({ cacheFile: null }) });
  const client = core.connect();
  const [early, late] = [makeGc(client), makeGc(client)];
  const fields = { drawable: client.info.root, x: 10, y: 20, string: 'hello' };
  request(client, x.encodeImageText8, { ...fields, gc: early });
  expect(await client.sync()).toEqual([]);
  const fontOf = (id: number) => {
    const resource = core.core.state.resources.get(id);
    return resource?.kind === 'gc' || resource?.kind === 'font' ? resource.font : undefined;
  };
  const builtIn = fontOf(early);
  expect(builtIn).toBeDefined();
  const system = fontOf(await openFixed(client));
  expect(system).not.toBe(builtIn);
  request(client, x.encodeImageText8, { ...fields, gc: early });
  request(client, x.encodeImageText8, { ...fields, gc: late });
  expect(await client.sync()).toEqual([]);
  expect(fontOf(early)).toBe(builtIn);
  expect(fontOf(late)).toBe(system);
});
