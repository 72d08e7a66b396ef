/**
 * The page that shows a foreign VNC server. The worker (../worker/vnc-worker.ts) has connection and canvas; the input goes as in a session's page
 * (../main.ts), and vnc-input.ts makes of it what VNC servers take.
 */
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import { Keyboard } from '../keyboard/keyboard.ts';
import { LayoutFollower } from '../keyboard/layout-follower.ts';
import { readLayout } from '../keyboard/layout.ts';
import { LAYOUTS } from '../keyboard/layouts/all-layouts.ts';
import { Bell } from '../page/bell.ts';
import { Cursors, type PointerUse } from '../page/cursor.ts';
import { Drawer } from '../page/drawer.ts';
import { element } from '../page/elements.ts';
import { wireFullScreen } from '../page/full-screen.ts';
import { handsOn } from '../page/hands.ts';
import { KeyboardInput } from '../page/keyboard-input.ts';
import { Notice } from '../page/notice.ts';
import { loadSettings, saveSettings } from '../page/settings.ts';
import { Stage } from '../page/stage.ts';
import { firstLayout, platformOf, systemLayout } from '../page/system.ts';
import type { ConnectionState } from '../worker/messages.ts';
import type { FromVncWorker, ToVncWorker, VncReport } from '../worker/vnc-messages.ts';
import { vncAddressOfPage } from './vnc-address.ts';
import { VncClipboard } from './vnc-clipboard.ts';
import type { VncHook } from './vnc-hook.ts';
import { VncInput } from './vnc-input.ts';

const VOLUME = 50;
const PITCH_HZ = 400;
const BELL_MS = 100;

const address = vncAddressOfPage(new URL(location.href));
const settings = loadSettings();
const layouts = LAYOUTS.map(readLayout);
const screen = element('screen', HTMLElement);
const field = element('keys', HTMLTextAreaElement);
const modes = element('screen-mode', HTMLSelectElement);
const sizeTold = element('size-told', HTMLElement);
const cursors = new Cursors(screen);
const bell = new Bell();
const worker = new Worker(new URL('vnc-worker.js', import.meta.url), { type: 'module', name: 'farpane-vnc' });
const reports = new Map<number, (report: VncReport) => void>();
let state: ConnectionState = { name: 'connecting' };
let viewOnly = false;
let canResize = false;
let copied: string | undefined;
let nextReport = 1;

function post(message: ToVncWorker, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

/** The server's screen follows this window. */
const follows = (): boolean => modes.value === 'follow' && canResize && !viewOnly;

const notice = new Notice(() => post({ kind: 'retry' }));
const stage = new Stage({
  stage: element('stage', HTMLElement),
  screen,
  mode: 'fit',
  resized: ({ width, height }) => {
    if (follows()) post({ kind: 'size', size: { width, height } });
  },
  roomChanged: () => {},
});
stage.leads(false);

const input = new VncInput(post);

/** Everything that the user does passes here. The host lets nothing through either where this page may only look. */
function send(given: TerminalInput): void {
  if (use() === 'taking') input.take(given);
}

function use(): PointerUse {
  if (viewOnly) return 'ignored';
  return state.name === 'connected' ? 'taking' : 'waiting';
}

const keyboard = new Keyboard({
  layout:
    layouts.find(({ id }) => id === settings.layout) ?? firstLayout(layouts, settings.foundLayout, navigator.languages),
  platform: platformOf(navigator.platform),
  send,
});

const drawer = new Drawer({
  shut: () => showClipboard(false),
  closed: () => field.focus({ preventScroll: true }),
});
const clipboard = new VncClipboard((text) => post({ kind: 'clipboard', text }));
const clipboardButton = element('show-clipboard', HTMLButtonElement);

function showClipboard(shown: boolean): void {
  clipboard.show(shown);
  clipboardButton.setAttribute('aria-expanded', String(shown));
}

clipboardButton.addEventListener('click', () => showClipboard(!clipboard.shown));
wireFullScreen(element('full-screen', HTMLButtonElement), () => drawer.close());
modes.addEventListener('change', () => {
  modeChanged();
  drawer.close();
});

function modeChanged(): void {
  sizeTold.textContent = '';
  stage.setMode(modes.value === 'scroll' ? 'scroll' : 'fit');
  stage.leads(follows());
  const { width, height } = stage.size;
  post({ kind: 'size', size: follows() ? { width, height } : undefined });
}

/** A screen that cannot follow the window cannot be chosen to. */
function offerModes(): void {
  element('follow', HTMLOptionElement).hidden = !canResize || viewOnly;
  if (modes.value === 'follow' && !follows()) {
    modes.value = 'fit';
    modeChanged();
  }
}

const keyboardInput = new KeyboardInput({
  field,
  keyboard,
  follower: new LayoutFollower(layouts, [...navigator.languages]),
  follows: () => settings.layout === 'auto',
  layoutFound: (layout) => {
    settings.foundLayout = layout.id;
    saveSettings(settings);
  },
  menu: () => {
    drawer.open();
    modes.focus();
  },
  typed: () => {},
});
keyboardInput.listen();
field.addEventListener('keydown', (event) => {
  if (event.repeat && use() === 'taking') input.repeat();
});

const { pointer, releaseAll } = handsOn({ screen, field, keyboard, stage, send });

document.addEventListener('visibilitychange', () => {
  if (document.hidden) releaseAll();
  else if (state.name === 'lost') post({ kind: 'retry' });
});

function stateChanged(next: ConnectionState): void {
  // What is held down here is not held at a server that is connected anew.
  if (next.name !== 'connected') releaseAll();
  state = next;
  notice.show(next);
  cursors.useIs(use());
}

function told(message: FromVncWorker): void {
  switch (message.kind) {
    case 'state':
      stateChanged(message.state);
      return;
    case 'view-only':
      viewOnly = message.viewOnly;
      element('standing', HTMLElement).hidden = !viewOnly;
      clipboardButton.hidden = viewOnly;
      offerModes();
      cursors.useIs(use());
      return;
    case 'name':
      element('session-name', HTMLElement).textContent = `${address?.name ?? ''}: ${message.name}`;
      return;
    case 'screen':
      stage.painted(message.width, message.height);
      pointer.screenIs(message.width, message.height);
      notice.pictureShown();
      return;
    case 'cursor':
      cursors.show(message.cursor);
      return;
    case 'locks':
      keyboard.locksAre(message.capsLock, message.numLock);
      return;
    case 'clipboard':
      if (viewOnly) return;
      copied = message.text;
      clipboard.copied(message.text);
      return;
    case 'bell':
      bell.ring(VOLUME, PITCH_HZ, BELL_MS);
      return;
    case 'can-resize':
      canResize = message.can;
      offerModes();
      return;
    case 'size-refused':
      sizeTold.textContent = 'The server does not take this size.';
      return;
    case 'report':
      reports.get(message.id)?.(message.report);
      reports.delete(message.id);
      return;
    default:
      message satisfies never;
  }
}

worker.addEventListener('message', ({ data }: MessageEvent<FromVncWorker>) => told(data));
worker.addEventListener('error', (event) => {
  event.preventDefault();
  console.error(`farpane: the worker has stopped: ${event.message}`);
  worker.terminate();
  const reason = 'Something went wrong in this page. Reload it.';
  stateChanged({ name: 'refused', title: 'Stopped', reason, retry: undefined });
});

window.farpaneVnc = {
  get state() {
    return state;
  },
  get viewOnly() {
    return viewOnly;
  },
  get canResize() {
    return canResize;
  },
  get copied() {
    return copied;
  },
  report: async () =>
    new Promise((resolve) => {
      const id = nextReport++;
      reports.set(id, resolve);
      post({ kind: 'report', id });
    }),
} satisfies VncHook;

if (address === undefined) {
  const reason = 'This address names no VNC server. Open the address that the host has printed.';
  stateChanged({ name: 'refused', title: 'No server', reason, retry: undefined });
} else {
  document.title = `${address.name} – Farpane`;
  const canvas = stage.newCanvas().transferControlToOffscreen();
  post({ kind: 'start', canvas, url: address.socket, access: address.access }, [canvas]);
  field.focus({ preventScroll: true });
}

if (settings.layout === 'auto') {
  const layout = await systemLayout(layouts, navigator.languages);
  if (layout !== undefined) keyboard.setLayout(layout);
}
