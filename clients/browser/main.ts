/**
 * The page: input of keyboard and pointer to the worker, which has the core and the canvas (worker/worker.ts), and around the canvas what
 * the worker tells: state, cursor, title, bell. keyboard/keyboard.ts makes keycodes of key events, pointer/pointer.ts positions and buttons of
 * pointer events.
 */
import { OFFERED_WIRES, type WireName } from '../../session/carrier/control.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { LINK_NAMES } from '../../session/link.ts';
import { LivePanel } from './panel/live-panel.ts';
import { Keyboard } from './keyboard/keyboard.ts';
import { LayoutFollower } from './keyboard/layout-follower.ts';
import { readLayout, type Layout } from './keyboard/layout.ts';
import { LAYOUTS } from './keyboard/layouts/all-layouts.ts';
import { addressOfPage, sessionAddress } from './page/address.ts';
import { Bar } from './page/bar.ts';
import { Bell } from './page/bell.ts';
import { Cursors } from './page/cursor.ts';
import { element } from './page/elements.ts';
import { EmptyHint } from './page/empty-hint.ts';
import { Embedder } from './page/embedder.ts';
import { handsOn } from './page/hands.ts';
import { KeyboardInput } from './page/keyboard-input.ts';
import { followLife } from './page/life.ts';
import { Notice } from './page/notice.ts';
import { ScreenKeys } from './page/screen-keys.ts';
import { loadSettings, saveSettings } from './page/settings.ts';
import { Stage } from './page/stage.ts';
import { inputUse, keymapUse, StandingSign } from './page/standing.ts';
import { firstLayout, platformOf, systemLayout } from './page/system.ts';
import { TerminalWorker } from './page/terminal.ts';
import { showVncLinks } from './page/vnc-links.ts';
import type { Hook } from './page/hook.ts';
import type { ConnectionState, Standing, Switch } from './worker/messages.ts';

const page = new URL(location.href);
const address = sessionAddress(page);
const settings = loadSettings();
const layouts = LAYOUTS.map(readLayout);
const follows = () => settings.layout === 'auto';
const wantedWire = page.searchParams.get('wire') ?? settings.wire;
const firstWire = OFFERED_WIRES.find((wire) => wire === wantedWire) ?? 'x11';

const screen = element('screen', HTMLElement);
const field = element('keys', HTMLTextAreaElement);
const cursors = new Cursors(screen);
const bell = new Bell();
let state: ConnectionState = { name: 'connecting' };
let standing: Standing | undefined;
const switches: Switch[] = [];
const defects: string[] = [];
let terminal: TerminalWorker | undefined;

const emptyHint = new EmptyHint(address?.access);

const notice = new Notice(() => terminal?.retry());
const sign = new StandingSign(() => terminal?.takeKeyboard());
const stage = new Stage({
  stage: element('stage', HTMLElement),
  screen,
  mode: settings.screenMode === 'scroll' ? 'scroll' : 'fit',
  resized: (size) => terminal?.resize(size),
  roomChanged: (room) => terminal?.setRoom(room),
});

/** Everything that the user does passes here. */
function send(input: TerminalInput): void {
  const use = inputUse(state.name, standing);
  if (use === 'taking') terminal?.input(input);
  else if (use === 'ignored' && 'pressed' in input && input.pressed) sign.stress();
}

const keyboard = new Keyboard({
  layout:
    layouts.find(({ id }) => id === settings.layout) ?? firstLayout(layouts, settings.foundLayout, navigator.languages),
  platform: platformOf(navigator.platform),
  send,
});

function layoutFound(layout: Layout): void {
  settings.foundLayout = layout.id;
  saveSettings(settings);
  bar.layoutIs(layout);
}

const bar = new Bar({
  layouts,
  layout: settings.layout,
  wire: firstWire,
  screenMode: settings.screenMode === 'scroll' ? 'scroll' : 'fit',
  chooseLayout: (id) => {
    settings.layout = id;
    saveSettings(settings);
    const layout = layouts.find((candidate) => candidate.id === id);
    if (layout !== undefined) keyboard.setLayout(layout);
  },
  chooseLink,
  chooseWire,
  chooseScreenMode: (mode) => {
    settings.screenMode = mode;
    saveSettings(settings);
    stage.setMode(mode);
  },
  takeKeyboard: () => terminal?.takeKeyboard(),
  showKeys: (shown) => screenKeys.show(shown),
  showLive: () => live.show(!live.shown),
  clipboard: () => {
    const access = address?.access;
    return access === undefined ? undefined : { url: `${access.url}/clipboard`, token: access.token };
  },
  closed: () => field.focus({ preventScroll: true }),
});
bar.layoutIs(keyboard.layout);

function chooseWire(wire: WireName): void {
  settings.wire = wire;
  saveSettings(settings);
  terminal?.setWire(wire);
}

function chooseLink(link: string): void {
  settings.link = link;
  saveSettings(settings);
  terminal?.setLink(link);
}

const live = new LivePanel({
  access: address?.access,
  chooseWire,
  chooseLink: (link) => {
    chooseLink(link);
    field.focus({ preventScroll: true });
  },
  watch: (samples) => terminal?.watch({ samples, pictures: false }),
  changed: (shown) => element('show-live', HTMLButtonElement).setAttribute('aria-pressed', String(shown)),
});

const screenKeys = new ScreenKeys({
  tap: (code) => keyboard.tap(code),
  hold: (role, held) => keyboard.holdModifier(role, held),
  type: () => {
    // A blurred field makes the device's keyboard come up anew.
    field.blur();
    field.focus({ preventScroll: true });
  },
});

new KeyboardInput({
  field,
  keyboard,
  follower: new LayoutFollower(layouts, [...navigator.languages]),
  follows,
  layoutFound,
  menu: () => bar.open(),
  typed: () => screenKeys.release(),
}).listen();

const { pointer, releaseAll } = handsOn({ screen, field, keyboard, stage, send });

const embedder = new Embedder({
  chooseWire,
  takeKeyboard: () => terminal?.takeKeyboard(),
  focus: () => field.focus({ preventScroll: true }),
});
if (page.searchParams.get('bar') === 'off') element('bar', HTMLElement).hidden = true;

function stateChanged(next: ConnectionState): void {
  const before = inputUse(state.name, standing);
  state = next;
  notice.show(next);
  embedder.tell({
    farpane: 'state',
    state: next.name,
    title: 'title' in next ? next.title : '',
    reason: 'reason' in next ? next.reason : '',
  });
  emptyHint.connectedIs(next.name === 'connected');
  inputUseChanged(before);
}

function standingChanged(next: Standing): void {
  const before = inputUse(state.name, standing);
  standing = next;
  bar.standingIs(next);
  live.standingIs(next);
  stage.leads(next.holder);
  const { wire, holder, viewOnly } = next;
  embedder.tell({ farpane: 'standing', wire, holder, viewOnly });
  inputUseChanged(before);
}

function inputUseChanged(before: ReturnType<typeof inputUse>): void {
  const use = inputUse(state.name, standing);
  sign.show(state.name, standing);
  cursors.useIs(use);
  // The session knows nothing of this page's keyboard and pointer yet.
  if (use === 'taking' && use !== before) releaseAll();
  keyboard.useIs(use === 'taking' ? keymapUse(standing) : { leads: false, alone: false });
  if (use === before || use !== 'taking') return;
  if (document.activeElement === null || document.activeElement === document.body) field.focus({ preventScroll: true });
}

followLife({
  visible: (visible) => {
    if (!visible) releaseAll();
    terminal?.setVisible(visible);
  },
  back: () => {
    if (state.name === 'lost') terminal?.retry();
  },
});

window.farpane = {
  get state() {
    return state;
  },
  get layout() {
    return keyboard.layout.id;
  },
  get inputs() {
    return terminal?.lastInput ?? 0;
  },
  get standing() {
    return standing;
  },
  get switches() {
    return switches;
  },
  get defects() {
    return defects;
  },
  report: async (pixels = false) => terminal!.report(pixels),
  verify: async () => terminal!.verify(),
  setWire: chooseWire,
  setLink: chooseLink,
  get live() {
    return { points: live.history.points, sums: live.history.sums };
  },
} satisfies Hook;

if (address?.access !== undefined) showVncLinks(address.access.token);

const compare = element('compare', HTMLAnchorElement);
if (address === undefined) compare.hidden = true;
else compare.href = addressOfPage(page, 'compare', address);

if (address === undefined) {
  stateChanged({
    name: 'refused',
    title: 'No session',
    reason: 'This address names no session. Open the address that the host has printed.',
    retry: undefined,
  });
} else {
  terminal = new TerminalWorker({
    script: new URL('worker.js', import.meta.url),
    address,
    newCanvas: () => stage.newCanvas(),
    size: stage.size,
    link: LINK_NAMES.includes(settings.link) ? settings.link : undefined,
    wire: firstWire,
    visible: !document.hidden,
    verify: page.searchParams.has('verify'),
    died: (what, pause) => {
      console.error(`farpane: the worker has stopped: ${what}`);
      stateChanged({ name: 'lost', reason: 'This page has lost its core.', retryIn: pause });
    },
    told: (message) => {
      switch (message.kind) {
        case 'state':
          stateChanged(message.state);
          return;
        case 'session':
          document.title = message.name === '' ? 'Farpane' : `${message.name} – Farpane`;
          bar.sessionIs(message.name);
          embedder.tell({ farpane: 'session', name: message.name });
          return;
        case 'screen':
          stage.painted(message.width, message.height);
          pointer.screenIs(message.width, message.height);
          notice.pictureShown();
          embedder.tell({ farpane: 'screen', width: message.width, height: message.height });
          return;
        case 'empty':
          emptyHint.emptyIs(message.empty);
          return;
        case 'cursor':
          cursors.show(message.cursor);
          return;
        case 'locks':
          // Older news than our own keys are no news.
          if (message.after === terminal?.lastInput) keyboard.locksAre(message.capsLock, message.numLock);
          return;
        case 'bell':
          bell.ring(message.volume, message.pitch, message.duration);
          return;
        case 'standing':
          standingChanged(message.standing);
          return;
        case 'switched':
          switches.push(message.change);
          bar.switched(message.change);
          live.switched(message.change);
          return;
        case 'sample':
          live.sampled(message.sample);
          return;
        case 'picture':
          return;
        case 'defect':
          defects.push(message.what);
          console.error(`farpane: ${message.what}`);
          return;
        default:
          message satisfies never;
      }
    },
  });
  field.focus({ preventScroll: true });
}

if (follows()) {
  const layout = await systemLayout(layouts, navigator.languages);
  if (layout !== undefined && follows()) {
    keyboard.setLayout(layout);
    layoutFound(layout);
  }
}
