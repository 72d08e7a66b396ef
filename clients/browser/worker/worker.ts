/**
 * The worker: the terminal, off the page's main thread. The page (../main.ts) sends input and gets told what to show around the canvas;
 * messages.ts has what they say, terminal.ts does it.
 */
import type { FromWorker, ToWorker } from './messages.ts';
import { Terminal } from './terminal.ts';

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin
  self.postMessage(message);
}

let terminal: Terminal | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') {
    terminal = new Terminal(data, tell);
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
    case 'beat':
      tell({ kind: 'beat' });
      return;
    default:
      data satisfies never;
  }
});
