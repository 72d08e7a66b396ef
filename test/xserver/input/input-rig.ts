/**
 * Steps of input tests, carried out by Xvfb and by our core at once: requests of several clients and input made with XTEST. After each step
 * everything that any client has received is put side by side; only times are left out.
 */
import { expect } from 'vitest';
import { MajorOpcode } from '../../../xserver/extensions/numbers.ts';
import { encodeQueryExtension, type CoreRequestName } from '../../../xserver/protocol/generated/xproto.ts';
import { TestCore } from '../../support/core-client.ts';
import { encodeRequest, type XClient } from '../../support/x-client.ts';
import type { Xvfb } from '../../support/xvfb.ts';
import { fake, FakeType, Side, type Step, type WindowReference } from './side.ts';
import { create, destroy, map } from './steps.ts';

/** Keys that lock, and the modifier that shows it. */
const LOCK_KEYS = [
  { mask: 2, keycode: 66 },
  { mask: 16, keycode: 77 },
];
/** Number of the window that settles the pointer. */
const PROBE = 10_000;
const SCREEN = { width: 1024, height: 768 };

export interface Outcome {
  readonly xvfb: readonly string[];
  readonly core: readonly string[];
}

async function xtestOpcodeOf(client: XClient): Promise<number> {
  client.send(encodeRequest(client.littleEndian, encodeQueryExtension, { name: 'XTEST' }));
  const [reply] = await client.sync();
  return reply!.bytes[9]!;
}

export class InputRig {
  readonly core: TestCore;
  /** Our core's own view, for steps that depend on it. */
  get input(): TestCore['core']['state']['input'] {
    return this.core.core.state.input;
  }

  readonly #sides: { readonly xvfb: Side; readonly core: Side };
  readonly #ids = new Map<number, number>();
  readonly #log: string[] = [];
  readonly #pressedKeys = new Set<number>();

  private constructor(core: TestCore, sides: { readonly xvfb: Side; readonly core: Side }) {
    this.core = core;
    this.#sides = sides;
  }

  /** Fresh connections to a running Xvfb, whose input state is as new, and to a new core. Every other client is big-endian. */
  static async start(xvfb: Xvfb, clientCount: number): Promise<InputRig> {
    const core = new TestCore(SCREEN);
    const xvfbClients: XClient[] = [];
    const coreClients: XClient[] = [];
    for (let i = 0; i < clientCount; i++) {
      const client = await xvfb.connect(i % 2 === 0);
      xvfbClients.push(client);
      coreClients.push(core.connect(i % 2 === 0, client.info.idBase));
    }
    const opcode = await xtestOpcodeOf(xvfbClients[0]!);
    expect(await xtestOpcodeOf(coreClients[0]!)).toBe(MajorOpcode.Xtest);
    const rig = new InputRig(core, {
      xvfb: new Side(xvfbClients, opcode),
      core: new Side(coreClients, MajorOpcode.Xtest),
    });
    await rig.#settle();
    return rig;
  }

  /** The first XTEST event switches X.Org's master devices over, which shows as MappingNotify: that is behind us then. */
  async #settle(): Promise<void> {
    for (const [type, detail] of [
      [FakeType.KeyPress, 8],
      [FakeType.KeyRelease, 8],
      [FakeType.ButtonPress, 9],
      [FakeType.ButtonRelease, 9],
    ] as const) {
      await this.run(fake(type, detail));
    }
    // Into a window and out of it again: Xvfb forgets where earlier programs have left the pointer.
    await this.run(fake(FakeType.Motion, 0, 500, 400));
    await this.run(create(0, PROBE, { x: 490, y: 390 }));
    await this.run(map(0, PROBE));
    await this.run(destroy(0, PROBE));
  }

  run(step: Step): Promise<Outcome> {
    return this.runWaiting(step)();
  }

  /** Sends the step now; what comes of it is looked at when the result is called. */
  runWaiting(step: Step): () => Promise<Outcome> {
    const { xvfb, core } = this.#sides;
    if (step.request === 'CreateWindow') this.#newWindow(step);
    if (step.request === 'FakeInput' && step.fields['type'] === FakeType.KeyPress) {
      this.#pressedKeys.add(step.fields['detail'] as number);
    }
    this.#log.push(JSON.stringify(step));
    for (const side of [xvfb, core]) {
      side.send(step, (window) => (window === 0 ? side.clients[0]!.info.root : (this.#ids.get(window) ?? 0)));
    }
    return async () => {
      const [fromXvfb, fromCore] = await Promise.all([xvfb.received(step.client), core.received(step.client)]);
      return { xvfb: fromXvfb, core: fromCore };
    };
  }

  #newWindow(step: Step): void {
    const { window } = step.fields['wid'] as WindowReference;
    const { xvfb, core } = this.#sides;
    const id = xvfb.clients[step.client]!.newId();
    core.clients[step.client]!.newId();
    this.#ids.set(window, id);
    for (const side of [xvfb, core]) side.name(id, window);
  }

  /** Carries out a step; both servers must tell the same. Gives what they told. */
  async check(step: Step): Promise<readonly string[]> {
    const { xvfb, core } = await this.run(step);
    expect(core, `as Xvfb does after\n${this.#log.join('\n')}`).toEqual(xvfb);
    return core;
  }

  async checkAll(steps: readonly Step[]): Promise<readonly string[]> {
    const told: string[] = [];
    for (const step of steps) told.push(...(await this.check(step)));
    return told;
  }

  /** Leaves Xvfb's input state as new. */
  async close(): Promise<void> {
    const { xvfb } = this.#sides;
    const { keyboard, pointer } = this.input;
    const all = (request: CoreRequestName, fields: Step['fields']) =>
      xvfb.clients.map((_, client): Step => ({ client, request, fields }));
    const root: WindowReference = { window: 0 };
    // Explicitly: a server notices that connections have closed only after a while.
    const steps = [
      ...all('UngrabPointer', { time: 0 }),
      ...all('UngrabKeyboard', { time: 0 }),
      ...all('UngrabButton', { grabWindow: root, button: 0, modifiers: 0x8000 }),
      ...all('UngrabKey', { grabWindow: root, key: 0, modifiers: 0x8000 }),
      ...all('ChangeWindowAttributes', { window: root, valueList: { eventMask: 0 } }),
    ];
    for (const window of this.#ids.keys()) {
      steps.push({ client: 0, request: 'DestroyWindow', fields: { window: { window } } });
    }
    for (let button = 1; button <= pointer.mapping.length; button++) steps.push(fake(FakeType.ButtonRelease, button));
    for (const step of steps) await this.run(step);
    for (const keycode of this.#pressedKeys) await this.run(fake(FakeType.KeyRelease, keycode));
    await this.check({ client: 0, request: 'QueryPointer', fields: { window: root } });
    for (const { mask, keycode } of LOCK_KEYS) {
      if ((keyboard.locked & mask) === 0) continue;
      await this.run(fake(FakeType.KeyPress, keycode));
      await this.run(fake(FakeType.KeyRelease, keycode));
    }
    await this.run({ client: 0, request: 'SetInputFocus', fields: { focus: 1, revertTo: 0, time: 0 } });
    await this.check({ client: 0, request: 'QueryPointer', fields: { window: root } });
    for (const client of xvfb.clients) await client.close();
  }
}
