/** Keys under XKEYBOARD: groups, latches, repetitions, and requests of arbitrary bytes. */
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import {
  coreRequestEncoders,
  decodeCoreEvent,
  EventMask,
  type CoreRequestArguments,
  type CoreRequestName,
} from '../../../xserver/protocol/generated/xproto.ts';
import { encodeXTestFakeInput } from '../../../xserver/protocol/generated/xtest.ts';
import { encodeQueryExtension, decodeQueryExtensionReply } from '../../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import { Writer } from '../../../xserver/protocol/writer.ts';
import { encodeRequest, type XClient } from '../../support/x-client.ts';
import { CORE_KEYBOARD, XkbRig, XkbSide, type Answer } from './xkb-rig.ts';
import { TestCore } from '../../support/core-client.ts';

const deviceSpec = CORE_KEYBOARD;
const [A, SHIFT, CAPS, MODE_SWITCH] = [38, 50, 66, 203];
const [PRESS, RELEASE, MAPPING_NOTIFY] = [2, 3, 34];

function send<Name extends CoreRequestName>(client: XClient, name: Name, fields: CoreRequestArguments[Name]): void {
  const writer = new Writer(client.littleEndian);
  coreRequestEncoders[name](writer, fields);
  client.send(writer.finish());
}

function createWindow(client: XClient): void {
  const wid = client.newId();
  const place = { x: 0, y: 0, width: 50, height: 50, borderWidth: 0 };
  const eventMask = EventMask.KeyPress | EventMask.KeyRelease;
  const rest = { depth: 0, parent: client.info.root, class: 0, visual: 0, valueList: { eventMask } };
  send(client, 'CreateWindow', { wid, ...place, ...rest });
  send(client, 'MapWindow', { window: wid });
  send(client, 'SetInputFocus', { revertTo: 0, focus: wid, time: 0 });
}

async function xtestOpcode(client: XClient): Promise<number> {
  client.send(encodeRequest(client.littleEndian, encodeQueryExtension, { name: 'XTEST' }));
  const [reply] = await client.sync();
  return decodeQueryExtensionReply(new Reader(reply!.bytes, client.littleEndian)).majorOpcode;
}

/** One side with a focused window, and a second client that presses keys. */
class Typing {
  readonly side: XkbSide;
  readonly #typist: XClient;
  readonly #xtest: number;

  constructor(side: XkbSide, typist: XClient, xtest: number) {
    this.side = side;
    this.#typist = typist;
    this.#xtest = xtest;
  }

  /** Key events as name, keycode and state; other events as the rig has them. */
  async key(keycode: number, type: number): Promise<unknown[]> {
    const writer = new Writer(true);
    const nowhere = { time: 0, root: 0, rootX: 0, rootY: 0, deviceid: 0 };
    encodeXTestFakeInput(writer, { type, detail: keycode, ...nowhere }, this.#xtest);
    this.#typist.send(writer.finish());
    await this.#typist.sync();
    // Xvfb tells of a new mapping when another of its keyboards is the first to be used.
    const messages = (await this.side.client.sync()).filter(({ code }) => code !== MAPPING_NOTIFY);
    return messages.map(({ code, bytes }): unknown => {
      const event = decodeCoreEvent(new Reader(bytes, true));
      if (event?.name === 'KeyPress' || event?.name === 'KeyRelease') return [event.name, event.detail, event.state];
      return this.side.event(code, bytes);
    });
  }
}

async function startTyping(use: boolean): Promise<{ rig: XkbRig; sides: Typing[] }> {
  const rig = await XkbRig.start(true, use);
  onTestFinished(() => rig.close());
  const sides: Typing[] = [];
  for (const side of [rig.xvfb, rig.core]) {
    const typist = side === rig.xvfb ? await rig.server.connect() : rig.testCore.connect();
    const xtest = await xtestOpcode(typist);
    // A second group for the letter, which Mode_switch leads to.
    const keysyms = Uint32Array.of(0x61, 0x41, 0xe4, 0xc4);
    send(typist, 'ChangeKeyboardMapping', { firstKeycode: A, keycodeCount: 1, keysymsPerKeycode: 4, keysyms });
    await typist.sync();
    createWindow(side.client);
    await side.client.sync();
    sides.push(new Typing(side, typist, xtest));
  }
  return { rig, sides };
}

const TAPS: readonly (readonly [keycode: number, type: number])[] = [
  [MODE_SWITCH, PRESS],
  [A, PRESS],
  [A, RELEASE],
  [SHIFT, PRESS],
  [A, PRESS],
  [A, RELEASE],
  [MODE_SWITCH, RELEASE],
  [SHIFT, RELEASE],
  [CAPS, PRESS],
  [CAPS, RELEASE],
  [A, PRESS],
  [A, RELEASE],
  [CAPS, PRESS],
  [CAPS, RELEASE],
];

test.each([
  ['with', true],
  ['without', false],
])('the state of key events for a client %s XKEYBOARD', async (_, use) => {
  const { sides } = await startTyping(use);
  for (const [keycode, type] of TAPS) {
    const [theirs, ours] = [await sides[0]!.key(keycode, type), await sides[1]!.key(keycode, type)];
    expect(ours).toEqual(theirs);
  }
});

test('a latch lasts until the next key', async () => {
  const { rig, sides } = await startTyping(true);
  const latch = { affectModLatches: 1, modLatches: 1, latchGroup: 0, groupLatch: 0 };
  await rig.check('LatchLockState', {
    deviceSpec,
    affectModLocks: 0,
    modLocks: 0,
    lockGroup: 0,
    groupLock: 0,
    ...latch,
  });
  for (const [keycode, type] of [
    [A, PRESS],
    [A, RELEASE],
    [A, PRESS],
    [A, RELEASE],
  ] as const) {
    expect(await sides[1]!.key(keycode, type)).toEqual(await sides[0]!.key(keycode, type));
  }
});

test('StateNotify, IndicatorStateNotify and BellNotify tell those who have selected them', async () => {
  const { rig, sides } = await startTyping(true);
  const selected = 0x0fff & ~2;
  const fields = {
    deviceSpec,
    affectWhich: selected,
    clear: 0,
    selectAll: selected,
    affectMap: 0,
    map: 0,
    details: {},
  };
  await rig.check('SelectEvents', fields);
  const keyboards = /^00(02|04)0{12}03/;
  for (const [keycode, type] of TAPS) {
    // Xvfb tells of its slave keyboards too.
    const [theirs, ours] = await Promise.all(sides.map(async (side) => await side.key(keycode, type)));
    const own = (list: unknown[] | undefined) => {
      return list!.filter((item) => Array.isArray(item) || keyboards.test((item as { bytes: string }).bytes));
    };
    expect(own(ours)).toEqual(own(theirs));
  }
});

test('DetectableAutorepeat leaves out the releases of repetitions', async () => {
  const core = new TestCore();
  const side = new XkbSide(core.connect(), false);
  await side.start();
  await side.ask('UseExtension', { wantedMajor: 1, wantedMinor: 0 });
  createWindow(side.client);
  await side.client.sync();
  const hold = async (): Promise<number[]> => {
    for (let i = 0; i < 3; i++) {
      core.append({ kind: 'input', terminal: 1, number: ++number, input: { kind: 'key', keycode: A, pressed: true } });
    }
    core.append({ kind: 'input', terminal: 1, number: ++number, input: { kind: 'key', keycode: A, pressed: false } });
    return (await side.client.sync()).map(({ code }) => code);
  };
  let number = 0;
  expect(await hold()).toEqual([PRESS, RELEASE, PRESS, RELEASE, PRESS, RELEASE]);
  const nothing = { ctrlsToChange: 0, autoCtrls: 0, autoCtrlsValues: 0 };
  await side.ask('PerClientFlags', { deviceSpec, change: 1, value: 1, ...nothing });
  expect(await hold()).toEqual([PRESS, PRESS, PRESS, RELEASE]);
});

test('requests of any bytes are answered, and never by a fault of ours', async () => {
  const core = new TestCore();
  const side = new XkbSide(core.connect(), false);
  await side.start();
  await side.ask('UseExtension', { wantedMajor: 1, wantedMinor: 0 });
  const minor = fc.constantFrom(...Array.from({ length: 26 }, (_, index) => index), 101);
  const small = fc.array(fc.oneof(fc.constantFrom(0, 0, 0, 1, 2, 8, 255), fc.integer({ min: 0, max: 255 })), {
    maxLength: 120,
  });
  await fc.assert(
    fc.asyncProperty(minor, small, fc.boolean(), async (opcode, body, onKeyboard) => {
      const bytes = new Uint8Array(4 + ((body.length + 3) & ~3));
      bytes.set([side.major, opcode, bytes.length >> 2, bytes.length >> 10]);
      bytes.set(body, 4);
      // Most of them would fall at the device else.
      if (onKeyboard && bytes.length >= 6) bytes.set([0, 1], 4);
      await side.raw(bytes);
    }),
    { numRuns: 3000 },
  );
  const answers: Answer[] = await side.ask('GetState', { deviceSpec });
  expect(answers).toHaveLength(1);
  const again = Core.restore(core.core.snapshot());
  expect(again.stateHash()).toBe(core.core.stateHash());
});
