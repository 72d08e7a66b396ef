/** Colormaps and colour names as Xvfb has them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { colorNamed, colorNames } from '../../../xserver/colors/names.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import { ARGB_VISUAL, TRUE_COLOR_VISUAL } from '../../../xserver/visuals.ts';
import type { BothClients, BothServers } from '../../support/both-servers.ts';
import { request, type ServerMessage } from '../../support/x-client.ts';
import { expectAlike, makeWindow, startRig, withoutTime } from './rig.ts';

const COLORMAP_CHANGE = 1 << 23;
const DEFAULT = 0x20;
const NO_COLORMAP = 0x77;

let servers: BothServers;
let little: BothClients;
let big: BothClients;

beforeAll(async () => {
  ({ servers, little, big } = await startRig());
});
afterAll(() => servers.close());

function create(both: BothClients, fields: Partial<x.CreateColormapRequest> = {}): number {
  const mid = fields.mid ?? both.newId();
  both.send(x.encodeCreateColormap, (client) => ({
    alloc: 0,
    mid,
    window: client.info.root,
    visual: TRUE_COLOR_VISUAL,
    ...fields,
  }));
  return mid;
}

describe.each(['little', 'big'] as const)('for a %s-endian client', (order) => {
  const client = () => (order === 'little' ? little : big);

  test('colours are rounded down to eight bits a component', async () => {
    const both = client();
    for (const level of [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x101, 0x7fff, 0x8000, 0x80ff, 0xff00, 0xffff]) {
      both.send(x.encodeAllocColor, { cmap: DEFAULT, red: level, green: 0x1234, blue: 0xffff - level });
    }
    await expectAlike(both, 12);
    const pixels = Uint32Array.of(0, 0x123456, 0xffffff, 0x800000);
    both.send(x.encodeQueryColors, { cmap: DEFAULT, pixels });
    both.send(x.encodeQueryColors, { cmap: DEFAULT, pixels: new Uint32Array(0) });
    both.send(x.encodeQueryColors, { cmap: DEFAULT, pixels: Uint32Array.of(0x1000000, 1, 0x2000001, 2) });
    await expectAlike(both, 3);
  });

  test('names are looked up and allocated', async () => {
    const both = client();
    for (const name of ['red', 'RED', 'Dark Sea Green', 'DarkSeaGreen4', 'gray50', 'Grey90', 'x11 gray', 'web gray']) {
      both.send(x.encodeLookupColor, { cmap: DEFAULT, name });
      both.send(x.encodeAllocNamedColor, { cmap: DEFAULT, name });
    }
    await expectAlike(both, 16);
    for (const name of [
      '',
      ' red',
      'red ',
      'light  blue',
      'dark sea green4',
      'gray101',
      '#ff0000',
      'red\0',
      'r\xe9d',
    ]) {
      both.send(x.encodeLookupColor, { cmap: DEFAULT, name });
      both.send(x.encodeAllocNamedColor, { cmap: DEFAULT, name });
    }
    await expectAlike(both, 18);
  });
});

test('every name stands for the colour that Xvfb has', async () => {
  const names = colorNames();
  expect(names.length).toBeGreaterThan(750);
  for (const name of names) little.send(x.encodeLookupColor, { cmap: DEFAULT, name });
  await expectAlike(little, names.length);
});

test('names are found whatever their case, and only whole', () => {
  expect(colorNamed('LightGoldenrodYellow')).toBe(0xfafad2);
  expect(colorNamed('LIGHT GOLDENROD YELLOW')).toBe(0xfafad2);
  expect(colorNamed('lightgoldenrodyello')).toBeUndefined();
  expect(colorNamed('x'.repeat(65_535))).toBeUndefined();
});

test('cells cannot be had or changed', async () => {
  for (const [contiguous, colors] of [[0, 1], [1, 5], [0, 0], [2, 1], [2, 0]] as const) {
    little.send(x.encodeAllocColorCells, { contiguous, cmap: DEFAULT, colors, planes: 1 });
    little.send(x.encodeAllocColorPlanes, { contiguous, cmap: DEFAULT, colors, reds: 1, greens: 0, blues: 2 });
  } // prettier-ignore
  little.send(x.encodeStoreColors, { cmap: DEFAULT, items: [{ pixel: 1, red: 2, green: 3, blue: 4, flags: 7 }] });
  little.send(x.encodeStoreColors, { cmap: DEFAULT, items: [] });
  little.send(x.encodeStoreNamedColor, { flags: 7, cmap: DEFAULT, pixel: 1, name: 'red' });
  little.send(x.encodeStoreNamedColor, { flags: 7, cmap: DEFAULT, pixel: 1, name: 'no such' });
  await expectAlike(little, 14);
});

test('allocated pixels are freed', async () => {
  little.send(x.encodeAllocColor, { cmap: DEFAULT, red: 0x8000, green: 0x1200, blue: 0xff00 });
  await expectAlike(little, 1);
  little.send(x.encodeFreeColors, { cmap: DEFAULT, planeMask: 0, pixels: Uint32Array.of(0x8012ff) });
  little.send(x.encodeFreeColors, { cmap: DEFAULT, planeMask: 0, pixels: new Uint32Array(0) });
  little.send(x.encodeFreeColors, { cmap: DEFAULT, planeMask: 0, pixels: Uint32Array.of(0x1000000) });
  little.send(x.encodeFreeColors, { cmap: DEFAULT, planeMask: 0xffffffff, pixels: Uint32Array.of(0x10) });
  await expectAlike(little, 2);
});

test('difference: freeing what was never allocated is no error', async () => {
  // Xvfb counts each component alone: none of these has been allocated before.
  const pixels = Uint32Array.of(0x191919);
  little.send(x.encodeFreeColors, { cmap: DEFAULT, planeMask: 0, pixels });
  const { core, xvfb } = await little.answers();
  expect(core).toEqual([]);
  expect(xvfb).toEqual([expect.stringMatching(/^error 10 /)]);
});

test('one is installed at a time, and windows are told', async () => {
  const first = create(little);
  const second = create(little);
  const window = makeWindow(little, COLORMAP_CHANGE);
  const other = makeWindow(little, COLORMAP_CHANGE);
  await expectAlike(little, 0);
  little.send(x.encodeChangeWindowAttributes, { window, valueList: { colormap: first } });
  little.send(x.encodeChangeWindowAttributes, { window: other, valueList: { colormap: second } });
  await expectAlike(little, 2);
  for (const cmap of [first, first, second]) little.send(x.encodeInstallColormap, { cmap });
  little.send(x.encodeListInstalledColormaps, { window });
  await expectAlike(little, 4, withoutUnusedBytes);
  for (const cmap of [first, second, DEFAULT]) little.send(x.encodeUninstallColormap, { cmap });
  little.send(x.encodeListInstalledColormaps, { window });
  await expectAlike(little, 2, withoutUnusedBytes);
  little.send(x.encodeInstallColormap, { cmap: first });
  little.send(x.encodeFreeColormap, { cmap: first });
  little.send(x.encodeFreeColormap, { cmap: second });
  little.send(x.encodeFreeColormap, { cmap: DEFAULT });
  little.send(x.encodeListInstalledColormaps, { window });
  await expectAlike(little, 1 + 2 + 1 + 1, withoutUnusedBytes);
});

/** ListInstalledColormaps has bytes without a meaning; Xvfb sends what was there. */
function withoutUnusedBytes(message: ServerMessage): ServerMessage {
  const { kind, bytes } = message;
  if (kind !== 'reply' || bytes.length !== 36) return withoutTime(message);
  return { ...message, bytes: bytes.slice().fill(0, 1, 2).fill(0, 10, 32) };
}

test('windows are told from the root down, the topmost first', async () => {
  const cmap = create(little);
  const windows = [1, 2, 3].map(() => makeWindow(little, COLORMAP_CHANGE));
  for (const window of windows) {
    little.send(x.encodeChangeWindowAttributes, { window, valueList: { colormap: cmap } });
  }
  await expectAlike(little, 3);
  little.send(x.encodeInstallColormap, { cmap });
  little.send(x.encodeFreeColormap, { cmap });
  await expectAlike(little, 3 + 3 + 3);
});

test('difference: a child with its parent’s colormap loses it too, as X11 §9 FreeColormap says', async () => {
  const cmap = create(little);
  const parent = makeWindow(little, COLORMAP_CHANGE);
  const child = makeWindow(little, COLORMAP_CHANGE);
  for (const window of [parent, child]) {
    little.send(x.encodeChangeWindowAttributes, { window, valueList: { colormap: cmap } });
  }
  little.send(x.encodeReparentWindow, { window: child, parent, x: 0, y: 0 });
  await expectAlike(little, 2);
  little.send(x.encodeFreeColormap, { cmap });
  const { core, xvfb } = await little.answers();
  expect(core).toHaveLength(2);
  // Its windows look the colormap up in their parents, and find none.
  expect(xvfb).toHaveLength(1);
});

test('the colormaps of a client go with it', async () => {
  const third = await servers.connect();
  const cmap = create(third);
  const window = makeWindow(little, COLORMAP_CHANGE);
  await third.answers();
  little.send(x.encodeChangeWindowAttributes, { window, valueList: { colormap: cmap } });
  little.send(x.encodeInstallColormap, { cmap });
  await little.answers();
  await third.close();
  const { screen, resources } = servers.core.core.state;
  expect(screen.installed.map((colormap) => colormap.id)).toEqual([DEFAULT]);
  expect(resources.has(cmap)).toBe(false);
  const events = (await little.core.sync()).map(({ bytes }) => x.decodeColormapNotifyEvent(new Reader(bytes, true)));
  expect(events).toMatchObject([
    { window, colormap: cmap, new: 0, state: 0 },
    { window, colormap: 0, new: 1, state: 0 },
  ]);
  await little.xvfb.sync();
});

test('copies have the visual of their source', async () => {
  const source = create(little);
  const copy = little.newId();
  little.send(x.encodeCopyColormapAndFree, { mid: copy, srcCmap: source });
  little.send(x.encodeAllocColor, { cmap: copy, red: 0x1234, green: 0, blue: 0xffff });
  await expectAlike(little, 1);
});

test('a pixel of the 32-bit visual is opaque', async () => {
  const client = servers.core.connect();
  await client.sync();
  const cmap = client.newId();
  const { root } = client.info;
  request(client, x.encodeCreateColormap, { alloc: 0, mid: cmap, window: root, visual: ARGB_VISUAL });
  request(client, x.encodeAllocColor, { cmap, red: 0x1200, green: 0x3400, blue: 0x5600 });
  request(client, x.encodeAllocNamedColor, { cmap, name: 'red' });
  request(client, x.encodeQueryColors, { cmap, pixels: Uint32Array.of(0xff123456) });
  const replies = await client.sync();
  expect(x.decodeAllocColorReply(new Reader(replies[0]!.bytes, true)).pixel).toBe(0xff123456);
  expect(x.decodeAllocNamedColorReply(new Reader(replies[1]!.bytes, true)).pixel).toBe(0xffff0000);
  expect([...x.decodeQueryColorsReply(new Reader(replies[2]!.bytes, true)).colors]).toEqual([0x1212, 0x3434, 0x5656]);
});

test('errors', async () => {
  create(little, { alloc: 1 });
  create(little, { alloc: 2 });
  create(little, { visual: 0x999 });
  create(little, { window: 0x77 });
  create(little, { mid: 0x77 });
  const mine = create(little);
  create(little, { mid: mine });
  create(little, { mid: mine, alloc: 1, visual: 0x999 });
  const cmap = NO_COLORMAP;
  const copy = little.newId();
  little.send(x.encodeFreeColormap, { cmap });
  little.send(x.encodeCopyColormapAndFree, { mid: copy, srcCmap: cmap });
  little.send(x.encodeCopyColormapAndFree, { mid: mine, srcCmap: mine });
  little.send(x.encodeInstallColormap, { cmap });
  little.send(x.encodeUninstallColormap, { cmap });
  little.send(x.encodeListInstalledColormaps, { window: cmap });
  little.send(x.encodeAllocColor, { cmap, red: 0, green: 0, blue: 0 });
  little.send(x.encodeAllocNamedColor, { cmap, name: 'no such' });
  little.send(x.encodeAllocColorCells, { contiguous: 2, cmap, colors: 0, planes: 0 });
  little.send(x.encodeAllocColorPlanes, { contiguous: 2, cmap, colors: 0, reds: 0, greens: 0, blues: 0 });
  little.send(x.encodeFreeColors, { cmap, planeMask: 0, pixels: Uint32Array.of(1 << 30) });
  little.send(x.encodeStoreColors, { cmap, items: [] });
  little.send(x.encodeStoreNamedColor, { flags: 0, cmap, pixel: 0, name: 'no such' });
  little.send(x.encodeQueryColors, { cmap, pixels: Uint32Array.of(1 << 30) });
  little.send(x.encodeLookupColor, { cmap, name: 'no such' });
  await expectAlike(little, 23 - 1);
});
