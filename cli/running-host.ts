/** A host with its first session, as `serve` and `run` have it: started, announced, and ended in order whatever ends it. */
import type { Front, FrontOptions } from '../host/front.ts';
import type { HostedSession } from '../host/hosted-session.ts';
import { Failure, oneLine } from './misuse.ts';

export interface RunningHost {
  readonly front: Front;
  readonly session: HostedSession;
  /** Resolves when the user asks to end (Ctrl-C, SIGTERM), or when the session has ended (lease, REST). */
  readonly ended: Promise<'asked' | 'session-ended'>;
}

/** What a host has left open when all is ended (connections that nobody closes, encoders) keeps it no longer than this. */
const LINGER_MS = 2000;
/** Ending in order takes no longer. */
const END_MS = 45_000;

/** Ends all in order, and then the process, whatever may still be open. `exitCode` is the program's, and becomes the process's. */
export async function endHost(front: Pick<Front, 'end'>, reason: string, exitCode?: number): Promise<void> {
  setTimeout(() => process.exit(1), END_MS).unref();
  await front.end(reason, exitCode);
  if (exitCode !== undefined) process.exitCode = exitCode;
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** @throws Failure */
export async function startHost(options: FrontOptions): Promise<RunningHost> {
  const asked = new Promise<'asked'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('asked'));
  });
  let front: Front;
  try {
    // Loaded only now: what is wrong with the options is told at once.
    const { Front } = await import('../host/front.ts');
    front = await Front.start(options);
  } catch (error) {
    throw new Failure(oneLine(error));
  }
  try {
    if (front.warning !== undefined) options.log(`warning: ${front.warning}`);
    const session = await front.sessions.start(options.session, front.token, true);
    const gone = session.handle.exited.then(() => 'session-ended' as const);
    return { front, session, ended: Promise.race([asked, gone]) };
  } catch (error) {
    await endHost(front, 'it could not start');
    throw new Failure(oneLine(error));
  }
}

/** The line of `--json`, or what a person wants to know. */
export function announce({ front, session }: RunningHost, json: boolean): void {
  const { display, xauthority, pid, rfb } = session.handle.info;
  const url = front.urlOf(session);
  const viewUrl = front.viewUrlOf(session);
  const foreign = front.foreign.list.map((server) => {
    return { name: server.name, url: front.foreignUrlOf(server), viewUrl: front.foreignViewUrlOf(server) };
  });
  if (json) {
    const { token, id: sessionId } = session;
    const line = {
      url,
      viewUrl,
      token,
      display,
      xauthority,
      sessionId,
      sessionPid: pid,
      pid: process.pid,
      port: front.port,
      ...(rfb === undefined ? {} : { rfbPort: rfb.port, rfbPassword: rfb.password }),
      ...(foreign.length === 0 ? {} : { vncServers: foreign }),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const viewers =
    rfb === undefined ? '' : `VNC viewers find it on port ${rfb.port} with the password\n\n    ${rfb.password}\n\n`;
  const others = foreign
    .map(({ name, url: place }) => `The VNC server ${name} is shown at\n\n    ${place}\n\n`)
    .join('');
  process.stdout.write(
    `Farpane is ready:\n\n    ${url}\n\nTo let others look without typing, give them\n\n    ${viewUrl}\n\nPrograms appear there when started with\n\n    DISPLAY=${display} XAUTHORITY=${xauthority}\n\n${viewers}${others}Ctrl-C ends it.\n`,
  );
}
