/** The `farpane` command (bin/farpane.mjs loads it). Misuse is one line on stderr and exit code 2, failure one line and exit code 1. */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { benchCommand } from './commands/bench.ts';
import { linkCommand } from './commands/link.ts';
import { replayCommand } from './commands/replay.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { viewCommand } from './commands/view.ts';
import { Failure, Misuse, oneLine } from './misuse.ts';

async function main(): Promise<void> {
  await yargs(hideBin(process.argv))
    .scriptName('farpane')
    .usage('$0 COMMAND [options]')
    .parserConfiguration({ 'populate--': true, 'duplicate-arguments-array': false, 'boolean-negation': false })
    .command(serveCommand)
    .command(runCommand)
    .command(viewCommand)
    .command(linkCommand)
    .command(replayCommand)
    .command(benchCommand)
    .demandCommand(1, 'a command is needed: serve, run, view, replay, link or bench (see --help)')
    .strict()
    .help()
    .version()
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new Misuse(plainMessage(message ?? 'see --help'));
    })
    .parseAsync();
}

/** yargs' own words for common slips, in the user's terms. */
function plainMessage(message: string): string {
  if (message.startsWith('Not enough non-option arguments'))
    return 'an argument is missing: view takes the URL that the host has printed, replay a recorded file';
  const missing = /^Missing required arguments?: (.*)$/.exec(message)?.[1];
  if (missing !== undefined) return `missing: ${missing.replaceAll(/([^\s,]+)/g, '--$1')} (see --help)`;
  const hint =
    process.argv[2] === 'run' ? ' (the program goes behind --, as in: farpane run -- xterm)' : ' (see --help)';
  return message.replace(/^Unknown arguments?: (.*)$/, `unknown command or argument: $1${hint}`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`farpane: ${oneLine(error)}\n`);
  // What yargs itself finds wrong comes as its own class of error.
  const misuse = error instanceof Misuse || (error instanceof Error && error.name === 'YError');
  if (!misuse && !(error instanceof Failure) && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = misuse ? 2 : 1;
}
