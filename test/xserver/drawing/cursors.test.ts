/** Cursors: the pictures that Xvfb shows for the same requests (XFIXES GetCursorImage), errors, QueryBestSize. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSystemFonts } from '../../../host/fonts/system-fonts.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { MAX_CURSOR_PIXELS } from '../../../xserver/limits.ts';
import { BothServers, expectAlike, type BothClients } from '../../support/both-servers.ts';
import { request, type XClient } from '../../support/x-client.ts';
import * as scenes from './scenes.ts';

let servers: BothServers;
const connections: BothClients[] = [];
/** Another client of Xvfb, which looks at its cursor. */
let viewer: XClient;

beforeAll(async () => {
  servers = await BothServers.start({ width: 320, height: 240, fonts: await loadSystemFonts({ cacheFile: null }) });
  connections.push(await servers.connect(true), await servers.connect(false));
  viewer = await servers.xvfb.connect(true);
});
afterAll(() => servers.close());

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  readonly argb: string;
}

const XFIXES_QUERY_VERSION = 0;
const XFIXES_GET_CURSOR_IMAGE = 4;

/** The cursor that Xvfb shows once it is the root's. */
async function shownByXvfb(cursor: number): Promise<Picture> {
  request(viewer, x.encodeChangeWindowAttributes, { window: viewer.info.root, valueList: { cursor } });
  request(viewer, x.encodeQueryExtension, { name: 'XFIXES' });
  const [extension] = await viewer.sync();
  const opcode = extension!.bytes[9]!;
  // QueryVersion 4.0, GetCursorImage.
  viewer.send(Uint8Array.of(opcode, XFIXES_QUERY_VERSION, 3, 0, 4, 0, 0, 0, 0, 0, 0, 0));
  viewer.send(Uint8Array.of(opcode, XFIXES_GET_CURSOR_IMAGE, 1, 0));
  const [, reply] = await viewer.sync();
  const { bytes } = reply!;
  const view = new DataView(bytes.buffer);
  const argb = [];
  for (let at = 32; at < bytes.length; at += 4) argb.push(view.getUint32(at, true));
  const [width, height, hotX, hotY] = [12, 14, 16, 18].map((at) => view.getUint16(at, true));
  return { width: width!, height: height!, hotX: hotX!, hotY: hotY!, argb: argb.join() };
}

function inCore(cursor: number): Picture {
  const resource = servers.core.core.state.resources.get(cursor);
  if (resource?.kind !== 'cursor') throw new Error(`${cursor} is no cursor`);
  const { width, height, hotX, hotY, argb } = resource.image;
  return { width, height, hotX, hotY, argb: argb.join() };
}

const channel = fc.integer({ min: 0, max: 0xffff });
const colours = fc.record({
  foreRed: channel,
  foreGreen: channel,
  foreBlue: channel,
  backRed: channel,
  backGreen: channel,
  backBlue: channel,
});

describe.each([0, 1])('on connection %i', (connection) => {
  test('CreateCursor and RecolorCursor', async () => {
    const both = connections[connection]!;
    const size = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) });
    await fc.assert(
      fc.asyncProperty(size, colours, colours, fc.boolean(), async ({ width, height }, first, second, masked) => {
        const source = scenes.makePattern(both, 'root', 1, width, height, 4);
        const mask = masked ? scenes.makePattern(both, 'root', 1, width, height, 5) : 0;
        const cid = both.newId();
        const [hotX, hotY] = [width >> 1, height >> 1];
        both.send(x.encodeCreateCursor, { cid, source, mask, ...first, x: hotX, y: hotY });
        expect((await both.answers()).core).toEqual([]);
        expect(inCore(cid)).toEqual(await shownByXvfb(cid));
        both.send(x.encodeRecolorCursor, { cursor: cid, ...second });
        expect((await both.answers()).core).toEqual([]);
        expect(inCore(cid)).toEqual(await shownByXvfb(cid));
        both.send(x.encodeFreeCursor, { cursor: cid });
        both.send(x.encodeFreePixmap, { pixmap: source });
        if (mask !== 0) both.send(x.encodeFreePixmap, { pixmap: mask });
        expect(await both.answers()).toEqual({ core: [], xvfb: [] });
      }),
      { numRuns: 30 },
    );
  });

  test('CreateGlyphCursor from the cursor font and from others', async () => {
    const both = connections[connection]!;
    const black = { foreRed: 0, foreGreen: 0, foreBlue: 0, backRed: 0xffff, backGreen: 0xffff, backBlue: 0xffff };
    const fonts = ['cursor', 'fixed'].map((name) => {
      const fid = both.newId();
      both.send(x.encodeOpenFont, { fid, name });
      return fid;
    });
    const pairs = [];
    for (let glyph = 0; glyph < 154; glyph += 2) pairs.push([fonts[0]!, fonts[0]!, glyph, glyph + 1] as const);
    for (const letter of [65, 103, 230]) {
      pairs.push([fonts[1]!, 0, letter, 0] as const);
      pairs.push([fonts[1]!, fonts[0]!, letter, 34] as const);
      pairs.push([fonts[0]!, fonts[1]!, 34, letter] as const);
    }
    for (const [sourceFont, maskFont, sourceChar, maskChar] of pairs) {
      const cid = both.newId();
      both.send(x.encodeCreateGlyphCursor, { cid, sourceFont, maskFont, sourceChar, maskChar, ...black });
      expectAlike(await both.answers());
      expect(inCore(cid)).toEqual(await shownByXvfb(cid));
    }
  });

  test('errors', async () => {
    const both = connections[connection]!;
    const bitmap = scenes.makePattern(both, 'root', 1, 10, 12);
    const small = scenes.makePattern(both, 'root', 1, 10, 11);
    const deep = scenes.makePattern(both, 'root', 8, 10, 12);
    const font = both.newId();
    both.send(x.encodeOpenFont, { fid: font, name: 'cursor' });
    const cid = both.newId();
    const colours = { foreRed: 0, foreGreen: 0, foreBlue: 0, backRed: 0, backGreen: 0, backBlue: 0 };
    const good = { cid, source: bitmap, mask: bitmap, x: 0, y: 0, ...colours };
    both.send(x.encodeCreateCursor, { ...good, cid: bitmap });
    both.send(x.encodeCreateCursor, { ...good, source: font });
    both.send(x.encodeCreateCursor, { ...good, mask: font });
    both.send(x.encodeCreateCursor, { ...good, source: deep });
    both.send(x.encodeCreateCursor, { ...good, mask: deep });
    both.send(x.encodeCreateCursor, { ...good, mask: small });
    both.send(x.encodeCreateCursor, { ...good, x: 11 });
    both.send(x.encodeCreateCursor, { ...good, y: 13 });
    const glyphs = { cid, sourceFont: font, maskFont: font, sourceChar: 0, maskChar: 1, ...colours };
    both.send(x.encodeCreateGlyphCursor, { ...glyphs, sourceFont: bitmap });
    both.send(x.encodeCreateGlyphCursor, { ...glyphs, maskFont: bitmap });
    both.send(x.encodeCreateGlyphCursor, { ...glyphs, sourceChar: 999 });
    both.send(x.encodeCreateGlyphCursor, { ...glyphs, maskChar: 154 });
    both.send(x.encodeRecolorCursor, { cursor: cid, ...colours });
    both.send(x.encodeFreeCursor, { cursor: cid });
    expectAlike(await both.answers(), 14);
  });

  test('QueryBestSize', async () => {
    const both = connections[connection]!;
    for (const shape of [0, 1, 2, 3]) {
      for (const [width, height] of [
        [16, 16],
        [1000, 2000],
        [33, 64],
        [0, 5],
        [5, 7],
      ] as const) {
        both.send(x.encodeQueryBestSize, (client) => ({ class: shape, drawable: client.info.root, width, height }));
      }
    }
    both.send(x.encodeQueryBestSize, { class: 0, drawable: 5, width: 1, height: 1 });
    expectAlike(await both.answers());
  });
});

test('the cap on the size of a cursor', async () => {
  const client = servers.core.connect();
  const side = Math.sqrt(MAX_CURSOR_PIXELS);
  const colours = { foreRed: 0, foreGreen: 0, foreBlue: 0, backRed: 0, backGreen: 0, backBlue: 0 };
  for (const extra of [0, 1]) {
    const source = client.newId();
    const size = { width: side, height: side + extra };
    request(client, x.encodeCreatePixmap, { pid: source, drawable: client.info.root, depth: 1, ...size });
    request(client, x.encodeCreateCursor, { cid: client.newId(), source, mask: 0, x: 0, y: 0, ...colours });
    const messages = await client.sync();
    expect(messages.map(({ kind, code }) => [kind, code])).toEqual(extra === 0 ? [] : [['error', 11]]);
  }
  await client.close();
});
