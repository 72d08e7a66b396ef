import { extensions } from '../../../xserver/extensions/registry.ts';
import type { ExtensionProducers, Producers } from './producers.ts';
import type { World } from './world.ts';

const colorNames = ['red', 'Dark Slate Gray', 'gray42', 'NavajoWhite3', 'peru'];
const PROPERTY_WINDOW_LIMIT = 12;

function property(world: World) {
  const window = world.windowOrRoot();
  const known = [...window.properties.keys()];
  const name = known.length > 0 && world.random.chance(70) ? world.random.pick(known) : world.random.between(1, 68);
  return { window, name, current: window.properties.get(name) };
}

export const miscProducers = {
  InternAtom: (world) => ({ onlyIfExists: world.flag(), name: world.word(world.random.between(0, 3)) }),
  GetAtomName: (world) => ({ atom: world.atom() }),
  ChangeProperty: (world) => {
    const { random } = world;
    const { window, name, current } = property(world);
    const format = current === undefined || random.chance(40) ? random.pick([8, 16, 32]) : current.format;
    const count = random.below(20);
    const matches = current === undefined || current.format === format;
    const mode = matches ? random.below(3) : 0;
    if (window.properties.size > PROPERTY_WINDOW_LIMIT && current === undefined) return undefined;
    const type = mode === 0 || current === undefined ? world.atom() : current.type;
    return {
      mode,
      window: window.id,
      property: name,
      type,
      format,
      dataLen: count,
      data: random.bytes((count * format) / 8),
    };
  },
  DeleteProperty: (world) => {
    const { window, name } = property(world);
    return { window: window.id, property: name };
  },
  GetProperty: (world) => {
    const { window, name, current } = property(world);
    return {
      delete: world.random.chance(20) ? 1 : 0,
      window: window.id,
      property: name,
      type: world.random.chance(70) ? 0 : (current?.type ?? 0),
      longOffset: world.random.below(Math.floor((current?.data.length ?? 0) / 4) + 1),
      longLength: world.random.below(9),
    };
  },
  ListProperties: (world) => ({ window: world.windowOrRoot().id }),
  RotateProperties: (world) => {
    const window = world.random.pickAny(world.all('window').filter(({ properties }) => properties.size > 1));
    if (window === undefined) return undefined;
    const atoms = Uint32Array.from([...window.properties.keys()].slice(0, 4));
    return { window: window.id, delta: world.random.between(-5, 5), atoms };
  },
  SetSelectionOwner: (world) => {
    const owner = world.random.chance(20) ? 0 : (world.window()?.id ?? 0);
    return { owner, selection: world.random.between(1, 3), time: world.time() };
  },
  GetSelectionOwner: (world) => ({ selection: world.random.between(1, 3) }),
  ConvertSelection: (world) => ({
    requestor: world.windowOrRoot().id,
    selection: world.random.between(1, 3),
    target: world.atom(),
    property: world.random.chance(30) ? 0 : world.atom(),
    time: world.time(),
  }),
  SendEvent: (world) => {
    const { random } = world;
    const event = random.bytes(32);
    event[0] = random.pick([2, 6, 12, 22, 28, 31, 33, 33, 64]) | (random.chance(30) ? 0x80 : 0);
    if ((event[0] & 0x7f) === 33) event[1] = random.pick([8, 16, 32]);
    const destination = random.chance(30) ? random.below(2) : world.windowOrRoot().id;
    return { propagate: world.flag(), destination, eventMask: random.chance(50) ? 0 : random.bits(0x1ffffff), event };
  },
  GrabServer: () => ({}),
  UngrabServer: () => ({}),
  FreeColormap: (world) => ({ cmap: world.anyColormap() }),
  CopyColormapAndFree: (world) => {
    if (world.all('colormap').length > 8) return undefined;
    return { mid: world.newId(), srcCmap: world.anyColormap() };
  },
  InstallColormap: (world) => ({ cmap: world.anyColormap() }),
  UninstallColormap: (world) => ({ cmap: world.anyColormap() }),
  ListInstalledColormaps: (world) => ({ window: world.windowOrRoot().id }),
  AllocColor: (world) => {
    const level = () => world.random.below(0x10000);
    return { cmap: world.anyColormap(), red: level(), green: level(), blue: level() };
  },
  AllocNamedColor: (world) => ({ cmap: world.anyColormap(), name: world.random.pick(colorNames) }),
  AllocColorCells: (world) => ({ contiguous: world.flag(), cmap: world.anyColormap(), colors: 1, planes: 0 }),
  AllocColorPlanes: (world) => {
    return { contiguous: world.flag(), cmap: world.anyColormap(), colors: 1, reds: 1, greens: 1, blues: 1 };
  },
  FreeColors: (world) => ({
    cmap: world.anyColormap(),
    planeMask: 0,
    pixels: Uint32Array.of(world.random.below(1 << 24)),
  }),
  StoreColors: (world) => ({ cmap: world.anyColormap(), items: [{ pixel: 1, red: 2, green: 3, blue: 4, flags: 7 }] }),
  StoreNamedColor: (world) => {
    return { flags: 7, cmap: world.anyColormap(), pixel: 5, name: world.random.pick(colorNames) };
  },
  QueryColors: (world) => {
    const pixels = Uint32Array.from({ length: world.random.below(4) }, () => world.random.below(1 << 24));
    return { cmap: world.anyColormap(), pixels };
  },
  LookupColor: (world) => ({ cmap: world.anyColormap(), name: world.random.pick(colorNames) }),
  QueryExtension: (world) => ({ name: world.random.pick([...extensions.map(({ name }) => name), 'RENDER']) }),
  ListExtensions: () => ({}),
  SetScreenSaver: (world) => ({
    timeout: world.random.between(-1, 3),
    interval: world.random.between(-1, 3),
    preferBlanking: world.random.below(3),
    allowExposures: world.random.below(3),
  }),
  GetScreenSaver: () => ({}),
  ChangeHosts: (world) => ({ mode: world.flag(), family: 0, address: Uint8Array.of(10, 0, 0, world.random.below(4)) }),
  ListHosts: () => ({}),
  SetAccessControl: (world) => ({ mode: world.flag() }),
  SetCloseDownMode: (world) => ({ mode: world.random.chance(70) ? 0 : world.random.below(3) }),
  KillClient: (world) => {
    const made = [...world.state.resources.values()].filter(({ client }) => client !== 0);
    const resource = world.random.chance(30) ? undefined : world.random.pickAny(made);
    return { resource: resource?.id ?? 0 };
  },
  ForceScreenSaver: (world) => ({ mode: world.flag() }),
  NoOperation: () => ({}),
} satisfies Partial<Producers>;

export const bigRequestsProducers: ExtensionProducers['bigRequests'] = { Enable: () => ({}) };

export const xcMiscProducers: ExtensionProducers['xcMisc'] = {
  GetVersion: () => ({ clientMajorVersion: 1, clientMinorVersion: 1 }),
  GetXIDRange: () => ({}),
  GetXIDList: (world) => ({ count: world.random.below(6) }),
};

function shapeOf(world: World) {
  const offset = () => world.random.between(-15, 15);
  const window = world.window();
  if (window === undefined) return undefined;
  return {
    destinationKind: world.random.below(3),
    destinationWindow: window.id,
    xOffset: offset(),
    yOffset: offset(),
    operation: world.random.below(5),
  };
}

const destination = (world: World) => ({ destinationWindow: world.windowOrRoot().id });

export const shapeProducers: ExtensionProducers['shape'] = {
  QueryVersion: () => ({}),
  Rectangles: (world) => {
    const shape = shapeOf(world);
    if (shape === undefined) return undefined;
    return { ...shape, ordering: 0, rectangles: world.rectangles(world.random.below(4)) };
  },
  Mask: (world) => {
    const shape = shapeOf(world);
    if (shape === undefined) return undefined;
    return { ...shape, sourceBitmap: world.random.chance(50) ? 0 : (world.pixmap(1)?.id ?? 0) };
  },
  Combine: (world) => {
    const shape = shapeOf(world);
    if (shape === undefined) return undefined;
    return { ...shape, sourceKind: world.random.below(3), sourceWindow: world.windowOrRoot().id };
  },
  Offset: (world) => {
    const shape = shapeOf(world);
    if (shape === undefined) return undefined;
    const { operation: _, ...rest } = shape;
    return rest;
  },
  QueryExtents: destination,
  SelectInput: (world) => ({ ...destination(world), enable: world.flag() }),
  InputSelected: destination,
  GetRectangles: (world) => ({ window: world.windowOrRoot().id, sourceKind: world.random.below(3) }),
};
