/**
 * What recorded workloads (bench/nx-record.ts) take on the thinc wire, beside nx and x11, towards the terminal:
 *
 *     npx tsx bench/thinc-report.ts FOLDER [--rate BYTES_PER_MS] [--out FILE.md] [WORKLOAD ...]
 *
 * The recorded entries are applied at their recorded times; the terminal takes what a link of that rate carries in between, and all that is left at the end.
 * Everything goes losslessly: no video, no lossy stills. x11: the requests as they are. nx: its stream for a terminal without kept fonts.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NxEncoder } from '../nx/encoder.ts';
import type { Command } from '../thinc/commands.ts';
import { Terminal } from '../thinc/execute.ts';
import type { KindTally } from '../thinc/tally.ts';
import type { RawReason } from '../thinc/raw-reason.ts';
import { Translation } from '../thinc/translation.ts';
import { Core } from '../xserver/core.ts';
import { screenSizeAt96Dpi } from '../xserver/initial-state.ts';
import type { Sink, TerminalInput } from '../xserver/log/entry.ts';
import { SceneDamage } from '../xserver/scene-damage.ts';
import { composeScene } from '../xserver/windows/scene.ts';
import { readRecording, type Recording } from './nx-recording.ts';

const CHUNK_BYTES = 12_000;

interface Row {
  readonly name: string;
  readonly thinc: number;
  readonly nx: number;
  readonly x11: number;
  readonly kinds: ReadonlyMap<Command['kind'], KindTally>;
  readonly reasons: ReadonlyMap<RawReason, number>;
}

interface Counts {
  readonly bytes: number;
  readonly kinds: Map<Command['kind'], KindTally>;
  readonly reasons: Map<RawReason, number>;
}

function thinc({ entries, start }: Recording, rate: number): Counts {
  const core = new Core(screenSizeAt96Dpi(1024, 768));
  const { state } = core;
  const translation = new Translation(state, state.input.pointer.shownCursor, false);
  const buffer = translation.attach();
  const terminal = new Terminal({ driver: new SceneDamage() });
  const nothing = (): void => {};
  const sink: Sink = {
    toClient: nothing,
    consumed: nothing,
    closed: nothing,
    deadline: nothing,
    bell: nothing,
    defect: (what) => {
      throw new Error(what);
    },
    driver: translation,
  };
  let bytes = 0;
  let time = 0;
  const take = (most: number): void => {
    for (let left = most; left > 0;) {
      const taken = buffer.take(Math.min(CHUNK_BYTES, left));
      if (taken === undefined) break;
      left -= taken.length;
      bytes += taken.length;
      terminal.push(taken);
    }
  };
  const drain = (): void => {
    for (; buffer.isWaiting || buffer.rest > 0; time += 10) {
      translation.setTime(time);
      take(10 * rate);
    }
  };
  const copyOf = (): Pick<Counts, 'kinds' | 'reasons'> => ({
    kinds: new Map([...buffer.tally.kinds].map(([kind, tally]) => [kind, { ...tally }])),
    reasons: new Map(translation.rawPixels),
  });
  let before = { bytes: 0, ...copyOf() };
  for (const [i, { entry, burst }] of entries.entries()) {
    if (i === start) {
      drain();
      before = { bytes, ...copyOf() };
    }
    translation.setTime(entry.time);
    // What the link has carried since the last entries.
    if (entry.time > time) take(Math.min(200, entry.time - time) * rate);
    time = Math.max(time, entry.time);
    core.apply(entry, sink);
    if (entry.kind === 'input' && entry.input.kind === 'key') buffer.urgency.key(entry.time);
    if (entries[i + 1]?.burst !== burst) take(rate);
  }
  drain();
  checkPicture(core, terminal);
  const after = copyOf();
  for (const [kind, tally] of before.kinds) {
    const now = after.kinds.get(kind)!;
    now.bytes -= tally.bytes;
    now.commands -= tally.commands;
    now.pixels -= tally.pixels;
  }
  for (const [reason, pixels] of before.reasons) after.reasons.set(reason, after.reasons.get(reason)! - pixels);
  return { bytes: bytes - before.bytes, ...after };
}

function checkPicture({ state }: Core, { scene }: Terminal): void {
  const [wanted, shown] = [state, scene].map((each) => composeScene(each, 0, 0, 1024, 768));
  if (wanted!.data.some((pixel, i) => pixel !== shown!.data[i])) throw new Error('the terminal shows another picture');
}

function nx(recording: Recording): number {
  // The catalogue and the terminal are in the snapshot that comes before a stream.
  const skipped = recording.entries.findIndex(
    ({ entry }) => entry.kind !== 'font-catalogue' && entry.kind !== 'terminal-attached',
  );
  const entries = recording.entries.slice(skipped);
  const start = Math.max(0, recording.start - skipped);
  const own = new Map<number, TerminalInput>();
  for (const { entry } of entries) if (entry.kind === 'input') own.set(entry.number, entry.input);
  const { index, time } = entries[0]!.entry;
  const encoder = new NxEncoder({
    terminal: 1,
    index: index - 1,
    time: Math.max(0, time - 1),
    ownInput: (number) => own.get(number),
  });
  while (!encoder.prepare());
  let bytes = 0;
  let before = 0;
  for (const [i, { entry, quiet, burst }] of entries.entries()) {
    if (i === start) before = bytes;
    encoder.push(entry, quiet);
    if (entries[i + 1]?.burst === burst) continue;
    for (let part = encoder.take(1 << 20); part !== undefined; part = encoder.take(1 << 20)) bytes += part.length;
  }
  return bytes - before;
}

const thousands = (bytes: number): string => (bytes < 9950 ? (bytes / 1000).toFixed(1) : (bytes / 1000).toFixed(0));

function report(rows: readonly Row[], rate: number): string {
  const lines = [
    '# The thinc wire: bytes, commands, and what went as RAW',
    '',
    `Written by \`bench/thinc-report.ts\` from recorded workloads (\`bench/nx-record.ts\`) on ${new Date().toISOString().slice(0, 10)}, Node`,
    `${process.version}. kB towards the terminal, on a link of ${rate} bytes in a ms, losslessly: no video, no lossy stills. x11: the requests as they are; nx:`,
    'a terminal without kept fonts. After each workload the terminal shows exactly what the core does (checked).',
    '',
    '| workload | thinc kB | nx kB | x11 kB | commands | drawn pixels as RAW |',
    '|---|---:|---:|---:|---:|---:|',
  ];
  for (const row of rows) {
    let commands = 0;
    let pixels = 0;
    for (const tally of row.kinds.values()) {
      commands += tally.commands;
      pixels += tally.pixels;
    }
    const raw = row.kinds.get('raw')?.pixels ?? 0;
    const share = pixels === 0 ? '-' : `${((100 * raw) / pixels).toFixed(1)} %`;
    lines.push(
      `| ${row.name} | ${thousands(row.thinc)} | ${thousands(row.nx)} | ${thousands(row.x11)} | ${commands} | ${share} |`,
    );
  }
  lines.push('', '## Commands by kind', '', 'Commands, and their bytes before packing.', '');
  const kinds = [...new Set(rows.flatMap(({ kinds: each }) => [...each.keys()]))].filter((kind) =>
    rows.some((row) => (row.kinds.get(kind)?.bytes ?? 0) > 0),
  );
  lines.push(`| workload | ${kinds.join(' | ')} |`, `|---|${kinds.map(() => '---:|').join('')}`);
  for (const row of rows) {
    const cells = kinds.map((kind) => {
      const tally = row.kinds.get(kind);
      return tally === undefined || tally.commands === 0 ? '' : `${tally.commands} / ${thousands(tally.bytes)}k`;
    });
    lines.push(`| ${row.name} | ${cells.join(' | ')} |`);
  }
  lines.push(
    '',
    '## Why pixels were left to RAW',
    '',
    'Thousands of pixels that drawing on surfaces and pixmaps left to RAW, by reason; what was drawn over, found in what the terminal has, or never shown',
    'is not sent. `function`: a drawing function mixes with what is there. `image`: an image of more than two colours. `size`: a pattern or glyph larger than what',
    'is kept. `from-screen`: a pixmap took it from the screen. `copy`: a plane of the target itself. `too-much`: commands would take more than the pixels. `ragged`:',
    'too many rectangles at once. In a flood, drawing that is not looked at counts nowhere.',
    '',
  );
  const reasons = [...new Set(rows.flatMap((row) => [...row.reasons].flatMap(([name, n]) => (n > 0 ? [name] : []))))];
  lines.push(`| workload | ${reasons.join(' | ')} |`, `|---|${reasons.map(() => '---:|').join('')}`);
  for (const row of rows) {
    const cells = reasons.map((reason) => {
      const pixels = row.reasons.get(reason) ?? 0;
      return pixels === 0 ? '' : thousands(pixels);
    });
    lines.push(`| ${row.name} | ${cells.join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rate: { type: 'string', default: '1250' }, out: { type: 'string' } },
});
const [folder, ...wanted] = positionals;
if (folder === undefined) throw new Error('a folder of recordings is needed (bench/nx-record.ts)');
const names = (await readdir(folder)).flatMap((file) => (file.endsWith('.nxrec') ? [file.slice(0, -6)] : []));
const rows: Row[] = [];
for (const name of names.toSorted()) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const recording = await readRecording(join(folder, `${name}.nxrec`));
  const { bytes, kinds, reasons } = thinc(recording, Number(values.rate));
  let x11 = 0;
  for (const { entry } of recording.entries.slice(recording.start))
    if (entry.kind === 'request') x11 += entry.bytes.length;
  rows.push({ name, thinc: bytes, nx: nx(recording), x11, kinds, reasons });
  console.log(name, 'thinc', bytes, 'nx', rows.at(-1)!.nx, 'x11', x11);
}
const text = report(rows, Number(values.rate));
if (values.out !== undefined) await writeFile(values.out, text);
else process.stdout.write(text);
process.exit(0);
