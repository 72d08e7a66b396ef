/** Where X.Org leaves the protocol and we keep to it (each with the place in the protocol), and what only the core can show: cursors, history, caps. */
import { describe, expect, test } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import type { CursorImage } from '../../../xserver/driver.ts';
import { EventMask } from '../../../xserver/events.ts';
import { MAX_MOTION_HISTORY, MAX_PASSIVE_GRABS, MAX_QUEUED_INPUT } from '../../../xserver/limits.ts';
import { SceneDamage } from '../../../xserver/scene-damage.ts';
import { brief, CoreRig } from './core-rig.ts';
import type { Step } from './side.ts';
import {
  allow,
  ANY_MODIFIER,
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
  select,
  setFocus,
  SYNC,
  tap,
  ungrabButton,
  ungrabPointer,
  unmap,
  w,
  warp,
} from './steps.ts';

const [A, SHIFT] = [38, 50];
const ASYNC_POINTER = 0;
const REPLAY_POINTER = 2;
const REPLAY_KEYBOARD = 5;
const ASYNC_BOTH = 6;
const SYNC_BOTH = 7;

async function startRig(clients = 2, driver?: SceneDamage): Promise<CoreRig> {
  const rig = new CoreRig(clients, driver);
  await rig.run(
    create(0, 1, { x: 100, y: 100, width: 200, height: 200, eventMask: INPUT_EVENTS }),
    create(0, 2, { x: 400, y: 100, width: 200, height: 200, eventMask: INPUT_EVENTS }),
    map(0, 1),
    map(0, 2),
    motion(150, 150),
  );
  return rig;
}

describe('queued events', () => {
  test('have the position that the pointer had (X11 §11: root-x and root-y)', async () => {
    const rig = await startRig();
    await rig.run(grabPointer(0, 1, { pointerMode: SYNC }));
    const frozen = await rig.run(
      motion(160, 160),
      motion(170, 170),
      button(1, true),
      motion(180, 180),
      button(1, false),
      motion(450, 150),
    );
    expect(frozen).toEqual([]);
    expect(rig.input.pointer).toMatchObject({ x: 150, y: 150, physicalX: 450, physicalY: 150 });
    const told = await rig.run(allow(0, ASYNC_POINTER));
    expect(brief(told, 'rootX', 'state')).toEqual([
      'client 0: MotionNotify 170 0',
      'client 0: ButtonPress 170 0',
      'client 0: MotionNotify 180 256',
      'client 0: ButtonRelease 180 256',
      'client 0: MotionNotify 450 0',
    ]);
  });

  test('include the release of a button that is pressed again', async () => {
    const rig = await startRig();
    await rig.run(grabPointer(0, 1, { pointerMode: SYNC }), ...click(1), ...click(1));
    expect(brief(await rig.run(allow(0, ASYNC_POINTER)))).toEqual([
      'client 0: ButtonPress',
      'client 0: ButtonRelease',
      'client 0: ButtonPress',
      'client 0: ButtonRelease',
    ]);
  });

  test('are capped, motion going first', async () => {
    const rig = await startRig();
    await rig.run(grabPointer(0, 1, { pointerMode: SYNC }), motion(160, 160));
    for (let i = 0; i < MAX_QUEUED_INPUT / 2 - 1; i++) for (const step of click(1)) rig.send(step);
    rig.send(button(1, true));
    expect(rig.input.queue).toHaveLength(MAX_QUEUED_INPUT);
    expect(rig.input.queue[0]).toMatchObject({ kind: 'motion' });
    rig.send(button(1, false));
    expect(rig.input.queue).toHaveLength(MAX_QUEUED_INPUT);
    expect(rig.input.queue[0]).toMatchObject({ kind: 'button', pressed: true });
    rig.send(button(1, true));
    expect(rig.input.queue).toHaveLength(MAX_QUEUED_INPUT);
    expect(rig.input.queue.at(-1)).toMatchObject({ kind: 'button', pressed: false });
  });

  test('survive a snapshot', async () => {
    const rig = await startRig();
    await rig.run(
      grabButton(0, 1, 1, 0, { pointerMode: SYNC, keyboardMode: SYNC }),
      button(1, true),
      ...tap(A),
      motion(170, 170),
    );
    const restored = Core.restore(rig.core.core.snapshot());
    expect(restored.stateHash()).toBe(rig.core.core.stateHash());
    const { grab } = restored.state.input.pointer;
    expect(grab.active?.window).toBe(restored.state.resources.get(grab.active!.window.id));
    expect(restored.state.input.keyboard.grab.frozenBy).toBe(grab.active);
    expect(restored.state.input.queue).toEqual(rig.input.queue);
  });
});

describe('AllowEvents', () => {
  test('AsyncBoth and SyncBoth thaw both devices for a client that has frozen both by one grab (X11 §12)', async () => {
    const rig = await startRig();
    await rig.run(grabKeyboard(0, 1, { pointerMode: SYNC, keyboardMode: SYNC }), ...tap(A), ...click(1));
    expect(brief(await rig.run(allow(0, SYNC_BOTH)))).toEqual(['client 0: KeyPress']);
    expect(await rig.run(allow(1, ASYNC_BOTH))).toEqual([]);
    expect(brief(await rig.run(allow(0, ASYNC_BOTH)))).toEqual([
      'client 0: KeyRelease',
      'client 0: ButtonPress',
      'client 0: ButtonRelease',
    ]);
  });

  test('ReplayKeyboard goes on below the grab-window towards the focus (X11 §12)', async () => {
    const rig = await startRig();
    await rig.run(grabKey(0, 0, A, 0, { keyboardMode: SYNC }), grabKey(1, 2, A, 0), setFocus(0, 2));
    expect(brief(await rig.run(key(A, true)), 'event')).toContain('client 0: KeyPress root');
    expect(brief(await rig.run(allow(0, REPLAY_KEYBOARD)), 'event')).toContain('client 1: KeyPress w2');
  });

  test('ReplayPointer reports the modifiers of the press (X11 §11: state)', async () => {
    const rig = await startRig();
    await rig.run(grabButton(1, 1, 1, 0, { pointerMode: SYNC }), button(1, true), key(SHIFT, true));
    const told = await rig.run(allow(1, REPLAY_POINTER));
    expect(brief(told, 'event', 'state')).toContain('client 0: ButtonPress w1 0');
  });
});

describe('grabs', () => {
  test('of the keyboard tell of a focus that was None (X11 §11: FocusOut with mode Grab)', async () => {
    const rig = await startRig();
    await rig.run(select(0, 0, EventMask.FocusChange), setFocus(0, 'none'));
    const told = await rig.run(grabKeyboard(0, 1));
    expect(brief(told.slice(0, 3), 'event', 'detail', 'mode')).toEqual([
      'client 0: FocusOut root 7 1',
      'client 0: FocusIn root 4 1',
      'client 0: FocusIn w1 3 1',
    ]);
  });

  test('that are refused leave a confined pointer confined', async () => {
    const rig = await startRig();
    await rig.run(grabPointer(0, 1, { confineTo: 1 }), grabPointer(1, 1), motion(450, 150));
    expect(rig.input.pointer).toMatchObject({ x: 299, y: 150 });
  });

  test('that move the pointer into their window leave it there', async () => {
    const rig = await startRig();
    await rig.run(grabPointer(0, 1, { confineTo: 2 }), ...click(1), ungrabPointer(0), ...click(1));
    expect(rig.input.pointer).toMatchObject({ x: 400, y: 150, physicalX: 400, physicalY: 150 });
  });

  test('are capped when passive', async () => {
    const rig = await startRig();
    const many = (count: number) => {
      for (let i = 0; i < count; i++) rig.send(grabKey(0, 3 + Math.floor(i / 247), 9 + (i % 247), 0));
    };
    const windows = Math.ceil(MAX_PASSIVE_GRABS / 247);
    for (let window = 3; window < 3 + windows; window++) rig.send(create(0, window));
    many(MAX_PASSIVE_GRABS);
    expect(await rig.told()).toEqual([]);
    expect(rig.input.passiveGrabCount).toBe(MAX_PASSIVE_GRABS);
    const [error] = await rig.run(grabKey(0, 1, A, 0));
    expect(error).toMatch(/^client 0: error 11 /);
    // The same combination again, or one that goes, makes no more of them.
    expect(await rig.run(grabKey(0, 3, A, 0))).toEqual([]);
    await rig.run(destroy(0, 3));
    expect(rig.input.passiveGrabCount).toBe(MAX_PASSIVE_GRABS - 247);
    expect(await rig.run(grabKey(0, 1, A, 0))).toEqual([]);
  });

  test('leave with their client', async () => {
    const rig = await startRig(3);
    await rig.run(
      grabButton(1, 1, 1, ANY_MODIFIER),
      ungrabButton(1, 1, 1, 1),
      grabKey(1, 0, 0, ANY_MODIFIER),
      grabPointer(1, 1, { pointerMode: SYNC, keyboardMode: SYNC }),
      grabKeyboard(1, 1),
    );
    expect(rig.input.passiveGrabCount).toBe(2);
    await rig.run(...click(1), ...tap(A));
    rig.append({ kind: 'client-gone', client: 2 });
    expect(rig.input.passiveGrabCount).toBe(0);
    expect(rig.input.pointer.grab).toMatchObject({ active: undefined, freeze: 'free', frozenBy: undefined });
    expect(rig.input.keyboard.grab).toMatchObject({ active: undefined, freeze: 'free', frozenBy: undefined });
    expect(rig.input.queue).toEqual([]);
  });
});

/** Tells what it is told of the pointer. */
class PointerDriver extends SceneDamage {
  readonly cursors: (CursorImage | undefined)[] = [];
  readonly warps: (readonly [x: number, y: number])[] = [];

  override cursorChanged(cursor: CursorImage | undefined): void {
    this.cursors.push(cursor);
  }

  override pointerWarped(x: number, y: number): void {
    this.warps.push([x, y]);
  }
}

describe('the display driver', () => {
  /** Two cursors of a pixmap each, with ids by number: 1 and 2. */
  async function withCursors(): Promise<{ rig: CoreRig; driver: PointerDriver; cursor: (number: number) => number }> {
    const driver = new PointerDriver();
    const rig = await startRig(2, driver);
    const base = (1 << 21) + 0x1000;
    const cursor = (number: number) => base + 2 * number + 1;
    for (const number of [1, 2]) {
      const pid = base + 2 * number;
      await rig.run(
        {
          client: 0,
          request: 'CreatePixmap',
          fields: { depth: 1, pid, drawable: w(0), width: 4 * number, height: 4 * number },
        },
        {
          client: 0,
          request: 'CreateCursor',
          fields: {
            cid: cursor(number),
            source: pid,
            mask: 0,
            foreRed: 0,
            foreGreen: 0,
            foreBlue: 0,
            backRed: 0,
            backGreen: 0,
            backBlue: 0,
            x: 0,
            y: 0,
          },
        },
      );
    }
    return { rig, driver, cursor };
  }

  const widths = (driver: PointerDriver) => driver.cursors.splice(0).map((cursor) => cursor?.width);

  test("is told of the cursor: the window's, an ancestor's, the grab's", async () => {
    const { rig, driver, cursor } = await withCursors();
    const setCursor = (window: number, id: number): Step => ({
      client: 0,
      request: 'ChangeWindowAttributes',
      fields: { window: w(window), valueList: { cursor: id } },
    });
    widths(driver);
    await rig.run(motion(160, 150), motion(170, 150));
    expect(widths(driver)).toEqual([]);
    await rig.run(setCursor(1, cursor(1)));
    expect(widths(driver)).toEqual([4]);
    await rig.run(
      create(0, 3, { parent: 1, width: 50, height: 50 }),
      map(0, 3),
      motion(120, 120),
      setCursor(0, cursor(2)),
    );
    expect(widths(driver)).toEqual([]);
    await rig.run(motion(50, 50), setCursor(3, cursor(2)), motion(120, 120), motion(160, 160));
    expect(widths(driver)).toEqual([8, 4]);
    await rig.run({ ...grabPointer(0, 2), fields: { ...grabPointer(0, 2).fields, cursor: cursor(2) } });
    expect(widths(driver)).toEqual([8]);
    await rig.run({
      client: 0,
      request: 'ChangeActivePointerGrab',
      fields: { cursor: 0, time: 0, eventMask: EventMask.ButtonPress },
    });
    expect(widths(driver)).toEqual([]);
    await rig.run(ungrabPointer(0));
    expect(widths(driver)).toEqual([4]);
    await rig.run(unmap(0, 1));
    expect(widths(driver)).toEqual([8]);
  });

  test('is told where the core has moved the pointer, not where the hand has', async () => {
    const driver = new PointerDriver();
    const rig = await startRig(2, driver);
    driver.warps.length = 0;
    rig.place(1, { kind: 'motion', x: 120, y: 130 });
    expect(driver.warps).toEqual([]);
    await rig.run(warp(0, 5, 6, { to: 1 }));
    await rig.run(grabPointer(0, 1, { confineTo: 2 }));
    rig.place(1, { kind: 'motion', x: 10, y: 150 });
    rig.place(1, { kind: 'motion', x: 410, y: 150 });
    expect(driver.warps.splice(0)).toEqual([
      [105, 106],
      [400, 106],
      [400, 150],
    ]);
    await rig.run(ungrabPointer(0));
    rig.place(1, { kind: 'motion', x: 1000, y: 700 });
    rig.append({ kind: 'screen-resized', width: 800, height: 600, widthMillimetres: 200, heightMillimetres: 150 });
    expect(driver.warps).toEqual([[799, 599]]);
  });
});

describe('the motion history', () => {
  const ask = (start: number, stop: number, window = 1): Step => ({
    client: 0,
    request: 'GetMotionEvents',
    fields: { window: w(window), start, stop },
  });
  /** Times and coordinates of a reply: words from the seventh on, two for each motion. */
  const motions = (reply: string) => {
    const words = reply
      .split(' ')
      .slice(4 + 1 + 6)
      .map((word) => Number.parseInt(word === 'none' ? '0' : word, 16));
    return Array.from({ length: words.length / 2 }, (_, i) => {
      const place = words[2 * i + 1]!;
      return [words[2 * i], (place << 16) >> 16, place >> 16];
    });
  };

  test('has times and places in the window, its border included', async () => {
    const rig = await startRig();
    rig.core.time = 5000;
    for (const x of [98, 100, 299, 300, 450]) {
      rig.core.time += 10;
      rig.place(1, { kind: 'motion', x, y: 110 });
    }
    const [all, some, none, turned, other] = (
      await rig.run(ask(5000, 0), ask(5020, 5030), ask(9000, 0), ask(5030, 5020), ask(1, 0, 2))
    )
      .filter((line) => line.includes('reply'))
      .map(motions);
    expect(all).toEqual([
      [5020, 0, 10],
      [5030, 199, 10],
    ]);
    expect(some).toEqual(all);
    expect([none, turned]).toEqual([[], []]);
    expect(other).toEqual([[5050, 50, 10]]);
  });

  test('forgets what is old', async () => {
    const rig = await startRig();
    for (let i = 0; i < MAX_MOTION_HISTORY + 5; i++) rig.place(1, { kind: 'motion', x: 110, y: 110 + (i % 100) });
    expect(rig.input.pointer.history).toHaveLength(MAX_MOTION_HISTORY);
  });
});
