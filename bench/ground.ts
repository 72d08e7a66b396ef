/** What one run of a system stands on: its processes, its link, its far end, its files; and the end of all of them. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LinkProfile } from '../session/link.ts';
import type { Bundles } from './bundles.ts';
import { pause } from './clock.ts';
import { startHelper, type Helper, type Methods } from './far/rpc.ts';
import type { FarMethods } from './far/far-methods.ts';
import type { LinkMethods } from './link/link-main.ts';
import { Processes } from './processes.ts';
import { SCREEN, type FarDisplay, type FarEnd, type Ground, type Place } from './systems/system.ts';

const START_MS = 15_000;
/** State of a socket in /proc/net/tcp. */
const LISTENING = ' 0A ';
const CARRY_MS = 40_000;
/** Displays of the bench's own servers; those of people are below. Ports of programs that count from their display's number go with them. */
const DISPLAYS = { first: 1000, end: 20_000 } as const;

export class RunGround implements Ground {
  readonly bundles: Bundles;
  readonly folder: string;
  /** The host's and the terminal's, and on top of them the programs shown. */
  readonly #processes = new Processes();
  readonly #helpers: Helper<Methods>[] = [];
  #link: Helper<LinkMethods> | undefined;
  #port = 0;

  private constructor(bundles: Bundles, folder: string) {
    this.bundles = bundles;
    this.folder = folder;
  }

  static async open(bundles: Bundles): Promise<RunGround> {
    // Frame buffers are written all the time: in memory, where there is such a place.
    const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    return new RunGround(bundles, await mkdtemp(join(parent, 'farpane-bench-')));
  }

  start(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    return this.#processes.start(command, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }

  async link(from: Place, to: Place, link: LinkProfile, hostConnects = false): Promise<number> {
    this.#link = this.#helper<LinkMethods>(this.bundles.link, []);
    const host = '127.0.0.1';
    this.#port = await this.#link.call.open({
      from: 'port' in from ? { ...from, host } : from,
      to: 'port' in to ? { ...to, host } : to,
      link: link.name,
      hostConnects,
    });
    return this.#port;
  }

  /** Where the link listens; 0 for a Unix socket, or before there is one. */
  get port(): number {
    return this.#port;
  }

  async farDisplay(
    size: { readonly width: number; readonly height: number } = SCREEN,
    args: readonly string[] = [],
  ): Promise<FarDisplay> {
    const { number, pid } = await this.server('Xvfb', (display) => [
      display,
      ...['-screen', '0', `${size.width}x${size.height}x24`],
      ...['-fbdir', this.folder, '-ac', '-noreset', '-nolisten', 'tcp', '-nocursor', ...args],
    ]);
    return {
      number,
      path: pathOf(number),
      pid,
      seen: () =>
        this.far(this.bundles.display, [
          String(number),
          join(this.folder, 'Xvfb_screen0'),
          String(SCREEN.width),
          String(SCREEN.height),
        ]),
    };
  }

  /** An X server on a display that nobody has, once it takes connections. */
  async server(
    command: string,
    args: (display: string, number: number) => readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<{ number: number; pid: number }> {
    for (let attempt = 0; attempt < 4; attempt++) {
      const number = this.freeDisplay();
      const child = this.start(command, args(`:${number}`, number), environment);
      for (const end = Date.now() + START_MS; Date.now() < end && child.exitCode === null; await pause(20)) {
        if (child.pid !== undefined && (await takesConnections({ path: pathOf(number) })))
          return { number, pid: child.pid };
      }
    }
    throw new Error(`${command} does not start`);
  }

  freeDisplay(): number {
    for (;;) {
      const number = randomInt(DISPLAYS.first, DISPLAYS.end);
      if (!existsSync(pathOf(number)) && !existsSync(`/tmp/.X${number}-lock`)) return number;
    }
  }

  async freePort(): Promise<number> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    return port;
  }

  async listening(port: number, milliseconds = START_MS): Promise<void> {
    await until(async () => listensAt(port), milliseconds, `nobody listens at port ${port}`);
  }

  async answers(display: number, milliseconds: number): Promise<void> {
    await until(
      async () => takesConnections({ path: pathOf(display) }),
      milliseconds,
      `display :${display} does not come up`,
    );
  }

  far(program: string, args: readonly string[]): FarEnd {
    const helper = this.#helper<FarMethods>(program, args);
    return { call: helper.call, pid: helper.process.pid ?? 0 };
  }

  async carried(bytes: number): Promise<void> {
    await until(async () => (await this.counts()).bytes.down >= bytes, CARRY_MS, 'nothing comes over the link');
  }

  async changeLink({ name }: LinkProfile): Promise<void> {
    await this.#link!.call.change(name);
  }

  async counts() {
    return this.#link!.call.counts();
  }

  async resetPeak(): Promise<void> {
    await this.#link!.call.resetPeak();
  }

  /** Ends everything, and removes its files. */
  async end(): Promise<void> {
    for (const helper of this.#helpers) helper.stop();
    await this.#processes.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  #helper<T extends Methods>(program: string, args: readonly string[]): Helper<T> {
    const helper = startHelper<T>(program, args);
    this.#helpers.push(helper as unknown as Helper<Methods>);
    return helper;
  }
}

async function until(condition: () => Promise<boolean>, milliseconds: number, failure: string): Promise<void> {
  for (const end = Date.now() + milliseconds; !(await condition()); await pause(50)) {
    if (Date.now() > end) throw new Error(failure);
  }
}

function pathOf(display: number): string {
  return `/tmp/.X11-unix/X${display}`;
}

/** Whether somebody listens at a port is read from the system's list: connecting would be taken for a user. */
async function listensAt(port: number): Promise<boolean> {
  const place = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const table = await readFile(file, 'latin1').catch(() => '');
    if (table.split('\n').some((line) => line.split(/\s+/)[2]?.endsWith(place) === true && line.includes(LISTENING)))
      return true;
  }
  return false;
}

async function takesConnections(place: { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(place);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
