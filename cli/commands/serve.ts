/** `farpane serve`: a host with one session. */
import type { CommandModule } from 'yargs';
import { DEFAULT_PORT, frontOptions, hostOptions, type HostArguments } from '../host-options.ts';
import { Failure, oneLine } from '../misuse.ts';
import { announce, endHost, startHost } from '../running-host.ts';
import { vncServerOptions, vncServers, type VncServerArguments } from '../vnc-servers.ts';

interface ServeArguments extends HostArguments, VncServerArguments {
  readonly desktop: boolean;
  readonly wm: string | undefined;
}

export const serveCommand: CommandModule<object, ServeArguments> = {
  command: 'serve',
  describe: 'a host with one session; prints the URL that shows it',
  builder: (argv) =>
    vncServerOptions(hostOptions(argv, String(DEFAULT_PORT)))
      .option('desktop', { type: 'boolean', default: false, describe: 'start a window manager and the demo apps' })
      .option('wm', {
        type: 'string',
        nargs: 1,
        describe: 'start this window manager, such as twm or openbox; with --desktop in place of our own',
      })
      .epilog(
        'Exit code: 0 when you end it, when the lease is over, or when the session was ended over the API;\n1 when it cannot be done; 2 for misuse.',
      )
      .strict(),
  handler: async (args) => {
    const options = { ...(await frontOptions(args)), vncServers: await vncServers(args) };
    const host = await startHost(options);
    const { front, session, ended } = host;
    try {
      const { startDesktop, startWindowManager } = await import('../desktop.ts');
      if (args.wm !== undefined) await startWindowManager(session.handle, args.wm);
      if (args.desktop) await startDesktop(session.handle, args.wm === undefined, options.log);
    } catch (error) {
      await endHost(front, 'it could not start');
      throw new Failure(oneLine(error));
    }
    announce(host, args.json);
    await ended;
    await endHost(front, 'the host has ended');
  },
};
