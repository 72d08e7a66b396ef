/** Grabs, frozen devices and the rest of pointer input, step by step on Xvfb and on our core. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { EventMask } from '../../../xserver/events.ts';
import { startXvfb, type Xvfb } from '../../support/xvfb.ts';
import { InputRig } from './input-rig.ts';
import { fake, FakeType, type Step } from './side.ts';
import {
  allow,
  ANY_MODIFIER,
  ASYNC,
  button,
  click,
  create,
  destroy,
  grabButton,
  grabKey,
  grabKeyboard,
  grabPointer,
  INPUT_EVENTS,
  key,
  map,
  motion,
  queryPointer,
  select,
  setFocus,
  SYNC,
  tap,
  ungrabButton,
  ungrabKey,
  ungrabKeyboard,
  ungrabPointer,
  unmap,
  w,
  warp,
} from './steps.ts';

let xvfb: Xvfb;
beforeAll(async () => {
  xvfb = await startXvfb();
});
afterAll(() => xvfb.close());

const [A, SHIFT, CAPS] = [38, 50, 66];
const MODES = [0, 1, 2, 3, 4, 5, 6, 7];
const LONG_AGO = 1;
const FAR_AHEAD = 0x7fff0000;

/** Window 1 of client 0 with its child 2 of client 1; window 3 of client 1 beside them. The pointer is in the child. */
async function startRig(): Promise<InputRig> {
  const rig = await InputRig.start(xvfb, 3);
  onTestFinished(() => rig.close());
  await rig.checkAll([
    create(0, 1, { x: 100, y: 100, width: 300, height: 300, borderWidth: 2, eventMask: INPUT_EVENTS }),
    create(1, 2, { parent: 1, x: 50, y: 50, width: 100, height: 100 }),
    create(1, 3, { x: 500, y: 100, width: 200, height: 200, eventMask: INPUT_EVENTS }),
    map(0, 1),
    map(1, 2),
    map(1, 3),
    motion(200, 200),
  ]);
  return rig;
}

describe('active grabs', () => {
  test('have a status', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabPointer(0, 1),
      grabPointer(1, 3),
      grabPointer(0, 1, { time: LONG_AGO }),
      grabPointer(0, 1, { time: FAR_AHEAD }),
      ungrabPointer(1),
      ungrabPointer(0, LONG_AGO),
      ungrabPointer(0, FAR_AHEAD),
      motion(210, 210),
      ungrabPointer(0),
      unmap(1, 3),
      grabPointer(0, 3),
      grabPointer(0, 1, { confineTo: 3 }),
      grabKeyboard(0, 3),
      grabKeyboard(0, 1, { pointerMode: SYNC }),
      grabKeyboard(1, 2),
      grabPointer(1, 2),
      ungrabKeyboard(0, LONG_AGO),
      ungrabKeyboard(0),
      grabKeyboard(1, 2),
      ungrabKeyboard(1),
    ]);
  });

  test('refuse wrong values', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabPointer(0, 1, { eventMask: 1 }),
      grabPointer(0, 1, { pointerMode: 2 }),
      grabPointer(0, 1, { keyboardMode: 7 }),
      grabPointer(0, 9),
      grabKeyboard(0, 1, { pointerMode: 2 }),
      grabKeyboard(0, 1, { keyboardMode: 2 }),
      grabButton(0, 1, 1, 0x100),
      grabButton(0, 1, 1, 0, { eventMask: 0x8000 }),
      grabKey(0, 1, 7, 0),
      grabKey(0, 1, 38, 0x200),
      ungrabKey(0, 1, 7, 0),
      ungrabKey(0, 1, 38, 0x200),
      ungrabButton(0, 1, 1, 0x100),
      allow(0, 8),
      setFocus(0, 1, 3),
    ]);
  });

  test('report to the grab-window, with owner-events where the client has selected', async () => {
    const rig = await startRig();
    const input = [...click(1), motion(220, 220), motion(600, 200), ...click(2), ...tap(A), motion(200, 200)];
    for (const ownerEvents of [false, true]) {
      await rig.checkAll([grabPointer(1, 3, { ownerEvents }), ...input, ungrabPointer(1)]);
      await rig.checkAll([grabKeyboard(1, 2, { ownerEvents }), ...input, ungrabKeyboard(1)]);
      await rig.checkAll([setFocus(0, 3), grabKeyboard(1, 2, { ownerEvents }), ...input, ungrabKeyboard(1)]);
      await rig.check(setFocus(0, 'pointer-root'));
    }
  });

  test('end with their window', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabPointer(0, 2),
      grabKeyboard(0, 2),
      motion(600, 200),
      unmap(0, 2),
      ...click(1),
      map(0, 2),
      grabPointer(0, 1, { confineTo: 2 }),
      motion(200, 210),
      unmap(0, 1),
      motion(400, 600),
      map(0, 1),
      grabKeyboard(0, 2),
      destroy(0, 1),
      ...tap(A),
    ]);
  });

  test('keep the pointer in the confine-to window', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabPointer(0, 1, { confineTo: 2 }),
      motion(500, 600),
      queryPointer(0, 0),
      motion(0, 0),
      queryPointer(0, 0),
      warp(0, 300, 300, { to: 0 }),
      queryPointer(0, 0),
      { client: 0, request: 'ConfigureWindow', fields: { window: w(2), valueList: { x: 10, y: 150 } } },
      queryPointer(0, 0),
      ungrabPointer(0),
      motion(500, 600),
    ]);
  });

  test('survive ChangeActivePointerGrab with another event mask', async () => {
    const rig = await startRig();
    const change = (client: number, eventMask: number, time = 0): Step => ({
      client,
      request: 'ChangeActivePointerGrab',
      fields: { cursor: 0, time, eventMask },
    });
    await rig.checkAll([
      change(0, 0x8000),
      change(0, EventMask.PointerMotion),
      grabPointer(0, 1, { eventMask: EventMask.ButtonPress }),
      change(1, EventMask.PointerMotion),
      change(0, EventMask.PointerMotion, LONG_AGO),
      motion(210, 210),
      ...click(1),
      change(0, EventMask.PointerMotion),
      motion(220, 220),
      ...click(1),
    ]);
  });
});

describe('the implicit grab of a button', () => {
  test('lasts until all buttons are up', async () => {
    const rig = await startRig();
    await rig.checkAll([
      button(1, true),
      motion(600, 200),
      button(2, true),
      button(1, false),
      motion(610, 200),
      ...tap(A),
      button(2, false),
      motion(620, 200),
    ]);
  });

  test('heeds OwnerGrabButton', async () => {
    const rig = await startRig();
    const mask = INPUT_EVENTS | EventMask.OwnerGrabButton;
    await rig.checkAll([
      create(0, 4, { x: 500, y: 400, eventMask: INPUT_EVENTS }),
      map(0, 4),
      select(0, 1, mask),
      button(1, true),
      motion(550, 450),
      motion(600, 200),
      button(1, false),
      motion(550, 450),
    ]);
  });

  test('ends with UngrabPointer and gives way to GrabPointer of its client', async () => {
    const rig = await startRig();
    await rig.checkAll([
      button(1, true),
      ungrabPointer(0),
      motion(600, 200),
      button(1, false),
      motion(200, 200),
      button(1, true),
      grabPointer(1, 3),
      grabPointer(0, 2),
      motion(210, 200),
      button(1, false),
      motion(220, 200),
      ungrabPointer(0),
    ]);
  });
});

describe('passive grabs', () => {
  test('match a button and exact modifiers, from the root down', async () => {
    const rig = await startRig();
    const presses = [
      ...click(1),
      ...click(2),
      key(SHIFT, true),
      ...click(1),
      key(SHIFT, false),
      ...tap(CAPS),
      ...click(1),
      key(SHIFT, true),
      ...click(1),
      key(SHIFT, false),
      ...tap(CAPS),
    ];
    await rig.checkAll([
      grabButton(2, 0, 1, 1),
      grabButton(1, 2, 1, 0),
      grabButton(0, 1, 2, ANY_MODIFIER),
      ...presses,
      grabButton(1, 0, 1, 1),
      grabButton(1, 0, 0, ANY_MODIFIER),
      grabButton(2, 0, 0, ANY_MODIFIER),
      ...presses,
      ungrabButton(2, 0, 1, 1),
      ...presses,
      ungrabButton(2, 0, 0, ANY_MODIFIER),
      ...presses,
    ]);
  });

  test('of any button or modifier can be taken back in part', async () => {
    const rig = await startRig();
    const presses = [
      ...click(1),
      ...click(2),
      key(SHIFT, true),
      ...click(1),
      ...click(2),
      key(SHIFT, false),
      key(37, true),
      ...click(1),
      key(37, false),
    ];
    await rig.checkAll([
      grabButton(2, 1, 0, ANY_MODIFIER),
      ungrabButton(2, 1, 1, 1),
      ...presses,
      ungrabButton(2, 1, 2, ANY_MODIFIER),
      ...presses,
      ungrabButton(2, 1, 0, 0),
      ...presses,
      grabButton(1, 1, 1, 1),
      grabButton(1, 1, 1, 4),
      ...presses,
      grabButton(2, 1, 0, ANY_MODIFIER),
      ...presses,
    ]);
  });

  test('of keys are found on the way to the focus, and from there to the pointer', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabKey(0, 1, A, 0),
      grabKey(1, 2, A, 0),
      grabKey(2, 3, A, ANY_MODIFIER),
      ...tap(A),
      setFocus(0, 2),
      ...tap(A),
      setFocus(0, 3),
      ...tap(A),
      motion(600, 200),
      setFocus(0, 2),
      ...tap(A),
      setFocus(0, 'none'),
      ...tap(A),
      setFocus(0, 'pointer-root'),
      ...tap(A),
      ungrabKey(2, 3, A, ANY_MODIFIER),
      ...tap(A),
      grabKey(2, 0, 0, ANY_MODIFIER),
      key(A, true),
      key(39, true),
      key(39, false),
      key(A, false),
      ...tap(39),
    ]);
  });

  test('of a modifier key end with its release', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabKey(2, 0, SHIFT, 0),
      key(SHIFT, true),
      ...tap(A),
      ...click(1),
      key(SHIFT, false),
      ...tap(A),
    ]);
  });

  test('go with their client and with their window', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabButton(2, 2, 1, 0),
      ...click(1),
      destroy(1, 2),
      create(1, 2, { parent: 1, x: 50, y: 50, width: 100, height: 100 }),
      map(1, 2),
      ...click(1),
    ]);
  });
});

describe('frozen devices', () => {
  const input = [...click(1), ...tap(A), ...click(2), ...tap(39)];

  for (const mode of MODES) {
    test(`are thawed by AllowEvents ${mode}: pointer grabbed`, async () => {
      const rig = await startRig();
      await rig.checkAll([
        grabPointer(0, 1, { pointerMode: SYNC, keyboardMode: SYNC }),
        ...input,
        allow(1, mode),
        allow(0, mode, LONG_AGO),
        allow(0, mode, FAR_AHEAD),
        allow(0, mode),
        allow(0, mode),
        allow(0, mode),
        ungrabPointer(0),
      ]);
    });

    test(`are thawed by AllowEvents ${mode}: both grabbed`, async () => {
      const rig = await startRig();
      await rig.checkAll([
        grabPointer(0, 1, { pointerMode: SYNC, keyboardMode: ASYNC }),
        grabKeyboard(0, 2, { pointerMode: ASYNC, keyboardMode: SYNC }),
        ...input,
        allow(0, mode),
        allow(0, mode),
        allow(0, mode),
        ungrabKeyboard(0),
        allow(0, mode),
        ungrabPointer(0),
      ]);
    });

    test(`are thawed by AllowEvents ${mode}: passive grabs`, async () => {
      const rig = await startRig();
      await rig.checkAll([
        grabButton(0, 1, 1, 0, { pointerMode: SYNC, keyboardMode: SYNC }),
        grabButton(1, 2, 1, 0, { pointerMode: SYNC }),
        grabKey(1, 1, A, 0, { keyboardMode: SYNC }),
        grabKey(2, 2, A, 0, { keyboardMode: SYNC, pointerMode: SYNC }),
        select(1, 2, INPUT_EVENTS & ~EventMask.KeyPress),
        button(1, true),
        ...tap(A),
        allow(0, mode),
        allow(1, mode),
        allow(2, mode),
        button(1, false),
        allow(0, mode),
        allow(1, mode),
        allow(2, mode),
        ungrabPointer(0),
        ungrabPointer(1),
        ungrabKeyboard(1),
        ungrabKeyboard(2),
      ]);
    });
  }

  test('freeze each other for two clients', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabPointer(0, 1, { keyboardMode: SYNC }),
      grabKeyboard(1, 3, { pointerMode: SYNC }),
      ...input,
      allow(0, 3),
      grabKeyboard(1, 3, { pointerMode: SYNC }),
      ...click(1),
      allow(0, 0),
      allow(1, 0),
      ungrabPointer(0),
      ungrabKeyboard(1),
    ]);
  });

  test('are replayed below the grab-window for click to focus', async () => {
    const rig = await startRig();
    await rig.checkAll([
      grabButton(2, 1, 1, ANY_MODIFIER, { pointerMode: SYNC }),
      button(1, true),
      setFocus(2, 1),
      allow(2, 2),
      button(1, false),
      motion(600, 200),
      ...click(1),
    ]);
  });
});

describe('motion hints', () => {
  test('come once until the client asks', async () => {
    const rig = await startRig();
    const moves = [motion(201, 201), motion(202, 202), motion(203, 203)];
    await rig.checkAll([
      select(0, 1, EventMask.PointerMotion | EventMask.PointerMotionHint | EventMask.ButtonPress),
      ...moves,
      queryPointer(1, 1),
      ...moves,
      queryPointer(0, 1),
      ...moves,
      button(1, true),
      ...moves,
      button(1, false),
      ...moves,
      motion(600, 200),
      ...moves,
      select(0, 1, EventMask.PointerMotion),
      ...moves,
      select(0, 1, EventMask.PointerMotion | EventMask.PointerMotionHint),
      ...moves,
      grabPointer(0, 1, { eventMask: EventMask.PointerMotion | EventMask.PointerMotionHint }),
      ...moves,
      queryPointer(0, 1),
      ...moves,
    ]);
  });

  test('are selected for by buttons', async () => {
    const rig = await startRig();
    await rig.checkAll([
      select(0, 1, EventMask.Button1Motion | EventMask.ButtonPress),
      motion(201, 201),
      button(1, true),
      motion(202, 202),
      button(2, true),
      motion(203, 203),
      button(1, false),
      motion(204, 204),
      button(2, false),
      select(0, 1, EventMask.ButtonMotion | EventMask.ButtonPress),
      ...[2, 9].flatMap((number) => [button(number, true), motion(205, 205), button(number, false), motion(206, 206)]),
    ]);
  });
});

describe('WarpPointer', () => {
  test('is relative to a window or to the pointer, and depends on where it is', async () => {
    const rig = await startRig();
    await rig.checkAll([
      warp(0, 10, 10, { to: 1 }),
      warp(0, 5, -5),
      warp(0, -5000, 5000),
      warp(0, 30, 30, { to: 2, from: 3 }),
      warp(0, 30, 30, { to: 2 }),
      warp(0, 10, 0, { from: 1 }),
      warp(0, 10, 0, { from: 1, srcX: 0, srcY: 0, srcWidth: 10, srcHeight: 10 }),
      warp(0, 10, 0, { from: 1, srcX: 0, srcY: 0, srcWidth: 200, srcHeight: 200 }),
      warp(0, 10, 0, { from: 1, srcX: 60, srcY: 60 }),
      create(2, 5, { x: 0, y: 0, width: 300, height: 300 }),
      map(2, 5),
      warp(0, 10, 0, { from: 1 }),
      warp(0, 10, 0, { from: 5 }),
      warp(0, 10, 0, { to: 9 }),
      warp(0, 10, 0, { from: 9 }),
      queryPointer(0, 1),
    ]);
  });
});

describe('XTEST', () => {
  test('refuses what cannot be input', async () => {
    const rig = await startRig();
    await rig.checkAll([
      fake(7, 0),
      fake(FakeType.KeyPress, 7),
      fake(FakeType.ButtonPress, 0),
      fake(FakeType.ButtonPress, 11),
      fake(FakeType.Motion, 2),
      { client: 0, request: 'FakeInput', fields: { ...motion(1, 1).fields, root: w(1) } },
      { client: 0, request: 'FakeInput', fields: { ...motion(1, 1).fields, root: w(9), detail: 0 } },
      { client: 0, request: 'FakeInput', fields: { ...motion(120, 130).fields, root: w(0) } },
      fake(FakeType.Motion, 1, -20, 30),
      fake(FakeType.Motion, 1, -2000, 30),
      queryPointer(0, 1),
      ...[1, 1].map((detail) => button(detail, true)),
      ...[1, 1].map((detail) => button(detail, false)),
      ...[A, A, SHIFT, SHIFT].map((keycode) => key(keycode, true)),
      ...[A, A, SHIFT, SHIFT].map((keycode) => key(keycode, false)),
    ]);
  });

  test('tells its version and compares cursors', async () => {
    const rig = await startRig();
    const [NONE, CURRENT] = [0, 1];
    const compare = (window: number, cursor: number): Step => ({
      client: 0,
      request: 'CompareCursor',
      fields: { window: w(window), cursor },
    });
    await rig.checkAll([
      { client: 0, request: 'GetVersion', fields: { majorVersion: 2, minorVersion: 1 } },
      compare(0, NONE),
      compare(0, CURRENT),
      compare(1, NONE),
      compare(1, CURRENT),
      compare(1, 77),
      compare(9, NONE),
    ]);
  });

  test('lets a client through a grabbed server', async () => {
    const rig = await startRig();
    const control = (impervious: number): Step => ({ client: 1, request: 'GrabControl', fields: { impervious } });
    const waits = { client: 1, request: 'GetInputFocus', fields: {} } as const;
    await rig.checkAll([control(2), control(1)]);
    const grabbed = rig.runWaiting({ client: 0, request: 'GrabServer', fields: {} });
    const answered = rig.runWaiting(waits);
    const freed = rig.runWaiting({ client: 0, request: 'UngrabServer', fields: {} });
    expect(rig.core.core.state.clients.get(2)!.held).toEqual([]);
    for (const outcome of [grabbed, answered, freed]) {
      const { xvfb: expected, core } = await outcome();
      expect(core).toEqual(expected);
    }
  });

  test('makes a client wait for the delay, and what it asks next too', async () => {
    const rig = await startRig();
    const delayed: Step = { client: 0, request: 'FakeInput', fields: { ...motion(150, 150).fields, time: 300 } };
    const before = rig.core.time;
    const outcome = rig.runWaiting(delayed);
    expect(rig.core.deadline).toBe(before + 300);
    rig.core.time += 299;
    rig.core.append({ kind: 'time-reached' });
    expect(rig.input.pointer).toMatchObject({ x: 200, y: 200 });
    rig.core.time += 1;
    rig.core.append({ kind: 'time-reached' });
    expect(rig.input.pointer).toMatchObject({ x: 150, y: 150 });
    const { xvfb: expected, core } = await outcome();
    expect(core).toEqual(expected);
    expect(core.length).toBeGreaterThan(0);
  });
});
