/**
 * The page of `farpane replay`: plays a recording. The worker (worker/worker.ts) has clock, core and canvas; here are the controls, and what lies
 * around the picture.
 */
import { Bell } from '../page/bell.ts';
import { element } from '../page/elements.ts';
import { Controls } from './controls.ts';
import type { ReplayHook } from './hook.ts';
import { Picture } from './picture.ts';
import type { FromPlayer, PlayerReport, RecordingInfo, ToPlayer } from './worker/messages.ts';

const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
const picture = new Picture();
const bell = new Bell();
const notice = element('notice', HTMLElement);
const reports = new Map<number, (report: PlayerReport) => void>();
let state: ReplayHook['state'] = 'opening';
let info: RecordingInfo | undefined;
let at: Extract<FromPlayer, { kind: 'at' }> | undefined;
let nextReport = 1;

function send(message: ToPlayer, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

const controls = new Controls({
  play: (playing) => {
    setState('ready');
    send({ kind: 'play', playing });
  },
  seek: (time) => {
    setState('ready');
    send({ kind: 'seek', time: startTime() + time });
  },
  speed: (speed) => send({ kind: 'speed', speed }),
  skipIdle: (skip) => send({ kind: 'skip-idle', skip }),
});

function startTime(): number {
  return info?.startTime ?? 0;
}

function showTime(): void {
  if (at !== undefined && info !== undefined) controls.at(at.time - info.startTime, at.playing, at.skipping);
}

function setState(now: ReplayHook['state'], message = ''): void {
  state = now;
  document.body.dataset['state'] = now;
  notice.textContent = message;
  notice.hidden = message === '';
}

function opened(recording: RecordingInfo): void {
  info = recording;
  const { name, session, epoch, closed } = recording;
  const began = new Date(epoch + recording.startTime).toLocaleString();
  const label = element('name', HTMLElement);
  label.textContent = `${name}, ${began}${closed ? '' : ', cut off'}`;
  label.title = `Session ${session}`;
  document.title = `${name} - Farpane replay`;
  controls.opened(recording.endTime - recording.startTime);
  showTime();
  setState('ready');
}

worker.addEventListener('message', ({ data }: MessageEvent<FromPlayer>) => {
  switch (data.kind) {
    case 'opened':
      opened(data.info);
      return;
    case 'failed':
      setState('failed', data.message);
      return;
    case 'at':
      at = data;
      showTime();
      return;
    case 'screen':
      picture.screenIs(data.width, data.height);
      return;
    case 'pointer':
      picture.pointerAt(data.x, data.y);
      return;
    case 'cursor':
      picture.cursorIs(data.cursor);
      return;
    case 'bell':
      bell.ring(data.volume, data.pitch, data.duration);
      return;
    case 'defect':
      console.error(data.what);
      return;
    case 'report':
      reports.get(data.id)?.(data.report);
      reports.delete(data.id);
      return;
    default:
      data satisfies never;
  }
});

window.farpaneReplay = {
  get state() {
    return state;
  },
  get info() {
    return info;
  },
  get time() {
    return (at?.time ?? 0) - startTime();
  },
  get playing() {
    return at?.playing ?? false;
  },
  get seeking() {
    return at?.seeking ?? false;
  },
  async report(pixels = false) {
    return new Promise((resolve) => {
      const id = nextReport++;
      reports.set(id, resolve);
      send({ kind: 'report', id, pixels });
    });
  },
};

const canvas = picture.takeCanvas();
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
send({ kind: 'start', canvas, url: new URL('api/recording', location.href).href, token }, [canvas]);
