/**
 * What snapshots, marks, patches and hashes of a desktop cost while it is live, and what a packed snapshot is made of:
 *
 *     npx tsx bench/snapshots.ts
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { deflateSync } from 'node:zlib';
import { writeState } from '../xserver/snapshot/write-state.ts';
import { Core } from '../xserver/core.ts';
import { CoreServer } from './core-server.ts';

const DISPLAY = 5000 + Math.floor(Math.random() * 2000);
const PROGRAMS = [
  ['twm'],
  ['xterm', '-geometry', '80x24+10+10'],
  ['xterm', '-geometry', '80x24+500+200', '-e', 'sh', '-c', 'ls -l /usr/bin | head -200; sleep 1000'],
  ['xterm', '-fn', '10x20', '-geometry', '80x24+200+300'],
  ['xclock', '-geometry', '200x200+1000+20'],
  ['xcalc', '-geometry', '+900+300'],
  ['xedit', '-geometry', '500x400+300+50'],
  ['xeyes', '-geometry', '+1050+600'],
  ['xlogo', '-geometry', '150x150+20+600'],
  ['xfontsel', '-geometry', '+100+500'],
  ['oclock', '-geometry', '+700+600'],
] as const;

const server = await CoreServer.start(DISPLAY, { width: 1280, height: 800 });
const children: ChildProcess[] = [];
for (const [program, ...args] of PROGRAMS) {
  children.push(spawn(program, args, { env: { ...process.env, DISPLAY: `:${DISPLAY}` }, stdio: 'ignore' }));
  await new Promise((resolve) => setTimeout(resolve, 400));
}
await new Promise((resolve) => setTimeout(resolve, 6000));
const { core } = server;

/** Least milliseconds of processor time of some calls; `prepare` before each. */
function cost(call: () => unknown, prepare: () => void = () => {}): string {
  const times: number[] = [];
  for (let i = 0; i < 9; i++) {
    prepare();
    const start = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  return `${times[0]!.toFixed(1)} ms, median ${times[4]!.toFixed(1)}`;
}

const painter = core.server.painter;
/** As if every surface had been drawn on in one place. */
const touch = (): void => {
  for (const { pixels } of core.state.screen.surfaces) {
    pixels.data[pixels.data.length >> 1]! ^= 1;
    painter.pixelHashes.delete(pixels.data);
  }
};
let mark = core.mark();
console.log(
  'windows',
  [...core.state.resources.values()].filter(({ kind }) => kind === 'window').length,
  'surfaces',
  core.state.screen.surfaces.length,
);
console.log(
  'stateHash, all drawn on ',
  cost(() => core.stateHash(), touch),
);
console.log(
  'stateHash, again        ',
  cost(() => core.stateHash()),
);
console.log(
  'mark, first             ',
  cost(() => core.mark(), touch),
);
console.log(
  'mark, all drawn on      ',
  cost(() => (mark = core.mark(mark)), touch),
);
console.log(
  'mark, nothing drawn     ',
  cost(() => (mark = core.mark(mark))),
);
console.log(
  'patch, all drawn on     ',
  cost(() => core.snapshot(mark), touch),
);
mark = core.mark(mark);
console.log(
  'patch, nothing drawn    ',
  cost(() => core.snapshot(mark)),
);
console.log(
  'snapshot                ',
  cost(() => core.snapshot()),
);
const bytes = core.snapshot();
console.log(
  'restore                 ',
  cost(() => Core.restore(bytes)),
);
const known = new Set(core.frozenParts().keys());
const small = core.snapshot(undefined, known);
console.log(
  'snapshot without fonts',
  cost(() => core.snapshot(undefined, known)),
  small.length,
  'deflated',
  deflateSync(small).length,
);
console.log(
  'snapshot bytes',
  bytes.length,
  'deflated',
  deflateSync(bytes).length,
  'patch of one pixel each',
  (touch(), core.snapshot(mark).length),
);
const parts: [string, number, number][] = [];
for (const [name, value] of Object.entries(core.state)) {
  const packed = writeState(value);
  parts.push([name, packed.length, deflateSync(packed).length]);
}
const pixels = core.state.screen.surfaces.map(({ pixels }) => pixels);
const packedPixels = writeState(pixels);
parts.push(['(pixels of surfaces)', packedPixels.length, deflateSync(packedPixels).length]);
for (const [id, font] of core.state.fonts) {
  const packed = writeState(font);
  parts.push([`(font ${id.slice(0, 12)})`, packed.length, deflateSync(packed).length]);
}
for (const [name, all, small] of parts) console.log(String(all).padStart(9), String(small).padStart(9), name);
for (const child of children) child.kill();
await server.close();
process.exit(0);
