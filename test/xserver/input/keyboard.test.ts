/** Keysyms, modifiers, control of keyboard and pointer: what Xvfb answers and does, our core answers and does. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startXvfb } from '../../support/xvfb.ts';
import { InputRig } from './input-rig.ts';
import type { Step } from './side.ts';
import { button, click, create, INPUT_EVENTS, key, map, motion, queryPointer, tap } from './steps.ts';

/** Two connections to a new Xvfb and to a new core: the keymap outlasts connections. */
async function startRig(): Promise<InputRig> {
  const xvfb = await startXvfb();
  onTestFinished(() => xvfb.close());
  return InputRig.start(xvfb, 2);
}

function ask(request: Step['request'], fields: Step['fields'] = {}): Step {
  return { client: 0, request, fields };
}

const ALL_KEYSYMS = ask('GetKeyboardMapping', { firstKeycode: 8, count: 248 });
const MODIFIERS = ask('GetModifierMapping');
const CONTROL = ask('GetKeyboardControl');

function changeKeysyms(firstKeycode: number, rows: readonly (readonly number[])[]): Step {
  const keysymsPerKeycode = rows[0]!.length;
  return {
    client: 1,
    request: 'ChangeKeyboardMapping',
    fields: { keycodeCount: rows.length, firstKeycode, keysymsPerKeycode, keysyms: Uint32Array.from(rows.flat()) },
  };
}

function setModifiers(rows: readonly (readonly number[])[]): Step {
  const keycodesPerModifier = Math.max(0, ...rows.map((row) => row.length));
  const keycodes = new Uint8Array(8 * keycodesPerModifier);
  rows.forEach((row, index) => keycodes.set(row, index * keycodesPerModifier));
  return { client: 1, request: 'SetModifierMapping', fields: { keycodesPerModifier, keycodes } };
}

function control(valueList: Record<string, number>): Step {
  return { client: 1, request: 'ChangeKeyboardControl', fields: { valueList } };
}

const [A, S, SHIFT, CONTROL_L, CAPS, ALT, NUM, SCROLL] = [38, 39, 50, 37, 66, 64, 77, 78];

describe('a new server', () => {
  test('has the same keymap, modifiers and controls', async () => {
    const rig = await startRig();
    await rig.checkAll([
      ALL_KEYSYMS,
      MODIFIERS,
      CONTROL,
      ask('GetPointerMapping'),
      ask('GetPointerControl'),
      ask('QueryKeymap'),
    ]);
  });

  test('has the focus at PointerRoot', async () => {
    const rig = await startRig();
    // The rig's own setting up does not touch the focus.
    await rig.check(ask('GetInputFocus'));
  });
});

describe('ChangeKeyboardMapping', () => {
  /** Letters of all scripts with cases, keypad, function and modifier keysyms, and nothing. */
  const keysym = fc.constantFrom(
    0,
    0,
    0x61,
    0x41,
    0x62,
    0x42,
    0x31,
    0x21,
    0xe4,
    0xc4,
    0xdf,
    0x1b1,
    0x1a1,
    0x2e5,
    0x3bd,
    0x3bf,
    0x6c1,
    0x6e1,
    0x7e1,
    0x7c1,
    0x7b6,
    0x7f3,
    0xffbe,
    0xffb1,
    0xff9c,
    0xffbd,
    0xff08,
    0xffe1,
    0xffe3,
    0xffe9,
    0x10020ac,
  );
  const rows = fc
    .integer({ min: 1, max: 12 })
    .chain((width) =>
      fc.array(fc.array(keysym, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
    );
  /** Ordinary keys, letters and function keys, whose types differ. */
  const first = fc.constantFrom(10, 24, 38, 52, 67, 94, 106, 107, 120, 200, 250);

  test('reads back as X.Org stores it', async () => {
    const rig = await startRig();
    await fc.assert(
      fc.asyncProperty(first, rows, async (firstKeycode, keysyms) => {
        await rig.check(changeKeysyms(firstKeycode, keysyms));
        await rig.check(ALL_KEYSYMS);
        await rig.check(CONTROL);
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  test('reads back replicated lists, and their halves', async () => {
    const rig = await startRig();
    await fc.assert(
      fc.asyncProperty(first, fc.array(keysym, { minLength: 1, maxLength: 5 }), async (firstKeycode, group) => {
        const [a = 0, b = 0, ...more] = group;
        for (const row of [[a], [a, b], [a, b, a, b], [a, b, a, b, ...more], [a, b, a, b, ...more, ...more]]) {
          await rig.check(changeKeysyms(firstKeycode, [row]));
          await rig.check(ALL_KEYSYMS);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  test('answers wrong requests with the errors', async () => {
    const rig = await startRig();
    await rig.checkAll([
      changeKeysyms(7, [[1]]),
      changeKeysyms(255, [[1], [2]]),
      changeKeysyms(250, [[]]),
      ask('GetKeyboardMapping', { firstKeycode: 7, count: 1 }),
      ask('GetKeyboardMapping', { firstKeycode: 200, count: 57 }),
      ask('GetKeyboardMapping', { firstKeycode: 255, count: 0 }),
      ALL_KEYSYMS,
    ]);
  });
});

describe('modifiers', () => {
  async function withWindow(): Promise<InputRig> {
    const rig = await startRig();
    await rig.checkAll([create(0, 1, { x: 400, y: 300, width: 200, height: 200, eventMask: INPUT_EVENTS }), map(0, 1)]);
    return rig;
  }

  test('are down with their keys, and Caps_Lock and Num_Lock lock', async () => {
    const rig = await withWindow();
    await rig.checkAll([
      key(SHIFT, true),
      ...tap(A),
      key(CONTROL_L, true),
      ...tap(S),
      key(SHIFT, false),
      key(CONTROL_L, false),
      ...tap(CAPS),
      ...tap(A),
      CONTROL,
      key(CAPS, true),
      ...tap(A),
      key(CAPS, false),
      ...tap(NUM),
      CONTROL,
      key(SHIFT, true),
      ...tap(CAPS),
      key(SHIFT, false),
      ...click(1),
      ...tap(NUM),
      ...tap(CAPS),
      ...tap(SCROLL),
      CONTROL,
      ask('QueryKeymap'),
    ]);
  });

  test('stay while one of two keys of a modifier is down', async () => {
    const rig = await withWindow();
    await rig.checkAll([
      key(SHIFT, true),
      key(62, true),
      key(SHIFT, false),
      ...tap(A),
      key(62, false),
      ...tap(A),
      key(ALT, true),
      key(108, true),
      key(108, false),
      ...tap(A),
      key(ALT, false),
      ...tap(205),
      ...tap(133),
      ...tap(92),
    ]);
  });

  test('follow SetModifierMapping and the keysyms', async () => {
    const rig = await withWindow();
    const watched = (keycode: number) => [
      key(keycode, true),
      queryPointer(0, 1),
      key(keycode, false),
      queryPointer(0, 1),
    ];
    const plain = [A, S, SHIFT, 62, CONTROL_L, CAPS, NUM, SCROLL].flatMap(watched);
    const taps = [...plain, ...watched(ALT)];
    const settled = [...tap(CAPS), ...tap(NUM)];
    await rig.checkAll([
      setModifiers([[SHIFT], [], [CONTROL_L], [ALT], [A], [NUM], [SCROLL], [S]]),
      MODIFIERS,
      CONTROL,
      ...taps,
      ...taps,
      setModifiers([[SHIFT], [S], [CONTROL_L, CAPS], [ALT], [], [], [A, NUM]]),
      MODIFIERS,
      CONTROL,
      ...taps,
      ...settled,
      // Shift_Lock on the Lock modifier, a second Num_Lock, Caps_Lock on a letter's key.
      setModifiers([[SHIFT], [62], [CONTROL_L], [ALT], [NUM, S], [SCROLL]]),
      changeKeysyms(62, [[0xffe6]]),
      changeKeysyms(S, [[0xff7f]]),
      changeKeysyms(A, [[0xffe5]]),
      CONTROL,
      ...taps,
      ...taps,
      // An Alt_L without a modifier keeps its last one in X.Org.
      setModifiers([]),
      MODIFIERS,
      ...plain,
    ]);
  });

  test('change at random', async () => {
    const rig = await withWindow();
    const keycodes = [A, S, SHIFT, 62, CONTROL_L, ALT, 40, 41];
    const assignment = fc.array(fc.integer({ min: -1, max: 7 }), {
      minLength: keycodes.length,
      maxLength: keycodes.length,
    });
    await fc.assert(
      fc.asyncProperty(assignment, async (modifiers) => {
        const modifierOf = (keycode: number, chosen: number) => (keycode === ALT ? Math.max(0, chosen) : chosen);
        const rows = Array.from({ length: 8 }, (_, row) =>
          keycodes.filter((keycode, i) => modifierOf(keycode, modifiers[i]!) === row),
        );
        // What locks goes off with the mapping that locked it.
        const steps = keycodes.flatMap((keycode) => [...tap(keycode), queryPointer(0, 1), ...tap(keycode)]);
        await rig.checkAll([setModifiers(rows), MODIFIERS, CONTROL, ...steps]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  test('cannot change while a modifier key is down, nor twice over', async () => {
    const rig = await withWindow();
    await rig.checkAll([
      key(SHIFT, true),
      setModifiers([[], [], [CONTROL_L]]),
      key(SHIFT, false),
      key(A, true),
      setModifiers([[SHIFT], [A]]),
      key(A, false),
      MODIFIERS,
    ]);
    const { xvfb, core } = await rig.run(setModifiers([[SHIFT], [SHIFT]]));
    // X.Org leaves the error's value to chance.
    const withoutValue = (lines: readonly string[]) => lines.map((line) => line.replace(/ value .*/, ''));
    expect(withoutValue(core)).toEqual(withoutValue(xvfb));
    await rig.checkAll([setModifiers([[SHIFT], [7]]), MODIFIERS]);
  });
});

describe('ChangeKeyboardControl', () => {
  const values = fc.record(
    {
      keyClickPercent: fc.integer({ min: -3, max: 103 }),
      bellPercent: fc.integer({ min: -3, max: 103 }),
      bellPitch: fc.integer({ min: -3, max: 33000 }),
      bellDuration: fc.integer({ min: -3, max: 33000 }),
      key: fc.integer({ min: 6, max: 60 }),
      autoRepeatMode: fc.integer({ min: 0, max: 3 }),
    },
    { requiredKeys: [] },
  );

  test('takes values and gives errors as X.Org does', async () => {
    const rig = await startRig();
    await fc.assert(
      fc.asyncProperty(values, async (valueList) => {
        await rig.checkAll([control(valueList), CONTROL]);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  test('switches lights, those of locks left out', async () => {
    const rig = await startRig();
    const lights = fc.record(
      { led: fc.integer({ min: 0, max: 33 }), ledMode: fc.integer({ min: 0, max: 2 }) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(lights, async (valueList) => {
        await rig.checkAll([control(valueList), CONTROL]);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('keeps a chosen repetition when the keysyms change', async () => {
    const rig = await startRig();
    await rig.checkAll([
      control({ key: A, autoRepeatMode: 0 }),
      changeKeysyms(A, [[0x71], [0x72]]),
      CONTROL,
      control({ key: SHIFT, autoRepeatMode: 1 }),
      setModifiers([[SHIFT, A, S]]),
      CONTROL,
    ]);
  });
});

describe('the pointer', () => {
  test('has a mapping that buttons follow', async () => {
    const rig = await startRig();
    const setMapping = (...map: number[]): Step => ({
      client: 1,
      request: 'SetPointerMapping',
      fields: { map: Uint8Array.from(map) },
    });
    const clicks = [1, 2, 3, 9].flatMap(click);
    await rig.checkAll([
      create(0, 1, { x: 400, y: 300, width: 200, height: 200, eventMask: INPUT_EVENTS | 0x2000 }),
      map(0, 1),
      setMapping(3, 2, 1, 4, 5, 6, 7, 8, 9, 10),
      ...clicks,
      setMapping(0, 2, 1, 4, 5, 6, 7, 8, 200, 10),
      ...clicks,
      button(1, true),
      motion(480, 380),
      button(1, false),
      button(3, true),
      setMapping(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
      setMapping(5, 2, 1, 4, 3, 6, 7, 8, 9, 10),
      button(3, false),
      ask('GetPointerMapping'),
      setMapping(1, 2, 3),
      setMapping(1, 2, 3, 4, 5, 6, 7, 8, 1, 10),
      ask('GetPointerMapping'),
    ]);
  });

  test('has an acceleration and a threshold', async () => {
    const rig = await startRig();
    const value = fc.integer({ min: -3, max: 9 });
    const flag = fc.integer({ min: 0, max: 2 });
    const fields = fc.record({
      accelerationNumerator: value,
      accelerationDenominator: value,
      threshold: value,
      doAcceleration: flag,
      doThreshold: flag,
    });
    await fc.assert(
      fc.asyncProperty(fields, async (request) => {
        await rig.checkAll([ask('ChangePointerControl', request), ask('GetPointerControl')]);
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });
});
