/** `farpane link`: an emulated slow link in front of anything that speaks TCP or listens on a Unix socket. */
import { isIP } from 'node:net';
import type { CommandModule } from 'yargs';
import type { Endpoint } from '../../bench/link/link-proxy.ts';
import { LINK_PROFILES } from '../../session/link.ts';
import { Failure, Misuse, oneLine } from '../misuse.ts';
import { linkOption, portOption } from '../values.ts';

interface LinkArguments {
  readonly profile: string;
  readonly from: string;
  readonly to: string;
}

/** PORT, HOST:PORT, [IPV6]:PORT or a path. @throws Misuse */
function endpointOption(name: string, value: string): Endpoint {
  if (value.includes('/')) return { path: value };
  const match = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d+)$/.exec(value);
  if (match === null || (match[1] !== undefined && isIP(match[1]) !== 6)) {
    throw new Misuse(`--${name} takes PORT, HOST:PORT or the path of a Unix socket, not ${JSON.stringify(value)}`);
  }
  return { host: match[1] ?? match[2] ?? '127.0.0.1', port: portOption(name, match[3]!) };
}

export const linkCommand: CommandModule<object, LinkArguments> = {
  command: 'link <profile>',
  describe: 'a slow link to try any program on: connections to --from reach --to over it',
  builder: (argv) =>
    argv
      .positional('profile', { type: 'string', demandOption: true, describe: 'lan, wan, dsl, 3g, modem or 9600' })
      .option('from', {
        type: 'string',
        nargs: 1,
        demandOption: true,
        describe: 'where to listen: PORT, HOST:PORT or a path',
      })
      .option('to', {
        type: 'string',
        nargs: 1,
        demandOption: true,
        describe: 'where connections go: PORT, HOST:PORT or a path',
      })
      .epilog(
        `Links:\n${LINK_PROFILES.map(({ name, description }) => `  ${name.padEnd(6)} ${description}`).join('\n')}`,
      )
      .strict(),
  handler: async ({ profile, from, to }) => {
    const link = linkOption(profile, 'link');
    const ends = [endpointOption('from', from), endpointOption('to', to)] as const;
    const { LinkProxy } = await import('../../bench/link/link-proxy.ts');
    const stop = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    });
    const proxy = await LinkProxy.start(...ends, link).catch((error: unknown) => {
      throw new Failure(oneLine(error));
    });
    process.stdout.write(`${link.name}: ${link.description}; listening on ${proxy.port ?? from}\n`);
    await stop;
    const { up, down } = proxy.bytes;
    proxy.close();
    process.stdout.write(`${proxy.connections} connections, ${up} bytes up, ${down} bytes down\n`);
  },
};
