/** A host in this process with one session, for tests in the browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Front, type FrontOptions } from '../../host/front.ts';
import type { HostedSession } from '../../host/hosted-session.ts';
import type { SessionOptions } from '../../host/session-messages.ts';

export interface TestHost {
  readonly front: Front;
  readonly session: HostedSession;
  readonly url: string;
  /** Of pages that may look, and no more. */
  readonly viewUrl: string;
  /** DISPLAY and XAUTHORITY of the session, beside this process's own environment. */
  readonly environment: NodeJS.ProcessEnv;
  /** What host and session had to say. */
  readonly log: readonly string[];
  /** Starts an X program in the session; it ends with the host at the latest. */
  run(command: string, ...args: string[]): ChildProcess;
  /** Ends the programs that were started, for the next test. */
  endPrograms(): Promise<void>;
  end(): Promise<void>;
}

export type HostOptions = Pick<SessionOptions, 'keyboard' | 'lease'> &
  Pick<FrontOptions, 'vncServers'> &
  Partial<Pick<FrontOptions, 'allowOrigins'>>;

export async function startHost(width = 800, height = 600, options: HostOptions = {}): Promise<TestHost> {
  const log: string[] = [];
  const { vncServers = [], allowOrigins = [], ...session } = options;
  const common = { width, height, display: undefined, accessControl: false, xTcp: undefined, ...session };
  const front = await Front.start({
    port: 0,
    listen: '127.0.0.1',
    token: undefined,
    tls: undefined,
    allowOrigins,
    session: common,
    vncServers,
    page: true,
    log: (line) => log.push(line),
  });
  const first = await front.sessions.start(common);
  const { display, xauthority } = first.handle.info;
  const environment = { ...process.env, DISPLAY: display, XAUTHORITY: xauthority, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  const programs = new Set<ChildProcess>();
  const endPrograms = async (): Promise<void> => {
    for (const program of programs) {
      const gone = once(program, 'exit');
      program.kill('SIGKILL');
      await gone;
    }
  };
  return {
    front,
    session: first,
    url: front.urlOf(first),
    viewUrl: front.viewUrlOf(first),
    environment,
    log,
    run(command, ...args) {
      const program = spawn(command, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
      programs.add(program);
      program.on('exit', () => programs.delete(program));
      return program;
    },
    endPrograms,
    async end() {
      await endPrograms();
      await front.end('the test is over');
    },
  };
}
