/**
 * The page: input of keyboard and pointer to the worker, which has the core and the canvas (worker/worker.ts), and around the canvas what
 * the worker tells: state, cursor, title, bell. keyboard/keyboard.ts makes keycodes of key events, pointer/pointer.ts positions and buttons of
 * pointer events.
 */
import { Keyboard } from './keyboard/keyboard.ts';
import { LayoutFollower } from './keyboard/layout-follower.ts';
import { readLayout, type Layout } from './keyboard/layout.ts';
import { LAYOUTS } from './keyboard/layouts/all-layouts.ts';
import { sessionAddress } from './page/address.ts';
import { Bar } from './page/bar.ts';
import { Bell } from './page/bell.ts';
import { Cursors } from './page/cursor.ts';
import { element } from './page/elements.ts';
import { KeyboardInput } from './page/keyboard-input.ts';
import { Notice } from './page/notice.ts';
import { ScreenKeys } from './page/screen-keys.ts';
import { loadSettings, saveSettings } from './page/settings.ts';
import { Stage } from './page/stage.ts';
import { firstLayout, platformOf, systemLayout } from './page/system.ts';
import { TerminalWorker } from './page/terminal.ts';
import { Pointer } from './pointer/pointer.ts';
import type { Hook } from './page/hook.ts';
import type { ConnectionState } from './worker/messages.ts';

const settings = loadSettings();
const layouts = LAYOUTS.map(readLayout);
const follows = () => settings.layout === 'auto';

const canvas = element('screen', HTMLCanvasElement);
const field = element('keys', HTMLTextAreaElement);
const cursors = new Cursors(canvas);
const bell = new Bell();
let state: ConnectionState = { name: 'connecting' };

const terminal = new TerminalWorker(new URL('worker.js', import.meta.url), (message) => {
  switch (message.kind) {
    case 'state':
      stateChanged(message.state);
      return;
    case 'session':
      document.title = message.name === '' ? 'Farpane' : `${message.name} – Farpane`;
      bar.sessionIs(message.name);
      return;
    case 'screen':
      stage.screenIs(message.width, message.height);
      pointer.screenIs(message.width, message.height);
      return;
    case 'cursor':
      cursors.show(message.cursor);
      return;
    case 'locks':
      // Older news than our own keys are no news.
      if (message.after === terminal.lastInput) keyboard.locksAre(message.capsLock, message.numLock);
      return;
    case 'bell':
      bell.ring(message.volume, message.pitch, message.duration);
      return;
    case 'defect':
      console.error(`farpane: ${message.what}`);
      return;
    default:
      message satisfies never;
  }
});

const notice = new Notice(() => terminal.retry());
const stage = new Stage(element('stage', HTMLElement), canvas, (size) => terminal.resize(size));

const keyboard = new Keyboard({
  layout:
    layouts.find(({ id }) => id === settings.layout) ?? firstLayout(layouts, settings.foundLayout, navigator.languages),
  platform: platformOf(navigator.platform),
  send: terminal.input,
});

function layoutFound(layout: Layout): void {
  settings.foundLayout = layout.id;
  saveSettings(settings);
  bar.layoutIs(layout);
}

const bar = new Bar({
  layouts,
  layout: settings.layout,
  link: settings.link,
  chooseLayout: (id) => {
    settings.layout = id;
    saveSettings(settings);
    const layout = layouts.find((candidate) => candidate.id === id);
    if (layout !== undefined) keyboard.setLayout(layout);
  },
  chooseLink: (profile) => {
    settings.link = profile ?? '';
    saveSettings(settings);
    terminal.setLink(profile);
  },
  showKeys: (shown) => screenKeys.show(shown),
  closed: () => field.focus({ preventScroll: true }),
});
bar.layoutIs(keyboard.layout);

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

const pointer = new Pointer({
  canvas,
  send: terminal.input,
  modifiers: (event) => keyboard.pointerEvent(event),
  engaged: (event) => {
    // A finger would bring up the device's keyboard with every tap: the on-screen keys have a button for it.
    if (event.pointerType !== 'touch') field.focus({ preventScroll: true });
    // Input methods show their windows where the text is.
    field.style.left = `${event.clientX}px`;
    field.style.top = `${event.clientY}px`;
  },
});

function stateChanged(next: ConnectionState): void {
  state = next;
  notice.show(next);
  if (next.name !== 'connected') return;
  // The session knows nothing of this page's keyboard and pointer yet.
  keyboard.releaseAll();
  pointer.releaseAll();
  keyboard.sendKeymap();
  if (document.activeElement === null || document.activeElement === document.body) field.focus({ preventScroll: true });
}

window.addEventListener('blur', () => pointer.releaseAll());
window.addEventListener('focus', () => field.focus({ preventScroll: true }));
window.addEventListener('online', () => {
  if (state.name === 'lost') terminal.retry();
});

window.farpane = {
  get state() {
    return state;
  },
  get layout() {
    return keyboard.layout.id;
  },
  get inputs() {
    return terminal.lastInput;
  },
  report: async (pixels = false) => terminal.report(pixels),
  verify: async () => terminal.verify(),
} satisfies Hook;

const address = sessionAddress(new URL(location.href));
if (address === undefined) {
  stateChanged({
    name: 'refused',
    title: 'No session',
    reason: 'This address names no session. Open the address that the host has printed.',
    retry: undefined,
  });
} else {
  terminal.start(canvas, address, stage.size, settings.link === '' ? undefined : settings.link);
  field.focus({ preventScroll: true });
}

if (follows()) {
  const layout = await systemLayout(layouts, navigator.languages);
  if (layout !== undefined && follows()) {
    keyboard.setLayout(layout);
    layoutFound(layout);
  }
}
