/** Options that `serve` and `run` have in common. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import type { FrontOptions } from '../host/front.ts';
import type { ServerOptions } from '../host/server.ts';
import { LINK_PROFILES } from '../session/link.ts';
import { Failure, Misuse, oneLine } from './misuse.ts';
import {
  addressOption,
  displayOption,
  durationOption,
  keyboardOption,
  qualityOption,
  linkOption,
  originOption,
  portOption,
  sizeOption,
  tokenOption,
} from './values.ts';

export const DEFAULT_PORT = 8484;
const DEFAULT_SIZE = '1280x800';

/** What every command has that serves a page. */
export interface ServerArguments {
  readonly port: string;
  readonly listen: string;
  readonly token: string | undefined;
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly json: boolean;
}

export interface HostArguments extends ServerArguments {
  readonly display: string | undefined;
  readonly size: string;
  readonly ac: boolean;
  readonly xTcp: boolean;
  readonly allowOrigin: readonly string[];
  readonly record: string | undefined;
  readonly lease: string | undefined;
  readonly rfbPort: string | undefined;
  readonly keyboard: string;
  readonly quality: string;
  readonly link: string | undefined;
}

/** Strings all: what they mean is checked in one place, with messages of our own. */
export function serverArguments<T>(argv: Argv<T>, port: string): Argv<T & ServerArguments> {
  return argv
    .option('port', {
      type: 'string',
      nargs: 1,
      default: port,
      describe: 'TCP port of the page; 0 for any free one',
    })
    .option('listen', { type: 'string', nargs: 1, default: '127.0.0.1', describe: 'address to listen on' })
    .option('token', { type: 'string', nargs: 1, describe: 'the token that lets in; by default a new one' })
    .option('tls-cert', { type: 'string', nargs: 1, describe: 'certificate (PEM) for https' })
    .option('tls-key', { type: 'string', nargs: 1, describe: 'its key (PEM)' })
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'print one line of JSON when ready',
    }) as unknown as Argv<T & ServerArguments>;
}

export function hostOptions<T>(argv: Argv<T>, port: string): Argv<T & HostArguments> {
  return serverArguments(argv, port)
    .option('display', {
      type: 'string',
      nargs: 1,
      describe: 'X display number; by default the first free one from 10 on',
    })
    .option('size', {
      type: 'string',
      nargs: 1,
      default: DEFAULT_SIZE,
      describe: 'screen size WxH until a page is attached',
    })
    .option('ac', { type: 'boolean', default: false, describe: 'no X access control: every local user may connect' })
    .option('x-tcp', {
      type: 'boolean',
      default: false,
      describe: 'X clients may also come by TCP, on port 6000 + display',
    })
    .option('allow-origin', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'another origin whose pages may attach or show a session in a frame',
    })
    .option('record', {
      type: 'string',
      nargs: 1,
      describe: 'record the session to this new file, for farpane replay; what is typed is in it',
    })
    .option('keyboard', {
      type: 'string',
      nargs: 1,
      default: 'everyone',
      describe: 'with several terminals, whose input counts: everyone, or the holder (who takes the keyboard)',
    })
    .option('quality', {
      type: 'string',
      nargs: 1,
      default: 'auto',
      describe: 'of video and photographs on thinc: auto (with loss first where the link is slow), or lossless',
    })
    .option('link', {
      type: 'string',
      nargs: 1,
      describe:
        'a slower link that terminals emulate unless they choose another: ' +
        LINK_PROFILES.map(({ name }) => name).join(', '),
    })
    .option('rfb-port', {
      type: 'string',
      nargs: 1,
      describe: 'TCP port for VNC viewers, who need the password that is printed; 0 for any free one',
    })
    .option('lease', {
      type: 'string',
      nargs: 1,
      describe: 'end the session when no terminal was attached for so long (90s, 30m, 8h); by default it lives on',
    }) as unknown as Argv<T & HostArguments>;
}

async function readPem(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(`--${name}: ${oneLine(error)}`);
  }
}

/** @throws Misuse, Failure */
export async function serverOptions(args: ServerArguments): Promise<ServerOptions & { token: string | undefined }> {
  const { tlsCert, tlsKey } = args;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw new Misuse('--tls-cert and --tls-key go together');
  return {
    port: portOption('port', args.port),
    listen: addressOption(args.listen),
    token: args.token === undefined ? undefined : tokenOption(args.token),
    tls:
      tlsCert === undefined || tlsKey === undefined
        ? undefined
        : { cert: await readPem('tls-cert', tlsCert), key: await readPem('tls-key', tlsKey) },
  };
}

/** @throws Misuse, Failure */
export async function frontOptions(args: HostArguments): Promise<FrontOptions> {
  const server = await serverOptions(args);
  return {
    ...server,
    allowOrigins: args.allowOrigin.map(originOption),
    session: {
      ...sizeOption(args.size),
      display: args.display === undefined ? undefined : displayOption(args.display),
      accessControl: !args.ac,
      xTcp: args.xTcp ? server.listen : undefined,
      record: args.record === undefined ? undefined : resolve(args.record),
      keyboard: keyboardOption(args.keyboard),
      quality: qualityOption(args.quality),
      link: args.link === undefined ? undefined : linkOption(args.link).name,
      rfb:
        args.rfbPort === undefined
          ? undefined
          : { port: portOption('rfb-port', args.rfbPort), listen: server.listen, tls: server.tls },
      lease: args.lease === undefined ? undefined : durationOption('lease', args.lease),
    },
    page: true,
    log: (line) => process.stderr.write(`farpane: ${line}\n`),
  };
}
