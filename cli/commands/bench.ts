/** `farpane bench`: wires and other systems on the same workloads over the same emulated links; a report with plots. */
import { resolve } from 'node:path';
import type { Argv, CommandModule } from 'yargs';
import { LINK_PROFILES } from '../../session/link.ts';
import { OFFERED_WIRES, type WireName } from '../../session/carrier/control.ts';
import { Failure, Misuse, oneLine } from '../misuse.ts';
import { linkOption, numberOption, wireOption } from '../values.ts';

interface BenchArguments {
  readonly wires: string | undefined;
  readonly workloads: string | undefined;
  readonly links: string | undefined;
  readonly peers: boolean;
  readonly only: string | undefined;
  readonly quick: boolean;
  readonly repeats: string | undefined;
  readonly out: string;
  readonly report: boolean;
}

const MAX_REPEATS = 100;

/** @throws Misuse for a list of nothing */
function names(option: string, value: string | undefined): string[] | undefined {
  const found = value?.split(',').filter((name) => name !== '');
  if (found?.length === 0)
    throw new Misuse(`--${option} takes names with commas between them, not ${JSON.stringify(value)}`);
  return found;
}

function wiresOption(value: string | undefined): WireName[] {
  return names('wires', value)?.map((name) => wireOption(name, '--wires')) ?? [...OFFERED_WIRES];
}

/** Each name must be one of those known. @throws Misuse */
function known(option: string, wanted: readonly string[] | undefined, all: readonly string[]): string[] | undefined {
  for (const name of wanted ?? []) {
    if (!all.includes(name)) throw new Misuse(`--${option} takes ${all.join(', ')}, not ${JSON.stringify(name)}`);
  }
  return wanted === undefined ? undefined : [...wanted];
}

export const benchCommand: CommandModule<object, BenchArguments> = {
  command: 'bench',
  describe: 'wires and other systems on the same workloads over emulated links; writes a report with plots',
  builder: (argv) =>
    argv
      .option('wires', { type: 'string', nargs: 1, describe: `of ${OFFERED_WIRES.join(', ')}; by default all` })
      .option('workloads', { type: 'string', nargs: 1, describe: 'such as typing,video; by default all' })
      .option('links', {
        type: 'string',
        nargs: 1,
        describe: `of ${LINK_PROFILES.map(({ name }) => name).join(', ')}; by default those that tell most for each workload`,
      })
      .option('peers', {
        type: 'boolean',
        default: false,
        describe: 'other systems too, as far as they are installed: X over TCP, ssh -C, NX, TigerVNC, Xpra',
      })
      .option('only', { type: 'string', nargs: 1, describe: 'of the peers these, such as x,vnc' })
      .option('quick', {
        type: 'boolean',
        default: false,
        describe: 'minutes instead of hours: the rows of the aims, on fewer links',
      })
      .option('repeats', {
        type: 'string',
        nargs: 1,
        describe: 'how often each is played; by default three times, in a quick run only what is short',
      })
      .option('out', {
        type: 'string',
        nargs: 1,
        default: 'bench-results',
        describe: 'folder of the results; a run that was broken off goes on there',
      })
      .option('report', {
        type: 'boolean',
        default: false,
        describe: 'play nothing: write the report of what is there anew',
      })
      .strict() as unknown as Argv<BenchArguments>,
  handler: async (args) => {
    const wires = wiresOption(args.wires);
    const links = names('links', args.links);
    for (const link of links ?? []) linkOption(link);
    const repeats = args.repeats === undefined ? undefined : numberOption('repeats', args.repeats, 1, MAX_REPEATS);
    if (args.out === '') throw new Misuse('--out takes a folder, not ""');
    const { PEERS, WORKLOADS, bench, JournalError } = await import('../../bench/bench.ts');
    const peerNames = PEERS.map(({ name }) => name);
    const only = known('only', names('only', args.only), peerNames);
    const workloads = known(
      'workloads',
      names('workloads', args.workloads),
      WORKLOADS.map(({ name }) => name),
    );
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
    try {
      const { folder, failures } = await bench({
        wires,
        peers: only ?? (args.peers ? peerNames : []),
        workloads,
        links,
        quick: args.quick,
        repeats,
        play: !args.report,
        folder: resolve(args.out),
        signal: stop.signal,
        log: (line) => process.stdout.write(`${line}\n`),
      });
      if (stop.signal.aborted) process.stdout.write('broken off; the same command goes on where it was\n');
      if (failures > 0) process.stdout.write(`${failures} cells could not be measured; the report says why\n`);
      process.stdout.write(`${folder}/report.html, report.md, results.json\n`);
    } catch (error) {
      if (error instanceof JournalError) throw new Failure(oneLine(error));
      throw error;
    }
    // Helpers may linger on their way out; everything is written.
    process.exit(0);
  },
};
