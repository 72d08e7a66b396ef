/** Font requests over the system's fonts: replies and errors as Xvfb's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSystemFonts } from '../../../host/fonts/system-fonts.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { BothServers, expectAlike, type BothClients } from '../../support/both-servers.ts';
import { request, type ServerMessage, type XClient } from '../../support/x-client.ts';

const ERROR_VALUE = 2;

let servers: BothServers;
const connections: BothClients[] = [];

beforeAll(async () => {
  const fontPath = ['/usr/share/fonts/X11/misc'];
  const fonts = await loadSystemFonts({ cacheFile: null, fontPath });
  // Xvfb's own path has its built-in fonts besides.
  servers = await BothServers.start({ width: 320, height: 240, fonts, xvfbArgs: ['-fp', fontPath.join(',')] });
  connections.push(await servers.connect(true), await servers.connect(false));
});
afterAll(() => servers.close());

/** Font properties with the atoms' names; `texts` are those whose values are atoms too. */
async function namedProperties(client: XClient, properties: readonly x.FontProp[]): Promise<string[]> {
  const texts = new Set(['FONT', 'FOUNDRY', 'FAMILY_NAME', 'WEIGHT_NAME', 'SLANT', 'SETWIDTH_NAME', 'ADD_STYLE_NAME']);
  for (const name of [
    'SPACING',
    'CHARSET_REGISTRY',
    'CHARSET_ENCODING',
    'COPYRIGHT',
    'FONTNAME_REGISTRY',
    '_GBDFED_INFO',
  ])
    texts.add(name);
  const nameOf = async (atom: number): Promise<string> => {
    request(client, x.encodeGetAtomName, { atom });
    const [reply] = await client.sync();
    return reply?.kind === 'reply' ? x.decodeGetAtomNameReply(readerOf(reply, client)).name : `no atom ${atom}`;
  };
  const named: string[] = [];
  for (const { name, value } of properties) {
    const text = await nameOf(name);
    named.push(`${text}=${texts.has(text) ? await nameOf(value) : value}`);
  }
  return named;
}

function readerOf(message: ServerMessage, client: XClient): Reader {
  return new Reader(message.bytes, client.littleEndian);
}

describe.each([0, 1])('on connection %i', (connection) => {
  test.each([
    'fixed',
    'cursor',
    'nil2',
    '10x20',
    '-misc-fixed-medium-r-normal--18-*-iso10646-1',
    '-jis-fixed-medium-r-normal--16-*-jisx0208.1983-0',
    '-misc-fixed-medium-r-normal--21-0-75-75-c-0-iso8859-1',
  ])('QueryFont of %s', async (name) => {
    const both = connections[connection]!;
    const font = both.newId();
    both.send(x.encodeOpenFont, { fid: font, name });
    both.send(x.encodeQueryFont, { font });
    both.send(x.encodeCloseFont, { font });
    const described = await Promise.all(
      [both.xvfb, both.core].map(async (client) => {
        const messages = await client.sync();
        expect(messages.map(({ kind }) => kind)).toEqual(['reply']);
        const { properties, charInfos, ...rest } = x.decodeQueryFontReply(readerOf(messages[0]!, client));
        // As one string: comparing 400,000 numbers one by one takes seconds.
        return { ...rest, charInfos: charInfos.join(), properties: await namedProperties(client, properties) };
      }),
    );
    expect(described[1]).toEqual(described[0]);
  });

  test('QueryTextExtents, of odd lengths too', async () => {
    const both = connections[connection]!;
    const font = both.newId();
    both.send(x.encodeOpenFont, { fid: font, name: '-misc-fixed-medium-r-normal--18-*-iso10646-1' });
    for (const text of ['', 'A', 'hello, world', '\u2500\u30a2\uffff', 'g\u0301']) {
      const string = Int32Array.from([...text].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255]));
      both.send(x.encodeQueryTextExtents, { font, string });
    }
    expectAlike(await both.answers(), 5);
  });

  test('ListFonts and GetFontPath', async () => {
    const both = connections[connection]!;
    for (const [pattern, maxNames] of [
      ['*', 20],
      ['-misc-fixed-bold-r-normal--13-120-*-iso8859-1', 1000],
      ['fixed', 1],
      ['no such font', 10],
      ['*', 0],
      ['-Misc-FIXED-?????-r-*-15-*', 100],
    ] as const) {
      both.send(x.encodeListFonts, { pattern, maxNames });
    }
    expectAlike(await both.answers());
  });

  test('ListFontsWithInfo describes each and ends with a nameless reply', async () => {
    const both = connections[connection]!;
    both.send(x.encodeListFontsWithInfo, { pattern: '-misc-fixed-*-18-*', maxNames: 5 });
    const [xvfb, core] = await Promise.all(
      [both.xvfb, both.core].map(async (client) => {
        const replies = (await client.sync()).map((message) => {
          expect(message.kind).toBe('reply');
          return x.decodeListFontsWithInfoReply(readerOf(message, client));
        });
        const described = [];
        for (const { properties, ...rest } of replies) {
          described.push({ ...rest, properties: await namedProperties(client, properties) });
        }
        return described;
      }),
    );
    expect(core).toEqual(xvfb);
    expect(core!.at(-1)?.name).toBe('');
    expect(core).toHaveLength(6);
  });

  test('errors', async () => {
    const both = connections[connection]!;
    const font = both.newId();
    both.send(x.encodeOpenFont, { fid: font, name: 'no such font' });
    both.send(x.encodeOpenFont, { fid: 9, name: 'fixed' });
    both.send(x.encodeCloseFont, { font });
    both.send(x.encodeQueryFont, { font });
    both.send(x.encodeQueryTextExtents, { font, string: Int32Array.of(0, 65) });
    both.send(x.encodeOpenFont, { fid: font, name: 'fixed' });
    both.send(x.encodeOpenFont, { fid: font, name: 'fixed' });
    both.send(x.encodeCloseFont, { font });
    both.send(x.encodeCloseFont, { font });
    expectAlike(await both.answers(), 7);
  });

  test('a gc keeps the font that was closed', async () => {
    const both = connections[connection]!;
    const font = both.newId();
    const gc = both.newId();
    both.send(x.encodeOpenFont, { fid: font, name: '10x20' });
    both.send(x.encodeCreateGC, (client) => ({ cid: gc, drawable: client.info.root, valueList: { font } }));
    both.send(x.encodeCloseFont, { font });
    both.send(x.encodeQueryTextExtents, { font: gc, string: Int32Array.of(0, 65, 0, 66) });
    expectAlike(await both.answers(), 1);
  });
});

test('SetFontPath takes directories of the catalogue, in any order, and the empty list for all of them', async () => {
  const client = servers.core.connect();
  const path = async (): Promise<string[]> => {
    request(client, x.encodeGetFontPath, {});
    const [reply] = await client.sync();
    return x.decodeGetFontPathReply(readerOf(reply!, client)).path.map(({ name }) => name);
  };
  const set = async (names: readonly string[]): Promise<number[]> => {
    request(client, x.encodeSetFontPath, { font: names.map((name) => ({ name })) });
    return (await client.sync()).map(({ code }) => code);
  };
  const all = await path();
  expect(all).toEqual(['/usr/share/fonts/X11/misc', 'built-ins']);
  expect(await set(all.toReversed())).toEqual([]);
  expect(await path()).toEqual(all.toReversed());
  expect(await set(['/no/such/directory'])).toEqual([ERROR_VALUE]);
  const opens = async (name: string): Promise<boolean> => {
    request(client, x.encodeOpenFont, { fid: client.newId(), name });
    const opened = (await client.sync()).length === 0;
    request(client, x.encodeListFonts, { maxNames: 9, pattern: name });
    const [reply] = await client.sync();
    expect(x.decodeListFontsReply(readerOf(reply!, client)).names.length > 0).toBe(opened);
    return opened;
  };
  expect(await opens('k14')).toBe(true);
  expect(await set(['built-ins'])).toEqual([]);
  expect(await opens('k14')).toBe(false);
  expect(await set(all.toReversed())).toEqual([]);
  expect(await path()).toEqual(all.toReversed());
  expect(await set([])).toEqual([]);
  expect(await path()).toEqual(all);
  await client.close();
});
