import type {
  ChangeWindowAttributesValueList,
  ConfigureWindowValueList,
  CoreRequestArguments,
} from '../../../xserver/protocol/generated/xproto.ts';
import { InputOnly, type Window } from '../../../xserver/state/windows.ts';
import { ARGB_VISUAL, TRUE_COLOR_VISUAL } from '../../../xserver/visuals.ts';
import { isAncestorOf } from '../../../xserver/windows/tree.ts';
import type { Producers } from './producers.ts';
import type { World } from './world.ts';

const MOST_WINDOWS = 40;
const COPY_FROM_PARENT = 0;
/** Bits of which one client alone may have each: ButtonPress, ResizeRedirect, SubstructureRedirect. */
const EXCLUSIVE = (1 << 2) | (1 << 18) | (1 << 20);
const ALL_EVENTS = 0x1ffffff;
const PROPAGATED = 0x204f;

/** What one kind of window takes; each value in a third of cases. */
function attributes(world: World, depth: number, inputOnly: boolean): ChangeWindowAttributesValueList {
  const { random } = world;
  const some = <T>(value: T) => (random.chance(33) ? value : undefined);
  const always: ChangeWindowAttributesValueList = {
    winGravity: some(random.below(11)),
    overrideRedirect: some(world.flag()),
    doNotPropogateMask: some(random.bits(PROPAGATED)),
    cursor: some(world.cursor()?.id ?? 0),
  };
  if (inputOnly) return always;
  const pixmap = world.pixmap(depth)?.id;
  return {
    ...always,
    backgroundPixmap: some(random.chance(50) ? (pixmap ?? 0) : depth === 24 ? random.below(2) : 0),
    backgroundPixel: random.chance(60) ? world.color() : undefined,
    borderPixmap: pixmap === undefined ? undefined : some(pixmap),
    borderPixel: random.chance(60) ? world.color() : undefined,
    bitGravity: random.chance(60) ? random.below(11) : undefined,
    backingStore: some(random.below(3)),
    backingPlanes: some(world.color()),
    backingPixel: some(world.color()),
    saveUnder: some(world.flag()),
  };
}

/** Any mask, without what another client has for itself already. */
function eventMask(world: World, window?: Window): number {
  const mask = world.random.bits(ALL_EVENTS) & world.random.bits(ALL_EVENTS);
  if (window === undefined) return world.random.chance(80) ? mask & ~(1 << 20) & ~(1 << 18) : mask;
  let taken = window.parent === undefined ? EXCLUSIVE : 0;
  for (const [client, selected] of window.eventMasks) if (client !== world.client.number) taken |= selected;
  return (mask & ~(taken & EXCLUSIVE)) >>> 0;
}

function createWindow(world: World): CoreRequestArguments['CreateWindow'] | undefined {
  const { random } = world;
  if (world.windows().length >= MOST_WINDOWS) return undefined;
  const parent = random.chance(45) ? world.root : (world.inputOutputWindow() ?? world.root);
  const place = {
    wid: world.newId(),
    parent: parent.id,
    x: random.between(-30, 150),
    y: random.between(-30, 150),
    width: world.size(),
    height: world.size(),
  };
  if (random.chance(10)) {
    const valueList = { ...attributes(world, 0, true), eventMask: eventMask(world) };
    return { ...place, depth: 0, borderWidth: 0, class: InputOnly, visual: COPY_FROM_PARENT, valueList };
  }
  const borderWidth = random.chance(60) ? 0 : random.between(1, 6);
  const colormap = world.colormap(ARGB_VISUAL);
  if (colormap !== undefined && random.chance(20)) {
    const valueList = {
      ...attributes(world, 32, false),
      backgroundPixmap: undefined,
      borderPixmap: undefined,
      borderPixel: 1,
      colormap: colormap.id,
      eventMask: eventMask(world),
    };
    return { ...place, depth: 32, borderWidth, class: 1, visual: ARGB_VISUAL, valueList };
  }
  const valueList = { ...attributes(world, parent.depth, false), eventMask: eventMask(world) };
  // A parent of another depth lends neither its border nor, with ParentRelative, its background.
  return { ...place, depth: COPY_FROM_PARENT, borderWidth, class: 1, visual: COPY_FROM_PARENT, valueList };
}

function changeAttributes(world: World): CoreRequestArguments['ChangeWindowAttributes'] {
  const { random } = world;
  const window = world.windowOrRoot();
  const inputOnly = window.windowClass === InputOnly;
  const valueList = random.chance(50) ? attributes(world, window.depth, inputOnly) : {};
  if (valueList.backgroundPixmap === 1 && window.parent?.depth !== window.depth) valueList.backgroundPixmap = 0;
  if (random.chance(50)) valueList.eventMask = eventMask(world, window);
  if (!inputOnly && random.chance(20)) valueList.colormap = world.colormap(window.visual)?.id;
  return { window: window.id, valueList };
}

function configure(world: World): CoreRequestArguments['ConfigureWindow'] | undefined {
  const { random } = world;
  const window = world.window();
  if (window?.parent === undefined) return undefined;
  const some = <T>(value: T) => (random.chance(40) ? value : undefined);
  const sibling = random.pickAny(window.parent.children.filter((other) => other !== window));
  const valueList: ConfigureWindowValueList = {
    x: some(random.between(-60, 200)),
    y: some(random.between(-60, 200)),
    width: some(world.size()),
    height: some(world.size()),
    borderWidth: window.windowClass === InputOnly ? undefined : some(random.between(0, 5)),
    stackMode: some(random.below(5)),
  };
  if (valueList.stackMode !== undefined && random.chance(50)) valueList.sibling = sibling?.id;
  return { window: window.id, valueList };
}

function reparent(world: World): CoreRequestArguments['ReparentWindow'] | undefined {
  const window = world.window();
  if (window === undefined) return undefined;
  const parents = world.all('window').filter((parent) => {
    if (parent === window || isAncestorOf(window, parent)) return false;
    if (parent.windowClass === InputOnly && window.windowClass !== InputOnly) return false;
    return window.background.kind !== 'parent-relative' || parent.depth === window.depth;
  });
  return { window: window.id, parent: world.random.pick(parents).id, x: world.coordinate(), y: world.coordinate() };
}

const onWindow = (world: World) => ({ window: world.windowOrRoot().id });
const onOther = (world: World) => {
  const window = world.window();
  return window === undefined ? undefined : { window: window.id };
};

export const windowProducers = {
  CreateWindow: createWindow,
  ChangeWindowAttributes: changeAttributes,
  GetWindowAttributes: onWindow,
  DestroyWindow: onOther,
  DestroySubwindows: onOther,
  ChangeSaveSet: (world) => {
    const foreign = world.windows().filter(({ client }) => client !== world.client.number);
    const window = world.random.pickAny(foreign);
    return window === undefined ? undefined : { mode: world.flag(), window: window.id };
  },
  ReparentWindow: reparent,
  MapWindow: onWindow,
  MapSubwindows: onWindow,
  UnmapWindow: onWindow,
  UnmapSubwindows: onOther,
  ConfigureWindow: configure,
  CirculateWindow: (world) => ({ direction: world.flag(), window: world.windowOrRoot().id }),
  GetGeometry: (world) => ({ drawable: (world.drawable() ?? world.root).id }),
  QueryTree: onWindow,
  TranslateCoordinates: (world) => ({
    srcWindow: world.windowOrRoot().id,
    dstWindow: world.windowOrRoot().id,
    srcX: world.coordinate(),
    srcY: world.coordinate(),
  }),
  CreateColormap: (world) => {
    if (world.all('colormap').length > 8) return undefined;
    const visual = world.random.pick([TRUE_COLOR_VISUAL, ARGB_VISUAL]);
    return { alloc: 0, mid: world.newId(), window: world.windowOrRoot().id, visual };
  },
} satisfies Partial<Producers>;
