/** What one run of a system stands on: its processes, its link, its far end, its files; and the end of all of them. */
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
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
const CARRY_MS = 40_000;
/** Displays of the bench's own servers; those of people are below. */
const DISPLAYS = { first: 1000, end: 20_000 } as const;

export class RunGround implements Ground {
  readonly bundles: Bundles;
  readonly folder: string;
  /** The host's and the terminal's, and on top of them the programs shown. */
  readonly #processes = new Processes();
  readonly #helpers: Helper<Methods>[] = [];
  #link: Helper<LinkMethods> | undefined;

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
    return this.#link.call.open({
      from: 'port' in from ? { ...from, host } : from,
      to: 'port' in to ? { ...to, host } : to,
      link: link.name,
      hostConnects,
    });
  }

  async farDisplay(width: number = SCREEN.width, height: number = SCREEN.height): Promise<FarDisplay> {
    const { number, pid } = await this.server('Xvfb', (display) => [
      display,
      ...['-screen', '0', `${width}x${height}x24`],
      ...['-fbdir', this.folder, '-ac', '-noreset', '-nolisten', 'tcp', '-nocursor'],
    ]);
    return {
      number,
      path: `/tmp/.X11-unix/X${number}`,
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
      const number = randomInt(DISPLAYS.first, DISPLAYS.end);
      if (existsSync(`/tmp/.X11-unix/X${number}`) || existsSync(`/tmp/.X${number}-lock`)) continue;
      const child = this.start(command, args(`:${number}`, number), environment);
      for (const end = Date.now() + START_MS; Date.now() < end && child.exitCode === null; await pause(20)) {
        if (child.pid !== undefined && (await takesConnections(number))) return { number, pid: child.pid };
      }
    }
    throw new Error(`${command} does not start`);
  }

  far(program: string, args: readonly string[]): FarEnd {
    const helper = this.#helper<FarMethods>(program, args);
    return { call: helper.call, pid: helper.process.pid ?? 0 };
  }

  async carried(bytes: number): Promise<void> {
    for (const end = Date.now() + CARRY_MS; (await this.counts()).bytes.down < bytes; await pause(50)) {
      if (Date.now() > end) throw new Error('nothing comes over the link');
    }
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

async function takesConnections(display: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(`/tmp/.X11-unix/X${display}`);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
