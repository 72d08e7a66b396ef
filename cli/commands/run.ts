/** `farpane run -- PROGRAM ARGS`: a session for one program, ending with it. */
import { constants } from 'node:os';
import type { Argv, CommandModule } from 'yargs';
import type { ProgramEnd } from '../../host/session-messages.ts';
import { frontOptions, hostOptions, type HostArguments } from '../host-options.ts';
import { Failure, Misuse, oneLine } from '../misuse.ts';
import { announce, endHost, startHost } from '../running-host.ts';

interface RunArguments extends HostArguments {
  readonly '--'?: readonly string[];
}

/** As shells have it: a program ended by a signal gives 128 and the signal's number. */
function exitCodeOf({ code, signal }: ProgramEnd): number {
  return code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}

/** As timeout(1) has it for a program that it has ended. */
const LEASE_OVER = 124;

/** Its end may be told before the session's, or not at all. */
function exitCodeFor(end: ProgramEnd | 'asked' | 'session-ended', leaseOver: boolean): number {
  if (leaseOver) return LEASE_OVER;
  if (end === 'asked' || end === 'session-ended') return 0;
  return exitCodeOf(end);
}

export const runCommand: CommandModule<object, RunArguments> = {
  command: 'run',
  describe: 'a session for one program, ending with its exit code: farpane run [options] -- PROGRAM [ARGS]',
  builder: (argv) =>
    hostOptions(argv, '0')
      .epilog(
        "Exit code: the program's, or 128 and the number of the signal that ended it; 124 when the lease\nis over; 0 when you end it; 1 when it cannot be done; 2 for misuse.",
      )
      .strict() as unknown as Argv<RunArguments>,
  handler: async (args) => {
    const command = args['--'] ?? [];
    if (command.length === 0) throw new Misuse('run takes a program behind --, as in: farpane run -- xterm');
    const host = await startHost(await frontOptions(args));
    const { front, session, ended } = host;
    // The URL comes first: the program writes to the same place.
    announce(host, args.json);
    const programEnd = new Promise<ProgramEnd>((resolve) => session.programEnds.add(resolve));
    try {
      await session.handle.ask('launch', { command, foreground: true });
    } catch (error) {
      await endHost(front, 'its program could not be started');
      throw new Failure(oneLine(error));
    }
    const end = await Promise.race([programEnd, ended]);
    const exitCode = exitCodeFor(end, session.handle.endedBy === 'lease');
    await endHost(front, end === 'asked' ? 'the host has ended' : 'the program has ended', exitCode);
  },
};
