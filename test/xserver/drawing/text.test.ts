/** Text in the system's fonts through random gcs: every pixel as Xvfb has it; fonts changed inside a request; errors. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSystemFonts } from '../../../host/fonts/system-fonts.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { BothServers, expectAlike, maskImage, type BothClients } from '../../support/both-servers.ts';
import * as scenes from './scenes.ts';

/** One row and many, proportional (cursor), with and without default characters. */
const FONTS = [
  'fixed',
  '9x15bold',
  'cursor',
  '-misc-fixed-medium-r-normal--18-*-iso10646-1',
  '-jis-fixed-medium-r-normal--16-*-jisx0208.1983-0',
  'nil2',
];

interface Connection {
  readonly both: BothClients;
  readonly fonts: readonly number[];
}

let servers: BothServers;
const connections: Connection[] = [];

beforeAll(async () => {
  servers = await BothServers.start({ width: 320, height: 240, fonts: await loadSystemFonts({ cacheFile: null }) });
  for (const littleEndian of [true, false]) {
    const both = await servers.connect(littleEndian);
    const fonts = FONTS.map((name) => {
      const fid = both.newId();
      both.send(x.encodeOpenFont, { fid, name });
      return fid;
    });
    expectAlike(await both.answers(), 0);
    connections.push({ both, fonts });
  }
});
afterAll(() => servers.close());

interface Item {
  readonly font: number | undefined;
  readonly delta: number;
  readonly codes: readonly number[];
}

/** Text items as PolyText8 or PolyText16 have them. */
function encodeItems(items: readonly Item[], fonts: readonly number[], bytesPerCharacter: 1 | 2): Uint8Array {
  const bytes: number[] = [];
  for (const { font, delta, codes } of items) {
    if (font !== undefined) {
      const id = fonts[font]!;
      bytes.push(255, id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255);
    }
    bytes.push(codes.length, delta & 255);
    for (const code of codes) {
      if (bytesPerCharacter === 2) bytes.push(code >> 8);
      bytes.push(code & 255);
    }
  }
  while (bytes.length % 4 !== 0) bytes.push(0);
  return Uint8Array.from(bytes);
}

const font = fc.integer({ min: 0, max: FONTS.length - 1 });
const code = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0x2100, max: 0x7500 }),
  fc.integer({ min: 32, max: 126 }),
);
const item = fc.record({
  font: fc.option(font, { nil: undefined, freq: 2 }),
  delta: fc.integer({ min: -128, max: 127 }).map((delta) => delta >> 2),
  codes: fc.array(code, { maxLength: 8 }),
});

const place = { x: fc.integer({ min: -20, max: 50 }), y: fc.integer({ min: -10, max: 50 }) };

async function drawsAlike(
  connection: number,
  depth: number,
  spec: scenes.GcSpec,
  first: number,
  draw: (connection: Connection, drawable: number, gc: number) => void,
): Promise<void> {
  const { both, fonts } = connections[connection]!;
  const target = scenes.makePattern(both, 'root', depth, scenes.WIDTH, scenes.HEIGHT);
  const tile = scenes.makePattern(both, 'root', depth, 7, 5, 2);
  const stipple = scenes.makePattern(both, 'root', 1, 9, 6, 3);
  const gc = scenes.makeGc(both, target, spec, tile, stipple);
  both.send(x.encodeChangeGC, { gc, valueList: { font: fonts[first]! } });
  draw(connections[connection]!, target, gc);
  scenes.getImage(both, target);
  // What the request left in the gc: the font.
  both.send(x.encodeQueryTextExtents, { font: gc, string: Int32Array.of(0, 65) });
  both.send(x.encodeFreeGC, { gc });
  for (const pixmap of [target, tile, stipple]) both.send(x.encodeFreePixmap, { pixmap });
  expectAlike(await both.answers((message) => (message.bytes.length > 40 ? maskImage(message) : message)));
}

const depths = fc.constantFrom(1, 8, 24, 32);
const connection = fc.constantFrom(0, 1);

describe.each([1, 2] as const)('%i byte characters', (bytesPerCharacter) => {
  test('PolyText', async () => {
    const items = fc.array(item, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        connection,
        depths,
        scenes.gcSpec,
        font,
        items,
        fc.record(place),
        (c, depth, spec, f, list, at) =>
          drawsAlike(c, depth, spec, f, ({ both, fonts }, drawable, gc) => {
            const fields = { drawable, gc, ...at, items: encodeItems(list, fonts, bytesPerCharacter) };
            both.send(bytesPerCharacter === 1 ? x.encodePolyText8 : x.encodePolyText16, fields);
          }),
      ),
      { numRuns: 200 },
    );
  });

  test('ImageText', async () => {
    const codes = fc.array(code, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        connection,
        depths,
        scenes.gcSpec,
        font,
        codes,
        fc.record(place),
        (c, depth, spec, f, list, at) =>
          drawsAlike(c, depth, spec, f, ({ both }, drawable, gc) => {
            if (bytesPerCharacter === 1) {
              const string = String.fromCharCode(...list.map((value) => value & 255));
              both.send(x.encodeImageText8, { drawable, gc, ...at, string });
            } else {
              const string = Int32Array.from(list.flatMap((value) => [value >> 8, value & 255]));
              both.send(x.encodeImageText16, { drawable, gc, ...at, string });
            }
          }),
      ),
      { numRuns: 200 },
    );
  });
});

test('a wrong font in PolyText ends it after what stands before', async () => {
  for (const { both, fonts } of connections) {
    const target = scenes.makePattern(both, 'root', 8, scenes.WIDTH, scenes.HEIGHT);
    const gc = both.newId();
    both.send(x.encodeCreateGC, { cid: gc, drawable: target, valueList: { font: fonts[0]! } });
    const items = Uint8Array.of(2, 3, 65, 66, 255, 0, 0, 0, 9, 2, 3, 67, 68, 0, 0, 0);
    both.send(x.encodePolyText8, { drawable: target, gc, x: 4, y: 20, items });
    scenes.getImage(both, target);
    const { core, xvfb } = await both.answers((message) => {
      // Difference: the bad font's id is in the error, as the protocol says; Xvfb has 0 there.
      if (message.kind !== 'error') return maskImage(message);
      return { ...message, bytes: message.bytes.slice().fill(0, 4, 8) };
    });
    expect(core).toEqual(xvfb);
    expect(core).toHaveLength(2);
  }
});

test('an item that is cut short is an error of length', async () => {
  for (const { both, fonts } of connections) {
    const target = scenes.makePattern(both, 'root', 8, scenes.WIDTH, scenes.HEIGHT);
    const gc = both.newId();
    both.send(x.encodeCreateGC, { cid: gc, drawable: target, valueList: { font: fonts[0]! } });
    for (const items of [
      Uint8Array.of(2, 3, 65, 66, 9, 0, 67, 68),
      Uint8Array.of(2, 3, 65, 66, 255, 0, 67, 68),
      Uint8Array.of(2, 3, 65, 66, 0, 255, 0, 0),
    ]) {
      both.send(x.encodePolyText8, { drawable: target, gc, x: 4, y: 20, items });
      scenes.getImage(both, target);
    }
    expectAlike(await both.answers(maskImage));
  }
});
