/**
 * The worker: the terminal, off the page's main thread. The page (../main.ts) sends input and gets told what to show around the canvas;
 * messages.ts has what they say, terminal.ts does it.
 */
import type { FromWorker, ToWorker } from './messages.ts';
import { openPartStore } from './part-store.ts';
import { Terminal } from './terminal.ts';

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin
  self.postMessage(message);
}

let terminal: Terminal | undefined;
/** What came while the terminal waited for what it has kept from earlier visits. */
let early: Exclude<ToWorker, { kind: 'start' }>[] = [];

async function start(data: Extract<ToWorker, { kind: 'start' }>): Promise<void> {
  terminal = new Terminal(data, tell, await openPartStore());
  for (const message of early) take(terminal, message);
  early = [];
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') void start(data);
  else if (terminal === undefined && data.kind !== 'beat') early.push(data);
  else take(terminal, data);
});

function take(terminal: Terminal | undefined, data: Exclude<ToWorker, { kind: 'start' }>): void {
  if (data.kind === 'beat') {
    tell({ kind: 'beat' });
    return;
  }
  if (terminal === undefined) return;
  switch (data.kind) {
    case 'input':
      terminal.input(data.number, data.input, data.at);
      return;
    case 'resize':
      terminal.resize(data.size);
      return;
    case 'link':
      terminal.setLink(data.link);
      return;
    case 'watch':
      terminal.watch(data.samples, data.pictures);
      return;
    case 'wire':
      terminal.setWire(data.wire);
      return;
    case 'visible':
      terminal.setVisible(data.visible);
      return;
    case 'room':
      terminal.setRoom(data.room);
      return;
    case 'take-keyboard':
      terminal.takeKeyboard();
      return;
    case 'retry':
      terminal.connect();
      return;
    case 'report':
      tell({ kind: 'report', id: data.id, report: terminal.report(data.pixels) });
      return;
    case 'verify':
      terminal.verify(data.id);
      return;
    default:
      data satisfies never;
  }
}
