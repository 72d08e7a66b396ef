import type { ServerState } from '../../../xserver/state/server-state.ts';
import type { ExtensionProducers, Producers } from './producers.ts';
import type { World } from './world.ts';

const POINTER_EVENTS = 0x7ffc;
const ANY_MODIFIER = 0x8000;
const SYNC_PERCENT = 35;
const FIRST_KEYCODE = 8;
const LAST_KEYCODE = 255;
/** Keys of which random input presses most, so that grabs and keymaps meet them. */
const USUAL_KEYS = [24, 25, 26, 38, 50, 66];

/** GrabModeSync 0, GrabModeAsync 1. */
function grabMode(world: World): number {
  return world.random.chance(SYNC_PERCENT) ? 0 : 1;
}

function grabModes(world: World) {
  return { pointerMode: grabMode(world), keyboardMode: grabMode(world) };
}

export function keycode(world: World): number {
  return world.random.chance(80) ? world.random.pick(USUAL_KEYS) : world.random.between(FIRST_KEYCODE, LAST_KEYCODE);
}

function modifiers(world: World): number {
  return world.random.chance(70) ? ANY_MODIFIER : world.random.pick([0, 0, 1, 2, 4, 5]);
}

/** A passive grab that no other client has: else the request is refused. */
function freeGrabWindow(world: World): number {
  const mine = world
    .windows()
    .filter(({ passiveGrabs }) => passiveGrabs.every(({ client }) => client === world.client.number));
  return (world.random.pickAny(mine.length > 0 ? mine : world.windows()) ?? world.root).id;
}

function cursorOrNone(world: World): number {
  return world.random.chance(60) ? 0 : (world.cursor()?.id ?? 0);
}

export const inputProducers = {
  GrabPointer: (world) => ({
    ownerEvents: world.flag(),
    grabWindow: (world.viewableWindow() ?? world.root).id,
    eventMask: world.random.bits(POINTER_EVENTS),
    ...grabModes(world),
    confineTo: world.random.chance(85) ? 0 : (world.viewableWindow()?.id ?? 0),
    cursor: cursorOrNone(world),
    time: world.time(),
  }),
  UngrabPointer: (world) => ({ time: world.time() }),
  GrabButton: (world) => ({
    ownerEvents: world.flag(),
    grabWindow: freeGrabWindow(world),
    eventMask: world.random.bits(POINTER_EVENTS),
    ...grabModes(world),
    confineTo: 0,
    cursor: cursorOrNone(world),
    button: world.random.below(4),
    modifiers: modifiers(world),
  }),
  UngrabButton: (world) => ({
    button: world.random.below(4),
    grabWindow: freeGrabWindow(world),
    modifiers: modifiers(world),
  }),
  ChangeActivePointerGrab: (world) => ({
    cursor: cursorOrNone(world),
    time: world.time(),
    eventMask: world.random.bits(POINTER_EVENTS),
  }),
  GrabKeyboard: (world) => ({
    ownerEvents: world.flag(),
    grabWindow: (world.viewableWindow() ?? world.root).id,
    time: world.time(),
    ...grabModes(world),
  }),
  UngrabKeyboard: (world) => ({ time: world.time() }),
  GrabKey: (world) => ({
    ownerEvents: world.flag(),
    grabWindow: freeGrabWindow(world),
    modifiers: modifiers(world),
    key: world.random.chance(20) ? 0 : keycode(world),
    ...grabModes(world),
  }),
  UngrabKey: (world) => ({
    key: world.random.chance(20) ? 0 : keycode(world),
    grabWindow: freeGrabWindow(world),
    modifiers: modifiers(world),
  }),
  AllowEvents: (world) => ({ mode: world.random.below(8), time: world.time() }),
  QueryPointer: (world) => ({ window: world.windowOrRoot().id }),
  GetMotionEvents: (world) => ({ window: world.windowOrRoot().id, start: 1, stop: 0 }),
  WarpPointer: (world) => ({
    srcWindow: world.random.chance(80) ? 0 : world.windowOrRoot().id,
    dstWindow: world.random.chance(30) ? 0 : world.windowOrRoot().id,
    srcX: 0,
    srcY: 0,
    srcWidth: 0,
    srcHeight: 0,
    dstX: world.coordinate(),
    dstY: world.coordinate(),
  }),
  SetInputFocus: (world) => {
    const focus = world.random.chance(20) ? world.random.below(2) : (world.viewableWindow()?.id ?? 1);
    return { revertTo: world.random.below(3), focus, time: world.time() };
  },
  GetInputFocus: () => ({}),
  QueryKeymap: () => ({}),
  ChangeKeyboardMapping: (world) => {
    const { random } = world;
    const [keycodeCount, keysymsPerKeycode] = [random.between(1, 3), random.between(1, 4)];
    const keysyms = Uint32Array.from({ length: keycodeCount * keysymsPerKeycode }, () =>
      random.pick([0, 0x61, 0x41, 0xe4, 0xffe1, 0xffe5, 0xff7f, 0xff0d, 0x1000438]),
    );
    return { keycodeCount, firstKeycode: random.between(FIRST_KEYCODE, 250), keysymsPerKeycode, keysyms };
  },
  GetKeyboardMapping: (world) => {
    const firstKeycode = world.random.between(FIRST_KEYCODE, LAST_KEYCODE);
    return { firstKeycode, count: world.random.between(1, LAST_KEYCODE + 1 - firstKeycode) };
  },
  ChangeKeyboardControl: (world) => {
    const { random } = world;
    const some = <T>(value: T) => (random.chance(40) ? value : undefined);
    const ledMode = some(world.flag());
    const autoRepeatMode = some(random.below(3));
    return {
      valueList: {
        keyClickPercent: some(random.between(-1, 100)),
        bellPercent: some(random.between(-1, 100)),
        bellPitch: some(random.between(-1, 2000)),
        bellDuration: some(random.between(-1, 500)),
        led: ledMode === undefined ? undefined : some(random.between(1, 32)),
        ledMode,
        key: autoRepeatMode === undefined ? undefined : some(keycode(world)),
        autoRepeatMode,
      },
    };
  },
  GetKeyboardControl: () => ({}),
  Bell: (world) => ({ percent: world.random.between(-100, 100) }),
  ChangePointerControl: (world) => ({
    accelerationNumerator: world.random.between(-1, 9),
    accelerationDenominator: world.random.pick([-1, 1, 2, 3]),
    threshold: world.random.between(-1, 9),
    doAcceleration: world.flag(),
    doThreshold: world.flag(),
  }),
  GetPointerControl: () => ({}),
  SetPointerMapping: (world) => {
    const map = Uint8Array.from(world.state.input.pointer.mapping, (_, i) => i + 1);
    if (world.random.chance(60)) map.subarray(0, 3).reverse();
    if (world.random.chance(20)) map[4] = 0;
    return { map };
  },
  GetPointerMapping: () => ({}),
  SetModifierMapping: (world) => {
    const keycodes = Uint8Array.from({ length: 16 }, (_, i) => (world.random.chance(50) ? 0 : 100 + i));
    if (world.random.chance(50)) keycodes[0] = 50;
    if (world.random.chance(50)) keycodes[2] = 66;
    return { keycodesPerModifier: 2, keycodes };
  },
  GetModifierMapping: () => ({}),
} satisfies Partial<Producers>;

export const xtestProducers: ExtensionProducers['xtest'] = {
  GetVersion: () => ({ majorVersion: 2, minorVersion: 2 }),
  CompareCursor: (world) => ({
    window: world.windowOrRoot().id,
    cursor: world.random.pick([0, 1, cursorOrNone(world)]),
  }),
  FakeInput: (world) => {
    const { random } = world;
    const type = random.between(2, 6);
    const time = random.chance(80) ? 0 : random.between(1, 60);
    const motion = type === 6;
    const detail = motion ? world.flag() : type <= 3 ? keycode(world) : random.between(1, 5);
    return {
      type,
      detail,
      time,
      root: motion && random.chance(50) ? world.root.id : 0,
      rootX: motion ? random.between(-5, 200) : 0,
      rootY: motion ? random.between(-5, 200) : 0,
      deviceid: 0,
    };
  },
  GrabControl: (world) => ({ impervious: world.random.chance(30) ? 1 : 0 }),
};

/** The client whose grab keeps a device from going on; undefined where none does. */
export function freezer(state: ServerState): number | undefined {
  const { pointer, keyboard } = state.input;
  for (const { active, freeze } of [pointer.grab, keyboard.grab]) {
    if (active !== undefined && freeze !== 'free') return active.client;
  }
  return undefined;
}
