/** `farpane view URL`: a headless terminal. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Argv, CommandModule } from 'yargs';
import { parseScript, SCRIPT_HELP, ScriptError, type Step } from '../../clients/headless/input-script.ts';
import { SessionUrlError, terminalUrl } from '../../clients/headless/session-url.ts';
import { ViewError } from '../../clients/headless/view-error.ts';
import { DISTRUST, isVncUrl, vncAddress } from '../../clients/headless/vnc-url.ts';
import { LINK_PROFILES } from '../../session/link.ts';
import { OFFERED_WIRES } from '../../session/carrier/control.ts';
import { Failure, Misuse, oneLine } from '../misuse.ts';
import { linkOption, numberOption, sizeOption, wireOption } from '../values.ts';

interface ViewArguments {
  readonly url: string;
  readonly wire: string | undefined;
  readonly link: string | undefined;
  readonly size: string | undefined;
  readonly scale: string | undefined;
  readonly png: string | undefined;
  readonly stats: string | undefined;
  readonly seconds: string | undefined;
  readonly untilIdle: string | undefined;
  readonly input: string | undefined;
  readonly passwordFile: string | undefined;
  readonly ca: string | undefined;
  readonly verify: boolean;
  readonly keep: string | undefined;
}

const DEFAULT_WIRE = 'x11';
const MAX_SECONDS = 7 * 24 * 3600;

async function readScript(path: string): Promise<Step[]> {
  let text: string;
  try {
    text = await readFile(path === '-' ? '/dev/stdin' : path, 'utf8');
  } catch (error) {
    throw new Failure(`--input: ${oneLine(error)}`);
  }
  return parseScript(text);
}

async function write(name: string, path: string, content: Uint8Array | string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new Failure(`--${name}: ${oneLine(error)}`);
  }
}

function linkHelp(): string {
  return LINK_PROFILES.map(({ name, description }) => `  ${name.padEnd(6)} ${description}`).join('\n');
}

/** What a view of a session and of a VNC server have in common. */
async function commonOptions(args: ViewArguments, signal: AbortSignal) {
  return {
    size: args.size === undefined ? undefined : sizeOption(args.size),
    seconds: args.seconds === undefined ? undefined : numberOption('seconds', args.seconds, 0, MAX_SECONDS, true),
    untilIdle:
      args.untilIdle === undefined ? undefined : numberOption('until-idle', args.untilIdle, 1, MAX_SECONDS * 1000),
    script: args.input === undefined ? [] : await readScript(args.input),
    signal,
    log: (line: string) => process.stderr.write(`farpane: ${line}\n`),
  };
}

/** `--scale`: whether the host is to make the picture fit into `--size`. */
function fitOption(args: ViewArguments): boolean {
  if (args.scale === undefined) return false;
  if (args.scale !== 'fit') throw new Misuse(`--scale takes fit, not ${JSON.stringify(args.scale)}`);
  if (args.size === undefined) throw new Misuse('--scale fit needs --size');
  if (args.wire !== 'thinc') throw new Misuse('--scale fit needs --wire thinc');
  return true;
}

async function writeResults(args: ViewArguments, view: { png(): Uint8Array; stats: object }): Promise<void> {
  if (args.png !== undefined) await write('png', args.png, view.png());
  const stats = `${JSON.stringify(view.stats, undefined, 2)}\n`;
  if (args.stats === '-') process.stdout.write(stats);
  else if (args.stats !== undefined) await write('stats', args.stats, stats);
}

async function readPassword(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return process.env['FARPANE_VNC_PASSWORD'];
  try {
    return (await readFile(path, 'utf8')).split(/\r?\n/, 1)[0];
  } catch (error) {
    throw new Failure(`--password-file: ${oneLine(error)}`);
  }
}

async function readCertificates(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(`--ca: ${oneLine(error)}`);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Failure(`--ca: ${path} has no certificate in PEM`);
  return text;
}

async function viewForeign(args: ViewArguments, signal: AbortSignal): Promise<void> {
  for (const name of ['wire', 'link', 'scale'] as const) {
    if (args[name] !== undefined) throw new Misuse(`--${name} is for sessions of ours, not for VNC servers`);
  }
  if (args.verify) throw new Misuse('--verify is for sessions of ours, not for VNC servers');
  const address = vncAddress(args.url);
  const common = await commonOptions(args, signal);
  const unknown = common.script.find(({ kind }) => kind === 'wire' || kind === 'take-keyboard');
  if (unknown !== undefined) throw new Misuse(`--input: a VNC server knows no step ${unknown.kind}`);
  const [password, trusted] = await Promise.all([readPassword(args.passwordFile), readCertificates(args.ca)]);
  const options = { address, password, trusted, ...common };
  const { viewVnc } = await import('../../clients/headless/vnc-view.ts');
  try {
    await writeResults(args, await viewVnc(options));
  } catch (error) {
    if (!(error instanceof ViewError)) throw error;
    const { message } = error;
    if (message === 'the server wants a password') {
      throw new Failure(`${message}: give it in FARPANE_VNC_PASSWORD or --password-file`);
    }
    if (message.startsWith(DISTRUST)) throw new Failure(`${message}; name what is to be trusted with --ca`);
    throw error;
  }
}

export const viewCommand: CommandModule<object, ViewArguments> = {
  command: 'view <url>',
  describe: 'a headless terminal: attaches to a session, and writes what it shows and what it cost',
  builder: (argv) =>
    argv
      .positional('url', {
        type: 'string',
        demandOption: true,
        describe: 'the URL that the host has printed, or vnc://host:port',
      })
      .option('wire', {
        type: 'string',
        nargs: 1,
        describe: `the wire: ${OFFERED_WIRES.join(', ')}; by default ${DEFAULT_WIRE}`,
      })
      .option('link', { type: 'string', nargs: 1, describe: 'emulate a slower link (see below)' })
      .option('size', { type: 'string', nargs: 1, describe: "WxH of the screen; by default the session's" })
      .option('scale', {
        type: 'string',
        nargs: 1,
        describe: 'fit: the screen keeps its size, and the host makes a picture of it that fits into --size (thinc)',
      })
      .option('png', { type: 'string', nargs: 1, describe: 'write the screen to this file at the end' })
      .option('stats', {
        type: 'string',
        nargs: 1,
        describe: 'write statistics (JSON) to this file at the end; - for stdout',
      })
      .option('seconds', {
        type: 'string',
        nargs: 1,
        describe: 'end after so long; joining may take as long too, at least 10 s',
      })
      .option('until-idle', {
        type: 'string',
        nargs: 1,
        describe: 'end when the picture has not changed for so many ms',
      })
      .option('input', {
        type: 'string',
        nargs: 1,
        describe: 'do what this script says first (see below); - for stdin',
      })
      .option('password-file', {
        type: 'string',
        nargs: 1,
        describe: "a VNC server's password is this file's first line (or in FARPANE_VNC_PASSWORD)",
      })
      .option('ca', {
        type: 'string',
        nargs: 1,
        describe:
          'a VNC server with a certificate is trusted by those in this file (PEM), in place of the usual authorities',
      })
      .option('verify', {
        type: 'boolean',
        default: false,
        describe: "compare the state with the host's, every second and at the end; say how often it was equal",
      })
      .option('keep', {
        type: 'string',
        nargs: 1,
        describe: 'keep fonts in this folder: a later view is not sent them again',
      })
      .epilog(
        `Links:\n${linkHelp()}\n\n${SCRIPT_HELP}\n\nOf a VNC server (vnc://host:port) it shows the screen as any VNC viewer does, with TLS where the server has VeNCrypt;\nthere is no --wire, --link and --verify then.\n\nWithout --seconds and --until-idle it stays until the session ends.\nExit code: 0, or that of the program when a session of farpane run has ended; 1 when the session\ncould not be shown or its state differed; 2 for misuse.`,
      )
      .strict() as unknown as Argv<ViewArguments>,
  handler: async (args) => {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
    try {
      if (isVncUrl(args.url)) {
        await viewForeign(args, stop.signal);
        return;
      }
      if (args.passwordFile !== undefined) throw new Misuse('--password-file is for vnc://host:port');
      if (args.ca !== undefined) throw new Misuse('--ca is for vnc://host:port');
      const options = {
        url: terminalUrl(args.url),
        wire: wireOption(args.wire ?? DEFAULT_WIRE),
        link: args.link === undefined ? undefined : linkOption(args.link),
        verify: args.verify,
        keep: args.keep,
        fit: fitOption(args),
        ...(await commonOptions(args, stop.signal)),
      };
      // Loaded only now: what is wrong with the options is told at once.
      const { viewSession } = await import('../../clients/headless/view.ts');
      const view = await viewSession(options);
      await writeResults(args, view);
      const { equal, different } = view.stats.verified;
      if (args.verify)
        options.log(`state compared with the host's: ${equal} times equal, ${different} times different`);
      if (args.verify && equal + different === 0) throw new Failure('the state was never compared');
      if (different > 0) throw new Failure("the terminal's state differed from the host's");
      if (view.exitCode !== undefined) process.exitCode = view.exitCode;
    } catch (error) {
      if (error instanceof SessionUrlError || error instanceof ScriptError) throw new Misuse(error.message);
      if (error instanceof ViewError) throw new Failure(error.message);
      throw error;
    }
  },
};
