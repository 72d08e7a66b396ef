/** Input of terminals, and what the core does as time passes: repetitions, delays, the screen saver. */
import { describe, expect, test } from 'vitest';
import { brief, CoreRig } from './core-rig.ts';
import { fake, FakeType, type Step } from './side.ts';
import { click, create, grabKeyboard, INPUT_EVENTS, key, map, motion, SYNC, tap, ungrabKeyboard } from './steps.ts';

const [A, S, SHIFT] = [38, 39, 50];

/** One client with a window at 100,100 of 200x200, which the pointer is in; terminal 1 is attached. */
async function startRig(clients = 1): Promise<CoreRig> {
  const rig = new CoreRig(clients);
  await rig.run(create(0, 1, { x: 100, y: 100, width: 200, height: 200, eventMask: INPUT_EVENTS }), map(0, 1));
  rig.place(1, { kind: 'motion', x: 150, y: 160 });
  await rig.told();
  return rig;
}

function pressed(keycode: number) {
  return { kind: 'key', keycode, pressed: true } as const;
}

function released(keycode: number) {
  return { kind: 'key', keycode, pressed: false } as const;
}

describe('terminals', () => {
  test('move the pointer and press buttons and keys', async () => {
    const rig = await startRig();
    rig.place(1, { kind: 'motion', x: 110, y: 120 });
    rig.place(1, { kind: 'button', button: 1, pressed: true });
    rig.place(1, { kind: 'button', button: 1, pressed: false });
    rig.place(1, pressed(SHIFT));
    rig.place(1, pressed(A));
    rig.place(1, released(A));
    rig.place(1, released(SHIFT));
    expect(brief(await rig.told(), 'detail', 'eventX', 'eventY', 'state')).toEqual([
      'client 0: MotionNotify 0 10 20 0',
      'client 0: ButtonPress 1 10 20 0',
      'client 0: ButtonRelease 1 10 20 256',
      `client 0: KeyPress ${SHIFT} 10 20 0`,
      `client 0: KeyPress ${A} 10 20 1`,
      `client 0: KeyRelease ${A} 10 20 1`,
      `client 0: KeyRelease ${SHIFT} 10 20 1`,
    ]);
  });

  test('keep the pointer on the screen', async () => {
    const rig = await startRig();
    rig.place(1, { kind: 'motion', x: -5, y: 5000 });
    expect(rig.input.pointer).toMatchObject({ x: 0, y: 767 });
    rig.place(1, { kind: 'motion', x: 10.9, y: 20.5 });
    rig.place(1, { kind: 'motion', x: Number.NaN, y: 30 });
    rig.place(1, { kind: 'motion', x: 30, y: Infinity });
    expect(rig.input.pointer).toMatchObject({ x: 10, y: 20 });
  });

  test('have no effect with buttons and keys that there are not', async () => {
    const rig = await startRig();
    for (const button of [0, 11, 1.5, -1]) rig.place(1, { kind: 'button', button, pressed: true });
    for (const keycode of [0, 7, 256, 38.5]) rig.place(1, pressed(keycode));
    expect(await rig.told()).toEqual([]);
    expect(rig.core.core.state.terminals.get(1)).toMatchObject({ keys: new Set(), buttons: new Set() });
  });

  test('hold a key and a button down together', async () => {
    const rig = await startRig();
    rig.append({ kind: 'terminal-attached', terminal: 2 });
    rig.place(1, pressed(A));
    rig.place(2, pressed(A));
    rig.place(1, released(A));
    rig.place(1, { kind: 'button', button: 3, pressed: true });
    rig.place(2, { kind: 'button', button: 3, pressed: true });
    rig.place(1, { kind: 'button', button: 3, pressed: false });
    // The second press of the key repeats it: its user means one of their own.
    expect(brief(await rig.told(), 'detail')).toEqual([
      `client 0: KeyPress ${A}`,
      `client 0: KeyRelease ${A}`,
      `client 0: KeyPress ${A}`,
      'client 0: ButtonPress 3',
    ]);
    rig.place(2, released(A));
    rig.place(2, { kind: 'button', button: 3, pressed: false });
    expect(brief(await rig.told(), 'detail')).toEqual([`client 0: KeyRelease ${A}`, 'client 0: ButtonRelease 3']);
  });

  test('let go of everything when they are gone', async () => {
    const rig = await startRig();
    rig.append({ kind: 'terminal-attached', terminal: 2 });
    rig.place(2, pressed(SHIFT));
    rig.place(2, pressed(A));
    rig.place(1, pressed(A));
    rig.place(2, { kind: 'button', button: 1, pressed: true });
    await rig.told();
    rig.append({ kind: 'terminal-gone', terminal: 2 });
    expect(brief(await rig.told(), 'detail')).toEqual(['client 0: ButtonRelease 1', `client 0: KeyRelease ${SHIFT}`]);
    rig.append({ kind: 'terminal-gone', terminal: 2 });
    rig.place(2, pressed(S));
    expect(await rig.told()).toEqual([]);
    rig.append({ kind: 'terminal-gone', terminal: 1 });
    expect(brief(await rig.told(), 'detail')).toEqual([`client 0: KeyRelease ${A}`]);
  });

  test('have each input placed once', async () => {
    const rig = await startRig();
    const entry = { kind: 'input', terminal: 1, number: 7, input: pressed(A) } as const;
    rig.append(entry);
    rig.append({ ...entry, input: released(A) });
    rig.append({ ...entry, number: 6, input: released(A) });
    expect(brief(await rig.told())).toEqual(['client 0: KeyPress']);
    expect(rig.core.core.state.terminals.get(1)!.lastInput).toBe(7);
  });

  test('share buttons with XTEST: a button is up when nobody holds it', async () => {
    const rig = await startRig();
    rig.place(1, { kind: 'button', button: 1, pressed: true });
    expect(brief(await rig.run(...click(1)))).toEqual(['client 0: ButtonPress']);
    rig.place(1, { kind: 'button', button: 1, pressed: false });
    expect(brief(await rig.told())).toEqual(['client 0: ButtonRelease']);
  });

  test('lose a modifier to XTEST, as with xdotool --clearmodifiers', async () => {
    const rig = await startRig();
    rig.place(1, pressed(SHIFT));
    const told = await rig.run(key(SHIFT, false), ...tap(A), key(SHIFT, true));
    expect(brief(told, 'detail', 'state')).toEqual([
      `client 0: KeyPress ${SHIFT} 0`,
      `client 0: KeyRelease ${SHIFT} 1`,
      `client 0: KeyPress ${A} 0`,
      `client 0: KeyRelease ${A} 0`,
      `client 0: KeyPress ${SHIFT} 0`,
    ]);
    rig.place(1, released(SHIFT));
    expect(brief(await rig.told(), 'detail')).toEqual([`client 0: KeyRelease ${SHIFT}`]);
  });
});

describe('a keymap from a terminal', () => {
  const keymap = {
    kind: 'keymap',
    firstKeycode: A,
    keysymsPerKeycode: 2,
    keysyms: Uint32Array.of(0x71, 0x51, 0xe4, 0xc4),
    modifierMap: undefined,
  } as const;

  test('tells every client before the next key', async () => {
    const rig = await startRig(2);
    rig.place(1, keymap);
    rig.place(1, pressed(A));
    const told = await rig.told();
    expect(brief(told, 'request', 'firstKeycode', 'count', 'detail')).toEqual([
      `client 0: MappingNotify 1 ${A} 2 -`,
      `client 0: KeyPress - - - ${A}`,
      `client 1: MappingNotify 1 ${A} 2 -`,
    ]);
    const [reply] = await rig.run({ client: 0, request: 'GetKeyboardMapping', fields: { firstKeycode: A, count: 2 } });
    expect(reply).toMatch(/71 51 71 51 0 0 0 e4 c4 e4 c4 0 0 0$/);
  });

  test('may bring its modifiers', async () => {
    const rig = await startRig();
    const modifierMap = new Uint8Array(16);
    modifierMap[4] = A;
    modifierMap[5] = 3;
    rig.place(1, { ...keymap, modifierMap });
    rig.place(1, pressed(A));
    rig.place(1, pressed(S));
    expect(brief(await rig.told(), 'request', 'detail', 'state')).toEqual([
      'client 0: MappingNotify 1 - -',
      'client 0: MappingNotify 0 - -',
      `client 0: KeyPress - ${A} 0`,
      `client 0: KeyPress - ${S} 4`,
    ]);
  });

  test('is cut to the keycodes that there are', async () => {
    const rig = await startRig();
    rig.place(1, { ...keymap, firstKeycode: 255 });
    rig.place(1, { ...keymap, firstKeycode: 300 });
    rig.place(1, { ...keymap, firstKeycode: 2 });
    rig.place(1, { ...keymap, keysymsPerKeycode: 0 });
    expect(brief(await rig.told(), 'firstKeycode', 'count')).toEqual(['client 0: MappingNotify 255 1']);
  });
});

describe('keys that stay down', () => {
  test('repeat when their terminal says so, as KeyRelease and KeyPress, however long that takes', async () => {
    const rig = await startRig();
    rig.place(1, pressed(A));
    await rig.told();
    // What holds the next word of it up is the link.
    rig.pass(5000);
    expect(await rig.told()).toEqual([]);
    rig.place(1, pressed(A));
    rig.place(1, pressed(A));
    const again = [`client 0: KeyRelease ${A}`, `client 0: KeyPress ${A}`];
    expect(brief(await rig.told(), 'detail')).toEqual([...again, ...again]);
    rig.place(1, released(A));
    rig.pass(2000);
    expect(brief(await rig.told())).toEqual(['client 0: KeyRelease']);
  });

  test('do not repeat when they are modifiers or switched off', async () => {
    const rig = await startRig();
    const control = (valueList: Record<string, number>): Step => ({
      client: 0,
      request: 'ChangeKeyboardControl',
      fields: { valueList },
    });
    const hold = (keycode: number): void => {
      rig.place(1, pressed(keycode));
      rig.place(1, pressed(keycode));
      rig.place(1, released(keycode));
    };
    const once = ['client 0: KeyPress', 'client 0: KeyRelease'];
    hold(SHIFT);
    expect(brief(await rig.told())).toEqual(once);
    await rig.run(control({ key: A, autoRepeatMode: 0 }));
    hold(A);
    expect(brief(await rig.told())).toEqual(once);
    await rig.run(control({ autoRepeatMode: 0 }));
    hold(S);
    expect(brief(await rig.told())).toEqual(once);
  });

  test('do not pile up while the keyboard is frozen', async () => {
    const rig = await startRig();
    rig.place(1, pressed(A));
    await rig.run(grabKeyboard(0, 1, { keyboardMode: SYNC }));
    for (let i = 0; i < 50; i++) rig.place(1, pressed(A));
    expect(rig.input.queue).toEqual([]);
    await rig.run(ungrabKeyboard(0));
    rig.place(1, pressed(A));
    expect(brief(await rig.told())).toEqual(['client 0: KeyRelease', 'client 0: KeyPress']);
  });

  test('of FakeInput repeat after 660 ms, then every 40 ms', async () => {
    const rig = await startRig();
    await rig.run(fake(FakeType.KeyPress, A));
    await rig.told();
    rig.pass(659);
    expect(await rig.told()).toEqual([]);
    rig.pass(401);
    expect(await rig.told()).toHaveLength(22);
    await rig.run(fake(FakeType.KeyRelease, A));
    rig.pass(2000);
    expect(await rig.told()).toEqual([]);
  });
});

describe('the screen saver', () => {
  test('becomes active without input, and ends with it', async () => {
    const rig = await startRig();
    const { screenSaver } = rig.core.core.state;
    const inputs = [
      () => rig.place(1, { kind: 'motion', x: 1, y: 1 }),
      () => rig.place(1, { kind: 'button', button: 1, pressed: true }),
      () => rig.place(1, pressed(SHIFT)),
      () => rig.send(fake(FakeType.Motion, 0, 5, 5)),
    ];
    for (const input of inputs) {
      input();
      expect(rig.core.deadline).toBe(rig.core.time + 600_000);
      rig.pass(599_999);
      expect(screenSaver.active).toBe(false);
      rig.pass(1);
      expect(screenSaver.active).toBe(true);
      expect(rig.core.deadline).toBeUndefined();
    }
    rig.send(motion(7, 7));
    expect(screenSaver.active).toBe(false);
  });
});

test('the bell rings between its base volume and full or none', async () => {
  const rig = await startRig();
  const bell = (percent: number): Step => ({ client: 0, request: 'Bell', fields: { percent } });
  await rig.run(...[0, 50, 100, -50, -100, 33, -33].map(bell));
  expect(rig.core.bells.map(({ volume }) => volume)).toEqual([50, 75, 100, 25, 0, 67, 34]);
  const valueList = { bellPercent: 80, bellPitch: 1000, bellDuration: 20 };
  await rig.run({ client: 0, request: 'ChangeKeyboardControl', fields: { valueList } }, bell(-10));
  expect(rig.core.bells.at(-1)).toEqual({ volume: 72, pitch: 1000, duration: 20 });
  const [high, low] = await rig.run(bell(101), bell(-101));
  expect([high, low]).toEqual([expect.stringContaining('error 2 '), expect.stringContaining('error 2 ')]);
  expect(rig.core.bells).toHaveLength(8);
});

describe('delays of XTEST', () => {
  const delayed = (client: number, x: number, time: number): Step => ({
    client,
    request: 'FakeInput',
    fields: { ...motion(x, 150).fields, time },
  });

  test('hold back what the client asks later, nobody else', async () => {
    const rig = await startRig(2);
    rig.send(delayed(1, 151, 100));
    rig.send(delayed(1, 152, 50));
    rig.send({ ...motion(153, 150), client: 1 });
    rig.send(motion(154, 150));
    const at = () => rig.input.pointer.x;
    expect(at()).toBe(154);
    rig.pass(100);
    expect(at()).toBe(151);
    rig.pass(49);
    expect(at()).toBe(151);
    rig.pass(1);
    expect(at()).toBe(153);
    expect(brief(await rig.told(), 'rootX')).toEqual([
      'client 0: MotionNotify 154',
      'client 0: MotionNotify 151',
      'client 0: MotionNotify 152',
      'client 0: MotionNotify 153',
    ]);
  });

  test('pass before an entry that comes after them', async () => {
    const rig = await startRig(2);
    rig.send(delayed(1, 151, 100));
    rig.core.time += 500;
    rig.send(motion(154, 150));
    expect(brief(await rig.told(), 'rootX')).toEqual(['client 0: MotionNotify 151', 'client 0: MotionNotify 154']);
  });

  test('end with their client', async () => {
    const rig = await startRig(2);
    rig.send(delayed(1, 151, 100));
    rig.append({ kind: 'client-gone', client: 2 });
    rig.pass(200);
    expect(rig.input.pointer.x).toBe(150);
    expect(rig.input.delayed).toEqual([]);
  });
});
