/** `farpane replay FILE`: plays a recorded session in the page, or checks it, or takes a picture out of it. */
import { writeFile } from 'node:fs/promises';
import type { Argv, CommandModule } from 'yargs';
import type { Recording } from '../../session/recording/recording.ts';
import { serverArguments, serverOptions, type ServerArguments } from '../host-options.ts';
import { Failure, Misuse, oneLine } from '../misuse.ts';
import { numberOption } from '../values.ts';

interface ReplayArguments extends ServerArguments {
  readonly file: string;
  readonly png: string | undefined;
  readonly at: string | undefined;
  readonly verify: boolean;
}

const MAX_SECONDS = 1e9;

function log(line: string): void {
  process.stderr.write(`farpane: ${line}\n`);
}

/** `3:25.040` from the recording's beginning. */
function clock(recording: Recording, time: number): string {
  const milliseconds = Math.round(time - recording.startTime);
  const seconds = (milliseconds / 1000) % 60;
  return `${Math.floor(milliseconds / 60_000)}:${seconds.toFixed(3).padStart(6, '0')}`;
}

async function verify(recording: Recording): Promise<void> {
  const { checkKeyframes } = await import('../../host/recording/check.ts');
  let defects = 0;
  let equal = 0;
  let different = 0;
  const defect = (what: string): void => {
    defects++;
    log(`defect: ${what}`);
  };
  for await (const { index, time, hash, equal: same } of checkKeyframes(recording, defect)) {
    if (same) equal++;
    else different++;
    process.stdout.write(`${clock(recording, time)} entry ${index} ${hash} ${same ? 'equal' : 'DIFFERENT'}\n`);
  }
  const entries = recording.entryBlocks.reduce((sum, { count }) => sum + count, 0);
  const end = recording.table.closed ? 'closed in order' : 'cut off: plays up to its last whole block';
  const length = clock(recording, recording.endTime);
  process.stdout.write(`${length} of recording, ${entries} entries, ${equal} keyframes equal, ${end}\n`);
  if (different > 0) throw new Failure(`${different} keyframes differ from what was replayed`);
  if (defects > 0) throw new Failure(`${defects} defects came to light`);
}

async function picture(recording: Recording, file: string, at: number | undefined): Promise<void> {
  const { pictureAt } = await import('../../host/recording/check.ts');
  const { startTime, endTime } = recording;
  const time = at === undefined ? endTime : startTime + at * 1000;
  if (time > endTime) log(`the recording ends at ${clock(recording, endTime)}: that is the picture`);
  const png = await pictureAt(recording, time, (what) => log(`defect: ${what}`));
  try {
    await writeFile(file, png);
  } catch (error) {
    throw new Failure(`--png: ${oneLine(error)}`);
  }
}

async function serve(args: ReplayArguments): Promise<void> {
  const options = { ...(await serverOptions(args)), file: args.file, log };
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  const { ReplayFront } = await import('../../host/recording/replay-front.ts');
  const front = await ReplayFront.start(options);
  if (front.warning !== undefined) log(`warning: ${front.warning}`);
  const { url, token, port } = front;
  process.stdout.write(
    args.json
      ? `${JSON.stringify({ url, token, port, pid: process.pid })}\n`
      : `The recording plays at\n\n    ${url}\n\nCtrl-C ends it.\n`,
  );
  await asked;
  await front.end();
}

async function examine(args: ReplayArguments, at: number | undefined): Promise<void> {
  const { withRecording } = await import('../../host/recording/recording-file.ts');
  await withRecording(args.file, async (recording) => {
    if (args.verify) await verify(recording);
    if (args.png !== undefined) await picture(recording, args.png, at);
  });
}

export const replayCommand: CommandModule<object, ReplayArguments> = {
  command: 'replay <file>',
  describe: 'plays a recorded session in the page; prints the URL',
  builder: (argv) =>
    serverArguments(
      argv.positional('file', { type: 'string', demandOption: true, describe: 'what --record has written' }),
      '0',
    )
      .option('png', { type: 'string', nargs: 1, describe: 'write the screen to this file instead, and end' })
      .option('at', {
        type: 'string',
        nargs: 1,
        describe: 'with --png: seconds from the beginning; by default the end',
      })
      .option('verify', {
        type: 'boolean',
        default: false,
        describe: 'replay everything, compare the state at each keyframe with its own, and end',
      })
      .strict() as unknown as Argv<ReplayArguments>,
  handler: async (args) => {
    const at = args.at === undefined ? undefined : numberOption('at', args.at, 0, MAX_SECONDS, true);
    if (at !== undefined && args.png === undefined) throw new Misuse('--at goes with --png');
    try {
      if (args.verify || args.png !== undefined) await examine(args, at);
      else await serve(args);
    } catch (error) {
      if (error instanceof Misuse || error instanceof Failure) throw error;
      throw new Failure(oneLine(error));
    }
  },
};
