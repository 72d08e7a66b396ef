/** What our keyboard says of itself, beside what Xvfb says of its own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeMap } from '../../../xserver/extensions/xkb/map-reply.ts';
import type { XkbRequestArguments, XkbRequestName } from '../../../xserver/protocol/generated/xkb.ts';
import { CORE_KEYBOARD, XkbRig, type Answer, type XkbSide } from './xkb-rig.ts';

const deviceSpec = CORE_KEYBOARD;

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('%s', (_, littleEndian) => {
  let rig: XkbRig;

  beforeAll(async () => {
    rig = await XkbRig.start(littleEndian);
  });

  afterAll(() => rig.close());

  test.each([
    ['GetState', { deviceSpec }],
    ['GetControls', { deviceSpec }],
    ['GetIndicatorState', { deviceSpec }],
    ['GetIndicatorMap', { deviceSpec, which: 0xffffffff }],
    ['GetIndicatorMap', { deviceSpec, which: 0x3005 }],
    ['GetCompatMap', { deviceSpec, groups: 15, getAllSI: 1, firstSI: 0, nSI: 0 }],
    ['GetCompatMap', { deviceSpec, groups: 2, getAllSI: 0, firstSI: 100, nSI: 23 }],
    ['GetCompatMap', { deviceSpec, groups: 0, getAllSI: 0, firstSI: 100, nSI: 24 }],
    ['GetMap', { deviceSpec, ...wholeMap() }],
    ['GetMap', { deviceSpec, ...wholeMap(), full: 0 }],
    ['GetMap', { deviceSpec, ...wholeMap(), full: 0x47 }],
    ['GetMap', { deviceSpec, ...wholeMap(), full: 1, partial: 1 }],
    ['GetMap', { deviceSpec, ...wholeMap(), full: 0x100 }],
    [
      'GetMap',
      { deviceSpec, ...wholeMap(), full: 0, partial: 3, firstType: 4, nTypes: 9, firstKeySym: 37, nKeySyms: 30 },
    ],
    ['GetMap', { deviceSpec, ...wholeMap(), full: 0, partial: 1, firstType: 20, nTypes: 9 }],
    ['GetMap', { deviceSpec, ...wholeMap(), full: 0, partial: 2, firstKeySym: 250, nKeySyms: 7 }],
    ['GetMap', { deviceSpec, ...wholeMap(), full: 0, partial: 2, firstKeySym: 7, nKeySyms: 1 }],
    [
      'GetMap',
      {
        deviceSpec,
        ...wholeMap(),
        full: 0,
        partial: 0xdc,
        firstKeyAction: 37,
        nKeyActions: 40,
        firstKeyExplicit: 60,
        nKeyExplicit: 20,
        firstModMapKey: 50,
        nModMapKeys: 17,
        firstVModMapKey: 64,
        nVModMapKeys: 20,
        virtualMods: 0x805,
      },
    ],
    ['PerClientFlags', { deviceSpec, change: 0x20, value: 0, ctrlsToChange: 0, autoCtrls: 0, autoCtrlsValues: 0 }],
    ['PerClientFlags', { deviceSpec, change: 1, value: 3, ctrlsToChange: 0, autoCtrls: 0, autoCtrlsValues: 0 }],
    ['GetState', { deviceSpec: 3 }],
    ['GetState', { deviceSpec: 0x400 }],
    ['GetState', { deviceSpec: 2 }],
    ['GetState', { deviceSpec: 0x200 }],
  ] as [XkbRequestName, XkbRequestArguments[XkbRequestName]][])('%s %j', async (name, fields) => {
    await rig.check(name, fields);
  });

  async function names(side: XkbSide, which: number): Promise<Answer> {
    const [reply] = await side.ask('GetNames', { deviceSpec, which });
    const valueList: Record<string, unknown> = { ...(reply!['valueList'] as object) };
    for (const [key, value] of Object.entries(valueList)) {
      if (key === 'keyNames' || key === 'keyAliases' || key === 'nLevelsPerType') continue;
      const atoms = (Array.isArray(value) ? value : [value]) as number[];
      const texts: string[] = [];
      for (const atom of atoms) texts.push(await side.nameOf(atom));
      valueList[key] = texts;
    }
    return { ...reply, valueList };
  }

  test.each([0x3fff, 0x1ff5, 0x1800, 0x0800, 0x0600, 0])('GetNames %d', async (which) => {
    expect(await names(rig.core, which)).toEqual(await names(rig.xvfb, which));
  });

  test('GetNamedIndicator', async () => {
    for (const name of ['Caps Lock', 'Mouse Keys', 'Group 2', 'No Such Light']) {
      const [theirs, ours] = await Promise.all(
        [rig.xvfb, rig.core].map(async (side) => {
          const fields = { deviceSpec, ledClass: 0x300, ledID: 0x400, indicator: await side.atom(name) };
          const [reply] = await side.ask('GetNamedIndicator', fields);
          return { ...reply, indicator: 0 };
        }),
      );
      expect(ours).toEqual(theirs);
    }
  });

  test('GetDeviceInfo, the names of lights compared as such', async () => {
    for (const [wanted, ledClass, ledID, device] of [
      [0, 0, 0, 0x100],
      [0x1c, 0, 0, 0x100],
      [0x1c, 0x300, 0x400, 3],
      [0x02, 0, 0, 0x100],
      [0x02, 0, 0, 0x200],
      [0x1c, 4, 0, 0x100],
      [0x01, 0, 0, 0x100],
    ] as const) {
      const answers = [];
      for (const side of [rig.xvfb, rig.core]) {
        const fields = { deviceSpec: device, wanted, allButtons: 0, firstButton: 0, nButtons: 0, ledClass, ledID };
        const [reply] = await side.ask('GetDeviceInfo', fields);
        const leds = (reply!['leds'] ?? []) as { names: number[] }[];
        const named = [];
        for (const led of leds) {
          const texts = [];
          for (const atom of led.names) texts.push(await side.nameOf(atom));
          named.push({ ...led, names: texts });
        }
        answers.push({ ...reply, leds: named });
      }
      expect(answers[1]).toEqual(answers[0]);
    }
  });
});

test('nothing but UseExtension is answered before UseExtension', async () => {
  const rig = await XkbRig.start(true, false);
  expect(await rig.check('GetState', { deviceSpec })).toEqual([{ error: 10 }]);
  await rig.check('GetMap', { deviceSpec, ...wholeMap() });
  await rig.check('UseExtension', { wantedMajor: 1, wantedMinor: 0 });
  await rig.check('GetState', { deviceSpec });
  await rig.close();
});
